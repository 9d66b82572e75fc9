"""`layers`: direction between ordered layers. Each layer may use those below it, never those above."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from typing import ClassVar

from archcheck.core.bindings import ByBinding
from archcheck.core.chains import ChainRule, Group, chain_findings
from archcheck.core.components import Binding, Members, captured, instances_of
from archcheck.core.extension import Check, by_dependencies
from archcheck.core.findings import Finding, Result, Vacuous
from archcheck.core.globs import GlobError, parse_glob
from archcheck.core.graph import Edges
from archcheck.core.options import Context, JsonSchema, describe, option
from archcheck.core.scene import Scene
from archcheck.core.selectors import GlobTerm, Selector, Term, join_globs, parse_term
from archcheck.core.values import Node, ScalarNode, SequenceNode

# The names at one level; a bar inside of braces belongs to a capture (`{name:a|b}`).
_NAMES = re.compile(r"(?:[^|{]|\{[^}]*+\}|\{)++")


@dataclass(frozen=True, slots=True)
class Layer:
    """One name at one level; level 0 is the top."""

    name: str
    level: int
    optional: bool
    term: Term


@dataclass(frozen=True, slots=True)
class LayerList:
    """The layers, top first; names at one level are independent siblings."""

    layers: tuple[Layer, ...]
    SCHEMA: ClassVar[JsonSchema] = {
        "type": "array",
        "items": {"type": "string"},
        "minItems": 2,
        "description": "Top first. `a | b` are independent siblings; `a?` may match nothing.",
    }

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "LayerList | None":
        """Read `[top, a | b, "c?"]`; None after recording every problem."""
        if not isinstance(node, SequenceNode) or len(node.items) <= 1:
            context.problem(node.place, f"a list of at least two layers is expected, found {describe(node)}")
            return None
        before = len(context.problems)
        layers = [
            layer for level, item in enumerate(node.items) for layer in _layers_at_level(item, level, context) if layer
        ]
        for first, second in combinations(layers, 2):
            if _overlap(first.term, second.term):
                message = f'the layers "{first.name}" and "{second.name}" overlap'
                context.problem(second.term.place, message, "let each file belong to one layer")
        return cls(tuple(layers)) if len(context.problems) == before else None


def _layers_at_level(node: Node, level: int, context: Context) -> Iterator[Layer | None]:
    if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
        context.problem(node.place, f"a layer is text, found {describe(node)}")
        return
    for word in _NAMES.findall(node.value) or [""]:
        name = word.strip()
        optional = name.endswith("?")
        name = name.removesuffix("?")
        term = parse_term(ScalarNode(name, node.place, name), context)
        yield Layer(name, level, optional, term) if term else None


def _overlap(first: Term, second: Term) -> bool:
    """Whether one of two paths contains the other, or both name the same component; the text alone decides."""
    if not isinstance(first, GlobTerm) or not isinstance(second, GlobTerm):
        return first.text == second.text
    a, b = (f"{term.text.removeprefix('./').strip('/')}/" for term in (first, second))
    return a.startswith(b) or b.startswith(a)


@dataclass(frozen=True, slots=True)
class Options:
    """Options of `layers`."""

    layers: LayerList = option("The layers, top first; each may use those below it.")
    in_: Selector | None = option(
        "Directories (or components) that each hold the layers; captures repeat the rule per match.", default=None
    )
    closed: bool | tuple[str, ...] = option("No skipping: of every layer (true) or of the layers named.", default=False)
    exhaustive: bool = option("Everything directly in the directories of `in` must belong to a layer.", default=False)
    edges: Edges = option("Which dependencies count.", default=Edges())
    transitive: bool = option("Follow chains through files that belong to no layer.", default=True)

    def selected(self) -> Iterator[tuple[str, tuple[Term, ...]]]:
        """The files of each layer, as far as no component has to say where they are."""
        bases = [term for term in self.in_.terms if isinstance(term, GlobTerm)] if self.in_ else []
        for layer in self.layers.layers:
            if self.in_ is None or bases or not isinstance(layer.term, GlobTerm):
                yield f"layer {layer.name}", _terms(layer, bases)

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        """`exhaustive` needs `in`; `closed` names layers that exist; each layer can stand in each directory."""
        for base in self.in_.globs() if self.in_ else ():
            for layer in self.layers.layers:
                try:
                    parse_glob(f"{base.text.rstrip('/')}/{layer.name.removeprefix('./')}")
                except GlobError as error:
                    yield "layers", f'"{layer.name}" cannot stand in "{base.text}": {error.message}', ""
        if self.exhaustive and self.in_ is None:
            yield "exhaustive", "`exhaustive` needs `in`, the directories that hold the layers", "add in:"
        known = [layer.name for layer in self.layers.layers]
        for name in self.closed if isinstance(self.closed, tuple) else ():
            if name not in known:
                yield "closed", f'"{name}" is not one of the layers', f"known: {', '.join(known)}"


@dataclass(slots=True)
class _Stack:
    """The layers laid over the files: groups, the layer of each group, and the group of each node (-1 for none).

    `overlaps` holds the nodes that two layers claim.
    """

    group_of: list[int]
    groups: list[Group] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)
    overlaps: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    by_binding: ByBinding[int] = field(default_factory=ByBinding)


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report chains that lead upwards, to a sibling, or past a closed layer."""
    bases = _bases(options.in_, scene) if options.in_ else []
    members = {layer: _members(layer, bases, options, scene) for layer in options.layers.layers}
    if options.in_ is None or scene.select(options.in_):
        for layer, found in members.items():
            if not found and not layer.optional:
                yield Vacuous(layer.name, layer.term.place, f'write "{layer.name}?" where the layer may be absent')
    stack = _lay_out(members, scene)
    for names, nodes in stack.overlaps.items():
        yield _overlap_finding(names, nodes, scene)
    barred = cache(lambda target: _barred(stack, target, options))
    group_of = stack.group_of
    rule = ChainRule(
        edges=options.edges,
        groups=stack.groups,
        group_of=group_of,
        subjects=scene.subjects,
        barred=lambda node, groups: groups & barred(group_of[node]) if group_of[node] >= 0 else 0,
        message=lambda first, last: _message(stack, group_of[first], group_of[last], options.edges.verb()),
        passable=(lambda _node: True) if options.transitive else None,
    )
    yield from chain_findings(scene.graph, rule)
    if options.exhaustive and options.in_ is not None:
        yield from _unlayered(scene.select(options.in_), bases, members, scene)


