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
from archcheck.languages.python.guards import names_of
from archcheck.languages.python.lexing import BROKEN, next_token
from archcheck.languages.python.logical import logical_line

# A statement in the usual form, with the blank lines before it. Whether it is one parse_clause decides.
_STATEMENT = re.compile(
    r"\n*+([ \t]*+)((?:from[ .]|import |lazy )[\w., *]*+(?:\([^()#\"';]*+(?:#[^\n]*+\n[^()#\"';]*+)*+\))?+)"
    r"[ \t]*+(?:#[^\n]*+)?+(?:\n|\Z|;)",
    re.ASCII,
)
# The same with everything Python allows between the words.
_RARE_STATEMENT = re.compile(
    r"\n*+([ \t]*+)((?:from|import|lazy)(?=[ \t\f.\\])(?:[\w., *\t\f]|\\\n)*+(?:\([^()#\"';]*+(?:#[^\n]*+\n[^()#\"';]*+)*+\))?+)"
    r"[ \t\f]*+(?:#[^\n]*+)?+(?:\n|\Z|;)"
)
_BEFORE = frozenset(" \t\f;:.\n")
_AFTER = frozenset(" \t\f\\(*")
_DYNAMIC = re.compile(r"(?<!\w)import_module(?!\w)|(?<=\b__)import__(?!\w)")
_MODULE_LEVEL = ("\nclass ", "\ndef ", "\nasync def ")


class _DoubtError(Exception):
    """The text alone does not show what it means."""


class _Indented(NamedTuple):
    """An import that some block encloses: its facts, where it begins, and a line at module level before it."""

    facts: range
    start: int
    module_level: int


def prove_imports(text: str) -> list[ImportFact] | None:
    """The imports of decoded Python text in order of place; None when only a parser can tell."""
    if "import" not in text:
        return []
    if not text.isascii() and not _spelled_plainly(text):
        return None
    try:
        finder = _Finder(text)
        finder.run()
        _mark_indented(finder)
        return finder.facts
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
        self.indented: list[_Indented] = []
        self.bindings: list[Binding] = []
        # The triple-quoted strings passed, as (start, end).
        self.strings: list[tuple[int, int]] = []
        self._last = text.rfind("import")
        self._code = 0
        self._quotes = [0, 0]
        self._quote = self._find_quote(0)
        # The line number at a position that has been reached.
        self._line = 1
        self._counted = 0
        self._module_level = 0

    def run(self) -> None:
        """Fills `facts` (marks of the indented ones missing), `indented` and `bindings`."""
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
        start = self._line_start(hit)
        if self._quote < start:
            self._pass_strings(start)
            if self._code > hit:
                return self._code
            start = self._line_start(hit)
        if start == 0 or text[start - 1] == "\n":
            self._refuse_continuation(start)
            found = keyword and (_STATEMENT.match(text, start) or _RARE_STATEMENT.match(text, start))
            if found:
                return self._take(found)
        return self._pass_token(start, hit)

    def _line_start(self, hit: int) -> int:
        """Where the line of `hit` begins, or `code` if that is later."""
        return self.text.rfind("\n", self._code, hit) + 1 or self._code

    def _refuse_continuation(self, line_start: int) -> None:
        """A line behind a backslash may be the inside of a string or the rest of a statement."""
        if line_start > 1 and self.text[line_start - 2] == "\\":
            raise _DoubtError

    def _take(self, found: re.Match[str] | None) -> int:
        """Records a statement and those that follow it directly; where the last one ends."""
        text, facts, match = self.text, self.facts, _STATEMENT.match
        end = 0
        while found:
            indent, words = found.groups()
            clause = parse_clause(words)
            if clause is None or not clause.complete:
                raise _DoubtError
            start = found.start(2)
            self._line += text.count("\n", self._counted, start)
            self._counted = start
            known = len(facts)
            for target in clause.targets:
                facts.append(ImportFact(self._line, len(indent) + 1, *target))
            if clause.bindings:
                self._bind(clause.bindings)
            if indent:
                self.indented.append(_Indented(range(known, len(facts)), start, self._module_level))
            else:
                self._module_level = start
            end = found.end()
            found = match(text, end) if text[end - 1] == "\n" else None
        self._move(end)
        return end

    def _bind(self, bindings: tuple[Binding, ...]) -> None:
        """Notes what names mean; calls of `import_module` under any name need a parser."""
        if any(binding.module == "importlib" and binding.name == "import_module" for binding in bindings):
            raise _DoubtError
        self.bindings.extend(bindings)

    def _pass_token(self, position: int, hit: int) -> int:
        """The end of the string or comment around `hit`; outside of both it takes a parser to understand it."""
        while token := next_token(self.text, position):
            if token.start > hit or token.kind == BROKEN:
                break
            if token.end > hit:
                self._note(token.start, token.end)
                return token.end
            position = token.end
        raise _DoubtError

    def _pass_strings(self, limit: int) -> None:
        """Passes the triple-quoted strings that begin before `limit`."""
        text = self.text
        while self._quote < limit:
            quote = self._quote
            position = self._line_start(quote)
            if position == 0 or text[position - 1] == "\n":
                self._refuse_continuation(position)
            self._pass_token(position, quote)

    def _note(self, start: int, end: int) -> None:
        if self.text.find("\n", start, end) >= 0:
            self.strings.append((start, end))
        self._move(end)

    def _move(self, code: int) -> None:
        self._code = code
        if self._quote < code:
            self._quote = self._find_quote(code)

    def _find_quote(self, position: int) -> int:
        """The first triple quote at or after `position`, behind the last `import` when there is none before that."""
        for index, quotes in enumerate(('"""', "'''")):
            if self._quotes[index] <= position:
                found = self.text.find(quotes, position, self._last)
                self._quotes[index] = found if found >= 0 else self._last + 1
        return min(self._quotes)


def _mark_indented(finder: _Finder) -> None:
    """Completes the marks of imports inside of blocks by reading the lines from the last known module level on."""
    text = finder.text
    names = names_of(finder.bindings)
    blocks = Blocks(text, names)
    position = 0
    for facts, start, module_level in finder.indented:
        restart = _module_level_before(finder, max(position, module_level), start)
        if restart > position:
            position, blocks = restart, Blocks(text, names)
        marks, position = _read_up_to(text, blocks, position, start)
        if marks:
            for index in facts:
                fact = finder.facts[index]
                finder.facts[index] = fact._replace(marks=fact.marks | marks)


def _module_level_before(finder: _Finder, position: int, limit: int) -> int:
    """A later line at module level than `position`, such as the class around what stands at `limit`; or `position`."""
    text = finder.text
    found = max(text.rfind(opening, position, limit) for opening in _MODULE_LEVEL) + 1
    if found <= position or text[found - 2] == "\\":
        return position
    index = bisect_right(finder.strings, (found, 0)) - 1
    return position if index >= 0 and finder.strings[index][1] > found else found


def _read_up_to(text: str, blocks: Blocks, position: int, start: int) -> tuple[int, int]:
    """The marks of the line that begins at `start`, and where the next one begins."""
    while True:
        line = logical_line(text, position)
        marks, _ = blocks.enter(line)
        if not (line.sound and blocks.sound) or line.start > start:
            raise _DoubtError
        if line.start == start:
            return marks, line.next
        position = line.next
