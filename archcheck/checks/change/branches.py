"""Which branches are merged into which."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from archcheck.core.findings import Finding, Unknown
from archcheck.core.globs import Glob, GlobError, parse_glob
from archcheck.core.history import SHORT_ID, Merge
from archcheck.core.options import Context, JsonSchema, describe
from archcheck.core.values import Node, Place, ScalarNode


@dataclass(frozen=True, slots=True)
class BranchPattern:
    """The name of a branch, or a glob over such names: `develop`, `hotfix/*`; a name means all below it as well."""

    glob: Glob
    place: Place
    SCHEMA: ClassVar[JsonSchema] = {"type": "string", "description": "The name of a branch, or a glob over such names."}

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "BranchPattern | None":
        """Read a pattern; None after recording a problem."""
        if not isinstance(node, ScalarNode) or node.value is None or isinstance(node.value, bool):
            context.problem(node.place, f"the name of a branch is expected, found {describe(node)}")
            return None
        try:
            return cls(parse_glob(node.text if not isinstance(node.value, str) else node.value), node.place)
        except GlobError as error:
            context.problem(node.place, f'"{node.text}": {error.message}')
            return None


Flow = Mapping[str, tuple[BranchPattern, ...]]


def pattern_faults(flow: Flow) -> Iterator[tuple[str, str, str]]:
    """What is wrong with the branches that are merged into, as mistakes of the options."""
    for into, sources in flow.items():
        try:
            parse_glob(into)
        except GlobError as error:
            yield "flow", f'"{into}": {error.message}', ""
        if not sources:
            yield "flow", f'an empty list lets nothing into "{into}"', "name at least one branch"


def wrong_merges(flow: Flow, merges: Sequence[Merge]) -> Iterator[Finding | Unknown]:
    """One finding per pair of branches. The first pattern that means the branch merged into decides."""
    patterns = [(parse_glob(into), sources) for into, sources in flow.items()]
    told: set[tuple[str, str]] = set()
    for merge in merges:
        sources = next((allowed for into, allowed in patterns if _means(into, merge.into)), None)
        if sources is None or merge.source == merge.into:
            continue
        if not merge.source:
            yield Unknown(f"nobody says which branch {merge.commit[:SHORT_ID]} merges into {merge.into}")
        elif (merge.into, merge.source) not in told and not any(_means(each.glob, merge.source) for each in sources):
            told.add((merge.into, merge.source))
            yield _finding(merge, sources)


def _means(pattern: Glob, branch: str) -> bool:
    return pattern.match_file(branch) is not None


def _finding(merge: Merge, sources: Sequence[BranchPattern]) -> Finding:
    """A finding where the rule says what is allowed: a merge is no matter of one file."""
    was = f"was merged in {merge.commit[:SHORT_ID]}" if merge.commit else "is to be merged"
    allowed = ", ".join(source.glob.text for source in sources)
    return Finding(
        message=f"{merge.source} {was} into {merge.into}, which takes only {allowed}",
        subject=sources[0].place.path,
        key=f"flow {merge.into}: {merge.source}",
        identity=(merge.into, merge.source),
        places=(sources[0].place,),
        hint=f"merge it into one of {allowed} first" if not merge.commit else "",
    )
