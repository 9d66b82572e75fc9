"""Stale, forbidden and unknown references in a repository with services, scripts and documents."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.functional.running import archcheck, git, repository

RULES = """
version: 1
components: {legacy: [old, poc]}
aliases: {llm-agent: [llm-service]}
rules:
  - {id: renamed, kind: references, in: ["**/*.{yml,sh,json}", "**/Dockerfile", docs/adr/], deny_target: apps/frontend}
  - {id: internal, kind: references, in: ["**/Dockerfile*", ".github/workflows/cd-*.yml"], deny_target: internal/}
  - {id: legacy, kind: references, in: ["**/*.{yml,sh}", "services/"], deny_target: legacy}
  - {id: reset, kind: references, in: "scripts/deployment/", deny_target: "**/reset.sh", names: "*.sh"}
  - {id: paths, kind: references, in: ["**/*.sh", "**/*.yml"], must_exist: true}
  - {id: stated, kind: references, in: docs/DEPLOYMENT.md, must_exist: true, names: "docker-compose*.yml", base: top}
  - {id: documents, kind: references, in: docs/STRUCTURE.md, must_exist: true, names: "*.md", base: [file, docs/]}
  - {id: services, kind: references, in: "**/.env.example", hosts: declared}
"""
LINKS = "version: 1\nrules:\n  - {id: links, kind: references, in: '**/*.md', must_exist: true}\n"
FILES = {
    "docker-compose.yml": "services:\n  auth-service:\n    build: ./services/authentication\n    env_file: .env\n"
    "  tts-service:\n    build: ./services/text-to-speech\n    volumes: ['./data:/data']\n",
    "services/authentication/Dockerfile": "FROM python:3.12\nCOPY src /app/src\nCMD ['./src/start']\n",
    "services/authentication/src/main.py": "",
    "services/text-to-speech/Dockerfile": "FROM python:3.12\n",
    "infrastructure/.env.example": "AUTH_SERVICE_URL=http://auth-service:8000\nSITE=https://example.org\n",
    "scripts/setup/setup-local.sh": "#!/bin/sh\ncp infrastructure/.env.example infrastructure/.env\n"
    "cd infrastructure && python ../scripts/utilities/generate-secrets.py\n",
    "scripts/utilities/generate-secrets.py": "",
    "scripts/deployment/prod.sh": "docker compose up -d\n",
    "database/scripts/reset.sh": "",
    "internal/developer-tools/run.py": "",
    "old/app.py": "",
    "poc/12-authentication/app.py": "",
    "docs/DEPLOYMENT.md": "Run `docker-compose -f docker-compose.yml up`.\n",
    "docs/STRUCTURE.md": "See `DEPLOYMENT.md`.\n",
    "docs/adr/001-web.md": "The directory apps/frontend is now called apps/web.\n",
    ".gitignore": ".env\n",
    ".github/workflows/cd-production.yml": "on: push\njobs:\n  a:\n    steps:\n"
    "      - run: sh scripts/deployment/prod.sh\n",
}


def violations(root: Path, changes: Mapping[str, str]) -> list[str]:
    """What is found after some files have been changed, as `rule path:line message`."""
    made = repository(root, {**FILES, **changes, "archcheck.yaml": RULES})
    report = json.loads(archcheck(made, "check", "-o", "json", "--no-cache").out)
    return [
        f"{v['rule']} {v['path']}:{v['line']} {v['message']}" for v in report["violations"] if v["kind"] != "builtin"
    ]


def test_sound_repository_is_clean(tmp_path: Path) -> None:
    assert violations(tmp_path / "repo", {}) == []


def test_symbolic_links_are_read_where_they_lead(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", {"AGENTS.md": "[a](b.md)\n", "archcheck.yaml": LINKS})
    try:
        (root / "CLAUDE.md").symlink_to("AGENTS.md")
    except OSError:
        pytest.skip("no symbolic links here")
    git(root, "add", "--all")
    report = json.loads(archcheck(root, "check", "-o", "json", "--no-cache").out)
    assert [(v["rule"], v["path"]) for v in report["violations"]] == [("links", "AGENTS.md")]


CASES = [
    pytest.param(
        "services/text-to-speech/Dockerfile",
        "FROM python:3.12\nCOPY internal/developer-tools /opt/tools\n",
        "internal {}:2 refers to internal/developer-tools, denied by internal/",
        id="internal tools in an image",
    ),
    pytest.param(
        "docker-compose.yml",
        "services:\n  auth-service:\n    build: ./poc/12-authentication\n",
        "legacy {}:3 refers to poc/12-authentication, denied by legacy",
        id="reference code is built",
    ),
    pytest.param(
        "scripts/setup/setup-local.sh",
        "#!/bin/sh\npython scripts/utilities/generate_secrets.py\n",
        "paths {}:2 refers to scripts/utilities/generate_secrets.py, which does not exist",
        id="a script with another name",
    ),
    pytest.param(
        "scripts/setup/setup-local.sh",
        "#!/bin/sh\ncd apps/frontend\n",
        "renamed {}:2 refers to apps/frontend, denied by apps/frontend",
        id="a directory that was renamed",
    ),
    pytest.param(
        "scripts/deployment/prod.sh",
        "#!/bin/sh\nsh reset.sh\n",
        "reset {}:2 refers to scripts/deployment/reset.sh, denied by **/reset.sh",
        id="a script for development only",
    ),
    pytest.param(
        "infrastructure/.env.example",
        "TTS_SERVICE_URL=http://text-to-speech:8000\n",
        "services {}:1 calls the host text-to-speech, which no service answers to",
        id="a host by the name of its directory",
    ),
    pytest.param(
        "docs/DEPLOYMENT.md",
        "# Run\n\n`docker-compose -f docker-compose.prod.yml up`\n",
        "stated {}:3 refers to docker-compose.prod.yml, which does not exist",
        id="a file at another place",
    ),
    pytest.param(
        "docs/STRUCTURE.md",
        "See `PROJECT-CHARTER.md`.\n",
        "documents {}:1 refers to docs/PROJECT-CHARTER.md, which does not exist",
        id="a document that is gone",
    ),
    pytest.param(
        "docker-compose.yml",
        "services:\n  auth-service:\n    build: ./services/auth\n",
        "paths {}:3 refers to ./services/auth, but there is no services/auth",
        id="a build context that is gone",
    ),
]


@pytest.mark.parametrize(("path", "text", "found"), CASES)
def test_violation(path: str, text: str, found: str, tmp_path: Path) -> None:
    assert violations(tmp_path / "repo", {path: text}) == [found.format(path)]
