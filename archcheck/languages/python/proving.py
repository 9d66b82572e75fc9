"""The fast road: finds the imports of a file from the text around each `import`, and gives up when in doubt.

What it answers is exactly what `ast` would; what it cannot be certain of it leaves to a parser.
"""

import re
from bisect import bisect_right
from typing import NamedTuple
from unicodedata import is_normalized, normalize

from archcheck.core.facts import ImportFact
from archcheck.languages.python.blocks import Blocks
from archcheck.languages.python.clauses import Binding, parse_clause
from archcheck.languages.python.dynamic import call_around, evaluate_call
from archcheck.languages.python.guards import Names, names_of
from archcheck.languages.python.lexing import BROKEN, next_token
from archcheck.languages.python.logical import LogicalLine, logical_line
from archcheck.syntax.places import Places

_PARENTHESES = r"(?:\([^()#\"';]*+(?:#[^\n]*+\n[^()#\"';]*+)*+\))?+"
# A statement in the usual form, with the blank lines before it. Whether it is one parse_clause decides.
_STATEMENT = re.compile(
    rf"\n*+([ \t]*+)((?:from[ .]|import |lazy )[\w., *]*+{_PARENTHESES})[ \t]*+(?:#[^\n]*+)?+(?:\n|\Z|;)", re.ASCII
)
# The same with everything Python allows between the words.
_RARE_STATEMENT = re.compile(
    rf"\n*+([ \t]*+)((?:from|import|lazy)(?=[ \t\f.\\])(?:[\w., *\t\f]|\\\n)*+{_PARENTHESES})"
    r"[ \t\f]*+(?:#[^\n]*+)?+(?:\n|\Z|;)"
)
_BEFORE = frozenset(" \t\f;:.\n")
_AFTER = frozenset(" \t\f\\(*")
_DYNAMIC = re.compile(r"(?<!\w)import_module(?!\w)|(?<=\b__)import__(?!\w)")
# Lines that begin so may hold something that is executed later than they are, or only while types are checked.
_DEFERRING = ("if", "elif", "else", "def")
_MODULE_LEVEL = ("\nclass ", "\ndef ", "\nasync def ")


class _DoubtError(Exception):
    """The text alone does not show what it means."""


class _Enclosed(NamedTuple):
    """An import that may stand in a block: a statement that begins at `start` or a call that is text[start:end].

    `module_level` is where a line at module level before it begins; `facts` are those of the statement.
    """

    start: int
    end: int
    module_level: int
    facts: range


def prove_imports(text: str) -> list[ImportFact] | None:
    """The imports of decoded Python text in order of place; None when only a parser can tell."""
    if "import" not in text:
        return []
    if not text.isascii() and not _spelled_plainly(text):
        return None
    try:
        finder = _Finder(text)
        finder.run()
        return _complete(finder) if finder.enclosed else finder.facts
    except _DoubtError:
        return None


def _spelled_plainly(text: str) -> bool:
    """Whether no identifier that matters here is written with letters that Python takes for others (NFKC)."""
    if is_normalized("NFKC", text):
        return True
    normalized = normalize("NFKC", text)
    return all(normalized.count(word) == text.count(word) for word in ("import", "typing", "TYPE_CHECKING"))


