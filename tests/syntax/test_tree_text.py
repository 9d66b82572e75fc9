"""Drawn trees: depth, names, comments and places, whatever the branches look like."""

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.syntax.tree_text import OUTSIDE, TreeLine, is_tree, parse_tree


def drawn(text: str) -> list[str]:
    """The lines of a drawing, indented by their depth; lines outside are marked."""
    return [_shown(line) for line in parse_tree(text)]


def _shown(line: TreeLine) -> str:
    lead = "! " if line.depth == OUTSIDE else "  " * line.depth
    return f"{lead}{line.name}{f' ({line.comment})' if line.comment else ''}"


DRAWINGS = [
    pytest.param(
        """\
        src/
        ├── main.py
        ├── db/
        │   ├── models.py
        │   └── deep/
        │       └── x.sql
        └── README.md
        """,
        ["! src/", "main.py", "db/", "  models.py", "  deep/", "    x.sql", "README.md"],
        id="box characters",
    ),
    pytest.param(
        """\
        |-- main.py
        |-- db/
        |   |-- models.py
        |   `-- deep/
        |       `-- x.sql
        `-- README.md
        """,
        ["main.py", "db/", "  models.py", "  deep/", "    x.sql", "README.md"],
        id="ascii",
    ),
    pytest.param(
        "C:.\n+---src\n|   +---db\n|   \\---web\n\\---docs\n",
        ["! C:.", "src", "  db", "  web", "docs"],
        id="tree on Windows",
    ),
    pytest.param(
        ".\n├── a\n│\N{NO-BREAK SPACE}\N{NO-BREAK SPACE} └── b\n└── c\n\n2 directories, 1 file\n",
        ["! .", "a", "  b", "c"],
        id="tree on Linux, with its count",
    ),
    pytest.param("pkg\n├─┬ a\n│ └── b\n└── c\n", ["! pkg", "a", "  b", "c"], id="branches of package managers"),
    pytest.param("├──a\n│  └──b\n├── c\n├──────── d\n", ["a", "  b", "c", "d"], id="branches of different widths"),
    pytest.param("├──b\n├── c\n└──d\n", ["b", "c", "d"], id="siblings with and without a space"),
    pytest.param("┣━━ a\n┃   ┗━━ b\n╠══ c\n║   ╚══ d\n╰─ e\n", ["a", "  b", "c", "  d", "e"], id="other boxes"),
    pytest.param("├── a\n│\n│   \n└── b\n", ["a", "b"], id="lines that hold only bars"),
    pytest.param(
        "├── a  # one\n├── b    // two\n├── c ← three\n├── d  <- four\n├── e#f.py\n├── g//h\n",
        ["a (one)", "b (two)", "c (three)", "d (four)", "e#f.py", "g//h"],
        id="comments",
    ),
    pytest.param("# all of it\n├── a\n│   # more of a\n└── b\n", ["a", "b"], id="lines that hold only a comment"),
    pytest.param("├── a b.md\n└── (auth)/[id].tsx\n", ["a b.md", "(auth)/[id].tsx"], id="odd names"),
    pytest.param("├── -x\n├── --y\n", ["-x", "--y"], id="names that begin with a dash"),
    pytest.param("├── a\n    b\n└── c\nd\n", ["a", "! b", "c", "! d"], id="lines without a branch"),
    pytest.param("├──\n└── # nothing\n", ["", " (nothing)"], id="branches without a name"),
    pytest.param("    ├── a\n├── b\n", ["a", "b"], id="a first branch further in"),
    pytest.param("├── a\n│   │   │   └── b\n└── c\n", ["a", "  b", "c"], id="a branch with too many bars"),
    pytest.param("├── a\r\n│   └── b\r\n", ["a", "  b"], id="lines of Windows"),
    pytest.param("├── a\x0cb\n└── c\n", ["a\x0cb", "c"], id="only newlines end lines"),
    pytest.param("", [], id="nothing"),
]


