"""Which lines of Markdown begin a block of HTML, and what ends it."""

import re

from archcheck.syntax.markdown.tags import TAG

# Blocks that go on to a sign, over blank lines.
_MARKED = (
    (
        re.compile(r"<(?:script|pre|style|textarea)(?:[\s>]|\Z)", re.IGNORECASE),
        re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE),
    ),
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<\?"), re.compile(r"\?>")),
    (re.compile(r"<![A-Za-z]"), re.compile(r">")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
)
# Blocks that go on to the next blank line; the names are those of section 4.6 of CommonMark 0.31.
_NAMES = (
    "address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link "
    "main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead "
    "title tr track ul"
)
_NAMED = re.compile(rf"</?(?:{'|'.join(_NAMES.split())})(?:[\s>]|/>|\Z)", re.IGNORECASE)
_ALONE = re.compile(r"[ \t]*+\Z")


def html_end(rest: str, *, in_text: bool) -> tuple[bool, "re.Pattern[str] | None"]:
    """Whether a line begins a block of HTML, and the sign that ends it, None for a blank line."""
    if not rest.startswith("<"):
        return False, None
    for begin, end in _MARKED:
        if begin.match(rest):
            return True, end
    if _NAMED.match(rest):
        return True, None
    tag = None if in_text else TAG.match(rest)
    return bool(tag and _ALONE.match(rest, tag.end())), None
