"""kubernetes: workloads, services, routes and configuration."""

import json

import pytest

from tests.languages.infrastructure import told


def kubernetes(*objects: object) -> list[str]:
    return told("kubernetes", "a.yaml", "\n---\n".join(map(json.dumps, objects)))


def named(kind: str, name: str, **rest: object) -> dict[str, object]:
    return {"apiVersion": "v1", "kind": kind, "metadata": {"name": name}, **rest}


def workload(name: str, container: dict[str, object], kind: str = "Deployment") -> dict[str, object]:
    template = {"metadata": {"labels": {"app": name}}, "spec": {"containers": [container]}}
    return named(kind, name, spec={"template": template})


@pytest.mark.parametrize(
    "each",
    [
        pytest.param(workload("a", {"image": "x:1"}), id="Deployment"),
        pytest.param(workload("a", {"image": "x:1"}, "AcmeWorkload"), id="kind that nobody knows"),
        pytest.param(named("Pod", "a", spec={"containers": [{"image": "x:1"}]}), id="Pod"),
        pytest.param(
            named(
                "CronJob",
                "a",
                spec={"jobTemplate": {"spec": {"template": {"spec": {"containers": [{"image": "x:1"}]}}}}},
            ),
            id="CronJob",
        ),
        pytest.param(
            {"apiVersion": "v1", "kind": "List", "items": [workload("a", {"image": "x:1"})]},
            id="List",
        ),
    ],
)
def test_workload(each: object) -> None:
    assert kubernetes(each) == ["serves a|name:x|a", "a: image image:x|1"]


