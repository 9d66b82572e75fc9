"""The schema of rule files says the same as the parser, wherever a schema can say it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pytest
import yaml
from jsonschema import Draft202012Validator

from archcheck.core.extension import Check
from archcheck.core.merge import merge_rule_files
from archcheck.core.options import Context, option
from archcheck.core.rulefile import parse_rule_set
from archcheck.core.schema import options_schema, rule_file_schema
from archcheck.core.selectors import GlobSet, Selector
from archcheck.syntax.yaml import parse_yaml


@dataclass(frozen=True, slots=True)
class Prefer:
    """A nested options class."""

    use: str = option("What to use.")
    instead_of: tuple[str, ...] = option("What not to use.", default=())


@dataclass(frozen=True, slots=True)
class Options:
    """Options of every type that a schema knows."""

    source: Selector = option("Whose dependencies.")
    within: GlobSet | None = option("Where.", default=None)
    level: Literal["file", "directory"] = option("How fine.", default="file")
    closed: bool | tuple[str, ...] = option("No skipping.", default=False)
    max: int | None = option("At most.", default=None)
    share: float = option("A part.", default=1.0)
    styles: Mapping[str, str | Mapping[str, str]] | None = option("Style by glob.", default=None)
    prefer: tuple[Prefer, ...] = option("Better choices.", default=())
    names: tuple[str | Mapping[str, str], ...] = option("Names.", default=())
    from_: str = option("Python keyword as a key.", default="")


CHECKS: Mapping[str, Check[Any]] = {"sample": Check(kind="sample", options=Options, version=1, run=lambda _o, _s: ())}
SCHEMA = rule_file_schema({kind: check.options for kind, check in CHECKS.items()})
BASE = """
version: 1
components: {service: {match: "services/{name}/", tags: [backend]}}
rules:
  - {id: r, kind: sample, source: src, why: x}
