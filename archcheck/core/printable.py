"""Makes text safe to print: what could move the cursor, hide, reorder or command becomes visible."""

import re
from collections.abc import Iterable

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_COMMAND = re.compile(r"#(?=#[A-Za-z]*\[)")
"""GitHub reads `##[error]`, Azure Pipelines `##vso[`, TeamCity `##teamcity[`: anywhere in a line of a log."""
_UNDECODED = range(0xDC80, 0xDD00)
"""What stands for the bytes 0x80 to 0xff of a name that is not UTF-8."""


def printable(text: str) -> str:
    """`text` with control characters, bidirectional marks, invisible characters and lone surrogates written out."""
    return _UNSAFE.sub(_escape, text) if not text.isascii() or not text.isprintable() else text


def inert(line: str) -> str:
    """A printable line of output with what a CI system would take for a command written out.

    That is `::` where the line begins, as GitHub reads it (spaces before it count for nothing), and `##[` anywhere.
    """
    text = line.lstrip()
    if text.startswith("::"):
        line = f"{line[: -len(text)]}\\x3a{text[1:]}"
    return _COMMAND.sub(_escape_ascii, line) if "##" in line else line


def inert_lines(lines: Iterable[str]) -> str:
    """The text of printable lines of output, each made inert and ended."""
    return "".join(f"{inert(line)}\n" for line in lines)


def ascii_only(text: str) -> str:
    """Printable text with every character beyond ASCII written out as well."""
    return text if text.isascii() else _BEYOND_ASCII.sub(_escape, text)


def json_escaped(text: str) -> str:
    r"""What `printable` and `inert` write out, written as JSON does (`\uXXXX`): inside strings the meaning stays."""
    shown = _UNSAFE.sub(_json_escape, text) if not text.isascii() or not text.isprintable() else text
    return _COMMAND.sub(_json_escape, shown) if "##" in shown else shown


def unambiguous(text: str) -> str:
    """Printable text from which the original can be told: backslashes are doubled, escapes are those of JSON."""
    return json_escaped(text.replace("\\", "\\\\"))


def _escape(found: re.Match[str]) -> str:
    if ord(found[0]) in _UNDECODED:
        return f"\\x{ord(found[0]) - _UNDECODED.start + 0x80:02x}"
    return found[0].encode("unicode_escape").decode("ascii")


def _escape_ascii(found: re.Match[str]) -> str:
    return f"\\x{ord(found[0]):02x}"


def _json_escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