def test_environment_of_a_container() -> None:
    container = {
        "env": [
            {"name": "DB_HOST", "value": "db"},
            {"name": "DB_NAME", "value": "main"},
            {"name": "DB_PORT", "value": "5432"},
            {"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}},
            {"name": "B_URL", "value": "http://$(B)/x"},
            {"name": "B", "value": "bee"},
        ],
        "args": ["--url=http://c:1234"],
    }
    assert kubernetes(workload("a", container)) == [
        "serves a|name:a|a",
        "a: store postgres/db/main||DB_HOST",
        "a: host bee|http://bee|B_URL",
        "a: host c|http://c:1234",
    ]


def test_configuration_of_the_same_file_is_that_of_its_users() -> None:
    settings = named("ConfigMap", "s", data={"url": "http://b", "C_URL": "http://c"})
    reference = {"name": "B_URL", "valueFrom": {"configMapKeyRef": {"name": "s", "key": "url"}}}
    assert kubernetes(
        settings, workload("a", {"env": [reference]}), workload("d", {"envFrom": [{"configMapRef": {"name": "s"}}]})
    ) == [
        "d: host b|http://b|url",
        "d: host c|http://c|C_URL",
        "serves a|name:a|a",
        "a: host b|http://b|B_URL",
        "serves d|name:d|d",
    ]


def test_configuration_that_nobody_in_the_file_uses() -> None:
    data = {
        "A_URL": "http://a",
        "app.properties": "db.host=db\ndb.name=m\ndb.port=5432\n",
        "x.yaml": "a:\n  # http://d\n  b: http://c\n",
    }
    assert kubernetes(named("ConfigMap", "s", data=data)) == [
        "host a|http://a|A_URL",
        "store postgres/db/m||db.host",
        "host c|http://c|x.yaml",
    ]


def test_secret_in_clear_text_names_its_store() -> None:
    secret = named(
        "Secret",
        "s",
        stringData={"DATABASE_URL": "postgres://u:p@db/m", "TOKEN": "a:12345"},
        data={"X": "aHR0cDovL2E="},
    )
    assert kubernetes(secret) == ["store postgres/db/m||DATABASE_URL"]


def test_names_of_a_service() -> None:
    service = named("Service", "a", spec={"selector": {"app": "w"}})
    service["metadata"] = {"name": "a", "namespace": "shop"}
    hosts = ["a", "a.shop", "a.shop.svc", "a.shop.svc.cluster.local"]
    assert kubernetes(service) == [f"serves {host}|name:w|a" for host in hosts]


def test_service_is_what_its_selector_fits() -> None:
    service = named("Service", "s", spec={"selector": {"app": "a"}})
    assert kubernetes(workload("a", {"image": "acme/x"}), workload("b", {"image": "y"}), service) == [
        "serves a|name:x|a",
        "a: image image:acme/x",
        "serves b|name:y|b",
        "b: image image:y",
        "serves s|name:a|s",
        "serves s|name:x|s",
    ]


def test_service_without_a_selector_goes_by_its_labels() -> None:
    service = named("Service", "s")
    service["metadata"] = {"name": "s", "labels": {"app.kubernetes.io/name": "w"}}
    assert kubernetes(service) == ["serves s|name:w|s"]


def test_service_for_a_host_outside() -> None:
    assert kubernetes(named("Service", "s", spec={"externalName": "Db.acme.com"})) == [
        "serves s||s",
        "s: host db.acme.com",
    ]


ROUTES = [
    ("Ingress", {"defaultBackend": {"service": {"name": "b"}}}),
    ("Ingress", {"rules": [{"http": {"paths": [{"backend": {"service": {"name": "b", "port": {"number": 80}}}}]}}]}),
    ("Ingress", {"rules": [{"http": {"paths": [{"backend": {"serviceName": "b", "servicePort": 80}}]}}]}),
    ("HTTPRoute", {"rules": [{"backendRefs": [{"name": "b", "port": 80}, {"kind": "Bucket", "name": "x"}]}]}),
    ("VirtualService", {"http": [{"route": [{"destination": {"host": "b"}}]}]}),
    ("VirtualService", {"http": [{"mirror": {"host": "b"}}], "hosts": ["x"]}),
]


@pytest.mark.parametrize(("kind", "spec"), [pytest.param(*case, id=f"{case[0]}-{n}") for n, case in enumerate(ROUTES)])
def test_route(kind: str, spec: object) -> None:
    assert kubernetes(named(kind, "r", spec=spec)) == ["host b"]


def test_route_into_another_namespace() -> None:
    rules = [{"backendRefs": [{"name": "b", "namespace": "shop"}]}]
    assert kubernetes(named("HTTPRoute", "r", spec={"rules": rules})) == ["host b.shop"]


def test_template_is_read_around_its_actions() -> None:
    text = """
    {{- if .Values.enabled }}
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: {{ include "chart.name" . }}
      labels:
        {{- include "labels" . | nindent 4 }}
    spec:
      template:
        spec:
          containers:
            - name: a
              image: "redis:{{ .Values.tag }}"
              env:
                {{- range $k, $v := .Values.env }}
                - name: {{ $k }}
                  value: {{ $v | quote }}
                {{- end }}
                - name: A_URL
                  value: http://a:{{ .Values.port }}/x
                - name: B_URL
                  value: http://{{ .Values.b }}/x
    {{- end }}
    """
    assert told("kubernetes", "templates/a.yaml", text) == ["image image:redis", "host a|http://a|A_URL"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: 1", id="something else"),
        pytest.param("# apiVersion kind", id="words in a comment"),
        pytest.param("apiVersion: v1\nkind: [x]", id="kind that is no text"),
        pytest.param("apiVersion: v1\nkind: Service\nmetadata: x\nspec: []", id="wrong forms"),
        pytest.param(
            "apiVersion: v1\nkind: Pod\nspec: {containers: [1, {env: [2], image: [3]}]}", id="wrong containers"
        ),
        pytest.param("apiVersion: v1\nkind: CustomResourceDefinition\nmetadata: {name: a}", id="definition"),
    ],
)
def test_says_nothing(text: str) -> None:
    assert told("kubernetes", "a.yaml", text) == []


def test_what_is_broken_is_said_only_of_manifests() -> None:
    broken = "a: [\n"
    assert told("kubernetes", "a.yaml", f"apiVersion: v1\nkind: Pod\n{broken}") == [
        "! 4:1 did not find expected node content"
    ]
    assert told("kubernetes", "a.yaml", f"# apiVersion kind\n{broken}") == []
