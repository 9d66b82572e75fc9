"""Gathers the relations of a YAML file, with their places."""

from collections.abc import Iterable, Mapping
from functools import partial

from archcheck.core.facts import Extracted, RelationFact
from archcheck.core.secrets import is_secret_name
from archcheck.core.values import Node, ScalarNode
from archcheck.syntax.endpoints import find_endpoints
from archcheck.syntax.environment import Environment, Variable
from archcheck.syntax.images import read_image
from archcheck.syntax.paths import is_relative
from archcheck.syntax.yaml.documents import Documents
from archcheck.syntax.yaml.nodes import known_text


class Relations:
    """The facts of one file so far; each stands once."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents
        self._facts: dict[RelationFact, None] = {}

    def add(self, node: Node, relation: str, value: str, detail: str = "", group: str = "", subject: str = "") -> None:
        """A fact at the place of a node."""
        self._facts[RelationFact(node.place.line, node.place.column, relation, value, detail, group, subject)] = None

    def add_all(self, facts: Iterable[RelationFact]) -> None:
        """Facts that have their places."""
        self._facts.update(dict.fromkeys(facts))

    def path(self, node: Node | None, *, detail: str = "", optional: bool = False, subject: str = "") -> str:
        """The path that a scalar names; returned as well, "" where it names none within the repository."""
        path = known_text(node) if isinstance(node, ScalarNode) and isinstance(node.value, str) else ""
        if node is None or not is_relative(path):
            return ""
        self.add(node, "path", path, detail, "optional" if optional else "", subject)
        return path

    def image(self, node: Node | None, subject: str = "") -> str:
        """The image that a scalar names; its id is returned as well."""
        found = read_image(node.text) if isinstance(node, ScalarNode) and node.value is not None else None
        if node is None or not found:
            return ""
        self.add(node, "image", *found, subject=subject)
        return found[0]

    def endpoints(self, node: ScalarNode, group: str = "", subject: str = "") -> None:
        """The hosts and stores that a text names, unless its name says that it is a secret."""
        if node.value is None or is_secret_name(group):
            return
        for offset, relation, value, detail in find_endpoints(node.text):
            place = self.documents.place(node, offset)
            self.add_all([RelationFact(*place, relation, value, detail, group, subject)])

    def environment(
        self,
        pairs: Iterable[tuple[str, ScalarNode]],
        *,
        subject: str = "",
        engines: Mapping[str, str] | None = None,
        references: bool = False,
    ) -> None:
        """The hosts and stores of variables by name; see `Environment`."""
        variables = [Variable(name, node.text, partial(self.documents.place, node)) for name, node in pairs]
        found = Environment(variables, subject=subject, engines=engines, references=references)
        self.add_all(found.relations())

    def finish(self) -> Extracted[RelationFact]:
        """All facts, in order of place, and what could not be read."""
        return Extracted(tuple(sorted(self._facts)), self.documents.mistakes)
