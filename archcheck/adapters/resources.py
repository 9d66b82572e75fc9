"""Data that is shipped with archcheck: packs and schemas."""

from importlib.resources import files


def pack_names() -> tuple[str, ...]:
    """The names of the shipped packs, sorted."""
    found = files("archcheck.rules").iterdir()
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in found if entry.name.endswith(".yaml")))


def read_pack(name: str) -> bytes | None:
    """The content of a shipped pack, or None when there is none of that name."""
    return files("archcheck.rules").joinpath(f"{name}.yaml").read_bytes() if name in pack_names() else None


def schema_names() -> tuple[str, ...]:
    """The names of the shipped JSON Schemas, sorted."""
    found = files("archcheck.schemas").iterdir()
    ending = ".schema.json"
    return tuple(sorted(entry.name.removesuffix(ending) for entry in found if entry.name.endswith(ending)))


def read_schema(name: str) -> str:
    """The text of a shipped JSON Schema. Raises FileNotFoundError when there is none of that name."""
    return files("archcheck.schemas").joinpath(f"{name}.schema.json").read_text("utf-8")
