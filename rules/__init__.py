"""Packs: reusable rule files. Data only; installed as `archcheck.rules`."""
