"""`references`: paths named in text lead somewhere, and do not lead where they must not."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from archcheck.checks.references.bases import Bases
from archcheck.checks.references.hosts import undeclared_hosts
from archcheck.checks.references.judging import MARKDOWN, Fault, Judge, denied_message, without_dots
from archcheck.checks.references.scanning import ANCHOR, scan_references
from archcheck.checks.references.targets import Tree
from archcheck.core.components import Binding, Members, captured, home_of_path, instances_of
from archcheck.core.extension import Check
from archcheck.core.facts import RelationFact, Source
from archcheck.core.findings import Finding, Result
from archcheck.core.globs import GlobError, parse_glob
from archcheck.core.graph import CALLS, PATH
from archcheck.core.options import option
from archcheck.core.scene import Absent, Declarations, EdgeKinds, Lost, Need, Scans, Scene
from archcheck.core.selectors import GlobSet, GlobTerm, Selector
from archcheck.core.values import Place

_CLOSED = frozenset(("compose", "dockerfile", "helm", "kubernetes", "kustomize", "terraform"))
"""Formats that name paths of images, volumes and outputs as well: what must exist of theirs, their reader knows."""
_MARKDOWN = GlobSet(tuple(GlobTerm(parse_glob(glob), glob, Place("", 1, 1)) for glob in MARKDOWN))


@dataclass(frozen=True, slots=True)
class Options:
    """Options of `references`."""

    in_: Selector = option("The files whose references are judged: documents, scripts, configuration.")
    must_exist: bool = option("What they refer to must be a file or directory of the repository.", default=False)
    deny_target: Selector | None = option(
        "What they must not refer to, whether it exists or not.", default=None, may_be_empty=True
    )
    base: Bases | None = option(
        "Where paths begin: at the directory of the `file`, at the `top`, at `any` of both, or at a directory, such as "
        "`docs/`. Unless said, links begin at the file, other paths at any.",
        default=None,
    )
    find: tuple[Literal["links", "anchors", "paths"], ...] = option(
        "What is looked for: links of Markdown, the anchors in them, and paths in code and other text.",
        default=("links", "anchors", "paths"),
    )
    names: tuple[str, ...] = option(
        "Names that are references without a directory, too, in code and other text: `*.md`.", default=()
    )
    extensions: tuple[str, ...] = option(
        "Extensions that links may leave out, as on sites made of Markdown: `.md`.", default=()
    )
    except_: GlobSet | None = option("References that are never judged, as written or by the path meant.", default=None)
    hosts: Literal["declared"] | None = option(
        "Hosts that are called by a single name must be services that a file of the repository declares.", default=None
    )

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        """Something must be said; names are globs of names."""
        if not self.must_exist and self.deny_target is None and self.hosts is None:
            yield "", "one of must_exist, deny_target and hosts is expected, found none of them", ""
        for name in self.names:
            try:
                parse_glob(name)
            except GlobError as error:
                yield "names", f'"{name}": {error.message}', ""
            if "/" in name:
                yield "names", f'"{name}" has a directory', "paths with a directory are looked for anyway"
        for extension in self.extensions:
            if not extension.startswith(".") or "/" in extension:
                yield "extensions", f'"{extension}" is no extension', f'write ".{extension.strip("./")}"'


def needs(options: Options) -> tuple[Need, ...]:
    """What the files refer to, the anchors of all documents, and what formats say of paths and hosts."""
    found: list[Need] = []
    if options.must_exist or options.deny_target:
        found += [_scans(options), EdgeKinds(PATH), Lost(), Absent(), Declarations()]
    if _wants_anchors(options):
        found.append(_documents(options))
    if options.hosts:
        found += [EdgeKinds(CALLS), Declarations()]
    return tuple(dict.fromkeys(found))


def _scans(options: Options) -> Scans:
    return Scans(options.in_, "references", _key(options))


def _documents(options: Options) -> Scans:
    return Scans(_MARKDOWN, "references", _key(options))


def _key(options: Options) -> str:
    names = "\n".join(options.names)
    return blake2b(names.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest() if names else ""


def _wants_anchors(options: Options) -> bool:
    return options.must_exist and "anchors" in options.find


def scan(options: Options, source: Source) -> tuple[RelationFact, ...]:
    """What one file refers to, and the anchors in it."""
    return scan_references(options.names, source)


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report each file and reference at fault once, with all places."""
    inside = scene.select(options.in_)
    if options.must_exist or options.deny_target:
        faults: dict[tuple[int, str, str | None], list[Fault]] = {}
        for number, fault in _faults(options, inside, scene):
            faults.setdefault((number, fault.key, fault.target), []).append(fault)
        for (number, _, _), found in faults.items():
            yield _finding(scene.paths[number], inside[number][0], found)
    if options.hosts:
        yield from undeclared_hosts(inside, scene)


