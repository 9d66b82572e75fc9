"""`isolation`: services are isolated at run time, too, by code, files, calls, datastores and packages."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cache, partial, reduce
from operator import or_
from typing import ClassVar, Literal

from archcheck.core.chains import ChainRule, Group, chain_findings, outward_findings
from archcheck.core.components import Instance
from archcheck.core.extension import Check, by_dependencies
from archcheck.core.facts import MARK_NAMES, mark_bits
from archcheck.core.findings import Finding, Result, Vacuous
from archcheck.core.graph import CALLS, DECLARES, EDGE_KINDS, IMPORT, PATH, STORE, Edges, Graph
from archcheck.core.graph_extension import without_places
from archcheck.core.options import Context, JsonSchema, describe, option
from archcheck.core.packages import PackagePatterns, short_name
from archcheck.core.scene import EdgeKinds, Need, Scene
from archcheck.core.selections import matches
from archcheck.core.selectors import GlobTerm, Selector, Term, parse_term
from archcheck.core.siblings import Siblings, find_siblings, lone_component, lone_glob
from archcheck.core.values import Node, Place, ScalarNode, SequenceNode

_DOCKERFILE = re.compile(r"(?:Docker|Container)file[^/]*\Z")
_HOST, _STORE = "host:", "store:"
_LISTED = 4
_BETWEEN = {
    IMPORT: ("imports", "move what both need out of them, or name it under `share:`"),
    PATH: ("uses files of", "move what both need out of them, or name it under `share:`"),
    CALLS: ("calls", "`allow: [calls]` lets these components call each other"),
    DECLARES: ("declares a package of", "move the package out of it, or name its directory under `share:`"),
}
"""The kinds of dependencies between two components: how messages call them, and the way out."""

_THIS_MACHINE = ("localhost", "127.", "0.0.0.0", "[::1]")  # noqa: S104 - names that are looked for, nothing is bound


@dataclass(frozen=True, slots=True)
class Shared:
    """What several components may use: patterns of datastores, and files or directories inside of the components."""

    stores: PackagePatterns
    terms: tuple[Term, ...]
    SCHEMA: ClassVar[JsonSchema] = {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        "description": "Datastores (`store:postgres/db/reports`, `*` is any text), paths and components.",
    }

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "Shared | None":
        """Read one text or a list; None after recording every problem."""
        items = node.items if isinstance(node, SequenceNode) else (node,)
        before = len(context.problems)
        stores: list[str] = []
        terms: list[Term | None] = []
        for item in items:
            text = item.value if isinstance(item, ScalarNode) and isinstance(item.value, str) else ""
            if text.startswith(_STORE):
                stores.append(text)
            elif ":" in text.partition("/")[0] and not text.startswith("tag:") and "{" not in text:
                hint = "a package is shared by its directory; what calls may reach is said by `allow` and `hosts`"
                context.problem(item.place, f"a datastore or a path is expected, found {describe(item)}", hint)
            else:
                terms.append(parse_term(item, context))
        good = len(context.problems) == before
        return cls(PackagePatterns(tuple(stores)), tuple(term for term in terms if term)) if good else None


_Allowed = Literal[
    "import", "declares", "path", "calls", "store", "type-only", "lazy", "dynamic", "reexport", "test"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """Options of `isolation`."""

    components: Selector = option("The siblings: components, or globs with captures that make one per value.")
    allow: tuple[_Allowed, ...] = option(
        "Kinds of dependencies that the siblings may have on each other, and marks of places that do not count.",
        default=(),
        example="[calls, test]",
    )
    share: Shared | None = option(
        "What several siblings may use: datastores, and files or directories inside of them.",
        default=None,
        example="[store:postgres/db/reports, services/auth/types]",
    )
    hosts: tuple[str, ...] | None = option(
        "The only hosts outside of the tree that siblings may call, `*` for any text; left out, all are fine.",
        default=None,
        example='[api.stripe.com, "*.amazonaws.com"]',
    )
    except_: Selector | None = option(
        "Files that the rule leaves out: as sources, as targets, on the way, and as places where things are said.",
        default=None,
    )
    via: Selector | None = option(
        "Shared entry points: whoever goes through them is allowed.", default=None, exempts=True
    )
    transitive: bool = option("Follow chains through files that belong to no sibling.", default=True)

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        """One glob without captures is one component; everything allowed is no rule."""
        yield from lone_glob(self.components)
        if not self.judged and self.hosts is None:
            yield "allow", "every kind of dependency is allowed, so nothing is left to judge", "take the rule out"

    def selected(self) -> Iterator[tuple[str, tuple[Term, ...]]]:
        """What `share` names, for explanations."""
        if self.share and self.share.terms:
            yield "share", self.share.terms

    @property
    def judged(self) -> int:
        """The kinds of dependencies (bits) that siblings must not have on each other."""
        return reduce(or_, (bit for bit, name in EDGE_KINDS.items() if name not in self.allow), 0)

    def edges(self, kinds: int) -> Edges:
        """The dependencies of some kinds that count."""
        return Edges(kinds, mark_bits(name for name in self.allow if name in MARK_NAMES.values()))


def needs(options: Options) -> tuple[Need, ...]:
    """The kinds of dependencies that are judged, and those that chains run on."""
    hosts = CALLS if options.hosts is not None else 0
    kinds = options.judged | hosts
    return (EdgeKinds(kinds | (PATH if kinds & ~IMPORT else 0)),)


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report what leads from one sibling to another, datastores that several use, and calls that leave the tree."""
    instances = scene.instances(options.components)
    yield from lone_component(instances, options.components)
    yield from _empty_terms(options, scene)
    siblings = _open(find_siblings(instances, options.except_, options.via, scene), options, scene)
    left_out = frozenset(scene.select(options.except_)) if options.except_ else frozenset()
    scene = replace(scene, graph=without_places(scene.graph, left_out))
    for kind in (IMPORT, PATH, CALLS, DECLARES):
        if kind & options.judged:
            yield from _between(kind, options, siblings, scene)
    if STORE & options.judged:
        yield from _shared_stores(options, siblings, scene)
    if options.hosts is not None:
        yield from _outside(options.hosts, options, siblings, scene)


