"""Protected contracts of import-linter: who alone may import a package directly."""

from archcheck.authoring.import_linter.reading import Contract
from archcheck.authoring.import_linter.work import Work
from archcheck.authoring.rule_text import one_or_list


def carry_protected(contract: Contract, work: Work) -> None:
    """Add one rule for each protected module: who is not named must not use it."""
    if work.lacks(contract, "protected_modules", "allowed_importers", known=("as_packages",)):
        return
    as_packages = contract.flag("as_packages", default=True)
    glob = work.modules.package if as_packages else work.modules.module
    allowed = [glob(name) for name in _today(contract, "allowed_importers", work)]
    protected = _today(contract, "protected_modules", work)
    everybody = one_or_list([work.modules.directory(root) for root in work.modules.bases])
    for name in protected:
        own = glob(name)
        keys = {"from": everybody, "deny": own, "exclude": one_or_list([own, *allowed])}
        work.add_rule(contract, "dependencies", keys, name.rpartition(".")[2] if len(protected) > 1 else "")


def _today(contract: Contract, key: str, work: Work) -> list[str]:
    """The modules of an option; expressions with wildcards stand for those that are there."""
    found: list[str] = []
    for node in contract.texts(key):
        names = work.modules.matching(node.text) if "*" in node.text else [node.text]
        found += names
        if "*" in node.text:
            what = f'"{node.text}" in {key} of contract {contract.id}'
            work.lose(node.place, what, f"stands for the {len(names)} modules that are there today")
        elif not work.modules.exists(node.text):
            work.note(f"{node.text} of contract {contract.id} was not found in this tree")
    return list(dict.fromkeys(found))
