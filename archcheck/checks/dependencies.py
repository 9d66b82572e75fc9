"""`dependencies`: what a set of files may, must not or must depend on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from archcheck.core.bindings import ByBinding
from archcheck.core.chains import ChainRule, Group, chain_findings
from archcheck.core.components import Binding, captured, compatible
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


_Bindings = tuple[Binding, ...]


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report edges (or chains) that the list does not permit, and files without the edge it requires."""
    if options.require is not None:
        yield from _without_required(options, options.require, scene)
    else:
        yield from chain_findings(scene.graph, _rule(options, _Judge(options, scene), scene))


class _Judge:
    """Decides which targets files under certain bindings may use; each pair of bindings is compared once."""

    def __init__(self, options: Options, scene: Scene) -> None:
        listed = options.allow or options.deny
        assert listed is not None
        self._members = scene.select(listed)
        self._own = scene.select(options.from_) if options.allow else {}
        self._denies = options.deny is not None
        self.spared = frozenset(scene.select(options.except_)) if options.except_ else frozenset()
        self._fit = cache(_all_fit)

    def refuses(self, bindings: _Bindings, node: int) -> bool:
        """Whether a file under `bindings` must not use the node."""
        if node in self.spared:
            return False
        members = self._members.get(node, ())
        if self._denies:
            return bool(members) and any(self._fit((binding,), members) for binding in bindings)
        return not self._fit(bindings, members + self._own.get(node, ()))


def _all_fit(bindings: _Bindings, others: _Bindings) -> bool:
    """Whether each of `bindings` can hold together with one of the others."""
    return all(any(compatible(binding, other) for other in others) for binding in bindings)


def _rule(options: Options, judge: _Judge, scene: Scene) -> ChainRule:
    """Chains from the files of `from`, one group for all files under the same bindings."""
    sources = scene.select(options.from_)
    bound = tuple(dict.fromkeys(sources.values()))
    numbers = {bindings: number for number, bindings in enumerate(bound)}
    groups = [Group(options.from_.text, options.from_.text, bindings[0]) for bindings in bound]
    group_of = [-1] * scene.graph.internal_count
    for node, bindings in sources.items():
        group_of[node] = numbers[bindings]

    def barred(node: int, reaching: int) -> int:
        refused = 0
        while reaching:
            low = reaching & -reaching
            reaching ^= low
            if judge.refuses(bound[low.bit_length() - 1], node):
                refused |= low
        return refused

    def passable(node: int) -> bool:
        return node not in judge.spared and not any(judge.refuses(bindings, node) for bindings in bound)

    verdict = "which is denied" if options.deny else "which is not allowed"
    return ChainRule(
        edges=options.edges,
        groups=groups,
        group_of=group_of,
        subjects=scene.subjects,
        barred=barred,
        message=lambda first, last: _message(scene, groups[group_of[first]], last, options.edges.verb(), verdict),
        passable=passable if options.transitive else None,
    )


def _message(scene: Scene, first: Group, last: int, verb: str, verdict: str) -> str:
    values = captured(first.binding).values()
    source = ",".join(values) or first.label
    return f"{source} {verb} {scene.component_of(last) or scene.graph.nodes[last]}, {verdict}"


def _without_required(options: Options, required: Selector, scene: Scene) -> Iterator[Finding]:
    """Files of `from` that depend on none of the required targets."""
    spared = scene.select(options.except_) if options.except_ else {}
    targets = ByBinding[int]()
    package_of = {file: node for node, files in scene.graph.members().items() for file in files}
    for target, bindings in scene.select(required).items():
        for binding in bindings:
            targets.add(binding, target)
            if target in package_of:
                targets.add(binding, package_of[target])
    predecessors = scene.graph.steps_back(options.edges)
    met = cache(lambda binding: dependents(predecessors, targets.fitting(binding), transitive=options.transitive))
    verb = "import" if options.edges.verb() == "imports" else "depend on"
    for node, bindings in scene.select(options.from_).items():
        unmet = [binding for binding in bindings if node not in met(binding)]
        if unmet and node not in spared and node < scene.graph.file_count:
            message = f"does not {verb} {fill_captures(required.text, dict(unmet[0]))}"
            yield Finding(message, scene.graph.nodes[node], binding=dict(unmet[0]))


def by_edges(options: Options) -> bool:
    """Of what is required there is never too much."""
    return options.require is None


CHECK = Check(kind="dependencies", options=Options, version=1, run=run, by_edges=by_edges)
