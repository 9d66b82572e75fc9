"""One run of `init`: what a tree suggests is tried on the tree itself, and only what holds there is proposed."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from archcheck.adapters.writing import write_file
from archcheck.authoring.candidates import Candidate, Decided, Outcome, decide
from archcheck.authoring.components import Group, find_groups
from archcheck.authoring.drafts import Draft
from archcheck.authoring.inference import from_dependencies, from_paths
from archcheck.authoring.proposal import (
    Adopted,
    Next,
    Proposal,
    Settings,
    components_used,
    origin_of,
    rule_file,
    told,
)
from archcheck.authoring.stacks import traffic_of
from archcheck.authoring.survey import Survey, survey_of
from archcheck.core.baseline import BASELINE_FILE
from archcheck.core.baseline_changes import Change
from archcheck.core.evaluate import evaluate
from archcheck.core.files import Discovery
from archcheck.core.findings import ERROR, PASS, RuleResult, Violation
from archcheck.pipeline.analyse import Analysis, analyse
from archcheck.pipeline.baseline import Standing, first_record
from archcheck.pipeline.judge import Judgement, check_of, judge
from archcheck.pipeline.load import load_text
from archcheck.pipeline.owners import read_owners
from archcheck.pipeline.request import Request
from archcheck.pipeline.start import RULE_FILE, Started

_VACUOUS = "archcheck/vacuous"
_MOST_EXCLUDED = 6
_TRIES = 4


@dataclass(frozen=True, slots=True)
class Tried:
    """A tree, analysed once with everything that any draft needs, on which rule files are tried."""

    survey: Survey
    groups: tuple[Group, ...]
    settings: Settings
    analysis: Analysis
    request: Request

    @property
    def root(self) -> str:
        """The top of the tree (absolute)."""
        return self.analysis.loaded.discovery.root

    def outcomes(self, drafts: Sequence[Draft]) -> Mapping[str, Outcome]:
        """How drafts come out, by their ids."""
        analysis = self.with_rules(rule_file(self.groups, self.settings, drafts))
        judged = evaluate(analysis.loaded.rules, check_of(analysis), analysis.scene, self.request.as_of)
        results = {result.id: result for result in judged.results}
        return {draft.id: _outcome(results[draft.id], judged.violations) for draft in drafts}

    def judge(self, text: str) -> Judgement:
        """What `check` would come to with a rule file of this text."""
        return judge(self.with_rules(text), self.request)

    def with_rules(self, text: str) -> Analysis:
        """The same tree under other rules about the same components."""
        discovery = self.analysis.loaded.discovery
        path = os.path.join(discovery.root, RULE_FILE)
        return replace(self.analysis, loaded=load_text(text, path, discovery.root, discovery))


def _outcome(result: RuleResult, violations: Sequence[Violation]) -> Outcome:
    found = tuple(each for each in violations if each.rule == result.id)
    empty = [each for each in violations if each.rule == _VACUOUS and each.key.startswith(f"{result.id}: ")]
    judged = bool(found) or result.outcome == PASS
    return Outcome(found, "" if judged and not empty else result.reason or "it matches nothing")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A rule file that may be written, with the baseline that belongs to it; `lines` tell the user what it is."""

    root: str
    text: str
    lines: tuple[str, ...]
    record: tuple[Standing, Change] | None = None

    @property
    def recorded(self) -> int:
        """The number of violations that the baseline holds."""
        return len(self.record[1].added) if self.record else 0

    def write(self) -> None:
        """Write the files. Raises SourceError when the rule file exists already, or when one cannot be written."""
        write_file(self.root, RULE_FILE, self.text)
        if self.record:
            standing, change = self.record
            standing.write(change)


def prepare(started: Started, *, with_baseline: bool) -> Prepared:
    """The rule file that a tree suggests. Raises SourceError when the tree cannot be read.

    Without a baseline it holds on the tree; with one, its rules may have violations, few beside what they are about.
    """
    tried, candidates = _try(started, with_baseline=with_baseline)
    layers = from_dependencies(tried.survey, tried.groups, traffic_of(tried.analysis.scene.graph))
    decided = decide([*layers, *candidates], tried.outcomes, with_baseline=with_baseline)
    proposal = _verified(tried, decided, with_baseline=with_baseline)
    baseline = proposal.settings.baseline
    record = record_all(tried.with_rules(proposal.text), started.request) if baseline else None
    return Prepared(tried.root, proposal.text, tuple(told(proposal)), record)


