"""GitHub's dialect: lines, mistakes in GitHub's words, and who owns what."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from archcheck.core.codeowners_github import MAX_BYTES, parse_github
from archcheck.core.gitignore import GitignoreMatcher, parse_gitignore

TABLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "codeowners-github-patterns.json"
"""Public assertions about GitHub's patterns, which lie beside the repository where it is developed."""
NOT_AS_IN_TABLE = {("foo/**/", "foo/bar")}
"""`foo/**/` is about directories, so it cannot match a file; git says so, too."""

PATTERNS = [
    "foo", "/foo", "foo/", "/foo/", "foo/bar", "/foo/bar/", "foo/*.txt", "*.txt", "**/foo", "/**/foo/", "foo/**",
    "foo/**/bar", "foo/**/", "f*", "*o", "f?o", "a*b*c", "/*/foo", "*/foo/", "**/foo/bar", "foo**", "/foo**/bar", "\\*",
    "foo\\ bar", "foo/b\\*r", "/f*", "*.*", ".*", "/**", "**",
]  # fmt: skip
PATHS = [
    "foo", "foo/bar", "bar/foo", "foo/bar/baz", "a/foo/bar", "foo.txt", "foo/a.txt", "a/b/foo/a.txt", "fool",
    "a/b/c/foo/d",
    "foo/a/b/bar", "fo", "fao/x", "axbyc", "a/x/foo", "x/foo", "foo bar", "foo/b*r", "foo/bxr", ".hidden",
    "a/.b/c", "*",
    "foox/y/bar",
]  # fmt: skip


def owners(text: str, path: str) -> tuple[str, ...] | None:
    return parse_github(text.encode()).owners_of(path)


def table() -> list[Any]:
    return json.loads(TABLE.read_text("utf-8")) if TABLE.exists() else []


@pytest.mark.skipif(not TABLE.exists(), reason=f"{TABLE.name} is not there")
def test_public_assertions_hold() -> None:
    wrong = [
        (case["pattern"], path)
        for case in table()
        if "[" not in case["pattern"]  # a mistake on GitHub, whatever the table says
        for path, matches in case["paths"].items()
        if (owners(f"{case['pattern']} @x", path) is not None) != matches
    ]
    assert set(wrong) == NOT_AS_IN_TABLE


def test_patterns_match_as_gitignore_patterns_do_in_git(tmp_path: Path) -> None:
    """Here without a lone star at the end, which reaches into directories in git alone."""
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    for pattern in PATTERNS:
        (tmp_path / ".git" / "info" / "exclude").write_text(f"{pattern}\n", "utf-8")
        asked = "".join(f"{path}\0" for path in PATHS).encode()
        command = ["git", "-C", str(tmp_path), "check-ignore", "--no-index", "--stdin", "-z"]
        ignored = (
            subprocess.run(command, input=asked, capture_output=True, check=False).stdout.decode().split("\0")[:-1]
        )
        assert [path for path in PATHS if owners(f"{pattern} @x", path)] == ignored, pattern


@pytest.mark.parametrize("pattern", ["docs/*", "/*", "/docs/x/*", "**/docs/*"])
def test_a_lone_star_at_the_end_does_not_reach_into_directories(pattern: str) -> None:
    matcher = GitignoreMatcher().descend(b"", parse_gitignore(pattern.encode()))
    path = "docs/x/a/b.md"
    assert matcher.ignores(path.encode(), is_directory=False)
    assert owners(f"{pattern} @x", path) is None


