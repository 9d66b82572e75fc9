"""A lexer that tells strings, comments, templates, regular expressions and JSX from code, and what encloses a place.

It goes on after everything that does not fit, and says that it did. Each character is looked at once.
"""

import re

from archcheck.languages.typescript.levels import (
    CHILDREN,
    HOLE,
    STATEMENT,
    TAG,
    VALUE,
    Level,
    close_parenthesis,
    is_value,
    open_brace,
    open_parenthesis,
)
from archcheck.languages.typescript.lexemes import REGEX, STRING
from archcheck.languages.typescript.verdicts import CODE_COMMENT, Verdict

_CODE = re.compile(r"""['"`/<(){}\[\]]|=>""")
# After an arrow, what ends the expression that it returns matters too.
_AFTER_ARROW = re.compile(r"""['"`/<(){}\[\],;]|=>|\n(?=[ \t]*+[\w$@#])|(?<![=!<>+\-*/%&|^?])=(?![=>])""")
_IN_TAG = re.compile(r"""['"{/>]""")
_IN_CHILDREN = re.compile(r"[{<]")
_STRING = re.compile(STRING)
_JSX_STRING = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_REGEX = re.compile(REGEX)
_TEMPLATE_TEXT = re.compile(r"(?:[^`\\$]++|\\[\s\S]|\$(?!\{))*+(`|\$\{)?+")
_OPENING_TAG = re.compile(r"<\s*+(?:([A-Za-z_$][\w$.:-]*+)|(?=>))")
_CLOSING_TAG = re.compile(r"</[^<>{}]*+>")
_TYPE_PARAMETERS = re.compile(r"<\s*+(?:const\s++)?[A-Za-z_$][\w$]*+\s*+(?:,|=(?!>)|extends\b)")
_TYPE_ARGUMENTS = re.compile(r"\s*+<[^<>]*+(?:<[^<>]*+>[^<>]*+)*+>")
_ANGLES = re.compile("<++")
_BLANKS = re.compile(r"[ \t]*+")
_CONTINUING = re.compile(r"(?:in|instanceof|as|satisfies|is|extends|of)\b")
_PAIRS = {")": "(", "]": "[", "}": "{"}
# How much of the text before a place is kept to tell what kind of token it ends with.
_TAIL = 60
# Of how many different names of tags it is asked whether they are closed anywhere.
_NAMES = 200


