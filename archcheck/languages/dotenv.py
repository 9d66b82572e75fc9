"""Environment files (`.env`): the hosts and stores that variables name."""

from functools import partial

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.syntax.decoding import decode_lines
from archcheck.syntax.dotenv import Entry, read_dotenv
from archcheck.syntax.environment import Environment, Variable
from archcheck.syntax.places import Lines


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """What the variables of one file lead to, in order of place; `${X}` is the variable X of the same file."""
    text = decode_lines(source.content)
    lines = Lines(text)
    variables = [Variable(entry.name, entry.value, partial(_place, lines, entry)) for entry in read_dotenv(text)]
    return Extracted(Environment(variables, references=True).relations())


def _place(lines: Lines, entry: Entry, offset: int) -> tuple[int, int]:
    place = lines.place(entry.offset + (offset if entry.exact else 0))
    return place.line, place.column


LANGUAGE: Language[None] = Language(
    name="dotenv",
    files=(("**/.env", "env"), ("**/.env.*", "env"), ("**/*.env", "env")),
    version=1,
    aspects={"relations": extract_relations},
)
