"""Whom violations concern."""

import pytest

from archcheck.core.codeowners_github import parse_github
from archcheck.core.components import Paths
from archcheck.core.findings import Violation
from archcheck.core.ownership import add_owners, concerned
from archcheck.core.scene import Scene
from tests.builders import chain, components, graph, place, violation

OWNERS = parse_github(b"* @all\n/a/ @a\n/b/ @b1 @b2\n/lib/ @lib\n/a/free.py\n*.md @docs\n")
DRAWN = graph("a/x.py -> b/y.py", "a/x.py -> lib/l.py", "lib/l.py -> b/y.py", "a/x.py -> pypi:django", "a/free.py")

CHAIN = chain("a/x.py:1 -> lib/l.py:1 -> b/y.py")


def with_owners(found: Violation) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    scene = Scene(DRAWN, Paths(DRAWN.files), components(DRAWN, {"a": ["a/"], "b": ["b/"]}))
    (made,) = add_owners([found], OWNERS, scene)
    return made.owners, made.path_owners, made.target_owners


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(violation(at="a/x.py:1", target="b/y.py"), (("@a",), (), ("@b1", "@b2")), id="import"),
        pytest.param(violation(at="a/x.py:1", target="pypi:django"), (("@a",), (), ()), id="package"),
        pytest.param(violation(at="a/x.py:1", target="models.limits"), (("@a",), (), ()), id="unresolved"),
        pytest.param(
            violation(at="lib/l.py:1", subject="a/x.py", target="b/y.py", chain=CHAIN),
            (("@a",), ("@lib",), ("@b1", "@b2")),
            id="chain",
        ),
        pytest.param(violation(at="b/Dockerfile", target=None), (("@b1", "@b2"), (), ()), id="missing-file"),
        pytest.param(violation(at="b/new/", target=None), (("@b1", "@b2"), (), ()), id="directory"),
        pytest.param(violation(at="a/free.py:1", target=None), ((), (), ()), id="unowned-on-purpose"),
        pytest.param(
            violation(at="lib/l.py:1", subject="a", target=None, chain=chain("a:1 -> b:1 -> a")),
            (("@lib",), (), ()),
            id="component",
        ),
        pytest.param(
            violation(at="compose.yml:3", subject="a/", target="b/", places=(place("compose.yml:3"),)),
            (("@a",), ("@all",), ("@b1", "@b2")),
            id="what-a-service-needs",
        ),
    ],
)  # fmt: skip
def test_owners_of_both_ends(found: Violation, expected: tuple[tuple[str, ...], ...]) -> None:
    assert with_owners(found) == expected


def test_everybody_concerned_is_named_once() -> None:
    found = violation(owners=("@a", "@b"), path_owners=("@c", "@a"), target_owners=("@b", "@d"))
    assert concerned(found) == ("@a", "@b", "@c", "@d")
