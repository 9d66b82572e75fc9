"""What holds for every format of infrastructure: any bytes are read, in linear time, and no secret becomes a fact."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.languages.manifests import HOSTILE_BYTES, extract, seconds_by_size

# A file of each format with a secret at every place where people put them.
SECRETS = {
    "compose": (
        "compose.yaml",
        """
services:
  a:
    build: {{context: "https://me:{0}@git.acme.com/x.git", args: {{TOKEN: "{0}", A_URL: "http://me:{0}@a/x"}}}}
    command: run --db=postgres://me:{0}@db/main --password={0}
    environment:
      DB_PASSWORD: {0}
      A: postgres://me:{0}@db/main
      B: Server=db;Database=main;Password={0}
      API_KEY: {0}
      SECRET_HOST: x
""",
    ),
    "dotenv": (
        ".env",
        "DB_HOST=db\nDB_PASSWORD={0}\nDB_PASS='{0}'\nA_URL=amqp://me:{0}@mq/v\nB=redis://:{0}@cache\nC=https://a/x?token={0}\n"
        "P={0}\nD_URL=postgres://me:${{P}}@db/x\nAUTH_TOKEN={0}\nREDIS_HOST=cache\nREDIS_SECRET={0}\n",
    ),
    "dockerfile": (
        "Dockerfile",
        "ARG TOKEN={0}\nENV DB_PASSWORD={0} A=mysql://me:{0}@db/x\nENV API_KEY {0}\nADD https://me:{0}@a.b/c /c\n"
        "FROM x\nRUN curl -u me:{0} http://a\nCMD run --db postgres://me:{0}@db/x\n",
    ),
    "kubernetes": (
        "a.yaml",
        """
apiVersion: v1
kind: Secret
metadata: {{name: s}}
stringData: {{password: "{0}", url: "postgres://me:{0}@db/x", app.properties: "db.password={0}\\ndb.host=db\\n"}}
---
apiVersion: v1
kind: Pod
metadata: {{name: p}}
spec:
  containers:
    - args: ["--token={0}"]
      env: [{{name: API_KEY, value: "{0}"}}, {{name: A, value: "kafka://me:{0}@k"}}]
""",
    ),
    "terraform": (
        "a.tf",
        'db_password = "{0}"\nurl = "postgres://me:{0}@db/x"\na {{ env {{\n name = "TOKEN"\n value = "{0}" \n}} }}\n'
        'm = {{ API_KEY = "{0}", A = "redis://:{0}@c" }}\nb = "Server=db;Database=m;Password={0}"\n',
    ),
    "kustomize": (
        "kustomization.yaml",
        """
resources: ["https://me:{0}@git.acme.com/x"]
secretGenerator: [{{literals: ["PASSWORD={0}", "A=postgres://me:{0}@db/x"]}}]
""",
    ),
    "helm": (
        "values.yaml",
        """
password: "{0}"
url: "postgres://me:{0}@db/x"
repository: "https://me:{0}@git.acme.com/x"
env: {{API_KEY: "{0}", A: "redis://:{0}@c", B_PASS: "{0}"}}
list: [{{name: TOKEN, value: "{0}"}}]
""",
    ),
    "github_workflow": (
        "action.yml",
        """
env: {{TOKEN: "{0}", A: "postgres://me:{0}@db/x"}}
runs: {{steps: [{{run: "curl -u me:{0} http://a", env: {{B: "redis://:{0}@c"}}, with: {{password: "{0}"}}}}]}}
""",
    ),
    "nginx": ("nginx.conf", 'proxy_pass "https://me:x{0}@a/x?token={0}"; set $password "{0}"; proxy_pass http://b;'),
    "openapi": (
        "openapi.yaml",
        """
servers: [{{url: "https://a/x?token={0}"}}]
x: {{$ref: "b.yaml", password: "{0}"}}
""",
    ),
    "protobuf": ("a.proto", 'import "b.proto";\noption x = "{0}";'),
}
FORMATS = [pytest.param(name, id=name) for name in SECRETS]


@pytest.mark.parametrize("name", FORMATS)
@settings(deadline=None)
@given(secret=st.text(st.sampled_from("abXY019-_.~/?@:&!*+%"), min_size=0, max_size=8).map(lambda text: f"zq{text}7zq"))
@example(secret="zqx/y@z:17zq")
def test_no_secret_becomes_a_fact(name: str, secret: str) -> None:
    path, text = SECRETS[name]
    found = extract(name, path, text.format(secret))
    assert found.diagnostics == ()
    assert "zq" not in str(found).lower()


@pytest.mark.parametrize("name", FORMATS)
def test_secrets_are_the_only_thing_left_out(name: str) -> None:
    path, text = SECRETS[name]
    assert {"store", "host", "path"} & {fact.relation for fact in extract(name, path, text.format("x")).facts}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in HOSTILE_BYTES.items()])
def test_any_bytes_end_in_an_answer(name: str, content: bytes) -> None:
    assert extract(name, SECRETS[name][0], content).facts == ()


PIECES = st.sampled_from(
    ["\n", "  ", ": ", "- ", '"', "'", "{", "}", "[", "]", "\\", "#", "<<", "&a ", "*a", "${", "{{", "}}", "=", "$"]
)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_damaged_files_are_read(name: str, data: st.DataObject) -> None:
    path, text = SECRETS[name]
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(PIECES) + text[at + data.draw(st.integers(0, 20)) :]
    facts = extract(name, path, text).facts
    assert list(facts) == sorted(set(facts))


REPEATED = [
    ("", "a"),
    ("x: ", "http://a "),
    ("", "A_HOST=${b\n"),
    ("A='", 'A="\n'),
    ("RUN ", "<<A\n"),
    ("COPY [", '"a",\\\n'),
    ("apiVersion: v1\nkind: X\nx:\n", "- a: {{b}}\n"),
]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(("start", "piece"), [pytest.param(*case, id="".join(case)) for case in REPEATED])
def test_time_is_linear(name: str, start: str, piece: str) -> None:
    assert seconds_by_size(name, SECRETS[name][0], lambda size: start + piece * (size // len(piece))) < 24
