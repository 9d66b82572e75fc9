"""Imports of a text from its candidates, once something tells which of them are code."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from archcheck.core.facts import DYNAMIC, LAZY, TYPE_ONLY, ImportFact
from archcheck.languages.typescript.candidates import Candidate, Nature
from archcheck.languages.typescript.clauses import Clause
from archcheck.languages.typescript.dialects import Dialect
from archcheck.languages.typescript.type_imports import is_type
from archcheck.languages.typescript.verdicts import Verdict
from archcheck.syntax.places import Places

_CALLS = (Nature.CALL, Nature.IMPORT, Nature.REQUIRE)
_RELATIVE = ("./", "../")


class Judge(Protocol):
    """Tells what surrounds a place; it is asked about places that never go back."""

    def judge(self, place: int) -> Verdict | None:
        """What surrounds the place, or None when it is no code."""

    def bind(self) -> None:
        """Notes that `require` is declared at the place judged last."""


class _Found(NamedTuple):
    place: int
    clause: Clause
    marks: int
    declares: bool


def collect(
    text: str, dialect: Dialect, candidates: Iterable[Candidate], judge: Judge, *, is_module: bool
) -> list[ImportFact]:
    """The facts of the candidates that are code, in order of place.

    `is_module` tells that the file is a module, whatever its statements say.
    """
    collector = _Collector(text, dialect, is_module=is_module)
    asked, verdict = -1, None
    for candidate in candidates:
        if candidate.start < collector.passed:
            continue
        if candidate.start != asked:
            asked, verdict = candidate.start, judge.judge(candidate.start)
        if verdict and candidate.nature is Nature.BINDING:
            judge.bind()
        elif verdict:
            collector.take(candidate, verdict)
    return collector.facts()


class _Collector:
    """Gathers what candidates in code import."""

    def __init__(self, text: str, dialect: Dialect, *, is_module: bool) -> None:
        # The end of the last statement: what stands in it is a part of it.
        self.passed = 0
        self._text = text
        self._dialect = dialect
        self._is_module = is_module
        self._found: list[_Found] = []

    def take(self, candidate: Candidate, verdict: Verdict) -> None:
        """Notes what a candidate imports, if anything."""
        nature = candidate.nature
        if nature is Nature.EXPORT:
            self._is_module = self._is_module or verdict.top
            return
        clause = candidate.clause or candidate.reader(self._text, candidate.word, len(self._text))
        if not clause or (nature is Nature.REQUIRE and verdict.hidden):
            return
        if nature is Nature.STATEMENT:
            self._is_module = self._is_module or verdict.top
            self.passed = clause.end
        place = candidate.word if nature is Nature.COMMENT else candidate.start
        marks = self._marks(candidate, clause, verdict)
        self._found.append(_Found(place, clause, marks, nature is Nature.MODULE))

    def _marks(self, candidate: Candidate, clause: Clause, verdict: Verdict) -> int:
        """The marks of a clause where it stands."""
        if candidate.nature not in _CALLS:
            return clause.marks
        if candidate.nature is Nature.IMPORT and self._is_type(candidate.start, clause.end):
            return TYPE_ONLY
        # An eager glob is replaced by imports at the top of the file.
        eager = clause.form == "glob" and not clause.marks & DYNAMIC
        return clause.marks | (LAZY if verdict.lazy and not eager else 0)

    def _is_type(self, start: int, end: int) -> bool:
        dialect = self._dialect
        return dialect.declares or (dialect.typed and is_type(self._text, start, end))

    def facts(self) -> list[ImportFact]:
        """What was found, in order of place."""
        places = Places(self._text)
        facts: list[ImportFact] = []
        for place, clause, marks, declares in sorted(self._found, key=lambda each: each.place):
            line, column = places.at(place)
            for module in clause.modules:
                form = self._form_of_declaration(module) if declares else clause.form
                facts.append(ImportFact(line, column, module, (), 0, marks, form))
        return facts

    def _form_of_declaration(self, module: str) -> str:
        return "augment" if self._is_module or module.startswith(_RELATIVE) else "declares"