def _finding(path: str, binding: Binding, faults: Sequence[Fault]) -> Finding:
    first = faults[0]
    places = sorted({Place(path, fault.line, fault.column) for fault in faults})
    return Finding(
        first.message, path, first.target, first.key, places=tuple(places), binding=captured(binding), hint=first.hint
    )


def _faults(options: Options, inside: Members, scene: Scene) -> Iterator[tuple[int, Fault]]:
    is_denied = _denial(options.deny_target, scene)
    judge = _judge(options, is_denied, scene)
    told = {(each.path, each.line, each.specifier) for each in scene[Lost()]}
    for number, facts in scene[_scans(options)].items():
        path = scene.paths[number]
        if scene.subjects is None or scene.subjects(path):
            for fault in judge.faults(path, facts):
                if fault.target is not None or (path, fault.line, fault.text) not in told:
                    yield number, fault
    if "paths" in options.find:
        yield from _denied_by_formats(inside, is_denied, scene)
        if options.must_exist:
            yield from _lost_by_formats(options, inside, scene)


def _judge(options: Options, is_denied: Callable[[str], str], scene: Scene) -> Judge:
    read = scene[_documents(options)] if _wants_anchors(options) else {}
    numbers = {path: number for number, path in enumerate(scene.paths.files)}
    declared: Mapping[int, Mapping[str, Sequence[RelationFact]]] = scene[Declarations()]
    return Judge(
        tree=Tree(scene.paths.files, scene.directories(), scene[Absent()]),
        must_exist=options.must_exist,
        is_denied=is_denied,
        find=options.find,
        extensions=options.extensions,
        base=options.base,
        ignored=options.except_,
        anchors={
            scene.paths[number]: frozenset(fact.value.lower() for fact in facts if fact.relation == ANCHOR)
            for number, facts in read.items()
        },
        is_closed=lambda path: any(facts for name, facts in declared.get(numbers[path], {}).items() if name in _CLOSED),
    )


def _denial(denied: Selector | None, scene: Scene) -> Callable[[str], str]:
    """Tells of a path, with a final slash for a directory, which term denies it, "" for none."""
    globs = [term for term in denied.terms if isinstance(term, GlobTerm)] if denied else []
    owners = {
        instance.id: term.text
        for term in (denied.terms if denied else ())
        for instance in instances_of(term, scene.components)
    }

    def reason(path: str) -> str:
        plain = path.rstrip("/")
        for term in globs:
            if term.glob.match_file(plain) is not None or term.glob.match_directory(plain) is not None:
                return term.text
        owner = home_of_path(path, scene.components) if owners else None
        return owners.get(owner or "", "")

    return reason


def _denied_by_formats(inside: Members, is_denied: Callable[[str], str], scene: Scene) -> Iterator[tuple[int, Fault]]:
    """Paths in formats, such as Dockerfiles, which their readers have resolved."""
    graph = scene.graph
    for at, kind in enumerate(graph.kinds):
        if kind == PATH and graph.paths[at] in inside:
            use = graph.at(at)
            target = graph.nodes[use.target]
            reason = is_denied(target)
            if reason:
                yield use.path, Fault(target, "denied", denied_message(target, reason), use.line, use.column, target)


def _lost_by_formats(options: Options, inside: Members, scene: Scene) -> Iterator[tuple[int, Fault]]:
    """Paths in formats that lead nowhere."""
    ignored = options.except_
    for each in scene[Lost()]:
        number = scene.graph.id_of(each.path)
        text = each.specifier
        if number is not None and number in inside and not (ignored and ignored.covers(without_dots(text))):
            yield number, Fault(text, f"missing {text}", f"refers to {text}, but {each.reason}", each.line, each.column)


CHECK = Check(kind="references", options=Options, version=1, run=run, needs=needs, scan=scan)
