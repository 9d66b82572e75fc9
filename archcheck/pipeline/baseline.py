"""Changes of the baseline: what a run would record, prune or accept, and writing it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archcheck import __version__
from archcheck.adapters.writing import write_file
from archcheck.core.baseline import BASELINE_FILE, Entry
from archcheck.core.baseline_changes import Change, accept, prune, record, write_first
from archcheck.core.baseline_file import write_entries
from archcheck.core.findings import UNKNOWN, Violation
from archcheck.core.options import did_you_mean
from archcheck.errors import ConfigError, Problem
from archcheck.pipeline.analyse import analyse
from archcheck.pipeline.judge import Judgement, judge
from archcheck.pipeline.load import load
from archcheck.pipeline.start import Started


@dataclass(frozen=True, slots=True)
class Standing:
    """A baseline beside a run: its path as the rule file gives it, its entries, and the run."""

    root: str
    path: str
    entries: tuple[Entry, ...]
    judgement: Judgement

    def write(self, change: Change) -> None:
        """Write the files of a change. Raises SourceError when one cannot be written."""
        for path, entries in change.files.items():
            write_file(self.root, path, write_entries(entries), replace=True)

    def pruned(self) -> Change:
        """The baseline without what is not found any more."""
        evaluation, report = self.judgement.evaluation, self.judgement.report
        gone = {entry.rule for entry in self.entries}.difference(rule.id for rule in report.rules)
        builtin = {rule for rule in gone if rule.startswith("archcheck/")}  # switched off, which may be undone
        return prune(self.entries, evaluation.settlements, gone - builtin)


def stand(started: Started) -> Standing:
    """Judge the tree with its baseline. Raises ConfigError when the rule file names none."""
    analysis = analyse(load(started), started.request)
    rules = analysis.loaded.rules
    if not rules.settings.baseline:
        hint = f'add "baseline: {BASELINE_FILE}" to it'
        raise ConfigError([Problem(rules.path or "archcheck.yaml", 0, 0, "the rule file names no baseline", hint)])
    judgement = judge(analysis, started.request)
    return Standing(
        analysis.loaded.discovery.root, rules.settings.baseline, judgement.found.accepted.entries, judgement
    )


def first_record(standing: Standing) -> Change:
    """What a first baseline would hold. Raises ConfigError when there is one, or when something could not be judged."""
    if standing.judgement.found.files:
        hint = "prune it, accept single violations with --rule and --reason, or remove the file to begin anew"
        raise ConfigError([Problem(standing.path, 0, 0, "there is a baseline already, which may only shrink", hint)])
    _require_complete(standing)
    return write_first(record(standing.judgement.report.violations, standing.path, __version__))


def later_record(standing: Standing, rule: str, reason: str, chosen: Callable[[Violation], bool]) -> Change:
    """What the baseline would hold with the open violations of one rule that are `chosen`. Raises ConfigError."""
    _require_complete(standing, rule)
    violations = [each for each in standing.judgement.report.violations if each.rule == rule and chosen(each)]
    entries = record(violations, standing.path, __version__, reason)
    return accept(entries, standing.entries)


def _require_complete(standing: Standing, rule: str = "") -> None:
    """A baseline is written from what is known: a rule that could not be judged may hide violations."""
    results = standing.judgement.report.rules
    if rule and rule not in [result.id for result in results]:
        hint = did_you_mean(rule, [result.id for result in results])
        raise ConfigError([Problem("--rule", 0, 0, f'there is no rule "{rule}"', hint)])
    unknown: Sequence[Problem] = [
        Problem(result.id, 0, 0, f"could not be judged: {result.reason}", "a baseline needs a complete run")
        for result in results
        if result.outcome == UNKNOWN and rule in ("", result.id)
    ]
    if unknown:
        raise ConfigError(unknown)
