"""Text from the bytes of a file whose format says nothing of encodings: UTF-8, or what a byte order mark names."""

import codecs
from typing import NamedTuple

from archcheck.errors import Problem

# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Decoded(NamedTuple):
    """The text of a file, with replacement characters where bytes mean nothing, and what is wrong with them."""

    text: str
    problems: tuple[Problem, ...] = ()


def decode_text(content: bytes, path: str = "") -> Decoded:
    """The text without its byte order mark; "" for what holds null characters, which is no text. Never raises."""
    mark, encoding = next(((mark, name) for mark, name in _MARKS if content.startswith(mark)), (b"", "utf-8"))
    body = content[len(mark) :]
    problems: tuple[Problem, ...] = ()
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        text = body.decode(encoding, errors="replace")
        # Where the first wrong character stands; the replacement for it begins there.
        place = _end_of(body[: error.start].decode(encoding, errors="replace"))
        problems = (Problem(path, *place, f"the text is not {encoding.upper()}"),)
    if "\0" in text:
        return Decoded("", (Problem(path, 1, 1, "the file holds null characters, so it is no text"),))
    return Decoded(text, problems)


def decode_lines(content: bytes) -> str:
    r"""The text alone, with `\n` at the end of every line."""
    text = decode_text(content).text
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _end_of(text: str) -> tuple[int, int]:
    return text.count("\n") + 1, len(text) - text.rfind("\n")
