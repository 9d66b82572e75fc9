"""Judges trees, given as paths and symbols, by the options of a `naming` rule written as YAML."""

import re
from collections.abc import Mapping, Sequence

from archcheck.checks.naming import CHECK, Options
from archcheck.core.components import Components, Paths
from archcheck.core.facts import SymbolFact
from archcheck.core.findings import Finding, Result
from archcheck.core.graph_builder import build_graph
from archcheck.core.options import Context, parse_options
from archcheck.core.scene import Scene
from archcheck.errors import Problem
from archcheck.syntax.yaml import parse_yaml

Symbols = Mapping[str, Sequence[SymbolFact]]
PY_SNAKE = 'styles: {"**/*.py": snake}'


def read(rule: str) -> tuple[Options | None, Sequence[Problem]]:
    """The options written as YAML, and what is wrong with them."""
    parsed = parse_yaml(rule.encode(), "archcheck.yaml")
    assert parsed.node is not None
    assert parsed.problems == ()
    context = Context({"archcheck.yaml": parsed.lines})
    return parse_options(Options, parsed.node, context, "rule names (kind naming)"), context.problems


def judge(rule: str, *paths: str, symbols: Symbols | None = None) -> list[Result]:
    """What the rule finds in a tree of these files; `symbols` are those of the files that a language can read."""
    options, problems = read(rule)
    assert options is not None, problems
    files = tuple(sorted({*paths, *(symbols or {})}))
    facts = {files.index(path): found for path, found in (symbols or {}).items()}
    needs = dict.fromkeys(CHECK.needs(options), facts)
    return [*CHECK.run(options, Scene(build_graph(files, []), Paths(files), Components(), needs))]


def findings(rule: str, *paths: str, symbols: Symbols | None = None) -> list[Finding]:
    """The same where there is nothing but findings, by subject."""
    results = judge(rule, *paths, symbols=symbols)
    found = [each for each in results if isinstance(each, Finding)]
    assert found == results
    return sorted(found, key=lambda finding: (finding.subject, finding.key))


def faults(rule: str, *paths: str, symbols: Symbols | None = None) -> dict[str, str]:
    """The messages by subject."""
    return {finding.subject: finding.message for finding in findings(rule, *paths, symbols=symbols)}


def suggested(rule: str, path: str) -> str:
    """The name that the finding about `path` suggests, "" without a finding."""
    hint = "".join(finding.hint for finding in findings(rule, path))
    return hint.removeprefix("rename it to ")


def symbols(text: str) -> tuple[SymbolFact, ...]:
    """`class Foo, method Foo.bar @3:5`; the place is 1:1 unless said."""
    facts = []
    for word in text.split(", "):
        found = re.fullmatch(r"(\w+) (?:(\S+)\.)?([\w$#]+)(?: @(\d+):(\d+))?", word)
        assert found is not None
        facts.append(SymbolFact(int(found[4] or 1), int(found[5] or 1), found[1], found[3], found[2] or ""))
    return tuple(facts)
