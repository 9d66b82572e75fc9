"""HTML inside of Markdown: comments, tags, and the attributes that link or are linked to."""

import re
from collections.abc import Iterator

COMMENT, COMMENT_END = "<!--", "-->"
_VALUE = r"\"[^\"]*+\"|'[^']*+'|[^\s\"'=<>`]++"
TAG = re.compile(rf"</?[A-Za-z][A-Za-z0-9-]*+(?:\s++[A-Za-z_:@][\w.:@-]*+(?:\s*+=\s*+(?:{_VALUE}))?+)*+\s*+/?>")
_TOKEN = re.compile(r"<!--|<(?P<tag>[A-Za-z][A-Za-z0-9-]*+)(?P<rest>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>")
_ATTRIBUTE = re.compile(rf"(?:^|(?<=[\s\"']))(href|src|id|name)\s*+=\s*+({_VALUE})", re.IGNORECASE)


def find_attributes(markup: str) -> Iterator[tuple[str, int, str]]:
    """The attributes `href`, `src`, `id` and, of `a`, `name` in HTML, each with the offset of its value."""
    at = 0
    while found := _TOKEN.search(markup, at):
        at = found.end()
        if found["tag"] is None:
            end = markup.find(COMMENT_END, at)
            if end < 0:
                return
            at = end + len(COMMENT_END)
            continue
        for attribute in _ATTRIBUTE.finditer(found["rest"]):
            name, value = attribute[1].lower(), attribute[2]
            quoted = value[0] in "\"'"
            if name != "name" or found["tag"].lower() == "a":
                offset = found.start("rest") + attribute.start(2) + quoted
                yield name, offset, value[1:-1] if quoted else value
