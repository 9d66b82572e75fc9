"""`dependencies`: what a set of files may, must not or must depend on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from archcheck.core.chains import ChainRule, Group, chain_findings
from archcheck.core.components import Binding, Members, compatible
from archcheck.core.extension import Check
from archcheck.core.findings import Finding, Result
from archcheck.core.graph import Edges
from archcheck.core.options import option
from archcheck.core.reach import dependents
from archcheck.core.rules import fill_captures
from archcheck.core.scene import Scene
from archcheck.core.selectors import Selector


@dataclass(frozen=True, slots=True)
class Options:
    """Options of `dependencies`."""

    from_: Selector = option("The files whose dependencies are judged.")
    allow: Selector | None = option(
        "The only targets inside the repository; files of `from` with the same captures are always allowed.",
        default=None,
    )
    deny: Selector | None = option("Targets that must not be used.", default=None)
    require: Selector | None = option("Every file must depend on one of these.", default=None)
    except_: Selector | None = option(
        "Targets (with `require`: files of `from`) that the rule leaves out.", default=None
    )
    edges: Edges = option("Which dependencies count.", default=Edges())
    transitive: bool = option(
        "Follow chains through files outside of `from`, as far as these are neither refused nor in `except`.",
        default=False,
    )

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        """Exactly one of the three lists."""
        given = [name for name in ("allow", "deny", "require") if getattr(self, name) is not None]
        if len(given) != 1:
            found = " and ".join(given) or "none of them"
            yield given[-1] if given else "from", f"one of allow, deny and require is expected, found {found}", ""


Judge = Callable[[Binding, int], bool]
"""Whether files under a binding may depend on a node."""
_Bindings = tuple[Binding, ...]


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report edges (or chains) that the list does not permit, and files without the edge it requires."""
    spared = frozenset(scene.select(options.except_)) if options.except_ else frozenset[int]()
    if options.require is not None:
        yield from _without_required(options, options.require, spared, scene)
        return
    listed = options.allow or options.deny
    assert listed is not None
    members, own = scene.select(listed), scene.select(options.from_)

    def allows(binding: Binding, node: int) -> bool:
        if node in spared:
            return True
        if options.deny is not None:
            return not _holds(binding, node, members)
        return _holds(binding, node, members) or _holds(binding, node, own)

    yield from _judge(options, scene, allows, spared)


def _holds(binding: Binding, node: int, members: Members) -> bool:
    return any(compatible(binding, other) for other in members.get(node, ()))


def _judge(options: Options, scene: Scene, allows: Judge, spared: frozenset[int]) -> Iterator[Finding]:
    """Findings for edges from a file of `from` to one that `allows` refuses under the bindings of the source."""
    bound: list[_Bindings] = []
    groups: list[Group] = []
    group_of = [-1] * scene.graph.internal_count
    numbers: dict[_Bindings, int] = {}
    for node, bindings in scene.select(options.from_).items():
        if bindings not in numbers:
            numbers[bindings] = len(groups)
            bound.append(bindings)
            groups.append(Group(options.from_.text, options.from_.text, bindings[0]))
        group_of[node] = numbers[bindings]
    verdict = "which is denied" if options.deny else "which is not allowed"
    barred = cache(lambda node: _refused(bound, node, allows))
    rule = ChainRule(
        edges=options.edges,
        groups=groups,
        group_of=group_of,
        barred=barred,
        message=lambda first, last: _message(scene, groups[group_of[first]], last, options.edges.verb(), verdict),
        passable=(lambda node: node not in spared and not barred(node)) if options.transitive else None,
    )
    yield from chain_findings(scene.graph, rule)


def _refused(bound: Sequence[_Bindings], node: int, allows: Judge) -> int:
    """The groups, as bits, one of whose bindings must not reach the node."""
    bits = 0
    for number, bindings in enumerate(bound):
        if not all(allows(binding, node) for binding in bindings):
            bits |= 1 << number
    return bits


def _message(scene: Scene, first: Group, last: int, verb: str, verdict: str) -> str:
    values = [value for name, value in first.binding if not name.startswith("!")]
    source = ",".join(values) or first.label
    return f"{source} {verb} {scene.component_of(last) or scene.graph.nodes[last]}, {verdict}"


def _without_required(options: Options, required: Selector, spared: frozenset[int], scene: Scene) -> Iterator[Finding]:
    """Files of `from` that depend on none of the required targets."""
    targets = scene.select(required)
    predecessors = scene.graph.predecessors(options.edges)
    met: dict[Binding, frozenset[int]] = {}
    verb = "import" if options.edges.verb() == "imports" else "depend on"
    for node, bindings in scene.select(options.from_).items():
        binding = bindings[0]
        if binding not in met:
            wanted = [target for target in targets if _holds(binding, target, targets)]
            met[binding] = dependents(predecessors, wanted, transitive=options.transitive)
        if node not in met[binding] and node not in spared and node < scene.graph.file_count:
            message = f"does not {verb} {fill_captures(required.text, dict(binding))}"
            yield Finding(message, scene.graph.nodes[node], binding=dict(binding))


CHECK = Check(kind="dependencies", options=Options, version=1, run=run)
