"""The rule file that is proposed, with a comment on everything in it, and what comes next commented out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from archcheck.authoring.components import Group
from archcheck.authoring.drafts import Draft, block, rule_lines
from archcheck.authoring.survey import Survey, ending, python_roots, workspaces
from archcheck.authoring.yaml_text import Value, flow, scalar
from archcheck.core.columns import counted

_SHOWN = 4


class Settings(NamedTuple):
    """What is said beside components and rules: files that are not analysed, and built-in rules that only warn."""

    exclude: tuple[str, ...] = ()
    lenient: tuple[str, ...] = ()
    baseline: str = ""


class Origin(NamedTuple):
    """What a proposal was made from, in few words: the files, and what says how they belong together."""

    files: str
    layout: str = ""


class Adopted(NamedTuple):
    """A rule that is proposed, with the number of its violations today: more than none only with a baseline."""

    draft: Draft
    violations: int = 0

    @property
    def about(self) -> str:
        """What it covers, for readers."""
        held = f"; {counted(self.violations, 'violation')} in the baseline" if self.violations else ""
        return f"{self.draft.about}{held}"


class Next(NamedTuple):
    """A stricter rule that does not hold today, and the number of its violations."""

    draft: Draft
    violations: int

    @property
    def about(self) -> str:
        """What it covers, for readers."""
        return f"{self.draft.about}; {counted(self.violations, 'violation')} today"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule file in parts."""

    origin: Origin
    groups: tuple[Group, ...] = ()
    settings: Settings = field(default_factory=Settings)
    rules: tuple[Adopted, ...] = ()
    next: tuple[Next, ...] = ()

    @property
    def text(self) -> str:
        """The rule file."""
        return (
            "\n".join([*_head(self), *_settings(self.settings), *_components(self), *_rules(self), *_next(self)]) + "\n"
        )


def rule_file(groups: Iterable[Group], settings: Settings, drafts: Iterable[Draft]) -> str:
    """A rule file without comments, to try drafts with."""
    lines = ["version: 1", *_settings(settings), *_component_lines(groups, comments=False), "rules:"]
    written = [line for draft in drafts for line in rule_lines(draft)]
    return "\n".join([*lines, *written] if written else [*lines[:-1], "rules: []"]) + "\n"


def origin_of(survey: Survey) -> Origin:
    """`431 files (300 py, 98 ts)`, with where Python packages are imported from and what makes a workspace."""
    endings = Counter(ending(path) for path in survey.code)
    ranked = sorted(endings.items(), key=lambda item: (-item[1], item[0]))[:_SHOWN]
    languages = ", ".join(f"{count} {name}" for name, count in ranked)
    files = counted(len(survey.files), "file") + (f" ({languages})" if languages else "")
    roots, together = python_roots(survey), workspaces(survey)
    parts = [f"Python is imported from {', '.join(roots)}"] if 0 < len(roots) <= _SHOWN else []
    parts.extend([f"Workspace: {', '.join(together)}"] if together else [])
    return Origin(files, "; ".join(parts))


def components_used(groups: Sequence[Group], drafts: Iterable[Draft]) -> tuple[Group, ...]:
    """The groups that are worth declaring: siblings, several single parts, and single ones beside others in a rule."""
    named = {word for draft in drafts for word in _words(draft.options)}
    singles = sum(1 for group in groups if not group.is_many)
    alone = len(groups) == 1
    return tuple(g for g in groups if g.is_many or singles > 1 or (g.name in named and not alone))


def _words(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield from (word.strip() for word in value.partition("[")[0].split("|"))
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _words(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from _words(each)


def _head(proposal: Proposal) -> list[str]:
    holds = (
        "What breaks a rule today stands in the baseline." if proposal.settings.baseline else "Every rule holds today."
    )
    return [
        f"# The structure of this repository as `archcheck init` found it, in {proposal.origin.files}.",
        *([f"# {proposal.origin.layout}."] if proposal.origin.layout else []),
        f"# {holds} Keep what the team agrees on, give it your own reasons, delete the rest.",
        "version: 1",
    ]


def _settings(settings: Settings) -> list[str]:
    lines = []
    if settings.exclude:
        lines.extend(["", "files:", "  # No parser reads these.", *block("exclude", list(settings.exclude), "  ")])
    if settings.lenient:
        values: dict[str, Value] = dict.fromkeys(settings.lenient, "warning")
        lines.extend(["", "# Broken today; an error again as soon as the line is deleted.", f"builtin: {flow(values)}"])
    if settings.baseline:
        lines.extend(["", f"baseline: {scalar(settings.baseline)}"])
    return lines


def _components(proposal: Proposal) -> list[str]:
    return ["", *_component_lines(proposal.groups, comments=True)] if proposal.groups else []


def _component_lines(groups: Iterable[Group], *, comments: bool) -> list[str]:
    lines = []
    for group in groups:
        if comments and group.is_many:
            alike = f", most of them with {group.likeness}" if group.likeness else ""
            lines.append(f"  # {len(group.members)} directories{alike}")
        lines.append(f"  {scalar(group.name)}: {scalar(group.pattern)}")
    return ["components:", *lines] if lines else []


def _rules(proposal: Proposal) -> Iterator[str]:
    yield ""
    if not proposal.rules:
        yield "rules: []"
        return
    yield "rules:"
    for number, rule in enumerate(proposal.rules):
        if number:
            yield ""
        yield f"  # {rule.about}"
        yield from (f"  # next: {_stricter(each, rule)}" for each in proposal.next if _loosened(each, rule))
        yield from rule_lines(rule.draft)


def _next(proposal: Proposal) -> Iterator[str]:
    """What comes next and is more than the rule above without an option."""
    whole = [each for each in proposal.next if not any(_loosened(each, rule) for rule in proposal.rules)]
    if whole:
        yield ""
        yield "# Next: rules that few places break today. To switch one on, delete `# ` before its lines and the"
        yield "# rule of the same id above."
    for each in whole:
        yield "#"
        yield f"#   # {each.about}"
        yield from (f"# {line}" for line in rule_lines(each.draft))


def told(proposal: Proposal) -> Iterator[str]:
    """What was found, the rules in one line each with what they are about, and what comes next."""
    components = sum(len(group.members) for group in proposal.groups)
    yield f"found  {proposal.origin.files}; {counted(components, 'component')}"
    for rule in proposal.rules:
        yield f"rule   {rule.draft.id}: {rule.about}"
    for each in proposal.next:
        rules = [rule for rule in proposal.rules if _loosened(each, rule)]
        yield f"next   {each.draft.id}: {_stricter(each, rules[0]) if rules else each.about}"


def _stricter(following: Next, rule: Adopted) -> str:
    names = " and ".join(f"`{name}`" for name in _loosened(following, rule))
    return f"without {names} it finds {counted(following.violations, 'violation')}"


def _loosened(following: Next, rule: Adopted) -> list[str]:
    """The options of a rule without which it is the one that follows; none when more differs."""
    strict, held = (dict(_flat(each.draft.options)) for each in (following, rule))
    same_kind = (following.draft.id, following.draft.kind) == (rule.draft.id, rule.draft.kind)
    extra = [name for name in held if name not in strict]
    return extra if same_kind and extra and all(held.get(name) == value for name, value in strict.items()) else []


def _flat(options: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    """The options, those within `declared` among them."""
    for name, value in options.items():
        if name == "declared":
            yield from value.items() if isinstance(value, Mapping) else ()
        else:
            yield name, value
