from dataclasses import asdict

import pytest

from archcheck.core.findings import Link
from archcheck.core.values import Place
from tests.scenes import identities, lines, outcome, problems, reworded, run

LAYERS = "layers: [top, mid, low]"
PRESENT = "top/a.py\nmid/b.py\nlow/c.py\n"
PER_SERVICE = "in: services/{service}/src\nlayers: [api, db]"


@pytest.mark.parametrize(
    ("body", "drawing", "expected"),
    [
        pytest.param(LAYERS, "top/a.py -> mid/b.py\nmid/b.py -> low/c.py\ntop/a.py -> low/c.py", [], id="downwards"),
        pytest.param(LAYERS, PRESENT + "low/c.py -> low/d.py\nlow/d.py -> low/c.py", [], id="within-one-layer"),
        pytest.param(
            LAYERS,
            PRESENT + "low/c.py -> top/a.py @4\nmid/b.py -> top/a.py",
            [
                "low/c.py -> top/a.py: low imports top, a layer above",
                "mid/b.py -> top/a.py: mid imports top, a layer above",
            ],
            id="upwards",
        ),
        pytest.param(
            "layers: [top, a | b, low]",
            "top/x.py\na/x.py -> b/x.py\na/x.py -> low/x.py",
            ["a/x.py -> b/x.py: a imports b, a sibling layer"],
            id="siblings-are-independent",
        ),
        pytest.param(
            "layers: ['{s}/top', '{s:a|b}/low']",
            "a/top/x.py\na/low/x.py -> a/top/x.py\nc/low/x.py -> c/top/x.py\nc/top/x.py",
            ["a/low/x.py -> a/top/x.py: {s:a|b}/low of a imports {s}/top, a layer above"],
            id="a-bar-inside-braces-is-no-sibling",
        ),
        pytest.param("layers: [top, 'mid?', low]", "top/a.py -> low/c.py", [], id="optional-layer-may-be-absent"),
        pytest.param(
            "layers: [top, 'mid?', low]",
            PRESENT + "low/c.py -> mid/b.py",
            ["low/c.py -> mid/b.py: low imports mid, a layer above"],
            id="optional-layer-counts-when-present",
        ),
        pytest.param(LAYERS, "top/a.py\nlow/c.py", ["vacuous: mid"], id="layer-without-files"),
        pytest.param("in: elsewhere\n" + LAYERS, PRESENT, [], id="absent-in-is-said-once-by-its-own-selector"),
        pytest.param(
            "layers: [api, core]",
            "services/a/api/x.py\ncore/x.py -> services/a/api/x.py\nservices/a/api/x.py -> core/x.py",
            ["core/x.py -> services/a/api/x.py: core imports api, a layer above"],
            id="layers-are-components",
        ),
        pytest.param(
            LAYERS,
            "low/c.py -> top/pkg/ @3\nmid/b.py\ntop/a.py",
            ["low/c.py -> top/pkg/: low imports top, a layer above"],
            id="directory-as-target",
        ),
        pytest.param(
            LAYERS, PRESENT + "low/c.py -> pypi:top\nlow/c.py -> std:python/top", [], id="externals-are-ignored"
        ),
    ],
)
def test_layers_may_use_those_below_only(body: str, drawing: str, expected: list[str]) -> None:
    assert lines("layers", body, drawing, "api: services/{service}/api") == expected


