"""The option `exempt`: names and paths that are never judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from archcheck.core.globs import Glob, GlobError, parse_glob
from archcheck.core.options import Context, JsonSchema
from archcheck.core.selectors import parse_glob_node
from archcheck.core.values import Node, ScalarNode, SequenceNode


@dataclass(frozen=True, slots=True)
class NamesAndPaths:
    """Globs of names, which hold wherever they occur, and globs of paths, which cover symbols in these files too."""

    names: tuple[Glob, ...] = ()
    paths: tuple[Glob, ...] = ()
    SCHEMA: ClassVar[JsonSchema] = {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        "description": "Names, or with a slash paths; wildcards in both; a list is a union.",
    }

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "NamesAndPaths | None":
        """Read one glob or a list; None after recording every problem."""
        items: Sequence[Node] = node.items if isinstance(node, SequenceNode) else (node,)
        before = len(context.problems)
        names: list[Glob] = []
        paths: list[Glob] = []
        for item in items:
            name = _name_glob(item)
            glob = name or parse_glob_node(item, context)
            if glob:
                (names if name else paths).append(glob)
        return cls(tuple(names), tuple(paths)) if len(context.problems) == before else None

    def covers(self, path: str) -> bool:
        """Whether a path, of a file or of a directory without its slash, is exempt as a path."""
        return any(glob.match_file(path) is not None or glob.match_directory(path) is not None for glob in self.paths)


def _name_glob(node: Node) -> Glob | None:
    """The glob of names written at `node`; None when it is one of paths, or wrong.

    Names know no directory, so the base of an included file is not put before them.
    """
    if not isinstance(node, ScalarNode) or not isinstance(node.value, str) or "/" in node.value:
        return None
    try:
        return parse_glob(node.value)
    except GlobError:
        return None
