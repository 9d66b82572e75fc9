"""`tree` in a rule file that a team owns: paths are read from the directory of that file."""

import pytest

from archcheck.core.options import Context
from archcheck.core.rulefile import parse_rule_set
from archcheck.syntax.yaml import parse_yaml
from tests.scenes import REGISTRY, check_of, scene, told

FILES = "services/a/x\nservices/a/sub/y\nservices/b/z\nLICENSE"
INCLUDED = [
    pytest.param("entries: [main.py]", ["services/a/main.py: is missing"], id="no root"),
    pytest.param("root: .\nentries: [main.py]", ["services/a/main.py: is missing"], id="the directory itself"),
    pytest.param("root: sub\nentries: [main.py]", ["services/a/sub/main.py: is missing"], id="a directory in it"),
    pytest.param("root: '{s}'\nentries: ['{s}.py']", ["services/a/sub/sub.py: is missing"], id="captures"),
    pytest.param("entries: [sub/]\nclosed: files", ["services/a/x: is not among the entries"], id="closed"),
]


@pytest.mark.parametrize(("body", "found"), INCLUDED)
def test_root_is_the_directory_of_the_file(body: str, found: list[str]) -> None:
    path = "services/a/archcheck.yaml"
    text = "version: 1\nrules:\n  - id: r\n    kind: tree\n    " + body.replace("\n", "\n    ")
    parsed = parse_yaml(text.encode(), path)
    assert parsed.node is not None
    context = Context({path: text.splitlines()}, bases={path: "services/a/"})
    rules = parse_rule_set(parsed.node, path, context, REGISTRY.check, REGISTRY.kinds())
    assert rules is not None
    assert told(list(check_of("tree").run(rules.rules[0].options, scene(FILES)))) == found
