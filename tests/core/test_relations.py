from collections.abc import Mapping

import pytest

from archcheck.core.facts import RelationFact
from archcheck.core.graph import EDGE_KINDS, PATH
from archcheck.core.relations import FileRelations, relate
from archcheck.core.tree_paths import join_from

FILES = (
    "compose.yml",
    "libs/ui/package.json",
    "services/auth/Dockerfile",
    "services/auth/main.py",
    "services/loans/.env",
    "services/loans/Dockerfile",
    "services/loans/main.py",
)


def relations(drawing: Mapping[str, str]) -> list[FileRelations]:
    """Facts by file; one a line, `relation value [detail [group [subject]]]`, `-` for an empty field."""
    found = []
    for path, text in drawing.items():
        rows = [[("" if word == "-" else word) for word in line.split()] for line in text.strip().splitlines()]
        facts = [RelationFact(number, 1, *row) for number, row in enumerate(rows, 1)]
        found.append(FileRelations(path, facts))
    return found


def told(drawing: Mapping[str, str], names: Mapping[str, str] | None = None, **options: object) -> list[str]:
    """What the relations of some files come to."""
    related = relate(relations(drawing), FILES, names or {}, **options)  # type: ignore[arg-type]
    edges = [
        f"{e.source} -> {e.target} ({EDGE_KINDS[e.kind]}) {'' if e.path == e.source else e.path + ':'}{e.line}"
        for e in related.edges
    ]
    return [*edges, *(f"lost {u.path}:{u.line} {u.specifier}: {u.reason}" for u in related.lost)]


COMPOSE = """
    serves auth path:./services/auth auth
    serves loans path:services/loans loans
    host auth http://auth:8000 - loans
    store postgres/db/main - DATABASE_URL loans
    image image:postgres 16 - db
"""


def test_a_service_of_a_compose_file_depends_on_others_by_its_directory() -> None:
    assert told({"compose.yml": COMPOSE}) == [
        "services/loans/ -> services/auth/ (calls) compose.yml:3",
        "services/loans/ -> store:postgres/db/main (store) compose.yml:4",
        "compose.yml -> image:postgres (declares) 5",
    ]


def test_a_host_in_another_file_leads_to_the_directory_of_the_service() -> None:
    drawing = {"compose.yml": "serves auth path:./services/auth auth", "services/loans/.env": "host auth"}
    assert told(drawing) == ["services/loans/.env -> services/auth/ (calls) 1"]


@pytest.mark.parametrize(
    ("host", "target"),
    [
        pytest.param("auth", "services/auth/", id="name of a component"),
        pytest.param("AUTH_", "host:AUTH_", id="another name"),
        pytest.param("llm-service", "services/auth/", id="alias"),
        pytest.param("auth.shop.svc.cluster.local", "services/auth/", id="full name in a cluster"),
        pytest.param("pay.shop.svc.cluster.local", "host:pay", id="unknown in a cluster"),
        pytest.param("api.stripe.com", "host:api.stripe.com", id="outside"),
        pytest.param("localhost:8001", "services/auth/", id="published port"),
        pytest.param("localhost:9999", "host:localhost:9999", id="unknown port"),
    ],
)
def test_hosts_lead_to_components(host: str, target: str) -> None:
    names = {"auth": "services/auth/", "llm-service": "services/auth/"}
    drawing = {"compose.yml": "serves localhost:8001 - auth", "services/loans/.env": f"host {host}"}
    drawing["compose.yml"] = "serves localhost:8001 name:auth auth"
    assert told(drawing, names) == [f"services/loans/.env -> {target} (calls) 1"]


def test_a_component_comes_before_the_build_context() -> None:
    drawing = {"compose.yml": "serves auth path:./libs auth\nhost auth"}
    assert told(drawing, {"auth": "services/auth/"}) == ["compose.yml -> services/auth/ (calls) 2"]


def test_the_whole_tree_as_build_context_says_nothing_of_a_service() -> None:
    drawing = {"compose.yml": "serves auth path:. auth\nhost auth - - auth"}
    assert told(drawing) == ["compose.yml -> host:auth (calls) 2"]


def test_of_services_with_one_name_the_closest_file_decides() -> None:
    drawing = {
        "libs/compose.yml": "serves auth path:ui auth",
        "services/compose.yml": "serves auth path:auth auth",
        "services/loans/.env": "host auth",
    }
    assert told(drawing) == ["services/loans/.env -> services/auth/ (calls) 1"]


