"""`archcheck init --from FILE`: what is shown, what is saved, what is said to be lost."""

from pathlib import Path

import pytest

from tests.functional.running import archcheck, repository

CONTRACTS = """
    [importlinter]
    root_package = app

    [importlinter:contract:one-way]
    name = One way
    type = layers
    layers =
        app.api
        app.db

    [importlinter:contract:mine]
    name = Mine
    type = mine
"""
FILES = {
    "app/__init__.py": "",
    "app/api.py": "import app.db\n",
    "app/db.py": "",
    ".importlinter": CONTRACTS,
}
LOST = 'lost   .importlinter:14:8 contract mine: "mine" is a type of contract of its own'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path / "repo", FILES)


def test_rule_file_is_shown_and_what_is_lost_goes_to_stderr(root: Path) -> None:
    shown = archcheck(root, "init", "--from", ".importlinter")
    assert (shown.code, LOST in shown.err.splitlines()) == (0, True)
    assert "  - id: one-way\n    kind: layers\n" in shown.out
    assert "# Not carried over:\n# - .importlinter:14:8 contract mine" in shown.out
    assert not (root / "archcheck.yaml").exists()


def test_saved_rule_file_passes_and_is_never_replaced(root: Path) -> None:
    saved = archcheck(root, "init", "--from", ".importlinter", "--write")
    assert (saved.code, saved.out.splitlines()[0], LOST in saved.out) == (0, "wrote  archcheck.yaml", True)
    assert archcheck(root, "check", "--no-cache").code == 0
    again = archcheck(root, "init", "--from", ".importlinter", "--write")
    assert (again.code, "archcheck.yaml exists already" in again.err) == (2, True)


def test_configuration_elsewhere_is_found_from_the_working_directory(root: Path) -> None:
    (root / "app" / "lint.ini").write_text((root / ".importlinter").read_text("utf-8"), "utf-8")
    shown = archcheck(root / "app", "init", "--from", "lint.ini")
    assert (shown.code, "- app/api.py\n" in shown.out) == (0, True)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("missing.toml", "missing.toml  cannot be read: there is no such file", id="missing"),
        pytest.param("app", "app  cannot be read", id="directory"),
        pytest.param("app/db.py", "is none of these", id="no configuration"),
    ],
)
def test_what_cannot_be_read_is_a_mistake(name: str, words: str, root: Path) -> None:
    refused = archcheck(root, "init", "--from", name)
    assert (refused.code, refused.out, words in refused.err) == (2, "", True)
