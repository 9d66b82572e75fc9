"""`naming`: files, directories and symbols are named in the styles that were agreed on."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from archcheck.checks.naming.claims import Claims, claim
from archcheck.checks.naming.exempt import NamesAndPaths
from archcheck.checks.naming.judging import Conventions, Judge, Verdict
from archcheck.checks.naming.parts import GROUP, MIDDLE_PARTS, PARAM
from archcheck.checks.naming.styles import DIRECTORY, FILE, SYMBOL_KINDS, Entry, StyleChoice, StylesByGlob, named_style
from archcheck.core.conventional_names import symbol_ecosystems
from archcheck.core.extension import Check
from archcheck.core.facts import SymbolFact
from archcheck.core.findings import Finding, Result, Unknown, Vacuous
from archcheck.core.naming_styles import Spelling
from archcheck.core.options import did_you_mean, option
from archcheck.core.scene import Need, Scene, Symbols
from archcheck.core.selectors import GlobSet, Term
from archcheck.core.values import Place


@dataclass(frozen=True, slots=True)
class Options:
    """Options of `naming`."""

    styles: StylesByGlob = option("The style by glob, or by glob and what is named; the most specific glob decides.")
    acronyms: Literal["allow", "capitalize", "upper"] | tuple[str, ...] = option(
        "In camel and pascal: any (`HTMLParser`), none (`HtmlParser`), or only these may stand in capitals; with"
        " `upper` known ones must (`userID`), as in Go.",
        default="allow",
    )
    leading_digit: Literal["allow", "deny"] | None = option(
        "Whether names may begin with a digit; unless said, not in camel and pascal.", default=None
    )
    params: StyleChoice = option("The style of route parameters, `[id]` and `$id`.", default=named_style("camel"))
    groups: StyleChoice = option("The style of route groups, `(auth)`.", default=named_style("kebab"))
    middle: tuple[str, ...] = option(
        "More of what may stand before the extension, as `test` in `a.test.ts`; `*` for anything.", default=()
    )
    exempt: NamesAndPaths | None = option("Names, or with a slash paths, that are never judged.", default=None)
    conventional: Literal["exempt", "judge"] = option(
        "Names that tools prescribe, such as `Makefile` or `__init__.py`.", default="exempt"
    )
    dotfiles: Literal["exempt", "judge"] = option("Names that begin with a dot.", default="exempt")

    def selected(self) -> Iterator[tuple[str, tuple[Term, ...]]]:
        """What each line of `styles` means."""
        return (("styles", (entry.term,)) for entry in self.styles.entries)

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        """Acronyms are in capitals; middle parts have no dots."""
        for word in self.acronyms if isinstance(self.acronyms, tuple) else ():
            if not word.isalnum() or word != word.upper():
                hint = did_you_mean(word, ["allow", "capitalize", "upper"])
                yield "acronyms", f'"{word}" is no acronym, which is letters in capitals', hint
        for part in self.middle:
            if "." in part or not part:
                yield "middle", f'"{part}" is not what stands between two dots', "list the parts one by one"


@dataclass(frozen=True, slots=True)
class _Naming:
    """One rule at work."""

    options: Options
    scene: Scene
    judge: Judge
    exempt: NamesAndPaths

    @property
    def entries(self) -> Sequence[Entry]:
        return self.options.styles.entries

    def style(self, position: int, aspect: str) -> StyleChoice:
        """The style that a line, which has one, gives an aspect."""
        style = self.entries[position].style(aspect)
        assert style is not None
        return style

    def verdict(self, position: int, aspect: str, name: str, path: str = "") -> Verdict | None:
        """What a line finds wrong with a name, or None; `path` is the file that a symbol is in."""
        return self.judge.verdict(name, aspect, self.style(position, aspect), symbol_ecosystems(path))


def needs(options: Options) -> tuple[Need, ...]:
    """The symbols of the files whose symbols have a style."""
    terms = options.styles.symbol_terms()
    return (Symbols(GlobSet(terms)),) if terms else ()


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report each name that is not written in its style, and names for which two styles are equally specific."""
    naming = _Naming(options, scene, Judge(_conventions(options)), options.exempt or NamesAndPaths())
    files = [entry.term.glob.select_files(scene.paths.files) for entry in naming.entries]
    for entry, numbers in zip(naming.entries, files, strict=True):
        if not numbers:
            yield Vacuous(entry.term.text, entry.term.place)
    aspects = options.styles.aspects()
    if FILE in aspects:
        yield from _misnamed(naming, FILE, files, scene.paths.files)
    if DIRECTORY in aspects:
        directories = scene.directories()
        yield from _misnamed(naming, DIRECTORY, [_matched(entry, directories) for entry in naming.entries], directories)
    for need in needs(options):
        kinds = [aspect for aspect in aspects if aspect in SYMBOL_KINDS]
        yield from _unread(naming, kinds, files, scene[need])
        yield from _misnamed_symbols(naming, kinds, files, scene[need])


def _conventions(options: Options) -> Conventions:
    acronyms = frozenset(options.acronyms) if isinstance(options.acronyms, tuple) else options.acronyms
    leading_digit = None if options.leading_digit is None else options.leading_digit == "allow"
    return Conventions(
        spelling=Spelling(acronyms, leading_digit),
        roles={PARAM: options.params, GROUP: options.groups},
        middle=MIDDLE_PARTS.union(options.middle),
        exempt=options.exempt.names if options.exempt else (),
        judge_conventional=options.conventional == "judge",
        judge_dotfiles=options.dotfiles == "judge",
    )


