"""Resolution to what is no file of the repository: standard library, third parties, files of a build, odd names."""

import pytest

from archcheck.core.facts import ImportFact
from archcheck.core.resolution import INTERNAL, UNRESOLVED, Inventory
from archcheck.languages.python.index import build_index
from archcheck.languages.python.resolve import resolve
from tests.languages.python.resolving import reach, resolve_all, shown

STD = "std:python/logging"


@pytest.mark.parametrize(
    ("files", "importer", "statement", "roots", "expected"),
    [
        pytest.param("", "a.py", "import os.path", (), "std:python/os", id="submodule"),
        pytest.param("", "a.py", "from __future__ import annotations", (), "std:python/__future__", id="future"),
        pytest.param("", "a.py", "import __main__", (), "std:python/__main__", id="main"),
        pytest.param("", "a.py", "import asynchat, imp", (), "std:python/asynchat std:python/imp", id="removed"),
        pytest.param("s/logging.py", "s/main.py", "import logging", (), STD, id="sibling-file"),
        pytest.param("logging.py", "main.py", "import logging", (), STD, id="file-at-the-top"),
        pytest.param("s/logging/x.py", "s/main.py", "import logging", (), STD, id="sibling-directory"),
        pytest.param("s/logging/__init__.py", "s/main.py", "import logging", (), STD, id="sibling-package"),
        pytest.param("s/logging/handlers.py", "s/main.py", "import logging.handlers", (), STD, id="real-submodule"),
        pytest.param(
            "s/logging/setup.py",
            "s/main.py",
            "import logging.setup",
            (),
            "s/logging/setup.py",
            id="submodule-std-lacks",
        ),
        pytest.param(
            "s/logging/setup.py",
            "s/main.py",
            "from logging import setup, INFO",
            (),
            "s/logging/setup.py std:python/logging",
            id="name-std-lacks",
        ),
        pytest.param(
            "logging/__init__.py", "a/main.py", "import logging", (), "logging/__init__.py", id="package-at-the-top"
        ),
        pytest.param(
            "src/logging/__init__.py",
            "src/main.py",
            "import logging",
            (),
            "src/logging/__init__.py",
            id="package-in-src",
        ),
        pytest.param(
            "s/logging.py", "s/main.py", "import logging", ("s",), "s/logging.py", id="file-in-configured-root"
        ),
        pytest.param("s/logging/x.py", "s/main.py", "import logging", ("s",), STD, id="directory-in-configured-root"),
        pytest.param("s/logging.py", "t/main.py", "import logging", ("s",), STD, id="other-configured-root"),
        pytest.param("s/parser.py", "s/main.py", "import parser", (), "s/parser.py", id="removed-gives-way"),
        pytest.param(
            "test/helpers.py",
            "test/test_a.py",
            "from test.helpers import x",
            (),
            "test/helpers.py",
            id="test-directory",
        ),
        pytest.param("time/__init__.py", "main.py", "import time", ("",), "std:python/time", id="built-in"),
    ],
)
def test_the_standard_library_is_hidden_only_as_documented(
    files: str, importer: str, statement: str, roots: tuple[str, ...], expected: str
) -> None:
    assert reach(files, importer, statement, roots) == expected


