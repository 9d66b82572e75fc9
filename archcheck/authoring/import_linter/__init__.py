"""Contracts of import-linter as rules, so that each rule passes where its contract is kept."""

from collections.abc import Callable, Sequence

from archcheck.authoring.carried import Carried, comment_at_top
from archcheck.authoring.import_linter.acyclic import carry_acyclic_siblings
from archcheck.authoring.import_linter.forbidden import carry_forbidden
from archcheck.authoring.import_linter.layers import carry_layers
from archcheck.authoring.import_linter.protected import carry_protected
from archcheck.authoring.import_linter.reading import Configuration, Contract, read_configuration
from archcheck.authoring.import_linter.siblings import carry_independence
from archcheck.authoring.import_linter.work import Work
from archcheck.authoring.module_names import find_modules

_TYPES: dict[str, Callable[[Contract, Work], None]] = {
    "layers": carry_layers,
    "forbidden": carry_forbidden,
    "independence": carry_independence,
    "protected": carry_protected,
    "acyclic_siblings": carry_acyclic_siblings,
}
_SHOWN = 3
_SETTINGS = frozenset(
    ("root_package", "root_packages", "include_external_packages", "exclude_type_checking_imports", "contract_types")
)
_PRESENTATION = frozenset(("show_timings", "cache_dir", "verbose"))


def carry_import_linter(text: str, path: str, files: Sequence[str], package_of: Callable[[str], str]) -> Carried:
    """The rule file for the contracts in a configuration at `path`.

    `files` are the paths of the tree, `package_of` tells the package of an external module (`yaml`: `pypi:pyyaml`).
    Raises ConfigError for what import-linter could not read either.
    """
    configuration = read_configuration(text, path)
    beside = path[: path.rfind("/") + 1]
    modules = find_modules([each.text for each in configuration.roots], files, beside)
    work = Work(configuration, modules, package_of)
    _carry_settings(configuration, work)
    # Cycles between siblings come last: they can only be told from each other where no other component is in the way.
    for contract in sorted(configuration.contracts, key=lambda each: each.type == "acyclic_siblings"):
        carry = _TYPES.get(contract.type)
        if carry is None:
            work.lose(
                contract.type_place, f"contract {contract.id}", f'"{contract.type}" is a type of contract of its own'
            )
            continue
        carry(contract, work)
    work.settle_waivers()
    lost = tuple(sorted(work.lost, key=lambda each: (each.place, each.what)))
    return Carried(work.file.text(comment_at_top("import-linter", path, lost, work.notes)), lost, tuple(work.notes))


def _carry_settings(configuration: Configuration, work: Work) -> None:
    _note_modules(configuration, work)
    for key, value in configuration.settings.entries:
        if key.text in _PRESENTATION:
            work.note(f"{key.text} says how import-linter runs, and has no counterpart")
        elif key.text == "contract_types":
            work.lose(value.place, key.text, "types of contracts of one's own are Python that import-linter runs")
        elif key.text not in _SETTINGS:
            work.lose(key.place, key.text, "is not known")


def _note_modules(configuration: Configuration, work: Work) -> None:
    modules = work.modules
    for root in configuration.roots:
        if not modules.exists(root.text):
            work.note(f'the root package "{root.text}" was not found in this tree')
    for name in modules.several:
        work.note(f'the root package "{name}" stands in several places; {modules.bases[name] or "the top"} was taken')
    work.note("`-dynamic` leaves out import_module(...), which import-linter does not see; without it more is found")
    if modules.unseen:
        shown = ", ".join(modules.unseen[:_SHOWN])
        more = f" and {len(modules.unseen) - _SHOWN} more" if len(modules.unseen) > _SHOWN else ""
        work.note(f"archcheck also reads code below directories without __init__.py: {shown}{more}")