@pytest.mark.parametrize(
    ("body", "drawing", "expected"),
    [
        pytest.param(
            LAYERS,
            PRESENT + "low/c.py -> x/u.py @4\nlow/d.py -> x/v.py @2\nx/u.py -> x/v.py @5\nx/v.py -> top/a.py @7",
            ["low/d.py -> top/a.py: low imports top, a layer above [low/d.py:2 > x/v.py:7 > top/a.py] +1"],
            id="through-files-of-no-layer",
        ),
        pytest.param(
            LAYERS + "\ntransitive: false", PRESENT + "low/c.py -> x/u.py\nx/u.py -> top/a.py", [], id="direct-only"
        ),
        pytest.param(
            LAYERS,
            PRESENT + "low/c.py -> mid/b.py\nmid/b.py -> top/a.py",
            [
                "low/c.py -> mid/b.py: low imports mid, a layer above",
                "mid/b.py -> top/a.py: mid imports top, a layer above",
            ],
            id="never-through-another-layer",
        ),
        pytest.param(
            LAYERS,
            PRESENT + "low/c.py -> x/u.py\nx/u.py -> x/v.py\nx/v.py -> x/u.py\nx/v.py -> mid/b.py\nx/u.py -> mid/b.py",
            [
                "low/c.py -> mid/b.py: low imports mid, a layer above [low/c.py:1 > x/u.py:1 > mid/b.py]",
                "low/c.py -> mid/b.py: low imports mid, a layer above [low/c.py:1 > x/u.py:1 > x/v.py:1 > mid/b.py]",
            ],
            id="one-finding-per-last-edge-through-a-cycle",
        ),
        pytest.param(
            LAYERS,
            PRESENT + "low/c.py -> x/u.py\nmid/b.py -> x/u.py\nx/u.py -> top/a.py",
            [
                "low/c.py -> top/a.py: low imports top, a layer above [low/c.py:1 > x/u.py:1 > top/a.py]",
                "mid/b.py -> top/a.py: mid imports top, a layer above [mid/b.py:1 > x/u.py:1 > top/a.py]",
            ],
            id="one-finding-per-source-layer",
        ),
        pytest.param(
            LAYERS,
            PRESENT + "low/c.py -> x/\nx/u.py -> top/a.py",
            [],
            id="a-directory-ends-a-chain",
        ),
    ],
)
def test_chains_run_through_files_of_no_layer(body: str, drawing: str, expected: list[str]) -> None:
    assert lines("layers", body, drawing) == expected


@pytest.mark.parametrize(
    ("options", "drawing", "expected"),
    [
        pytest.param("", PRESENT + "top/a.py -> low/c.py", [], id="open-by-default"),
        pytest.param(
            "closed: true",
            PRESENT + "top/a.py -> low/c.py",
            ["top/a.py -> low/c.py: top imports low, past a closed layer"],
            id="all-closed",
        ),
        pytest.param("closed: true", PRESENT + "top/a.py -> mid/b.py\nmid/b.py -> low/c.py", [], id="step-by-step"),
        pytest.param(
            "closed: [mid]",
            PRESENT + "top/a.py -> low/c.py",
            ["top/a.py -> low/c.py: top imports low, past a closed layer"],
            id="the-one-between",
        ),
        pytest.param("closed: low", PRESENT + "top/a.py -> low/c.py", [], id="one-that-is-not-between"),
        pytest.param(
            "closed: [mid]",
            PRESENT + "top/a.py -> x/u.py\nx/u.py -> low/c.py",
            ["top/a.py -> low/c.py: top imports low, past a closed layer [top/a.py:1 > x/u.py:1 > low/c.py]"],
            id="not-around-it-either",
        ),
    ],
)
def test_closed_layers_cannot_be_skipped(options: str, drawing: str, expected: list[str]) -> None:
    assert lines("layers", f"{LAYERS}\n{options}", drawing) == expected


def test_closed_layer_without_files_in_an_instance_is_not_in_the_way() -> None:
    body = "in: '{s}'\nlayers: [top, 'mid?', low]\nclosed: true"
    drawing = "a/top/x.py -> a/low/x.py\nb/top/x.py -> b/low/x.py\nb/mid/x.py"
    assert lines("layers", body, drawing) == ["b/top/x.py -> b/low/x.py: top of b imports low, past a closed layer"]


