"""`files`: forbidden and misplaced paths, numbers of files and directories, lengths of files."""

import pytest

from archcheck.core.facts import MeasureFact, Source
from archcheck.core.findings import Finding
from archcheck.core.values import Place
from tests.scenes import SERVICES, check_of, identities, judge, lines, outcome, problems, rules, run, scene, told


def files(body: str, *paths: str, components: str = SERVICES) -> list[str]:
    """What a rule finds in a tree of files, one line each."""
    return sorted(lines("files", body, "\n".join(paths), components))


OLD = ["apps/frontend/a.ts", "apps/frontend/src/b.ts", "apps/web/a.ts", "frontend"]
FORBID = [
    pytest.param("apps/frontend", OLD, ["apps/frontend/"], id="a directory by its name"),
    pytest.param("apps/frontend/", OLD, ["apps/frontend/"], id="a directory"),
    pytest.param("apps/frontend/**", OLD, ["apps/frontend/"], id="everything in a directory"),
    pytest.param("**/frontend", OLD, ["apps/frontend/", "frontend"], id="files and directories of a name"),
    pytest.param("**/frontend/", OLD, ["apps/frontend/"], id="directories of a name"),
    pytest.param("**/*.ts", OLD, ["apps/frontend/a.ts", "apps/frontend/src/b.ts", "apps/web/a.ts"], id="files"),
    pytest.param("apps/*.ts", OLD, [], id="nothing"),
    pytest.param(
        "apps/*-service/**",
        ["apps/a-service/x", "apps/b-service/y/z"],
        ["apps/a-service/", "apps/b-service/"],
        id="wildcard",
    ),
    pytest.param(
        "services/old-*", ["services/old-a/x", "services/old-b"], ["services/old-a/", "services/old-b"], id="names"
    ),
    pytest.param("**/*.egg-info", ["a.egg-info/PKG-INFO"], ["a.egg-info/"], id="directories whose name has a wildcard"),
    pytest.param("src/*", ["src/a.py", "src/b/c.py"], ["src/a.py"], id="a star alone means files only"),
    pytest.param("**/__pycache__", ["a/__pycache__/b/__pycache__/c"], ["a/__pycache__/"], id="the topmost"),
    pytest.param("[x]/(a).md", ["[x]/(a).md", "x/a.md"], ["[x]/(a).md"], id="brackets are characters"),
    pytest.param("**", ["a", "b/c"], ["a", "b/c"], id="everything"),
]


@pytest.mark.parametrize(("glob", "paths", "found"), FORBID)
def test_forbidden_paths_are_named_by_their_topmost_directory(glob: str, paths: list[str], found: list[str]) -> None:
    assert files(f'forbid: "{glob}"', *paths) == [f"{path}: is forbidden by {glob}" for path in found]


def test_forbidding_what_is_not_there_passes() -> None:
    assert outcome("files", "forbid: [a/**, b, '{c}/d']", "x") == ("pass", [])


MD = ["README.md", "docs/a.md", "docs/b/c.md", "services/x/DESIGN.md", "services/x/docs/d.md", "old/e.md"]
ONLY_IN = [
    pytest.param(
        'match: "**/*.md"\nonly_in: [docs/, README.md, old/**]',
        MD,
        [
            "services/x/DESIGN.md: belongs in docs/, README.md, old/**",
            "services/x/docs/d.md: belongs in docs/, README.md, old/**",
        ],
        id="files in the wrong place",
    ),
    pytest.param('match: "**/*.md"\nonly_in: "**"', MD, [], id="anywhere"),
    pytest.param(
        'match: "**/migrations/"\nonly_in: database/',
        ["database/migrations/a", "services/x/migrations/b", "services/x/migrations/c/d"],
        ["services/x/migrations/: belongs in database/"],
        id="a directory in the wrong place",
    ),
    pytest.param(
        'match: "packages/**"\nonly_in: ["packages/*/src/**", "packages/*/package.json"]',
        ["packages/a/src/x.ts", "packages/a/package.json", "packages/a/y.ts"],
        ["packages/a/y.ts: belongs in packages/*/src/**, packages/*/package.json"],
        id="files of a directory of which others are in their place",
    ),
    pytest.param(
        'match: "services/{s}/**/*.sql"\nonly_in: "services/{s}/database/"',
        ["services/a/database/x.sql", "services/a/y.sql", "services/b/database/deep/z.sql"],
        ["services/a/y.sql: belongs in services/a/database/"],
        id="captures",
    ),
    pytest.param(
        'match: "**/{name}.test.ts"\nonly_in: "**/{name}/"',
        ["src/a/b/b.test.ts", "src/a/b/a.test.ts", "src/b/x/a.test.ts"],
        ["src/b/x/a.test.ts: belongs in **/a/"],
        id="the same value wherever it can be",
    ),
    pytest.param(
        'match: "**/{s}_client.py"\nonly_in: "services/{!s}/"',
        ["services/a/a_client.py", "services/a/b_client.py"],
        ["services/a/a_client.py: belongs in services/{!s}/"],
        id="another value",
    ),
    pytest.param(
        'match: ["**/*.sql", "**/*.ddl"]\nonly_in: db',
        ["db/a.sql", "x/a.sql", "y/b.ddl"],
        ["x/a.sql: belongs in db", "y/b.ddl: belongs in db"],
        id="two",
    ),
]


