"""The option tables of the documentation."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from archcheck.core.option_table import option_table
from archcheck.core.options import option
from archcheck.core.selectors import GlobSet


@dataclass(frozen=True, slots=True)
class Inner:
    """A nested options class."""

    use: str = option("What to use.")


@dataclass(frozen=True, slots=True)
class Options:
    """One option of each form."""

    layers: tuple[str, ...] = option("Top first; `a | b` are siblings.", example="[a, b]")
    in_: GlobSet | None = option("Where.", default=None)
    level: Literal["file", "directory"] = option("How fine.", default="file")
    closed: bool | tuple[str, ...] = option("No skipping.", default=False)
    styles: Mapping[str, str] | None = option("Style by glob.", default=None)
    edges: tuple[str, ...] = option("Which edges.", default=("import", "path"))
    prefer: Inner | None = option("A better choice.", default=None)


@dataclass(frozen=True, slots=True)
class Empty:
    """No options."""


def test_table_has_a_row_per_option_in_order() -> None:
    assert option_table(Options).splitlines() == [
        "| option | value | default | meaning |",
        "|---|---|---|---|",
        r"| `layers` | list of text | required | Top first; `a \| b` are siblings. For example `[a, b]`. |",
        "| `in` | glob set |  | Where. |",
        "| `level` | `file`, `directory` | `file` | How fine. |",
        "| `closed` | `true` or `false` or list of text | `false` | No skipping. |",
        "| `styles` | map to text |  | Style by glob. |",
        "| `edges` | list of text | `[import, path]` | Which edges. |",
        "| `prefer` | map |  | A better choice. |",
        "| `prefer.use` | text | required | What to use. |",
    ]


def test_class_without_options_says_so() -> None:
    assert option_table(Empty) == "This kind has no options of its own.\n"