def record_all(analysis: Analysis, request: Request) -> tuple[Standing, Change]:
    """The baseline of all violations of today. Raises ConfigError when there is one already."""
    judgement = judge(analysis, request)
    root = analysis.loaded.discovery.root
    standing = Standing(root, BASELINE_FILE, judgement.found.accepted.entries, judgement)
    return standing, first_record(standing)


def _try(started: Started, *, with_baseline: bool = False) -> tuple[Tried, list[Candidate]]:
    """Analyse the tree with everything that the drafts need; a second time when files have to be excluded."""
    discovery = started.discovery()
    survey = survey_of(file.path for file in discovery.files)
    groups = find_groups(survey)
    candidates = from_paths(survey, groups, _unowned(discovery))
    numbered = [
        replace(draft, id=f"{draft.id}-{number}")
        for candidate in candidates
        for number, draft in enumerate(candidate.drafts)
    ]
    path = os.path.join(discovery.root, RULE_FILE)
    settings = Settings()
    while True:
        loaded = load_text(rule_file(groups, settings, numbered), path, discovery.root, discovery)
        tried = Tried(survey, groups, settings, analyse(loaded, started.request), started.request)
        more = _settings(tried)
        if with_baseline:
            more = more._replace(lenient=())
        if more == settings:
            return tried, candidates
        settings = more


def _unowned(discovery: Discovery) -> list[str] | None:
    """Those of the files that `init` writes that will have no owner; None when nothing has."""
    codeowners = read_owners(discovery).codeowners
    if not codeowners.path:
        return None
    return [path for path in (RULE_FILE, BASELINE_FILE) if not codeowners.owners_of(path)]


def _settings(tried: Tried) -> Settings:
    """Files that no parser reads are excluded while they are few; the built-in rule about them only warns otherwise."""
    report = tried.judge(rule_file(tried.groups, tried.settings, ())).report
    broken = [each for each in report.violations if each.severity == ERROR and each.rule != _VACUOUS]
    unread = sorted({each.path for each in broken if each.rule == "archcheck/unparsable"})
    names = sorted({each.rule.removeprefix("archcheck/") for each in broken})
    known = frozenset(tried.survey.files)
    if (
        names == ["unparsable"]
        and len(unread) <= _MOST_EXCLUDED
        and known.issuperset(unread)
        and not tried.settings.exclude
    ):
        return tried.settings._replace(exclude=tuple(unread))
    return tried.settings._replace(lenient=tuple(sorted({*tried.settings.lenient, *names})))


def _verified(tried: Tried, decided: Sequence[Decided], *, with_baseline: bool) -> Proposal:
    """The proposal of what was adopted, without what breaks the whole although it holds alone."""
    for _ in range(_TRIES):
        proposal = _proposal(tried, decided)
        report = tried.judge(proposal.text).report
        failing = {each.rule for each in report.violations if each.severity == ERROR}
        if with_baseline or not failing:
            break
        decided = [each for each in decided if not each.adopted or each.adopted.id not in failing]
    counts = {result.id: result.violations for result in report.rules}
    rules = tuple(rule._replace(violations=counts[rule.draft.id]) for rule in proposal.rules)
    settings = tried.settings._replace(baseline=BASELINE_FILE if with_baseline and report.violations else "")
    return replace(proposal, rules=rules, settings=settings)


def _proposal(tried: Tried, decided: Iterable[Decided]) -> Proposal:
    decided = list(decided)
    adopted = [each.adopted for each in decided if each.adopted]
    following = [Next(each.next, each.violations) for each in decided if each.next]
    groups = components_used(tried.groups, [*adopted, *(each.draft for each in following)])
    return Proposal(origin_of(tried.survey), groups, tried.settings, tuple(map(Adopted, adopted)), tuple(following))
