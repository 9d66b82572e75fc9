"""What stands behind `archcheck: allow` in a comment, whatever the language: `RULE[, RULE] -- reason`."""

import re

_REASON = re.compile(r"(?:^|\s)--(?:\s|$)")
_BETWEEN = re.compile(r"[,\s]+")


def split_directive(text: str) -> tuple[tuple[str, ...], str]:
    """The rules and the reason; each may be missing, whether it may is judged later."""
    rules, *reason = _REASON.split(text, maxsplit=1)
    return tuple(filter(None, _BETWEEN.split(rules))), reason[0].strip() if reason else ""
