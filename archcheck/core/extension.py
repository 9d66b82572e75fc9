"""The records that built-in and third-party checks, languages and reporters export."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from archcheck.core.facts import Extracted, Fact, ImportFact, Source
from archcheck.core.findings import Report, Result
from archcheck.core.resolution import Inventory, Resolved
from archcheck.core.scene import Need, Scene

O = TypeVar("O")  # noqa: E741 - the options class of a check, as in the design
I = TypeVar("I")  # noqa: E741 - the index of a language


def graph_only(_options: object) -> tuple[Need, ...]:
    """The default of `Check.needs`: nothing beyond the graph."""
    return ()


def by_findings(_options: object) -> bool:
    """The default of `Check.by_edges`."""
    return False


def by_dependencies(_options: object) -> bool:
    """The `Check.by_edges` of kinds that are about dependencies whatever their options."""
    return True


@dataclass(frozen=True, slots=True)
class Check(Generic[O]):
    """One kind of rule. `run` is pure; `needs` is asked before any I/O; `scan` runs once per file, cached by content.

    `version` changes whenever `scan` would yield other facts. It sees the files that a need
    `Scans(selector)` names. Instantiate without type arguments.

    `by_edges` tells whether what is accepted are single dependencies: the rule is then judged without them, and what is
    not found any more is accepted. That makes sense where fewer dependencies never break a rule.
    """

    kind: str
    options: type[O]
    version: int
    run: Callable[[O, Scene], Iterable[Result]]
    needs: Callable[[O], tuple[Need, ...]] = graph_only
    scan: Callable[[O, Source], tuple[Fact, ...]] | None = None
    by_edges: Callable[[O], bool] = by_findings


def _nothing_known(_inventory: Inventory) -> None:
    """The default of `Language.index`: a format without imports needs no index."""
    return


def _leads_nowhere(_index: object, _path: str, _fact: ImportFact) -> tuple[Resolved, ...]:
    """The default of `Language.resolve`."""
    return ()


def _nothing_further(_inventory: Inventory) -> tuple[str, ...]:
    """The default of `Language.further`."""
    return ()


@dataclass(frozen=True, slots=True)
class Language(Generic[I]):
    """One language or file format.

    `files` are (glob, dialect) pairs, the first that fits decides. `aspects` maps an aspect to its extractor, which
    sees content and dialect only: `imports`, `suppressions`, `symbols` and `endpoints` (hosts and datastores in string
    literals) of code, `relations` (what is needed and offered beyond imports) of formats. Languages with `imports` are
    code; all else is extracted only when a rule or a command asks for it. `version` changes whenever an extractor would
    yield other facts.

    `manifests` are globs of files whose text `index` needs; `further` names more of them, given those read so far, and
    is asked again until it names nothing new. `index` is built once per run, `resolve` is asked for every import.

    `in_package` is for languages whose imports lead to directories. It tells of a path whether the file is part of what
    is imported under the name of its directory: chains run on through these files.
    """

    name: str
    files: tuple[tuple[str, str], ...]
    version: int
    aspects: Mapping[str, Callable[[Source], Extracted[Any]]]
    index: Callable[[Inventory], I | None] = _nothing_known
    resolve: Callable[[I, str, ImportFact], tuple[Resolved, ...]] = _leads_nowhere
    manifests: tuple[str, ...] = ()
    further: Callable[[Inventory], Iterable[str]] = _nothing_further
    tests: tuple[str, ...] = ()
    in_package: Callable[[str], bool] | None = None


class Style(NamedTuple):
    """How text may look: colour codes, width in columns, characters beyond ASCII; `full` lists everything."""

    colour: bool = False
    width: int = 100
    unicode: bool = True
    compact: bool = False
    full: bool = False
    verbosity: int = 0


def no_excerpts(_style: Style) -> int | None:
    """The default of `Reporter.excerpts`."""
    return 0


@dataclass(frozen=True, slots=True)
class Reporter:
    """One output format.

    `sections` names the parts of the report it reads beyond violations and completeness. `excerpts` tells for how many
    of the first violations it shows lines of text, None for all: these are read only for reporters that show them.
    """

    name: str
    render: Callable[[Report, Style], str]
    sections: tuple[str, ...] = ()
    excerpts: Callable[[Style], int | None] = no_excerpts
