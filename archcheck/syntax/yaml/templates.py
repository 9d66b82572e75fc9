"""Template actions in YAML (`{{ ... }}`, `{% ... %}`), put aside so that what stands around them can be read."""

import re

from archcheck.syntax.endpoints.variables import CLOSE, FILL, OPEN

_MAX_ACTION = 4000
_ACTION = re.compile(
    rf"\$?\{{\{{[^{{}}]{{0,{_MAX_ACTION}}}+\}}\}}|\{{%[^%]{{0,{_MAX_ACTION}}}+%\}}|\{{#[^#\n]{{0,{_MAX_ACTION}}}+#\}}"
)
_ALONE = re.compile(r"[ \t]*+(?:- ++)?+(?:[\ue000\ue001\ue002]++[ \t]*+)++,?[ \t]*+", re.ASCII)


def is_templated(text: str) -> bool:
    """Whether a text holds something that may be a template action."""
    return "{{" in text or "{%" in text


def without_actions(text: str) -> str:
    """The text with its actions replaced by marks of the same length, and lines that hold nothing else emptied.

    What stands where stays as it was. A mark reads as a variable whose value is not known.
    """
    marked = _ACTION.sub(_mark, text)
    lines = marked.split("\n")
    return "\n".join("" if OPEN in line and _ALONE.fullmatch(line) else line for line in lines)


def _mark(found: re.Match[str]) -> str:
    action = found[0]
    if "\n" not in action:
        return f"{OPEN}{FILL * (len(action) - 2)}{CLOSE}"
    return "\n".join(
        f"{OPEN}{FILL * (len(line) - 2)}{CLOSE}" if len(line) > 1 else " " * len(line) for line in action.split("\n")
    )