class _Finder:
    """Walks over the text from one `import` to the next; everything before `code` is known not to reach behind it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.facts: list[ImportFact] = []
        self.enclosed: list[_Enclosed] = []
        self.bindings: list[Binding] = []
        # The triple-quoted strings passed, as (start, end).
        self.strings: list[tuple[int, int]] = []
        self._code = 0
        # For each kind of triple quote: none begins between `_code` and here.
        self._quotes = [0, 0]
        # The line number at a position that has been reached.
        self._line = 1
        self._counted = 0
        self._module_level = 0

    def run(self) -> None:
        """Fills `facts` (the marks of indented ones and all calls are missing), `enclosed` and `bindings`."""
        text = self.text
        hit = text.find("import")
        while hit >= 0:
            hit = text.find("import", self._judge(hit))

    def _judge(self, hit: int) -> int:
        """Decides about one `import`; where to look for the next."""
        text = self.text
        keyword = text[hit + 6 : hit + 7] in _AFTER and (hit == 0 or text[hit - 1] in _BEFORE)
        if not keyword and not _DYNAMIC.match(text, hit):
            return hit + 6
        self._pass_strings(self._line_start(hit))
        if self._code > hit:
            return self._code
        start = self._line_start(hit)
        if start == 0 or text[start - 1] == "\n":
            start = self._refuse_continuation(start, hit if keyword else start)
            found = keyword and (_STATEMENT.match(text, start) or _RARE_STATEMENT.match(text, start))
            if found:
                return self._take(found)
        return self._pass_token(start, hit) or self._take_call(start, hit, keyword=keyword)

    def _line_start(self, hit: int) -> int:
        """Where the line of `hit` begins, or `code` if that is later."""
        return self.text.rfind("\n", self._code, hit) + 1 or self._code

    def _refuse_continuation(self, line_start: int, hit: int) -> int:
        """A line behind a backslash may be the inside of a string, or anything.

        Only `from a import b` broken before its `import`, which is at `hit`, is certain: it begins a line earlier.
        """
        text = self.text
        if not text.endswith("\\\n", 0, line_start):
            return line_start
        before = text.rfind("\n", self._code, line_start - 1) + 1
        found = _RARE_STATEMENT.match(text, before) if before and not text.endswith("\\\n", 0, before) else None
        if not found or not found.start(2) < hit < found.end(2) or text.find("\n", before, found.start(2)) >= 0:
            raise _DoubtError
        return before

    def _take(self, found: re.Match[str] | None) -> int:
        """Records a statement and those that follow it directly; where the last one ends."""
        # This loop runs for every import; the constructor of a named tuple takes twice as long as `new`.
        text, facts, match, new = self.text, self.facts, _STATEMENT.match, tuple.__new__
        line, counted, end = self._line, self._counted, 0
        while found:
            clause = parse_clause(found[2])
            if clause is None or not clause[2]:
                raise _DoubtError
            line_start, start = found.span(1)
            line += text.count("\n", counted, start)
            counted = start
            place = (line, start - line_start + 1)
            for target in clause[0]:
                facts.append(new(ImportFact, (*place, *target, "")))
            if clause[1]:
                self._bind(clause[1])
            if start > line_start:
                own = range(len(facts) - len(clause[0]), len(facts))
                self.enclosed.append(_Enclosed(start, start, self._module_level, own))
            else:
                self._module_level = start
            end = found.end()
            found = match(text, end) if text[end - 1] == "\n" else None
        self._line, self._counted, self._code = line, counted, end
        return end

    def _take_call(self, line_start: int, hit: int, *, keyword: bool) -> int:
        """Records a call of `import_module` or `__import__`; where to look on."""
        span = None if keyword else call_around(self.text, line_start, hit)
        if not span:
            raise _DoubtError
        self.enclosed.append(_Enclosed(*span, self._module_level, range(0)))
        self._code = hit + 6
        return self._code

    def _bind(self, bindings: tuple[Binding, ...]) -> None:
        """Notes what names mean; calls of `import_module` under another name need a parser."""
        if any(binding.name == "import_module" and binding.bound != binding.name for binding in bindings):
            raise _DoubtError
        self.bindings.extend(bindings)

    def _pass_token(self, position: int, hit: int) -> int:
        """Passes the string or comment around `hit`, to its end; 0 when `hit` is outside of both."""
        closing = self.text.find("}", position, hit)
        if closing >= 0 and self.text.find("{", position, closing) < 0:
            # Python 3.12 allows line breaks in the fields of f'...': the rest of the line may be a string.
            raise _DoubtError
        while token := next_token(self.text, position):
            if token.start > hit:
                break
            if token.kind == BROKEN:
                raise _DoubtError
            if token.end > hit:
                if self.text.find("\n", token.start, token.end) >= 0:
                    self.strings.append((token.start, token.end))
                self._code = token.end
                return token.end
            position = token.end
        return 0

    def _pass_strings(self, limit: int) -> None:
        """Passes the triple-quoted strings that begin before `limit`."""
        text = self.text
        while (quote := self._next_quote(limit)) < limit:
            position = self._line_start(quote)
            if position == 0 or text[position - 1] == "\n":
                self._refuse_continuation(position, position)
            self._pass_token(position, quote)

    def _next_quote(self, limit: int) -> int:
        """Where the next triple quote begins, or `limit` when none does before."""
        for index, quotes in enumerate(('"""', "'''")):
            position = max(self._quotes[index], self._code)
            if position < limit and not self.text.startswith(quotes, position):
                found = self.text.find(quotes, position, limit)
                position = found if found >= 0 else limit
            self._quotes[index] = position
        return min(self._quotes)