class Lexer:
    """Reads a text from a place that is code on; the places asked about must not go back."""

    def __init__(self, text: str, position: int, *, jsx: bool) -> None:
        self.text = text
        # Where the first thing that does not fit is: a bracket, a string that does not end. -1 when all fits.
        self.broken = -1
        self._jsx = jsx
        self._position = position
        self._levels = [Level("")]
        # The end of the last token that counts, and the text before that end.
        self._last = position
        self._tail = STATEMENT
        # Where the next token that counts begins, once it has been searched.
        self._ahead = -1
        self._closings: dict[str, int] = {}

    def judge(self, place: int) -> Verdict | None:
        """What surrounds a place; None when it is inside of a string, a comment or other text."""
        while self._position <= place:
            start = self._next()
            if start > place:
                break
            self._consume(start)
            if place < self._position:
                return CODE_COMMENT if start == place and self.text.startswith("/", place) else None
        else:
            return None
        level = self._levels[-1]
        if level.kind in (TAG, CHILDREN):
            return None
        return Verdict(level.lazy or level.arrow, level.hides, len(self._levels) == 1)

    def bind(self) -> None:
        """Notes that at the place that was judged last, `require` is a parameter or declared."""
        level = self._levels[-1]
        if level.kind == "(":
            level.binds = True
        else:
            level.hides = True

    def finish(self) -> int:
        """Reads to the end; where something did not fit, or -1."""
        end = len(self.text)
        while self._next() < end:
            self._consume(self._ahead)
        if len(self._levels) > 1:
            self._break(end)
        return self.broken

    def _break(self, place: int) -> None:
        if self.broken < 0:
            self.broken = place

    def _next(self) -> int:
        """Where the next token that counts begins; behind the end when there is none."""
        if self._ahead < self._position:
            level = self._levels[-1]
            if level.kind == TAG:
                pattern = _IN_TAG
            elif level.kind == CHILDREN:
                pattern = _IN_CHILDREN
            else:
                pattern = _AFTER_ARROW if level.arrow else _CODE
            found = pattern.search(self.text, self._position)
            self._ahead = found.start() if found else len(self.text) + 1
        return self._ahead

    def _consume(self, start: int) -> None:
        """Passes the token at `start`."""
        level = self._levels[-1]
        mark = self.text[start]
        self._ahead = -1
        if level.kind == CHILDREN:
            self._consume_child(start, mark)
        elif level.kind == TAG:
            self._consume_in_tag(start, mark)
        elif mark in "([{":
            self._open(level, start, mark)
        elif mark in ")]}":
            self._close(start, mark)
        elif mark in "=,;\n":
            self._consume_separator(level, start, mark)
        else:
            self._consume_text(start, mark)

    def _consume_text(self, start: int, mark: str) -> None:
        """Passes a string, a comment and the like, or a slash or angle that is none of them."""
        if mark == "/":
            self._consume_slash(start)
        elif mark == "<":
            self._consume_angle(start)
        elif mark == "`":
            self._settle(start)
            self._consume_template(start + 1)
        else:
            self._consume_string(start)

    def _settle(self, place: int) -> str:
        """The text before `place`, comments left out, as far as it is needed; never empty."""
        before = self.text[max(self._last, place - _TAIL) : place].rstrip()
        if not before and place - self._last > _TAIL:
            before = self.text[self._last : place].rstrip()[-_TAIL:]
        if before:
            self._tail = before
        self._last = place
        return self._tail

    def _pass(self, end: int, tail: str) -> None:
        """Goes on behind a token that ends at `end` and counts as `tail` for what follows."""
        self._position = self._last = end
        self._tail = tail

    def _consume_string(self, start: int) -> None:
        found = _STRING.match(self.text, start)
        if not found:
            self._break(start)
            newline = self.text.find("\n", start)
            self._pass(newline if newline >= 0 else len(self.text), STATEMENT)
        else:
            self._pass(found.end(), VALUE)

    def _consume_slash(self, start: int) -> None:
        text = self.text
        tail = self._settle(start)
        if text.startswith("//", start):
            newline = text.find("\n", start)
            self._position = self._last = newline if newline >= 0 else len(text)
        elif text.startswith("/*", start):
            end = text.find("*/", start + 2)
            if end < 0:
                self._break(start)
            self._position = self._last = end + 2 if end >= 0 else len(text)
        elif is_value(tail):
            self._pass(start + 1, "/")
        elif found := _REGEX.match(text, start):
            self._pass(found.end(), VALUE)
        else:
            self._break(start)
            self._pass(start + 1, "/")

    def _consume_template(self, position: int) -> None:
        """Passes the text of a template up to its end or its next hole."""
        found = _TEMPLATE_TEXT.match(self.text, position)
        assert found
        if not found[1]:
            self._break(position)
        if found[1] == "${":
            level = self._levels[-1]
            self._levels.append(Level(HOLE, lazy=level.lazy or level.arrow, hides=level.hides))
            self._pass(found.end(), "(")
        else:
            self._pass(max(found.end(), position), VALUE)

    def _open(self, level: Level, start: int, mark: str) -> None:
        tail = self._settle(start)
        if mark == "(":
            opened = open_parenthesis(level, tail)
        elif mark == "{":
            opened = open_brace(level, tail, self.text, start)
        else:
            opened = Level(mark, lazy=level.lazy or level.arrow, hides=level.hides)
        self._levels.append(opened)
        self._pass(start + 1, mark)

    def _close(self, start: int, mark: str) -> None:
        levels = self._levels
        level = levels[-1]
        if level.kind == HOLE and mark == "}":
            levels.pop()
            self._consume_template(start + 1)
            return
        if level.kind != _PAIRS[mark]:
            self._break(start)
            self._pass(start + 1, VALUE)
            if level.kind == "" or levels[-2].kind != _PAIRS[mark]:
                return
            levels.pop()
            level = levels[-1]
        levels.pop()
        tail = VALUE
        if mark == ")":
            tail = close_parenthesis(levels[-1], level, start + 1)
        elif mark == "}" and level.block:
            tail = STATEMENT
        self._pass(start + 1, tail)

    def _consume_separator(self, level: Level, start: int, mark: str) -> None:
        """An arrow, or what may end the expression that one returns."""
        tail = self._settle(start)
        if self.text.startswith("=>", start):
            level.arrow = True
            level.arrow_of_type = tail == VALUE and level.header is not None and level.header.before in ":<|&"
            self._pass(start + 2, "=>")
            return
        if mark == "\n":
            word = _BLANKS.match(self.text, start + 1)
            assert word
            ends = tail == STATEMENT or is_value(tail) or tail.endswith("void")
            level.arrow = not ends or _CONTINUING.match(self.text, word.end()) is not None
            self._position = start + 1
            return
        if mark != "=" or level.arrow_of_type:
            level.arrow = False
        self._pass(start + 1, mark)

    def _consume_angle(self, start: int) -> None:
        """Less than, type parameters, or the beginning of an element."""
        tail = self._settle(start)
        found = _OPENING_TAG.match(self.text, start) if self._jsx and not is_value(tail) else None
        if not found or not self._is_element(found):
            shift = _ANGLES.match(self.text, start)
            self._pass(shift.end() if shift else start + 1, "<")
        else:
            self._open_tag(found)

    def _is_element(self, opening: re.Match[str]) -> bool:
        """Whether an opening tag is not the type parameters of a function (`<T,>() => 1`) or of a type (`<T>(): T`)."""
        if _TYPE_PARAMETERS.match(self.text, opening.start()):
            return False
        name = opening[1] or ""
        following = self.text[opening.end() : opening.end() + 1]
        if following == ">":
            if name not in self._closings and len(self._closings) < _NAMES:
                self._closings[name] = self.text.rfind(f"</{name}")
            return self._closings.get(name, len(self.text)) > opening.start()
        return following.isspace() or following in ("/", "<", "{")

    def _open_tag(self, opening: re.Match[str]) -> None:
        outer = self._levels[-1]
        self._levels.append(Level(TAG, lazy=outer.lazy or outer.arrow, hides=outer.hides))
        types = _TYPE_ARGUMENTS.match(self.text, opening.end())
        self._position = types.end() if types else opening.end()

    def _consume_in_tag(self, start: int, mark: str) -> None:
        text = self.text
        self._position = start + 1
        if mark == "{":
            self._open_container(start)
        elif mark == ">":
            self._levels[-1].kind = CHILDREN
        elif text.startswith("/>", start):
            self._levels.pop()
            self._pass(start + 2, VALUE)
        elif text.startswith(("//", "/*"), start):
            self._consume_slash(start)
        elif mark != "/":
            found = _JSX_STRING.match(text, start)
            if not found:
                self._break(start)
            self._position = found.end() if found else len(text)

    def _consume_child(self, start: int, mark: str) -> None:
        self._position = start + 1
        if mark == "{":
            self._open_container(start)
        elif closing := _CLOSING_TAG.match(self.text, start):
            self._levels.pop()
            self._pass(closing.end(), VALUE)
        elif opening := _OPENING_TAG.match(self.text, start):
            self._open_tag(opening)
        else:
            self._break(start)

    def _open_container(self, start: int) -> None:
        """Enters `{...}` in a tag or between its children."""
        outer = self._levels[-1]
        self._levels.append(Level("{", lazy=outer.lazy, hides=outer.hides, block=False))
        self._pass(start + 1, "{")