def _empty_terms(options: Options, scene: Scene) -> Iterator[Vacuous]:
    """The paths under `share` that match nothing."""
    for term in options.share.terms if options.share else ():
        if not (matches(term, scene) if isinstance(term, GlobTerm) else scene.select_terms((term,))):
            yield Vacuous(term.text, term.place)


def _open(siblings: Siblings, options: Options, scene: Scene) -> Siblings:
    shared = scene.select_terms(options.share.terms) if options.share and options.share.terms else {}
    return replace(siblings, open_=siblings.open_.union(shared))


def _rule(kind: int, options: Options, siblings: Siblings, scene: Scene) -> ChainRule:
    """Chains whose last dependency is of one kind. Imports follow imports, all else also the files that are named."""
    verb, hint = _BETWEEN.get(kind, ("uses", ""))
    label, nodes = siblings.label, scene.graph.nodes
    is_recipe = _hands_on if kind & (PATH | DECLARES) else _always
    return ChainRule(
        edges=options.edges(kind),
        groups=siblings.groups,
        group_of=siblings.group_of,
        barred=siblings.barred,
        message=lambda first, last: f"{label(first)} {verb} {label(last)}",
        passable=(lambda node: siblings.passable(node) and is_recipe(nodes[node])) if options.transitive else None,
        hint=hint,
        subjects=scene.subjects,
        through=options.edges(IMPORT if kind == IMPORT else IMPORT | PATH),
    )


def _hands_on(path: str) -> bool:
    """Whether who names a file also uses the files that are named there: who copies `go.work` has not what it lists."""
    return _DOCKERFILE.search(path) is not None


def _always(_path: str) -> bool:
    return True


def _between(kind: int, options: Options, siblings: Siblings, scene: Scene) -> Iterator[Finding]:
    key = "" if kind == IMPORT else EDGE_KINDS[kind]
    for finding in chain_findings(scene.graph, _rule(kind, options, siblings, scene)):
        yield replace(finding, key=key)


