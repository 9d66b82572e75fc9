"""`external` with `declared: {unused: true}`: packages that are declared and not imported."""

import pytest

from tests.checks.declared_cases import lines


@pytest.mark.parametrize(
    ("drawing", "manifests", "expected"),
    [
        pytest.param("a.py -> pypi:x", "pyproject.toml: x, y", ["declares y, which no file here imports"], id="unused"),
        pytest.param("a.py", "pyproject.toml: y", ["declares y, which no file here imports"], id="nothing is imported"),
        pytest.param("a.py", "pyproject.toml: y dev, z optional, w peer, v lint", [], id="run time only"),
        pytest.param("a.go", "go.mod: github.com/x/y indirect", [], id="indirect"),
        pytest.param("a.py -> pypi:y test", "pyproject.toml: y", [], id="used in a test"),
        pytest.param("p/q/a.ts -> npm:y", "package.json: y\np/package.json: y", [], id="used further down"),
        pytest.param(
            "p/a.ts -> npm:y\nq/b.ts",
            "p/package.json: y\nq/package.json: y",
            ["declares y, which no file in q/ imports"],
            id="used elsewhere",
        ),
        pytest.param("a.ts -> npm:react", "package.json: react, @types/react", [], id="types"),
        pytest.param("a.ts -> std:node/fs", "package.json: @types/node", [], id="types of Node"),
        pytest.param(
            "a.ts", "package.json: @types/y", ["declares @types/y, which no file here imports"], id="types of y"
        ),
        pytest.param(
            "p/a.ts -> q/b.ts", "p/package.json: @acme/q\nq/package.json: = npm:@acme/q 1", [], id="package of the tree"
        ),
        pytest.param("a.py", "pyproject.toml: gunicorn", [], id="never imported by anybody"),
        pytest.param("a.py", "package.json: y\npyproject.toml: = pypi:p", [], id="no code of that ecosystem"),
        pytest.param(
            "a.py",
            "pyproject.toml: > requirements.txt\nrequirements.txt: y",
            ["declares y, which no file here imports"],
            id="list",
        ),
        pytest.param(
            "a.py -> pypi:x", "pyproject.toml: x\nrequirements.txt: x, y", [], id="list made from the manifest"
        ),
        pytest.param("s/a.py -> pypi:y", "s/requirements.txt: > ../lib/base.txt\nlib/base.txt: y", [], id="included"),
    ],
)
def test_declared_packages_are_used_when_asked_for(drawing: str, manifests: str, expected: list[str]) -> None:
    assert lines("declared: {unused: true}", drawing, manifests) == expected
