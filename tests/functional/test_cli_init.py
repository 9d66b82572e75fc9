"""`archcheck init` as users run it: what it proposes, what it writes, and that `check` agrees."""

import gc
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archcheck.cli.main import main
from tests.functional.running import Outcome, archcheck, git, repository, write_files
from tools.expect import FIXTURES

CASES = sorted(path.parent.name for path in FIXTURES.glob("*/repo"))
SERVICES = {
    f"services/{name}/{path}": text
    for name in ("auth", "loans", "pay")
    for path, text in {
        "Dockerfile": "FROM python:3.12\nCOPY . /app\n",
        "src/main.py": "from .routes import api\n",
        "src/routes/api.py": "from ..models import rows\n",
        "src/models/rows.py": "import json\n",
    }.items()
}
LAYERED = {
    "pyproject.toml": '[project]\nname = "shop"\ndependencies = []\n',
    **{f"shop/{name}/__init__.py": "" for name in ("cli", "orders", "models", "errors")},
    "shop/__init__.py": "",
    **{f"shop/cli/command_{n}.py": "import shop.orders.order_0\nimport shop.models.row_0\n" for n in range(4)},
    **{f"shop/orders/order_{n}.py": "import shop.models.row_1\nimport shop.errors\n" for n in range(4)},
    **{f"shop/models/row_{n}.py": "import shop.errors\n" for n in range(4)},
    "tests/test_shop.py": "import shop.cli.command_0\n",
}


@pytest.fixture(autouse=True)
def _collect_garbage() -> Iterator[None]:
    """A run switches the collector off, for it is about to end; this process is not."""
    yield
    gc.enable()


