"""What becomes of configurations: texts, what is lost, and mistakes with their places."""

from collections.abc import Sequence

import pytest

from archcheck.authoring.carry import carry_over
from archcheck.authoring.dependency_cruiser.expressions import UntranslatableError, read_expression
from archcheck.authoring.dependency_cruiser.globs import globs_of, joined, without_groups
from archcheck.core.globs import parse_glob
from archcheck.errors import ConfigError, Problem

FILES = ("app/__init__.py", "app/api/__init__.py", "app/api/web.py", "app/db.py", "app/py.typed", "app/free/x.py")
HEAD = "[importlinter]\nroot_package = app\n"


def rules_of(text: str, path: str = ".importlinter", files: Sequence[str] = FILES) -> str:
    """The rule file without its comments."""
    lines = carry_over(text, path, files).rules.splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("#"))


def lost_in(text: str, path: str = ".importlinter", files: Sequence[str] = FILES) -> list[str]:
    return [each.text for each in carry_over(text, path, files).lost]


def problems_of(text: str, path: str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigError) as caught:
        carry_over(text, path, FILES)
    return caught.value.problems


def test_layers_keep_their_id_name_and_guidance() -> None:
    contract = (
        "# Top down.\n[importlinter:contract:one-way]\nname = Data flows one way\ntype = layers\ncontainers = app\n"
        "layers =\n    api\n    (jobs) | db\nexhaustive = True\nbroken_contract_guidance = ask {us}\n"
    )
    assert rules_of(f"{HEAD}\n{contract}") == (
        "version: 1\n\nrules:\n  - id: one-way\n    kind: layers\n    why: Data flows one way\n    hint: ask (us)\n"
        '    in: app\n    layers:\n      - api\n      - "{jobs,jobs.py}? | db.py"\n    exhaustive: true\n'
        '    exclude: [app/__init__.py, "app/*.typed", app/free/]\n    edges: [import, -dynamic]'
    )


def test_comments_of_a_contract_stand_above_its_rule() -> None:
    body = "name = A\ntype = layers\n; inside\nlayers =\n  app.api\n  app.db\n"
    text = f"{HEAD}\n# Top down.\n[importlinter:contract:a]\n{body}"
    assert "rules:\n  # Top down.\n  # inside\n  - id: a\n" in carry_over(text, ".importlinter", FILES).rules


TOML = """
[tool.importlinter]
root_packages = ["app"]
exclude_type_checking_imports = true

[[tool.importlinter.contracts]]
name = "The API knows no driver"
type = "forbidden"
source_modules = ["app.api"]
forbidden_modules = ["app.db", "sqlite3"]
ignore_imports = ["app.api.web -> app.db"]
unmatched_ignore_imports_alerting = "none"
"""


def test_forbidden_modules_and_packages_become_two_rules_with_waivers() -> None:
    edges = "edges: [import, -dynamic, -type-only]"
    name = "the-api-knows-no-driver"
    waiver = 'from: app/api/web.py, to: app/db.py, reason: "ignored by import-linter, pyproject.toml:11"'
    assert rules_of(TOML, "pyproject.toml") == (
        "version: 1\n\nbuiltin:\n  unused-waiver: off\n\nrules:\n"
        f"  - id: {name}\n    kind: dependencies\n    why: The API knows no driver\n    from: app/api\n"
        f"    deny: app/db.py\n    transitive: true\n    {edges}\n"
        f"  - id: {name}-packages\n    kind: external\n    why: The API knows no driver\n    packages: sqlite3\n"
        f"    deny_in: app/api\n    transitive: true\n    {edges}\n\nwaivers:\n"
        f"  - {{rule: {name}, {waiver}}}\n  - {{rule: {name}-packages, {waiver}}}"
    ).replace("unused-waiver: off", 'unused-waiver: "off"')


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        pytest.param("type = mine", ['4:8 contract c: "mine" is a type of contract of its own'], id="own type"),
        pytest.param(
            "type = independence\nmodules = app.api",
            ["5:11 contract c: a single module has no siblings"],
            id="no siblings",
        ),
        pytest.param("type = layers", ["3:1 contract c: has no layers"], id="missing option"),
        pytest.param(
            "type = layers\nlayers =\n  app.api\n  app.api.web",
            ["5:9 contract c: layers must not overlap: app.api.web is part of app.api"],
            id="overlap",
        ),
        pytest.param(
            "type = forbidden\nsource_modules = app.api\nforbidden_modules = app",
            ["3:1 contract c: each source is part of what it must not use, or holds it"],
            id="only overlapping pairs",
        ),
        pytest.param(
            "type = forbidden\nsource_modules = app.api\nforbidden_modules = app.db\nmood = x",
            ["7:8 mood of contract c: is not known"],
            id="unknown option",
        ),
    ],
)
def test_what_cannot_be_carried_is_listed_at_its_place(body: str, lost: list[str]) -> None:
    text = f"{HEAD}[importlinter:contract:c]\n{body}\n"
    assert lost_in(text) == [f".importlinter:{each}" for each in lost]


