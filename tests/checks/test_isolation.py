from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.checks.isolation import Options, needs
from archcheck.core.facts import MARK_NAMES
from archcheck.core.graph import CALLS, DECLARES, EDGE_KINDS, IMPORT, PATH, STORE
from archcheck.core.options import option_fields
from archcheck.core.scene import EdgeKinds
from archcheck.core.values import Place
from tests.scenes import SERVICES, identities, judge, lines, outcome, problems, rules, run

SIBLINGS = "components: service"
A, B = "services/a/x.py", "services/b/y.py"
DATABASE = "store:postgres/db/main"
SHARED = f"services/a/.env -> {DATABASE} @3 store\nservices/b/.env -> {DATABASE} @5 store"


@pytest.mark.parametrize(
    ("drawing", "expected"),
    [
        pytest.param(f"{A} -> {B}", [f"{A} -> {B}: a imports b"], id="import"),
        pytest.param(f"{A} -> {B} test", [f"{A} -> {B}: a imports b"], id="import-of-a-test"),
        pytest.param(
            f"services/a/Dockerfile -> {B} path",
            [f"services/a/Dockerfile -> {B}: a uses files of b"],
            id="copied-file",
        ),
        pytest.param(
            f"services/a/Dockerfile -> services/b/ path\n{B}",
            ["services/a/Dockerfile -> services/b/: a uses files of b"],
            id="copied-directory",
        ),
        pytest.param(f"{A} -> services/b/ calls\n{B}", [f"{A} -> services/b/: a calls b"], id="url-in-code"),
        pytest.param(
            f"services/a/ -> services/b/ @compose.yml:7 calls\n{A}\n{B}",
            ["services/a/ -> services/b/: a calls b"],
            id="url-in-a-compose-file",
        ),
        pytest.param(
            "services/a/package.json -> services/b/package.json declares",
            ["services/a/package.json -> services/b/package.json: a declares a package of b"],
            id="package",
        ),
        pytest.param(
            f"{A} -> services/a/z.py\nservices/a/ -> services/a/ @compose.yml:3 path\n{A} -> shared/u.py\n{B}",
            [],
            id="own-files-and-shared-ones",
        ),
        pytest.param(
            f"{A} -> host:api.example.org calls\nservices/a/Dockerfile -> image:redis declares\n{A} -> pypi:x\n{B}",
            [],
            id="what-lies-outside",
        ),
        pytest.param(
            f"services/a/ -> {B} @compose.yml:4 path\nservices/a/ -> {B} @compose.yml:9 calls\n{A}",
            [f"services/a/ -> {B}: a uses files of b", f"services/a/ -> {B}: a calls b"],
            id="one-finding-per-kind",
        ),
        pytest.param(
            f"compose.yml -> services/a/ path\ncompose.yml -> services/b/ path\n{A}\n{B}", [], id="who-is-no-sibling"
        ),
    ],
)
def test_siblings_are_isolated_in_every_kind_of_dependency(drawing: str, expected: list[str]) -> None:
    assert lines("isolation", SIBLINGS, drawing) == expected


