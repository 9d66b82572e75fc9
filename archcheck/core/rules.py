"""Rules as the rule file declares them: the keys every rule has, and the whole rule set, parsed and typed."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from archcheck.core.components import ComponentSpec
from archcheck.core.dates import is_date
from archcheck.core.findings import SEVERITIES
from archcheck.core.options import Context, JsonSchema, describe, near_miss, option
from archcheck.core.selectors import DirectorySet, GlobSet
from archcheck.core.values import MappingNode, Node, Place, ScalarNode, SequenceNode

_CAPTURE_IN_TEXT = re.compile(r"\{([A-Za-z_]\w*+)\}")


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar date, `YYYY-MM-DD`; compares as text."""

    text: str
    SCHEMA: ClassVar[JsonSchema] = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "description": "YYYY-MM-DD"}

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "Date | None":
        """Read a date; None after recording a problem."""
        if isinstance(node, ScalarNode) and isinstance(node.value, str) and is_date(node.value):
            return cls(node.value)
        context.problem(node.place, f"a date (YYYY-MM-DD) is expected, found {describe(node)}")
        return None


@dataclass(frozen=True, slots=True)
class Severity:
    """How grave a violation is: one word, or words that begin at dates. `steps` ascend by date; "" is the beginning."""

    steps: tuple[tuple[str, str], ...] = (("", "error"),)
    SCHEMA: ClassVar[JsonSchema] = {
        "anyOf": [
            {"enum": list(SEVERITIES)},
            {
                "type": "object",
                "properties": {"default": {"enum": list(SEVERITIES)}},
                "patternProperties": {r"^\d{4}-\d{2}-\d{2}$": {"enum": list(SEVERITIES)}},
                "additionalProperties": False,
                "required": ["default"],
            },
        ],
        "description": "error, warning or info; or a mapping from `default` and dates to these.",
    }

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "Severity | None":
        """Read a word or a mapping of `default` and dates; None after recording every problem."""
        if isinstance(node, ScalarNode):
            word = _severity_word(node, context)
            return cls((("", word),)) if word else None
        if not isinstance(node, MappingNode):
            context.problem(node.place, f"a severity is expected, found {describe(node)}")
            return None
        steps = []
        for key, value in node.entries:
            word = _severity_word(value, context)
            if key.value == "default" and word:
                steps.append(("", word))
            elif is_date(key.text) and word:
                steps.append((key.text, word))
            elif word:
                context.problem(key.place, f'"default" or a date (YYYY-MM-DD) is expected, found {key.text}')
        if node.get("default") is None:
            context.problem(node.place, 'a severity by date needs "default:", the severity before the first date')
        complete = len(steps) == len(node.entries) and node.get("default") is not None
        return cls(tuple(sorted(steps))) if complete else None

    def on(self, date: str) -> str:
        """The severity in force on a date."""
        return [word for start, word in self.steps if start <= date][-1]


def _severity_word(node: Node, context: Context) -> str | None:
    if isinstance(node, ScalarNode) and node.value in SEVERITIES:
        return str(node.value)
    wrong = str(node.value) if isinstance(node, ScalarNode) else ""
    found = f"a severity is one of {', '.join(SEVERITIES)}, found {describe(node)}"
    context.problem(node.place, found, near_miss(wrong, SEVERITIES))
    return None


@dataclass(frozen=True, slots=True)
class Example:
    """A path, or two paths joined by an imagined import; written as a list of one or two texts."""

    paths: tuple[str, ...]
    place: Place
    SCHEMA: ClassVar[JsonSchema] = {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 2}

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "Example | None":
        """Read `[a]` or `[a, b]`; None after recording a problem."""
        items = node.items if isinstance(node, SequenceNode) else (node,)
        texts = tuple(item.value for item in items if isinstance(item, ScalarNode) and isinstance(item.value, str))
        if len(texts) != len(items) or len(texts) not in (1, 2):
            context.problem(node.place, f"an example is [path] or [from, to], found {describe(node)}")
            return None
        return cls(texts, node.place)


@dataclass(frozen=True, slots=True)
class Examples:
    """Cases that are checked at every run: what the rule must allow and what it must deny."""

    allow: tuple[Example, ...] = option("Cases the rule must allow.", default=())
    deny: tuple[Example, ...] = option("Cases the rule must deny.", default=())


