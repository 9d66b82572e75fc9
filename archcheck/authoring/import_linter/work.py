"""What carrying over the contracts of one file has come to so far."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from archcheck.authoring.carried import Lost
from archcheck.authoring.import_linter.reading import Configuration, Contract
from archcheck.authoring.module_names import Globs, Modules
from archcheck.authoring.rule_text import FileDraft, RuleDraft, one_or_list, slug
from archcheck.authoring.yaml_text import Value
from archcheck.core.values import Place, ScalarNode

_SHARED = ("name", "type", "id", "ignore_imports", "unmatched_ignore_imports_alerting", "broken_contract_guidance")
_PATTERNS = ("source_modules", "forbidden_modules", "modules", "containers")
_ALERTS = {"none": "off", "warn": "warning"}


class Work:
    """The rule file so far, what is lost, and what its reader should know."""

    def __init__(self, configuration: Configuration, modules: Modules, package_of: Callable[[str], str]) -> None:
        self.modules = modules
        self.package_of = package_of
        self.file = FileDraft()
        self.lost: list[Lost] = []
        self.notes: list[str] = []
        self._alerts: list[tuple[str, Place]] = []
        self._last: Contract | None = None
        dropped = ["-type-only"] if configuration.is_set("exclude_type_checking_imports") else []
        self._edges = ["import", "-dynamic", *dropped]

    def lose(self, place: Place, what: str, reason: str) -> None:
        """Note what cannot be carried over."""
        self.lost.append(Lost(place, what, reason))

    def note(self, text: str) -> None:
        """Note what the reader of the rule file should know, once."""
        if text not in self.notes:
            self.notes.append(text)

    def lacks(self, contract: Contract, *needed: str, known: Sequence[str] = ()) -> bool:
        """Whether options that a contract needs are missing; notes these, and those that are not known."""
        for key, value in contract.options.entries:
            if key.text not in (*_SHARED, *needed, *known):
                self.lose(value.place, f"{key.text} of contract {contract.id}", "is not known")
        missing = [name for name in needed if not contract.texts(name)]
        for name in missing:
            self.lose(contract.place, f"contract {contract.id}", f"has no {name}")
        return bool(missing)

    def add_rule(
        self, contract: Contract, kind: str, keys: Mapping[str, Value], suffix: str = "", *, edges: bool = True
    ) -> None:
        """Add a rule that stands for a contract, or for the part of it named by `suffix`, with its waivers."""
        number = self.file.free_id("-".join(filter(None, (slug(contract.id), slug(suffix) if suffix else ""))))
        head: dict[str, Value] = {"id": number, "kind": kind, "why": plain(contract.name)}
        hint = plain(contract.text("broken_contract_guidance"))
        if hint:
            head["hint"] = hint
        tail: dict[str, Value] = {"edges": self._edges} if edges else {}
        if empty := self._empty_pattern(contract):
            self.note(f"{empty} of contract {contract.id} matches nothing today, which is no mistake there: `optional`")
            tail["optional"] = True
        # The comment stands above the first of several rules only.
        comment = contract.comment if contract is not self._last else ()
        self._last = contract
        self.file.rules.append(RuleDraft({**head, **keys, **tail}, comment))
        self._add_waivers(contract, number)

    def _empty_pattern(self, contract: Contract) -> str:
        """An expression with wildcards that stands for no module, "" when there is none."""
        texts = (node.text for key in _PATTERNS for node in contract.texts(key) if is_pattern(node))
        return next((text for text in texts if not self.modules.matching(text)), "")

    def selector(self, globs: Iterable[Globs], name: str) -> Value:
        """A selector of all these files; what has exceptions becomes a component."""
        found: list[str] = []
        for each in globs:
            found += [self.file.component(slug(name), each.match, each.without)] if each.without else each.match
        return one_or_list(found)

    def _add_waivers(self, contract: Contract, rule: str) -> None:
        ignored = contract.texts("ignore_imports")
        for each in ignored:
            importer, arrow, imported = (part.strip() for part in each.text.partition("->"))
            if not (importer and arrow and imported):
                self.lose(each.place, f'"{each.text}" of contract {contract.id}', "is no import: a -> b is expected")
                continue
            ends = {"from": self._end(importer), "to": self._end(imported)}
            self.file.waivers.append(
                {"rule": rule, **ends, "reason": f"ignored by import-linter, {each.place.path}:{each.place.line}"}
            )
        if ignored:
            alerting = contract.text("unmatched_ignore_imports_alerting") or "error"
            self._alerts.append((alerting, contract.at("unmatched_ignore_imports_alerting")))

    def _end(self, name: str) -> Value:
        """One end of an ignored import, as globs."""
        if not self.modules.is_internal(name) and not name.startswith("*"):
            return self.package_of(name)
        globs = self.modules.globs(name, as_packages=False)
        if globs.without:
            self.note(f"a waiver for {name} covers {globs.without[0]}, too")
        return one_or_list(globs.match)

    def settle_waivers(self) -> None:
        """Say what becomes of waivers that nobody needs, in the way in which the contracts do."""
        if not self._alerts:
            return
        kinds = {alerting for alerting, _ in self._alerts}
        if len(kinds) > 1:
            strictest = "error" if "error" in kinds else "warn"
            for alerting, place in self._alerts:
                if alerting != strictest:
                    reason = "unused-waiver has one severity for all rules"
                    self.lose(place, f"unmatched_ignore_imports_alerting = {alerting}", reason)
            kinds = {strictest}
        self.file.builtin["unused-waiver"] = _ALERTS.get(min(kinds), "warning")
        if "error" in kinds:
            self.note(
                "unused-waiver is a warning: a waiver is unused when it excuses nothing, while import-linter only asks "
                "whether there is such an import"
            )


def plain(text: str) -> str:
    """A text without braces, which would be captures, in one line."""
    return " ".join(text.replace("{", "(").replace("}", ")").split())


def is_pattern(node: ScalarNode) -> bool:
    """Whether an expression has wildcards."""
    return "*" in node.text
