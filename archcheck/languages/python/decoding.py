"""Python source text from bytes, as the interpreter would read it: byte order mark, PEP 263 declaration, newlines."""

import codecs
import re

_DECLARATION = re.compile(rb"[ \t\f]*+#[^\n\r]*?coding[:=][ \t]*+([-\w.]++)")
_BLANK_OR_COMMENT = re.compile(rb"[ \t\f]*+(?:#[^\n\r]*+)?+(?:\r\n?|\n)")


class UndecodableError(Exception):
    """The bytes are no Python source text in any encoding they declare."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def decode(content: bytes) -> str:
    r"""The text of a Python file, without byte order mark, every line ended by a lone `\n`.

    Raises UndecodableError for null bytes, unknown encodings and bytes that the encoding does not know.
    """
    if b"\0" in content:
        raise UndecodableError("null byte", _line_at(content, content.index(b"\0")))
    if content.startswith(codecs.BOM_UTF8):
        content = content[3:]
        encoding = "utf-8"
    else:
        encoding = _declared(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UndecodableError(f"not {encoding}: {error.reason}", _line_at(content, error.start)) from None
    except (UnicodeError, LookupError):
        raise UndecodableError(f"cannot decode as {encoding}") from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _declared(content: bytes) -> str:
    """The encoding named in the first two lines, else UTF-8."""
    second_end = content.find(b"\n", content.find(b"\n") + 1)
    if content.find(b"coding", 0, second_end if second_end >= 0 else len(content)) < 0:
        return "utf-8"
    found = _DECLARATION.match(content)
    if not found:
        first = _BLANK_OR_COMMENT.match(content)
        found = _DECLARATION.match(content, first.end()) if first else None
    if not found:
        return "utf-8"
    encoding = found[1].decode("latin-1")
    if encoding.lower().replace("_", "-").startswith("utf-8"):
        return "utf-8"
    _require_ascii_compatible(encoding)
    return encoding


def _require_ascii_compatible(encoding: str) -> None:
    """Refuses encodings in which the declaration itself could not have been read, such as UTF-16."""
    sample = b"import a"
    try:
        readable = sample.decode(encoding) == sample.decode("ascii")
    except (LookupError, UnicodeError):
        readable = False
    if not readable:
        raise UndecodableError(f"unknown or unusable encoding {encoding!r}")


def _line_at(content: bytes, offset: int) -> int:
    before = content[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1
