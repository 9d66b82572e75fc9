"""Passwords in the files of a repository never come out: in no format, in no explanation, in no file of the cache."""

from pathlib import Path

import pytest

from tests.functional.running import archcheck, repository

SECRETS = [
    "Hunter2Loans",
    "Hunter2Auth",
    "Hunter2Token",
    "Hunter2Mail",
    "Hunter2Cluster",
    "Hunter2Code",
    "Hunter2Build",
]
FILES = {
    "archcheck.yaml": """\
        version: 1
        components:
          service: services/{service}/
        rules:
          - {id: apart, kind: isolation, components: service, hosts: []}
          - {id: wide, kind: external, packages: "*", deny_in: "**", edges: [import, declares, calls, store, path]}
        """,
    "services/loans/.env": """\
        DATABASE_URL=postgresql://loans:Hunter2Loans@db/main
        AUTH_URL=http://svc:Hunter2Token@auth:8000/login?token=Hunter2Token
        DB_PASSWORD=Hunter2Loans
        MAIL_URL=smtp://robot:Hunter2Mail@mail.example.org/send
        """,
    "services/loans/main.py": 'URL = "postgresql://loans:Hunter2Code@db/main"\nimport services.auth.main\n',
    "services/loans/Dockerfile": (
        "FROM python:3.13\nENV DATABASE_URL=postgres://u:Hunter2Build@db/main\nARG TOKEN=Hunter2Build\n"
    ),
    "services/auth/.env": "DATABASE_URL=postgresql://auth:Hunter2Auth@db/main\n",
    "services/auth/main.py": "",
    "compose.yaml": """\
        services:
          loans:
            build: services/loans
            environment:
              AUTH_URL: http://svc:Hunter2Token@auth:8000
              AUTH_PASSWORD: Hunter2Token
          auth:
            build: services/auth
            command: serve --db postgres://auth:Hunter2Auth@db/main --token Hunter2Token
        """,
    "k8s.yaml": """\
        apiVersion: v1
        kind: Secret
        metadata: {name: loans}
        stringData:
          url: postgres://loans:Hunter2Cluster@db/main
          password: Hunter2Cluster
        """,
}
COMMANDS = [
    ("check", "--all"),
    ("check", "-o", "text=report.txt", "-o", "json=report.json"),
    ("check", "-o", "json"),
    ("check", "-v"),
    ("graph", "-o", "json"),
    ("graph", "-o", "mermaid", "--level", "file"),
    ("graph", "-o", "dot"),
    ("graph", "-o", "graphml", "--level", "file"),
    ("explain", "apart"),
    ("explain", "services/loans"),
    ("explain", "services/loans/.env"),
    ("explain", "compose.yaml"),
    ("explain", "services/loans", "services/auth"),
    ("explain", "store:postgres/db/main"),
    ("explain", "host:mail.example.org"),
]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("secrets") / "repo", FILES)


@pytest.mark.parametrize("words", [pytest.param(words, id=" ".join(words)) for words in COMMANDS])
def test_no_command_prints_a_password(root: Path, words: tuple[str, ...]) -> None:
    done = archcheck(root, *words)
    assert done.code in (0, 1)
    written = "".join(
        (root / name).read_text("utf-8") for name in ("report.txt", "report.json") if (root / name).exists()
    )
    said = done.out + done.err + written
    assert len(said) > 50
    assert [secret for secret in SECRETS if secret in said] == []


def test_violations_explained_one_by_one_print_no_password(root: Path) -> None:
    report = archcheck(root, "check", "-o", "json", "--no-cache").out
    ids = [line.partition('"id": "')[2].partition('"')[0] for line in report.splitlines() if '"fingerprint"' in line]
    shared = [
        line for line in archcheck(root, "check", "--rule", "apart").out.splitlines() if " share postgres" in line
    ]
    assert len(shared) == 1
    assert len(ids) > 5
    for each in ids:
        done = archcheck(root, "explain", each)
        assert [secret for secret in SECRETS if secret in done.out + done.err] == []


def test_the_cache_holds_no_password(root: Path) -> None:
    archcheck(root, "graph", "-o", "json", "--cache-dir", str(root.parent / "cache"))
    files = [path for path in (root.parent / "cache").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) > 1000
    held = b"".join(path.read_bytes() for path in files)
    assert [secret for secret in SECRETS if secret.encode() in held] == []