@pytest.mark.parametrize(
    ("drawing", "expected"),
    [
        pytest.param(
            f"{A} -> shared/u.py @2\nshared/u.py -> {B} @5",
            [f"{A} -> {B}: a imports b [{A}:2 > shared/u.py:5 > {B}]"],
            id="imports",
        ),
        pytest.param(
            f"{A} -> shared/client.py @2\nservices/c/z.py -> shared/client.py\n"
            f"shared/client.py -> services/b/ @5 calls\n{B}",
            [f"{A} -> services/b/: a calls b [{A}:2 > shared/client.py:5 > services/b/] +1"],
            id="client-that-is-shared",
        ),
        pytest.param(
            f"services/a/ -> common.env @compose.yml:4 path\ncommon.env -> services/b/ @1 calls\n{A}\n{B}",
            ["services/a/ -> services/b/: a calls b [services/a/:4 > common.env:1 > services/b/]"],
            id="environment-file-that-is-shared",
        ),
        pytest.param(
            f"services/a/ -> docker/a.Dockerfile @compose.yml:4 path\ndocker/a.Dockerfile -> {B} @3 path\n{A}",
            [f"services/a/ -> {B}: a uses files of b [services/a/:4 > docker/a.Dockerfile:3 > {B}]"],
            id="dockerfile-elsewhere",
        ),
        pytest.param(
            f"services/a/ -> shared/u.py @compose.yml:4 path\nshared/u.py -> {B}\n{A}", [], id="imports-follow-imports"
        ),
        pytest.param(
            f"services/a/Dockerfile -> go.work @2 path\ngo.work -> services/b/ @3 path\n{B}",
            [],
            id="list-that-is-copied",
        ),
        pytest.param(
            f"{A} -> shared/u.py calls\nshared/u.py -> {B} calls\n{A} -> {DATABASE} store", [], id="not-through-calls"
        ),
    ],
)
def test_chains_run_through_files_of_nobody(drawing: str, expected: list[str]) -> None:
    assert lines("isolation", SIBLINGS, drawing) == expected
    assert lines("isolation", f"{SIBLINGS}\ntransitive: false", drawing) == []


def test_components_that_use_one_datastore_are_one_finding() -> None:
    (found,) = run("isolation", SIBLINGS, f"{SHARED}\n{A} -> {DATABASE} @9:4 store\nservices/c/z.py")
    assert found.message == "a and b share postgres/db/main"
    assert (found.subject, found.target, found.binding) == ("services/a/.env", DATABASE, {"service": "a"})
    assert found.places == (Place("services/a/.env", 3, 1), Place("services/b/.env", 5, 1), Place(A, 9, 4))
    assert found.hint == "give each a database of its own, or name store:postgres/db/main under `share:`"


@pytest.mark.parametrize(
    ("drawing", "expected"),
    [
        pytest.param(
            f"{A} -> store:postgres/db/a store\n{B} -> store:postgres/db/b store", [], id="other-databases-of-one-host"
        ),
        pytest.param(
            f"{A} -> store:redis/cache store\n{B} -> store:redis/cache store",
            [f"{A} -> store:redis/cache: a and b share redis/cache"],
            id="host-without-a-database",
        ),
        pytest.param(f"{A} -> {DATABASE} store\nservices/a/z.py -> {DATABASE} store\n{B}", [], id="one-component"),
        pytest.param(f"{A} -> {DATABASE} store\nmigrations/env.py -> {DATABASE} store\n{B}", [], id="others"),
        pytest.param(
            f"{A} -> shared/db.py @2\n{B} -> shared/db.py @3\nshared/db.py -> {DATABASE} @7 store",
            [f"{A} -> {DATABASE}: a and b share postgres/db/main"],
            id="through-code-that-is-shared",
        ),
        pytest.param(
            "".join(f"services/{name}/x.py -> {DATABASE} store\n" for name in "fedcba"),
            [f"{A} -> {DATABASE}: a, b, c, d and 2 more share postgres/db/main"],
            id="many-components",
        ),
        pytest.param(
            "".join(f"services/{name}/x.py -> {DATABASE} store\n" for name in "edcba"),
            [f"{A} -> {DATABASE}: a, b, c, d and e share postgres/db/main"],
            id="as-many-as-are-named",
        ),
    ],
)
def test_datastores_are_shared(drawing: str, expected: list[str]) -> None:
    assert lines("isolation", SIBLINGS, drawing) == expected


def test_places_of_a_store_that_is_used_through_shared_files_tell_who_reaches_it() -> None:
    (found,) = run(
        "isolation",
        SIBLINGS,
        f"services/a/ -> common.env @compose.yml:4 path\nservices/b/ -> common.env @compose.yml:8 path\n"
        f"common.env -> {DATABASE} @2 store\n{A}\n{B}",
    )
    assert found.places == (Place("compose.yml", 4, 1), Place("compose.yml", 8, 1), Place("common.env", 2, 1))


