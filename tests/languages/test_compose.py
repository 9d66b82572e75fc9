"""compose: services, their builds, environments and dependencies."""

import pytest

from tests.languages.infrastructure import places, told


def compose(text: str) -> list[str]:
    return told("compose", "compose.yaml", text)


def service(text: str) -> list[str]:
    """What a service `a` with these keys says, without its own name."""
    body = "".join(f"    {line}\n" for line in text.splitlines())
    return [each for each in compose(f"services:\n  a:\n{body}") if not each.startswith("serves a|")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("build: ./a", ["context a/Dockerfile|a", "a: path ./a"], id="build"),
        pytest.param("build: {context: ../x}", ["context ../x/Dockerfile|../x", "a: path ../x"], id="context"),
        pytest.param(
            "build: {context: x, dockerfile: docker/A.Dockerfile}",
            ["a: path x", "context x/docker/A.Dockerfile|x", "a: path x/docker/A.Dockerfile"],
            id="dockerfile",
        ),
        pytest.param("build: {dockerfile: A}", ["context A|.", "a: path A"], id="dockerfile without context"),
        pytest.param("build: {context: x, dockerfile_inline: FROM y}", ["a: path x"], id="inline"),
        pytest.param("build: {context: x, dockerfile: $D}", ["a: path x"], id="unknown dockerfile"),
        pytest.param("build: ${X:-./a}", ["context a/Dockerfile|a", "a: path ./a"], id="default"),
        pytest.param("build: $X", [], id="unknown context"),
        pytest.param("build: https://github.com/a/b.git", [], id="URL"),
        pytest.param("build: git@github.com:a/b.git", [], id="git"),
        pytest.param("build: {context: 'https://x.y/a.git', dockerfile: A}", [], id="dockerfile elsewhere"),
        pytest.param(
            "build:\n  additional_contexts:\n    b: ../b\n    c: docker-image://redis:7\n    d: service:dd\n    e: https://x.y",
            ["context Dockerfile|.", "a: path ../b", "a: image image:redis|7", "a: host dd"],
            id="further contexts",
        ),
        pytest.param(
            "build: {args: {AUTH_URL: 'http://auth'}}",
            ["context Dockerfile|.", "a: host auth|http://auth|AUTH_URL"],
            id="build arguments",
        ),
    ],
)
def test_build(text: str, expected: list[str]) -> None:
    assert service(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("image: redis", ["a: image image:redis"], id="image"),
        pytest.param("image: docker.io/library/redis:7", ["a: image image:redis|7"], id="hub"),
        pytest.param("image: ghcr.io/acme/x:${TAG}", ["a: image image:ghcr.io/acme/x"], id="unknown tag"),
        pytest.param("image: ${REGISTRY}/x:1", [], id="unknown name"),
        pytest.param("image: acme/a\nbuild: a", ["context a/Dockerfile|a", "a: path a"], id="name of what is built"),
        pytest.param("depends_on: [b, c]", ["a: host b", "a: host c"], id="depends_on list"),
        pytest.param("depends_on: {b: {condition: service_healthy}}", ["a: host b"], id="depends_on mapping"),
        pytest.param("network_mode: service:b", ["a: host b"], id="network mode"),
        pytest.param("network_mode: host", [], id="network of the machine"),
        pytest.param("volumes_from: ['b:ro', 'container:c']", ["a: host b", "a: host c"], id="volumes_from"),
        pytest.param("external_links: ['b:x']", ["a: host b"], id="external links"),
        pytest.param("container_name: The-A", ["serves the-a|name:a|a"], id="container name"),
        pytest.param("networks: {n: {aliases: [b, c]}}", ["serves b|name:a|a", "serves c|name:a|a"], id="aliases"),
        pytest.param("env_file: .env", ["a: path .env||optional"], id="env_file"),
        pytest.param("env_file: [{path: b.env, required: true}]", ["a: path b.env||optional"], id="env_file mapping"),
        pytest.param("volumes: ['./d:/d:ro', 'v:/v', '/x:/x']", ["a: path ./d||optional"], id="volumes"),
        pytest.param("volumes: [{type: bind, source: ./d}]", ["a: path ./d||optional"], id="long volume"),
        pytest.param("extends: {file: ../x.yaml, service: b}", ["a: path ../x.yaml"], id="extends"),
        pytest.param("extends: b", [], id="extends within the file"),
        pytest.param("develop: {watch: [{path: ./src}]}", ["a: path ./src||optional"], id="watch"),
        pytest.param("command: run --db postgres://u:p@db/x", ["a: store postgres/db/x"], id="command"),
        pytest.param("healthcheck: {test: 'curl http://localhost'}", [], id="health check"),
        pytest.param("environment: [X_URL]", ["a: variable X_URL||X_URL"], id="variable without a value"),
        pytest.param(
            "environment: {X_URL: }", ["a: variable X_URL||X_URL"], id="variable without a value in a mapping"
        ),
        pytest.param("environment: ['X=${Y}', A=$B]", ["a: variable Y||X", "a: variable B||A"], id="other variables"),
        pytest.param("environment: {X: '${Y:-z}', A: '${B}c'}", [], id="more than a variable"),
        pytest.param("environment: {API_KEY: 'http://x'}", [], id="secret"),
    ],
)
def test_service(text: str, expected: list[str]) -> None:
    assert service(text) == expected


