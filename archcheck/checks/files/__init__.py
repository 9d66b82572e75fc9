"""`files`: where files may be, how many there are, and how long they get."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archcheck.checks.files.counting import binding_of, parent_of_captures, tallies
from archcheck.core.components import Binding, compatible
from archcheck.core.extension import Check
from archcheck.core.facts import MeasureFact, Source
from archcheck.core.findings import Finding, Result, Unknown, Vacuous
from archcheck.core.globs import Glob, GlobError, parse_glob
from archcheck.core.options import option
from archcheck.core.scene import Need, Scans, Scene
from archcheck.core.selectors import GlobSet, GlobTerm, Selector
from archcheck.core.values import Place

_BINARY_HEAD = 8_000
"""In so many bytes git looks for a zero byte before it takes a file for binary."""


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
    min: int | None = option("At least so many; counted per value of the captures, or per `each`.", default=None)
    max: int | None = option("At most so many; counted in the same way.", default=None)
    each: Selector | None = option(
        "What is counted in: components or globs with captures. Unless said, the directories that the captures of "
        "`match` stand for.",
        default=None,
    )
    max_lines: int | None = option("No file among them has more lines.", default=None)

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        """Something must be said, `match` goes with what it is about, and numbers make sense."""
        about = [name for name in ("only_in", "min", "max", "max_lines") if getattr(self, name) is not None]
        if self.match is None and about:
            yield about[0], f"`{about[0]}` needs `match`", "say which files it is about"
        if self.match is not None and not about:
            yield "match", "`match` needs one of only_in, min, max and max_lines", ""
        if self.match is None and self.forbid is None and not about:
            yield "", "one of forbid and match is expected, found none of them", ""
        if self.match is not None and not self.match.terms:
            yield "match", "an empty list matches nothing", "name at least one path"
        if self.only_in is not None and not self.only_in.terms:
            yield "only_in", "an empty list is no place", "use `forbid` for what must not be anywhere"
        yield from self._wrong_numbers()
        if self.match is not None and (self.min is not None or self.max is not None):
            yield from self._wrong_captures(self.match.terms)

    def _wrong_numbers(self) -> Iterator[tuple[str, str, str]]:
        for name, least in (("min", 1), ("max", 0), ("max_lines", 1)):
            number = getattr(self, name)
            if number is not None and number < least:
                yield name, f"`{name}` is at least {least}, found {number}", ""
        if self.min is not None and self.max is not None and self.min > self.max:
            yield "max", f"`max` {self.max} is less than `min` {self.min}", ""
        if self.each is not None and self.min is None and self.max is None:
            yield "each", "`each` needs min or max", "say how many are expected in each"

    def _wrong_captures(self, terms: Sequence[GlobTerm]) -> Iterator[tuple[str, str, str]]:
        """Patterns that are counted together bind the same; none at all is no number of what only matches tell of."""
        if len({frozenset(term.glob.captures) for term in terms}) > 1:
            yield "match", "patterns that are counted together must have the same captures", "write one rule for each"
        for term in terms:
            if self.min == 1 and self.each is None and term.glob.captures and parent_of_captures(term.glob) is None:
                name = term.glob.captures[-1]
                said = f"`min: 1` says nothing, as {{{name}}} is taken from what is counted"
                yield "min", said, f'say what there is one of, such as each: "services/{{{name}}}/"'


def needs(options: Options) -> tuple[Need, ...]:
    """Line counts, where the rule bounds them."""
    if options.max_lines is None or options.match is None:
        return ()
    return (Scans(options.match, "files"),)


def scan(_options: Options, source: Source) -> tuple[MeasureFact, ...]:
    """The number of lines of a text; a last line without an end counts. Binary files have no lines."""
    content = source.content
    if b"\0" in content[:_BINARY_HEAD]:
        return ()
    return (MeasureFact(1, 1, "lines", content.count(b"\n") + (not content.endswith(b"\n") and bool(content))),)


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report forbidden, misplaced, missing, surplus and overlong files."""
    for term in options.forbid.terms if options.forbid else ():
        yield from _forbidden(term, scene)
    if options.match is None:
        return
    counted = options.min is not None or options.max is not None
    miscounted = list(_miscounted(options, options.match, scene)) if counted else []
    yield from miscounted
    if options.max != 0:
        yield from _matching_nothing(options.match, scene, said=bool(miscounted))
    if options.only_in is not None:
        yield from _misplaced(options.match, options.only_in, scene)
    if options.max_lines is not None:
        yield from _overlong(options.match, options.max_lines, scene)


def _forbidden(term: GlobTerm, scene: Scene) -> Iterator[Finding]:
    """A path is the topmost directory that the pattern means, or a file."""
    files, directories = scene.paths.files, _as_directories(term.glob)
    numbers = {*term.glob.select_files(files), *directories.select_files(files)}
    tops = _tops(directories, (files[number] for number in sorted(numbers)))
    for path in dict.fromkeys(top for _, top in tops):
        yield Finding(f"is forbidden by {term.text}", path)