@pytest.mark.parametrize(("text", "found"), DRAWINGS)
def test_drawing_is_read(text: str, found: list[str]) -> None:
    assert drawn(dedent(text)) == found


def test_lines_know_their_places() -> None:
    assert parse_tree("src/\n├── a  # x\n│   └──  b/\n") == [
        TreeLine(OUTSIDE, "src/", "", 0, 1),
        TreeLine(0, "a", "x", 1, 5),
        TreeLine(1, "b/", "", 2, 10),
    ]


@pytest.mark.parametrize(
    ("text", "drawing"),
    [
        pytest.param("src/\n└── a", True, id="box"),
        pytest.param("|-- a", True, id="ascii"),
        pytest.param("src/main.py", False, id="path"),
        pytest.param("a | b", False, id="alternatives"),
        pytest.param("a\nb", False, id="lines"),
        pytest.param("-a", False, id="dash"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_a_tree_is_known_by_its_branches(text: str, drawing: bool) -> None:
    assert is_tree(text) is drawing


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("│   " * 250_000 + "x", id="bars"),
        pytest.param("├" * 1_000_000, id="joints"),
        pytest.param("├──" * 333_333, id="branches"),
        pytest.param("├── a " + " #" * 500_000, id="comments"),
        pytest.param("├── " + " " * 1_000_000 + "a", id="spaces"),
        pytest.param("| " * 500_000, id="ascii bars"),
        pytest.param("├── a\n" * 160_000, id="lines"),
        pytest.param("".join(f"{' ' * depth}├── a\n" for depth in range(1_400)), id="depth"),
        pytest.param("1" * 1_000_000, id="digits"),
    ],
)
def test_a_megabyte_of_anything_is_read_at_once(text: str) -> None:
    """A quadratic step would take hours here."""
    is_tree(text)
    assert len(parse_tree(text)) <= text.count("\n") + 1


NAMES = st.text(st.sampled_from("abcXYZ019._-()[]{}@é"), min_size=1, max_size=8).filter(lambda name: name[0] != "-")
Nested = dict[str, "Nested"]
TREES: st.SearchStrategy[Nested] = st.recursive(
    st.just({}), lambda inner: st.dictionaries(NAMES, inner, max_size=4), max_leaves=25
)
STYLES = [("├── ", "└── ", "│   ", "    "), ("|-- ", "`-- ", "|   ", "    "), ("├─", "╰─", "│ ", "  ")]


def draw(tree: Nested, style: tuple[str, str, str, str], lead: str = "") -> list[str]:
    """The lines of a nested structure, drawn."""
    lines = []
    for number, (name, inside) in enumerate(tree.items()):
        last = number == len(tree) - 1
        lines.append(f"{lead}{style[1] if last else style[0]}{name}")
        lines += draw(inside, style, lead + (style[3] if last else style[2]))
    return lines


def flatten(tree: Nested, depth: int = 0) -> list[tuple[int, str]]:
    """Names with their depths, in order."""
    return [row for name, inside in tree.items() for row in [(depth, name), *flatten(inside, depth + 1)]]


@given(TREES, st.sampled_from(STYLES))
def test_what_is_drawn_is_read_back(tree: Nested, style: tuple[str, str, str, str]) -> None:
    text = "\n".join(["root/", *draw(tree, style)])
    assert [(line.depth, line.name) for line in parse_tree(text)[1:]] == flatten(tree)


@given(st.text(st.sampled_from("│├└─|`+-\\ #/ab\n\t\N{NO-BREAK SPACE}")))
def test_any_text_is_read(text: str) -> None:
    found = parse_tree(text)
    assert [line.line for line in found] == sorted({line.line for line in found})
    deepest = 0
    for line in found:
        assert line.depth <= deepest
        deepest = line.depth + 1 if line.depth != OUTSIDE else deepest
        assert line.name == line.name.strip()
