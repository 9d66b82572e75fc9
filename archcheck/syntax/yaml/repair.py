"""Turns the first syntax error of a YAML parser into a finding: what was meant, and how to read on."""

import re
from collections.abc import Callable
from typing import NamedTuple

from archcheck.syntax.yaml.findings import (
    Finding,
    edit_at,
    find_impossible_escape,
    mend,
    quote_it,
    refuse_escape,
    report,
)
from archcheck.syntax.yaml.geometry import (
    FlowFrame,
    content_end,
    content_start,
    flow_frames,
    flow_item_end,
    indent,
    key_end,
    line_end,
    line_start,
    next_line,
    value_start,
)
from archcheck.syntax.yaml.source import EditedText
from archcheck.syntax.yaml.tree import MISSING_SPACE, SECOND_DOCUMENT, Item

_TAB_LINE = re.compile(r"^([ ]*+\t[ \t]*+)(?=[^\s#])", re.MULTILINE)
_MISSING_SPACE = re.compile(r"[ ]*+(?:- +)*+([^\s:\"'\[\]{}#]++:)(?!//)[^\s:][^\r\n]*+")
_ESCAPE_LENGTHS = {"x": 2, "u": 4, "U": 8}
_UNQUOTED = "without quotes"
_INDICATORS = {
    "*": "an alias",
    "&": "an anchor",
    "!": "a tag",
    ">": "a text block",
    "|": "a text block",
    "[": "a list",
    "{": "a mapping",
}


class SyntaxMistake(NamedTuple):
    """Where and why the parser gave up. Offsets are in the edited text; `begin` is where the broken value began.

    `characters` are those of the edited text and a line break, so that there is one at every offset.
    """

    text: EditedText
    characters: str
    message: str
    begin: int
    offset: int
    last: Item | None
    flow_start: int | None

    @property
    def character(self) -> str:
        """The character the parser gave up at."""
        return self.characters[self.offset]

    @property
    def frames(self) -> list[FlowFrame]:
        """The brackets open where the parser gave up."""
        start = self.flow_start
        if start is None:
            start = min(self.last.end if self.last else 0, self.offset)
        return flow_frames(self.characters, start, self.offset)


def diagnose(mistake: SyntaxMistake) -> Finding:
    """The finding for a mistake; without an edit when nobody can say what was meant."""
    for pattern, judge in _JUDGES:
        if pattern.search(mistake.message) and (finding := judge(mistake)):
            return finding
    message = f"this is not YAML: {mistake.message}"
    return report(mistake.text, mistake.offset, mistake.offset + 1, message, "quote the value, or check the brackets")


def diagnose_crash(text: EditedText, position: int, error: str) -> Finding:
    """PyYAML's own parser passes on what Python says to impossible escapes and versions, and does not say where."""
    if found := find_impossible_escape(text.text, position, len(text.text)):
        return refuse_escape(text, *found)
    return report(text, position, position + 1, f"this is not YAML: {error}")


def _starts(character: str) -> str:
    return f"`{character}` {_UNQUOTED} starts {_INDICATORS[character]}"


def _cannot_begin(character: str) -> str:
    shown = "a backtick" if character == "`" else f"`{character}`"
    return f"{shown} cannot begin a value {_UNQUOTED}"


def _quote_value(mistake: SyntaxMistake, start: int, message: str) -> Finding:
    """Quote the value, key or item that begins at `start`."""
    text = mistake.characters
    if mistake._replace(offset=start).frames:
        end = flow_item_end(text, start)
    else:
        end = content_end(text, start)
        if start <= value_start(text, start) and not re.search(r":[ \t]", text[line_start(text, start) : start]):
            end = key_end(text, start, end)
    return quote_it(mistake.text, start, max(end, start + 1), message)


def _judge_token(mistake: SyntaxMistake) -> Finding | None:
    if mistake.character == "\t":
        return _judge_tab(mistake)
    return _quote_value(mistake, mistake.offset, _cannot_begin(mistake.character))


