"""Readers of infrastructure formats beside the parsers that others use, on written samples and on ARCHCHECK_CORPORA.

PyYAML reads YAML, python-dotenv environment files, dockerfile-parse Dockerfiles, tree-sitter-hcl Terraform. Files with
template actions are left out of YAML: they are none.
"""

import io
import os
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from archcheck.core.values import MappingNode, Node, SequenceNode
from archcheck.syntax.decoding import decode_lines
from archcheck.syntax.dockerfile import read_dockerfile
from archcheck.syntax.dotenv import read_dotenv
from archcheck.syntax.hcl import read_hcl
from archcheck.syntax.yaml.documents import read_documents
from archcheck.syntax.yaml.templates import is_templated

pytestmark = pytest.mark.oracle
PAGES = Path(__file__).parents[2] / "docs" / "languages"
_BLOCK = re.compile(r"^```\w+ (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def samples(*patterns: str) -> Iterator[tuple[str, bytes]]:
    """The examples on the pages of languages, and the files of the corpora, whose names fit."""
    for page in sorted(PAGES.glob("*.md")):
        for name, text in _BLOCK.findall(page.read_text("utf-8")):
            if any(Path(name).match(pattern) for pattern in patterns):
                yield f"{page.name}: {name}", text.encode()
    corpora = os.environ.get("ARCHCHECK_CORPORA")
    for path in sorted(Path(corpora).rglob("*")) if corpora else ():
        if path.is_file() and any(path.match(pattern) for pattern in patterns):
            yield str(path), path.read_bytes()


def differences(found: Iterator[tuple[str, object, object]]) -> list[str]:
    compared = [(name, ours == theirs) for name, ours, theirs in found]
    assert compared
    return [name for name, same in compared if not same]


def test_environment_files_are_read_as_python_dotenv_does() -> None:
    dotenv: Any = pytest.importorskip("dotenv")

    def found() -> Iterator[tuple[str, object, object]]:
        for name, content in samples(".env", ".env.*", "*.env"):
            text = decode_lines(content)
            theirs = dotenv.dotenv_values(stream=io.StringIO(text), interpolate=False)
            ours = {entry.name: entry.value for entry in read_dotenv(text)}
            yield name, ours, {key: value for key, value in theirs.items() if value is not None}

    assert differences(found()) == []


def test_instructions_are_those_of_dockerfile_parse() -> None:
    parser: Any = pytest.importorskip("dockerfile_parse")

    def found() -> Iterator[tuple[str, object, object]]:
        written = [("written", b"# c\nFROM a AS b\nCOPY x \\\n  # c\n  y z\n\nrun a\n")]
        for name, content in [*written, *samples("Dockerfile", "Dockerfile.*", "*.Dockerfile")]:
            if b"<<" in content:
                continue  # it takes the texts of heredocs for instructions
            theirs = parser.DockerfileParser(fileobj=io.BytesIO())
            theirs.content = content.decode()
            instructions = [each for each in theirs.structure if each["instruction"] != "COMMENT"]
            ours = [(each.name, each.line) for each in read_dockerfile(content)]
            yield name, ours, [(each["instruction"], each["startline"] + 1) for each in instructions]

    assert differences(found()) == []


def test_texts_of_terraform_files_are_those_of_tree_sitter() -> None:
    grammar: Any = pytest.importorskip("tree_sitter_hcl")
    tree_sitter: Any = import_module("tree_sitter")
    parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))

    def found() -> Iterator[tuple[str, object, object]]:
        for name, content in samples("*.tf", "*.tfvars"):
            if content.isascii():
                ours = {literal.offset for literal in read_hcl(content.decode())}
                yield name, ours, set(_texts(parser.parse(content).root_node, content))

    assert differences(found()) == []


def _texts(root: Any, content: bytes) -> Iterator[int]:
    """Where texts begin that are neither labels nor keys."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node.type == "heredoc_template":
            yield content.index(b"\n", node.start_byte) + 1
        elif node.type in ("string_lit", "quoted_template"):
            yield node.start_byte + 1
        elif node.type == "object_elem":
            stack.append(node.child_by_field_name("val"))
        else:
            labels = ("string_lit",) if node.type == "block" else ()
            stack += [child for child in node.children if child.type not in labels]


def test_yaml_is_read_as_pyyaml_does() -> None:
    def found() -> Iterator[tuple[str, object, object]]:
        for name, content in samples("*.yaml", "*.yml"):
            text = content.decode("utf-8", "replace")
            if not is_templated(text) and "!!binary" not in text and "\ufffd" not in text:
                theirs = [each for each in yaml.load_all(content, _Texts) if each not in (None, "")]
                yield name, [_plain(node) for node in read_documents(content).nodes], theirs

    assert differences(found()) == []


class _Texts(yaml.SafeLoader):
    """PyYAML with merge keys, but with every scalar as its text."""


def _construct(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    assert isinstance(node, yaml.ScalarNode)
    return loader.construct_scalar(node)


_Texts.yaml_implicit_resolvers = {"<": [("tag:yaml.org,2002:merge", re.compile("^(?:<<)$"))]}
yaml.add_multi_constructor("", _construct, _Texts)


def _plain(node: Node) -> object:
    if isinstance(node, MappingNode):
        return {key.text: _plain(value) for key, value in node.entries}
    if isinstance(node, SequenceNode):
        return [_plain(item) for item in node.items]
    return node.text
