"""Packs and schemas: the shipped ones, and the packs of installed packages."""

from importlib.resources import files

SHIPPED = "archcheck"
"""The name before the colon for the packs that come with archcheck."""


def pack_names(package: str = SHIPPED) -> tuple[str, ...]:
    """The names of the packs of an installed package, sorted; none when it is not installed."""
    return tuple(sorted(_pack_modules(package)))


def read_pack(name: str, package: str = SHIPPED) -> bytes | None:
    """The content of a pack, or None when there is none of that name.

    A package lists its packs in the entry-point group `archcheck.packs`; each names the module beside which the file
    `NAME.yaml` lies.
    """
    module = _pack_modules(package).get(name)
    try:
        return files(module).joinpath(f"{name}.yaml").read_bytes() if module else None
    except (OSError, ImportError, TypeError):
        return None


def _pack_modules(package: str) -> dict[str, str]:
    """The module that each pack of a package lies beside."""
    if package == SHIPPED:
        found = files("archcheck.rules").iterdir()
        return {entry.name.removesuffix(".yaml"): "archcheck.rules" for entry in found if entry.name.endswith(".yaml")}
    from importlib import metadata  # noqa: PLC0415 - costs 30 ms, only with packs of other packages

    try:
        points = metadata.distribution(package).entry_points
    except (metadata.PackageNotFoundError, ValueError):
        return {}
    return {point.name: point.module for point in points if point.group == "archcheck.packs"}


def schema_names() -> tuple[str, ...]:
    """The names of the shipped JSON Schemas, sorted."""
    found = files("archcheck.schemas").iterdir()
    ending = ".schema.json"
    return tuple(sorted(entry.name.removesuffix(ending) for entry in found if entry.name.endswith(ending)))


def read_schema(name: str) -> str:
    """The text of a shipped JSON Schema. Raises FileNotFoundError when there is none of that name."""
    return files("archcheck.schemas").joinpath(f"{name}.schema.json").read_text("utf-8")