def _matched(entry: Entry, directories: Sequence[str]) -> list[int]:
    if entry.style(DIRECTORY) is None:
        return []
    match = entry.term.glob.match_directory
    return [number for number, path in enumerate(directories) if match(path) is not None]


def _misnamed(
    naming: _Naming, aspect: str, selected: Sequence[Sequence[int]], paths: Sequence[str]
) -> Iterator[Finding]:
    claims = claim(naming.entries, aspect, selected)
    yield from _ties(naming, aspect, claims, paths)
    by_line: dict[int, list[int]] = {}
    for number, position in claims.deciding.items():
        by_line.setdefault(position, []).append(number)
    for position, numbers in by_line.items():
        glob = naming.entries[position].term.glob
        names = [(path := paths[number])[path.rfind("/") + 1 :] for number in numbers]
        wrong = {name: verdict for name in set(names) if (verdict := naming.verdict(position, aspect, name))}
        for number, name in zip(numbers, names, strict=True) if wrong else ():
            path = paths[number]
            if name in wrong and not naming.exempt.covers(path):
                yield Finding(
                    message=wrong[name].message,
                    subject=_subject(aspect, path),
                    binding=(glob.match_directory(path) if aspect == DIRECTORY else glob.match_file(path)) or {},
                    hint=_rename(wrong[name], path.removesuffix(name), paths),
                )


def _ties(naming: _Naming, aspect: str, claims: Claims, paths: Sequence[str]) -> Iterator[Finding]:
    """One finding for each two lines of `styles` that claim the same things."""
    for (first, second), numbers in claims.ties.items():
        globs = [naming.entries[position].term.text for position in (first, second)]
        lines = [
            f'"{glob}" ({naming.style(position, aspect).text})'
            for glob, position in zip(globs, (first, second), strict=True)
        ]
        more = f", so for {len(numbers) - 1} more" if len(numbers) > 1 else ""
        yield Finding(
            message=f"{aspect} style: {' and '.join(lines)} are equally specific{more}",
            subject=_subject(aspect, paths[numbers[0]]),
            key=aspect,
            identity=tuple(globs),
            hint="make one of the two patterns in `styles` more specific",
        )


def _subject(aspect: str, path: str) -> str:
    return f"{path}/" if aspect == DIRECTORY else path


def _rename(verdict: Verdict, folder: str, paths: Sequence[str]) -> str:
    """What to do about a file or directory; `paths`, sorted, are the names that are taken."""
    if verdict.suggestion is None:
        return "rename it, or list it under `exempt`"
    new = folder + verdict.suggestion
    at = bisect_left(paths, new)
    if at < len(paths) and paths[at] == new:
        return f"choose a name of its own, {new} exists already"
    return f"rename it to {verdict.suggestion}"


def _unread(
    naming: _Naming, kinds: Sequence[str], selected: Sequence[Sequence[int]], facts: Mapping[int, Sequence[SymbolFact]]
) -> Iterator[Unknown]:
    """A line about symbols that has files, none of which any language can read, judges nothing."""
    for entry, numbers in zip(naming.entries, selected, strict=True):
        if numbers and any(map(entry.style, kinds)) and facts.keys().isdisjoint(numbers):
            yield Unknown(f"no language here reads the symbols of {entry.term.text}")


def _misnamed_symbols(
    naming: _Naming, kinds: Sequence[str], selected: Sequence[Sequence[int]], facts: Mapping[int, Sequence[SymbolFact]]
) -> Iterator[Finding]:
    paths = naming.scene.paths.files
    claims = {kind: claim(naming.entries, kind, selected) for kind in kinds}
    for kind in kinds:
        yield from _ties(naming, kind, claims[kind], paths)
    for number, found in facts.items():
        deciding = {kind: held.deciding[number] for kind, held in claims.items() if number in held.deciding}
        places: dict[tuple[str, str, str], list[Place]] = {}
        for fact in found:
            if fact.kind in deciding and naming.verdict(deciding[fact.kind], fact.kind, fact.name, paths[number]):
                place = Place(paths[number], fact.line, fact.column)
                places.setdefault((fact.kind, fact.parent, fact.name), []).append(place)
        if places and not naming.exempt.covers(paths[number]):
            for symbol, defined in places.items():
                yield _symbol_finding(naming, deciding[symbol[0]], symbol, defined)


def _symbol_finding(naming: _Naming, position: int, symbol: tuple[str, str, str], places: Sequence[Place]) -> Finding:
    """The finding for one symbol (kind, parent, name), however often it is defined."""
    kind, parent, name = symbol
    path = places[0].path
    verdict = naming.verdict(position, kind, name, path)
    assert verdict is not None
    return Finding(
        message=verdict.message,
        subject=path,
        key=f"{kind} {parent}.{name}" if parent else f"{kind} {name}",
        places=tuple(places),
        binding=naming.entries[position].term.glob.match_file(path) or {},
        hint=f"rename it to {verdict.suggestion}" if verdict.suggestion else "rename it, or list it under `exempt`",
    )


CHECK = Check(kind="naming", options=Options, version=1, run=run, needs=needs)