Cli = Callable[..., Outcome]


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs the command line in a directory, in this process."""

    def run(root: Path, *arguments: str) -> Outcome:
        monkeypatch.chdir(root)
        code = main([*arguments, "--no-cache", "--jobs", "1", "--as-of", "2026-11-20"])
        return Outcome(code, *capsys.readouterr())

    return run


@pytest.fixture
def layered(tmp_path: Path) -> Path:
    """A Python package in layers, with tests beside it."""
    return repository(tmp_path / "repo", LAYERED)


def test_proposal_is_a_commented_rule_file_that_is_not_written(layered: Path, cli: Cli) -> None:
    done = cli(layered, "init")
    assert done.code == 0
    assert done.out == (
        "# The structure of this repository as `archcheck init` found it, in 19 files (17 py).\n"
        "# Python is imported from the top.\n"
        "# Every rule holds today. Keep what the team agrees on, give it your own reasons, delete the rest.\n"
        "version: 1\n"
        "\n"
        "rules:\n"
        "  # 4 layers of shop, with 20 imports between them\n"
        "  - id: shop-layers\n"
        "    kind: layers\n"
        "    why: Code below can be read, tested and changed without what stands above it.\n"
        "    in: shop\n"
        "    layers:\n"
        "      - cli\n"
        "      - orders\n"
        "      - models\n"
        "      - errors\n"
        "\n"
        "  # no cycles among 17 code files\n"
        "  - id: no-cycles\n"
        "    kind: acyclic\n"
        "    why: What stands in a cycle can only be understood, tested and changed together.\n"
        "    level: file\n"
        "\n"
        "  # 17 files beside the tests\n"
        "  - id: tests-outside\n"
        "    kind: dependencies\n"
        "    why: The program has to run where its tests are not.\n"
        "    from: shop\n"
        "    deny: tests\n"
        "    edges: [import, -test]\n"
        "\n"
        "  # every import beside the manifests\n"
        "  - id: declared-packages\n"
        "    kind: external\n"
        "    why: Whoever installs this gets what it imports.\n"
        "    declared: {dev_in: [tests]}\n"
        "\n"
        "  # names in 18 code files\n"
        "  - id: names\n"
        "    kind: naming\n"
        "    why: Names in one style can be guessed, and sort and link alike on every system.\n"
        '    styles: {"**/*.py": snake}\n'
    )
    assert done.err.splitlines()[-1] == "nothing was written; --write saves it as archcheck.yaml"
    assert not (layered / "archcheck.yaml").exists()


def test_an_import_against_today_breaks_what_was_written(layered: Path, cli: Cli) -> None:
    assert cli(layered, "init", "--write").code == 0
    assert cli(layered, "check").code == 0
    write_files(layered, {"shop/models/row_2.py": "import shop.cli.command_1\n"})
    done = cli(layered, "check", "-q")
    assert done.code == 1
    assert "shop/models/row_2.py:1:1: error shop-layers: " in done.out


def test_what_is_written_is_what_was_shown(layered: Path, cli: Cli) -> None:
    shown = cli(layered, "init").out
    done = cli(layered, "init", "--write")
    assert (layered / "archcheck.yaml").read_text("utf-8") == shown
    assert done.out.splitlines()[:3] == [
        "wrote  archcheck.yaml",
        "found  19 files (17 py); 0 components",
        "rule   shop-layers: 4 layers of shop, with 20 imports between them",
    ]
    assert done.err == ""


def test_an_existing_rule_file_is_never_replaced(layered: Path, cli: Cli) -> None:
    write_files(layered, {"archcheck.yaml": "version: 1\n"})
    done = cli(layered, "init", "--write")
    assert (done.code, done.out) == (2, "")
    assert "archcheck.yaml exists already and is not replaced" in done.err
    assert (layered / "archcheck.yaml").read_text("utf-8") == "version: 1\n"
    assert cli(layered, "init").code == 0


def test_an_existing_baseline_is_never_replaced(layered: Path, cli: Cli) -> None:
    write_files(layered, {".archcheck-baseline.json": "{}\n", "shop/models/row_2.py": "import shop.cli.command_1\n"})
    done = cli(layered, "init", "--write", "--baseline")
    assert done.code == 2
    assert (layered / ".archcheck-baseline.json").read_text("utf-8") == "{}\n"
    assert not (layered / "archcheck.yaml").exists()


def test_a_rule_that_few_places_break_is_commented_out_with_its_count(tmp_path: Path, cli: Cli) -> None:
    root = repository(tmp_path / "repo", {**LAYERED, "shop/models/row_2.py": "import shop.cli.command_1\n"})
    text = cli(root, "init").out
    rules, _, following = text.partition("# Next: ")
    assert "shop-layers" not in rules or "{" in rules
    assert "1 violation today" in following
    assert "#   - id: shop-layers\n" in following


def test_baseline_switches_it_on_and_records_what_breaks_it(tmp_path: Path, cli: Cli) -> None:
    root = repository(tmp_path / "repo", {**LAYERED, "shop/models/row_2.py": "import shop.cli.command_1\n"})
    assert cli(root, "init", "--write", "--baseline").code == 0
    recorded = json.loads((root / ".archcheck-baseline.json").read_text("utf-8"))["entries"]
    assert sorted({entry["rule"] for entry in recorded if entry}) == ["shop-layers"]
    git(root, "add", "--all")
    assert cli(root, "check").code == 0
    write_files(root, {"shop/models/row_3.py": "import shop.cli.command_2\n"})
    done = cli(root, "check", "-q", "--rule", "shop-layers")
    assert [line.partition(": ")[0] for line in done.out.splitlines()] == ["shop/models/row_3.py:1:1"]


def test_services_alike_get_a_capture_one_shape_and_common_layers(tmp_path: Path, cli: Cli) -> None:
    root = repository(tmp_path / "repo", SERVICES)
    text = cli(root, "init").out
    for line in (
        '  service: "services/{service}/"',
        '    in: "services/{service}/src"',
        "    kind: isolation",
        "    entries: [Dockerfile, src/main.py, src/models/, src/routes/]",
    ):
        assert f"{line}\n" in text


def test_files_that_no_parser_reads_are_excluded(layered: Path, cli: Cli) -> None:
    write_files(layered, {"shop/old.py": "from shop import (\n"})
    git(layered, "add", "--all")
    assert cli(layered, "check").code == 0
    assert cli(layered, "init", "--write").code == 0
    assert "  exclude: [shop/old.py]\n" in (layered / "archcheck.yaml").read_text("utf-8")
    assert cli(layered, "check").code == 0


def test_owners_are_demanded_where_codeowners_covers_everything(layered: Path, cli: Cli) -> None:
    write_files(
        layered, {".github/CODEOWNERS": "shop/ @org/shop\ntests/ @org/qa\n*.toml @org/shop\n.github/ @org/shop\n"}
    )
    git(layered, "add", "--all")
    assert cli(layered, "init", "--write").code == 0
    text = (layered / "archcheck.yaml").read_text("utf-8")
    assert "  - id: owned\n" in text
    assert "    exclude: [archcheck.yaml, .archcheck-baseline.json]\n" in text
    git(layered, "add", "--all")
    assert cli(layered, "check").code == 0


@pytest.mark.parametrize("extra", [(), ("--baseline",)], ids=["plain", "baseline"])
@pytest.mark.parametrize("case", CASES)
def test_check_agrees_with_what_was_written(case: str, extra: tuple[str, ...], tmp_path: Path, cli: Cli) -> None:
    root = tmp_path / "repo"
    shutil.copytree(FIXTURES / case / "repo", root)
    (root / "archcheck.yaml").unlink(missing_ok=True)
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    assert cli(root, "init", "--write", *extra).code == 0
    git(root, "add", "--all")
    assert cli(root, "check").code == 0


@pytest.mark.parametrize("vcs", ["git", ""], ids=["git", "plain directory"])
def test_an_empty_tree_gets_a_rule_file_without_rules(vcs: str, tmp_path: Path, cli: Cli) -> None:
    root = tmp_path / "repo"
    root.mkdir()
    if vcs:
        git(root, "init", "--quiet")
    assert cli(root, "init", "--write").code == 0
    assert (root / "archcheck.yaml").read_text("utf-8").endswith("version: 1\n\nrules: []\n")
    assert cli(root, "check").code == 0


def test_names_that_a_rule_file_would_read_otherwise_do_no_harm(tmp_path: Path, cli: Cli) -> None:
    odd = ["a b", "{x}", "on", "12", "@team", "null", "[id]", "-x", "é", "x{y", "a|b", "'q"]
    files = {f"services/{name}/{file}": "" for name in odd for file in ("Dockerfile", "main.py", "src/{a}.py")}
    root = repository(tmp_path / "repo", files)
    assert cli(root, "init", "--write").code == 0
    assert cli(root, "check").code == 0


def test_proposal_does_not_depend_on_hash_seed_cache_or_workers(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", {**SERVICES, **LAYERED})
    runs = [
        archcheck(root, "init", "--no-cache", "--jobs", jobs, env={"PYTHONPATH": "", "PYTHONHASHSEED": seed}).out
        for seed, jobs in (("0", "1"), ("7", "2"))
    ]
    assert runs == [archcheck(root, "init").out] * 2


CONTRACTS = """\
[importlinter]
root_package = shop

