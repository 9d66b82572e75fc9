"""Reads YAML into values with places, and writes scalars; loaded on demand, for PyYAML is slow to import."""

from archcheck.syntax.yaml.reader import ParsedYaml, parse_yaml
from archcheck.syntax.yaml.scalars import dump_scalar

__all__ = ["ParsedYaml", "dump_scalar", "parse_yaml"]
