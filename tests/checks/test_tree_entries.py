"""Entries of `tree` as they are written: lists, maps and drawings that mean the same, and every slip named."""

from textwrap import indent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.errors import ConfigError
from tests.scenes import lines, problems, rules, run

DRAWN = """\
entries: |
  services/pay/
  ├── src/
  │   ├── main.py          # entry point
  │   └── routes/*.py+
  ├── docs/                # handbook (optional)
  │   └── index.md
  ├── Dockerfile | Dockerfile.*
  ├── notes.md (optional)
  ├── local.env            # optional
  └── README.md?
"""
LISTED = 'entries: [{src/: [main.py, "routes/*.py+"]}, {docs/?: [index.md]}, "Dockerfile | Dockerfile.*", \
"notes.md?", "local.env?", "README.md?"]'
MAPPED = """\
entries:
  src/: {main.py: {}, "routes/*.py+": null}
  docs/?: index.md
  Dockerfile | Dockerfile.*: []
  notes.md?: []
  local.env?: []
  README.md?: []
"""
MIXED = """\
entries:
  - src: |
      |-- main.py
      `-- routes/
          `-- *.py+
  - docs?:
      - index.md
  - Dockerfile | Dockerfile.*
  - notes.md?
  - local.env?
  - |
    └── README.md (optional)
"""


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(DRAWN, id="drawn"),
        pytest.param(LISTED, id="listed"),
        pytest.param(MAPPED, id="mapped"),
        pytest.param(MIXED, id="mixed"),
    ],
)
def test_all_ways_of_writing_say_the_same(body: str) -> None:
    assert sorted(lines("tree", body + "\nclosed: all", "docs/a\nsrc/routes/b.md\nDockerfile\nx")) == [
        "docs/a: is not among the entries",
        "docs/index.md: is missing",
        "src/main.py: is missing",
        "src/routes/*.py: is missing",
        "src/routes/b.md: is not among the entries",
        "x: is not among the entries",
    ]