@pytest.mark.parametrize(
    ("files", "statement", "expected"),
    [
        pytest.param("", "import yaml, PIL.Image", "pypi:pyyaml pypi:pillow", id="table"),
        pytest.param(
            "",
            "from google.cloud import storage, bigquery",
            "pypi:google-cloud-storage pypi:google-cloud-bigquery",
            id="by-name",
        ),
        pytest.param("", "from requests import get, post", "pypi:requests", id="once"),
        pytest.param("", "from google import *", "pypi:google", id="star"),
        pytest.param("alembic/env.py", "from alembic import op", "pypi:alembic", id="directory-of-migrations"),
        pytest.param("docker/run.py", "import docker", "pypi:docker", id="directory-of-images"),
        pytest.param("alembic/env.py", "from alembic import env", "alembic/env.py", id="but-its-files-are-reached"),
        pytest.param(
            "google/cloud/__init__.py",
            "import google.cloud.storage",
            "pypi:google-cloud-storage",
            id="shared-namespace",
        ),
        pytest.param("x/redis.py x/pyproject.toml", "import redis", "pypi:redis", id="file-in-another-root"),
        pytest.param("x/redis/__init__.py", "import redis", "pypi:redis", id="package-in-another-root"),
        pytest.param(
            "x/redis/__init__.py x/setup.cfg", "import redis", "x/redis/__init__.py", id="where-it-is-developed"
        ),
        pytest.param(
            "x/src/redis/__init__.py x/setup.cfg", "import redis", "x/src/redis/__init__.py", id="developed-in-src"
        ),
    ],
)
def test_third_parties_are_named_by_distribution(files: str, statement: str, expected: str) -> None:
    assert reach(files, "main.py", statement) == expected


def is_proto(path: str) -> bool:
    return path.startswith("gen/") or path.endswith("_pb2.py")


@pytest.mark.parametrize(
    ("importer", "statement", "expected"),
    [
        pytest.param("main.py", "import gen.x_pb2", "%gen.x_pb2", id="module"),
        pytest.param("main.py", "from gen import x_pb2", "%gen", id="whole-directory"),
        pytest.param("main.py", "import x_pb2", "%x_pb2", id="beside"),
        pytest.param("app/a.py", "from . import x_pb2, X", "%.x_pb2 app/__init__.py", id="relative"),
        pytest.param("app/a.py", "from .x_pb2 import Y", "%.x_pb2", id="relative-module"),
        pytest.param("app/a.py", "from app import y_pb2", "%app.y_pb2", id="in-a-package"),
        pytest.param("app/a.py", "from app import b", "app/b.py", id="present-files-first"),
        pytest.param("main.py", "from google.protobuf import empty_pb2", "pypi:protobuf", id="known-third-party"),
        pytest.param("main.py", "import numpy", "pypi:numpy", id="not-generated"),
    ],
)
def test_files_of_a_build_are_generated(importer: str, statement: str, expected: str) -> None:
    answer = resolve_all("app/__init__.py app/b.py", importer, statement, generated=is_proto)
    assert shown(answer) == expected


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        pytest.param("", UNRESOLVED, id="empty"),
        pytest.param("a..b", UNRESOLVED, id="empty-segment"),
        pytest.param("a/b", UNRESOLVED, id="path"),
        pytest.param("foo bar", UNRESOLVED, id="blank"),
        pytest.param("my-plugin", INTERNAL, id="hyphen-names-a-file"),
    ],
)
def test_names_given_to_import_module_may_be_anything(module: str, expected: str) -> None:
    index = build_index(Inventory(("a/b.py", "main.py", "my-plugin.py"), {}))
    assert [one.outcome for one in resolve(index, "main.py", ImportFact(1, 1, module))] == [expected]


def test_what_may_be_behind_a_submodule_or_link_is_no_third_party() -> None:
    index = build_index(Inventory(("a.py", "s/b.py", "sub"), {}, unseen=frozenset({"sub"})))
    for path in ("a.py", "s/b.py"):
        (found,) = resolve(index, path, ImportFact(1, 1, "sub.x", ("y",)))
        reason = "sub is a submodule or a symbolic link, which is not followed"
        assert (found.outcome, found.target, found.reason) == (UNRESOLVED, "sub.x", reason)
    assert resolve(index, "a.py", ImportFact(1, 1, "other"))[0].target == "pypi:other"


def test_a_million_dots_are_cheap() -> None:
    index = build_index(Inventory(("a/b.py",), {}))
    assert resolve(index, "a/b.py", ImportFact(1, 1, "", ("x",), 1_000_000))[0].outcome == UNRESOLVED
    assert resolve(index, "a/b.py", ImportFact(1, 1, "a" + ".a" * 1_000_000))[0].outcome == UNRESOLVED
