"""What surrounds a place, said a second time, by a syntax tree: for tests to compare with."""

from dataclasses import dataclass

import tree_sitter_typescript
from tree_sitter import Language, Parser, Tree

from archcheck.languages.typescript.verdicts import CODE_COMMENT, Verdict

_CHUNK = 1 << 20
_TEXTUAL = frozenset(
    ["comment", "html_comment", "string", "string_fragment", "template_string", "regex", "jsx_text", "hash_bang_line"]
)
_CODE_AGAIN = frozenset(("template_substitution", "jsx_expression"))
_FUNCTIONS = frozenset(
    [
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "arrow_function",
        "method_definition",
    ]
)
_BLOCKS = frozenset(("statement_block", "program"))
_TOP = frozenset(("import_statement", "export_statement"))


def parse(text: str, *, jsx: bool) -> Tree | None:
    """The syntax tree of a text; None if it has errors, in the text or in the grammar: parsing ends at the first."""
    content = text.encode()
    grammar = tree_sitter_typescript.language_tsx() if jsx else tree_sitter_typescript.language_typescript()
    try:
        tree = Parser(Language(grammar)).parse(
            lambda offset, _point: content[offset : offset + _CHUNK], progress_callback=_has_failed
        )
    except ValueError:
        return None
    return None if tree.root_node.has_error else tree


def _has_failed(_offset: int, has_error: bool) -> bool:
    """Whether to stop: what a tree says behind an error is not certain, and finding a way out can take very long."""
    return has_error


@dataclass(slots=True)
class _Entry:
    """A node on the way from the root to a place: its type, its end in bytes, and what it means for what is in it."""

    kind: str
    end: int
    lazy: bool
    textual: bool
    hides: bool
    called_by_define: bool = False


class TreeJudge:
    """Tells what surrounds places of a parsed text; they must not go back."""

    def __init__(self, text: str, tree: Tree) -> None:
        self._text = text
        self._cursor = tree.walk()
        self._path = [_Entry("program", tree.root_node.end_byte, lazy=False, textual=False, hides=False)]
        # A position in characters and the same in bytes.
        self._counted = (0, 0)
        self._byte = 0

    def judge(self, place: int) -> Verdict | None:
        """What surrounds a place; None when it is inside of a string, a comment or other text."""
        self._descend(self._to_byte(place))
        entry = self._path[-1]
        if entry.textual:
            begins = self._cursor.node is not None and self._cursor.node.start_byte == self._byte
            return CODE_COMMENT if entry.kind == "comment" and begins else None
        return Verdict(entry.lazy, entry.hides, len(self._path) > 1 and self._path[1].kind in _TOP)

    def bind(self) -> None:
        """Notes that at the place that was judged last, `require` is a parameter or declared."""
        for entry in reversed(self._path):
            if entry.kind in _FUNCTIONS or entry.kind in _BLOCKS:
                entry.hides = entry.hides or not entry.called_by_define
                return

    def _to_byte(self, place: int) -> int:
        characters, count = self._counted
        self._byte = count + len(self._text[characters:place].encode())
        self._counted = (place, self._byte)
        return self._byte

    def _descend(self, byte: int) -> None:
        """Moves to the innermost node around a byte."""
        while len(self._path) > 1 and self._path[-1].end <= byte:
            self._path.pop()
            self._cursor.goto_parent()
        while self._cursor.goto_first_child_for_byte(byte) is not None:
            node = self._cursor.node
            if node is None or node.start_byte > byte or node.end_byte <= byte:
                self._cursor.goto_parent()
                return
            self._path.append(self._entry(node.type, node.end_byte))

    def _entry(self, kind: str, end: int) -> _Entry:
        outer = self._path[-1]
        lazy = outer.lazy or (outer.kind in _FUNCTIONS and self._cursor.field_name == "body")
        textual = kind in _TEXTUAL or (outer.textual and kind not in _CODE_AGAIN)
        by_define = kind in _FUNCTIONS and outer.kind == "arguments" and self._called() == b"define"
        return _Entry(kind, end, lazy, textual, outer.hides, by_define)

    def _called(self) -> bytes | None:
        """What is called with the arguments that hold the current node."""
        node = self._cursor.node
        call = node.parent.parent if node is not None and node.parent is not None else None
        function = call.child_by_field_name("function") if call is not None else None
        return function.text if function is not None else None