def _judge_tab(mistake: SyntaxMistake) -> Finding:
    text, offset = mistake.characters, mistake.offset
    if mistake.frames or text[line_start(text, offset) : offset].strip():
        # A tab between two words is sound YAML, which only one of the two parsers accepts.
        return mend(Finding(None), mistake.text, offset, offset + 1, " ")
    lines = list(_TAB_LINE.finditer(text))
    others = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
    finding = report(mistake.text, offset, offset + 1, f"a tab indents this line{others}", "indent with spaces")
    spaces = ((found, found.group(1).replace("\t", "  ")) for found in lines)
    return finding._replace(edits=tuple(edit_at(mistake.text, *found.span(1), blank) for found, blank in spaces))


def _judge_indicator(mistake: SyntaxMistake) -> Finding | None:
    """A value that begins with an indicator of YAML: the scanner was in an alias, anchor, tag, directive or block."""
    text = mistake.characters
    character = text[mistake.begin : mistake.begin + 1]
    if character == "%":
        return _quote_value(mistake, mistake.begin, f"`%` {_UNQUOTED} starts a directive")
    if character not in _INDICATORS:
        return None
    return _quote_value(mistake, mistake.begin, _starts(character))


def _judge_escape(mistake: SyntaxMistake) -> Finding | None:
    text = mistake.characters
    start = text.rfind("\\", 0, mistake.offset + 1)
    if start < mistake.begin:
        return None
    end = min(start + 2 + _ESCAPE_LENGTHS.get(text[start + 1 : start + 2], 0), line_end(text, start))
    return refuse_escape(mistake.text, start, end)


def _judge_open_quote(mistake: SyntaxMistake) -> Finding | None:
    return _quote_open_quote(mistake, mistake.begin)


def _quote_open_quote(mistake: SyntaxMistake, start: int) -> Finding | None:
    text = mistake.characters
    quote = text[start : start + 1]
    if quote not in ('"', "'"):
        return None
    end = start + len(text[start : line_end(text, start)].rstrip())
    if start <= value_start(text, start) and text[start:end].endswith(":"):
        end -= 1
    message = f"the quote `{quote}` is not closed on its line"
    return quote_it(mistake.text, start, end, message, f"close it with `{quote}`")


def _judge_flow(mistake: SyntaxMistake) -> Finding | None:
    """The parser expected a comma or the end of a list or mapping in brackets."""
    text, offset = mistake.characters, mistake.offset
    opener = text[mistake.begin : mistake.begin + 1]
    if opener not in ("[", "{"):
        return None
    closer = "]" if opener == "[" else "}"
    if _is_outside(text, mistake.begin, offset):
        return _close_bracket(mistake, closer)
    if mistake.character in "]}" and mistake.character != closer:
        message = f"`{mistake.character}` closes the `{opener}` of line {mistake.text.place(mistake.begin).line}"
        finding = report(mistake.text, offset, offset + 1, message, f"write `{closer}` before it")
        return mend(finding, mistake.text, offset, offset, closer)
    return _quote_flow_item(mistake)


def _is_outside(text: str, begin: int, offset: int) -> bool:
    """Whether a place can no longer belong to the bracket opened at `begin`, judged by indentation."""
    if offset >= len(text.rstrip()):
        return True
    return line_start(text, offset) > begin and indent(text, offset) <= indent(text, begin) and text[offset] not in "]}"


def _close_bracket(mistake: SyntaxMistake, closer: str) -> Finding:
    text, begin = mistake.characters, mistake.begin
    end = position = begin
    while position < len(text) and (end == begin or indent(text, position) > indent(text, begin)):
        end = content_end(text, max(position, begin)) if text[position : line_end(text, position)].strip() else end
        position = next_line(text, position)
    message = f"the bracket `{text[begin]}` is never closed"
    finding = report(mistake.text, begin, begin + 1, message, f"close it with `{closer}`")
    return mend(finding, mistake.text, end, end, closer)