def _bases(inside: Selector, scene: Scene) -> list[GlobTerm]:
    """The directories of `in` as globs; a component stands for the globs that declare it."""
    named = {instance.name for term in inside.terms for instance in instances_of(term, scene.components)}
    declared = [term for name in sorted(named) for term in scene.components.specs[name].match.terms]
    return [*(term for term in inside.terms if isinstance(term, GlobTerm)), *declared]


def _members(layer: Layer, bases: Sequence[GlobTerm], options: Options, scene: Scene) -> Members:
    found = scene.select_terms(_terms(layer, bases))
    if options.in_ is None or not isinstance(layer.term, GlobTerm):
        return found
    inside = scene.select(options.in_)
    return {node: bindings for node, bindings in found.items() if node in inside}


def _terms(layer: Layer, bases: Sequence[GlobTerm]) -> tuple[Term, ...]:
    term = layer.term
    if not bases or not isinstance(term, GlobTerm):
        return (term,)
    return tuple(join_globs(base, layer.name, term.place) for base in bases)


def _lay_out(members: Mapping[Layer, Members], scene: Scene) -> _Stack:
    stack = _Stack([-1] * scene.graph.internal_count)
    for layer, nodes in members.items():
        numbers: dict[Binding, int] = {}
        for node, bindings in nodes.items():
            binding = bindings[0]
            if binding not in numbers:
                numbers[binding] = len(stack.groups)
                stack.by_binding.add(binding, len(stack.groups))
                stack.groups.append(Group(layer.name, layer.name, binding))
                stack.layers.append(layer)
            held = stack.group_of[node]
            if held >= 0:
                stack.overlaps.setdefault((stack.layers[held].name, layer.name), []).append(node)
            else:
                stack.group_of[node] = numbers[binding]
    return stack


def _overlap_finding(names: tuple[str, str], nodes: Sequence[int], scene: Scene) -> Finding:
    """One finding per pair of layers, at the first file that both claim."""
    return Finding(
        message=f"belongs to the layers {names[0]} and {names[1]} alike",
        subject=scene.graph.nodes[nodes[0]],
        key="overlap",
        identity=names,
        affects=len(nodes) - 1,
        hint="let each file belong to one layer",
    )


def _barred(stack: _Stack, target: int, options: Options) -> int:
    """The groups that must not reach the group `target`, as bits."""
    to = stack.layers[target]
    groups = stack.by_binding.fitting(stack.groups[target].binding)
    closed = {stack.layers[group].level for group in groups if _is_closed(stack.layers[group], options)}
    bits = 0
    for group in groups:
        source = stack.layers[group]
        skipped = any(source.level < level < to.level for level in closed)
        if skipped or (source.level >= to.level and source.name != to.name):
            bits |= 1 << group
    return bits


def _is_closed(layer: Layer, options: Options) -> bool:
    return options.closed is True or (isinstance(options.closed, tuple) and layer.name in options.closed)


def _message(stack: _Stack, first: int, last: int, verb: str) -> str:
    source, target = stack.layers[first], stack.layers[last]
    where = "".join(f" of {value}" for value in captured(stack.groups[first].binding).values())
    relation = "a sibling layer"
    if target.level != source.level:
        relation = "a layer above" if target.level < source.level else "past a closed layer"
    return f"{source.name}{where} {verb} {target.name}, {relation}"


def _unlayered(
    inside: Members, bases: Sequence[GlobTerm], members: Mapping[Layer, Members], scene: Scene
) -> Iterator[Finding]:
    layered = {node for nodes in members.values() for node in nodes}
    reported: set[str] = set()
    for number in inside:
        path = scene.paths[number]
        base = None if number in layered or number >= scene.graph.file_count else _base_of(path, bases)
        if base is None:
            continue
        child = path[: path.find("/", len(base)) + 1] or path
        if child not in reported:
            reported.add(child)
            yield Finding("belongs to no layer", child, hint="add it to the layers, or move it into one")


def _base_of(path: str, bases: Sequence[GlobTerm]) -> str | None:
    """The nearest directory of `in` that holds `path`, with a final slash, or None."""
    at = path.rfind("/")
    while at > 0:
        if any(term.glob.match_directory(path[:at]) is not None for term in bases):
            return path[: at + 1]
        at = path.rfind("/", 0, at)
    return None


CHECK = Check(kind="layers", options=Options, version=1, run=run, by_edges=by_dependencies)