"""


def rule(text: str) -> str:
    return f"version: 1\nrules:\n  - {{id: r, kind: sample, source: src, {text}}}\n"


def parser_accepts(text: str, base: str | None) -> bool:
    parsed = parse_yaml(text.encode(), "archcheck.yaml")
    node = parsed.node
    if base is not None:
        node = merge_rule_files(parse_yaml(base.encode(), "base.yaml").node, node)
    context = Context({"archcheck.yaml": text.splitlines(), "base.yaml": (base or "").splitlines()})
    assert node is not None
    rules = parse_rule_set(node, "archcheck.yaml", context, CHECKS.get, list(CHECKS))
    return rules is not None and not parsed.problems


def schema_accepts(text: str) -> bool:
    return Draft202012Validator(SCHEMA).is_valid(yaml.safe_load(text))


GOOD = [
    pytest.param("version: 1\n", id="nothing but the version"),
    pytest.param("version: 1\nrules: []\n", id="no rules"),
    pytest.param(rule("why: because"), id="common key"),
    pytest.param(rule("why: 1.5"), id="plain number as text"),
    pytest.param(rule("source: [a, b]").replace("source: src, ", ""), id="selector as a list"),
    pytest.param(rule("within: [a/**, b]"), id="globs"),
    pytest.param(rule("within: null"), id="written null for an option that may be None"),
    pytest.param(rule("level: directory"), id="choice"),
    pytest.param(rule("closed: true"), id="union, boolean"),
    pytest.param(rule("closed: [a, b]"), id="union, list"),
    pytest.param(rule("closed: a"), id="one item without brackets"),
    pytest.param(rule("max: 3"), id="whole number"),
    pytest.param(rule("share: 3"), id="whole number where a number is asked for"),
    pytest.param(rule("styles: {a: kebab, b: {component: pascal}}"), id="map to text or map"),
    pytest.param(rule("prefer: [{use: a, instead_of: [b, c]}, {use: d}]"), id="list of nested options"),
    pytest.param(rule("prefer: {use: a}"), id="one nested options without brackets"),
    pytest.param(rule("names: [a, {b: c}]"), id="list of text or map"),
    pytest.param(rule("names: a"), id="one text of a list of text or map"),
    pytest.param(rule("from: a"), id="key that is a Python keyword"),
    pytest.param(rule("severity: {default: warning, '2027-01-15': error}"), id="severity by date"),
    pytest.param(f"components: {{a: src}}\n{rule('levels: {a: error}')}", id="levels"),
    pytest.param(rule("examples: {allow: [[a, b]], deny: [[a], [b, c]]}"), id="examples"),
    pytest.param("version: 1\ncomponents: {a: src, b: [x, y], c: {match: z, tags: ui}}\n", id="components"),
    pytest.param(f"{rule('why: x')}waivers: [{{rule: r, reason: old, expires: '2026-12-31'}}]\n", id="waiver"),
    pytest.param("version: 1\nphases: {list: [{id: p1}], current: {default: p1}}\n", id="phases"),
]

BAD = [
    pytest.param("rules: []\n", id="no version"),
    pytest.param("version: 2\n", id="another version"),
    pytest.param("version: '1'\n", id="version as text"),
    pytest.param("version: 1\nrule: []\n", id="unknown key at the top"),
    pytest.param("version: 1\nrules: [{kind: sample, source: a}]\n", id="rule without id"),
    pytest.param("version: 1\nrules: [{id: r, source: a}]\n", id="rule without kind"),
    pytest.param("version: 1\nrules: [{id: r, kind: simple, source: a}]\n", id="unknown kind"),
    pytest.param("version: 1\nrules: [{id: r, kind: sample}]\n", id="required option missing"),
    pytest.param("version: 1\nrules: [text]\n", id="rule that is text"),
    pytest.param(rule("whithin: a"), id="unknown option"),
    pytest.param(rule("why: true"), id="boolean as text"),
    pytest.param(rule("why: [a]"), id="list as text"),
    pytest.param(rule("why: null"), id="null where nothing is inherited"),
    pytest.param(rule("level: line"), id="no such choice"),
    pytest.param(rule("closed: {a: b}"), id="no member of the union"),
    pytest.param(rule("max: 1.5"), id="fraction for a whole number"),
    pytest.param(rule("max: true"), id="boolean for a whole number"),
    pytest.param(rule("max: many"), id="text for a whole number"),
    pytest.param(rule("styles: [kebab]"), id="list for a map"),
    pytest.param(rule("prefer: [{instead_of: a}]"), id="nested option missing"),
    pytest.param(rule("prefer: [{use: a, unless: b}]"), id="nested option unknown"),
    pytest.param(rule("names: {a: b}"), id="map that must stand in brackets"),
    pytest.param(rule("from_: a"), id="the name of the field instead of the key"),
    pytest.param(rule("severity: grave"), id="no such severity"),
    pytest.param(rule("severity: {'2027-01-15': error}"), id="severity by date without default"),
    pytest.param(rule("starts: tomorrow"), id="not a date"),
    pytest.param(rule("examples: {maybe: [[a, b]]}"), id="unknown sort of example"),
    pytest.param("version: 1\nwaivers: [{rule: r}]\n", id="waiver without reason"),
]


def test_schema_is_valid_by_the_metaschema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator.check_schema(options_schema(Options))


@pytest.mark.parametrize("text", GOOD)
def test_schema_and_parser_accept(text: str) -> None:
    assert (schema_accepts(text), parser_accepts(text, None)) == (True, True)


@pytest.mark.parametrize("text", BAD)
def test_schema_and_parser_refuse(text: str) -> None:
    assert (schema_accepts(text), parser_accepts(text, None)) == (False, False)


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        pytest.param("rules: [{id: r, level: directory}]", True, id="part of an inherited rule"),
        pytest.param("rules: [{id: r, kind: sample, max: 3}]", True, id="part with its kind"),
        pytest.param("rules: [{id: r, why: null}]", True, id="removed value of a rule"),
        pytest.param("components: {service: {tags: null}}", True, id="removed value of a component"),
        pytest.param("components: null", True, id="removed section"),
        pytest.param("rules: [{id: r, kind: sample, maximum: 3}]", False, id="unknown option"),
        pytest.param("rules: [{id: r, why: [a]}]", False, id="common key of the wrong type"),
        pytest.param("rules: [{level: directory}]", False, id="rule without id"),
        pytest.param("waivers: [{rule: r}]", False, id="lists replace, so their items are complete"),
    ],
)
def test_file_that_extends_may_give_parts(text: str, accepted: bool) -> None:
    document = f"version: 1\nextends: ./base.yaml\n{text}\n"
    assert (schema_accepts(document), parser_accepts(document, BASE)) == (accepted, accepted)


def test_kind_of_a_plugin_has_any_options() -> None:
    assert schema_accepts("version: 1\nrules: [{id: r, kind: acme.no-frames, frames: 0}]\n")


def test_options_schema_describes_each_option() -> None:
    schema = options_schema(Prefer)
    assert schema == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "use": {"type": ["string", "number"], "description": "What to use."},
            "instead_of": {
                "anyOf": [{"type": ["string", "number"]}, {"type": "array", "items": {"type": ["string", "number"]}}],
                "description": "What not to use.",
                "default": [],
            },
        },
        "additionalProperties": False,
        "required": ["use"],
        "$defs": {},
    }


def test_type_that_no_option_has_is_an_error() -> None:
    @dataclass(frozen=True)
    class Wrong:
        when: complex = option("A type without a notation.")

    with pytest.raises(TypeError, match="complex"):
        options_schema(Wrong)
