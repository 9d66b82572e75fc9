"""go.mod and go.work as directives with places."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.facts import Diagnostic
from archcheck.syntax.gomod import GoVersion, Module, ModuleFile, Replace, Require, Use, parse_gomod

TEXT = """\
// Deprecated: no more
module example.com/acme/shop // the shop

go 1.24.1
toolchain go1.25.0
godebug default=go1.21

require example.com/one v1.2.3
require (
\tgithub.com/x/two/v2 v2.0.0-20200101000000-abcdefabcdef // indirect
\t"quoted.example/three" `v0.1.0` // indirect; needed
\tfour.example/four v1.0.0 // not indirect
)

exclude example.com/one v1.0.0
retract [v1.0.0, v1.9.9] // broken
tool example.com/one/cmd/x
ignore ./node_modules

replace example.com/one => ../one
replace (
\tgithub.com/x/two/v2 v2.0.0 => example.com/fork v1.0.0
\tquoted.example/three v0.1.0 => ./three
)
"""


def test_directives_of_a_go_mod() -> None:
    assert parse_gomod(TEXT.encode()) == ModuleFile(
        module=Module(2, 1, "example.com/acme/shop"),
        requires=(
            Require(8, 1, "example.com/one", "v1.2.3", indirect=False),
            Require(10, 2, "github.com/x/two/v2", "v2.0.0-20200101000000-abcdefabcdef", indirect=True),
            Require(11, 2, "quoted.example/three", "v0.1.0", indirect=True),
            Require(12, 2, "four.example/four", "v1.0.0", indirect=False),
        ),
        replaces=(
            Replace(20, 1, "example.com/one", "../one"),
            Replace(22, 2, "github.com/x/two/v2", "example.com/fork"),
            Replace(23, 2, "quoted.example/three", "./three"),
        ),
        go=GoVersion(4, 1, "1.24.1"),
    )


def test_directives_of_a_go_work() -> None:
    text = "go 1.24\n\nuse ./a\nuse (\n\t.\n\t../b // c\n)\nreplace x.y/z => ./z\n"
    assert parse_gomod(text.encode()) == ModuleFile(
        replaces=(Replace(8, 1, "x.y/z", "./z"),),
        uses=(Use(3, 1, "./a"), Use(5, 2, "."), Use(6, 2, "../b")),
        go=GoVersion(1, 1, "1.24"),
    )


@pytest.mark.parametrize(
    ("new", "local"),
    [
        pytest.param("./x", True, id="below"),
        pytest.param("../x", True, id="beside"),
        pytest.param("..", True, id="above"),
        pytest.param("/x", True, id="absolute"),
        pytest.param("C:\\x", True, id="windows"),
        pytest.param("example.com/x", False, id="module"),
        pytest.param(".example/x", False, id="module with a dot"),
    ],
)
def test_replacements_are_directories_or_modules(new: str, local: bool) -> None:
    assert Replace(1, 1, "a.b/c", new).is_local is local


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("module a\nrequire (\n", [], id="block never closed"),
        pytest.param("futuristic a b c\n", [], id="directives to come"),
        pytest.param("module", [(1, 1, "no directive: module")], id="module without a path"),
        pytest.param("require a.b/c", [(1, 1, "no directive: require a.b/c")], id="no version"),
        pytest.param("replace a.b/c =>", [(1, 1, "no directive: replace a.b/c =>")], id="nothing behind the arrow"),
        pytest.param(
            "module a.b/c\n<<<<<<< HEAD\nrequire a.b/d v1\n=======\n",
            [(2, 1, "no directive: <<<<<<< HEAD"), (4, 1, "no directive: =======")],
            id="merge conflict",
        ),
        pytest.param('module "a', [(1, 1, "no directive: module")], id="open quote"),
        pytest.param("\0\x01", [(1, 1, "no directive: \0\x01")], id="binary"),
    ],
)
def test_what_is_no_directive_is_a_problem(text: str, problems: list[tuple[int, int, str]]) -> None:
    found = parse_gomod(text.encode()).problems
    assert found == tuple(Diagnostic(line, column, "unparsable", message) for line, column, message in problems)


def test_wrong_lines_do_not_hide_others() -> None:
    file = parse_gomod(b"\xff\xfe\nrequire (\n a.b/c v1\n !\n a.b/d v2\n)\nmodule x.y/z\n")
    assert ([each.path for each in file.requires], file.module and file.module.path) == (["a.b/c", "a.b/d"], "x.y/z")


PIECES = [
    "module",
    "require",
    "replace",
    "use",
    "=>",
    "(",
    ")",
    "a.b/c",
    "v1.0.0",
    "//",
    "indirect",
    '"',
    "`",
    " ",
    "\n",
    "\0",
]


@given(st.one_of(st.binary(), st.lists(st.sampled_from(PIECES)).map(lambda pieces: "".join(pieces).encode())))
def test_nothing_makes_it_fail(content: bytes) -> None:
    file = parse_gomod(content)
    places = [each[:2] for each in (*file.requires, *file.replaces)] + [each[:2] for each in file.uses]
    assert all(place >= (1, 1) for place in places)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("require (" + "\n(" * 200_000, id="brackets"),
        pytest.param("module " + "a/" * 500_000, id="a long path"),
        pytest.param("require " + "a " * 500_000, id="many words"),
        pytest.param('"' * 500_000, id="quotes"),
        pytest.param("/" * 500_000, id="slashes"),
        pytest.param("\n" * 500_000, id="blank lines"),
    ],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    begin = time.process_time()
    parse_gomod(text.encode())
    assert time.process_time() - begin < 20