def test_components_of_the_same_name_are_told_apart() -> None:
    body = "components: ['apps/{name}', 'jobs/{name}']"
    drawing = f"apps/a/x.py -> {DATABASE} store\njobs/a/x.py -> {DATABASE} store"
    assert lines("isolation", body, drawing) == [f"apps/a/x.py -> {DATABASE}: apps/a and jobs/a share postgres/db/main"]


@pytest.mark.parametrize(
    ("option", "drawing"),
    [
        pytest.param("allow: import", f"{A} -> {B}", id="kind"),
        pytest.param("allow: [calls, store]", f"{SHARED}\n{A} -> services/b/ calls", id="kinds"),
        pytest.param(
            "allow: test", f"{A} -> {B} test\n{A} -> {DATABASE} test store\n{B} -> {DATABASE} store", id="mark"
        ),
        pytest.param("share: 'store:postgres/db/main'", SHARED, id="store"),
        pytest.param("share: ['store:redis/*', 'store:postgres/*/main']", SHARED, id="pattern-of-stores"),
        pytest.param("share: services/b/types", f"{A} -> services/b/types/t.py", id="path"),
        pytest.param("share: 'services/*/types'", f"{A} -> services/b/types/ path\nservices/b/types/t.py", id="glob"),
        pytest.param("share: 'service[b]'", f"{A} -> {B}", id="component"),
        pytest.param("via: services/b/y.py", f"{A} -> {B} path", id="entry-point"),
        pytest.param("except: services/a/x.py", f"{A} -> {B} calls", id="source-left-out"),
        pytest.param("except: services/b", f"{A} -> {B} path", id="target-left-out"),
        pytest.param("except: '**/.env'", SHARED, id="environment-files-left-out"),
        pytest.param(
            "except: compose.dev.yml", f"services/a/ -> services/b/ @compose.dev.yml:7 calls\n{A}\n{B}", id="place"
        ),
        pytest.param(
            "except: compose.dev.yml",
            f"services/a/ -> common.env @compose.dev.yml:7 path\n{B} -> {DATABASE} store\n"
            f"common.env -> {DATABASE} store",
            id="place-of-a-step",
        ),
    ],
)  # fmt: skip
def test_ways_to_allow(option: str, drawing: str) -> None:
    assert lines("isolation", SIBLINGS, drawing) != []
    assert lines("isolation", f"{SIBLINGS}\n{option}", drawing) == []


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        pytest.param("allow: calls", ["a imports b", "a and b share postgres/db/main"], id="calls"),
        pytest.param("allow: store", ["a imports b", "a calls b"], id="store"),
        pytest.param("allow: import", ["a calls b", "a and b share postgres/db/main"], id="import"),
        pytest.param(
            "share: 'store:postgres/db'",
            ["a imports b", "a calls b", "a and b share postgres/db/main"],
            id="other-store",
        ),
        pytest.param("except: compose.yml", ["a imports b", "a and b share postgres/db/main"], id="except"),
    ],
)  # fmt: skip
def test_everything_else_stays_forbidden(option: str, expected: list[str]) -> None:
    drawing = f"{SHARED}\n{A} -> {B}\nservices/a/ -> services/b/ @compose.yml:7 calls"
    found = run("isolation", f"{SIBLINGS}\n{option}", drawing)
    assert [each.message for each in found] == expected


