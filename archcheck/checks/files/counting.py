"""How many files or directories match: in all, per value of the captures, or per instance of something."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from archcheck.core.components import Binding, Instance
from archcheck.core.findings import Unknown
from archcheck.core.globs import Glob, GlobError, parse_glob
from archcheck.core.scene import Scene
from archcheck.core.selectors import GlobSet, Selector

_CAPTURE = re.compile(r"(?<!\\)\{!?[A-Za-z_]\w*+[:}]")


class Tally(NamedTuple):
    """How many there are in one place, which `subject` names."""

    subject: str
    binding: Binding
    number: int


def tallies(match: GlobSet, each: Selector | None, scene: Scene, *, with_empty: bool) -> Iterator[Tally | Unknown]:
    """The numbers to be judged. `match` has at least one pattern, and all of them have the same captures.

    With `each` there is one for each of its instances: of what has the same values of the captures, or, where `match`
    captures nothing, of what is among the files of the instance. Else there is one per value of the captures;
    `with_empty` adds the directories in which nothing matches.
    """
    counted: dict[Binding, set[str]] = {}
    for term in match.terms:
        for path in _counted_paths(term.glob, scene):
            counted.setdefault(binding_of(term.glob, path), set()).add(path)
    if each is None:
        yield from _by_value(match, counted, scene, with_empty=with_empty)
    elif match.terms[0].glob.captures:
        yield from _by_shared_value(each, match, counted, scene)
    else:
        yield from _by_member(each, counted.get((), set()), scene)


def binding_of(glob: Glob, path: str) -> Binding:
    """What the captures of a glob are in the path of a file, or of a directory (final slash), that belongs to it."""
    named = glob.match_directory(path[:-1]) if path.endswith("/") else None
    found = glob.match_file(f"{path}\0" if path.endswith("/") else path) if named is None else named
    return tuple(sorted((found or {}).items()))


def _counted_paths(glob: Glob, scene: Scene) -> Iterator[str]:
    """The files, or the directories, that a glob means; nested ones, too."""
    if glob.directory:
        return (f"{path}/" for path in scene.directories() if glob.match_directory(path) is not None)
    return (scene.paths.files[number] for number in glob.select_files(scene.paths.files))


def _by_value(
    match: GlobSet, counted: Mapping[Binding, set[str]], scene: Scene, *, with_empty: bool
) -> Iterator[Tally]:
    """One tally for each value of the captures, if wanted also for directories in which nothing matches."""
    bindings = set(counted)
    for term in match.terms:
        parent = parent_of_captures(term.glob) if with_empty else None
        if not term.glob.captures:
            bindings.add(())
        elif parent is not None:
            found = (parent.match_directory(directory) for directory in scene.directories())
            bindings.update(tuple(sorted(values.items())) for values in found if values is not None)
    for binding in sorted(bindings):
        yield Tally(match.terms[0].glob.substitute(dict(binding)), binding, len(counted.get(binding, ())))


def parent_of_captures(glob: Glob) -> Glob | None:
    """The directories that the captures stand for: the pattern up to the segment of the last one, if more follows."""
    last = [found.end() for found in _CAPTURE.finditer(glob.text)][-1:]
    slash = glob.text.find("/", last[0]) + 1 if last else 0
    if not 0 < slash < len(glob.text):
        return None
    try:
        return parse_glob(glob.text[:slash])
    except GlobError:  # the slash stands inside braces
        return None


def _by_shared_value(
    each: Selector, match: GlobSet, counted: Mapping[Binding, set[str]], scene: Scene
) -> Iterator[Tally | Unknown]:
    """One tally for each instance: what matches with the same values of the captures they share."""
    tables: dict[tuple[str, ...], Counter[Binding]] = {}
    for instance in scene.instances(each):
        shared = tuple(name for name, _ in instance.binding if name in match.terms[0].glob.captures)
        if not shared:
            yield Unknown(f"{instance.id} and {match.text} have no capture in common")
            continue
        if shared not in tables:
            tables[shared] = Counter()
            for binding, paths in counted.items():
                tables[shared][_project(binding, shared)] += len(paths)
        subject = match.terms[0].glob.substitute(dict(instance.binding))
        yield Tally(subject, instance.binding, tables[shared][_project(instance.binding, shared)])


def _project(binding: Binding, names: tuple[str, ...]) -> Binding:
    return tuple((name, value) for name, value in binding if name in names)


def _by_member(each: Selector, paths: Iterable[str], scene: Scene) -> Iterator[Tally]:
    """One tally for each instance: what matches among its files; a directory is where its first file is."""
    table = Counter(bisect_left(scene.paths.files, path) for path in paths)
    directories = set(scene.directories())
    for instance in scene.instances(each):
        subject = _home(instance, scene)
        shown = f"{subject}/" if subject in directories else subject
        yield Tally(shown, instance.binding, sum(table[number] for number in instance.members))


def _home(instance: Instance, scene: Scene) -> str:
    """Where an instance is: the first pattern of its component with its values, or its own name."""
    spec = scene.components.specs.get(instance.name)
    glob = spec.match.terms[0].glob if spec else None
    return (glob.substitute(dict(instance.binding)) if glob else instance.id).rstrip("/")