@dataclass(frozen=True, slots=True)
class CommonKeys:
    """The keys that every rule may have, whatever its kind."""

    id: str = option("Unique and stable name of the rule; part of every fingerprint.")
    kind: str = option("What sort of rule it is.")
    why: str = option("The reason, shown with every violation; may use captures.", default="")
    see: str = option("A document or address with more about the reason.", default="")
    hint: str = option("What to do about a violation; may use captures.", default="")
    severity: Severity = option("How grave a violation is.", default=Severity())
    levels: Mapping[str, Literal["error", "warning", "info", "off"]] | None = option(
        "Severity by component id, such as `service[auth]`, of the subject.", default=None
    )
    paths: GlobSet | None = option("Only violations whose subject matches count.", default=None)
    exclude: GlobSet | None = option("Violations whose subject matches do not count.", default=None)
    phases: tuple[str, ...] = option("Phases in which the rule is active: `p1`, or `p2+` from then on.", default=())
    starts: Date | None = option("The rule is active from this date on.", default=None)
    ends: Date | None = option("The rule is active before this date.", default=None)
    when: tuple[str, ...] = option("Rule ids that must pass for this rule to be judged.", default=())
    unless: tuple[str, ...] = option("Rule ids that must not pass for this rule to be judged.", default=())
    owner: str = option("Who answers for the rule.", default="")
    optional: bool = option("With nothing to match, or unknown, the rule is skipped.", default=False)
    ref: tuple[str, ...] = option("Ids of the requirements the rule stands for.", default=())
    weight: float = option("Its share in scores.", default=1.0)
    examples: Examples | None = option("Cases checked at every run.", default=None)

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        """A weight is a share, so it is not negative; a rule is not over before it begins."""
        if not 0 <= self.weight < math.inf:
            yield "weight", "a weight is zero or more", ""
        if self.starts and self.ends and self.starts.text >= self.ends.text:
            yield "ends", "the rule ends before it starts", ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its common keys, the options of its kind, and where it is written.

    `place` is the place of the `id`. `from_pack` is true when the own rule file says nothing about the rule.
    `captures` are the names bound anywhere in the rule.
    """

    keys: CommonKeys
    options: Any
    place: Place
    from_pack: bool
    captures: frozenset[str]

    @property
    def id(self) -> str:
        """The id of the rule."""
        return self.keys.id

    @property
    def kind(self) -> str:
        """The kind of the rule."""
        return self.keys.kind


@dataclass(frozen=True, slots=True)
class FilesSection:
    """What counts as a file, as a test, as generated."""

    exclude: GlobSet | None = option("Files that are not analysed; they stay resolvable targets.", default=None)
    tests: GlobSet | None = option(
        "Files whose dependencies carry the mark `test`; the default depends on the language.", default=None
    )
    generated: Mapping[str, str] | None = option(
        "Globs of files that exist only after a build, each with its generator.", default=None
    )


@dataclass(frozen=True, slots=True)
class LanguageSection:
    """Settings of one language."""

    roots: DirectorySet | None = option(
        "Source roots: directories from which imports are resolved; captures allowed.", default=None
    )


@dataclass(frozen=True, slots=True)
class ComponentOptions:
    """A component, written in full."""

    match: GlobSet = option("Globs of its files; captures make one instance per value.")
    except_: GlobSet | None = option("Captured values or globs that do not belong to it.", default=None)
    tags: tuple[str, ...] = option("Words by which selectors can name it (`tag:ui`).", default=())


@dataclass(frozen=True, slots=True)
class Move:
    """A directory or file that was moved, so that what is known about it follows."""

    from_: str = option("The old path.")
    to: str = option("The new path.")


@dataclass(frozen=True, slots=True)
class Task:
    """A task of a phase: tied to rules, to paths, or manual."""

    id: str = option("Name of the task.")
    title: str = option("What is to be done.", default="")
    rules: tuple[str, ...] = option("Rules that must pass.", default=())
    paths: GlobSet | None = option("Paths that must exist.", default=None)
    manual: bool | None = option("Whether somebody has declared it done.", default=None)


@dataclass(frozen=True, slots=True)
class Phase:
    """One step of a migration."""

    id: str = option("Name of the phase.")
    title: str = option("What it is about.", default="")
    due: Date | None = option("When it should be reached.", default=None)
    tasks: tuple[Task, ...] = option("What has to be done.", default=())
    enter: str = option("The decision (rule id) that opens it.", default="")
    overlap: tuple[str, ...] = option("Phases that may be current at the same time.", default=())


@dataclass(frozen=True, slots=True)
class Phases:
    """The phases in their order, and where the repository stands."""

    list: tuple[Phase, ...] = option("The phases, in order.")
    current: str | Mapping[str, str] | None = option(
        "The current phase, or phases by component with `default`.", default=None
    )


@dataclass(frozen=True, slots=True)
class RuleName:
    """The id of a rule, and where it is written."""

    id: str
    place: Place
    SCHEMA: ClassVar[JsonSchema] = {"type": "string"}

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "RuleName | None":
        """Read the id; None after recording a problem."""
        if isinstance(node, ScalarNode) and isinstance(node.value, str):
            return cls(node.value, node.place)
        context.problem(node.place, f"the id of a rule is expected, found {describe(node)}")
        return None


@dataclass(frozen=True, slots=True)
class Waiver:
    """An accepted violation, with reason, owner and expiry."""

    rule: RuleName = option("The rule it is about.")
    reason: str = option("Why it is accepted.")
    owner: str = option("Who answers for it.", default="")
    expires: Date | None = option("The last day it holds.", default=None)
    path: GlobSet | None = option("The subject.", default=None)
    from_: GlobSet | None = option("The source of the dependency.", default=None)
    to: GlobSet | None = option("The target of the dependency.", default=None)
    max: int | None = option("How many violations it may cover.", default=None)
    see: str = option("A ticket or document.", default="")

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        """A reason says something, and a bound allows something."""
        if not self.reason.strip():
            yield "reason", "a waiver needs a reason", "say why it is accepted"
        if self.max is not None and self.max < 1:
            yield "max", f"at least 1 is expected, found {self.max}", "take the waiver out to accept nothing"


@dataclass(frozen=True, slots=True)
class Disable:
    """A rule of a pack that is switched off here."""

    rule: RuleName = option("The id of the rule.")
    reason: str = option("Why it does not apply here.")


@dataclass(frozen=True, slots=True)
class RawNode:
    """A value that is read later, when its kind is known."""

    node: Node
    SCHEMA: ClassVar[JsonSchema] = {"type": "object"}

    @classmethod
    def from_node(cls, node: Node, _context: Context) -> "RawNode":
        """Keep the node."""
        return cls(node)


BUILTIN_SEVERITIES: Mapping[str, str] = {
    "vacuous": "error",
    "unresolved": "warning",
    "unparsable": "error",
    "skipped-file": "warning",
    "unassigned": "off",
    "ambiguous-import": "warning",
    "ambiguous-component": "error",
    "portable-names": "warning",
    "codeowners-syntax": "warning",
    "bad-suppression": "error",
    "unused-waiver": "error",
    "expired-waiver": "error",
    "waiver-exceeded": "error",
    "stale-baseline": "info",
}
"""The built-in rules, without their prefix `archcheck/`, and the severity each has unless `builtin:` sets another."""


@dataclass(frozen=True, slots=True)
class RuleFile:
    """The top level of a rule file."""

    version: Literal[1] = option("The version of the rule file format.")
    extends: tuple[str, ...] = option("Packs and files to build on, in order.", default=())
    include: GlobSet | None = option("Globs of rule files owned by teams; they may only add.", default=None)
    disable: tuple[Disable, ...] = option("Rules of packs that are switched off.", default=())
    plugins: tuple[str, ...] = option(
        "Installed packages whose kinds, languages and reporters may be used.", default=()
    )
    files: FilesSection = option("What counts as a file, a test, generated.", default=FilesSection())
    languages: Mapping[str, LanguageSection] | None = option("Settings by language.", default=None)
    components: Mapping[str, ComponentOptions | GlobSet] | None = option("Named sets of files.", default=None)
    aliases: Mapping[str, tuple[str, ...]] | None = option(
        "Other names of components in infrastructure files.", default=None
    )
    moved: tuple[Move, ...] = option("What was moved where.", default=())
    phases: Phases | None = option("The steps of a migration.", default=None)
    rules: tuple[RawNode, ...] = option("The rules.", default=())
    waivers: tuple[Waiver, ...] = option("Accepted violations.", default=())
    grace: int = option("Days for which an expired waiver is only a warning.", default=14)
    baseline: str | None = option("The file of recorded violations.", default=None)
    builtin: Mapping[str, Literal["error", "warning", "info", "off"]] | None = option(
        "Severities of built-in rules.", default=None
    )


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Everything the rule files say, typed. `path` is the rule file as shown to users, or None without one."""

    path: str | None
    rules: tuple[Rule, ...] = ()
    components: tuple[ComponentSpec, ...] = ()
    settings: RuleFile = RuleFile(version=1)
    builtin: Mapping[str, str] = field(default_factory=lambda: dict(BUILTIN_SEVERITIES))
    notes: tuple[str, ...] = ()


def captures_in_text(text: str) -> tuple[str, ...]:
    """The names in braces in a `why` or a `hint`."""
    return tuple(_CAPTURE_IN_TEXT.findall(text))


def fill_captures(text: str, binding: Mapping[str, str]) -> str:
    """`text` with `{name}` replaced by its value where the binding has one."""
    return _CAPTURE_IN_TEXT.sub(lambda found: binding.get(found[1], found[0]), text)