def _quote_flow_item(mistake: SyntaxMistake) -> Finding | None:
    text, offset = mistake.characters, mistake.offset
    frames = mistake.frames
    if not frames:
        return None
    start = min(frames[-1].item, offset)
    if mistake.character == "," and start == offset:
        finding = report(mistake.text, offset, offset + 1, "nothing stands before this comma", "remove the comma")
        return mend(finding, mistake.text, offset, offset + 1, " ")
    end = max(flow_item_end(text, offset), offset + 1)
    if "got '?'" in mistake.message and text[start] not in _INDICATORS:
        # `x?` in brackets is sound YAML 1.2, which only one of the two parsers accepts.
        return quote_it(mistake.text, start, end, "")._replace(problem=None)
    if start == offset:
        message = _cannot_begin(mistake.character)
    elif text[start] in _INDICATORS:
        message = _starts(text[start])
    elif mistake.character in "[{":
        message = f"`{mistake.character}` inside an item in brackets starts a new list or mapping"
    else:
        message = f"`{text[start:offset].rstrip()}` must be followed by a comma or a closing bracket"
    return quote_it(mistake.text, start, end, message)


def _judge_colon(mistake: SyntaxMistake) -> Finding | None:
    """The parser found `key:` where no key can be."""
    text, offset = mistake.characters, mistake.offset
    start = value_start(text, offset)
    if start < offset or (start > offset and text[line_start(text, offset) : offset].count(":")):
        return quote_it(mistake.text, start, content_end(text, start), "a second `: ` in one value needs quotes")
    if text[content_start(text, offset) : offset + 1].startswith(("[", "{")):
        return None
    return _judge_line_above(mistake, offset)


def _judge_line_above(mistake: SyntaxMistake, offset: int) -> Finding | None:
    text = mistake.characters
    above = _content_above(text, offset)
    if above is None:
        return None
    return _judge_missing_colon(mistake, above) or _drop_block(
        mistake, content_start(text, offset), "this line is indented below a text", "align it with a line above"
    )


def _judge_missing_colon(mistake: SyntaxMistake, line: int) -> Finding | None:
    """A line that should be `key: value` and has no colon, or no space after it."""
    text = mistake.characters
    start, end = content_start(text, line), content_end(text, line)
    if found := _MISSING_SPACE.match(text, line_start(text, line), end):
        colon = found.end(1)
        hint = f"write `{text[found.start(1) : colon]} {text[colon:end]}`"
        finding = report(mistake.text, found.start(1), end, MISSING_SPACE, hint)
        return mend(finding, mistake.text, colon, colon, " ")
    if value_start(text, line) > start or text[start:end].endswith(":"):
        return None
    finding = report(mistake.text, start, end, "a colon is missing after this key", f"write `{text[start:end]}:`")
    return mend(finding, mistake.text, start, end, "")._replace(faithful=False)


def _judge_simple_key(mistake: SyntaxMistake) -> Finding | None:
    text, begin = mistake.characters, mistake.begin
    if text[begin : begin + 1] in _INDICATORS and text[begin] not in "[{":
        return _judge_indicator(mistake)
    message = "a key or a dash is missing before this value"
    return (
        _quote_open_quote(mistake, begin)
        or _judge_missing_colon(mistake, begin)
        or _drop_block(mistake, begin, message, "write `- ` or `key: ` before it")
    )


def _content_above(text: str, offset: int) -> int | None:
    """The nearest line above with something else than a comment, by its start."""
    position = line_start(text, offset)
    while position > 0:
        position = line_start(text, position - 1)
        first = content_start(text, position)
        if text[first : first + 1] not in ("", "#", "\n", "\r"):
            return position
    return None


def _judge_dash(mistake: SyntaxMistake) -> Finding | None:
    text, offset = mistake.characters, mistake.offset
    start = min(value_start(text, offset), offset)
    if start <= content_start(text, offset) and mistake.character == "-":
        return _judge_line_above(mistake, offset)
    before = re.search(r":[ \t]+$", text[line_start(text, offset) : offset])
    if before and mistake.character == "-":
        message = "a list cannot begin on the line of its key"
        hint = "put the item on its own line, or quote it"
        return quote_it(mistake.text, offset, content_end(text, offset), message, hint)
    return quote_it(mistake.text, start, content_end(text, start), f"`{mistake.character}` here needs quotes")


