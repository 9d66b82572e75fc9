"""kustomize: what a kustomization is made of."""

import pytest

from tests.languages.infrastructure import told

CASES = [
    ("resources: [a.yaml, ../b, ./c/]", ["path a.yaml", "path ../b", "path ./c/"]),
    ("resources: ['https://x.y/z', 'github.com/a/b?ref=1', 'git@x.y:a/b.git', 'x.y/a/b?ref=1']", []),
    ("bases: [a]\ncomponents: [b]\ncrds: [c]", ["path a", "path b", "path c"]),
    ("patches: [{path: a.yaml}, {patch: 'a: 1'}]", ["path a.yaml"]),
    ('patchesStrategicMerge: [a.yaml, "a: 1\\nb: 2"]', ["path a.yaml"]),
    (
        "configMapGenerator: [{files: [a, b=c], envs: [d], env: e}]",
        ["path a", "path c", "path d||optional", "path e||optional"],
    ),
    (
        "secretGenerator: [{literals: [DB_HOST=db, DB_NAME=m, DB_PORT=5432, PASSWORD=x]}]",
        ["store postgres/db/m||DB_HOST"],
    ),
    ("images: [{name: a, newName: b/c, newTag: '1'}]", ["image image:b/c|1"]),
    ("images: [{name: a, newTag: v2}]", ["image image:a|v2"]),
    ("images: [{name: a, digest: 'sha256:ab'}]", ["image image:a|@sha256:ab"]),
    ("helmCharts: [{name: a, valuesFile: v.yaml}]\nopenapi: {path: s.json}", ["path v.yaml", "path s.json"]),
    ("resources: {a: 1}\nimages: a\npatches: [1, [2]]", []),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=case[0]) for case in CASES])
def test_entry(text: str, expected: list[str]) -> None:
    assert told("kustomize", "kustomization.yaml", text) == expected