WRONG = [
    pytest.param("root: .", ['rule r (kind tree) lacks "entries"'], id="no entries"),
    pytest.param("entries: []", ["no entry stands here; name at least one path"], id="an empty list"),
    pytest.param("entries: true", ['paths are expected, found a boolean (true); quote it: "true"'], id="a boolean"),
    pytest.param(
        "entries: [[a.py]]", ['a list inside a list says nothing; name its directory: "src: [a.py]"'], id="lists"
    ),
    pytest.param("entries: [null]", ["a path is expected, found null"], id="null in a list"),
    pytest.param(
        "entries: {src: }",
        ['nothing stands after "src:"; write {} where there is nothing more to say'],
        id="empty value",
    ),
    pytest.param("entries: ['']", ['"": a path is expected'], id="empty text"),
    pytest.param("entries: ['?']", ['"?": a path is expected'], id="mark alone"),
    pytest.param("entries: [/]", ['"/": a path is expected'], id="slash alone"),
    pytest.param("entries: ['a | ']", ['"a |": a path is expected'], id="alternative missing"),
    pytest.param(
        "entries: ['a? | b']",
        ['"a? | b": the mark ? does not end the entry; write it last, once; for the character itself, write \\?'],
        id="mark on one alternative",
    ),
    pytest.param(
        "entries: ['docs+/']",
        ['"docs+/": the mark + does not end the entry; write it last, once; for the character itself, write \\+'],
        id="mark before the slash",
    ),
    pytest.param(
        "entries: [/etc]",
        ['"/etc": "/" at the beginning; patterns start at the top of the repository, drop it'],
        id="absolute path",
    ),
    pytest.param("entries: [a//b]", ['"a//b": "//" has nothing between the slashes'], id="two slashes"),
    pytest.param("entries: [../a]", ['"../a": ".." cannot leave a directory'], id="parent"),
    pytest.param("entries: ['{a']", ['"{a": "{" is never closed'], id="brace"),
    pytest.param("entries: [{src: ['{a']}]", ['"{a": "{" is never closed'], id="brace inside"),
    pytest.param("entries: [a.py, b.py, a.py]", ['"a.py" stands here twice, first in line 5; say it once'], id="twice"),
    pytest.param(
        "entries: [docs, docs/]", ['"docs/" stands here twice, first in line 5; say it once'], id="with a slash"
    ),
    pytest.param("entries: [src/a.py, {src: ['a.py?']}]", ['"a.py" stands here twice'], id="twice, nested and flat"),
    pytest.param("entries: [{src: [a]}, {src: [b]}]", ['"src" stands here twice'], id="a directory twice"),
    pytest.param(
        "entries: ['{s}.py']",
        ['root does not bind {s} (rule r (kind tree)); such as root: "services/{s}"'],
        id="no root",
    ),
    pytest.param("root: ['a/{s}', b]\nentries: ['{s}.py']", ["root does not bind {s}"], id="one root of two"),
    pytest.param("root: ['a/{s}', .]\nentries: ['{s}.py']", ["root does not bind {s}"], id="the top binds nothing"),
    pytest.param(
        "root: 'a/{service}'\nentries: ['{sevice}.py', '{service}.md']",
        [
            "root does not bind {sevice}",
        ],
        id="misspelt capture",
    ),
    pytest.param(
        "root: 'a/{s}'\nentries: ['{s:x|y}.py']",
        ['"{s:x|y}.py": root decides about values; write {name} alone'],
        id="values",
    ),
    pytest.param("root: 'a/{s}'\nentries: ['{!s}.py']", ['"{!s}.py": root decides about values'], id="other values"),
    pytest.param("entries: [a]\nclosed: yes", ["must be one of dirs, files, all"], id="closed"),
    pytest.param(
        "entries: [a]\nall_or_none: [a, b]", ["a group of at least two paths is expected"] * 2, id="no list of lists"
    ),
    pytest.param(
        "entries: [a]\nall_or_none: [[a]]",
        ["a group of at least two paths is expected, found a list"],
        id="group of one",
    ),
    pytest.param("entries: [a]\nall_or_none: [['{a', b]]", ['"{a": "{" is never closed'], id="wrong glob in a group"),
    pytest.param(
        "entries: [a]\nall_or_none: [['a?', b]]", ['"a?": marks and alternatives mean nothing'], id="mark in a group"
    ),
    pytest.param(
        "entries: [a]\nall_or_none: [[a, {b: c}]]", ["a path is expected, found a mapping"], id="map in a group"
    ),
    pytest.param("entries: [a]\nall_or_none: [['{s}', b]]", ["root does not bind {s}"], id="capture in a group"),
    pytest.param(
        "entries: |\n  a\n  b", ["this text of several lines is no drawn tree; write a list, or draw"], id="lines"
    ),
    pytest.param("entries: |\n  ├── a\n  b", ['no branch leads to "b"'], id="line without a branch"),
    pytest.param("entries: |\n  a\n  b\n  ├── c", ['no branch leads to "b"'], id="two roots"),
    pytest.param("entries: |\n  ├── a\n  └──", ["nothing stands behind this branch"], id="branch without a name"),
    pytest.param("entries: |\n  ├── {a", ['"{a": "{" is never closed'], id="wrong glob in a drawing"),
]


@pytest.mark.parametrize(("body", "found"), WRONG)
def test_slip_is_named(body: str, found: list[str]) -> None:
    told = problems("tree", body)
    assert len(told) == len(found)
    for said, expected in zip(sorted(told), sorted(found), strict=True):
        assert expected in said


PLACES = [
    pytest.param("entries:\n  - ok\n  - '{a'", (7, 9), id="item"),
    pytest.param("entries:\n  src:\n    '{a': []", (7, 9), id="key"),
    pytest.param("entries: |\n  root\n  ├── a\n  │   └── {b", (8, 15), id="drawing"),
    pytest.param("entries:\n  src: |2\n     ├── {b", (7, 14), id="drawing with an indentation said"),
    pytest.param('entries: "├── a\\n└── {b"', (5, 14), id="drawing in quotes"),
    pytest.param("entries: |\n  ├── a\n  ├── b\n  └── a", (8, 11), id="second of two"),
]


