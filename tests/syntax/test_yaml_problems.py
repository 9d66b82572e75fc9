"""What the YAML reader says about mistakes, and what it still reads: whole output, with both parsers of PyYAML."""

from collections.abc import Callable

import pytest
import yaml

from archcheck.core.values import MappingNode, Node, ScalarNode
from archcheck.syntax.yaml.reader import Loader, ParsedYaml, parse_yaml

UNREAD = "unread"


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def read(request: pytest.FixtureRequest) -> Callable[[str], ParsedYaml]:
    loader: Loader = getattr(yaml, request.param, None) or pytest.skip("PyYAML without libyaml")
    return lambda text: parse_yaml(text.encode(), "rules.yaml", loader=loader)


def values(node: Node | None) -> object:
    if node is None:
        return UNREAD
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, MappingNode):
        return {key.value: values(value) for key, value in node.entries}
    return [values(item) for item in node.items]


def drawn(parsed: ParsedYaml) -> str:
    """Each problem as `line:column`, message and hint, above it the marked part of the preview."""
    shown = []
    for problem in parsed.problems:
        marked = problem.preview[problem.column - 1 : problem.column - 1 + problem.length]
        shown.append(f"{problem.line}:{problem.column} <{marked}> {problem.message}; {problem.hint}")
    return "\n".join(shown)


