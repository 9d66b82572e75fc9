"""`Package.swift`: the packages that a Swift package depends on, by URL or by path."""

import re
from collections.abc import Iterator, Sequence

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.core.package_names import package_id
from archcheck.core.relating import relations
from archcheck.syntax.decoding import decode_text
from archcheck.syntax.tokens import SIGN, TEXT, Token, brace_tokens
from archcheck.syntax.urls import without_credentials

_MAX_TOKENS = 60  # of the arguments of one dependency
_TOOLS = re.compile(r"\s*+//\s*+swift-tools-version\s*+:\s*+(\d[\w.]*+)")
_SCP = re.compile(r"(?:[\w.-]++@)?([\w.-]++):(?!/)")
_SCHEME = re.compile(r"[A-Za-z][\w+.-]*+://")
_ELSEWHERE = ("/", "~")
_OPENING, _CLOSING = frozenset("[({"), frozenset("])}")
_NO_VERSION = frozenset({"url", "name", "path", "id", "traits", "moduleAliases"})

Argument = list[Token]


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """Each `.package(...)` with a literal URL or path."""
    decoded = decode_text(source.content)
    tokens = list(brace_tokens(decoded.text))
    facts: list[RelationFact] = []
    tools = _TOOLS.match(decoded.text)
    if tools:
        facts.append(RelationFact(1, 1, "engine", "swift", tools[1]))
    for at in range(len(tokens) - 3):
        if [token.text for token in tokens[at : at + 3]] == [".", "package", "("]:
            facts += _dependency(tokens[at + 1], list(_arguments(tokens, at + 3)))
    return relations(facts, decoded.problems)


def _arguments(tokens: Sequence[Token], start: int) -> Iterator[Argument]:
    """The arguments of a call whose bracket is open."""
    depth = 1
    argument: list[Token] = []
    for token in tokens[start : start + _MAX_TOKENS]:
        if token.kind != TEXT:
            depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if not depth or (depth == 1 and token[:2] == (SIGN, ",")):
            yield argument
            argument = []
        else:
            argument.append(token)
        if not depth:
            return


def _label(argument: Argument) -> str:
    return argument[0].text if len(argument) > 1 and argument[1].text == ":" else ""


def _dependency(at: Token, arguments: Sequence[Argument]) -> Iterator[RelationFact]:
    texts = {_label(each): each[2].text for each in arguments if len(each) == 3 and each[2].kind == TEXT}  # noqa: PLR2004
    url, path = texts.get("url", ""), texts.get("path", "")
    package = package_id("swift", repository(url)) if url else ""
    if package:
        versions = (_written(each) for each in arguments if each and _label(each) not in _NO_VERSION)
        yield RelationFact(at.place.line, at.place.column, "package", package, next(versions, ""))
    if path and not path.startswith(_ELSEWHERE):
        yield RelationFact(at.place.line, at.place.column, "path", path)


def _written(argument: Argument) -> str:
    """`from: 1.2.0`, `1.0.0..<2.0.0` or `.upToNextMinor(from: 1.0.0)`: as written, but for quotes and blanks."""
    return "".join(token.text + (" " if token[:2] == (SIGN, ":") else "") for token in argument)


def repository(url: str) -> str:
    """`host/owner/name` of a repository, "" for what is no URL of one."""
    plain = without_credentials(url)
    if not _SCHEME.match(plain):
        plain, found = _SCP.subn(r"\1/", plain, count=1)
        return plain.removesuffix(".git") if found else ""
    host, slash, path = _SCHEME.sub("", plain, count=1).partition("/")
    return host.partition(":")[0] + slash + path.rstrip("/").removesuffix(".git")


LANGUAGE: Language[None] = Language(
    name="swift_package",
    files=(("**/Package.swift", "swift"), ("**/Package@swift-*.swift", "swift")),
    version=1,
    aspects={"relations": extract_relations},
)