@pytest.mark.parametrize(("body", "place"), PLACES)
def test_slip_has_its_place(body: str, place: tuple[int, int]) -> None:
    with pytest.raises(ConfigError) as caught:
        rules("tree", body, "")
    assert [(each.line, each.column) for each in caught.value.problems] == [place]


DEEP = [
    pytest.param(f"entries: [{'a/' * 49}b]", [], id="path, deep enough"),
    pytest.param(f"entries: [{'a/' * 60}b]", ["nested deeper than 50 levels"], id="path"),
    pytest.param(
        "entries: |\n" + "".join(f"  {' ' * depth}├── a\n" for depth in range(60)),
        ["deeper than 50 levels"],
        id="drawing",
    ),
    pytest.param("entries: " + "{a: " * 55 + "[]" + "}" * 55, ["nested deeper than 50 levels"], id="map"),
]


@pytest.mark.parametrize(("body", "found"), DEEP)
def test_depth_is_bounded(body: str, found: list[str]) -> None:
    told = problems("tree", body)
    assert [expected in said for said, expected in zip(told, found, strict=True)] == [True] * len(found)


WORDS = st.text(st.sampled_from("abc019._-()[]é"), min_size=1, max_size=5).filter(lambda word: word.strip("."))
Shape = dict[str, "Shape"]
SHAPES: st.SearchStrategy[Shape] = st.recursive(
    st.just({}), lambda inner: st.dictionaries(WORDS, inner, min_size=1, max_size=4), max_leaves=12
).filter(bool)


def leaves(shape: Shape, base: str = "") -> list[str]:
    """The files of a tree that conforms to a shape."""
    return [
        path
        for name, inside in shape.items()
        for path in (leaves(inside, f"{base}{name}/") if inside else [base + name])
    ]


def written(shape: Shape, lead: str = "") -> str:
    """A shape as a map in YAML."""
    return "".join(
        f"{lead}'{name}':{chr(10) + written(inside, lead + '  ') if inside else f' {{}}{chr(10)}'}"
        for name, inside in shape.items()
    )


@given(SHAPES, st.data())
def test_a_tree_that_conforms_passes_and_one_without_a_path_does_not(shape: Shape, data: st.DataObject) -> None:
    body = f"entries:\n{indent(written(shape), '  ')}closed: all"
    files = leaves(shape)
    assert run("tree", body, "\n".join(files)) == []
    lost = data.draw(st.sampled_from(files))
    rest = [path for path in files if path != lost]
    parents = [lost[: at + 1] for at, character in enumerate(lost) if character == "/"]
    topmost = next((each for each in parents if not any(path.startswith(each) for path in rest)), lost)
    if rest:
        assert [(each.subject, each.message) for each in run("tree", body, "\n".join(rest))] == [
            (topmost, "is missing")
        ]


@given(SHAPES, st.data())
def test_a_path_too_many_is_named_once_by_its_topmost_directory(shape: Shape, data: st.DataObject) -> None:
    body = f"entries: {leaves(shape)!r}\nclosed: all"
    files = leaves(shape)
    base = data.draw(st.sampled_from(["", *(path[: path.rfind("/") + 1] for path in files)]))
    more = data.draw(st.sampled_from([["new"], ["new/x", "new/y/z"]]))
    found = run("tree", body, "\n".join([*files, *(base + "+" + each for each in more)]))
    assert [each.subject for each in found] == [f"{base}+new" if len(more) == 1 else f"{base}+new/"]


@given(SHAPES)
def test_paths_and_maps_demand_the_same_files(shape: Shape) -> None:
    files = leaves(shape)
    drawing = "\n".join(files)
    flat = f"entries: {files!r}\nclosed: all"
    assert run("tree", flat, drawing) == []
    assert sorted(each.subject for each in run("tree", flat, "other")) == sorted([*files, "other"])