@pytest.mark.parametrize(("body", "paths", "found"), ONLY_IN)
def test_files_belong_in_their_places(body: str, paths: list[str], found: list[str]) -> None:
    assert files(body, *paths) == found


APPS = ["apps/web/a/b", "apps/admin/c", "apps/README.md"]
TESTS = [
    "services/a/tests/test_x.py",
    "services/a/tests/test_y.py",
    "services/b/main.py",
    "services/c/tests/conftest.py",
]
COUNTS = [
    pytest.param('match: "apps/*/"\nmin: 2\nmax: 2', APPS, [], id="directories"),
    pytest.param('match: "apps/*/"\nmin: 3', APPS, ["apps/*/: 2 match, at least 3 expected"], id="too few"),
    pytest.param('match: "apps/*/"\nmax: 1', APPS, ["apps/*/: 2 match, at most 1 allowed"], id="too many"),
    pytest.param('match: "apps/*"\nmin: 2', APPS, ["apps/*: 1 match, at least 2 expected"], id="files"),
    pytest.param(
        'match: "**/tests/"\nmax: 1', ["tests/a/tests/b"], ["**/tests/: 2 match, at most 1 allowed"], id="nested"
    ),
    pytest.param('match: "k8s/*.yaml"\nmin: 1', APPS, ["k8s/*.yaml: 0 match, at least 1 expected"], id="none"),
    pytest.param('match: "**/*.sql"\nmax: 0', APPS, [], id="none is right"),
    pytest.param('match: ["k8s/*.yaml", "k8s/*.yml"]\nmin: 2', ["k8s/a.yml", "k8s/b.yaml"], [], id="patterns together"),
    pytest.param('match: ["**/a*", "**/*b"]\nmax: 1', ["ab"], [], id="a file counts once"),
    pytest.param(
        'match: "services/{s}/tests/test_*.py"\nmin: 1',
        TESTS,
        [
            "services/b/tests/test_*.py: 0 match, at least 1 expected",
            "services/c/tests/test_*.py: 0 match, at least 1 expected",
        ],
        id="per value, also where nothing matches",
    ),
    pytest.param(
        'match: "services/{s}/tests/test_*.py"\nmax: 1',
        TESTS,
        ["services/a/tests/test_*.py: 2 match, at most 1 allowed"],
        id="per value, at most",
    ),
    pytest.param(
        'match: "{area}/{s}/**/*.py"\nmin: 1',
        ["services/a/x/y.py", "apps/b/z"],
        ["apps/b/**/*.py: 0 match, at least 1 expected"],
        id="two captures",
    ),
    pytest.param(
        'match: "db/{name}-*.sql"\nmin: 2',
        ["db/a-1.sql", "db/a-2.sql", "db/b-1.sql"],
        ["db/b-*.sql: 1 match, at least 2 expected"],
        id="values of files",
    ),
    pytest.param(
        'match: "services/{s:a|c}/tests/test_*.py"\nmin: 1',
        TESTS,
        ["services/{s}/tests/test_*.py: 0 match, at least 1 expected".replace("{s}", "c")],
        id="some values",
    ),
]


@pytest.mark.parametrize(("body", "paths", "found"), COUNTS)
def test_numbers_have_bounds(body: str, paths: list[str], found: list[str]) -> None:
    assert files(body, *paths) == found