@pytest.mark.parametrize(
    ("port", "expected"),
    [
        pytest.param("'8001:8000'", [8001], id="two ports"),
        pytest.param("'127.0.0.1:8001:8000/tcp'", [8001], id="address"),
        pytest.param("'[::1]:8001:8000'", [8001], id="IPv6"),
        pytest.param("'${PORT:-8001}:8000'", [8001], id="default"),
        pytest.param("'8001:${PORT}'", [8001], id="unknown container port"),
        pytest.param("'8001-8003:1-3'", [8001, 8002, 8003], id="range"),
        pytest.param("8000", [], id="any port of the machine"),
        pytest.param("'${PORT}:8000'", [], id="unknown"),
        pytest.param("{target: 8000, published: '8001'}", [8001], id="long form"),
        pytest.param("{target: 8000}", [], id="long form without a port"),
    ],
)
def test_published_ports(port: str, expected: list[int]) -> None:
    assert service(f"ports: [{port}]") == [f"serves localhost:{number}|name:a|a" for number in expected]


def test_engine_of_a_store_is_that_of_the_image() -> None:
    assert compose(
        """
        services:
          a:
            environment: {DB_HOST: data, DB_NAME: main}
          data:
            image: mariadb:11
        """
    ) == [
        "serves a|name:a|a",
        "a: store mariadb/data/main||DB_HOST",
        "serves data|name:mariadb|data",
        "data: image image:mariadb|11",
    ]


def test_links_call_and_name() -> None:
    assert compose("services: {a: {links: ['b:bee', c]}, b: {build: x}}") == [
        "serves a|name:a|a",
        "a: host b",
        "serves bee|path:x|b",
        "a: host c",
        "serves b|path:x|b",
        "context x/Dockerfile|x",
        "b: path x",
    ]


def test_anchors_and_merge_keys() -> None:
    assert compose(
        """
        x-env: &env {AUTH_URL: "http://auth"}
        services:
          a:
            environment:
              <<: *env
              B_URL: http://b
        """
    ) == ["a: host auth|http://auth|AUTH_URL", "serves a|name:a|a", "a: host b|http://b|B_URL"]


def test_other_files() -> None:
    assert compose(
        """
        include:
          - ../x/compose.yaml
          - path: [a.yaml, b.yaml]
            env_file: ../.env
            project_directory: ..
        configs: {c: {file: ./c.json}, d: {external: true}}
        secrets: {s: {file: ./s.txt}}
        services: {}
        """
    ) == [
        "path ../x/compose.yaml",
        "path a.yaml",
        "path b.yaml",
        "path ../.env||optional",
        "path ..",
        "path ./c.json",
        "path ./s.txt||optional",
    ]


def test_first_version_has_its_services_at_the_top() -> None:
    assert compose("a: {build: ., links: [b]}\nb: {image: redis}") == [
        "serves a|path:.|a",
        "context Dockerfile|.",
        "a: path .",
        "a: host b",
        "serves b|name:redis|b",
        "b: image image:redis",
    ]


def test_places_are_those_of_the_values() -> None:
    text = """
    services:
      a:
        environment:
          - X=http://b
          - "Y=z;http://c"
          - Z=
        depends_on:
          d: {}
    """
    assert places("compose", "compose.yaml", text) == [(2, 3, "a"), (4, 11, "b"), (5, 14, "c"), (8, 7, "d")]


def test_what_is_broken_is_said_and_the_rest_is_read() -> None:
    assert compose("services:\n  a:\n    image: redis\n    ports: [\n") == [
        "serves a|name:redis|a",
        "a: image image:redis",
        "! 5:1 did not find expected node content",
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("services: [a]", id="list"),
        pytest.param("services: {a: 1, b: [c]}", id="services that are no mappings"),
        pytest.param("a: 1", id="something else"),
        pytest.param("[1, 2]", id="no mapping"),
        pytest.param(
            "services: {a: {build: {context: [x]}, ports: {x: 1}, environment: 3, volumes: 1, networks: [n]}}",
            id="forms",
        ),
    ],
)
def test_unexpected_forms_say_nothing(text: str) -> None:
    assert [each for each in compose(text) if not each.startswith("serves a")] in ([], ["context Dockerfile|."])
