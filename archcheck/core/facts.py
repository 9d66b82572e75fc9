"""Facts: what one file says by itself, independent of its path and of every other file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

# Marks of a dependency, combined with `|`. Names as users write them in `edges:` are in MARK_NAMES.
TYPE_ONLY = 1
LAZY = 2
DYNAMIC = 4
REEXPORT = 8
TEST = 16
# Never shown: the statement is in a file that is not part of the package that its directory is, such as a program.
APART = 32
MARK_NAMES = {TYPE_ONLY: "type-only", LAZY: "lazy", DYNAMIC: "dynamic", REEXPORT: "reexport", TEST: "test"}


class Source(NamedTuple):
    """The content of one file and its dialect (such as `py` or `pyi`); never its path."""

    content: bytes
    dialect: str


class ImportFact(NamedTuple):
    """One import of one module.

    `line` and `column` are where the statement begins (from 1, in characters). `module` is the dotted or quoted name as
    written, without leading dots; `level` counts those dots. `names` are the imported names (`("*",)` for a star),
    empty for a plain import of the module. `form` tells ways of importing apart that a language resolves differently
    (`require`, `url`); "" is the usual one.
    """

    line: int
    column: int
    module: str
    names: tuple[str, ...] = ()
    level: int = 0
    marks: int = 0
    form: str = ""


class SymbolFact(NamedTuple):
    """One definition; `parent` is the enclosing class or function.

    `kind` is class, function, method, constant, type (an interface, alias or enum; in Go every type) or component (a
    function that returns markup).
    """

    line: int
    column: int
    kind: str
    name: str
    parent: str = ""


class SuppressionFact(NamedTuple):
    """An inline comment `archcheck: allow RULE[, RULE] -- reason`; `own_line` when it stands alone on its line."""

    line: int
    column: int
    rules: tuple[str, ...]
    reason: str
    own_line: bool


class MeasureFact(NamedTuple):
    """A number that the scan of a check took of a file, such as its count of lines."""

    line: int
    column: int
    name: str
    value: int


class RelationFact(NamedTuple):
    """What a file needs, or offers to others, beyond imports; what the fields mean depends on `relation`.

    | relation | meaning | value | detail | group |
    |---|---|---|---|---|
    | package | the file declares a package | `npm:react` | version as written | `dev`, `test`, ...; "" at run time |
    | image | it names a container image | `image:redis` | tag or digest | "" |
    | path | it names a file or directory | path as written | where that begins, see below | `optional` |
    | host | it calls a host | `auth`, `localhost:8001` | `http://auth:8000` | name of the variable |
    | store | it uses a datastore | `postgres/db/main` | "" | name of the variable |
    | provides | it is the manifest of a package | `npm:@acme/ui` | version | "" |
    | engine | it says which version of a tool it needs | `node`, `python`, `go` | version as written | "" |
    | serves | a service in it answers to a host name | `auth` | `path:` or `name:` of who that is | the service |
    | context | a Dockerfile is built in a directory | the Dockerfile | the directory | "" |
    | variable | it takes a variable from the `.env` beside it | name of the variable | "" | the name it has here |

    Paths begin at the directory of the file; with detail `/` at the top, with `in:a/b` at that directory below the
    file's own, with `up` at the nearest directory above where they exist, with `context` at the build context.
    `subject` is the service in the file that needs this, "" for the file itself. Passwords are never part of a fact.
    """

    line: int
    column: int
    relation: str
    value: str
    detail: str = ""
    group: str = ""
    subject: str = ""


Fact = ImportFact | SymbolFact | SuppressionFact | MeasureFact | RelationFact
F = TypeVar("F")


SYNTAX = "syntax"


class Diagnostic(NamedTuple):
    """Something about one file that the user must know: `unparsable` (nothing certain) or `syntax` (facts are kept)."""

    line: int
    column: int
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Extracted(Generic[F]):
    """What one aspect of one file yields: facts in the order of their places, and diagnostics."""

    facts: tuple[F, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def mark_names(marks: int) -> tuple[str, ...]:
    """The names of the marks in `marks`, in the order of MARK_NAMES."""
    return tuple(name for bit, name in MARK_NAMES.items() if marks & bit)


def mark_bits(names: Iterable[str]) -> int:
    """The marks named, combined. Raises KeyError for a name that is no mark."""
    bits = {name: bit for bit, name in MARK_NAMES.items()}
    combined = 0
    for name in names:
        combined |= bits[name]
    return combined