EACH = [
    pytest.param(
        'match: "services/{service}/tests/test_*.py"\nmin: 1\neach: service',
        [
            "services/b/tests/test_*.py: 0 match, at least 1 expected",
            "services/c/tests/test_*.py: 0 match, at least 1 expected",
        ],
        id="instances of a component",
    ),
    pytest.param(
        'match: "services/{service}/tests/test_*.py"\nmin: 1\neach: "service[a, b]"', [], id="no instance of that name"
    ),
    pytest.param(
        'match: "services/{service}/tests/test_*.py"\nmin: 1\neach: "service[b]"',
        ["services/b/tests/test_*.py: 0 match, at least 1 expected"],
        id="one instance",
    ),
    pytest.param(
        'match: "docs/{s}.md"\nmin: 1\neach: "services/{s}/"',
        ["docs/b.md: 0 match, at least 1 expected", "docs/c.md: 0 match, at least 1 expected"],
        id="elsewhere",
    ),
    pytest.param(
        'match: "**/test_*.py"\nmin: 1\neach: [service, legacy]',
        [
            "old/: 0 match **/test_*.py, at least 1 expected",
            "services/b/: 0 match **/test_*.py, at least 1 expected",
            "services/c/: 0 match **/test_*.py, at least 1 expected",
        ],
        id="among the files of each",
    ),
    pytest.param(
        'match: "**/tests/"\nmin: 1\neach: "services/{s}/"',
        ["services/b/: 0 match **/tests/, at least 1 expected"],
        id="directories",
    ),
    pytest.param(
        'match: "docs/{s}.md"\nmax: 1\neach: service',
        [f"unknown: service[{name}] and docs/{{s}}.md have no capture in common" for name in "abc"],
        id="nothing in common",
    ),
    pytest.param(
        'match: "{area}/{s}/tests/{name}.py"\nmin: 1\neach: "services/{s}/"',
        ["{area}/b/tests/{name}.py: 0 match, at least 1 expected"],
        id="other captures do not matter",
    ),
]


@pytest.mark.parametrize(("body", "found"), EACH)
def test_numbers_are_counted_in_each(body: str, found: list[str]) -> None:
    paths = [*TESTS, "docs/a.md", "old/x.py"]
    assert files(body, *paths, components=SERVICES + "\nlegacy: old") == found


NOTHING = [
    pytest.param('match: "**/*.sql"\nonly_in: db', ["**/*.sql"], id="only_in"),
    pytest.param('match: "**/*.sql"\nmax: 3', ["**/*.sql"], id="max"),
    pytest.param('match: "s/{s}/*.sql"\nmin: 1', ["s/{s}/*.sql"], id="min per value, and no value"),
    pytest.param('match: ["**/*.py", "**/*.sql"]\nmin: 1', ["**/*.sql"], id="one of two patterns"),
    pytest.param('match: "**/*.sql"\nmin: 1', [], id="min, which says it already"),
    pytest.param('match: "{s}/*.sql"\nmin: 1', [], id="min per value, which says it for each"),
    pytest.param('match: "**/*.sql"\nmax: 0', [], id="max 0, which wants it"),
    pytest.param('match: "**/*.py"\nmin: 1\neach: nowhere/', ["nowhere/"], id="each"),
]


@pytest.mark.parametrize(("body", "empty"), NOTHING)
def test_pattern_that_matches_nothing_is_reported(body: str, empty: list[str]) -> None:
    found = [text for text in outcome("files", body, "a.py\nb/c.py")[1] if text.startswith("archcheck/vacuous")]
    assert found == [f'archcheck/vacuous: "{text}" of rule r matches nothing' for text in empty]


def test_bound_of_lines_of_no_file_is_reported() -> None:
    rule_set = rules("files", 'match: "**/*.sql"\nmax_lines: 9', "")
    (need,) = check_of("files").needs(rule_set.rules[0].options)
    found = list(check_of("files").run(rule_set.rules[0].options, scene("a.py", rule_set, {need: {}})))
    assert told(found) == ["vacuous: **/*.sql"]