def test_places_that_are_left_out_do_not_hide_others() -> None:
    drawing = f"""
        services/a/ -> services/b/ @compose.dev.yml:7 calls
        services/a/ -> services/b/ @compose.yml:2 calls
        {A}
        {B}
        """
    (found,) = run("isolation", f"{SIBLINGS}\nexcept: compose.dev.yml", drawing)
    assert found.places == (Place("compose.yml", 2, 1),)


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        pytest.param("[]", ["api.example.org", "api.example.org:8443", "cdn.example.org"], id="none"),
        pytest.param("api.example.org", ["cdn.example.org"], id="with-any-port"),
        pytest.param("['*.example.org']", [], id="pattern"),
        pytest.param("['host:API.example.org', cdn.example.org]", [], id="as-in-the-graph"),
    ],
)
def test_only_listed_hosts_may_be_called(hosts: str, expected: list[str]) -> None:
    drawing = f"""
        {A} -> host:api.example.org calls
        {A} -> host:api.example.org:8443 calls
        {A} -> host:localhost:5000 calls
        {A} -> host:127.0.0.1 calls
        {A} -> store:postgres/db store
        services/a/ -> host:db @compose.yml:3 calls
        {B} -> host:cdn.example.org calls
        tools/u.py -> host:elsewhere.example.net calls
        """
    found = run("isolation", f"{SIBLINGS}\nhosts: {hosts}", drawing)
    assert [each.target for each in found] == [f"host:{host}" for host in expected]
    assert {each.message.partition(", ")[2] for each in found} <= {"which is not among the hosts"}
    assert lines("isolation", SIBLINGS, drawing) == []


def test_a_host_that_shared_code_calls_is_one_finding() -> None:
    drawing = f"{A} -> shared/pay.py @2\n{B} -> shared/pay.py\nshared/pay.py -> host:api.example.org @4 calls"
    assert lines("isolation", f"{SIBLINGS}\nallow: [calls]\nhosts: []", drawing) == [
        f"{A} -> host:api.example.org: a calls api.example.org, which is not among the hosts"
        f" [{A}:2 > shared/pay.py:4 > host:api.example.org] +1"
    ]


def test_fingerprints_stay_when_lines_move_and_further_places_come() -> None:
    before = f"{SHARED}\n{A} -> {B} calls\n{A} -> {B}"
    after = f"services/b/.env -> {DATABASE} @1 store\n{A} -> {DATABASE} @8 store\n{A} -> {B} @5 calls\n{A} -> {B} @9"
    first, second = run("isolation", SIBLINGS, before), run("isolation", SIBLINGS, after)
    assert identities(first) == identities(second)
    assert len(set(identities(first))) == 3


def test_only_subjects_are_found_fault_with() -> None:
    body = f"{SIBLINGS}\npaths: 'services/b/**'"
    drawing = f"{SHARED}\n{A} -> {B}\nservices/b/z.py -> {A}"
    made = judge("isolation", body, drawing, SERVICES)
    assert [(each.message, each.subject) for each in made.violations] == [
        ("b and a share postgres/db/main", "services/b/.env"),
        ("b imports a", "services/b/z.py"),
    ]
    assert (
        outcome("isolation", f"{SIBLINGS}\npaths: 'services/c/**'", f"{SHARED}\nservices/c/x.py", SERVICES)[0] == "pass"
    )


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        pytest.param("", DECLARES | PATH | CALLS | STORE | IMPORT, id="all"),
        pytest.param("allow: [calls, declares, path, store]", IMPORT, id="imports-alone"),
        pytest.param("allow: [import, calls, declares, path]", STORE | PATH, id="chains-run-through-files"),
        pytest.param("allow: [calls, declares, path, store]\nhosts: []", IMPORT | CALLS | PATH, id="hosts"),
    ],
)
def test_only_what_is_judged_is_asked_for(body: str, kinds: int) -> None:
    options = rules("isolation", f"{SIBLINGS}\n{body}").rules[0].options
    assert needs(options) == (EdgeKinds(kinds),)


