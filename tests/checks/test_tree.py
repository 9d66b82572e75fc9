"""`tree`: which entries are missing, exclude each other or stand beyond the shape."""

import pytest

from archcheck.core.findings import Finding
from tests.scenes import identities, judge, lines, outcome, run


def tree(body: str, *files: str) -> list[str]:
    """What a rule finds in a tree of files, one line each."""
    return sorted(lines("tree", body, "\n".join(files)))


MARKS = [
    pytest.param("entries: [a.py]", ["a.py"], [], id="required and there"),
    pytest.param("entries: [a.py]", ["b.py"], ["a.py: is missing"], id="required and missing"),
    pytest.param('entries: ["a.py?"]', ["b.py"], [], id="optional"),
    pytest.param('entries: ["*.py"]', ["a.py", "b.md"], [], id="wildcard, one match"),
    pytest.param('entries: ["*.py"]', ["b.md"], ["*.py: is missing"], id="wildcard, no match"),
    pytest.param(
        'entries: ["*.py"]', ["a.py", "b.py"], ["a.py: 2 paths match *.py, one is expected"], id="wildcard, two"
    ),
    pytest.param('entries: ["*.py?"]', ["a.py", "b.py"], [], id="optional wildcard, any number"),
    pytest.param('entries: ["*.py+"]', ["a.py", "b.py"], [], id="at least one, two"),
    pytest.param('entries: ["*.py+"]', ["b.md"], ["*.py: is missing"], id="at least one, none"),
    pytest.param('entries: ["a.py+"]', ["b.md"], ["a.py: is missing"], id="at least one of a literal name"),
    pytest.param('entries: ["v?/+"]', ["v1/a", "v22/a"], [], id="question mark inside a marked name is a wildcard"),
    pytest.param('entries: ["a??"]', ["b"], [], id="wildcard and mark"),
    pytest.param(r'entries: ["c\\+\\+"]', ["c++"], [], id="escaped plus is a character"),
    pytest.param(r'entries: ["why\\?"]', ["whyx"], [r"why?: is missing"], id="escaped question mark is a character"),
    pytest.param("entries: [2024, 1.5]", ["2024/a"], ["1.5: is missing"], id="numbers are names"),
    pytest.param("entries: ./a.py", ["b"], ["a.py: is missing"], id="one path, from here"),
]


@pytest.mark.parametrize(("body", "files", "found"), MARKS)
def test_marks_say_how_often(body: str, files: list[str], found: list[str]) -> None:
    assert tree(body, *files) == found


ALTERNATIVES = [
    pytest.param("a.py | b.py", ["b.py"], [], id="one of"),
    pytest.param("a.py|b.py | c.py", ["x"], ["a.py: is missing; b.py or c.py would do as well"], id="none of three"),
    pytest.param("a.py | b.py", ["a.py", "b.py"], ["a.py: a.py and b.py exclude each other"], id="both"),
    pytest.param(
        "a | b | c?", ["a", "b", "c"], ["a: a, b and c exclude each other"], id="at most one is optional, all there"
    ),
    pytest.param("a | b?", ["x"], [], id="at most one, none"),
    pytest.param("a | b?", ["a", "b"], ["a: a and b exclude each other"], id="at most one, both"),
    pytest.param("a | b+", ["a", "b"], [], id="at least one, both"),
    pytest.param("a | b+", ["x"], ["a: is missing; b would do as well"], id="at least one, none"),
    pytest.param("Dockerfile | Dockerfile.*", ["Dockerfile.api", "Dockerfile.worker"], [], id="several of one kind"),
    pytest.param(
        "Dockerfile | Dockerfile.*",
        ["Dockerfile", "Dockerfile.api", "Dockerfile.worker"],
        ["Dockerfile: Dockerfile and Dockerfile.api exclude each other"],
        id="of both kinds",
    ),
    pytest.param("ci.yml | *.yml", ["ci.yml"], [], id="one path that fits both"),
    pytest.param("*.yml | ci.*", ["ci.yml"], [], id="one path that fits two wildcards"),
    pytest.param("src/main.py | app/main.py", ["app/main.py"], [], id="paths"),
    pytest.param(
        "src/main.py | app/main.py", ["app/x"], ["src/main.py: is missing; app/main.py would do as well"], id="no path"
    ),
    pytest.param("src/ | app/", ["app/x", "src"], [], id="directories; a file is none"),
    pytest.param(r"a\\|b.txt", ["a|b.txt"], [], id="escaped bar is a character"),
    pytest.param("{ts,js}config.json", ["jsconfig.json"], [], id="braces mean one of"),
    pytest.param(
        "{ts,js}config.json",
        ["jsconfig.json", "tsconfig.json"],
        ["jsconfig.json: 2 paths match {ts,js}config.json, one is expected"],
        id="braces with both",
    ),
]


