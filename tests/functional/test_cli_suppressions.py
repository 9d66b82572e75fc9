"""Comments that accept violations, on real files in several languages, cold and warm."""

from pathlib import Path

import pytest

from tests.functional.running import archcheck, repository

RULES = """\
version: 1
components: {service: "services/{service}/"}
rules:
  - {id: alone, kind: independence, components: service}
  - {id: apart, kind: isolation, components: service, allow: [import]}
  - {id: short, kind: files, match: "**/*.md", max_lines: 2}
"""
FILES = {
    "archcheck.yaml": RULES,
    "services/auth/models.py": "",
    "services/auth/Dockerfile": "FROM scratch\n",
    "services/loans/a.py": "import services.auth.models  # archcheck: allow alone -- old\n",
    "services/loans/b.ts": "// archcheck: allow alone -- old\nimport '../auth/index'\n",
    "services/auth/index.ts": "export {}\n",
    "services/loans/compose.yaml": (
        "services:\n  loans:\n    build: .\n    depends_on: [auth]  # archcheck: allow apart -- old\n"
        "    volumes:\n      # archcheck: allow apart -- old\n      - ../auth/models.py:/x\n"
    ),
    "notes.md": "<!-- archcheck: allow short -- old -->\n\nlong\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository each of whose violations has a comment."""
    return repository(tmp_path / "repo", FILES)


def test_every_sort_of_file_can_hold_comments_and_the_cache_keeps_them(root: Path) -> None:
    shown = [archcheck(root, "check", *more) for more in (("--no-cache",), (), (), ("--jobs", "2"))]
    assert {each.code for each in shown} == {0}
    assert len({each.out for each in shown}) == 1
    assert shown[0].out.splitlines()[-1].endswith("accepted: 5 suppressed")


def test_a_comment_that_is_not_needed_any_more_is_an_error_in_warm_runs_too(root: Path) -> None:
    archcheck(root, "check")
    (root / "services/auth/models.py").unlink()
    (root / "services/loans/compose.yaml").write_text("services: {}\n")
    done = archcheck(root, "check")
    assert done.code == 1
    assert "services/loans/a.py:1:30: error archcheck/bad-suppression: the comment accepts nothing: alone" in done.out