def test_allow_takes_every_kind_and_mark() -> None:
    _, kind = option_fields(Options)["allow"]
    assert set(get_args(get_args(kind)[0])) == {*EDGE_KINDS.values(), *MARK_NAMES.values()}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "components: services",
            '"services" is a single component (rule r (kind isolation)); add its siblings, or a capture:'
            ' "services/{service}"',
            id="single-component",
        ),
        pytest.param(
            "components: 'services/{s}'\nallow: [import, calls, declares, path, store]",
            "every kind of dependency is allowed, so nothing is left to judge (rule r (kind isolation));"
            " take the rule out",
            id="nothing-to-judge",
        ),
        pytest.param(
            "components: 'services/{s}'\nallow: call",
            '"allow" of rule r (kind isolation) must be one of import, declares, path, calls, store, type-only, lazy,'
            ' dynamic, reexport, test, found text (call); did you mean "calls"?',
            id="unknown-kind",
        ),
        pytest.param(
            "components: 'services/{s}'\nshare: 'npm:@acme/types'",
            "a datastore or a path is expected, found text (npm:@acme/types);"
            " a package is shared by its directory; what calls may reach is said by `allow` and `hosts`",
            id="package-shared",
        ),
    ],
)
def test_mistakes_in_the_rule(body: str, expected: str) -> None:
    assert problems("isolation", body) == [expected]


def test_what_is_shared_must_be_there() -> None:
    body = f"{SIBLINGS}\nshare: [services/a/typs, 'store:mysql/*', services/a]"
    assert outcome("isolation", body, f"{A}\n{B}", SERVICES) == (
        "pass",
        ['archcheck/vacuous: "services/a/typs" of rule r matches nothing'],
    )


def test_a_rule_about_one_component_cannot_be_right() -> None:
    made = judge("isolation", "components: shared", "shared/u.py", "shared: shared")
    assert (made.results[0].outcome, made.results[0].reason) == (
        "unknown",
        "shared is a single component, and nothing can depend on its siblings",
    )


@pytest.mark.parametrize(
    "examples",
    [
        pytest.param(f"deny: [[{A}, {B}]]", id="import"),
        pytest.param(
            f"allow: [[{A}, services/a/z.py], [{A}, 'pypi:django'], [{A}, 'store:postgres/db/main']]", id="own"
        ),
    ],
)
def test_examples_are_judged(examples: str) -> None:
    assert problems("isolation", f"{SIBLINGS}\nexamples: {{{examples}}}", SERVICES) == []


def test_an_example_may_call_a_host() -> None:
    examples = f"allow: [[{A}, 'host:api.example.org']], deny: [[{A}, 'host:x.org']]"
    body = f"{SIBLINGS}\nhosts: api.example.org\nexamples: {{{examples}}}"
    assert problems("isolation", body, SERVICES) == []


_ENDS = ["services/a/x.py", "services/b/y.py", "services/a/.env", "shared/u.py", "shared/v.py"]
_TARGETS = [*_ENDS, "services/a/", "services/b/", DATABASE, "store:redis/cache", "host:x.org"]
_PLACES = st.lists(
    st.tuples(st.sampled_from(_ENDS), st.sampled_from(_TARGETS), st.sampled_from([*EDGE_KINDS.values()]))
)


@given(_PLACES)
def test_nothing_is_found_where_nothing_crosses(drawn: list[tuple[str, str, str]]) -> None:
    """With one service that everything else is left out of, nothing can be shared or reached."""
    drawing = "\n".join([*_ENDS, *(f"{source} -> {target} {kind}" for source, target, kind in drawn)])
    assert lines("isolation", f"{SIBLINGS}\nexcept: services/b", drawing) == []


@given(_PLACES)
def test_allowing_more_finds_less(drawn: list[tuple[str, str, str]]) -> None:
    drawing = "\n".join([*_ENDS, *(f"{source} -> {target} {kind}" for source, target, kind in drawn)])
    strict = identities(run("isolation", f"{SIBLINGS}\nhosts: []", drawing))
    for allowed in EDGE_KINDS.values():
        assert set(identities(run("isolation", f"{SIBLINGS}\nhosts: []\nallow: {allowed}", drawing))) <= set(strict)
    assert len(strict) == len(set(strict))
