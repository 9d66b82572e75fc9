"""Loads the rules of a run: finds the tree and the rule file, and turns it into a typed rule set."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from archcheck.adapters.discovery import discover
from archcheck.adapters.reading import path_reader
from archcheck.adapters.rule_files import LoadedRules, Read, from_disk, load_rules
from archcheck.core.examples import check_examples
from archcheck.core.files import Discovery, Skipped
from archcheck.core.options import Context
from archcheck.core.rulefile import parse_rule_set
from archcheck.core.rules import RuleSet
from archcheck.core.values import MappingNode, Node, ScalarNode, SequenceNode
from archcheck.errors import ConfigError, ExtensionError, Problem
from archcheck.pipeline.start import RULE_FILE, Started, locate
from archcheck.registry import Registry


@dataclass(frozen=True, slots=True)
class Loaded:
    """A tree and its rules. `lines` holds the text of every rule file, by the path shown to users."""

    discovery: Discovery
    rules: RuleSet
    registry: Registry
    lines: Mapping[str, Sequence[str]]


def load(started: Started) -> Loaded:
    """Load the rules of a run, and wait for its discovery.

    Raises ConfigError with every problem of the rule files, SourceError when the tree cannot be read.
    """
    location = started.location
    read: Read = from_disk
    path = location.rule_file
    if started.request.staged:
        discovery = started.discovery()
        read = _stored_reader(discovery)
        if path is None and any(file.path == RULE_FILE for file in discovery.files):
            path = os.path.join(location.root, RULE_FILE)
    if path is None:
        return Loaded(started.discovery(), RuleSet(None), Registry(), {})
    rules, registry, lines = load_rule_set(
        path, location.root, lambda: [file.path for file in started.discovery().files], read
    )
    return Loaded(started.discovery(), rules, registry, lines)


def _stored_reader(discovery: Discovery) -> Read:
    """Reads rule files as they are in the tree; None for what is no file of it."""
    read = path_reader(discovery)

    @cache
    def content(path: str) -> bytes | None:
        found = read(path)
        return None if isinstance(found, Skipped) else found

    return content


def load_rules_only(start: str, config: str | None) -> RuleSet:
    """The rules for the directory `start`; the tree is read only where a rule file includes others by glob."""
    location = locate(start, config)
    if location.rule_file is None:
        return RuleSet(None)

    def list_files() -> list[str]:
        return [file.path for file in discover(location.root, location.vcs).files]

    return load_rule_set(location.rule_file, location.root, list_files)[0]


def load_text(text: str, path: str, root: str, discovery: Discovery) -> Loaded:
    """A tree with the rules of a rule file that would hold `text` at `path` (absolute); raises as `load_rule_set`."""
    files = lambda: [file.path for file in discovery.files]  # noqa: E731
    known = {os.path.relpath(path, root).replace(os.sep, "/"): text.encode("utf-8", "surrogateescape")}
    return Loaded(discovery, *load_rule_set(path, root, files, known.get))


def load_rule_set(
    path: str, root: str, files: Callable[[], Sequence[str]], read: Read = from_disk
) -> tuple[RuleSet, Registry, Mapping[str, Sequence[str]]]:
    """Read and understand the rule file at `path` (absolute). Raises ConfigError with every problem.

    `files` lists the paths of the tree; it is asked only when the rule file includes others by glob. `read` is asked
    for the content of each file first, None for what is to be read from disk.
    """
    loaded = load_rules(path, root, files, read)
    problems = list(loaded.problems)
    registry = _registry(loaded, problems)
    context = Context(loaded.lines, bases=loaded.bases)
    rules = None
    if loaded.node is not None:
        kinds, languages = registry.kinds(), registry.language_names()
        rules = parse_rule_set(loaded.node, loaded.path, context, registry.check, kinds, languages)
    problems.extend(context.problems)
    if rules is not None and not problems:
        problems.extend(check_examples(rules, registry.check, context))
    if problems or rules is None:
        raise ConfigError(problems)
    return rules, registry, loaded.lines


def _registry(loaded: LoadedRules, problems: list[Problem]) -> Registry:
    """The registry with the plugins that the rule file names; a plugin that cannot be had is a problem at its place."""
    usable: list[str] = []
    for item in _plugins(loaded.node):
        try:
            Registry([*usable, str(item.value)])
        except ExtensionError as error:
            context = Context(loaded.lines)
            context.problem(item.place, str(error), "", len(item.text))
            problems.extend(context.problems)
        else:
            usable.append(str(item.value))
    return Registry(usable)


def _plugins(node: Node | None) -> list[ScalarNode]:
    listed = node.get("plugins") if isinstance(node, MappingNode) else None
    items = listed.items if isinstance(listed, SequenceNode) else (listed,)
    return [item for item in items if isinstance(item, ScalarNode) and isinstance(item.value, str)]