QUOTING = [
    pytest.param("a: @x\n", {"a": "@x"}, '1:4 <@x> `@` cannot begin a value without quotes; quote it: "@x"', id="at"),
    pytest.param(
        "a: `x` # c\n",
        {"a": "`x`"},
        '1:4 <`x`> a backtick cannot begin a value without quotes; quote it: "`x`"',
        id="tick",
    ),
    pytest.param(
        "a: %x\n", {"a": "%x"}, '1:4 <%x> `%` cannot begin a value without quotes; quote it: "%x"', id="percent"
    ),
    pytest.param(
        "%x: 1\n", {"%x": 1}, '1:1 <%x> `%` without quotes starts a directive; quote it: "%x"', id="directive"
    ),
    pytest.param(
        "a: **/x # all\n", {"a": "**/x"}, '1:4 <**/x> `*` without quotes starts an alias; quote it: "**/x"', id="stars"
    ),
    pytest.param("- *.py\n", ["*.py"], '1:3 <*.py> `*` without quotes starts an alias; quote it: "*.py"', id="star"),
    pytest.param(
        "**/*.py: snake\n",
        {"**/*.py": "snake"},
        '1:1 <**/*.py> `*` without quotes starts an alias; quote it: "**/*.py"',
        id="star-key",
    ),
    pytest.param(
        "a: {**/*.py: snake, b: c}\n",
        {"a": {"**/*.py": "snake", "b": "c"}},
        '1:5 <**/*.py> `*` without quotes starts an alias; quote it: "**/*.py"',
        id="star-key-in-braces",
    ),
    pytest.param(
        "a: *x\n", {"a": "*x"}, '1:4 <*x> no anchor `&x` stands before this alias; quote it: "*x"', id="alias"
    ),
    pytest.param(
        "a: [*x?, b]\n",
        {"a": ["*x?", "b"]},
        '1:5 <*x?> `*` without quotes starts an alias; quote it: "*x?"',
        id="alias-question",
    ),
    pytest.param("a: &x\n", {"a": "&x"}, '1:4 <&x> `&` without quotes starts an anchor; quote it: "&x"', id="anchor"),
    pytest.param(
        "a: &x/y z\n", {"a": "&x/y z"}, '1:4 <&x/y z> `&` without quotes starts an anchor; quote it: "&x/y z"', id="and"
    ),
    pytest.param("a: !foo\n", {"a": "!foo"}, '1:4 <!foo> `!` without quotes starts a tag; quote it: "!foo"', id="tag"),
    pytest.param(
        "a: [!x, b]\n", {"a": ["!x", "b"]}, '1:5 <!x> `!` without quotes starts a tag; quote it: "!x"', id="tag-item"
    ),
    pytest.param(
        "a: !{x}/y\n",
        {"a": "!{x}/y"},
        '1:4 <!{x}/y> `!` without quotes starts a tag; quote it: "!{x}/y"',
        id="tag-brace",
    ),
    pytest.param(
        "a: !foo bar\n", {"a": "bar"}, "1:4 <!foo> tags other than `!!str` are not supported; remove it", id="tag-value"
    ),
    pytest.param(
        "a: !!map {b: 1}\n",
        {"a": {"b": 1}},
        "1:4 <!!map> tags other than `!!str` are not supported; remove it",
        id="tag-map",
    ),
    pytest.param(
        "a: > x\n", {"a": "> x"}, '1:4 <> x> `>` without quotes starts a text block; quote it: "> x"', id="folded"
    ),
    pytest.param(
        "a: |x\n", {"a": "|x"}, '1:4 <|x> `|` without quotes starts a text block; quote it: "|x"', id="literal"
    ),
    pytest.param(
        "a: [x, a/{b}/c, d]\n",
        {"a": ["x", "a/{b}/c", "d"]},
        '1:8 <a/{b}/c> `{` inside an item in brackets starts a new list or mapping; quote it: "a/{b}/c"',
        id="capture-in-item",
    ),
    pytest.param(
        "a: [src/*.{ts,tsx}, d]\n",
        {"a": ["src/*.{ts,tsx}", "d"]},
        '1:5 <src/*.{ts,tsx}> `{` inside an item in brackets starts a new list or mapping; quote it: "src/*.{ts,tsx}"',
        id="alternatives-in-item",
    ),
    pytest.param(
        "a: [app/(x)/[id].tsx]\n",
        {"a": ["app/(x)/[id].tsx"]},
        "1:5 <app/(x)/[id].tsx> `[` inside an item in brackets starts a new list or mapping; "
        'quote it: "app/(x)/[id].tsx"',
        id="brackets-in-item",
    ),
    pytest.param(
        "- {id: a, in: s/{service}/src}\n",
        [{"id": "a", "in": "s/{service}/src"}],
        "1:15 <s/{service}/src> `{` inside an item in brackets starts a new list or mapping; "
        'quote it: "s/{service}/src"',
        id="capture-in-mapping",
    ),
    pytest.param(
        "x: {a/{b}: c}\n",
        {"x": {"a/{b}": "c"}},
        '1:5 <a/{b}> `{` inside an item in brackets starts a new list or mapping; quote it: "a/{b}"',
        id="capture-in-key",
    ),
    pytest.param(
        "- {id: a, in: {service}/src, x: y}\n",
        [{"id": "a", "in": "{service}/src", "x": "y"}],
        '1:15 <{service}/src> `{` without quotes starts a mapping; quote it: "{service}/src"',
        id="capture-first-in-mapping",
    ),
    pytest.param(
        "a: {name}/x # c\n",
        {"a": "{name}/x"},
        '1:4 <{name}/x> `{` without quotes starts a mapping; quote it: "{name}/x"',
        id="capture-first",
    ),
    pytest.param(
        "a: {name}\n",
        {"a": "{name}"},
        '1:4 <{name}> `{` without quotes starts a mapping; quote it: "{name}"',
        id="capture",
    ),
    pytest.param(
        "{service}: x\n",
        {"{service}": "x"},
        '1:1 <{service}> `{` without quotes starts a mapping; quote it: "{service}"',
        id="capture-as-key",
    ),
    pytest.param(
        "[x]: a\n", {"[x]": "a"}, '1:1 <[x]> a list or mapping cannot be a key; quote it: "[x]"', id="list-key"
    ),
    pytest.param(
        "a: [x] y\n", {"a": "[x] y"}, '1:4 <[x] y> `[` without quotes starts a list; quote it: "[x] y"', id="after-list"
    ),
    pytest.param(
        "a: [?x]\n",
        {"a": ["?x"]},
        '1:5 <?x> `?` at the start of a value in brackets needs quotes; quote it: "?x"',
        id="question-item",
    ),
    pytest.param(
        "a: {?x: y}\n",
        {"a": {"?x": "y"}},
        '1:5 <?x> `?` at the start of a value in brackets needs quotes; quote it: "?x"',
        id="question-key",
    ),
    pytest.param(
        "a: [:x]\n", {"a": [":x"]}, '1:5 <:x> `:` cannot begin a value without quotes; quote it: ":x"', id="colon-item"
    ),
    pytest.param(
        "a: ,x\n", {"a": ",x"}, '1:4 <,x> `,` cannot begin a value without quotes; quote it: ",x"', id="comma"
    ),
    pytest.param(
        "a: b: c # d\n",
        {"a": "b: c"},
        '1:4 <b: c> a second `: ` in one value needs quotes; quote it: "b: c"',
        id="colons",
    ),
    pytest.param(
        "- a: b: c\n  d: e\n",
        [{"a": "b: c", "d": "e"}],
        '1:6 <b: c> a second `: ` in one value needs quotes; quote it: "b: c"',
        id="colons-in-item",
    ),
    pytest.param(
        'a: "x" y\n',
        {"a": '"x" y'},
        '1:4 <"x" y> something follows the closing quote; quote it: "\\"x\\" y"',
        id="after-quote",
    ),
    pytest.param(
        'a: [b c, "d" e]\n',
        {"a": ["b c", '"d" e']},
        '1:10 <"d" e> `"d"` must be followed by a comma or a closing bracket; quote it: "\\"d\\" e"',
        id="after-quote-in-brackets",
    ),
    pytest.param("a: ? x\n", {"a": "? x"}, '1:4 <? x> `?` here needs quotes; quote it: "? x"', id="question-mark"),
]