@pytest.mark.parametrize(("entry", "files", "found"), ALTERNATIVES)
def test_alternatives_exclude_each_other(entry: str, files: list[str], found: list[str]) -> None:
    assert tree(f'entries: ["{entry}"]', *files) == found


KINDS = [
    pytest.param("docs/", ["docs/a"], [], id="directory"),
    pytest.param("docs/", ["docs"], ["docs/: must be a directory, and is a file"], id="file in its place"),
    pytest.param("docs/?", ["docs"], ["docs/: must be a directory, and is a file"], id="optional, file in its place"),
    pytest.param("docs/", ["x"], ["docs/: is missing"], id="missing directory ends with a slash"),
    pytest.param("docs", ["docs/a"], [], id="without a slash a directory will do"),
    pytest.param("*-service/+", ["a-service"], ["*-service/: is missing"], id="files are no directories"),
    pytest.param("Docs/", ["docs/a"], ["Docs/: is missing"], id="case counts"),
    pytest.param(".github/", [".github/CODEOWNERS"], [], id="hidden directory"),
    pytest.param("*", [".env"], [], id="star means hidden files, too"),
    pytest.param("app/(auth)/[id].tsx", ["app/(auth)/[id].tsx"], [], id="parentheses and brackets are characters"),
    pytest.param(
        "app/(auth)/[id].tsx", ["app/a/i.tsx"], ["app/(auth)/[id].tsx: is missing"], id="and match nothing else"
    ),
    pytest.param("a.py", ["axpy"], ["a.py: is missing"], id="a dot is a dot"),
    pytest.param("my file.md", ["my file.md"], [], id="space"),
    pytest.param(r"\\{x\\}.md", ["{x}.md"], [], id="escaped braces"),
    pytest.param("caf\N{LATIN SMALL LETTER E WITH ACUTE}.md", ["cafe\N{COMBINING ACUTE ACCENT}.md"], [], id="NFD file"),
]


@pytest.mark.parametrize(("entry", "files", "found"), KINDS)
def test_names_mean_files_and_directories(entry: str, files: list[str], found: list[str]) -> None:
    assert tree(f'entries: ["{entry}"]', *files) == found


