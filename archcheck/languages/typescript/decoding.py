"""JavaScript source text from bytes: byte order marks, UTF-8 or UTF-16, every line ended by a lone newline."""

import codecs


class UndecodableError(Exception):
    """The bytes are no text in any encoding that compilers accept."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def decode(content: bytes) -> str:
    r"""The text without byte order mark, its line breaks (`\r\n`, `\r`) replaced by `\n`.

    Raises UndecodableError for null bytes and for bytes that are neither UTF-8 nor, with a byte order mark, UTF-16.
    """
    encoding = "utf-8"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif content.startswith(codecs.BOM_UTF8):
        content = content[3:]
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UndecodableError(f"not {encoding}: {error.reason}", _line_at(content, error.start)) from None
    if "\0" in text:
        raise UndecodableError("null byte", text.count("\n", 0, text.index("\0")) + 1)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _line_at(content: bytes, offset: int) -> int:
    before = content[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1
