"""Fingerprints: what makes two violations the same one, in every run and after every rewording (design, section 2)."""

import hashlib
from collections.abc import Iterable

from archcheck.core.findings import Finding

_LENGTH = 32


def identity_of(finding: Finding) -> tuple[str, ...]:
    """What tells a finding from the others of its rule, beside its key: its subject and target, or its cause."""
    return finding.identity or (finding.subject, finding.target or "")


def fingerprint(rule: str, finding: Finding) -> str:
    """Rule id + subject + target + key, hashed; nothing that rewording or moving code within a file changes."""
    return fingerprint_of(rule, identity_of(finding), finding.key)


def fingerprint_of(rule: str, identity: Iterable[str], key: str) -> str:
    """The same from its parts."""
    text = "\0".join((rule, *identity, key))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:_LENGTH]