NESTED = [
    pytest.param("entries: {src: [main.py]}", ["src/x"], ["src/main.py: is missing"], id="child of a directory"),
    pytest.param("entries: {src: [main.py]}", ["x"], ["src/: is missing"], id="children of a missing directory"),
    pytest.param(
        "entries: [src/main.py, src/util.py]",
        ["x"],
        ["src/main.py: is missing", "src/util.py: is missing"],
        id="paths, each for itself",
    ),
    pytest.param('entries: {"src/?": [main.py]}', ["x"], [], id="optional directory that is not there"),
    pytest.param(
        'entries: {"src/?": [main.py]}', ["src/x"], ["src/main.py: is missing"], id="optional directory that is there"
    ),
    pytest.param(
        'entries: ["docs?", docs/index.md]', ["x"], [], id="a path in an optional directory is asked for inside it"
    ),
    pytest.param(
        'entries: ["docs?", docs/index.md]', ["docs/x"], ["docs/index.md: is missing"], id="and there it is required"
    ),
    pytest.param("entries: {src: main.py}", ["src/main.py"], [], id="a single child"),
    pytest.param("entries: {src: {}, a.py: null, b.py: []}", ["src/x", "a.py"], ["b.py: is missing"], id="no children"),
    pytest.param(
        "entries: [{src: [main.py]}, src/util.py, src/db/models.py]",
        ["src/x"],
        ["src/db/models.py: is missing", "src/main.py: is missing", "src/util.py: is missing"],
        id="nested and flat",
    ),
    pytest.param("entries: {a/b: {c/d: [e/f]}}", ["a/b/c/d/x"], ["a/b/c/d/e/f: is missing"], id="paths as keys"),
    pytest.param("entries: {a/b: {c/d: [e/f]}}", ["a/x"], ["a/b/: is missing"], id="only the outermost is missing"),
    pytest.param(
        'entries: {"src | app": [main.py]}', ["app/x"], ["app/main.py: is missing"], id="alternative directories"
    ),
    pytest.param(
        'entries: {"src | app": [main.py]}', ["x"], ["src/: is missing; app/ would do as well"], id="no alternative"
    ),
    pytest.param(
        'entries: {"src | app": [main.py]}',
        ["src/main.py", "app/x"],
        ["app/main.py: is missing", "src/: src/ and app/ exclude each other"],
        id="both alternatives",
    ),
    pytest.param(
        'entries: {"*/+": [main.py]}', ["a/main.py", "b/x"], ["b/main.py: is missing"], id="each directory that matches"
    ),
    pytest.param(
        'entries: {"*/+": [main.py], gateway: [nginx.conf]}',
        ["a/main.py", "gateway/nginx.conf"],
        [],
        id="a name goes before a wildcard",
    ),
    pytest.param(
        'entries: ["__init__.py", "*.py+"]', ["__init__.py"], ["*.py: is missing"], id="a named file is not counted"
    ),
    pytest.param('entries: ["__init__.py", "*.py"]', ["__init__.py", "a.py"], [], id="nor as one too many"),
    pytest.param(
        "entries: {docs: [a]}", ["docs"], ["docs/: must be a directory, and is a file"], id="file, not directory"
    ),
    pytest.param(
        'entries: ["src/*/index.ts"]',
        ["src/a/index.ts", "src/b/index.ts"],
        ["src/a/index.ts: 2 paths match */index.ts, one is expected"],
        id="a path with a wildcard is counted as a path",
    ),
    pytest.param('entries: ["src/*/index.ts+"]', ["src/a/index.ts", "src/b/x"], [], id="at least one path"),
    pytest.param('entries: ["src/*/index.ts+"]', ["x"], ["src/*/index.ts: is missing"], id="no such path"),
    pytest.param('entries: {"*/src": [main.py]}', ["a/src/x"], ["a/src/main.py: is missing"], id="children of a path"),
    pytest.param('entries: ["**/conftest.py"]', ["tests/unit/conftest.py"], [], id="anywhere"),
    pytest.param('entries: ["**/conftest.py"]', ["conftest.py"], [], id="anywhere, here"),
    pytest.param(
        'entries: ["tests/**/test_*.py+"]',
        ["tests/a/x.py", "test_x.py"],
        ["tests/**/test_*.py: is missing"],
        id="below",
    ),
    pytest.param(
        'entries: {"**/features/+": [index.ts]}', ["a/b/features/x"], ["a/b/features/index.ts: is missing"], id="deep"
    ),
    pytest.param('entries: ["**/a+"]', ["a/b/c"], [], id="deep directory"),
    pytest.param('entries: ["**/a"]', ["a/b/c"], [], id="deep directory is one path, whatever it holds"),
    pytest.param("entries: [docs/**]", ["docs/a", "docs/b/c"], [], id="everything below"),
    pytest.param("entries: [docs/**]", ["x"], ["docs/**: is missing"], id="nothing below"),
    pytest.param("entries: ['{a,b/c}/x']", ["b/c/x"], [], id="alternatives of different depth"),
]


@pytest.mark.parametrize(("body", "files", "found"), NESTED)
def test_directories_hold_entries(body: str, files: list[str], found: list[str]) -> None:
    assert tree(body, *files) == found


INSTANCES = [
    pytest.param(
        'root: "services/{s}"\nentries: [Dockerfile]',
        ["services/a/Dockerfile", "services/b/x", "services/README.md"],
        ["services/b/Dockerfile: is missing"],
        id="one instance per value",
    ),
    pytest.param(
        'root: "services/*"\nentries: [Dockerfile]', ["services/b/x"], ["services/b/Dockerfile: is missing"], id="star"
    ),
    pytest.param(
        'root: "services/{s}"\nentries: ["{s}.py", "src/{s}_*.py", "**/{s}.md"]',
        ["services/a/a.py", "services/a/src/a_x.py", "services/a/docs/a.md", "services/b/a.py"],
        ["services/b/**/b.md: is missing", "services/b/b.py: is missing", "services/b/src/b_*.py: is missing"],
        id="captures in names",
    ),
    pytest.param(
        'root: "{area}/{name}"\nentries: ["{name}-{area}.py", {"{name}": ["{area}"]}]',
        ["x/y/z"],
        ["x/y/y-x.py: is missing", "x/y/y/: is missing"],
        id="several captures",
    ),
    pytest.param(
        'root: "s/{s}"\nentries: ["{s}.py"]',
        ["s/*/*.py", "s/[b]/b.py"],
        ["s/[b]/[b].py: is missing"],
        id="hostile values",
    ),
    pytest.param(
        'root: ["services/{s}", "apps/{s}"]\nentries: ["{s}.py"]',
        ["services/a/a.py", "apps/b/x"],
        ["apps/b/b.py: is missing"],
        id="several roots",
    ),
    pytest.param("root: .\nentries: [a]", ["b"], ["a: is missing"], id="top"),
    pytest.param("root: docs/\nentries: [a]", ["docs/b"], ["docs/a: is missing"], id="one directory"),
    pytest.param(
        'root: ["services/{s}", "apps"]\nentries: [a]',
        ["services/a/b"],
        ["services/a/a: is missing", "vacuous: apps"],
        id="a root that is not there",
    ),
    pytest.param("root: a.py\nentries: [a]", ["a.py"], ["vacuous: a.py"], id="a file is no root"),
]