[importlinter:contract:down]
name = Orders do not know the command line
type = forbidden
source_modules = shop.orders
forbidden_modules = shop.cli

[importlinter:contract:own]
name = Ours
type = ours.Contract
"""


def test_contracts_of_import_linter_are_carried_over_and_what_is_lost_is_told(layered: Path, cli: Cli) -> None:
    write_files(layered, {".importlinter": CONTRACTS})
    shown = cli(layered, "init", "--from", ".importlinter")
    lost = [line for line in shown.err.splitlines() if line.startswith("lost   .importlinter:")]
    assert (shown.code, len(lost)) == (0, 1)
    assert "kind: dependencies" in shown.out
    done = cli(layered, "init", "--from", ".importlinter", "--write")
    assert (layered / "archcheck.yaml").read_text("utf-8") == shown.out
    assert lost[0] in done.out.splitlines()
    assert cli(layered, "check").code == 0
    write_files(layered, {"shop/orders/order_2.py": "import shop.cli.command_1\n"})
    assert cli(layered, "check").code == 1


def test_what_nobody_can_carry_over_is_refused(layered: Path, cli: Cli) -> None:
    done = cli(layered, "init", "--from", "shop/__init__.py", "--write")
    assert (done.code, done.out) == (2, "")
    assert not (layered / "archcheck.yaml").exists()
