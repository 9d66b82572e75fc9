"""GitLab's dialect: sections, defaults, exclusions, mistakes, and who owns what."""

import pytest

from archcheck.core.codeowners import Codeowners
from archcheck.core.codeowners_gitlab import parse_gitlab


def parse(text: str) -> Codeowners:
    return parse_gitlab(text.encode())


def deciding(text: str, path: str) -> list[tuple[str, int, tuple[str, ...]]]:
    """The section, line and owners of each entry that decides."""
    return [(entry.section, entry.line, entry.owners) for entry in parse(text).decide(path)]


@pytest.mark.parametrize(
    ("lines", "path", "expected"),
    [
        pytest.param("docs @x", "docs/a", None, id="a-name-is-no-directory"),
        pytest.param("/docs/** @x", "docs/a", ("@x",), id="two-stars-at-the-end"),
        pytest.param("/docs/** @x", "docs/x/a", None, id="two-stars-at-the-end-are-one"),
        pytest.param("/docs/**/* @x", "docs/x/a", ("@x",), id="everything-below"),
        pytest.param("docs/* @x", "pkg/docs/a", ("@x",), id="a-slash-inside-does-not-anchor"),
        pytest.param("foo/bar @x", "z/foo/bar", ("@x",), id="nor-without-a-star"),
        pytest.param("f* @x", "foo/bar", None, id="directories-are-not-entered"),
        pytest.param("foo/*/baz @x", "foo/x/baz/q", None, id="nor-by-a-path"),
        pytest.param("/app/[id]/p @x", "app/i/p", ("@x",), id="a-class"),
        pytest.param("/app/[id]/p @x", "app/[id]/p", None, id="a-class-is-not-literal"),
        pytest.param(r"/app/\[id\]/p @x", "app/[id]/p", ("@x",), id="escaped-brackets"),
        pytest.param(r"\#x @x", "#x", ("@x",), id="escaped-hash"),
        pytest.param("/** @x", "a/b", None, id="two-stars-alone-anchored"),
        pytest.param("* @x", "a/.b/c", ("@x",), id="everything"),
        pytest.param("/docs/ @x\nlib/ @y", "a/lib/b/c", ("@y",), id="directory-anywhere"),
        pytest.param("*/ @x", "a", None, id="any-directory-holds-no-file-of-the-top"),
        pytest.param("**/ @x", "a", ("@x",), id="any-depth"),
        pytest.param(r"with\ blank/ @s", "with blank/a", ("@s",), id="escaped-blank"),
        pytest.param("* @g @g/s/t @@owners A@B.org", "a", ("@g", "@g/s/t", "@@owners", "A@B.org"), id="owners"),
        pytest.param("* @g\n/docs/", "docs/a", (), id="unowned-on-purpose"),
        pytest.param("* @g\n/docs/ @d", "x", ("@g",), id="other"),
        pytest.param("/docs/ @d", "x", None, id="nothing-matches"),
    ],
)  # fmt: skip
def test_owners_of_a_path(lines: str, path: str, expected: tuple[str, ...] | None) -> None:
    assert parse(lines).owners_of(path) == expected


def test_sections_apply_side_by_side() -> None:
    text = "* @all\n[Docs] @writers\n*.md\n/docs/ @d\n[Ops][2] @ops\n/docs/*.md @o1 @o2\n"
    assert deciding(text, "docs/a.md") == [
        ("codeowners", 1, ("@all",)),
        ("Docs", 4, ("@d",)),
        ("Ops", 6, ("@o1", "@o2")),
    ]
    assert parse(text).owners_of("docs/a.md") == ("@all", "@d", "@o1", "@o2")
    assert deciding(text, "b.md") == [("codeowners", 1, ("@all",)), ("Docs", 3, ("@writers",))]


def test_sections_of_one_name_are_one_and_each_header_has_its_own_defaults() -> None:
    text = "[Docs] @a\nx\n^[DOCS][3] @b\ny\n[ docs ]\nx @c\n"
    found = parse(text)
    assert [(e.section, e.pattern, e.owners, e.optional, e.approvals) for e in found.entries] == [
        ("Docs", "x", ("@c",), False, 1),
        ("Docs", "y", ("@b",), False, 3),
    ]
    assert [(old.line, new.line) for old, new in found.replaced] == [(2, 6)]


