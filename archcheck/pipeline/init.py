"""One run of `init`: what a tree suggests is tried on the tree itself, and only what holds there is proposed."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
)
from archcheck.authoring.stacks import traffic_of
from archcheck.authoring.survey import Survey, survey_of
from archcheck.core.codeowners import find_locations
from archcheck.core.evaluate import evaluate
from archcheck.core.findings import ERROR, PASS, Report, RuleResult, Violation
from archcheck.pipeline.analyse import Analysis, analyse
from archcheck.pipeline.load import load_text
from archcheck.pipeline.request import Request
from archcheck.pipeline.run import check_of, make_report
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
    def path(self) -> str:
        """Where the rule file would be (absolute)."""
        return os.path.join(self.analysis.loaded.discovery.root, RULE_FILE)

    def outcomes(self, drafts: Sequence[Draft]) -> Mapping[str, Outcome]:
        """How drafts come out, by their ids."""
        analysis = self.with_rules(rule_file(self.groups, self.settings, drafts))
        judged = evaluate(analysis.loaded.rules, check_of(analysis), analysis.scene, self.request.as_of)
        results = {result.id: result for result in judged.results}
        return {draft.id: _outcome(results[draft.id], judged.violations) for draft in drafts}

    def report(self, text: str) -> Report:
        """What `check` would report with a rule file of this text."""
        return make_report(self.with_rules(text), self.request)

    def with_rules(self, text: str) -> Analysis:
        """The same tree under other rules about the same components."""
        held = self.analysis
        return replace(held, loaded=load_text(text, self.path, held.loaded.discovery.root, held.loaded.discovery))


def _outcome(result: RuleResult, violations: Sequence[Violation]) -> Outcome:
    found = tuple(each for each in violations if each.rule == result.id)
    empty = [each for each in violations if each.rule == _VACUOUS and each.key.startswith(f"{result.id}: ")]
    judged = bool(found) or result.outcome == PASS
    return Outcome(found, "" if judged and not empty else result.reason or "it matches nothing")


def propose(started: Started, *, with_baseline: bool) -> Proposal:
    """The rule file that a tree suggests. Raises SourceError when the tree cannot be read.

    Without a baseline it holds on the tree; with one, its rules may have violations, few beside what they are about.
    """
    tried, candidates = _try(started)
    layers = from_dependencies(tried.survey, tried.groups, traffic_of(tried.analysis.scene.graph))
    decided = decide([*layers, *candidates], tried.outcomes, with_baseline=with_baseline)
    return _verified(tried, decided, with_baseline=with_baseline)


def _try(started: Started) -> tuple[Tried, list[Candidate]]:
    """Analyse the tree with everything that the drafts need; a second time when files have to be excluded."""
    discovery = started.discovery()
    paths = [file.path for file in discovery.files]
    survey = survey_of(paths)
    groups = find_groups(survey)
    candidates = from_paths(
        survey, groups, has_owners=bool(find_locations("github", paths) or find_locations("gitlab", paths))
    )
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
        if more == settings:
            return tried, candidates
        settings = more


def _settings(tried: Tried) -> Settings:
    """Files that no parser reads are excluded while they are few; the built-in rule about them only warns otherwise."""
    report = tried.report(rule_file(tried.groups, tried.settings, ()))
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
    proposal = _proposal(tried, decided, {})
    for _ in range(_TRIES):
        report = tried.report(proposal.text)
        counts = {result.id: result.violations for result in report.rules}
        failing = {each.rule for each in report.violations if each.severity == ERROR}
        if with_baseline or not failing:
            break
        decided = [each for each in decided if not each.adopted or each.adopted.id not in failing]
        proposal = _proposal(tried, decided, counts)
    return _proposal(tried, decided, counts)


def _proposal(tried: Tried, decided: Sequence[Decided], counts: Mapping[str, int]) -> Proposal:
    adopted = [each.adopted for each in decided if each.adopted]
    following = [Next(each.next, each.violations) for each in decided if each.next]
    drafts = [*adopted, *(each.draft for each in following)]
    return Proposal(
        origin_of(tried.survey),
        components_used(tried.groups, drafts),
        tried.settings,
        tuple(Adopted(draft, counts.get(draft.id, 0)) for draft in adopted),
        tuple(following),
    )
