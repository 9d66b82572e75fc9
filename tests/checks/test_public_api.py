import pytest

from archcheck.core.scene import Specifiers
from archcheck.core.values import Place
from tests.builders import graph
from tests.scenes import check_of, identities, lines, problems, rules, run

DOOR = "component: service\nentry: 'services/{s}/api.py'"
IN, OUT, API = "services/b/inner.py", "services/a/x.py", "services/b/api.py"


@pytest.mark.parametrize(
    ("options", "drawing", "expected"),
    [
        pytest.param("", f"{OUT} -> {API}\n{API} -> {IN}", [], id="by-the-front-door"),
        pytest.param("", f"{OUT} -> {IN}\n{API}", [f"{OUT} -> {IN}: service[a] imports the inside of b"], id="sibling"),
        pytest.param(
            "", f"tools/t.py -> {IN}\n{API}", [f"tools/t.py -> {IN}: tools/t.py imports the inside of b"], id="outsider"
        ),
        pytest.param("", f"{IN} -> services/b/deep/x.py\n{API}", [], id="inside"),
        pytest.param("allowed_importers: tools", f"tools/t.py -> {IN}\n{API}", [], id="allowed-importer"),
        pytest.param(
            "allowed_importers: tools",
            f"{OUT} -> tools/t.py\ntools/t.py -> {IN}\n{API}",
            [],
            id="direct-by-default",
        ),
        pytest.param(
            "allowed_importers: tools\ntransitive: true",
            f"{OUT} -> tools/t.py @4\ntools/t.py -> {IN} @2\n{API}",
            [f"{OUT} -> {IN}: service[a] imports the inside of b [{OUT}:4 > tools/t.py:2 > {IN}]"],
            id="transitive",
        ),
        pytest.param("edges: [import, -test]", f"{OUT} -> {IN} test\n{API}", [], id="marks"),
        pytest.param(
            "",
            f"{OUT} -> services/b/pkg/\n{API}",
            [f"{OUT} -> services/b/pkg/: service[a] imports the inside of b"],
            id="directory",
        ),
        pytest.param("", f"{OUT} -> lib/u.py\n{OUT} -> pypi:x\n{API}", [], id="elsewhere"),
    ],
)
def test_others_enter_by_the_front_door(options: str, drawing: str, expected: list[str]) -> None:
    assert lines("public_api", f"{DOOR}\n{options}", drawing) == expected


def test_hint_and_binding_are_those_of_the_component_entered() -> None:
    (found,) = run("public_api", "component: 'services/{s}'\nentry: 'services/{s}/api.py'", f"{OUT} -> {IN} @3\n{API}")
    assert (found.hint, found.binding) == ("use its entry: services/b/api.py", {"s": "b"})
    assert found.places == (Place(OUT, 3, 1),)
    assert found.identity == ("services/{s}", OUT, IN)


@pytest.mark.parametrize(
    ("files", "hint"),
    [
        pytest.param("lib/x.py", "it has no entry yet, which would be lib/api/**", id="none"),
        pytest.param("lib/api/b.py\nlib/api/a.py", "use its entry: lib/api/a.py, lib/api/b.py", id="two"),
        pytest.param(
            "\n".join(f"lib/api/{name}.py" for name in "abcde"),
            "use its entry: lib/api/a.py, lib/api/b.py, lib/api/c.py and 2 more",
            id="many",
        ),
    ],
)
def test_hint_names_the_entries_that_exist(files: str, hint: str) -> None:
    (found,) = run("public_api", "component: lib\nentry: lib/api/**", f"{files}\napp.py -> lib/x.py")
    assert found.hint == hint


def test_a_single_component_needs_no_capture() -> None:
    assert lines("public_api", "component: lib\nentry: lib/__init__.py", "app.py -> lib/x.py\nlib/__init__.py") == [
        "app.py -> lib/x.py: app.py imports the inside of lib"
    ]


def test_fingerprint_is_the_edge() -> None:
    first = run("public_api", DOOR, f"{OUT} -> {IN} @3\n{API}")
    moved = run("public_api", DOOR, f"{OUT} -> {IN} @30:7 lazy\n{API}")
    assert identities(first) == identities(moved)


def test_specifiers_judge_how_an_entry_is_written() -> None:
    body = f"{DOOR}\nspecifiers: 'services.*.api'\nallowed_importers: tools"
    drawn = graph(f"{OUT} -> {API} @1\n{OUT} -> {API} @2\n{OUT} -> {IN} @3\ntools/t.py -> {API} @1\n{IN} -> {API}")
    written = {
        (drawn.id_of(OUT), drawn.id_of(API), 1, 1): "services.b.api",
        (drawn.id_of(OUT), drawn.id_of(API), 2, 1): "..b.api",
        (drawn.id_of(OUT), drawn.id_of(IN), 3, 1): "..b.inner",
        (drawn.id_of("tools/t.py"), drawn.id_of(API), 1, 1): "..services.b.api",
    }
    found = run("public_api", body, drawn, needs={Specifiers(): written})
    assert [(each.message, each.subject, each.target, each.key, each.hint) for each in found] == [
        ("service[a] imports the inside of b", OUT, IN, "", f"use its entry: {API}"),
        ('writes the import as "..b.api"', OUT, API, "..b.api", "write it as services.*.api"),
    ]
    assert found[1].places == (Place(OUT, 2, 1),)


def test_texts_of_imports_are_asked_for_only_when_judged() -> None:
    check = check_of("public_api")
    assert check.needs(rules("public_api", DOOR).rules[0].options) == ()
    assert check.needs(rules("public_api", f"{DOOR}\nspecifiers: x").rules[0].options) == (Specifiers(),)


def test_entry_is_required() -> None:
    assert problems("public_api", "component: lib") == [
        'rule r (kind public_api) lacks "entry": The files by which others may enter, from the top of the repository.;'
        ' add "entry:"'
    ]


def test_examples_are_judged_by_the_rule() -> None:
    body = "component: lib\nentry: lib/api.py\nexamples: {allow: [[app.py, lib/api.py]], deny: [[app.py, lib/x.py]]}"
    assert problems("public_api", body) == []
