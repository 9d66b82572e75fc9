"""A repository of several languages, and the infrastructure files that tie its parts together."""

import shutil
from pathlib import Path

from benchmarks.configurations import write_repository
from benchmarks.corpora import fetch
from benchmarks.typescript import WORKSPACE, copy_packages

SERVICES = ("django", "flask", "requests", "sqlalchemy", "sympy")
"""Python packages that play the services."""

RULES = """\
version: 1
components:
  service: services/{service}/
  package: packages/{package}/
rules:
  - {id: isolated, kind: isolation, components: service}
  - {id: packages, kind: independence, components: package}
  - {id: apart, kind: dependencies, from: package, deny: service, edges: [import, path, calls, store, declares]}
  - {id: acyclic, kind: acyclic}
"""
_DOCKERFILE = """\
FROM python:3.12-slim
WORKDIR /app
COPY {name} ./{name}
ENV DATABASE_URL=postgres://{name}:secret@db:5432/{name}
CMD ["python", "-m", "{name}"]
"""
_COMPOSE = """\
  {name}:
    build: ./services/{name}
    depends_on: [db]
    env_file: services/{name}/.env
    environment:
      UPSTREAM_URL: http://{other}:8000/api
"""
_DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}}}
spec:
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
      containers:
        - name: {name}
          image: registry.example.org/{name}:1.0
          env:
            - {{name: CACHE_URL, value: "redis://cache:6379/0"}}
"""


def lay_out_polyglot(directory: Path, target: Path) -> int:
    """Make `target` a repository of Python services, TypeScript packages and infrastructure; how many files it has."""
    if not (target / ".git").is_dir():
        shutil.rmtree(target, ignore_errors=True)
        names = copy_packages(directory, target)
        compose = "services:\n  db: {image: postgres:16}\n"
        for name, other in zip(SERVICES, (*SERVICES[1:], SERVICES[0]), strict=True):
            home = target / "services" / name
            shutil.copytree(fetch(directory, name), home / name)
            (home / "Dockerfile").write_text(_DOCKERFILE.format(name=name), "utf-8")
            (home / ".env").write_text(f"DATABASE_URL=postgres://{name}:secret@db:5432/{name}\n", "utf-8")
            (home / "deployment.yaml").write_text(_DEPLOYMENT.format(name=name), "utf-8")
            compose += _COMPOSE.format(name=name, other=other)
        for name in names:
            compose += (
                f"  {name}: {{build: ./packages/{name}, environment: {{API_URL: 'http://{SERVICES[0]}:8000'}}}}\n"
            )
        write_repository(target, {"archcheck.yaml": RULES, "compose.yml": compose, **WORKSPACE})
    return sum(1 for path in target.rglob("*") if path.is_file() and ".git" not in path.parts)
