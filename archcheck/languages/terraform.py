"""Terraform: modules and files at local paths, images of containers, and hosts and stores that texts name."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.core.secrets import is_secret_name
from archcheck.core.values import ScalarNode
from archcheck.syntax.decoding import decode_lines
from archcheck.syntax.endpoints import STORE, find_endpoints
from archcheck.syntax.endpoints.variables import expand, is_known
from archcheck.syntax.environment import Environment, Variable
from archcheck.syntax.hcl import Literal, read_hcl
from archcheck.syntax.images import read_image
from archcheck.syntax.paths import is_relative
from archcheck.syntax.places import Lines
from archcheck.syntax.trees import entries_at, node_at
from archcheck.syntax.yaml.documents import read_documents
from archcheck.syntax.yaml.nodes import scalars_below
from archcheck.syntax.yaml.relations import Relations

_REFERENCE = re.compile(r"\$\{((?:var|local)\.[A-Za-z_][\w-]*)\}", re.ASCII)
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*", re.ASCII)
_HERE = ("${path.module}/", "${path.root}/")
_IMAGE_KEYS = frozenset({"image", "image_uri", "image_url", "container_image", "docker_image", "image_identifier"})
_RUNS_CONTAINERS = re.compile(r"container|kubernetes|docker|ecs|cloud_?run|apprunner|lambda|nomad|fargate")
_NOT_CALLED = frozenset(
    {"description", "documentation", "homepage", "oauth_scopes", "required_version", "scopes", "source", "version"}
)
_LONGEST = 4096


class _File(NamedTuple):
    """One file: what its literals say, and the texts that `var.x` and `local.x` stand for."""

    lines: Lines
    literals: Sequence[Literal]
    values: Mapping[str, str]

    def place(self, literal: Literal, offset: int = 0) -> tuple[int, int]:
        """Line and column of the character at `offset` of a literal."""
        place = self.lines.place(literal.offset + (offset if literal.exact else 0))
        return place.line, place.column

    def text(self, literal: Literal) -> str:
        """A literal with the defaults of the variables in it."""
        if len(literal.text) > _LONGEST or "${" not in literal.text:
            return literal.text
        return _REFERENCE.sub(lambda found: self.values.get(found[1], found[0]), literal.text)


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """What the blocks of one file need, in order of place."""
    if source.dialect == "json":
        return _of_json(source.content)
    text = decode_lines(source.content)
    literals = tuple(read_hcl(text))
    file = _File(Lines(text), literals, dict(_values(literals)))
    facts = {fact for literal in literals for fact in _facts(file, literal)}
    facts.update(_variables(file))
    return Extracted(tuple(sorted(facts)))


def _values(literals: Iterable[Literal]) -> Iterator[tuple[str, str]]:
    for literal in literals:
        kind = literal.blocks[0] if literal.blocks else ""
        if kind == "variable" and len(literal.blocks) > 1 and literal.keys == ("default",):
            name, prefix = literal.blocks[1], "var"
        elif kind == "locals" and len(literal.keys) == 1:
            name, prefix = literal.keys[0], "local"
        else:
            continue
        if not is_secret_name(name) and "${" not in literal.text and len(literal.text) <= _LONGEST:
            yield f"{prefix}.{name}", literal.text


def _facts(file: _File, literal: Literal) -> Iterator[RelationFact]:
    """What one literal says by itself."""
    text, place = file.text(literal), file.place(literal)
    here = next((prefix for prefix in _HERE if text.startswith(prefix)), "")
    if literal.blocks[:1] == ("module",) and literal.keys == ("source",):
        if text.startswith(("./", "../")):
            yield RelationFact(*place, "path", text)
    elif here:
        path = text.removeprefix(here)
        if is_known(expand(path).text) and is_relative(path) and not set("*?[{") & set(path):
            yield RelationFact(*place, "path", path, "", "optional")
    elif literal.key in _IMAGE_KEYS and any(map(_RUNS_CONTAINERS.search, literal.blocks)):
        image = read_image(text)
        if image:
            yield RelationFact(*place, "image", *image)
    elif not _VARIABLE.fullmatch(literal.key) and not _NOT_CALLED.intersection(literal.keys):
        yield from _called(file, literal, text)


def _called(file: _File, literal: Literal, text: str) -> Iterator[RelationFact]:
    if is_secret_name(literal.key) or literal.key == "value":
        return
    for offset, relation, value, detail in find_endpoints(text):
        # An address without a scheme is most often a name with a number.
        if relation == STORE or "://" in detail:
            place = file.place(literal, offset if text == literal.text else 0)
            yield RelationFact(*place, relation, value, detail, literal.key)


def _variables(file: _File) -> Iterator[RelationFact]:
    """Variables of environments: entries in capitals of one object, and blocks of a `name` and a `value`."""
    groups: dict[int, list[Variable]] = {}
    named: dict[int, Literal] = {}
    for literal in file.literals:
        if _VARIABLE.fullmatch(literal.key):
            groups.setdefault(literal.body, []).append(_variable(file, literal.key, literal))
        elif literal.key == "name":
            named[literal.body] = literal
        elif literal.key == "value" and literal.body in named:
            name = named[literal.body].text
            groups.setdefault(-1 - literal.outer, []).append(_variable(file, name, literal))
    for variables in groups.values():
        yield from Environment(variables).relations()


def _variable(file: _File, name: str, literal: Literal) -> Variable:
    text = file.text(literal)
    return Variable(name, text, partial(_place, file, literal, exact=text == literal.text))


def _place(file: _File, literal: Literal, offset: int, *, exact: bool) -> tuple[int, int]:
    return file.place(literal, offset if exact else 0)


def _of_json(content: bytes) -> Extracted[RelationFact]:
    """The JSON syntax: local modules, and the hosts and stores of every text."""
    documents = read_documents(content)
    relations = Relations(documents)
    for document in documents.nodes:
        modules = [node_at(module, "source") for _, module in entries_at(document, "module")]
        for source in modules:
            if isinstance(source, ScalarNode) and source.text.startswith(("./", "../")):
                relations.path(source)
        for key, scalar in scalars_below(document):
            if key not in _NOT_CALLED and "://" in scalar.text:
                relations.endpoints(scalar, key)
    return relations.finish()


LANGUAGE: Language[None] = Language(
    name="terraform",
    files=(
        ("**/*.tf", "hcl"),
        ("**/*.tofu", "hcl"),
        ("**/*.tfvars", "hcl"),
        ("**/*.tf.json", "json"),
        ("**/*.tfvars.json", "json"),
    ),
    version=1,
    aspects={"relations": extract_relations},
)
