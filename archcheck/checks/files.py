"""`files`: where files may be, how many there are, and how long they get."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archcheck.core.components import Binding, select_globs
from archcheck.core.extension import Check
from archcheck.core.facts import MeasureFact, Source
from archcheck.core.findings import Finding, Result
from archcheck.core.options import option
from archcheck.core.scene import Need, Scans, Scene
from archcheck.core.selectors import GlobSet, GlobTerm
from archcheck.core.values import Place


@dataclass(frozen=True, slots=True)
class Options:
    """Options of `files`."""

    forbid: GlobSet | None = option("Paths that must not exist.", default=None, may_be_empty=True)
    match: GlobSet | None = option(
        "The files that the other options are about; directories where it ends with a slash.",
        default=None,
        may_be_empty=True,
    )
    only_in: GlobSet | None = option("The only places for them.", default=None, may_be_empty=True)
    min: int | None = option("At least so many; counted per value of the captures.", default=None)
    max: int | None = option("At most so many; counted per value of the captures.", default=None)
    max_lines: int | None = option("No file among them has more lines.", default=None)

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        """Something must be said, and `match` goes with what it is about."""
        about = [name for name in ("only_in", "min", "max", "max_lines") if getattr(self, name) is not None]
        if self.match is None and about:
            yield about[0], f"`{about[0]}` needs `match`", "say which files it is about"
        if self.match is not None and not about:
            yield "match", "`match` needs one of only_in, min, max and max_lines", ""
        if self.match is None and self.forbid is None and not about:
            yield "", "one of forbid and match is expected, found none of them", ""


def needs(options: Options) -> tuple[Need, ...]:
    """Line counts, where the rule bounds them."""
    if options.max_lines is None or options.match is None:
        return ()
    return (Scans(options.match, "files"),)


def scan(_options: Options, source: Source) -> tuple[MeasureFact, ...]:
    """The number of lines of a file; a last line without an end counts."""
    content = source.content
    return (MeasureFact(1, 1, "lines", content.count(b"\n") + (not content.endswith(b"\n") and bool(content))),)


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report forbidden, misplaced, missing, surplus and overlong files."""
    for term in options.forbid.terms if options.forbid else ():
        for path in _topmost(term, scene):
            yield Finding(f"is forbidden by {term.text}", path)
    if options.match is None:
        return
    if options.only_in is not None:
        yield from _misplaced(options.match, options.only_in, scene)
    if options.min is not None or options.max is not None:
        yield from _miscounted(options, options.match, scene)
    if options.max_lines is not None:
        yield from _overlong(options.match, options.max_lines, scene)


def _topmost(term: GlobTerm, scene: Scene) -> Iterator[str]:
    """The files that a glob means; where it means a directory, that directory in place of everything below it."""
    seen: set[str] = set()
    for number in term.glob.select_files(scene.paths.files):
        path = scene.paths.files[number]
        parts = path.split("/")
        above = ("/".join(parts[:depth]) for depth in range(1, len(parts)))
        found = next((f"{each}/" for each in above if term.glob.match_directory(each) is not None), path)
        if found not in seen:
            seen.add(found)
            yield found


def _misplaced(match: GlobSet, only_in: GlobSet, scene: Scene) -> Iterator[Finding]:
    allowed = select_globs(only_in.terms, scene.paths)
    seen: set[str] = set()
    for term in match.terms:
        for path in _topmost(term, scene):
            number = scene.graph.id_of(path)
            inside = number in allowed if number is not None else only_in.covers(f"{path}\0")
            if not inside and path not in seen:
                seen.add(path)
                yield Finding(f"belongs in {only_in.text}", path)


def _miscounted(options: Options, match: GlobSet, scene: Scene) -> Iterator[Finding]:
    counted: dict[Binding, set[str]] = {}
    for term in match.terms:
        for path in _topmost(term, scene) if term.glob.directory else _plain_files(term, scene):
            bound = term.glob.match_file(f"{path}\0" if path.endswith("/") else path) or {}
            counted.setdefault(tuple(sorted(bound.items())), set()).add(path)
    if not any(term.glob.captures for term in match.terms):
        counted.setdefault((), set())
    for binding, paths in sorted(counted.items()):
        fault = _count_fault(len(paths), options)
        if fault:
            subject = match.terms[0].glob.substitute(dict(binding))
            place = Place(*match.terms[0].place)
            yield Finding(f"{len(paths)} match {subject}, {fault}", subject, places=(place,), binding=dict(binding))


def _plain_files(term: GlobTerm, scene: Scene) -> Iterator[str]:
    return (scene.paths.files[number] for number in term.glob.select_files(scene.paths.files))


def _count_fault(count: int, options: Options) -> str:
    if options.min is not None and count < options.min:
        return f"at least {options.min} expected"
    if options.max is not None and count > options.max:
        return f"at most {options.max} allowed"
    return ""


def _overlong(match: GlobSet, limit: int, scene: Scene) -> Iterator[Finding]:
    for number, facts in scene[Scans(match, "files")].items():
        for fact in facts:
            if fact.value > limit:
                yield Finding(
                    f"has {fact.value} lines, at most {limit} allowed", scene.paths.files[number], key="lines"
                )


CHECK = Check(kind="files", options=Options, version=1, run=run, needs=needs, scan=scan)
