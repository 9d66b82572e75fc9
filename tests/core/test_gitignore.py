"""Matching of .gitignore patterns: a table, git itself as the judge, and hostile patterns."""

import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archcheck.core.gitignore import GitignoreMatcher, compile_glob, parse_gitignore

FILES: tuple[bytes, ...] = (
    *rb"a ab b c .a [a] a] - !a #a A {a,b} a^ foobar foo a1 a.b.c".split(),
    *(b"a b", b"a ", b"\ta", b"\xc3\xa9"),
)
DIRECTORIES = (b"d", b"d/d", b"d/e", b"d/e/d", b"e", b"foox", b"foox/y", b"d e", b".d", b"D", b"d-e")
DEEP_FILES = tuple(b"%s/%s" % (above, name) for above in DIRECTORIES for name in (b"a", b"ab", b".a", b"bar", b"d.d"))
if os.name == "posix":
    FILES += (b"\\", b"a\\", b"a*", b"a?", b"a\nb", b"\xff", b"a\\b", b"*", b":")


class IgnoreRepository:
    """A git repository with a fixed tree, asked again and again with other .gitignore files."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.paths = tuple(path for path in (*FILES, *DIRECTORIES, *DEEP_FILES) if self._create(path))
        self.directories = frozenset(path for path in self.paths if os.path.isdir(self._native(path)))
        self._git("init", "-q")

    def ask_git(self, ignore_files: Mapping[bytes, bytes]) -> dict[bytes, tuple[bytes, int] | None]:
        """For each path the .gitignore file and line that decide, according to `git check-ignore`."""
        for name, content in ignore_files.items():
            Path(self._native(name)).write_bytes(content)
        try:
            # A leading colon would be pathspec magic, hence the "./", which git repeats in its answer.
            paths = b"".join(b"./%s\0" % path for path in self.paths)
            out = self._git("check-ignore", "--no-index", "-v", "-n", "-z", "--stdin", stdin=paths)
        finally:
            for name in ignore_files:
                os.unlink(self._native(name))
        fields = out.split(b"\0")[:-1]
        return {
            path[2:]: (source, int(line)) if source else None
            for source, line, path in zip(fields[0::4], fields[1::4], fields[3::4], strict=True)
        }

    def ask_matcher(self, ignore_files: Mapping[bytes, bytes]) -> dict[bytes, tuple[bytes, int] | None]:
        """The same according to the matcher, which is built as a walk would build it."""
        answers: dict[bytes, tuple[bytes, int] | None] = {}
        for path in self.paths:
            matcher = GitignoreMatcher()
            answers[path] = None
            for directory in (b"", *(path[:at] for at, char in enumerate(path) if char == ord("/"))):
                if directory and answers[path] is None:
                    answers[path] = self._answer(matcher, ignore_files, directory, is_directory=True, ignored_only=True)
                name = directory + b"/.gitignore" if directory else b".gitignore"
                matcher = matcher.descend(directory, parse_gitignore(ignore_files.get(name, b"")))
            if answers[path] is None:
                answers[path] = self._answer(matcher, ignore_files, path, is_directory=path in self.directories)
        return answers

    @staticmethod
    def _answer(
        matcher: GitignoreMatcher,
        ignore_files: Mapping[bytes, bytes],
        path: bytes,
        *,
        is_directory: bool,
        ignored_only: bool = False,
    ) -> tuple[bytes, int] | None:
        rule = matcher.decide(path, is_directory=is_directory)
        if rule is None or (ignored_only and rule.negated):
            return None
        for level in matcher.levels:
            if any(rule is own for own in level.rules):
                return level.directory + b".gitignore", rule.line
        raise AssertionError(rule)

    def _create(self, path: bytes) -> bool:
        try:
            if path in DIRECTORIES:
                os.mkdir(self._native(path))
            else:
                with open(self._native(path), "xb"):
                    pass
        except OSError:  # a file system that folds case or refuses bytes that are no UTF-8
            return False
        return True

    def _native(self, path: bytes) -> str:
        return os.path.join(self.root, os.fsdecode(path))

    def _git(self, *args: str, stdin: bytes = b"") -> bytes:
        env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        command = ["git", "-c", "core.ignoreCase=false", *args]
        done = subprocess.run(command, cwd=self.root, input=stdin, env=env, capture_output=True, check=False)
        assert done.returncode in {0, 1}, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> IgnoreRepository:
    return IgnoreRepository(tmp_path_factory.mktemp("ignore"))


PLAIN_PATTERNS = rb"""
a /a a/ d d/ /d /d/ d/d d/d/ * ** *** /* /** */ **/ / // ! !a \!a #a \#a d/** d/* d/**/d **/d **/d/a d/**/a
d/*/a d/*** d/***/a d** /d** /foo** /foo**/bar /foo**/y/bar foo**bar /foo*/bar **foo **bar d/**a d/a** d/e**/d
*/**/a **/**/a **/*/a d/**/**/a /**/a d\/a **\/a d/**\/a d\/**/a d\/** /**\/d ? ?? ??? /? a? ?/a [a] [!a] [^a]
[ab] [a-b] [b-a] []] []a] [!]] a[]] []-a] [a a[ [ [] [!] [^] [[]a] \[a] [\]a] [a\] [\ [a- [a-\ [a-\b] [\a-\c]
[--a] [a-] [-] [!-] [[:alpha:]] [[:upper:]] [![:upper:]] [[:alpha:][:digit:]] [[:nope:]] a[[:nope:]] [[:alpha:]
[[:alpha] [[:] [[::]] [[:alpha:]-z] [[:a] a[[:digit:]] [a/b] d[/]a d/[!a]b \ a\ \a \\ a\\ a\* a\? \* {a,b} *.b.*
*.*.*.* a*b*c *a* *b a* */a */* */*/a d/e/* d*/a d?e/a .* .a *.d ./a d/./a ../a d//a *\ **/\ [:alpha:] foo foo*
/f*x /f*x/ /f*x/** *[!a] *? ?* *?* ?**?
""".split()
ODD_PATTERNS = (
    b"", b" ", b"  ", b"a ", b"a\\ ", b"a\\  ", b"a\\\\ ", b"a \\ ", b"\ta", b"a\t", b"\xc3?", b"\xc3[\xa0-\xaf]",
    b"[\xff]", b"\xff", b"[\x80-\xff]*", b"d e/a", b"d\\ e", b"d e/", b"a\rb", b"a\x00b", b"\x00",
)  # fmt: skip


@pytest.mark.parametrize("pattern", [pytest.param(p, id=repr(p)[2:-1]) for p in (*PLAIN_PATTERNS, *ODD_PATTERNS)])
def test_one_pattern_decides_as_git_does(repository: IgnoreRepository, pattern: bytes) -> None:
    files = {b".gitignore": pattern + b"\n"}
    assert repository.ask_matcher(files) == repository.ask_git(files)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbfa\n", id="byte order mark"),
        pytest.param(b"a\r\nd/\r\n\r\n*.b\r\n", id="carriage returns"),
        pytest.param(b"a\r", id="carriage return at the end"),
        pytest.param(b"b\n\na", id="no newline at the end"),
        pytest.param(b"*\n!a\n!d/\n", id="negation"),
        pytest.param(b"d/\n!d/a\n", id="no way back below an ignored directory"),
        pytest.param(b"d/*\n!d/a\n!d/e\n", id="a way back below an open directory"),
        pytest.param(b"!a\na\n!a\n", id="last line wins"),
        pytest.param(b"\n\n# note\n\na\n", id="lines are counted"),
        pytest.param(b"", id="empty"),
    ],
)
def test_a_whole_file_decides_as_git_does(repository: IgnoreRepository, content: bytes) -> None:
    assert repository.ask_matcher({b".gitignore": content}) == repository.ask_git({b".gitignore": content})


def test_deeper_files_win_and_are_relative_to_their_directory(repository: IgnoreRepository) -> None:
    files = {b".gitignore": b"a\nd.d\n", b"d/.gitignore": b"!a\n/e/ab\nd/bar\n", b"d/e/.gitignore": b"a\n!/d.d\n"}
    expected = repository.ask_git(files)
    assert repository.ask_matcher(files) == expected
    assert expected[b"d/a"] == (b"d/.gitignore", 1)
    assert expected[b"d/e/a"] == (b"d/e/.gitignore", 1)


@pytest.mark.parametrize(
    "name",
    ["alnum", "alpha", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "xdigit"],
)
def test_character_classes_hold_the_bytes_that_git_holds(tmp_path: Path, name: str) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / ".gitignore").write_text(f"x[[:{name}:]]y\n")
    paths = [b"x%cy" % byte for byte in range(1, 256) if byte != ord("/")]
    command = ["git", "-c", "core.ignoreCase=false", "check-ignore", "--no-index", "-z", "--stdin"]
    done = subprocess.run(command, cwd=tmp_path, input=b"\0".join(paths), capture_output=True, check=True)
    glob = compile_glob(b"x[[:%s:]]y" % name.encode())
    assert [path for path in paths if glob.matches(path, path)] == done.stdout.split(b"\0")[:-1]


TOKENS = (b" ", *rb"a b d e foo . / * ** *** ? [ ] ! ^ - \ [a-c] /**/".split())
PATTERN = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=7).map(b"".join)
IGNORE_FILE = st.lists(PATTERN, min_size=1, max_size=5).map(b"\n".join)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outer=IGNORE_FILE, inner=IGNORE_FILE)
def test_generated_files_decide_as_git_does(repository: IgnoreRepository, outer: bytes, inner: bytes) -> None:
    files = {b".gitignore": outer, b"d/.gitignore": inner}
    assert repository.ask_matcher(files) == repository.ask_git(files)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        pytest.param(b"*a" * 200 + b"b", b"a" * 4000, id="200 stars, one name"),
        pytest.param(b"x/" + b"*a" * 200 + b"b", b"x/" + b"a" * 4000, id="200 stars below a directory"),
        pytest.param(b"*." * 40 + b"x", b"." * 4000, id="40 dots"),
        pytest.param(b"**/a/" * 200 + b"b", b"a/" * 2000 + b"c", id="200 double stars"),
        pytest.param(b"**/*a*/" * 40 + b"b", b"aaaaaaaaaa/" * 400 + b"c", id="double stars and stars"),
        pytest.param(b"*[a-z]?" * 100 + b"!", b"q" * 4000, id="stars and sets"),
        pytest.param(b"?*" * 200 + b"!", b"q" * 4000, id="question marks and stars"),
        pytest.param(b"[" * 20000, b"[", id="open brackets"),
        pytest.param(b"[[:" * 7000, b"[", id="open classes"),
        pytest.param(b"a" * 100 + b"\\" * 20001, b"a", id="backslashes"),
    ],
)
def test_hostile_patterns_are_decided_at_once(pattern: bytes, path: bytes) -> None:
    # Backtracking would take longer than the age of the universe here; the bound only has to tell these two apart.
    start = time.process_time()
    assert not compile_glob(pattern).matches(path, path)
    assert time.process_time() - start < 5


def test_ignores_a_path_below_an_ignored_directory() -> None:
    matcher = GitignoreMatcher().descend(b"", parse_gitignore(b"build/\n!build/keep\n"))
    assert matcher.ignores(b"build/keep", is_directory=False)
    assert matcher.ignores(b"x/build/y/z", is_directory=False)
    assert not matcher.ignores(b"build", is_directory=False)