@pytest.mark.parametrize(("body", "files", "found"), INSTANCES)
def test_each_directory_of_root_has_the_shape(body: str, files: list[str], found: list[str]) -> None:
    assert tree(body, *files) == found


SHAPE = "entries: [README.md, src/main.py, {docs: []}]\n"
BEYOND = ["LICENSE", "README.md", "src/main.py", "src/x.py", "src/db/y.py", "docs/a/b", "old/a", "old/b"]
CLOSED = [
    pytest.param(SHAPE, BEYOND, [], id="open"),
    pytest.param(SHAPE + "closed: false", BEYOND, [], id="open, said"),
    pytest.param(
        SHAPE + "closed: dirs",
        BEYOND,
        ["old/: is not among the entries", "src/db/: is not among the entries"],
        id="no further directories, the topmost named",
    ),
    pytest.param(
        SHAPE + "closed: files",
        BEYOND,
        ["LICENSE: is not among the entries", "src/x.py: is not among the entries"],
        id="no further files",
    ),
    *(
        pytest.param(
            SHAPE + f"closed: {word}",
            BEYOND,
            [f"{path}: is not among the entries" for path in ("LICENSE", "old/", "src/db/", "src/x.py")],
            id=f"neither, said as {word}",
        )
        for word in ("all", "true")
    ),
    pytest.param(
        "entries: [docs/]\nclosed: all", ["docs"], ["docs/: must be a directory, and is a file"], id="one cause"
    ),
    pytest.param(
        'entries: ["a | b"]\nclosed: all', ["a", "b"], ["a: a and b exclude each other"], id="excluded, not surplus"
    ),
    pytest.param(
        'entries: ["*.py"]\nclosed: all',
        ["a.py", "b.py"],
        ["a.py: 2 paths match *.py, one is expected"],
        id="one too many",
    ),
    pytest.param(
        'entries: ["src/main.py | app/main.py", "src/a?"]\nclosed: all',
        ["src/main.py", "src/b"],
        ["src/b: is not among the entries"],
        id="alternative paths tell what is in their directories",
    ),
    pytest.param(
        'entries: ["src/*/index.ts?"]\nclosed: all',
        ["src/a/index.ts", "src/a/b.ts", "src/c/d.ts"],
        ["src/a/b.ts: is not among the entries", "src/c/: is not among the entries"],
        id="paths with wildcards",
    ),
    pytest.param(
        'entries: ["src/{a,b/c}/x?"]\nclosed: all',
        ["src/b/c/x", "src/b/d"],
        ["src/b/d: is not among the entries"],
        id="braces",
    ),
    pytest.param(
        'entries: ["src/**/*.py?"]\nclosed: all',
        ["src/a/b.py", "src/a/c.md", "src/d/e.md"],
        ["src/d/: is not among the entries"],
        id="directories on the way of ** are open",
    ),
    pytest.param("entries: [docs/**, docs/a]\nclosed: all", ["docs/a", "docs/b/c"], [], id="everything below"),
    pytest.param(
        'root: "s/{s}"\nentries: ["{s}.py"]\nclosed: all',
        ["s/a/a.py", "s/a/b.py"],
        ["s/a/b.py: is not among the entries"],
        id="instance",
    ),
    pytest.param(
        'entries: {"*/+": [a], b: [c]}\nclosed: all',
        ["b/c", "b/a", "d/a", "d/c"],
        ["b/a: is not among the entries", "d/c: is not among the entries"],
        id="a name goes before a wildcard",
    ),
    pytest.param(
        'entries: {"src?": ["a?"]}\nclosed: all',
        ["src/b"],
        ["src/b: is not among the entries"],
        id="none of its entries",
    ),
    pytest.param("entries: [a]\nclosed: all", ["a", ".b"], [".b: is not among the entries"], id="hidden file"),
    pytest.param(
        "entries: [a]\nall_or_none: [[b/c, d]]\nclosed: all", ["a", "b/c", "d"], [], id="members of groups are named"
    ),
]


