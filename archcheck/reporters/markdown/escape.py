"""Text of others inside Markdown: nothing in it is markup, HTML, a link, a mention or a reference.

GitHub and GitLab look for mentions, issues, addresses and the like in what the Markdown has become. There entities help
no more: a `<span>` around one character parts the text, so that nothing is found.
"""

import re

from archcheck.core.notices import one_line, shortened
from archcheck.core.printable import printable

LONGEST_NAME = 200
LONGEST_TEXT = 600

_PLAIN_NAME = re.compile(r"[\w./:@+\-\[\]*(),=~>](?:[\w./:@+\-\[\]*(),=~> ]*[\w./:@+\-\[\]*(),=~>])?")
"""What is the same inside backticks, whatever is made of it: neither these, nor the signs of tables and entities."""

# Underscores inside words are no emphasis.
_MARKUP = re.compile(r"[&<>`*~|\\\[\]{}!^$]|(?<![^\W_])_|_(?![^\W_])")
_REFERENCE = re.compile(
    r"[@#$~]"  # mentions, issues, snippets or formulas, labels
    r"|[!%&^*](?=[\"\w])"  # merge requests, milestones, epics, alerts, iterations
    r"|[\[{](?=[+-]|[a-z_]+:)"  # changes within a line, references by kind
    r"|:(?=//|[\w+-]+:)"  # addresses, names of emoji
    r"|(?<=www)\."
    r"|(?<=GH)-|(?<=GHSA)-|(?<=CVE)-",
    re.IGNORECASE,
)


def prose(text: str) -> str:
    """A text on one line, for Markdown, the cells of tables and HTML; it must not begin a line."""
    return _escape(shortened(one_line(text), LONGEST_TEXT))


def name(text: str) -> str:
    """A name in the form of code, for Markdown and the cells of tables."""
    shown = shortened(printable(text), LONGEST_NAME)
    return f"`{shown}`" if _PLAIN_NAME.fullmatch(shown) else html_name(text)


def html_name(text: str) -> str:
    """The same for lines of HTML, in which backticks are letters."""
    return f"<code>{_escape(shortened(printable(text), LONGEST_NAME))}</code>"


def _escape(text: str) -> str:
    pieces = []
    end = 0
    for found in _REFERENCE.finditer(text):
        pieces += [_entities(text[end : found.start()]), f"<span>{_entities(found[0])}</span>"]
        end = found.end()
    return "".join([*pieces, _entities(text[end:])])


def _entities(text: str) -> str:
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};", text)
