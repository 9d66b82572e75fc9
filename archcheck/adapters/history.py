"""History: what git says changed since a commit, by whom, and which branches were merged. Nothing is checked out."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archcheck.adapters.git import Git
from archcheck.adapters.reading import path_text
from archcheck.core.history import Author, Authors, Merge, merged_branch, parse_log
from archcheck.errors import SourceError

WORKING_TREE = ""
INDEX = ":"
"""What a tree is called that is no commit; all others are called by the id of the commit."""
_RENAMES = ("-M", "-l1000")
_RAW = ("--raw", "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty")
_LOG = ("-z", "--encoding=UTF-8", "--no-show-signature", "--no-color")
_FETCH_ALL = "fetch all of the history (fetch-depth: 0, or git fetch --unshallow)"
_FETCH_NAME = "correct the name, or fetch it (git fetch --tags, fetch-depth: 0)"
_REQUESTS = (
    ("GITHUB_BASE_REF", "GITHUB_HEAD_REF"),
    ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"),
)
"""Where GitHub and GitLab say into which branch which other one is to be merged."""


class UnknownHistoryError(Exception):
    """The clone does not tell; the text is the reason, with the way out."""


class Base(NamedTuple):
    """A commit to compare with, and how users can name it."""

    commit: str
    name: str


class RawChange(NamedTuple):
    """One record of git: modes and content ids before and after (all zeros for none), a letter, one or two paths."""

    modes: tuple[str, str]
    ids: tuple[str, str]
    status: str
    path: str
    new_path: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The history behind one tree of a repository: the working tree, the index, or a commit.

    `options` are those of git that keep it from running the filters of its configuration.
    """

    git: Git
    tree: str = WORKING_TREE
    options: Sequence[str] = ()

    @property
    def tip(self) -> str:
        """The commit that the tree is, or is made from."""
        return "HEAD" if self.tree in (WORKING_TREE, INDEX) else self.tree

    def find_base(self, ref: str) -> Base:
        """The commit that `ref` names; of a branch, the one where this history left it.

        A branch may be known under the name that it has on `origin` alone. Raises UnknownHistoryError.
        """
        for name in (ref, f"origin/{ref}"):
            commit = self._ask("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
            if commit:
                full = self._ask("rev-parse", "--symbolic-full-name", name)
                if not full.startswith(("refs/heads/", "refs/remotes/")):
                    return Base(commit, name)
                left = self.merge_base(commit, name)
                return Base(left, left[:12])
        way_out = _FETCH_ALL if self.git.shallow_commits() else _FETCH_NAME
        raise UnknownHistoryError(f'there is no tag, branch or commit "{ref}" in this clone: {way_out}')

    def since(self, ref: str) -> Base:
        """The commit where this history left what `ref` names, whatever that is. Raises UnknownHistoryError."""
        base = self.find_base(ref)
        return base._replace(commit=self.merge_base(base.commit, ref))

    def merge_base(self, commit: str, name: str) -> str:
        """The last commit of this history that `commit` has as well. Raises UnknownHistoryError."""
        found = self._ask("merge-base", commit, self.tip)
        if not found:
            why = (
                f"the clone is shallow: {_FETCH_ALL}" if self.git.shallow_commits() else "they have no commit in common"
            )
            raise UnknownHistoryError(f"where this state and {name} parted is not known, {why}")
        return found

    def head(self) -> Base:
        """The last commit; the empty tree before the first one."""
        commit = self._ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        return Base(commit or self._ask("hash-object", "-t", "tree", "--stdin"), "HEAD")

    def changes(self, base: str) -> list[RawChange]:
        """What is different in the tree, with renames where git can tell them. Raises SourceError."""
        try:
            return list(_parse_raw(self._diff(base, *_RAW, *_RENAMES)))
        except SourceError:  # a partial clone does not have what renames are found by
            return list(_parse_raw(self._diff(base, *_RAW, "--no-renames")))

    def authors(self, base: str) -> Authors:
        """Who changed what since `base`, and who is about to. Raises UnknownHistoryError, SourceError."""
        self._require_whole(base)
        told = self.git.run("log", *_LOG, "--format=%x01%H%x00%an%x00%ae%x00", "--name-only", "--no-renames", "-c",
                            f"{base}..{self.tip}", "--") if self._has_commits() else b""  # fmt: skip
        found: dict[str, list[Author]] = {}
        for author, paths in reversed(list(parse_log(path_text(told)))):
            for path in paths:
                found.setdefault(path, []).append(author)
        nobody: set[str] = set()
        now = self._author_now()
        for path in self._uncommitted():
            if now is None:
                nobody.add(path)
            else:
                found.setdefault(path, []).append(now)
        return Authors(found, frozenset(nobody))

    def merges(self, base: str, environment: Mapping[str, str] = os.environ) -> tuple[Merge, ...]:
        """The branch that a pull or merge request would merge; else those merged since `base`, the earliest first.

        Raises UnknownHistoryError when it is not known which branch this is, SourceError.
        """
        for into, source in _REQUESTS:
            if environment.get(into) and environment.get(source):
                return (Merge(environment[into], environment[source], ""),)
        self._require_whole(base)
        names = self._branches()
        told = path_text(self.git.run("log", *_LOG, "--first-parent", "--merges", "--reverse", "--format=%H %P%x00%s",
                                      f"{base}..{self.tip}", "--"))  # fmt: skip
        fields = told.split("\0")
        found = []
        for ids, subject in zip(fields[0::2], fields[1::2], strict=False):
            commit, _, *others = ids.split()
            source = merged_branch(subject) or self._only_branch_at(others)
            found += [Merge(name, source, commit) for name in names]
        return tuple(found)

    def untracked(self) -> list[str]:
        """The files of the working tree that git neither tracks nor ignores. Raises SourceError."""
        told = path_text(self.git.run("ls-files", "--others", "--exclude-standard", "-z"))
        return [path for path in told.split("\0") if path and not path.endswith("/")]

    def _branches(self) -> Sequence[str]:
        """The branches whose last commit this is."""
        current = self._ask("symbolic-ref", "--quiet", "--short", "HEAD") if self.tip == "HEAD" else ""
        names = [current] if current else self._branches_at(self.tip)
        if not names:
            raise UnknownHistoryError("this commit is on no branch, so what is merged into which is not known")
        return names

    def _branches_at(self, commit: str) -> list[str]:
        told = self._ask("for-each-ref", "--format=%(refname)", f"--points-at={commit}", "refs/heads", "refs/remotes")
        return sorted({name for name in map(_branch_name, told.split("\n")) if name})

    def _only_branch_at(self, commits: Sequence[str]) -> str:
        names = self._branches_at(commits[0]) if len(commits) == 1 else []
        return names[0] if len(names) == 1 else ""

    def _uncommitted(self) -> list[str]:
        if self.tip != "HEAD":
            return []
        return [
            each.new_path or each.path for each in _parse_raw(self._diff(self.head().commit, *_RAW, "--no-renames"))
        ]

    def _author_now(self) -> Author | None:
        name, bracket, rest = self._ask("var", "GIT_AUTHOR_IDENT").partition(" <")
        return Author(name, rest.partition(">")[0], "") if bracket else None

    def _has_commits(self) -> bool:
        return bool(self._ask("rev-parse", "--verify", "--quiet", f"{self.tip}^{{commit}}"))

    def _require_whole(self, base: str) -> None:
        """That no commit since the base is one where a shallow clone ends."""
        ends = self.git.shallow_commits()
        if ends and not ends.isdisjoint(self._ask("rev-list", f"{base}..{self.tip}").split()):
            raise UnknownHistoryError(f"the clone is shallow and does not reach back to {base[:12]}: {_FETCH_ALL}")

    def _diff(self, base: str, *arguments: str) -> bytes:
        if self.tree == WORKING_TREE:  # compares files whose times prove nothing, which diff-index does not
            return self.git.start("diff", *arguments, base, "--", options=self.options).output()
        if self.tree == INDEX:
            return self.git.run("diff-index", "--cached", *arguments, base, "--")
        return self.git.run("diff-tree", "-r", *arguments, base, self.tree, "--")

    def _ask(self, *arguments: str) -> str:
        """What git answers, without the end of the line; "" when it fails."""
        try:
            return path_text(self.git.run(*arguments)).removesuffix("\n")
        except SourceError:
            return ""


def _branch_name(ref: str) -> str:
    """`refs/heads/x` and `refs/remotes/origin/x` are branches of the name x; what stands for a request is none."""
    if ref.startswith("refs/heads/"):
        return ref.removeprefix("refs/heads/")
    remote, _, name = ref.removeprefix("refs/remotes/").partition("/")
    return "" if name == "HEAD" or remote == "pull" else name


def _parse_raw(output: bytes) -> Iterator[RawChange]:
    """The records of `--raw -z`: `:100644 100644 <id> <id> M`, and the path, of renames two."""
    fields = iter(path_text(output).split("\0"))
    for head in fields:
        if not head.startswith(":"):
            continue
        before, after, old, new, status = head[1:].split()
        path = next(fields)
        yield RawChange((before, after), (old, new), status[0], path, next(fields) if status[0] in "RC" else "")