@pytest.mark.parametrize(
    ("path", "text", "problem"),
    [
        pytest.param(
            ".importlinter",
            "root_package = app\n",
            Problem(
                *(".importlinter", 1, 1, "a section is expected before the first option"),
                *("each section begins with [name], each option with name =", "root_package = app", 18),
            ),
            id="ini",
        ),
        pytest.param(
            "pyproject.toml",
            "[tool.importlinter]\nroot_package =\n",
            Problem("pyproject.toml", 2, 15, "a value is expected", "", "root_package ="),
            id="toml",
        ),
        pytest.param(
            ".dependency-cruiser.json",
            '{"forbidden": [}',
            Problem(
                *(
                    ".dependency-cruiser.json",
                    1,
                    16,
                    "`}` does not close the bracket that is open",
                    "",
                    '{"forbidden": [}',
                )
            ),
            id="json",
        ),
        pytest.param(
            "setup.cfg",
            "[metadata]\nname = x\n",
            Problem("setup.cfg", 0, 0, "has no section [importlinter]", "name the file that holds it"),
            id="nothing about contracts",
        ),
        pytest.param(
            "tach.toml",
            "",
            Problem(
                *("tach.toml", 0, 0),
                "is none of these: configurations of import-linter (INI, TOML) and dependency-cruiser (JSON) can be "
                "carried over",
            ),
            id="somebody else's",
        ),
    ],
)
def test_broken_configuration_is_a_mistake_at_its_place(path: str, text: str, problem: Problem) -> None:
    assert problem in problems_of(text, path)


def test_program_is_not_run_but_there_is_a_way() -> None:
    (problem,) = problems_of("module.exports = {}", ".dependency-cruiser.js")
    assert problem.message.startswith("is a program, which is not run")
    assert problem.hint.startswith("npx depcruise --config .dependency-cruiser.js --output-type json")


PATHS = (
    *("src", "src/foo", "src/foobar/x.ts", "src/foo/x.ts", "lib/src/foo.ts", "src/x.spec.ts", "src/a/index.ts"),
    *(
        "src/b/deep/index.ts",
        "test/t.ts",
        "src/test/t.ts",
        ".eslintrc.js",
        "src/.env.json",
        "a/types.d.ts",
        "a/b/c.mts",
    ),
)


@pytest.mark.parametrize(
    "pattern",
    [
        *("^src/foo", "^src/foo/", "^src/foo(/|$)", "foo", "\\.spec\\.[jt]sx?$", "^src/[^/]+/index\\.ts$", "/test/"),
        *(
            "(^|/)test/",
            "^src/.*index",
            "^src/.+/index\\.ts$",
            "(^|/)\\.[^/]+\\.(js|json)$",
            "\\.d\\.(c|m)?ts$",
            ".*",
            "",
        ),
        *("^(src|lib)/", "s.*o", "^src/(?:a|b)/", "\\.m?ts$", "src/(a|b)/.*\\.ts$"),
    ],
)
def test_globs_match_what_the_expression_does(pattern: str) -> None:
    import re  # noqa: PLC0415 - the judge of this test alone

    globs = [parse_glob(glob) for glob in joined(globs_of(without_groups(read_expression(pattern), ())))]
    meant = {path for path in PATHS if re.search(pattern, path)}
    assert {path for path in PATHS if any(glob.match_file(path) is not None for glob in globs)} == meant


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        pytest.param("^(?!src)", "it looks ahead or behind", id="lookahead"),
        pytest.param("^src/\\w+", "no glob stands for \\w", id="class of characters"),
        pytest.param("^(ab)+/", 'no glob stands for "+" after more than one character', id="repeated group"),
        pytest.param("(" * 30, "its groups are nested too deep", id="nested"),
        pytest.param("(a|b|c)" * 8, "it has too many alternatives", id="explosion"),
        pytest.param("(a", "a bracket is not closed", id="open"),
    ],
)
def test_expressions_that_no_glob_says(pattern: str, reason: str) -> None:
    with pytest.raises(UntranslatableError) as caught:
        without_groups(read_expression(pattern), ())
    assert str(caught.value) == reason
