"""`archcheck explain` about what lies beside imports: files, hosts, datastores, images, components."""

from pathlib import Path
from textwrap import dedent

import pytest

from tests.functional.running import archcheck, repository

FILES = {
    "archcheck.yaml": """\
        version: 1
        components:
          service: services/{service}/
        aliases: {auth: [identity]}
        rules:
          - {id: apart, kind: isolation, components: service, hosts: [db], share: "store:redis/*"}
        """,
    "compose.yaml": """\
        services:
          loans:
            build: services/loans
            depends_on: [auth, db]
          auth:
            build: {context: ., dockerfile: services/auth/Dockerfile}
          db:
            image: postgres:18
        """,
    "services/loans/.env": "DATABASE_URL=postgresql://loans:pw@db/main\nAUTH_URL=http://auth:8000\n",
    "services/loans/quote.py": "from services.auth.models import User\n",
    "services/auth/.env": "DATABASE_URL=postgresql://auth:pw@db/main\nCACHE=redis://cache\n",
    "services/auth/Dockerfile": "FROM python:3.13\nCOPY services/auth /app\n",
    "services/auth/models.py": "import yaml\n",
    "services/pay/.env": "CACHE=redis://cache\n",
    "services/pay/main.py": "",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("services") / "repo", FILES)


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        pytest.param(
            ("services/loans", "services/auth"),
            1,
            """\
            depends directly, in 3 places
              imports (1)
                services/loans/quote.py:1 -> services/auth/models.py
              calls (2)
                services/loans/.env:2 -> services/auth/  | AUTH_URL=http://auth:8000
                services/loans/  compose.yaml:4 -> services/auth/  | depends_on: [auth, db]
            both use the datastore postgres/db/main
              services/loans/.env:1  | DATABASE_URL=postgresql://***@db/main
              services/auth/.env:1  | DATABASE_URL=postgresql://***@db/main
              error apart  loans calls auth  0e24287
              error apart  auth and loans share postgres/db/main  6cb1f4d
              error apart  loans calls auth  4395c30
              error apart  loans imports auth  b18c395
            """,
            id="everything-that-joins-two-services",
        ),
        pytest.param(
            ("services/pay/", "service[auth]"),
            0,
            """\
            both use the datastore redis/cache/0
              services/pay/.env:1  | CACHE=redis://cache
              services/auth/.env:2  | CACHE=redis://cache
              breaks no rule
            """,
            id="a-datastore-alone",
        ),
        pytest.param(
            ("service[pay]", "service[loans]"),
            1,
            """\
            no dependency from services/pay/main.py to services/loans/quote.py, nor a chain
              error apart would deny it: pay imports loans
            """,
            id="code-is-what-might-import",
        ),
        pytest.param(
            ("service[pay]", "host:x.example.org"),
            1,
            """\
            no dependency from services/pay/main.py to host:x.example.org, nor a chain
              error apart would deny it: pay calls x.example.org, which is not among the hosts
            """,
            id="host-that-nobody-calls",
        ),
        pytest.param(
            ("service[pay]", "store:postgres/db/pay"),
            0,
            """\
            no dependency from services/pay/main.py to store:postgres/db/pay, nor a chain
              using it would be allowed
            """,
            id="datastore-that-nobody-uses",
        ),
        pytest.param(
            ("service[pay]", "image:redis"),
            0,
            """\
            no dependency from services/pay/main.py to image:redis, nor a chain
              declaring it would be allowed
            """,
            id="image-that-nobody-names",
        ),
        pytest.param(
            ("compose.yaml",),
            0,
            """\
            file compose.yaml
              language   compose
              component  none
              rules      none names it
              error      apart:4  loans calls auth  0e24287
              files (2)
                services/loans/ -> services/loans/  line 3
                services/auth/ -> services/auth/Dockerfile  line 6
              calls (2)
                services/loans/ -> services/auth/  line 4
                services/loans/ -> host:db  line 4
              declares (1)
                image:postgres  line 8
            """,
            id="compose-file",
        ),
        pytest.param(
            ("services/loans",),
            0,
            """\
            services/loans  2 files
              component  service[loans]
              error      apart  compose.yaml:4  loans calls auth  0e24287
              error      apart  services/loans/.env:2  loans calls auth  4395c30
              error      apart  services/loans/quote.py:1  loans imports auth  b18c395
              depends on (1)
                service[auth]  import 1, calls 2
              calls outside (1)
                host:db  services/loans/  compose.yaml:4
              datastores outside (1)
                store:postgres/db/main  services/loans/.env:1
            """,
            id="directory",
        ),
        pytest.param(
            ("host:identity",),
            0,
            """\
            host:identity is services/auth/  3 files
              component  service[auth]
              error      apart  services/auth/.env:1  auth and loans share postgres/db/main  6cb1f4d
              used by (1)
                service[loans]  import 1, calls 2
              imports outside (1)
                pypi:pyyaml  services/auth/models.py:1
              datastores outside (2)
                store:postgres/db/main  services/auth/.env:1
                store:redis/cache/0  services/auth/.env:2
              declares outside (1)
                image:python  services/auth/Dockerfile:1
            """,
            id="host-that-a-component-answers-to",
        ),
        pytest.param(
            ("host:db",),
            0,
            """\
            host db
              components  service[loans]
              called by (1)
                services/loans/  compose.yaml:4  | depends_on: [auth, db]
            """,
            id="host",
        ),
        pytest.param(
            ("store:postgres/db/main",),
            0,
            """\
            datastore postgres/db/main
              components  service[auth], service[loans]
              used by (2)
                services/auth/.env:1  | DATABASE_URL=postgresql://***@db/main
                services/loans/.env:1  | DATABASE_URL=postgresql://***@db/main
            """,
            id="datastore",
        ),
        pytest.param(
            ("image:postgres",),
            0,
            """\
            image postgres
              declared by (1)
                compose.yaml:8  | image: postgres:18
            """,
            id="image",
        ),
    ],
)
def test_services_are_explained(root: Path, words: tuple[str, ...], code: int, expected: str) -> None:
    assert archcheck(root, "explain", *words) == (code, dedent(expected), "")
