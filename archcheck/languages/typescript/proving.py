"""Imports from the text itself: the statements it begins with, and what a lexer finds to be code behind them."""

import re
from typing import NamedTuple

from archcheck.core.facts import ImportFact
from archcheck.languages.typescript.candidates import Candidate, find_candidates
from archcheck.languages.typescript.clauses import read_export, read_import
from archcheck.languages.typescript.collecting import Judge, collect
from archcheck.languages.typescript.dialects import Dialect
from archcheck.languages.typescript.doc_comments import find_documented
from archcheck.languages.typescript.lexemes import GAP, STRING
from archcheck.languages.typescript.references import find_references
from archcheck.syntax.places import Places

_WORDS = ("import", "require", "from", "module", "ock", "define", "<reference", "amd-")
_HASHBANG = re.compile(r"#![^\n]*+")
_GAP = re.compile(GAP)
_DIRECTIVE = re.compile(rf"{STRING}[ \t]*+(?:;|(?=\n)|\Z)")
_AFTER = re.compile(rf"(?:\s*+\b(?:with|assert)\s*+\{{[^{{}}]*+\}})?+[ \t]*+;?+{GAP}")


class Reading(NamedTuple):
    """What is known of a text so far: `facts`, and `candidates` behind `position`, which is code.

    `is_module`: the text is known to be a module.
    """

    text: str
    dialect: Dialect
    facts: list[ImportFact]
    candidates: list[Candidate]
    position: int
    is_module: bool

    def complete(self, judge: Judge) -> list[ImportFact]:
        """All facts, in order of place, `judge` telling which candidates are code."""
        found = collect(self.text, self.dialect, self.candidates, judge, is_module=self.is_module)
        return [*self.facts, *found]


def read(text: str, dialect: Dialect) -> Reading:
    """What a text imports as far as it can be told without a look at what surrounds each place."""
    if not any(word in text for word in _WORDS):
        return Reading(text, dialect, [], [], 0, is_module=False)
    position = _comments_end(text)
    facts = find_references(text, position) if "///" in text[:position] else []
    documented = [] if dialect.typed else [*find_documented(text)]
    if documented:
        # Those in comments at the top have to be judged as well.
        candidates = sorted([*find_candidates(text, position), *documented], key=lambda candidate: candidate.start)
        return Reading(text, dialect, facts, candidates, 0, dialect.module)
    position, statements = _read_prologue(text, position)
    is_module = dialect.module or bool(statements)
    return Reading(text, dialect, facts + statements, find_candidates(text, position), position, is_module)


def _comments_end(text: str) -> int:
    """The end of the comments that a text begins with."""
    hashbang = _HASHBANG.match(text)
    return _end(_GAP.match(text, hashbang.end() if hashbang else 0))


def _read_prologue(text: str, position: int) -> tuple[int, list[ImportFact]]:
    """The import and export statements that a text begins with from `position` on, and where they end."""
    facts: list[ImportFact] = []
    places = Places(text)
    while True:
        end = position
        if text.startswith(("import", "export"), position):
            reader = read_import if text[position] == "i" else read_export
            clause = reader(text, position, len(text))
            if clause:
                end = clause.end
                facts.append(ImportFact(*places.at(position), clause.modules[0], (), 0, clause.marks, clause.form))
        elif directive := _DIRECTIVE.match(text, position):
            end = directive.end()
        if end == position:
            return position, facts
        position = _end(_AFTER.match(text, end))


def _end(found: re.Match[str] | None) -> int:
    assert found
    return found.end()
