"""Judges what the manifests of one unit declare."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archcheck.checks.manifest.declared import Declaration, Found
from archcheck.checks.manifest.demands import Demand, ImagePatterns
from archcheck.core.findings import Finding, Result, Unknown
from archcheck.core.relating import PEER

RUN_TIME = frozenset({"", "optional", "peer", "provided"})


@dataclass(frozen=True, slots=True)
class Unit:
    """The manifests that are judged together. `subject` is what a finding is about when nothing declares a package."""

    label: str
    subject: str
    declarations: Sequence[Declaration]
    has_manifest: bool
    binding: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges units by what the options of the rule and all manifests say."""

    found: Found
    paths: Sequence[str]
    ecosystem: str
    scope: str

    def declared(self, unit: Unit, demand: Demand) -> list[Declaration]:
        """The declarations of a package that count as such."""
        return [
            each
            for each in unit.declarations
            if demand.means(each, self.ecosystem) and not each.is_managed() and self._is_in_scope(each)
        ]

    def _is_in_scope(self, declaration: Declaration) -> bool:
        is_direct = declaration.group != "indirect"
        return is_direct and (self.scope == "all" or (declaration.group in RUN_TIME) == (self.scope == "run"))

    def require(self, unit: Unit, demand: Demand) -> Iterator[Result]:
        """The package is declared, and wherever it is, within the range."""
        declared = self.declared(unit, demand)
        if not declared:
            yield self._missing(unit, demand)
        for each in declared:
            yield from self._required(unit, demand, each)

    def _missing(self, unit: Unit, demand: Demand) -> Finding:
        elsewhere = [each for each in unit.declarations if demand.means(each, self.ecosystem)]
        message = f"{unit.label} does not declare {demand.text}"
        if not unit.has_manifest:
            message = f"{unit.label} has no manifest that could declare {demand.text}"
        elif elsewhere:
            message += f"; {elsewhere[0].name} is there in the group {elsewhere[0].group or 'of run time'} only"
        return Finding(
            message,
            elsewhere[0].place.path if elsewhere else unit.subject,
            demand.node,
            key="require",
            places=tuple(each.place for each in elsewhere),
            binding=unit.binding,
            hint=f"declare {demand.text}",
        )

    def _required(self, unit: Unit, demand: Demand, declaration: Declaration) -> Iterator[Result]:
        wanted = demand.versions(declaration.ecosystem)
        if not demand.range or wanted is None:
            return
        chosen = self.found.effective(declaration, self.paths)
        admitted = chosen.admitted()
        if admitted is None:
            yield Unknown(_undecided(declaration, chosen))
        elif not (admitted.overlaps(wanted) if declaration.group == PEER else admitted.is_within(wanted)):
            message = f"{declaration.name} is declared as {chosen.version or 'any version'}; {demand.range} is required"
            yield self._finding("require", message, declaration, chosen, unit, f"declare {demand.text}")

    def deny(self, unit: Unit, demand: Demand) -> Iterator[Result]:
        """The package is not declared, or no version of the range is admitted."""
        for each in unit.declarations:
            is_chosen = each.is_managed() and bool(demand.range)
            if not demand.means(each, self.ecosystem) or not (self._is_in_scope(each) or is_chosen):
                continue
            if each.is_managed() and not is_chosen:
                continue
            yield from self._denied(unit, demand, each)

    def _denied(self, unit: Unit, demand: Demand, declaration: Declaration) -> Iterator[Result]:
        unwanted = demand.versions(declaration.ecosystem)
        if not demand.range or unwanted is None:
            message = f"{unit.label} declares {declaration.name}, which is denied"
            yield self._finding("deny", message, declaration, declaration, unit, "do without it")
            return
        chosen = self.found.effective(declaration, self.paths)
        admitted = chosen.admitted()
        if admitted is None:
            yield Unknown(_undecided(declaration, chosen))
        elif admitted.is_within(unwanted) if declaration.group == PEER else admitted.overlaps(unwanted):
            message = f"{declaration.name} is declared as {chosen.version or 'any version'}; {demand.range} is denied"
            yield self._finding("deny", message, declaration, chosen, unit, f"admit nothing of {demand.range}")

    def one_of(self, unit: Unit, demands: Sequence[Demand]) -> Iterator[Result]:
        """Exactly one of the packages is declared; a version out of its range does not count."""
        names = ", ".join(demand.text for demand in demands)
        held = [(demand, found) for demand in demands if (found := self._within(unit, demand))]
        if not held:
            message = f"{unit.label} declares none of {names}"
            yield Finding(
                message, unit.subject, key=f"one_of {names}", binding=unit.binding, hint="declare one of them"
            )
        elif len(held) > 1:
            declared = [each for _, found in held for each in found]
            listed = " and ".join(demand.name for demand, _ in held)
            yield Finding(
                f"{unit.label} declares {listed}; one of them is expected",
                declared[0].place.path,
                key=f"one_of {names}",
                places=tuple(each.place for each in declared),
                binding=unit.binding,
                hint="decide for one of them",
            )

    def _within(self, unit: Unit, demand: Demand) -> list[Declaration]:
        """The declarations of a package that do not admit anything out of its range, as far as is known."""
        found = []
        for each in self.declared(unit, demand):
            wanted = demand.versions(each.ecosystem)
            admitted = self.found.effective(each, self.paths).admitted() if demand.range else None
            if admitted is None or wanted is None or admitted.is_within(wanted):
                found.append(each)
        return found

    def holds(self, unit: Unit, demands: Iterable[Demand]) -> Declaration | None:
        """The first declaration of one of the packages within its range."""
        return next((each for demand in demands for each in self._within(unit, demand)), None)

    def images(self, unit: Unit, allow: ImagePatterns | None, deny: ImagePatterns | None) -> Iterator[Finding]:
        """Each image is one of those allowed, and none of those denied."""
        for each in unit.declarations:
            if each.ecosystem != "image":
                continue
            shown = f"{each.name}:{each.version}".replace(":@", "@").removesuffix(":")
            if deny and deny.matches(each):
                message, hint = f"the image {shown} is denied", f"use none of {deny.text}"
            elif allow and not allow.matches(each):
                message, hint = f"the image {shown} is not allowed", f"use one of {allow.text}"
            else:
                continue
            yield self._finding("images", message, each, each, unit, hint)

    def _finding(
        self, key: str, message: str, declaration: Declaration, chosen: Declaration, unit: Unit, hint: str
    ) -> Finding:
        places = dict.fromkeys((declaration.place, chosen.place))
        subject = declaration.place.path
        return Finding(
            message, subject, declaration.node, key=key, places=tuple(places), binding=unit.binding, hint=hint
        )


def _undecided(declaration: Declaration, chosen: Declaration) -> str:
    written = f'"{chosen.version}"' if chosen.version else "no version"
    return f"{declaration.place.path}:{declaration.place.line} declares {declaration.name} with {written}"
