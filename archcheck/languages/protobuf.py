"""Protocol buffers: the files that a `.proto` file imports."""

import re

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.syntax.decoding import decode_lines
from archcheck.syntax.places import Lines

_TOKEN = re.compile(
    r"""//[^\n]*+ | /\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/|\Z)
      | (?<![\w.])(?P<import>import)(?:\s++(?:public|weak|option)(?=[\s"'/]))?+\s*+(?P<path>"[^"\n]*+"|'[^'\n]*+')\s*+;
      | "[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"? | '[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'?""",
    re.VERBOSE,
)
# Files that come with the compiler, or with packages that many use.
_ELSEWHERE = (
    "google/",
    "buf/",
    "gogoproto/",
    "validate/",
    "protoc-gen-openapiv2/",
    "grpc/",
    "xds/",
    "udpa/",
    "k8s.io/",
)


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """The imports of one file, in order of place; a path begins at one of the directories above the file."""
    text = decode_lines(source.content)
    lines = Lines(text)
    facts = []
    for found in _TOKEN.finditer(text):
        path = found["path"][1:-1] if found["import"] else ""
        if path:
            place = lines.place(found.start())
            group = "optional" if path.startswith(_ELSEWHERE) else ""
            facts.append(RelationFact(place.line, place.column, "path", path, "up", group))
    return Extracted(tuple(facts))


LANGUAGE: Language[None] = Language(
    name="protobuf",
    files=(("**/*.proto", "proto"),),
    version=1,
    aspects={"relations": extract_relations},
)
