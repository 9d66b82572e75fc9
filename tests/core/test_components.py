"""Components: instances, overlap, homes, what is left out; and what selectors mean by them."""

import pytest

from archcheck.core.components import Components, Paths, build_components, home_of_path, select_terms
from archcheck.core.globs import Glob
from archcheck.core.options import Context
from archcheck.core.selectors import Selector
from archcheck.core.values import Place, ScalarNode
from tests.scenes import rule_file


def built(components: str, *files: str, directories: tuple[str, ...] = ()) -> tuple[Components, Paths]:
    """The components of a rule file over a tree."""
    paths = Paths(tuple(sorted(files)), directories)
    return build_components(rule_file(f"version: 1\ncomponents:\n{components}").components, paths), paths


def members(components: str, *files: str) -> dict[str, list[str]]:
    """The files of each instance."""
    made, paths = built(components, *files)
    return {key: [paths[number] for number in instance.members] for key, instance in made.instances.items()}


@pytest.mark.parametrize(
    ("components", "expected"),
    [
        pytest.param("  s: services/{s}/", {"s[a]": ["services/a/x.py"], "s[b]": ["services/b/x.py"]}, id="captures"),
        pytest.param("  s: services", {"s": ["services/a/x.py", "services/b/x.py"]}, id="literal"),
        pytest.param(
            "  s: ['services/{s}/', 'tests/{s}/']",
            {"s[a]": ["services/a/x.py", "tests/a/t.py"], "s[b]": ["services/b/x.py"]},
            id="same-values-in-a-list-merge",
        ),
        pytest.param("  s: {match: 'services/{s}/', except: [b]}", {"s[a]": ["services/a/x.py"]}, id="except-by-value"),
        pytest.param(
            "  s: {match: '*/{s}/', except: 'tests/**'}",
            {"s[a]": ["services/a/x.py"], "s[b]": ["services/b/x.py"]},
            id="except-by-glob",
        ),
        pytest.param(
            "  s: '{top}/{name}/'",
            {
                "s[services,a]": ["services/a/x.py"],
                "s[services,b]": ["services/b/x.py"],
                "s[tests,a]": ["tests/a/t.py"],
            },
            id="values-in-the-order-of-the-pattern",
        ),
        pytest.param("  s: {match: services/a, except: services}", {}, id="nothing-left"),
        pytest.param("  1: services/a", {"1": ["services/a/x.py"]}, id="a-name-that-looks-like-a-number"),
    ],
)
def test_files_belong_to_instances(components: str, expected: dict[str, list[str]]) -> None:
    assert members(components, "services/a/x.py", "services/b/x.py", "tests/a/t.py") == expected


def test_components_may_overlap_and_the_longest_literal_prefix_is_home() -> None:
    made, paths = built("  all: src\n  db: src/db\n  any: '**/*.py'", "src/a.py", "src/db/b.py")
    assert {key: len(instance.members) for key, instance in made.instances.items()} == {"all": 2, "any": 2, "db": 1}
    assert {paths[number]: home for number, home in made.home.items()} == {"src/a.py": "all", "src/db/b.py": "db"}
    assert made.ties == ()


def test_equal_prefixes_tie_and_the_least_id_is_home() -> None:
    made, _ = built("  b: src/*.py\n  a: src/x*\n  c: src", "src/x.py", "src/y.py")
    assert made.ties == ((0, ("a", "b")),)
    assert made.home == {0: "a", 1: "b"}


@pytest.mark.parametrize(
    ("path", "home"),
    [
        pytest.param("services/new/x.py", "s[new]", id="an-instance-that-is-not-there"),
        pytest.param("services/new/", "s[new]", id="a-directory"),
        pytest.param("services/_t/x.py", "rest", id="an-excepted-value"),
        pytest.param("other/x.py", None, id="nothing"),
    ],
)
def test_a_path_that_does_not_exist_has_a_home_too(path: str, home: str | None) -> None:
    made, _ = built("  s: {match: 'services/{s}/', except: [_t]}\n  rest: '*vices/**'", "a.py")
    assert home_of_path(path, made) == home


def test_a_path_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = built("  s: services/{s}/", "a.py")
    assert home_of_path("services/new/x.py", made) == "s[new]"
    monkeypatch.setattr(Glob, "match_file", lambda *_: pytest.fail("looked for again"))
    assert home_of_path("services/new/x.py", made) == "s[new]"


NAMES = (
    "  shared: lib/shared\n  pair: {match: 'p/{b}/{a}/', tags: [ui]}\n  other: {match: q, tags: [ui, db]}\n  7: seven"
)
TREE = (
    "lib/shared/a.py",
    "shared/b.py",
    "p/x/y/c.py",
    "p/y/x/d.py",
    "q/e.py",
    "seven/f.py",
    "7/g.py",
    "app/(auth)/[id].tsx",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("shared", ["lib/shared/a.py"], id="a-component-before-a-path"),
        pytest.param("./shared", ["shared/b.py"], id="the-path-by-force"),
        pytest.param("pair", ["p/x/y/c.py", "p/y/x/d.py"], id="all-instances"),
        pytest.param("pair[x,y]", ["p/x/y/c.py"], id="one-instance-by-values-in-the-order-of-the-pattern"),
        pytest.param("pair[ y , x ]", ["p/y/x/d.py"], id="spaces-around-values"),
        pytest.param("pair[x,z]", [], id="an-instance-that-is-not-there"),
        pytest.param("tag:ui", ["p/x/y/c.py", "p/y/x/d.py", "q/e.py"], id="tag"),
        pytest.param("7", ["seven/f.py"], id="a-name-that-looks-like-a-number"),
        pytest.param("./7", ["7/g.py"], id="a-path-that-looks-like-a-number"),
        pytest.param("app/(auth)/[id].tsx", ["app/(auth)/[id].tsx"], id="brackets-are-literal"),
        pytest.param("nothing[x]", [], id="brackets-after-what-is-no-component"),
    ],
)
def test_a_selector_means_a_component_or_else_a_glob(text: str, expected: list[str]) -> None:
    made, paths = built(NAMES, *TREE)
    context = Context({}, components=frozenset(made.specs), tags=frozenset(("ui", "db")))
    value = int(text) if text.isdigit() else text
    selector = Selector.from_node(ScalarNode(value, Place("a", 1, 1), text), context)
    assert selector is not None
    assert [paths[number] for number in select_terms(selector.terms, made, paths)] == expected


def test_an_unknown_tag_is_a_problem_with_a_hint() -> None:
    context = Context({}, tags=frozenset(("backend",)))
    assert Selector.from_node(ScalarNode("tag:backnd", Place("a", 1, 1), "tag:backnd"), context) is None
    assert [(p.message, p.hint) for p in context.problems] == [
        ('no component has the tag "backnd"', 'did you mean "backend"?')
    ]
