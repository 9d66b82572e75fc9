"""Where lines, values and items begin and end in a YAML text that a parser could not read. Offsets count from 0."""

import re
from typing import NamedTuple

_LEAD = re.compile(r" *+(?:[-?][ \t]++)*+")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*+\"|'(?:[^']|'')*+'", re.DOTALL)
_COLON = re.compile(r":(?=[ \t\r\n]|$)")
_QUOTED_COLON = re.compile(r"[ \t]*+:(?=[ \t\r\n]|$)")
_BLANKS = re.compile(r"[ \t]*+")
_COMMENT = re.compile(r"[ \t]#")
_SPACE_OR_COMMENT = re.compile(r"(?:\s|(?<!\S)#[^\r\n]*+)++")
# One step through a text: a run of characters that cannot open or close anything.
_BLOCK_WORD = re.compile(r"(?:[^\s:]|:(?=\S))++")
_FLOW_WORD = re.compile(r"(?:[^\s,\[\]{}:]|:(?![\s,\[\]{}]|$))++")
_CLOSERS = {"[": "]", "{": "}"}


class FlowFrame(NamedTuple):
    """An open bracket and the place where its current item, key or value begins."""

    opener: int
    item: int


def line_start(text: str, offset: int) -> int:
    """Where the line of `offset` begins."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def line_end(text: str, offset: int) -> int:
    """Where the line of `offset` ends, its line break left out."""
    ends = [end for end in (text.find("\n", offset), text.find("\r", offset)) if end >= 0]
    return min(ends, default=len(text))


def next_line(text: str, offset: int) -> int:
    """Where the line after the one of `offset` begins; the length of the text when there is none."""
    end = line_end(text, offset)
    return min(len(text), end + (2 if text.startswith("\r\n", end) else 1))


def content_start(text: str, offset: int) -> int:
    """Where the first character that is not blank stands in the line of `offset`; its end when there is none."""
    found = _BLANKS.match(text, line_start(text, offset))
    return found.end() if found else offset


def indent(text: str, offset: int) -> int:
    """How many blanks the line of `offset` begins with."""
    return content_start(text, offset) - line_start(text, offset)


def content_end(text: str, offset: int) -> int:
    """Where the text of the line of `offset` ends, comments after `offset` and trailing blanks left out."""
    end = line_end(text, offset)
    comment = _COMMENT.search(text, offset, end)
    return offset + len(text[offset : comment.start() if comment else end].rstrip())


def value_start(text: str, offset: int) -> int:
    """Where, in the line of `offset`, the value after the first `key:` begins; without a key, the text itself."""
    begin, end = line_start(text, offset), line_end(text, offset)
    lead = _LEAD.match(text, begin, end)
    first = lead.end() if lead else begin
    quoted = _QUOTED.match(text, first, end)
    colon = _QUOTED_COLON.match(text, quoted.end(), end) if quoted else _COLON.search(text, first, end)
    blanks = _BLANKS.match(text, colon.end(), end) if colon else None
    return blanks.end() if blanks else first


def key_end(text: str, start: int, limit: int) -> int:
    """Where a key that begins at `start` ends: before its colon, or at `limit` when there is none."""
    colon = _COLON.search(text, start, limit)
    return start + len(text[start : colon.start()].rstrip()) if colon else limit


def flow_frames(text: str, start: int, stop: int) -> list[FlowFrame]:
    """The brackets open at `stop`, outermost first, when none is open at `start`, a place between two values."""
    frames: list[FlowFrame] = []
    position, fresh = start, True  # fresh: a new value, item or key can begin here
    while position < stop:
        if skipped := _SPACE_OR_COMMENT.match(text, position):
            fresh = fresh or (not frames and "\n" in skipped.group())
            position = skipped.end()
            continue
        if fresh and frames:
            frames[-1] = frames[-1]._replace(item=position)
        if quoted := fresh and _QUOTED.match(text, position):
            position, fresh = quoted.end(), False
        elif frames or (fresh and text[position] in "[{"):
            position, fresh = _flow_step(text, position, frames)
        else:
            word = _BLOCK_WORD.match(text, position)
            fresh = not word or (fresh and (word.group() in "-?" or word.group()[0] in "&!"))
            position = word.end() if word else position + 1
    if fresh and frames:
        frames[-1] = frames[-1]._replace(item=stop)
    return frames


def _flow_step(text: str, position: int, frames: list[FlowFrame]) -> tuple[int, bool]:
    character = text[position]
    if character in "[{":
        frames.append(FlowFrame(position, position + 1))
        return position + 1, True
    if character in "]}":
        frames.pop()
        return position + 1, False
    after_quote = character == ":" and text[position - 1] in "\"'"
    word = None if after_quote else _FLOW_WORD.match(text, position)
    return (word.end(), False) if word else (position + 1, True)


def flow_item_end(text: str, offset: int) -> int:
    """Where an unquoted item in brackets, of which `offset` is a part, was meant to end.

    Brackets within the item are skipped with their content; one that is not closed before an outer one is text.
    """
    open_brackets: list[str] = []
    first_comma = -1
    position, end = offset, content_end(text, offset)
    while position < end:
        character = text[position]
        if character in "[{":
            open_brackets.append(_CLOSERS[character])
        elif open_brackets and character == open_brackets[-1]:
            open_brackets.pop()
            first_comma = -1 if not open_brackets else first_comma
        elif character in "]}" or (character == "," and not open_brackets):
            break
        elif character == "," and first_comma < 0:
            first_comma = position
        elif character == ":" and not open_brackets and text[position + 1 : position + 2] in (" ", "\t", ""):
            break
        position += 1
    if open_brackets and first_comma >= 0:
        position = first_comma
    return offset + len(text[offset:position].rstrip())
