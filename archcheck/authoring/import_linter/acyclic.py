"""Contracts about cycles between siblings: import-linter looks at every package, archcheck at one level."""

from archcheck.authoring.import_linter.reading import Contract
from archcheck.authoring.import_linter.work import Work
from archcheck.core.values import ScalarNode

_DEPTH = "10"


def carry_acyclic_siblings(contract: Contract, work: Work) -> None:
    """Add a rule for each ancestor whose children can be told apart: no cycles between them."""
    if work.lacks(contract, "ancestors", known=("depth", "skip_descendants")):
        return
    ancestors = contract.texts("ancestors")
    if (contract.text("depth") or _DEPTH) != "0":
        reason = "rules look at one level: cycles between the children of packages further down are not found"
        work.lose(contract.at("depth"), f"depth of contract {contract.id}", reason)
    carried = [each for each in ancestors if _carry(contract, work, each, several=len(ancestors) > 1)]
    if not carried:
        return
    for each in contract.texts("skip_descendants"):
        work.note(f"{each.text} need not be skipped: only the children of {carried[0].text} are compared")


def _carry(contract: Contract, work: Work, ancestor: ScalarNode, *, several: bool) -> bool:
    what = f'"{ancestor.text}" in ancestors of contract {contract.id}'
    if "*" in ancestor.text:
        work.lose(ancestor.place, what, "rules look at one level: name one package")
        return False
    if work.file.components:
        names = ", ".join(work.file.components)
        work.lose(ancestor.place, what, f"each file belongs to one component, and there are others already: {names}")
        return False
    inside = work.modules.directory(ancestor.text)
    globs = work.modules.siblings(f"{ancestor.text}.*")
    work.file.component("child", globs.match, globs.without)
    keys = {"level": "component", "in": inside}
    work.add_rule(contract, "acyclic", keys, ancestor.text.rpartition(".")[2] if several else "")
    return True