SHAPE = [
    pytest.param("a: [x]]\n", {"a": "[x]]"}, '1:4 <[x]]> `]` closes no bracket; quote it: "[x]]"', id="extra-bracket"),
    pytest.param(
        "a: [x,\n  y # c\nb: c\n",
        {"a": ["x", "y"], "b": "c"},
        "1:4 <[> the bracket `[` is never closed; close it with `]`",
        id="open-list",
    ),
    pytest.param(
        "a: {x: y",
        {"a": {"x": "y"}},
        "1:4 <{> the bracket `{` is never closed; close it with `}`",
        id="open-mapping-at-end",
    ),
    pytest.param(
        "- [a\n- [b\n",
        [["a"], ["b"]],
        "1:3 <[> the bracket `[` is never closed; close it with `]`\n"
        "2:3 <[> the bracket `[` is never closed; close it with `]`",
        id="two-open-lists",
    ),
    pytest.param(
        "a: {b: [x, y}\n",
        {"a": {"b": ["x", "y"]}},
        "1:13 <}> `}` closes the `[` of line 1; write `]` before it",
        id="wrong-bracket",
    ),
    pytest.param(
        "a: [x, , y]\n",
        {"a": ["x", "y"]},
        "1:8 <,> nothing stands before this comma; remove the comma",
        id="comma-comma",
    ),
    pytest.param(
        'a: "x\nb: c\n',
        {"a": '"x', "b": "c"},
        '1:4 <"x> the quote `"` is not closed on its line; close it with `"`',
        id="open-quote",
    ),
    pytest.param(
        'a: "x\nb: "c"\nd: e\n',
        {"a": '"x', "b": "c", "d": "e"},
        '1:4 <"x> the quote `"` is not closed on its line; close it with `"`',
        id="open-quote-before-others",
    ),
    pytest.param(
        "a:\n  b:c\n  d: e\n",
        {"a": {"b": "c", "d": "e"}},
        "2:3 <b:c> a space is missing after the colon; write `b: c`",
        id="no-space",
    ),
    pytest.param(
        "a: {x:y, b: c}\n",
        {"a": {"x": "y", "b": "c"}},
        "1:5 <x:y> a space is missing after the colon; write `x: y`",
        id="no-space-in-braces",
    ),
    pytest.param("a\nb: c\n", UNREAD, "1:1 <a> a colon is missing after this key; write `a:`", id="no-colon"),
    pytest.param(
        "- :\n- a\n",
        UNREAD,
        "1:3 <:> a key is missing before this colon; write the key, or quote the value",
        id="no-key-in-item",
    ),
    pytest.param(
        'a: {"b":? c, d: e}\n',
        {"a": {"b": "? c", "d": "e"}},
        '1:9 <? c> `?` cannot begin a value without quotes; quote it: "? c"',
        id="question-behind-quoted-key",
    ),
    pytest.param(
        "a:\n  - b: c\n  {d: e}\n",
        UNREAD,
        "3:3 <{d: e}> a key or a dash is missing before this value; write `- ` or `key: ` before it",
        id="no-dash",
    ),
    pytest.param(
        "a: 1\n'b:\n  c: d\n",
        {"a": 1, "'b": {"c": "d"}},
        "2:1 <'b> the quote `'` is not closed on its line; close it with `'`",
        id="open-quote-of-key",
    ),
    pytest.param(
        ": x\n", UNREAD, "1:1 <: x> a key is missing before this colon; write the key, or quote the value", id="no-key"
    ),
    pytest.param(
        "a: b\n  c: d\n  e: f\ng: @h\n",
        UNREAD,
        "2:3 <c: d> this line is indented below a text; align it with a line above\n"
        '4:4 <@h> `@` cannot begin a value without quotes; quote it: "@h"',
        id="below-text",
    ),
    pytest.param(
        "a:\n  b: c\n d: e\n",
        UNREAD,
        "3:2 <d: e> the indentation of this line matches no line above; align it with a line above",
        id="between-lines",
    ),
    pytest.param(
        "a:\n  - x\n - y\n",
        UNREAD,
        "3:2 <- y> this list item is aligned with no list above; align it with a line above",
        id="item-too-far-left",
    ),
    pytest.param(
        "a:\n  - x\n   - y z # c\n",
        {"a": ["x", "y z"]},
        "3:4 <- y z> this list item is indented below a text and becomes a part of it; align it with line 2",
        id="item-too-far-right",
    ),
    pytest.param(
        "a: - x\n",
        {"a": "- x"},
        "1:4 <- x> a list cannot begin on the line of its key; put the item on its own line, or quote it",
        id="item-after-key",
    ),
    pytest.param(
        "a:\n\tb: c\n\td: e\nx: 1\n",
        {"a": {"b": "c", "d": "e"}, "x": 1},
        "2:1 <\t> a tab indents this line (and 1 more); indent with spaces",
        id="tabs",
    ),
    pytest.param(
        "a: 1\nb: 2\na: 3\n",
        {"a": 1, "b": 2},
        "3:1 <a> the key `a` already stands on line 1; remove one of them",
        id="twice",
    ),
    pytest.param(
        "a: 1\n---\nb: 1\n", UNREAD, "2:1 <---> a second document begins here; put it into a file of its own", id="2"
    ),
    pytest.param(
        "a: 1\n...\nb: 1\n", UNREAD, "3:1 <b: > a second document begins here; put it into a file of its own", id="dots"
    ),
    pytest.param("{a: b}\nc: d\n", UNREAD, "2:1 <c: d> nothing can follow the value above; ", id="after-end"),
    pytest.param("<<: a\nb: 1\n", {"b": 1}, "1:5 <a> `<<` takes a mapping or a list of mappings; ", id="merge-of-text"),
    pytest.param("a: &x [*x]\n", {"a": ["*x"]}, "1:8 <*x> `*x` contains itself; write it out", id="recursive"),
    pytest.param(
        r'a: "\d"' + "\n",
        {"a": r"\d"},
        r"1:5 <\d> `\d` is no escape in double quotes; write `\\` for a backslash, or use single quotes",
        id="escape",
    ),
    pytest.param(
        r'a: "x\ud800"' + "\n",
        {"a": r"x\ud800"},
        r"1:6 <\ud800> `\ud800` is no escape in double quotes; write `\\` for a backslash, or use single quotes",
        id="surrogate-escape",
    ),
    pytest.param(
        r'a: "\UFFFFFFFF"' + "\n",
        {"a": r"\UFFFFFFFF"},
        r"1:5 <\UFFFFFFFF> `\UFFFFFFFF` is no escape in double quotes; "
        r"write `\\` for a backslash, or use single quotes",
        id="escape-out-of-range",
    ),
]


@pytest.mark.parametrize(("text", "expected", "problems"), [*QUOTING, *SHAPE])
def test_reader_explains_mistake_and_reads_on(
    read: Callable[[str], ParsedYaml], text: str, expected: object, problems: str
) -> None:
    parsed = read(text)

    assert (values(parsed.node), drawn(parsed)) == (expected, problems)


def test_reader_reports_all_mistakes_of_a_file_at_once(read: Callable[[str], ParsedYaml]) -> None:
    parsed = read(
        "globs: [**/x, @y, b/{c}/d, *.py]\nwhy: first: second\nin: {x}/y\nnested:\n  g:h\n  i: j\ntwice: 1\ntwice: 2\n"
    )

    assert values(parsed.node) == {
        "globs": ["**/x", "@y", "b/{c}/d", "*.py"],
        "why": "first: second",
        "in": "{x}/y",
        "nested": {"g": "h", "i": "j"},
        "twice": 1,
    }
    places = [(problem.line, problem.column) for problem in parsed.problems]
    assert places == [(1, 9), (1, 15), (1, 19), (1, 28), (2, 6), (3, 5), (5, 3), (8, 1)]