def _as_directories(glob: Glob) -> Glob:
    """The directories that a pattern means by name: `old-*` those called so, `x/**` x itself, `*` alone none."""
    name = glob.text.rpartition("/")[2]
    if name == "**" and len(glob.text) > len(name):
        return parse_glob(glob.text.removesuffix(name))
    try:
        return parse_glob(f"{glob.text}/") if name.strip("*") else glob
    except GlobError:  # too long by the slash
        return glob


def _matching_nothing(match: GlobSet, scene: Scene, *, said: bool) -> Iterator[Vacuous]:
    """Patterns that match nothing; when none does, unless the numbers have `said` so."""
    empty = [term for term in match.terms if not term.glob.select_files(scene.paths.files)]
    if not (said and len(empty) == len(match.terms)):
        yield from (Vacuous(term.text, term.place) for term in empty)


def _tops(directories: Glob, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each path with the topmost directory above it that the glob means, or else with itself."""
    known: dict[str, str] = {}
    for path in paths:
        folder = path[: path.rfind("/") + 1]
        if folder not in known:
            above = (folder[:at] for at, character in enumerate(folder) if character == "/")
            known[folder] = next((f"{each}/" for each in above if directories.match_directory(each) is not None), "")
        yield path, known[folder] or path


def _misplaced(match: GlobSet, only_in: GlobSet, scene: Scene) -> Iterator[Finding]:
    """A directory that `match` means stands for its files where none of them is in its place."""
    places = _Places(only_in)
    for term in match.terms:
        paths = [scene.paths.files[number] for number in term.glob.select_files(scene.paths.files)]
        tops: dict[str, list[tuple[str, bool]]] = {}
        for path, top in _tops(_as_directories(term.glob), paths):
            tops.setdefault(top, []).append((path, places.hold(path, binding_of(term.glob, path))))
        for top, held in tops.items():
            wrong = [path for path, good in held if not good]
            for path in wrong if len(wrong) < len(held) else [top]:
                binding = dict(binding_of(term.glob, path))
                where = ", ".join(each.glob.substitute(binding) for each in only_in.terms)
                yield Finding(f"belongs in {where}", path, binding=binding)


class _Places:
    """Where files may be; captures have the values that they have in the path of the file."""

    def __init__(self, only_in: GlobSet) -> None:
        self._globs = [term.glob for term in only_in.terms]
        self._free = not any(glob.captures or glob.others for glob in self._globs)
        self._bound: dict[Binding, list[Glob]] = {}

    def hold(self, path: str, binding: Binding) -> bool:
        """Whether the file belongs to one of the places."""
        if self._free:
            return any(glob.match_file(path) is not None for glob in self._globs)
        if binding not in self._bound:
            self._bound[binding] = [_bind_known(glob, dict(binding)) for glob in self._globs]
        found = (glob.match_file(path) for glob in self._bound[binding])
        return any(values is not None and compatible(binding, tuple(values.items())) for values in found)


def _bind_known(glob: Glob, values: Mapping[str, str]) -> Glob:
    """The glob with the values of those of its captures that have one."""
    known = {name: values[name] for name in glob.captures if name in values}
    return glob.bind(known) if len(known) == len(glob.captures) else glob


def _miscounted(options: Options, match: GlobSet, scene: Scene) -> Iterator[Finding | Unknown]:
    what = f" {match.text}" if options.each is not None and not match.terms[0].glob.captures else ""
    for tally in tallies(match, options.each, scene, with_empty=options.min is not None):
        if isinstance(tally, Unknown):
            yield tally
        elif fault := _count_fault(tally.number, options):
            message = f"{tally.number} match{what}, {fault}"
            amount = tally.number if options.max is not None and tally.number > options.max else -tally.number
            yield Finding(message, tally.subject, key="count", binding=dict(tally.binding), amount=amount)


def _count_fault(number: int, options: Options) -> str:
    if options.min is not None and number < options.min:
        return f"at least {options.min} expected"
    if options.max is not None and number > options.max:
        return f"at most {options.max} allowed"
    return ""


def _overlong(match: GlobSet, limit: int, scene: Scene) -> Iterator[Finding]:
    """The place is the first line too many."""
    for number, facts in scene[Scans(match, "files")].items():
        for fact in facts:
            if fact.value > limit:
                path = scene.paths.files[number]
                message = f"has {fact.value} lines, at most {limit} allowed"
                yield Finding(message, path, key="lines", places=(Place(path, limit + 1, 1),), amount=fact.value)


CHECK = Check(kind="files", options=Options, version=2, run=run, needs=needs, scan=scan)
