"""Reads YAML text into values with places, reporting every mistake at once."""

from collections.abc import Iterable
from dataclasses import dataclass

import yaml

from archcheck.core.values import Node, Place
from archcheck.errors import Problem
from archcheck.syntax.yaml.findings import Finding, merge_edits
from archcheck.syntax.yaml.repair import SyntaxMistake, diagnose, diagnose_crash
from archcheck.syntax.yaml.source import Edit, EditedText, Source, decode
from archcheck.syntax.yaml.tree import Stop, TreeBuilder

MAX_BYTES = 1_000_000
_MAX_ROUNDS = 20
# PyYAML's own parser needs a round for each weakness of its own; libyaml has hardly any.
_MAX_SILENT_ROUNDS = 1000
# What libyaml says of brackets in brackets before it has handed out any: PyYAML's own parser gets as far as our limit.
_TOO_DEEP = "exceeded maximum nesting depth"
_BUDGET = 2_000_000  # characters: a large file gets fewer rounds


Loader = type[yaml.CSafeLoader] | type[yaml.SafeLoader]
FASTEST: Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's parser is not built everywhere


@dataclass(frozen=True, slots=True)
class ParsedYaml:
    """The value of a YAML file and all that is wrong with it, in order of place.

    `node` is None for an empty file, and when so little could be read that judging it would mislead. Where a value
    only lacked its quotes, it stands in the tree as if it had them. `lines` are the lines of the file, for previews.
    """

    node: Node | None
    problems: tuple[Problem, ...]
    lines: tuple[str, ...]


def parse_yaml(content: bytes, path: str, *, loader: Loader = FASTEST) -> ParsedYaml:
    """Read one YAML document: YAML 1.2 core types, places in characters from 1. Never raises on bad input."""
    if len(content) > MAX_BYTES:
        message = f"the file has {len(content):,} bytes, more than {MAX_BYTES:,}"
        return ParsedYaml(None, (Problem(path, 0, 0, message, "split it"),), ())
    decoded = decode(content, path)
    if not decoded.complete:
        return ParsedYaml(None, decoded.problems, decoded.source.lines)
    node, problems = _read_all(decoded.source, loader)
    return ParsedYaml(node, tuple(sorted({*decoded.problems, *problems})), decoded.source.lines)


def _read_all(source: Source, loader: Loader) -> tuple[Node | None, Iterable[Problem]]:
    """Read, mend what is broken, and read again until everything is reported."""
    edits: tuple[Edit, ...] = ()
    mended: dict[Place, Problem] = {}
    faithful = True
    rounds = loud_rounds = 0
    while True:
        builder, broken = _read_once(EditedText(source, edits), loader)
        findings = builder.findings if broken is None else [broken, *builder.findings]
        if broken and broken.edits:
            # Values before a syntax error may be parts of what it quotes; the next round judges them again.
            findings = [broken]
        problems = _by_place(findings) | mended
        rounds, loud_rounds = rounds + 1, loud_rounds + (len(problems) > len(mended))
        added = [edit for finding in findings for edit in finding.edits]
        known, edits = edits, merge_edits([*edits, *added], source.text)
        stuck = edits == known or (broken is not None and not broken.edits)
        if stuck or loud_rounds > _MAX_ROUNDS or rounds > _MAX_SILENT_ROUNDS or rounds * len(source.text) > _BUDGET:
            break
        mended |= _by_place(finding for finding in findings if finding.edits)
        faithful = faithful and all(finding.faithful for finding in findings)
    return builder.node if faithful and not broken else None, problems.values()


def _by_place(findings: Iterable[Finding]) -> dict[Place, Problem]:
    """The problems by place: of several at one place, which have one cause, the first."""
    problems: dict[Place, Problem] = {}
    for finding in findings:
        if finding.problem:
            place = Place(finding.problem.path, finding.problem.line, finding.problem.column)
            problems.setdefault(place, finding.problem)
    return problems


def _read_once(text: EditedText, loader: Loader) -> tuple[TreeBuilder, Finding | None]:
    """One pass of the parser: the tree, and what made it stop early."""
    builder = TreeBuilder(text)
    try:
        for event in yaml.parse(text.text, Loader=loader):
            builder.take(event)
    except Stop as stop:
        return builder, stop.finding
    except yaml.MarkedYAMLError as error:
        if error.problem == _TOO_DEEP and loader is not yaml.SafeLoader:
            return _read_once(text, yaml.SafeLoader)
        return builder, diagnose(_mistake(builder, error))
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        return builder, diagnose_crash(text, builder.position, str(error))
    return builder, None


def _mistake(builder: TreeBuilder, error: yaml.MarkedYAMLError) -> SyntaxMistake:
    offset = min(error.problem_mark.index, len(builder.text.text)) if error.problem_mark else builder.position
    return SyntaxMistake(
        text=builder.text,
        characters=builder.text.text + "\n",
        message=f"{error.context}: {error.problem}" if error.context else str(error.problem),
        begin=error.context_mark.index if error.context_mark else offset,
        offset=offset,
        last=builder.last,
        flow_start=builder.flow_start,
    )
