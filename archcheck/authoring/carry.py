"""Recognises whose configuration a file is, and carries it over."""

from collections.abc import Callable, Sequence

from archcheck.authoring.carried import Carried
from archcheck.authoring.dependency_cruiser import carry_dependency_cruiser
from archcheck.authoring.import_linter import carry_import_linter
from archcheck.errors import ConfigError, Problem


def named(module: str) -> str:
    """The package of an external module where nobody knows better: that of the same name."""
    return module.partition(".")[0]


def carry_over(text: str, path: str, files: Sequence[str], package_of: Callable[[str], str] = named) -> Carried:
    """The rule file that stands for the configuration in `text`, of the file at `path` from the top of the repository.

    `files` are the paths of the tree; `package_of` tells the id of an external Python module (`yaml`: `pypi:pyyaml`).
    Raises ConfigError when the text is broken, or nobody's whose configurations can be carried over.
    """
    name = path.rpartition("/")[2]
    if name.endswith((".json", ".jsonc", ".json5")):
        return carry_dependency_cruiser(text, path, files)
    if name.endswith((".importlinter", ".ini", ".cfg", ".toml")) and not _other_tool(name):
        return carry_import_linter(text, path, files, package_of)
    raise ConfigError([_refusal(path)])


def _other_tool(name: str) -> bool:
    return name in ("tach.toml", "tach.domain.toml")


def _refusal(path: str) -> Problem:
    name = path.rpartition("/")[2]
    if name.endswith((".js", ".cjs", ".mjs", ".ts")):
        hint = f"npx depcruise --config {name} --output-type json src > depcruise.json, then --from depcruise.json"
        return Problem(path, 0, 0, "is a program, which is not run", hint)
    known = "configurations of import-linter (INI, TOML) and dependency-cruiser (JSON) can be carried over"
    return Problem(path, 0, 0, f"is none of these: {known}")