class _Lines:
    """Reads logical lines, from one at module level on, to learn what encloses a position; positions never go back."""

    def __init__(self, finder: _Finder, names: Names) -> None:
        self._finder = finder
        self._names = names
        self._blocks = Blocks(finder.text, names)
        self._line = LogicalLine(0, 0, 0, "", 0, sound=True)
        self._marks = 0
        self._plain = False

    def statement(self, start: int, module_level: int) -> int:
        """The marks of blocks around the statement that a logical line begins with."""
        self._read_to(start, module_level)
        if self._line.start != start:
            raise _DoubtError
        return self._marks

    def call(self, start: int, module_level: int) -> int:
        """The marks of blocks around a call anywhere on a logical line."""
        self._read_to(start, module_level)
        if not self._plain:
            raise _DoubtError
        return self._marks

    def _read_to(self, start: int, module_level: int) -> None:
        text, line = self._finder.text, self._line
        if line.start <= start < line.end:
            return
        restart = _module_level_before(self._finder, max(line.next, module_level), start)
        position = line.next
        if restart > position:
            position, self._blocks = restart, Blocks(text, self._names)
        while line.end <= start:
            line = logical_line(text, position)
            self._marks, _ = self._blocks.enter(line)
            if not (line.sound and self._blocks.sound):
                raise _DoubtError
            position = line.next
        if line.start > start:
            raise _DoubtError
        self._line = line
        self._plain = not line.word.endswith(_DEFERRING) and text.find("lambda", line.start, line.end) < 0


def _complete(finder: _Finder) -> list[ImportFact]:
    """The facts with the marks of the blocks around them, and those of the calls."""
    facts = finder.facts
    names = names_of(finder.bindings)
    lines, places = _Lines(finder, names), Places(finder.text)
    for start, end, module_level, own in finder.enclosed:
        for index in own:
            fact = facts[index]
            facts[index] = fact._replace(marks=fact.marks | lines.statement(start, module_level))
        if end > start and (target := evaluate_call(finder.text[start:end], names)):
            module, imported, level, marks = target
            place = places.at(start)
            facts.append(ImportFact(*place, module, imported, level, marks | lines.call(start, module_level)))
    return sorted(facts, key=lambda fact: fact[:2])


def _module_level_before(finder: _Finder, position: int, limit: int) -> int:
    """A later line at module level than `position`, such as the class around what stands at `limit`; or `position`."""
    text = finder.text
    found = max(text.rfind(opening, position, limit) for opening in _MODULE_LEVEL) + 1
    if found <= position or text.endswith("\\\n", 0, found):
        return position
    index = bisect_right(finder.strings, (found, 0)) - 1
    return position if index >= 0 and finder.strings[index][1] > found else found