def test_a_store_behind_a_published_port_is_the_one_of_the_service() -> None:
    drawing = {
        "compose.yml": "serves localhost:5433 - db",
        "services/loans/.env": "store postgres/localhost:5433/main\nstore postgres/db.shop.svc/main\nstore s3/bucket",
    }
    assert told(drawing) == [
        "services/loans/.env -> store:postgres/db/main (store) 1",
        "services/loans/.env -> store:postgres/db/main (store) 2",
        "services/loans/.env -> store:s3/bucket (store) 3",
    ]


def test_a_package_leads_to_the_manifest_that_provides_it() -> None:
    drawing = {
        "libs/ui/package.json": "provides npm:@acme/ui 1.0",
        "package.json": "package npm:@acme/ui ^1\npackage npm:react",
    }
    assert told(drawing) == [
        "package.json -> libs/ui/package.json (declares) 1",
        "package.json -> npm:react (declares) 2",
    ]


@pytest.mark.parametrize(
    ("path", "fact", "answer"),
    [
        pytest.param("compose.yml", "path ./services/auth", "services/auth/", id="directory"),
        pytest.param("compose.yml", "path services/auth/main.py", "services/auth/main.py", id="file"),
        pytest.param("services/auth/x", "path ../loans/.env", "services/loans/.env", id="beside"),
        pytest.param("services/auth/x", "path /libs/ui", "libs/ui/", id="absolute"),
        pytest.param("services/auth/x", "path libs/ui /", "libs/ui/", id="from the top"),
        pytest.param("services/auth/x", "path main.py up", "services/auth/main.py", id="upwards, own first"),
        pytest.param("services/auth/x", "path libs up", "libs/", id="upwards"),
        pytest.param("services/x", "path main.py in:loans", "services/loans/main.py", id="inside"),
        pytest.param("services/auth/Dockerfile", "path libs/ui context", "libs/ui/", id="context said elsewhere"),
        pytest.param("services/loans/Dockerfile", "path main.py context", "services/loans/main.py", id="no context"),
        pytest.param("compose.yml", "path nowhere", "lost: there is no nowhere", id="missing"),
        pytest.param("compose.yml", "path nowhere - optional", "", id="optional"),
        pytest.param("compose.yml", "path ../other", "lost: leads out of the repository", id="out of the tree"),
        pytest.param("compose.yml", "path gen/x.json", "", id="generated"),
        pytest.param("services/auth/x", "path .", "", id="own directory"),
        pytest.param("services/auth/x", "path ../..", "", id="everything"),
    ],
)  # fmt: skip
def test_paths_lead_to_what_stands_there(path: str, fact: str, answer: str) -> None:
    drawing = {path: fact, "compose.yaml": "context services/auth/Dockerfile ."}
    lines = told(drawing, is_generated=lambda place: place.startswith("gen/"))
    target = [line.split(" -> ")[1].split(" ")[0] for line in lines if " -> " in line]
    lost = [f"lost: {line.split(': ', 1)[1]}" for line in lines if line.startswith("lost ")]
    assert [*target, *lost] == ([answer] if answer else [])


def test_a_variable_of_the_file_beside_is_said_of_the_service_that_takes_it() -> None:
    drawing = {
        ".env": "host auth - AUTH_ADDR\nhost other - OTHER\nstore redis/cache/0 - CACHE",
        "compose.yml": (
            "serves loans path:services/loans loans\nvariable AUTH_ADDR - AUTH_URL loans\nvariable CACHE - CACHE"
        ),
        "services/compose.yml": "variable AUTH_ADDR - AUTH_ADDR auth",
    }
    assert told(drawing, {"auth": "services/auth/"})[3:] == [
        "services/loans/ -> services/auth/ (calls) compose.yml:2",
        "compose.yml -> store:redis/cache/0 (store) 3",
    ]


def test_only_the_kinds_that_are_wanted_are_made() -> None:
    assert told({"compose.yml": COMPOSE + "path services/auth"}, kinds=PATH) == [
        "compose.yml -> services/auth/ (path) 6"
    ]


@pytest.mark.parametrize(
    ("base", "path", "joined"),
    [
        pytest.param("a/b", "c", "a/b/c", id="below"),
        pytest.param("a/b", "./../c/", "a/c", id="dots"),
        pytest.param("a", "..", "", id="top"),
        pytest.param("", "..", None, id="above the top"),
        pytest.param("a", "/b//c", "b/c", id="absolute"),
    ],
)
def test_paths_are_normalised(base: str, path: str, joined: str | None) -> None:
    assert join_from(base, path) == joined