@pytest.mark.parametrize(("body", "files", "found"), CLOSED)
def test_closed_shape_has_nothing_else(body: str, files: list[str], found: list[str]) -> None:
    assert tree(body, *files) == found


GROUPS = [
    pytest.param("[[a, b]]", ["x"], [], id="none"),
    pytest.param("[[a, b]]", ["a", "b"], [], id="all"),
    pytest.param("[[a, b, c/]]", ["b"], ["a: is missing beside b", "c/: is missing beside b"], id="some"),
    pytest.param(
        "[[a, '*.py'], [c, d]]", ["x.py", "c"], ["a: is missing beside *.py", "d: is missing beside c"], id="two groups"
    ),
    pytest.param("[[a/b, '**/z.py']]", ["q/z.py"], ["a/b: is missing beside **/z.py"], id="paths"),
    pytest.param("[[must, b]]", ["b"], ["must: is missing"], id="missing is said once"),
]


@pytest.mark.parametrize(("groups", "files", "found"), GROUPS)
def test_groups_exist_together(groups: str, files: list[str], found: list[str]) -> None:
    must = "must" if "must" in groups else "x?"
    assert tree(f"entries: ['{must}']\nall_or_none: {groups}", *files) == found


def test_groups_use_the_captures_of_root() -> None:
    body = 'root: "s/{s}"\nentries: ["x?"]\nall_or_none: [["{s}.py", "{s}.pyi"]]'
    assert tree(body, "s/a/a.py", "s/b/a.py") == ["s/a/a.pyi: is missing beside a.py"]


def test_what_is_missing_in_one_instance_is_one_group() -> None:
    body = 'root: "s/{s}"\nentries: [a, b/c, "d?", {e: [f, g]}]\nclosed: all'
    found = run("tree", body, "s/x/a\ns/x/e/f\ns/x/z\ns/y/q")
    assert [(each.subject, each.group, each.group_size, dict(each.binding)) for each in found] == [
        ("s/x/b/c", "s/x/", 5, {"s": "x"}),
        ("s/x/e/g", "s/x/", 5, {"s": "x"}),
        ("s/x/z", "", 0, {"s": "x"}),
        ("s/y/a", "s/y/", 3, {"s": "y"}),
        ("s/y/b/c", "s/y/", 3, {"s": "y"}),
        ("s/y/e/", "s/y/", 3, {"s": "y"}),
        ("s/y/q", "", 0, {"s": "y"}),
    ]


def test_identity_of_a_count_survives_further_files() -> None:
    def found(*files: str) -> list[Finding]:
        return run("tree", 'entries: ["*.py", "x | y.*"]', "\n".join(files))

    before, after = found("b.py", "c.py", "x", "y.b"), found("a.py", "b.py", "c.py", "x", "y.a", "y.b")
    assert identities(before) == identities(after)
    assert len(set(identities(before))) == 2


def test_filters_are_about_the_missing_path() -> None:
    body = 'root: "s/{s}"\nentries: [a, b]\nexclude: ["s/x/", "**/b"]\nwhy: "{s} is built alone"'
    violations = judge("tree", body, "s/x/q\ns/y/q").violations
    assert [(each.subject, each.why) for each in violations] == [("s/y/a", "y is built alone")]
    body = 'root: "s/{s}"\nentries: [a, b]\npaths: ["s/x/"]'
    assert [each.subject for each in judge("tree", body, "s/x/q\ns/y/q").violations] == ["s/x/a", "s/x/b"]


def test_root_that_matches_nothing_is_reported_unless_optional() -> None:
    body = 'root: "services/{s}"\nentries: [a]\n'
    assert outcome("tree", body, "x") == ("pass", ['archcheck/vacuous: "services/{s}" of rule r matches nothing'])
    assert outcome("tree", body + "optional: true", "x") == ("skipped", [])
