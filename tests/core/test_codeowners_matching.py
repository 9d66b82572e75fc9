"""The index leaves out only what cannot match: both dialects decide as when every pattern is tried."""

from hypothesis import given, settings
from hypothesis import strategies as st

from archcheck.core.codeowners import Codeowners, Entry, find_locations, guess_dialect, is_team
from archcheck.core.codeowners_github import parse_github
from archcheck.core.codeowners_gitlab import normalise, parse_gitlab
from archcheck.core.fnmatch_ruby import compile_fnmatch
from archcheck.core.gitignore import GitignoreMatcher, parse_gitignore

SEGMENTS = st.sampled_from(
    ["a", "b", "ab", "*", "**", "*b", "a*", "a**", "?", r"\a", "c.x", "*.x", "[a]", "[a/", r"a\b"]
)
PATTERNS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "/", "**/"]),
    st.lists(SEGMENTS, min_size=1, max_size=4).map("/".join),
    st.sampled_from(["", "/", "/**"]),
)
PATHS = st.lists(st.sampled_from(["a", "b", "ab", "c.x", "d.x", "x"]), min_size=1, max_size=5).map("/".join)


def lines(patterns: list[str]) -> bytes:
    return "".join(f"{pattern} @o{number}\n" for number, pattern in enumerate(patterns)).encode()


def last(found: Codeowners, matching: list[Entry]) -> tuple[Entry, ...]:
    return tuple(matching[-1:])


def in_git(pattern: str, path: str) -> bool:
    """Whether a line of GitHub matches, by what `.gitignore` means by it."""
    steps = [path[:at] for at, character in enumerate(path) if character == "/"]
    shallow = pattern.rpartition("/")[2] == "*" and "/" in pattern
    rules = parse_gitignore(pattern.encode())
    matcher = GitignoreMatcher().descend(b"", rules)
    above = any(matcher.ignores(step.encode(), is_directory=True) for step in steps) and not shallow
    return above or any(rule.glob.matches(path.rpartition("/")[2].encode(), path.encode()) and not rule.directories_only
                        for rule in rules)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PATTERNS, max_size=8), st.lists(PATHS, min_size=1, max_size=4))
def test_github_decides_by_the_last_line_that_matches(patterns: list[str], paths: list[str]) -> None:
    found = parse_github(lines(patterns))
    for path in paths:
        matching = [entry for entry in found.entries if in_git(entry.pattern, path)]
        assert found.match(path) == tuple(matching)
        assert found.decide(path) == last(found, matching)


@settings(deadline=None)
@given(st.lists(PATTERNS, max_size=8), st.lists(PATHS, min_size=1, max_size=4))
def test_gitlab_decides_by_the_last_line_that_matches(patterns: list[str], paths: list[str]) -> None:
    found = parse_gitlab(lines([pattern for pattern in patterns if not pattern.startswith("[")]))
    for path in paths:
        names = f"/{path}".split("/")
        matching = [entry for entry in found.entries if compile_fnmatch(normalise(entry.pattern))(names)]
        assert found.match(path) == tuple(matching)
        assert found.decide(path) == last(found, matching)


def test_the_first_location_of_the_dialect_counts() -> None:
    files = [".github/CODEOWNERS", ".gitlab/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", "x/CODEOWNERS"]
    assert find_locations("github", files) == [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"]
    assert find_locations("gitlab", files) == ["CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"]


def test_the_dialect_is_told_by_the_files_of_the_repository() -> None:
    told = {
        "github": [
            [],
            ["CODEOWNERS"],
            [".github/CODEOWNERS", ".gitlab/CODEOWNERS"],
            [".gitlab-ci.yml", ".github/x.yml"],
        ],
        "gitlab": [[".gitlab/CODEOWNERS"], ["CODEOWNERS", ".gitlab-ci.yml"]],
    }
    assert [(dialect, guess_dialect(files)) for dialect, cases in told.items() for files in cases] == [
        (dialect, dialect) for dialect, cases in told.items() for _ in cases
    ]


def test_teams_are_told_from_people_as_far_as_they_can_be() -> None:
    assert [is_team(owner) for owner in ("@o/t", "@g/s/t", "@@owners", "@alice", "a/b@c.org")] == [
        True,
        True,
        True,
        False,
        False,
    ]
