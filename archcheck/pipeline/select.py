"""Selectors on the command line."""

from archcheck.core.components import select_terms
from archcheck.core.options import Context
from archcheck.core.selectors import Selector
from archcheck.core.values import Place, ScalarNode
from archcheck.errors import ConfigError, Problem
from archcheck.pipeline.analyse import Analysis


def parse_selector(text: str, analysis: Analysis) -> Selector:
    """The selector that `text` is. Raises ConfigError when it is none."""
    specs = analysis.scene.components.specs
    tags = frozenset(tag for spec in specs.values() for tag in spec.tags)
    context = Context({}, components=frozenset(specs), tags=tags)
    selector = Selector.from_node(ScalarNode(text, Place(text, 0, 0), text), context)
    if selector is None:
        raise ConfigError(context.problems)
    return selector


def select_nodes(text: str, analysis: Analysis) -> list[int]:
    """The nodes that a selector means. Raises ConfigError when it is none, or selects nothing."""
    scene = analysis.scene
    found = list(select_terms(parse_selector(text, analysis).terms, scene.components, scene.paths))
    if not found:
        raise ConfigError([Problem(text, 0, 0, "selects nothing")])
    return found