def _judge_block(mistake: SyntaxMistake) -> Finding | None:
    """A value was complete, and what follows is neither the next key nor the next item."""
    text, offset, last = mistake.characters, mistake.offset, mistake.last
    if mistake.character == ":" and value_start(text, offset) > offset:
        return _drop_block(mistake, offset, "a key is missing before this colon", "write the key, or quote the value")
    if offset > content_start(text, offset):
        return _judge_rest(mistake)
    if last and text[last.start : last.start + 1] in ('"', "'") and line_start(text, last.end) > last.start:
        return _quote_open_quote(mistake, last.start)
    if "document start" in mistake.message:
        above = _content_above(text, offset)
        if above is not None and text.startswith("...", above):
            return report(mistake.text, offset, offset + 3, SECOND_DOCUMENT, "put it into a file of its own")
        return report(mistake.text, offset, content_end(text, offset), "nothing can follow the value above")
    if mistake.character == "-":
        message = "this list item is aligned with no list above"
    else:
        message = "the indentation of this line matches no line above"
    return _drop_block(mistake, offset, message, "align it with a line above")


def _judge_rest(mistake: SyntaxMistake) -> Finding | None:
    """Something stands behind a complete value on the same line."""
    text, offset, last = mistake.characters, mistake.offset, mistake.last
    start = value_start(text, offset)
    if last and last.end <= offset and not text[last.end : offset].strip():
        start = last.start
    if text[start] in "\"'" and "\n" in text[start:offset]:
        return _quote_open_quote(mistake, start)
    if start > offset:
        return None
    end = content_end(text, offset)
    if start <= content_start(text, start):
        end = key_end(text, offset, end)
    if mistake.character in "]}":
        message = f"`{mistake.character}` closes no bracket"
    elif text[start] in "\"'":
        message = "something follows the closing quote"
    elif text[start] in _INDICATORS:
        message = _starts(text[start])
    else:
        message = "this value needs quotes"
    return quote_it(mistake.text, start, end, message)


def _part_colon(mistake: SyntaxMistake) -> Finding | None:
    """`[x:]` is sound YAML, which libyaml reads only with a space after the colon."""
    return mend(Finding(None), mistake.text, mistake.offset + 1, mistake.offset + 1, " ")


def _skip_directive(mistake: SyntaxMistake) -> Finding | None:
    """YAML ignores directives it does not know, libyaml refuses them."""
    end = line_end(mistake.characters, mistake.begin)
    return mend(Finding(None), mistake.text, mistake.begin, end, "")


def _judge_content(mistake: SyntaxMistake) -> Finding | None:
    """A value was to begin and something else came."""
    if mistake.frames and (finding := _quote_flow_item(mistake)):
        return finding
    if not mistake.character.strip():
        return None
    return _quote_value(mistake, mistake.offset, _cannot_begin(mistake.character))


def _drop_block(mistake: SyntaxMistake, start: int, message: str, hint: str) -> Finding:
    """Read on without a line and all that is indented at least as much below it."""
    text = mistake.characters
    finding = report(mistake.text, start, content_end(text, start), message, hint)
    depth, end, position = start - line_start(text, start), line_end(text, start), next_line(text, start)
    while position < len(text):
        is_blank = not text[position : line_end(text, position)].strip()
        if indent(text, position) < depth and not is_blank:
            break
        end, position = line_end(text, position), next_line(text, position)
    return mend(finding, mistake.text, start, end, "")._replace(faithful=False)


_Judge = Callable[[SyntaxMistake], Finding | None]
# Fragments of the messages of libyaml and of PyYAML's own parser, which say the same in different words.
_JUDGES: tuple[tuple[re.Pattern[str], _Judge], ...] = tuple(
    (re.compile(pattern), judge)
    for pattern, judge in (
        ("unknown directive name", _skip_directive),
        ("cannot start any token", _judge_token),
        ("a tab character", _judge_tab),
        ("an alias|an anchor|a tag|tag handle|a directive|block scalar", _judge_indicator),
        ("escape|hexdecimal|hexadecimal", _judge_escape),
        ("quoted scalar|scanning a quoted", _judge_open_quote),
        ("while parsing a flow (?:sequence|mapping)", _judge_flow),
        ("unexpected ':'", _part_colon),
        ("mapping values are not allowed", _judge_colon),
        ("could not find expected ':'", _judge_simple_key),
        ("(?:entries|keys) are not allowed", _judge_dash),
        ("expected key|block end|'-' indicator|document start", _judge_block),
        ("node content", _judge_content),
    )
)