@pytest.mark.parametrize(
    ("body", "drawing", "expected"),
    [
        pytest.param(
            PER_SERVICE,
            "services/a/src/api/x.py\nservices/a/src/db/y.py -> services/a/src/api/x.py\n"
            "services/a/src/db/y.py -> services/b/src/api/z.py",
            [
                "services/a/src/db/y.py -> services/a/src/api/x.py: db of a imports api, a layer above",
            ],
            id="compared-within-one-binding",
        ),
        pytest.param(
            PER_SERVICE,
            "services/a/src/db/y.py -> services/b/src/api/z.py\nservices/b/src/api/z.py -> services/a/src/api/x.py",
            [],
            id="no-chain-through-a-layer-of-another-binding",
        ),
        pytest.param(
            PER_SERVICE,
            "services/a/src/db/y.py -> shared/u.py\nshared/u.py -> services/a/src/api/x.py",
            [
                "services/a/src/db/y.py -> services/a/src/api/x.py: db of a imports api, a layer above"
                " [services/a/src/db/y.py:1 > shared/u.py:1 > services/a/src/api/x.py]"
            ],
            id="chain-through-shared-files",
        ),
        pytest.param(
            PER_SERVICE,
            "services/a/src/db/y.py -> shared/u.py\nservices/b/src/db/y.py -> shared/u.py\n"
            "shared/u.py -> services/a/src/api/x.py\nshared/u.py -> services/b/src/api/x.py",
            [
                "services/a/src/db/y.py -> services/a/src/api/x.py: db of a imports api, a layer above"
                " [services/a/src/db/y.py:1 > shared/u.py:1 > services/a/src/api/x.py]",
                "services/b/src/db/y.py -> services/b/src/api/x.py: db of b imports api, a layer above"
                " [services/b/src/db/y.py:1 > shared/u.py:1 > services/b/src/api/x.py]",
            ],
            id="each-binding-by-itself",
        ),
        pytest.param(
            "layers: ['services/{s}/api', shared]",
            "services/a/api/x.py\nshared/u.py -> services/a/api/x.py\nshared/u.py -> services/b/api/x.py",
            [
                "shared/u.py -> services/a/api/x.py: shared imports services/{s}/api, a layer above",
                "shared/u.py -> services/b/api/x.py: shared imports services/{s}/api, a layer above",
            ],
            id="a-layer-without-captures-belongs-to-every-binding",
        ),
        pytest.param(
            "in: service\nlayers: [api, db]",
            "services/a/db/y.py -> services/a/api/x.py\nservices/a/db/y.py -> services/b/api/x.py\n"
            "services/_old/db/y.py -> services/_old/api/x.py",
            ["services/a/db/y.py -> services/a/api/x.py: db of a imports api, a layer above"],
            id="in-names-a-component",
        ),
        pytest.param(
            "in: 'service[b]'\nlayers: [api, db]",
            "services/a/db/y.py -> services/a/api/x.py\nservices/b/db/y.py -> services/b/api/x.py",
            ["services/b/db/y.py -> services/b/api/x.py: db of b imports api, a layer above"],
            id="in-names-one-instance",
        ),
        pytest.param(
            "in: [a, b]\nlayers: [api, db]",
            "a/db/y.py -> b/api/x.py\na/api/x.py\nb/db/x.py",
            ["a/db/y.py -> b/api/x.py: db imports api, a layer above"],
            id="without-captures-there-is-one-binding",
        ),
    ],
)
def test_layers_are_compared_within_one_binding_of_captures(body: str, drawing: str, expected: list[str]) -> None:
    components = "service: {match: 'services/{service}/', except: [_old]}"
    assert lines("layers", body, drawing, components) == expected


def test_edges_drop_marks_and_kinds() -> None:
    drawing = PRESENT + "low/c.py -> top/a.py type-only\nlow/d.py -> top/a.py lazy\nlow/e.py -> top/a.py path"
    assert lines("layers", LAYERS, drawing) == [
        "low/c.py -> top/a.py: low imports top, a layer above",
        "low/d.py -> top/a.py: low imports top, a layer above",
    ]
    assert lines("layers", LAYERS + "\nedges: [import, -type-only, -lazy]", drawing) == []
    assert lines("layers", LAYERS + "\nedges: [path]", drawing) == [
        "low/e.py -> top/a.py: low depends on top, a layer above"
    ]


def test_exhaustive_reports_each_child_that_belongs_to_no_layer() -> None:
    drawing = "src/api/x.py\nsrc/db/y.py\nsrc/other/z.py\nsrc/other/deep/q.py\nsrc/run.py\nelsewhere/src/x.py"
    assert lines("layers", "in: src\nlayers: [api, db]\nexhaustive: true", drawing) == [
        "src/other/: belongs to no layer",
        "src/run.py: belongs to no layer",
    ]


def test_exhaustive_looks_into_every_instance() -> None:
    drawing = "services/a/api/x.py\nservices/b/db/y.py\nservices/b/jobs/z.py\nservices/README.md"
    assert lines("layers", "in: service\nlayers: ['api?', 'db?']\nexhaustive: true", drawing) == [
        "services/b/jobs/: belongs to no layer"
    ]


def test_exclude_spares_children_from_exhaustive() -> None:
    body = "in: src\nlayers: [api, db]\nexhaustive: true\nexclude: [src/__init__.py]"
    drawing = "src/api/x.py\nsrc/db/y.py\nsrc/__init__.py"
    assert outcome("layers", body, drawing) == ("pass", [])