def _outside(hosts: Sequence[str], options: Options, siblings: Siblings, scene: Scene) -> Iterator[Finding]:
    """Calls of hosts outside of the tree that are not listed."""
    graph = scene.graph
    open_hosts = [*hosts, *_store_hosts(graph)]

    @cache
    def is_barred(node: int) -> bool:
        name = graph.nodes[node]
        return name.startswith(_HOST) and not _is_listed(short_name(name), open_hosts)

    rule = replace(
        _rule(CALLS, options, siblings, scene),
        barred=lambda node, reaching: reaching if is_barred(node) else 0,
        message=lambda first, last: (
            f"{siblings.label(first)} calls {short_name(graph.nodes[last])}, which is not among the hosts"
        ),
        hint="name the host under `hosts:` if it may be called",
    )
    for finding in outward_findings(graph, rule):
        yield replace(finding, key="hosts")


def _is_listed(host: str, patterns: Iterable[str]) -> bool:
    """Whether a host fits a pattern, with its port or without; one that means the machine itself always does."""
    bare = host.rpartition(":")[0] or host
    written = (pattern.removeprefix(_HOST).lower() for pattern in patterns)
    return host.startswith(_THIS_MACHINE) or any(
        fnmatchcase(host, pattern) or fnmatchcase(bare, pattern) for pattern in written
    )


def _store_hosts(graph: Graph) -> set[str]:
    """The hosts of datastores: whether these may be shared is judged by itself."""
    stores = (node.split("/") for node in graph.nodes[graph.internal_count :] if node.startswith(_STORE))
    return {parts[1] for parts in stores if len(parts) > 1}


def _shared_stores(options: Options, siblings: Siblings, scene: Scene) -> Iterator[Finding]:
    """One finding per datastore that several siblings use, directly or through files outside of them."""
    graph = scene.graph
    shared = options.share.stores if options.share else PackagePatterns(())

    def barred(node: int, reaching: int) -> int:
        name = graph.nodes[node]
        return reaching if name.startswith(_STORE) and not shared.matches(name) else 0

    rule = replace(
        _rule(STORE, options, siblings, scene),
        groups=[Group(each.id, each.label, each.binding) for each in siblings.instances],
        barred=barred,
        message=lambda _first, _last: "",
        subjects=None,
    )
    uses: dict[str, dict[str, list[Finding]]] = {}
    for use in outward_findings(graph, rule):
        assert use.target
        assert use.identity
        uses.setdefault(use.target, {}).setdefault(use.identity[0], []).append(use)
    names = _names(siblings.instances)
    for store, by_user in sorted(uses.items()):
        users = [(names[user], sorted(by_user[user], key=partial(_is_spared, scene))) for user in sorted(by_user)]
        users.sort(key=lambda user: _is_spared(scene, user[1][0]))
        if len(users) > 1 and not _is_spared(scene, users[0][1][0]):
            yield _shared(store, users)


def _is_spared(scene: Scene, use: Finding) -> bool:
    """Whether the rule may not find fault with who uses a datastore."""
    return scene.subjects is not None and not scene.subjects(use.subject)


def _names(instances: Sequence[Instance]) -> Mapping[str, str]:
    """How messages call the siblings, by id: by their ids where two would be called alike."""
    labels = Counter(each.label for each in instances)
    return {each.id: each.label if labels[each.label] == 1 else each.id for each in instances}


def _shared(store: str, users: Sequence[tuple[str, list[Finding]]]) -> Finding:
    """The finding about a datastore; `users` are named with what they do."""
    places = [_places_of(uses) for _, uses in users]
    first = users[0][1][0]
    return Finding(
        message=f"{_listed([name for name, _ in users])} share {short_name(store)}",
        subject=first.subject,
        target=store,
        key=EDGE_KINDS[STORE],
        identity=("", store),
        places=tuple(dict.fromkeys((*(each[0] for each in places), *(place for each in places for place in each)))),
        binding=first.binding,
        hint=f"give each a database of its own, or name {store} under `share:`",
    )


def _places_of(uses: Iterable[Finding]) -> list[Place]:
    """Where a sibling says what it uses, and for what it reaches through other files, where those say it."""
    found = []
    for use in uses:
        found += [Place(link.written, link.line, link.column) for link in use.chain[:1]]
        found += use.places
    return found


def _listed(names: Sequence[str]) -> str:
    """`a and b`; `a, b, c, d and 9 more`."""
    shown = list(names) if len(names) <= _LISTED + 1 else [*names[:_LISTED], f"{len(names) - _LISTED} more"]
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


CHECK = Check(kind="isolation", options=Options, version=1, run=run, needs=needs, by_edges=by_dependencies)
