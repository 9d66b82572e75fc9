"""Findings (what a check yields), violations and the report (what reporters see)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from archcheck.core.values import Place

ERROR = "error"
WARNING = "warning"
INFO = "info"
SEVERITIES = (ERROR, WARNING, INFO)

NEW = "new"
WORSE = "worse"
SUPPRESSED = "suppressed"
WAIVED = "waived"
BASELINED = "baselined"
OPEN = (NEW, WORSE)
"""The statuses of violations that nobody has accepted."""
STATUSES = (*OPEN, SUPPRESSED, WAIVED, BASELINED)

PASS = "pass"  # noqa: S105 - an outcome, not a password
FAIL = "fail"
SKIPPED = "skipped"
UNKNOWN = "unknown"


class Link(NamedTuple):
    """One step of a chain: `source` depends on `target` at `line` and `column` of `written`.

    `path` is the file where that is written, "" when it is `source` itself. Line and column are 0 where it is written
    nowhere: from a package that is a directory to one of its files.
    """

    source: str
    target: str
    line: int
    column: int
    path: str = ""

    @property
    def written(self) -> str:
        """The file that says so."""
        return self.path or self.source


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule at one subject (and target), as a check reports it.

    `subject` and `target` are node ids. `key` tells several findings at one subject apart. `identity` replaces subject
    and target in the fingerprint where the cause is something else (the last edge of a chain). `places` are all places,
    the most telling first; `chain` is the shortest real chain; `affects` counts further starting files. `binding` holds
    captured values for `why` and `hint`. `hint` is what would make it pass, when the check knows. Reporters for people
    may show the findings of one `group` (a directory) together; `group_size` counts the demands looked at there.
    `amount` tells how bad it is where that is a number, the larger the worse; `members` are the nodes of a cycle.
    """

    message: str
    subject: str
    target: str | None = None
    key: str = ""
    identity: tuple[str, ...] | None = None
    places: tuple[Place, ...] = ()
    chain: tuple[Link, ...] = ()
    affects: int = 0
    binding: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""
    group: str = ""
    group_size: int = 0
    amount: float | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BuiltinFinding:
    """A finding of a built-in rule; `rule` without the prefix. `severity` replaces that of the rule where it is set."""

    rule: str
    finding: Finding
    severity: str | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """The rule cannot be judged, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Vacuous:
    """A selector of the rule that matches nothing; `text` as written, `place` in the rule file."""

    text: str
    place: Place
    hint: str = ""


Result = Finding | Unknown | Vacuous


@dataclass(frozen=True, slots=True)
class Violation:
    """One finding under one rule, with everything a reader needs; fields as in the JSON document.

    `in_file` tells whether `path` is a file of the tree: of missing files and directories it is false. `identity` is
    what the fingerprint is made of beside rule and key. What is accepted has a `reason` and, where it stands,
    `accepted_at`; what is `worse` says in `before` what is recorded. `cause` tells what made it new since another
    state, and `cause_place` where.
    """

    id: str
    fingerprint: str
    rule: str
    kind: str
    severity: str
    status: str
    message: str
    subject: str
    target: str | None
    key: str
    subject_component: str | None
    target_component: str | None
    path: str
    line: int | None
    column: int | None
    places: tuple[Place, ...]
    chain: tuple[Link, ...]
    affects: int
    hint: str
    why: str
    see: str
    rule_place: Place | None
    group: str = ""
    group_size: int = 0
    owners: tuple[str, ...] = ()
    path_owners: tuple[str, ...] = ()
    target_owners: tuple[str, ...] = ()
    excerpt: Mapping[int, str] = field(default_factory=dict)
    rule_excerpt: Mapping[int, str] = field(default_factory=dict)
    in_file: bool = False
    identity: tuple[str, ...] = ()
    amount: float | None = None
    members: tuple[str, ...] = ()
    reason: str = ""
    accepted_at: Place | None = None
    before: str = ""
    cause: str | None = None
    cause_place: Place | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has accepted it."""
        return self.status in OPEN


@dataclass(frozen=True, slots=True)
class RuleResult:
    """How one rule came out. `reason` is set for skipped and unknown.

    `violations` counts those that nobody has accepted, `accepted` the others.
    """

    id: str
    kind: str
    severity: str
    outcome: str
    reason: str | None
    violations: int
    why: str
    place: Place | None
    accepted: int = 0


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A dependency that leads nowhere known; `kind` is what sort it is (`import`, `path`)."""

    path: str
    line: int
    column: int
    specifier: str
    reason: str
    kind: str = "import"


@dataclass(frozen=True, slots=True)
class Completeness:
    """What the run saw and what it did not. `imports` counts places by outcome."""

    discovered: int
    analysed: int
    skipped: tuple[tuple[str, str], ...]
    imports: Mapping[str, int]
    unresolved: tuple[Unresolved, ...]
    unassigned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """What a report is compared with: a revision as the user named it, and the full id of the commit meant.

    `fixed` are the violations there that are not found any more, in order; `changed` the paths of the files that are
    different now, deleted ones included, sorted; `components` those that they belong to, sorted.
    """

    revision: str
    base: str
    fixed: tuple[Violation, ...] = ()
    changed: tuple[str, ...] = ()
    components: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one run found; the only thing reporters see. `violations` and `rules` in their final order.

    `root` is the absolute path of the tree, never printed. `config` is the path of the rule file relative to the root,
    or None without one. `filtered` is true when the listing was narrowed. `sections` holds what a reporter asked for
    beyond violations and completeness (such as `graph`). `owners` are all that the CODEOWNERS file names, sorted. With
    `since`, only violations that were not there before are listed.
    """

    root: str
    version: str
    config: str | None
    as_of: str
    phase: str | None
    rules: tuple[RuleResult, ...]
    violations: tuple[Violation, ...]
    completeness: Completeness
    diagnostics: tuple[str, ...] = ()
    filtered: bool = False
    files: int = 0
    sections: Mapping[str, Any] = field(default_factory=dict)
    owners: tuple[str, ...] = ()
    since: Since | None = None

    def open_violations(self) -> tuple[Violation, ...]:
        """The violations that nobody has accepted, in order."""
        return tuple(violation for violation in self.violations if violation.is_open)