def test_overlap_seen_in_the_tree_is_one_finding_per_pair() -> None:
    body = "layers: ['*_api.py', 'old_*.py', 'x.py']"
    found = run("layers", body, "new_api.py\nold_api.py\nold_user_api.py\nold_db.py\nx.py")
    assert [(each.subject, each.message, each.affects) for each in found] == [
        ("old_api.py", "belongs to the layers *_api.py and old_*.py alike", 1)
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "layers: [a, a/b]", 'the layers "a" and "a/b" overlap; let each file belong to one layer', id="in"
        ),
        pytest.param(
            "layers: [a, ./a/]", 'the layers "a" and "./a/" overlap; let each file belong to one layer', id="eq"
        ),
        pytest.param(
            "layers: [service, service]",
            'the layers "service" and "service" overlap; let each file belong to one layer',
            id="same-component",
        ),
        pytest.param("layers: [a]", "a list of at least two layers is expected, found a list", id="one-layer"),
        pytest.param("layers: a", "a list of at least two layers is expected, found text (a)", id="no-list"),
        pytest.param("layers: [a, 3]", "a layer is text, found a number (3)", id="number"),
        pytest.param("layers: [a, 'b | ']", '"": empty pattern; write ** for every file', id="nothing-after-the-bar"),
        pytest.param(
            "layers: [a, b]\nexhaustive: true",
            "`exhaustive` needs `in`, the directories that hold the layers (rule r (kind layers)); add in:",
            id="exhaustive-alone",
        ),
        pytest.param(
            "layers: [a, b]\nclosed: [c]",
            '"c" is not one of the layers (rule r (kind layers)); known: a, b',
            id="closed-names-no-layer",
        ),
        pytest.param(
            "in: 'src/{s:a|b}'\nlayers: [x, 'y/{s:c}']",
            '"y/{s:c}" cannot stand in "src/{s:a|b}": no value of "s" fits everywhere in the pattern; list one in both'
            " places (rule r (kind layers))",
            id="layer-that-fits-no-directory",
        ),
    ],
)
def test_mistakes_are_told_with_the_way_out(body: str, expected: str) -> None:
    assert problems("layers", body, "service: services/{service}/") == [expected]


def test_a_component_and_a_path_of_one_name_do_not_overlap_by_text() -> None:
    assert problems("layers", "layers: [core, core/x]", "core: lib/core") == []


def test_finding_of_a_chain_tells_subject_target_places_and_chain() -> None:
    (found,) = run(
        "layers",
        "in: services/{s}\nlayers: [api, db]",
        "services/a/db/x.py -> lib/u.py @3:5\nservices/a/db/w.py -> lib/u.py\n"
        "lib/u.py -> services/a/api/y.py @9:1\nlib/u.py -> services/a/api/y.py @12:5 lazy",
    )
    assert asdict(found) == {
        "message": "db of a imports api, a layer above",
        "subject": "services/a/db/w.py",
        "target": "services/a/api/y.py",
        "key": "",
        "identity": ("db", "lib/u.py", "services/a/api/y.py"),
        "places": (Place("lib/u.py", 9, 1), Place("lib/u.py", 12, 5)),
        "chain": (
            Link("services/a/db/w.py", "lib/u.py", 1, 1),
            Link("lib/u.py", "services/a/api/y.py", 9, 1),
        ),
        "affects": 1,
        "binding": {"s": "a"},
        "hint": "",
        "group": "",
        "group_size": 0,
        "amount": None,
        "members": (),
    }


def test_fingerprint_is_the_source_layer_and_the_last_edge() -> None:
    chain = run("layers", LAYERS, PRESENT + "low/c.py -> x/u.py\nx/u.py -> top/a.py @9")
    longer = run("layers", LAYERS, PRESENT + "low/new.py -> x/s.py\nx/s.py -> x/u.py @3\nx/u.py -> top/a.py @70:2")
    other = run("layers", LAYERS, PRESENT + "mid/b.py -> x/u.py\nx/u.py -> top/a.py @9")
    assert [each.subject for each in (*chain, *longer)] == ["low/c.py", "low/new.py"]
    assert identities(chain) == identities(longer) == identities([reworded(chain[0])])
    assert identities(chain) != identities(other)


@pytest.mark.parametrize(
    ("examples", "expected"),
    [
        pytest.param("allow: [[top/a.py, low/b.py]], deny: [[low/b.py, top/a.py]]", [], id="right"),
        pytest.param(
            "deny: [[top/a.py, low/b.py]]",
            [
                "rule r allows top/a.py -> low/b.py, but the example says that it denies it;"
                " correct the rule or the example"
            ],
            id="wrongly-denied",
        ),
        pytest.param(
            "allow: [[low/b.py, top/a.py]]",
            [
                "rule r denies low/b.py -> top/a.py, but the example says that it allows it;"
                " correct the rule or the example"
            ],
            id="wrongly-allowed",
        ),
    ],
)
def test_examples_are_checked_at_every_run(examples: str, expected: list[str]) -> None:
    assert problems("layers", f"{LAYERS}\nexamples: {{{examples}}}") == expected