@pytest.mark.parametrize(
    ("lines", "path", "expected"),
    [
        pytest.param("* @g\n*.js @js", "a/b.js", ("@js",), id="last-line-decides"),
        pytest.param("*.js @js\n* @g", "a/b.js", ("@g",), id="order-not-length"),
        pytest.param("* @g\ndocs/* @d", "docs/a.md", ("@d",), id="star-in-directory"),
        pytest.param("* @g\ndocs/* @d", "docs/x/a.md", ("@g",), id="star-not-deeper"),
        pytest.param("* @g\napps/ @a", "k/apps/y/z", ("@a",), id="directory-anywhere"),
        pytest.param("* @g\napps/ @a", "apps", ("@g",), id="directory-is-no-file"),
        pytest.param("/apps/ @o\n/apps/github", "apps/github/a.js", (), id="unowned-on-purpose"),
        pytest.param("/apps/ @o", "lib/a.js", None, id="nothing-matches"),
        pytest.param("/foo @f", "fool", None, id="whole-names"),
        pytest.param("/app/[id]/p.tsx @x", "app/[id]/p.tsx", None, id="brackets-are-a-mistake"),
        pytest.param(r"/app/\[id\]/p.tsx @x", "app/[id]/p.tsx", ("@x",), id="escaped-brackets"),
        pytest.param("!vendor/ @x", "vendor/a", None, id="no-negation"),
        pytest.param(r"\#f @x", "#f", None, id="no-leading-hash"),
        pytest.param(r"path\ with\ spaces/ @s", "path with spaces/a", ("@s",), id="escaped-blanks"),
        pytest.param("*.{js,ts} @x", "a.js", None, id="braces-are-literal"),
        pytest.param("*.{js,ts} @x", "a.{js,ts}", ("@x",), id="literal-braces"),
        pytest.param("Src/ @x", "src/a", None, id="case-matters"),
        pytest.param("* @g # default", "a", ("@g",), id="comment-behind"),
        pytest.param("a#b @x\n", "a", (), id="hash-begins-a-comment-anywhere"),
        pytest.param("* @g\n*.js @js docs@", "a.js", ("@g",), id="line-with-a-wrong-owner-is-skipped"),
        pytest.param("\ufeff* @g\r\n*.js\t@a  @b \r\n", "a.js", ("@a", "@b"), id="mark-tabs-and-carriage-returns"),
        pytest.param("* @g @g @o/t a@b.org", "a", ("@g", "@o/t", "a@b.org"), id="owners-once"),
        pytest.param("/a/b/ @x\n/a/b/c @y", "a/b/", ("@x",), id="a-directory-itself"),
    ],
)
def test_owners_of_a_path(lines: str, path: str, expected: tuple[str, ...] | None) -> None:
    assert owners(lines, path) == expected


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        pytest.param("***/*.rb @monalisa", 1, "Invalid pattern on line 2: Did you mean `**/*.rb`?", id="three-stars"),
        pytest.param("*.txt docs@", 7, "Invalid owner on line 2: docs@", id="owner"),
        pytest.param("  *.txt @ok @-no", 13, "Invalid owner on line 2: @-no", id="owner-further-right"),
        pytest.param(
            "/ @x",
            1,
            "Invalid pattern on line 2: This pattern will never match anything, did you mean `*`?",
            id="slash",
        ),
        pytest.param("/app/[id]/p @x", 1, r"Invalid pattern on line 2: Did you mean `/app/\[id\]/p`?", id="brackets"),
        pytest.param(
            r"/app/\[id]/p @x", 1, r"Invalid pattern on line 2: Did you mean `/app/\[id\]/p`?", id="one-bracket"
        ),
        pytest.param("!x @x", 1, "Invalid pattern on line 2: Negation is not supported", id="negation"),
        pytest.param(r"\#x @x", 1, "Invalid pattern on line 2: A pattern cannot begin with `#`", id="hash"),
        pytest.param(
            "@org/team", 1, "Invalid pattern on line 2: A pattern is expected before the owner", id="owner-alone"
        ),
    ],
)
def test_a_line_that_is_not_understood_is_told_and_skipped(line: str, column: int, message: str) -> None:
    found = parse_github(f"* @g\n{line}\n".encode())
    told = [(each.line, each.column, each.message, each.source) for each in found.problems]
    assert told == [(2, column, message, line.strip())]
    assert [entry.pattern for entry in found.entries] == ["*"]


def test_lines_without_content_say_nothing() -> None:
    found = parse_github(b"\n  \t\n# comment\n   # comment\n* @g\n")
    assert [(entry.line, entry.column) for entry in found.entries] == [(5, 1)]
    assert found.problems == ()


def test_secrets_in_a_line_are_masked() -> None:
    found = parse_github(b"https://me:hunter2@example.org/[x] @a ghp_0123456789012345678901234567890123456789\n")
    assert "hunter2" not in repr(found.problems)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(b"* @a\n" + b"#" * MAX_BYTES, "File too large", id="size"),
        pytest.param(b"* @a\n\0\n", "Not a text file", id="binary"),
    ],
)
def test_nothing_is_loaded_from_what_github_does_not_read(content: bytes, kind: str) -> None:
    found = parse_github(content)
    assert [each.kind for each in found.problems] == [kind]
    assert found.problems[0].line == 0
    assert found.owners_of("a") is None


def test_names_that_are_no_utf8_match() -> None:
    path = b"caf\xe9/a".decode("utf-8", "surrogateescape")
    assert parse_github(b"/caf\xe9/ @x\n").owners_of(path) == ("@x",)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"x" * 2_900_000, id="one-word"),
        pytest.param(b"/a/b*c/?d @x\n" * 20_000, id="many-lines"),
        pytest.param("".join(f"/d{n}/**/x*{n} @a @b\n" for n in range(20_000)).encode(), id="many-patterns"),
        pytest.param(b"\\" * 1_000_000, id="backslashes"),
        pytest.param(b"[" * 1_000_000, id="brackets"),
        pytest.param(b"*a" * 4_000 + b" @x\n/*" + b"*/*" * 3_000 + b" @y\n", id="stars"),
        pytest.param(b"a@" * 500_000 + b" " + b"a@b." * 300_000, id="owners"),
        pytest.param(b" \t" * 1_000_000, id="blanks"),
        pytest.param(b"\\ " * 500_000 + b"@" * 500_000, id="escaped-blanks"),
        pytest.param(bytes(range(1, 256)) * 2_000, id="every-byte"),
    ],
)
def test_a_hostile_file_is_read(content: bytes) -> None:
    found = parse_github(content)
    found.decide("d1/a/x1")
    assert all(len(each.source) < 300 and len(each.message) < 400 for each in found.problems)


def test_a_url_with_a_password_is_no_owner_and_its_password_is_not_shown() -> None:
    read = parse_github(b"* https://joe:hunter2@example.org/x\n")
    assert [(each.kind, "hunter2" in each.source) for each in read.problems] == [("Invalid owner", False)]
    assert read.entries == ()
