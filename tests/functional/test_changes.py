"""`frozen` and `change` in real repositories: tags and branches, moves, links, shallow clones, authors, merges."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from archcheck.core.findings import Report
from archcheck.errors import SourceError
from archcheck.pipeline.request import Request
from archcheck.pipeline.run import run_check
from archcheck.pipeline.start import begin
from tests.adapters.repositories import Repository

FROZEN = 'version: 1\nrules:\n  - {id: r, kind: frozen, in: [old, poc], base: "%s"}\n'
CHANGE = "version: 1\nrules:\n  - {id: r, kind: change, %s}\n"
FORGES = ("GITHUB_BASE_REF", "GITHUB_HEAD_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME")


@pytest.fixture(autouse=True)
def _shielded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for name in [name for name in os.environ if name.startswith("GIT_") or name in FORGES]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ada")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "ada@example.org")
    yield
    gc.enable()


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """A repository with frozen code under the tag v1, on main."""
    made = Repository(tmp_path / "repo")
    made.write("old/a.py", "one\ntwo\n")
    made.write("old/b.py", "".join(f"line {number}\n" for number in range(20)))
    made.write("poc/x.py", "x\n")
    made.write("live/m.py", "m\n")
    made.write("archcheck.yaml", FROZEN % "v1")
    made.commit()
    made.git("tag", "v1")
    return made


def check(repo: Repository, since: str = "", *, staged: bool = False, untracked: bool = False) -> Report:
    return run_check(
        begin(
            Request(
                start=str(repo.root), as_of="2026-11-20", use_cache=False, jobs=1,
                since=since, staged=staged, untracked=untracked,
            )
        )
    ).report  # fmt: skip


def told(report: Report) -> list[str]:
    """The violations of the rule, and how it came out where that is not what they say."""
    result = next(each for each in report.rules if each.id == "r")
    lines = [f"{v.path}{f':{v.line}' if v.line else ''} {v.message}" for v in report.violations if v.rule == "r"]
    return [*lines, *([f"{result.outcome}: {result.reason}"] if result.outcome in ("unknown", "skipped") else [])]


def rule(repo: Repository, text: str) -> None:
    repo.write("archcheck.yaml", CHANGE % text if "kind" not in text else text)
    repo.commit()


def test_frozen_files_are_compared_with_the_tag_committed_or_not(repo: Repository) -> None:
    assert told(check(repo)) == []
    repo.write("old/a.py", "one\n2\n")
    (repo.root / "poc/x.py").unlink()
    repo.write("live/m.py", "changed\n")
    before = ["old/a.py:2 changed since v1", "poc/x.py deleted since v1"]
    assert told(check(repo)) == before
    fingerprints = {each.fingerprint for each in check(repo).violations}
    repo.commit()
    assert told(check(repo)) == before
    assert {each.fingerprint for each in check(repo).violations} == fingerprints


def test_frozen_files_that_are_touched_or_copied_are_as_they_were(repo: Repository, tmp_path: Path) -> None:
    os.utime(repo.root / "old/a.py", (1, 1))
    assert told(check(repo)) == []
    shutil.copytree(repo.root, tmp_path / "copy")
    assert told(check(Repository(tmp_path / "copy"))) == []


def test_frozen_files_that_are_moved_are_named_with_their_new_place(repo: Repository) -> None:
    repo.git("mv", "old/b.py", "live/b.py")
    repo.write("live/b.py", (repo.root / "live/b.py").read_text() + "more\n")
    repo.git("mv", "poc/x.py", "old/x.py")
    assert told(check(repo)) == ["live/b.py:21 moved to live/b.py since v1", "old/x.py:1 moved to old/x.py since v1"]


def test_new_files_count_also_untracked_ones_where_the_run_looks_at_them(repo: Repository) -> None:
    repo.write("old/new.py", "new\n")
    assert told(check(repo)) == []
    assert told(check(repo, untracked=True)) == ["old/new.py:1 added since v1"]
    repo.git("add", "-A")
    assert told(check(repo)) == ["old/new.py:1 added since v1"]


def test_the_index_is_judged_where_the_run_is_about_it(repo: Repository) -> None:
    repo.write("old/a.py", "one\nstaged\n")
    repo.git("add", "-A")
    repo.write("old/a.py", "one\ntwo\n")
    repo.write("poc/x.py", "not staged\n")
    assert told(check(repo, staged=True)) == ["old/a.py:2 changed since v1"]
    assert told(check(repo)) == ["poc/x.py:1 changed since v1"]


@pytest.mark.skipif(os.name == "nt", reason="modes and links are of POSIX")
def test_modes_and_links_are_part_of_what_is_frozen(repo: Repository) -> None:
    (repo.root / "old/a.py").chmod(0o755)
    (repo.root / "poc/x.py").unlink()
    (repo.root / "poc/x.py").symlink_to("../live/m.py")
    assert told(check(repo)) == [
        "old/a.py changed into an executable file since v1",
        "poc/x.py:1 changed into a symbolic link since v1",
    ]


def test_line_ends_that_git_converts_are_no_change(repo: Repository) -> None:
    repo.write(".gitattributes", "*.py text eol=crlf\n")
    repo.write("old/a.py", "one\r\ntwo\r\n")
    repo.commit()
    assert told(check(repo)) == []
    repo.write("old/a.py", "one\r\n2\r\n")
    dirty = check(repo)
    assert told(dirty) == ["old/a.py:2 changed since v1"]
    repo.commit()
    assert [v.fingerprint for v in check(repo).violations] == [v.fingerprint for v in dirty.violations]


def test_of_a_branch_the_commit_counts_where_it_was_left(repo: Repository) -> None:
    repo.git("checkout", "-q", "-b", "feature")
    repo.write("archcheck.yaml", FROZEN % "main")
    repo.commit()
    repo.git("checkout", "-q", "main")
    repo.write("old/later.py", "on main\n")
    repo.commit()
    repo.git("checkout", "-q", "feature")
    assert told(check(repo)) == []
    repo.write("old/a.py", "one\n")
    assert told(check(repo)) == ["old/a.py:1 changed since main"]


def test_a_base_that_is_not_there_is_unknown_and_names_the_way_out(repo: Repository) -> None:
    repo.write("archcheck.yaml", FROZEN % "v2")
    repo.commit()
    way_out = "correct the name, or fetch it (git fetch --tags, fetch-depth: 0)"
    assert told(check(repo)) == [f'unknown: there is no tag, branch or commit "v2" in this clone: {way_out}']


def clone(repo: Repository, at: Path, *options: str) -> Repository:
    repo.git("clone", "-q", "--no-local", *options, str(repo.root), str(at))
    return Repository(at)


def test_a_shallow_clone_is_unknown_and_names_fetch_depth(repo: Repository, tmp_path: Path) -> None:
    repo.commit()
    shallow = clone(repo, tmp_path / "shallow", "--depth=1", "--no-tags")
    way_out = "fetch all of the history (fetch-depth: 0, or git fetch --unshallow)"
    assert told(check(shallow)) == [f'unknown: there is no tag, branch or commit "v1" in this clone: {way_out}']


def test_a_branch_is_found_under_its_name_on_origin(repo: Repository, tmp_path: Path) -> None:
    repo.write("archcheck.yaml", FROZEN % "base")
    repo.commit()
    repo.git("branch", "base")
    far = clone(repo, tmp_path / "far")
    far.write("poc/x.py", "y\n")
    assert told(check(far)) == ["poc/x.py:1 changed since base"]


def test_without_git_frozen_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "plain" / "old").mkdir(parents=True)
    (tmp_path / "plain" / "old" / "a.py").write_text("")
    (tmp_path / "plain" / "archcheck.yaml").write_text(FROZEN % "v1")
    request = Request(start=str(tmp_path / "plain"), as_of="2026-11-20", use_cache=False, jobs=1)
    report = run_check(begin(request)).report
    assert told(report) == ["unknown: there is no git repository, so nothing is known of the past"]


def test_programs_of_the_configuration_are_not_run(repo: Repository, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    for key in ("filter.x.clean", "diff.external", "diff.x.textconv"):
        repo.git("config", key, f"touch {mark}; cat")
    repo.write(".gitattributes", "*.py filter=x diff=x\n")
    repo.write("old/a.py", "changed\n")
    os.utime(repo.root / "old/b.py", (1, 1))
    assert told(check(repo)) == ["old/a.py:1 changed since v1"]
    assert not mark.exists()


def test_content_that_git_lfs_keeps_elsewhere_is_no_change(repo: Repository) -> None:
    digest = "5e46266be5fda8508117bfafcbb22d0e177a3b476ed603a39e47f1586b2ef4a3"  # of the content below
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize 4\n"
    repo.write("old/a.py", pointer)
    repo.commit()
    repo.git("tag", "-f", "v1")
    repo.write(".gitattributes", "*.py filter=lfs\n")
    repo.write("old/a.py", "abcd")
    wrong = told(check(repo))
    assert wrong == ["old/a.py:1 changed since v1"]
    repo.write("old/a.py", "big\n")
    assert told(check(repo)) == []


TOGETHER = 'if_changed: "live/**", require: "docs/*.md"'


def test_without_a_base_there_is_nothing_to_compare_with(repo: Repository) -> None:
    rule(repo, TOGETHER)
    assert told(check(repo)) == ["skipped: no base to compare with: --since REV or --staged"]


def test_what_changed_since_a_revision_must_have_changed_together(repo: Repository) -> None:
    rule(repo, TOGETHER)
    repo.git("checkout", "-q", "-b", "feature")
    repo.write("live/m.py", "m\nn\n")
    repo.commit()
    repo.git("checkout", "-q", "main")
    repo.write("docs/other.md", "on main only")
    repo.commit()
    repo.git("checkout", "-q", "feature")
    assert told(check(repo, "main")) == ["live/m.py:2 modified without a change of docs/*.md"]
    repo.write("docs/new.md", "")
    assert told(check(repo, "main", untracked=True)) == []
    repo.git("add", "-A")
    assert told(check(repo, "main")) == []


def test_the_index_is_compared_with_the_last_commit(repo: Repository) -> None:
    rule(repo, TOGETHER)
    repo.git("rm", "-q", "live/m.py")
    repo.write("live/other.py", "")
    assert told(check(repo, staged=True)) == ["live/m.py deleted without a change of docs/*.md"]


def test_before_the_first_commit_everything_staged_is_new(tmp_path: Path) -> None:
    made = Repository(tmp_path / "fresh")
    made.write("archcheck.yaml", CHANGE % TOGETHER)
    made.write("live/m.py", "m\n")
    made.git("add", "-A")
    assert told(check(made, staged=True)) == ["live/m.py:1 added without a change of docs/*.md"]


def test_a_shallow_clone_without_the_common_commit_cannot_be_compared(repo: Repository, tmp_path: Path) -> None:
    rule(repo, TOGETHER)
    repo.git("checkout", "-q", "-b", "feature")
    repo.write("live/m.py", "n\n")
    repo.commit()
    repo.git("checkout", "-q", "main")
    repo.commit()
    shallow = clone(repo, tmp_path / "shallow", "--depth=1", "--no-single-branch")
    shallow.git("checkout", "-q", "feature")
    with pytest.raises(SourceError, match=r"where origin/main and HEAD parted: .*fetch-depth: 0"):
        check(shallow, "origin/main")


def test_a_merge_commit_of_depth_two_has_what_a_diff_needs(repo: Repository, tmp_path: Path) -> None:
    rule(repo, TOGETHER)
    repo.git("checkout", "-q", "-b", "feature")
    repo.write("live/m.py", "n\n")
    repo.commit()
    repo.git("checkout", "-q", "main")
    repo.commit()
    repo.git("merge", "-q", "--no-ff", "-m", "merged", "feature")
    shallow = clone(repo, tmp_path / "shallow", "--depth=2")
    assert told(check(shallow, "HEAD^1")) == ["live/m.py:1 modified without a change of docs/*.md"]


AUTHOR = 'if_changed: "live/**", author: "*[bot]"'


def commit_as(repo: Repository, name: str) -> None:
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "change", f"--author={name} <{name.lower()}@example.org>")


def test_only_the_authors_named_may_change_files(repo: Repository) -> None:
    rule(repo, AUTHOR)
    repo.write("live/m.py", "by a program\n")
    commit_as(repo, "Release[bot]")
    assert told(check(repo, "HEAD~1")) == []
    repo.write("live/ü.py", "x\n")
    commit_as(repo, "Bob")
    bob = repo.git("rev-parse", "HEAD").strip()[:12]
    assert told(check(repo, "HEAD~2")) == [f"live/ü.py:1 added by Bob ({bob}); only *[bot] may"]
    repo.write("live/m.py", "now\n")
    assert told(check(repo, "HEAD~2"))[0] == "live/m.py:1 modified by Ada (not committed yet); only *[bot] may"


def test_the_author_of_what_is_staged_is_who_commits_it(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    rule(repo, AUTHOR)
    repo.write("live/m.py", "staged\n")
    repo.git("add", "-A")
    assert told(check(repo, staged=True)) == ["live/m.py:1 modified by Ada (not committed yet); only *[bot] may"]
    monkeypatch.setenv("GIT_AUTHOR_NAME", "x[bot]")
    assert told(check(repo, staged=True)) == []


def test_authors_are_unknown_where_the_history_is_cut_off(repo: Repository, tmp_path: Path) -> None:
    rule(repo, AUTHOR)
    repo.git("checkout", "-q", "-b", "feature")
    for text in ("1", "2"):
        repo.write("live/m.py", text)
        repo.commit()
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "merged", "feature")
    shallow = clone(repo, tmp_path / "shallow", "--depth=2")
    [line] = told(check(shallow, "HEAD^1"))
    assert line.startswith("unknown: the clone is shallow and does not reach back to ")


FLOW = 'flow: {main: [develop, "hotfix/*"]}'


def merge(repo: Repository, branch: str, message: str | None = None) -> None:
    repo.git("checkout", "-q", "-b", branch)
    repo.commit()
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", *(["-m", message] if message else ["--no-edit"]), branch)


def test_merges_into_a_branch_come_from_where_they_may(repo: Repository) -> None:
    rule(repo, FLOW)
    repo.git("tag", "before")
    merge(repo, "develop")
    merge(repo, "hotfix/x", "Merge pull request #3 from someone/hotfix/x")
    assert told(check(repo, "before")) == []
    merge(repo, "feature/a")
    wrong = repo.git("rev-parse", "HEAD").strip()[:12]
    [line] = told(check(repo, "before"))
    assert line.endswith(f"feature/a was merged in {wrong} into main, which takes only develop, hotfix/*")
    assert told(check(repo)) == ["skipped: no base to compare with: --since REV"]
    assert told(check(repo, staged=True)) == ["skipped: no base to compare with: --since REV"]


def test_a_merge_that_names_no_branch_is_told_by_where_branches_stand(repo: Repository) -> None:
    rule(repo, FLOW)
    repo.git("tag", "before")
    merge(repo, "feature/b", "all my work")
    assert "feature/b was merged" in told(check(repo, "before"))[0]
    repo.git("branch", "-q", "-D", "feature/b")
    assert told(check(repo, "before"))[0].startswith("unknown: nobody says which branch ")


def test_a_detached_commit_is_on_the_branch_that_ends_there(repo: Repository, tmp_path: Path) -> None:
    rule(repo, FLOW)
    repo.git("tag", "before")
    merge(repo, "feature/b")
    far = clone(repo, tmp_path / "far")
    far.git("checkout", "-q", "--detach")
    far.git("branch", "-q", "-D", "main")
    assert "feature/b was merged" in told(check(far, "before"))[0]
    far.commit()
    why = "this commit is on no branch, so what is merged into which is not known"
    assert told(check(far, "before")) == [f"unknown: {why}"]


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(("GITHUB_BASE_REF", "GITHUB_HEAD_REF"), id="github"),
        pytest.param(("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"), id="gitlab"),
    ],
)
def test_the_forge_says_what_is_to_be_merged(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, names: tuple[str, str]
) -> None:
    rule(repo, FLOW)
    monkeypatch.setenv(names[0], "main")
    monkeypatch.setenv(names[1], "feature/z")
    [line] = told(check(repo, "HEAD~1"))
    assert line.endswith("feature/z is to be merged into main, which takes only develop, hotfix/*")
