"""Finding and reading rule files: what they extend and include, and what cannot be read."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from archcheck.adapters.resources import pack_names
from archcheck.adapters.rule_files import LoadedRules, load_rules
from archcheck.core.values import MappingNode, Node, ScalarNode, SequenceNode


def loaded(root: Path, files: Mapping[str, str], start: str = "archcheck.yaml") -> LoadedRules:
    """The rules of a directory with these files; all of them are what `include` chooses from."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return load_rules(str(root / start), str(root), lambda: sorted(files))


def at(node: Node | None, *keys: str) -> object:
    """The value at a path of keys; lists as tuples of their texts."""
    for key in keys:
        assert isinstance(node, MappingNode)
        node = node.get(key)
    if isinstance(node, SequenceNode):
        return tuple(item.text for item in node.items if isinstance(item, ScalarNode))
    return node.value if isinstance(node, ScalarNode) else None


def messages(rules: LoadedRules) -> list[str]:
    return [f"{problem.path}:{problem.line}:{problem.column} {problem.message}" for problem in rules.problems]


def test_bases_are_read_in_order_then_the_own_file_each_on_what_it_extends(tmp_path: Path) -> None:
    made = loaded(
        tmp_path,
        {
            "archcheck.yaml": "version: 1\nextends: [./x/a.yaml, ./b.yaml]\nfiles: {tests: own}\n",
            "x/a.yaml": "extends: ./c.yaml\nfiles: {tests: a, exclude: a}\ngrace: 1\n",
            "x/c.yaml": "files: {tests: c}\ncomponents: {k: c}\ngrace: 2\n",
            "b.yaml": "files: {exclude: b}\n",
        },
    )
    assert messages(made) == []
    assert at(made.node, "files", "tests") == "own"
    assert at(made.node, "files", "exclude") == "b"
    assert at(made.node, "components", "k") == "c"
    assert at(made.node, "grace") == 1
    assert sorted(made.lines) == ["archcheck.yaml", "b.yaml", "x/a.yaml", "x/c.yaml"]


def test_shipped_packs_can_be_extended_and_the_name_stands_in_places(tmp_path: Path) -> None:
    name = pack_names()[0]
    made = loaded(tmp_path, {"archcheck.yaml": f"version: 1\nextends: archcheck:{name}\n"})
    assert messages(made) == []
    assert isinstance(made.node, MappingNode)
    rules = made.node.get("rules")
    assert isinstance(rules, SequenceNode)
    assert {item.place.path for item in rules.items} == {f"archcheck:{name}"}


def test_the_same_file_may_be_reached_on_two_ways(tmp_path: Path) -> None:
    made = loaded(
        tmp_path,
        {
            "archcheck.yaml": "extends: [./a.yaml, ./b.yaml]\n",
            "a.yaml": "extends: ./c.yaml\n",
            "b.yaml": "extends: ./c.yaml\n",
            "c.yaml": "grace: 3\n",
        },
    )
    assert (messages(made), at(made.node, "grace")) == ([], 3)


@pytest.mark.parametrize(
    ("extends", "problem"),
    [
        pytest.param("./archcheck.yaml", "extends goes in a circle: archcheck.yaml -> archcheck.yaml", id="itself"),
        pytest.param("./none.yaml", "there is no file none.yaml", id="missing"),
        pytest.param("../none.yaml", "there is no file ../none.yaml", id="missing-above"),
        pytest.param(".", "there is no file .", id="a-directory"),
        pytest.param("none.yaml", '"none.yaml" is neither a file nor a pack', id="without-dot"),
        pytest.param("archcheck:none", 'there is no pack "archcheck:none"', id="pack"),
        pytest.param("archcheck:../x", 'there is no pack "archcheck:../x"', id="a-pack-is-no-path"),
    ],
)
def test_what_cannot_be_extended_is_reported_at_its_place(tmp_path: Path, extends: str, problem: str) -> None:
    made = loaded(tmp_path, {"archcheck.yaml": f"version: 1\nextends: [{extends}]\n"})
    assert messages(made) == [f"archcheck.yaml:2:11 {problem}"]


def test_a_long_row_of_bases_is_refused(tmp_path: Path) -> None:
    files = {f"a{number}.yaml": f"extends: ./a{number + 1}.yaml\n" for number in range(40)}
    made = loaded(tmp_path, {"archcheck.yaml": "extends: ./a0.yaml\n", **files, "a40.yaml": ""})
    assert messages(made) == ["a19.yaml:1:10 extends is nested deeper than 20"]


def test_an_included_file_is_read_once_from_its_own_directory(tmp_path: Path) -> None:
    made = loaded(
        tmp_path,
        {
            "archcheck.yaml": "include: ['**/archcheck.yaml', 's/a/archcheck.yaml']\nrules: [{id: o}]\n",
            "s/a/archcheck.yaml": "rules: [{id: a}]\n",
            "s/b/archcheck.yaml": "",
        },
    )
    assert messages(made) == []
    assert made.bases == {"s/a/archcheck.yaml": "s/a/", "s/b/archcheck.yaml": "s/b/"}
    assert isinstance(made.node, MappingNode)
    rules = made.node.get("rules")
    assert isinstance(rules, SequenceNode)
    assert [at(item, "id") for item in rules.items] == ["o", "a"]


def test_an_include_that_a_base_says_counts_too(tmp_path: Path) -> None:
    made = loaded(
        tmp_path,
        {
            "archcheck.yaml": "extends: ./base.yaml\n",
            "base.yaml": "include: s/*.yaml\n",
            "s/team.yaml": "rules: [{id: a}]\n",
        },
    )
    assert made.bases == {"s/team.yaml": "s/"}


def test_the_tree_is_listed_only_when_something_is_included(tmp_path: Path) -> None:
    def never() -> Sequence[str]:
        raise AssertionError("the tree was listed")

    (tmp_path / "archcheck.yaml").write_text("version: 1\n", "utf-8")
    assert load_rules(str(tmp_path / "archcheck.yaml"), str(tmp_path), never).problems == []


def test_an_empty_file_is_an_empty_mapping(tmp_path: Path) -> None:
    made = loaded(tmp_path, {"archcheck.yaml": "# nothing yet\n"})
    assert isinstance(made.node, MappingNode)
    assert (made.node.entries, messages(made)) == ((), [])


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_reported_by_name(tmp_path: Path) -> None:
    (tmp_path / "archcheck.yaml").write_text("version: 1\n", "utf-8")
    (tmp_path / "archcheck.yaml").chmod(0)
    made = loaded(tmp_path, {})
    assert (made.node, messages(made)) == (None, ["archcheck.yaml:0:0 cannot be read: Permission denied"])


def test_a_file_that_is_gone_is_reported_by_name(tmp_path: Path) -> None:
    made = loaded(tmp_path, {})
    assert (made.node, messages(made)) == (None, ["archcheck.yaml:0:0 cannot be read: No such file or directory"])
