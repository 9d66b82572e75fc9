"""`manifest`: which packages, tools and images are declared, and in which versions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from archcheck.checks.manifest.declared import Found, read_declarations
from archcheck.checks.manifest.demands import Choices, Demand, ImagePatterns
from archcheck.checks.manifest.judging import Judge, Unit
from archcheck.core.components import captured
from archcheck.core.extension import Check
from archcheck.core.findings import Finding, Result
from archcheck.core.options import option
from archcheck.core.scene import Declarations, Need, Scene
from archcheck.core.selectors import Selector


@dataclass(frozen=True, slots=True)
class Alternative:
    """What may stand in for a required package."""

    of: Demand = option("The required package.")
    use: tuple[Demand, ...] = option("The packages of which one may be declared instead.")
    decision: str = option("The document that must exist for that, such as `docs/adr/0012-svelte.md`.", default="")


@dataclass(frozen=True, slots=True)
class Images:
    """Images by name and tag."""

    allow: ImagePatterns | None = option("The only images that may be named.", default=None)
    deny: ImagePatterns | None = option("Images that must not be named.", default=None)


@dataclass(frozen=True, slots=True)
class Options:
    """Options of `manifest`."""

    in_: Selector | None = option(
        "Components or directories whose manifests are judged together; captures repeat the rule per match.",
        default=None,
    )
    per: Literal["unit", "manifest"] = option("`manifest`: each manifest is judged alone.", default="unit")
    ecosystem: Literal["npm", "pypi", "go", "crates", "maven", "nuget", "swift"] | None = option(
        "What names without a prefix mean.", default=None
    )
    scope: Literal["all", "run", "dev"] = option(
        "Which declarations count: for run time, for everything else, or all.", default="all"
    )
    require: tuple[Demand, ...] = option("Packages that must be declared, within the range.", default=())
    deny: tuple[Demand, ...] = option("Packages that must not be declared; with a range, not in it.", default=())
    one_of: Choices | None = option("Packages of which exactly one must be declared.", default=None)
    alternatives: tuple[Alternative, ...] = option("What may be declared in place of what `require` names.", default=())
    images: Images | ImagePatterns | None = option(
        "Container images: those allowed, or `allow` and `deny`.", default=None
    )

    def image_patterns(self) -> Images:
        """Which images are allowed and denied."""
        return Images(self.images) if isinstance(self.images, ImagePatterns) else self.images or Images()

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        """Something must be said, and alternatives need what they stand in for."""
        if not (self.require or self.deny or self.one_of or self.images):
            yield "", "one of `require`, `deny`, `one_of` and `images` is expected, found none of them", ""
        if self.per == "manifest" and self.ecosystem is None:
            yield "per", "`per: manifest` needs `ecosystem`, for which manifests are meant", "add ecosystem:"
        required = {demand.name for demand in self.require}
        for each in self.alternatives:
            if each.of.name not in required:
                yield "alternatives", f'"{each.of.name}" is not required', "name what stands under require:"


def needs(_options: Options) -> tuple[Need, ...]:
    """What manifests say."""
    return (Declarations(),)


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report what is missing, what must not be there, and versions that do not fit."""
    found = read_declarations(scene)
    judge = Judge(found, scene.paths.files, options.ecosystem or "", options.scope)
    images = options.image_patterns()
    for unit in _units(options, scene, found):
        for demand in options.require:
            yield from _required(judge, unit, demand, options, scene)
        for demand in options.deny:
            yield from judge.deny(unit, demand)
        for demands in options.one_of.sets if options.one_of else ():
            yield from judge.one_of(unit, demands)
        yield from judge.images(unit, images.allow, images.deny)


def _required(judge: Judge, unit: Unit, demand: Demand, options: Options, scene: Scene) -> Iterator[Result]:
    """What is required, or in its place one of its alternatives, for which there may have to be a decision."""
    for each in options.alternatives:
        used = judge.holds(unit, each.use) if each.of.name == demand.name else None
        if used is None or judge.declared(unit, demand):
            continue
        if each.decision and each.decision not in scene.paths.files:
            message = f"{used.name} stands in for {demand.name} without {each.decision}"
            hint = f"write {each.decision}, or declare {demand.text}"
            yield Finding(
                message,
                used.place.path,
                used.node,
                key="require",
                places=(used.place,),
                binding=unit.binding,
                hint=hint,
            )
        return
    yield from judge.require(unit, demand)


def _units(options: Options, scene: Scene, found: Found) -> Iterator[Unit]:
    for label, subject, members, binding in _groups(options, scene, found):
        files = [file for file in members if file in found.by_file]
        meant = [file for file in files if not options.ecosystem or options.ecosystem in found.manifests[file]]
        if options.per == "manifest":
            for file in meant:
                path = scene.paths.files[file]
                yield Unit(path, path, found.by_file[file], True, binding)
            continue
        declarations = [each for file in files for each in found.by_file[file]]
        nearest = min((scene.paths.files[file] for file in meant), key=lambda path: (path.count("/"), path), default="")
        yield Unit(label, nearest or subject, declarations, bool(meant), binding)


def _groups(
    options: Options, scene: Scene, found: Found
) -> Iterator[tuple[str, str, tuple[int, ...], Mapping[str, str]]]:
    """What is judged together: a label, the directory, the files and the captured values."""
    if options.in_ is None:
        yield "the repository", "./", tuple(found.by_file), {}
        return
    for each in scene.instances(options.in_):
        if each.members:
            yield each.id, _directory(each.members, scene), each.members, captured(each.binding)


def _directory(members: tuple[int, ...], scene: Scene) -> str:
    """The directory that holds all files of a unit, as a node."""
    paths = [scene.graph.nodes[member] for member in members]
    first, last = min(paths), max(paths)
    same = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[: first.rfind("/", 0, same) + 1] or "./"


CHECK = Check(kind="manifest", options=Options, version=1, run=run, needs=needs)
