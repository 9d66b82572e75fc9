"""nginx: the servers that requests are passed on to, and the files that a configuration includes."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.syntax.decoding import decode_lines
from archcheck.syntax.endpoints import HOST, find_endpoints
from archcheck.syntax.endpoints.hosts import host_detail, host_value, parse_address
from archcheck.syntax.endpoints.variables import expand, is_known
from archcheck.syntax.paths import is_relative, literal_part, simplify
from archcheck.syntax.places import Lines

_TOKEN = re.compile(
    r"""[ \t\r\n]++ | \#[^\n]*+
      | (?P<quoted>"[^"\\]*+(?:\\.[^"\\]*+)*+"|'[^'\\]*+(?:\\.[^'\\]*+)*+')
      | (?P<mark>[;{}])
      | (?P<word>(?:\$\{[^${}\s]*+\}|[^\s;{}\\]|\\.)++)
      | .""",
    re.VERBOSE | re.DOTALL,
)
_PASSES = frozenset({"proxy_pass", "grpc_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "memcached_pass"})
_UPSTREAM = re.compile(r"(?:\w+://)?([^/:\s]+)")
_VARIABLE = re.compile(r"\$\{?([A-Za-z_]\w*)\}?", re.ASCII)
_LONGEST = 1000


class _Directive(NamedTuple):
    """One directive with its words; `block` is the first words of the block around it."""

    words: Sequence[tuple[str, int]]
    block: str

    @property
    def name(self) -> str:
        return self.words[0][0]


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """Where one configuration passes requests on to, in order of place."""
    text = decode_lines(source.content)
    lines = Lines(text)
    directives = list(_directives(text))
    upstreams = {each.words[1][0] for each in directives if each.name == "upstream" and len(each.words) > 1}
    variables = {
        each.words[1][0].lstrip("$"): each.words[2][0]
        for each in directives
        if each.name == "set" and len(each.words) > 2  # noqa: PLR2004 - set $name value
    }
    facts: set[RelationFact] = set()
    for each in directives:
        for offset, relation, value, detail, group in _relations(each, upstreams, variables):
            place = lines.place(offset)
            facts.add(RelationFact(place.line, place.column, relation, value, detail, group))
    return Extracted(tuple(sorted(facts)))


def _directives(text: str) -> Iterator[_Directive]:
    """The directives in order; those with a block come with its beginning."""
    words: list[tuple[str, int]] = []
    blocks: list[str] = []
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "word":
            words.append((token[0], token.start()))
        elif kind == "quoted":
            words.append((token[0][1:-1], token.start() + 1))
        elif kind == "mark":
            if words:
                yield _Directive(words, blocks[-1] if blocks else "")
            if token[0] == "{":
                blocks.append(words[0][0] if words else "")
            elif token[0] == "}" and blocks:
                blocks.pop()
            words = []


def _relations(
    each: _Directive, upstreams: set[str], variables: dict[str, str]
) -> Iterator[tuple[int, str, str, str, str]]:
    if len(each.words) < 2 or len(each.words[1][0]) > _LONGEST:  # noqa: PLR2004 - a name and a value
        return
    written, offset = each.words[1]
    value = _VARIABLE.sub(lambda found: variables.get(found[1], found[0]), written)
    if each.name in _PASSES or (each.name == "server" and each.block == "upstream"):
        named = _UPSTREAM.match(value)
        if not (named and named[1] in upstreams and each.name in _PASSES):
            yield from ((offset, *found, "") for found in _hosts(value))
    elif each.name == "include" and is_relative(written) and is_known(expand(written).text):
        yield offset, "path", simplify(literal_part(written)), "", "optional"


def _hosts(text: str) -> Iterator[tuple[str, str, str]]:
    if "://" in text:
        yield from (
            (relation, value, detail) for _, relation, value, detail in find_endpoints(text) if relation == HOST
        )
        return
    address = None if text.startswith("unix:") else parse_address(expand(text).text)
    if address and address.known and address.host:
        yield HOST, host_value(address), host_detail(address, "")


LANGUAGE: Language[None] = Language(
    name="nginx",
    files=(
        ("**/nginx*.conf", "conf"),
        ("**/*.nginx", "conf"),
        ("**/nginx/**/*.conf", "conf"),
        ("**/*.conf.template", "conf"),
    ),
    version=2,
    aspects={"relations": extract_relations},
)
