"""Independence contracts of import-linter."""

from archcheck.authoring.import_linter.reading import Contract
from archcheck.authoring.import_linter.work import Work
from archcheck.authoring.module_names import matches, nested_pair
from archcheck.authoring.rule_text import one_or_list


def carry_independence(contract: Contract, work: Work) -> None:
    """Add the rule that stands for a contract."""
    if work.lacks(contract, "modules"):
        return
    modules = work.modules
    names = list(dict.fromkeys(node.text for node in contract.texts("modules")))
    patterns = [name for name in names if "*" in name]
    single = [name for name in names if name not in patterns]
    single = [name for name in single if not any(matches(each.split("."), name.split(".")) for each in patterns)]
    every = sorted({*single, *(found for each in patterns for found in modules.matching(each))})
    nested = nested_pair(every)
    if nested or any("**" in each for each in patterns):
        reason = f"{nested[1]} is part of {nested[0]}" if nested else "modules at any depth are part of each other"
        work.lose(contract.at("modules"), f"contract {contract.id}", f"siblings must not contain each other: {reason}")
        return
    if len(names) == 1 and not patterns:
        work.lose(contract.at("modules"), f"contract {contract.id}", "a single module has no siblings")
        return
    for name in (each for each in single if not modules.exists(each)):
        work.note(f"{name} of contract {contract.id} was not found in this tree")
    listed = [modules.package(name) for name in single]
    for pattern in patterns:
        globs = modules.siblings(pattern)
        listed.append(work.file.component(f"{contract.id}-modules", globs.match, globs.without))
    work.add_rule(contract, "independence", {"components": one_or_list(listed)})
