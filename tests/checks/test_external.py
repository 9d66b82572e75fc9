import pytest

from archcheck.core.findings import Link
from archcheck.core.values import Place
from tests.scenes import identities, lines, outcome, problems, run

DENY = "packages: pypi:requests\ndeny_in: domain"


@pytest.mark.parametrize(
    ("body", "drawing", "expected"),
    [
        pytest.param(
            "packages: pypi:boto3\nonly_from: aws",
            "aws/a.py -> pypi:boto3\nweb/b.py -> pypi:boto3\nweb/b.py -> pypi:django",
            ["web/b.py -> pypi:boto3: web/b.py imports boto3"],
            id="only-from",
        ),
        pytest.param(
            DENY,
            "domain/a.py -> pypi:requests\nweb/b.py -> pypi:requests\ndomain/a.py -> web/b.py",
            ["domain/a.py -> pypi:requests: domain/a.py imports requests"],
            id="deny-in-is-direct-by-default",
        ),
        pytest.param(
            DENY + "\ntransitive: true",
            "domain/a.py -> web/b.py @3\ndomain/c.py -> web/d.py\nweb/d.py -> web/b.py\nweb/b.py -> pypi:requests @9",
            [
                "domain/a.py -> pypi:requests: domain/a.py imports requests"
                " [domain/a.py:3 > web/b.py:9 > pypi:requests] +1"
            ],
            id="deny-in-with-chains",
        ),
        pytest.param(
            DENY + "\ntransitive: true",
            "domain/a.py -> domain/b.py\ndomain/b.py -> pypi:requests",
            ["domain/b.py -> pypi:requests: domain/b.py imports requests"],
            id="one-finding-per-use",
        ),
        pytest.param(
            "packages: std:os\ndeny_in: service",
            "services/a/x.py -> std:python/os\nservices/b/y.py -> std:python/io",
            ["services/a/x.py -> std:python/os: service[a] imports os"],
            id="standard-library",
        ),
        pytest.param(
            "packages: 'pypi:*'\ndeny_in: core",
            "core/a.py -> std:python/os\ncore/a.py -> pypi:yaml\ncore/a.py -> lib/x.py",
            ["core/a.py -> pypi:yaml: core/a.py imports yaml"],
            id="no-third-party-at-all",
        ),
        pytest.param(
            "prefer: [{use: httpx, instead_of: [requests, urllib3]}]",
            "a.py -> pypi:requests\nb.py -> pypi:urllib3\nc.py -> pypi:httpx",
            ["a.py -> pypi:requests: a.py imports requests", "b.py -> pypi:urllib3: b.py imports urllib3"],
            id="prefer",
        ),
        pytest.param(
            "prefer: {use: orjson, instead_of: '*json*'}",
            "a.py -> pypi:orjson\nb.py -> std:python/json",
            ["b.py -> std:python/json: b.py imports json"],
            id="the-preferred-package-is-never-reported",
        ),
        pytest.param(
            "packages: pypi:requests\nonly_from: web\ndeny_in: domain\nprefer: {use: httpx, instead_of: requests}",
            "domain/a.py -> pypi:requests\nweb/b.py -> pypi:httpx",
            ["domain/a.py -> pypi:requests: domain/a.py imports requests"],
            id="one-finding-however-many-reasons",
        ),
        pytest.param("packages: pypi:absent\ndeny_in: core", "core/a.py", [], id="unused-package"),
    ],
)
def test_packages_are_used_where_they_may_be(body: str, drawing: str, expected: list[str]) -> None:
    assert lines("external", body, drawing) == expected


def test_names_of_packages_that_nobody_uses_are_not_vacuous() -> None:
    assert outcome("external", "packages: pypi:absent\ndeny_in: core", "core/a.py") == ("pass", [])
    assert outcome("external", "packages: pypi:absent\ndeny_in: gone", "core/a.py")[1] == [
        'archcheck/vacuous: "gone" of rule r matches nothing'
    ]


def test_edges_drop_marks() -> None:
    assert lines("external", DENY + "\nedges: [import, -type-only]", "domain/a.py -> pypi:requests type-only") == []


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        pytest.param("packages: pypi:requests\nonly_from: [web, 'cli/**']", "use it only from web, cli/**", id="only"),
        pytest.param("prefer: {use: [httpx, aiohttp], instead_of: requests}", "use httpx, aiohttp", id="prefer"),
        pytest.param(DENY, "", id="deny"),
    ],
)
def test_hint_tells_the_way_out(body: str, hint: str) -> None:
    (found,) = run("external", body, "domain/a.py -> pypi:requests\nweb/b.py\ncli/c.py")
    assert found.hint == hint


def test_finding_tells_all_places_of_one_file_and_package() -> None:
    drawing = "domain/a.py -> pypi:requests @9\ndomain/a.py -> pypi:requests @2:5 lazy"
    for body in (DENY, "prefer: {use: httpx, instead_of: requests}"):
        (found,) = run("external", body, drawing)
        assert found.places == (Place("domain/a.py", 2, 5), Place("domain/a.py", 9, 1))
        assert (found.chain, found.affects) == ((), 0)


def test_chain_ends_at_the_package_and_its_fingerprint_is_the_use() -> None:
    body = DENY + "\ntransitive: true"
    (short,) = run("external", body, "domain/z.py -> web/b.py @3\nweb/b.py -> pypi:requests @9")
    (long,) = run("external", body, "domain/a.py -> web/c.py\nweb/c.py -> web/b.py\nweb/b.py -> pypi:requests @90")
    assert short.chain == (Link("domain/z.py", "web/b.py", 3, 1), Link("web/b.py", "pypi:requests", 9, 1))
    assert (short.subject, short.target, short.places) == ("domain/z.py", "pypi:requests", (Place("web/b.py", 9, 1),))
    assert identities([short]) == identities([long])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "only_from: web",
            "`only_from` and `deny_in` need `packages` (rule r (kind external));"
            ' add packages:, such as "pypi:django" or "*"',
            id="place-without-packages",
        ),
        pytest.param(
            "packages: x",
            "`packages` needs `only_from` or `deny_in` (rule r (kind external)); say who may use them, or who must not",
            id="packages-without-place",
        ),
        pytest.param(
            "edges: import",
            "one of `packages`, `prefer` and `declared` is expected, found none of them (rule r (kind external))",
            id="nothing-said",
        ),
        pytest.param(
            "packages: x\nonly_from: web\ntransitive: true",
            "`transitive` needs `deny_in` (rule r (kind external)); add deny_in:",
            id="transitive-without-deny-in",
        ),
        pytest.param(
            "packages: pyp:django\ndeny_in: web",
            '"pyp:" is no ecosystem of packages; did you mean "pypi"?',
            id="unknown-ecosystem",
        ),
    ],
)
def test_mistakes_are_told_with_the_way_out(body: str, expected: str) -> None:
    assert problems("external", body) == [expected]


def test_examples_are_judged_by_the_rule() -> None:
    assert problems("external", f"{DENY}\nexamples: {{deny: [[domain/a.py, pypi:requests]]}}") == []
    assert problems("external", f"{DENY}\nexamples: {{allow: [[web/a.py, pypi:requests]]}}") == []
    assert problems("external", f"{DENY}\nexamples: {{deny: [[web/a.py, pypi:requests]]}}") == [
        "rule r allows web/a.py -> pypi:requests, but the example says that it denies it;"
        " correct the rule or the example"
    ]
