"""Directives in comments, whatever the language: `archcheck: allow RULE[, RULE] -- reason`."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import NamedTuple

from archcheck.core.facts import SuppressionFact
from archcheck.syntax.places import Places

WORD = "archcheck"
"""What a file must hold to have directives."""

_REASON = re.compile(r"(?:^|\s)--(?:\s|$)")
# XML does not allow two dashes within a comment.
_REASON_IN_MARKUP = re.compile(r"(?:^|\s)--?(?:\s|$)")
_BETWEEN = re.compile(r"[,\s]+")
# A mark that begins a comment, also behind another comment; or, in a comment of several lines, the beginning of a line.
_DIRECTIVE = re.compile(
    r"""(?:(?P<mark>(?<![#/;%-])(?:\#++!?|//++!?|;++|%++|--++(?!>)|/\*++!?)|<!--++|\{\#-?+|\.\.(?=[ \t]))
         |^[ \t]*+\*?+)
        [ \t]*+archcheck(?P<colon>[ \t]*+:)?+[ \t]*+(?P<verb>[\w-]*+)""",
    re.VERBOSE | re.MULTILINE,
)
# A directive ends with its line, with its comment, or where another comment begins behind it: at a mark that stands
# alone, lest `see #12` or a URL be cut.
_LINE_END = re.compile(r"\n")
_CLOSING = re.compile(r"\n|(?<!\*)\*++/|--!?>|-?#\}")
_ENDINGS = {
    "#": re.compile(r"\n|(?<!\S)#++(?=\s|archcheck)"),
    "//": re.compile(r"\n|(?<!\S)//++(?=\s|archcheck)"),
    **dict.fromkeys(("", "/*", "<!", "{#"), _CLOSING),
}
_BLANK = re.compile(r"[ \t]*+")
# Words that stand in place of `allow` where somebody means it; any other word is taken for prose.
_VERBS = ("allow", "accept", "deny", "disable", "disable-line", "disable-next-line", "exempt", "ignore", "ignore-line",
          "ignore-next-line", "nolint", "noqa", "permit", "skip", "suppress", "waive")  # fmt: skip
_LONGEST_VERB = 20
_NEARNESS = 0.8
_WIDEST = 1000
"""So much of a line is looked at on either side of a comment."""


class Comment(NamedTuple):
    """One comment with its marks: text[start:end]."""

    start: int
    end: int


class _Directive(NamedTuple):
    offset: int
    rules: tuple[str, ...]
    reason: str


def split_directive(text: str, *, markup: bool = False) -> tuple[tuple[str, ...], str]:
    """The rules and the reason; each may be missing, whether it may is judged later.

    In the comments of XML a single dash between blanks stands for the two that are not allowed there.
    """
    rules, *reason = (_REASON_IN_MARKUP if markup else _REASON).split(text, maxsplit=1)
    return tuple(filter(None, _BETWEEN.split(rules))), reason[0].strip() if reason else ""


def find_directives(text: str, comments: Iterable[Comment]) -> Iterator[SuppressionFact]:
    """What the comments of a text accept, in order of place; `comments` come in that order.

    A comment of several lines counts where it ends. One that is meant to accept something and does not say `allow`
    has no rules.
    """
    places = Places(text)
    for comment in comments:
        found = list(_in_comment(text, comment))
        own = bool(found) and _is_alone(text, comment)
        for offset, rules, reason in found:
            last = text.rfind("\n", offset, comment.end)
            at = offset if last < 0 else _end_of_blank(text, last + 1)
            yield SuppressionFact(*places.at(at), rules, reason, own)


def _in_comment(text: str, comment: Comment) -> Iterator[_Directive]:
    position = comment.start
    while found := _DIRECTIVE.search(text, position, comment.end):
        position = found.end()
        mark = found["mark"] or ""
        begin = found.start()
        if mark and begin > comment.start and not text[begin - 1].isspace():
            continue
        position = _end_of_directive(text, found.end(), comment.end, mark)
        rest = text[found.end() : position]
        if found["verb"] == "allow" and found["colon"]:
            yield _Directive(begin, *split_directive(rest, markup=text.startswith("<!--", comment.start)))
        elif _is_meant(found["verb"], rest, colon=bool(found["colon"])):
            yield _Directive(begin, (), "")


def _end_of_directive(text: str, start: int, end: int, mark: str) -> int:
    ending = _ENDINGS.get(mark[:2]) or _ENDINGS.get(mark[:1], _LINE_END)
    found = ending.search(text, start, end)
    return found.start() if found else end


def _is_meant(verb: str, rest: str, *, colon: bool) -> bool:
    """Whether what does not say `archcheck: allow` was meant to, rather than being about archcheck."""
    has_reason = _REASON.search(rest) is not None
    known = len(verb) <= _LONGEST_VERB and bool(get_close_matches(verb, _VERBS, 1, _NEARNESS))
    return known or has_reason if colon else known and has_reason


def _is_alone(text: str, comment: Comment) -> bool:
    """Whether a comment stands alone on its lines; braces of JSX around it do not count."""
    before = text[max(0, comment.start - _WIDEST) : comment.start].rpartition("\n")[2].strip()
    after = text[comment.end : comment.end + _WIDEST].partition("\n")[0].strip()
    return (before, after) in (("", ""), ("{", "}"))


def _end_of_blank(text: str, start: int) -> int:
    found = _BLANK.match(text, start)
    assert found
    return found.end()