WRONG = [
    pytest.param("why: x", ["one of forbid and match is expected, found none of them"], id="nothing"),
    pytest.param("match: a", ["`match` needs one of only_in, min, max and max_lines"], id="match alone"),
    pytest.param("min: 1", ["`min` needs `match`; say which files it is about"], id="no match"),
    pytest.param("match: a\nmin: 0", ["`min` is at least 1, found 0"], id="min 0"),
    pytest.param("match: a\nmax: -1", ["`max` is at least 0, found -1"], id="max below 0"),
    pytest.param("match: a\nmax_lines: 0", ["`max_lines` is at least 1, found 0"], id="no lines"),
    pytest.param("match: a\nmin: 3\nmax: 2", ["`max` 2 is less than `min` 3"], id="none possible"),
    pytest.param(
        "match: a\nmin: many", ['"min" of rule r (kind files) must be a whole number, found text (many)'], id="text"
    ),
    pytest.param("match: []\nmin: 1", ["an empty list matches nothing; name at least one path"], id="empty match"),
    pytest.param(
        "match: a\nonly_in: []",
        ["an empty list is no place; use `forbid` for what must not be anywhere"],
        id="nowhere",
    ),
    pytest.param(
        "match: a\nonly_in: b\neach: c", ["`each` needs min or max; say how many are expected in each"], id="each"
    ),
    pytest.param(
        'match: ["s/{s}/a", "b"]\nmin: 1',
        ["patterns that are counted together must have the same captures; write one rule for each"],
        id="different captures",
    ),
    pytest.param(
        'match: "docs/{s}.md"\nmin: 1',
        [
            "`min: 1` says nothing, as {s} is taken from what is counted; "
            'say what there is one of, such as each: "services/{s}/"'
        ],
        id="min that is always true",
    ),
    pytest.param(
        'match: "services/{s}"\nmin: 1',
        [
            "`min: 1` says nothing, as {s} is taken from what is counted; "
            'say what there is one of, such as each: "services/{s}/"'
        ],
        id="directories that count themselves",
    ),
]


@pytest.mark.parametrize(("body", "found"), WRONG)
def test_slip_is_named(body: str, found: list[str]) -> None:
    assert [said.replace(" (rule r (kind files))", "") for said in problems("files", body)] == found


LENGTHS = [
    pytest.param(b"", [0], id="empty"),
    pytest.param(b"a", [1], id="no newline at the end"),
    pytest.param(b"a\nb\n", [2], id="newline at the end"),
    pytest.param(b"a\r\nb", [2], id="Windows"),
    pytest.param(b"\n\n", [2], id="blank lines"),
    pytest.param(b"\x89PNG\r\n\x00\n\n", [], id="binary"),
    pytest.param("\ufeffa\n".encode("utf-16-le"), [], id="UTF-16 is binary, as it is for git"),
    pytest.param(b"a" * 8_000 + b"\0\n", [1], id="a late zero"),
]


@pytest.mark.parametrize(("content", "counts"), LENGTHS)
def test_lines_are_counted(content: bytes, counts: list[int]) -> None:
    check = check_of("files")
    assert check.scan is not None
    facts = check.scan(rules("files", "match: a\nmax_lines: 1", "").rules[0].options, Source(content, ""))
    assert facts == tuple(MeasureFact(1, 1, "lines", count) for count in counts)


def test_long_files_are_reported_at_the_first_line_too_many() -> None:
    rule_set = rules("files", 'match: "**/*.py"\nmax_lines: 400', "")
    (need,) = check_of("files").needs(rule_set.rules[0].options)
    facts = {0: (MeasureFact(1, 1, "lines", 400),), 1: (MeasureFact(1, 1, "lines", 401),), 2: ()}
    found = list(check_of("files").run(rule_set.rules[0].options, scene("a.py\nb.py\nc.py", rule_set, {need: facts})))
    assert found == [
        Finding("has 401 lines, at most 400 allowed", "b.py", key="lines", places=(Place("b.py", 401, 1),), amount=401)
    ]


def test_files_are_scanned_only_for_their_length() -> None:
    for body in ("forbid: a", "match: a\nonly_in: b", "match: a\nmax: 3"):
        assert check_of("files").needs(rules("files", body, "").rules[0].options) == ()


def test_identity_of_a_number_is_the_pattern() -> None:
    def found(*paths: str) -> list[Finding]:
        return run("files", 'match: "s/{s}/*.py"\nmax: 1', "\n".join(paths))

    before, after = found("s/a/x.py", "s/a/y.py"), found("s/a/u.py", "s/a/v.py", "s/a/w.py")
    assert identities(before) == identities(after)


def test_filters_are_about_the_path() -> None:
    body = 'forbid: "**/*.sql"\nexclude: ["db/**"]\nwhy: no SQL'
    assert [each.subject for each in judge("files", body, "a.sql\ndb/b.sql").violations] == ["a.sql"]
    body = 'match: "services/{s}/test_*.py"\nmin: 1\nexclude: ["services/legacy/"]\nwhy: "{s} is tested"'
    violations = judge("files", body, "services/legacy/a\nservices/pay/test_a.py\nservices/new/b").violations
    assert [(each.subject, each.why) for each in violations] == [("services/new/test_*.py", "new is tested")]