def test_a_section_is_optional_only_if_all_its_entries_are() -> None:
    text = "^[A]\nx @a\n^[a]\ny @a\n[B]\n^[b]\nx @b\n^[C]\nx @c\n[C]\ny @c\n"
    assert {(e.section, e.optional) for e in parse(text).entries} == {("A", True), ("B", True), ("C", False)}


def test_a_pattern_that_comes_again_keeps_its_place_and_gets_the_later_owners() -> None:
    text = "*.md @a\nREADME.md @b\n*.md @c\n"
    assert deciding(text, "README.md") == [("codeowners", 2, ("@b",))]
    assert deciding(text, "CHANGES.md") == [("codeowners", 3, ("@c",))]


@pytest.mark.parametrize("text", ["!vendor/\n* @g\n", "* @g\n!vendor/\n", "vendor/ @v\n!vendor/\n* @g\n"])
def test_an_exclusion_counts_wherever_it_stands(text: str) -> None:
    assert parse(text).owners_of("vendor/a") == ()
    assert parse(text).owners_of("a") == ("@g",)


def test_an_exclusion_is_one_of_its_section_only() -> None:
    text = "* @g\n[Docs] @d\n!vendor/\n*\n"
    assert parse(text).owners_of("vendor/a") == ("@g",)
    assert parse(text).owners_of("a") == ("@g", "@d")


def test_any_line_that_begins_with_brackets_is_a_header() -> None:
    found = parse("[id].tsx @x\nb @y\nc\n")
    assert [(entry.section, entry.owners) for entry in found.entries] == [("id", ("@y",)), ("id", ("@x",))]
    assert [each.message for each in found.problems] == [
        "Invalid section format on line 1",
        "Malformed owner on line 1: .tsx",
    ]


def test_words_of_an_inline_comment_are_read_as_owners() -> None:
    found = parse("[A] @default\n* @g # ask @h\nx # nobody\n")
    assert found.owners_of("a") == ("@g", "@h")
    assert found.owners_of("x") == ()


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        pytest.param("* docs@", 3, "Malformed owner on line 2: docs@", id="owner"),
        pytest.param("[] @a", 2, "Missing section name on line 2", id="no-name"),
        pytest.param("[A][0] @a", 5, "Invalid approval requirement on line 2", id="zero-approvals"),
        pytest.param("[A][two] @a", 5, "Invalid approval requirement on line 2", id="approvals-in-words"),
        pytest.param("^[A][2] @a", 6, "Approvals of an optional section on line 2", id="optional-approvals"),
        pytest.param("[A x @a", 1, "Invalid section format on line 2", id="open-header"),
        pytest.param("[A] @a b@", 8, "Malformed owner on line 2: b@", id="owner-of-a-header"),
        pytest.param("/docs/", 1, "Zero owners on line 2", id="no-owner"),
    ],
)
def test_a_mistake_is_told_at_its_place(line: str, column: int, message: str) -> None:
    problems = parse(f"a @b\n{line}\n").problems
    assert (problems[0].line, problems[0].column, problems[0].message) == (2, column, message)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"x" * 3_000_000, id="one-word"),
        pytest.param(b"/a/b*c/?d @x\n" * 20_000, id="one-pattern-often"),
        pytest.param("".join(f"/d{n}/**/x*{n} @a @b\n" for n in range(20_000)).encode(), id="many-patterns"),
        pytest.param("".join(f"[s{n}]\nx @a\n" for n in range(10_000)).encode(), id="many-sections"),
        pytest.param(b"\\" * 1_000_000 + b"\n[", id="backslashes"),
        pytest.param(b"[" * 1_000_000, id="brackets"),
        pytest.param(b"[a]" * 300_000 + b"\n[a][0] " + b"@a/" * 200_000, id="headers"),
        pytest.param(b"!" + b"[x]" * 3_000 + b" @x\n" + b"/**" * 3_000 + b" @y\n", id="classes"),
        pytest.param(bytes(range(256)) * 2_000, id="binary"),
        pytest.param(bytes(range(1, 256)) * 2_000, id="every-byte"),
    ],
)
def test_a_hostile_file_is_read(content: bytes) -> None:
    found = parse_gitlab(content)
    found.decide("d1/a/x1")
    assert all(len(each.source) < 300 for each in found.problems)
