"""One run of `exemptions`."""

from collections.abc import Sequence

from archcheck.core.exemptions import Exemption, list_exemptions
from archcheck.pipeline.analyse import analyse
from archcheck.pipeline.judge import judge
from archcheck.pipeline.load import load
from archcheck.pipeline.owners import find_owners
from archcheck.pipeline.start import Started


def find_exemptions(started: Started) -> Sequence[Exemption]:
    """Everything that a run accepts, leaves out or judges more mildly."""
    analysis = analyse(load(started), started.request)
    codeowners = find_owners(analysis.loaded).codeowners
    judgement = judge(analysis, started.request)
    return list_exemptions(
        analysis.loaded.rules,
        judgement.found.accepted,
        judgement.evaluation,
        lambda path: codeowners.owners_of(path) or (),
    )
