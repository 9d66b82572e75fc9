"""Naming styles: the words of a name, whether a name is written in a style, and how it would be written in it.

A word is a run of letters and digits (Unicode categories L and N, and M after one of them), compared in NFC. Digits
belong to the word before them. Letters without case, as in Chinese, fit upper and lower case alike.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Literal, NamedTuple
from unicodedata import category, normalize

MAX_NAME = 255  # characters; no file system in use holds longer names

Case = Literal["lower", "upper", "camel", "pascal"]


class Style(NamedTuple):
    """How words are joined and cased; `leading_digit`: may a name begin with a digit unless said otherwise."""

    separator: str
    case: Case
    leading_digit: bool
    example: str


STYLES: Mapping[str, Style] = {
    "kebab": Style("-", "lower", True, "user-service"),
    "snake": Style("_", "lower", True, "user_service"),
    "camel": Style("", "camel", False, "userService"),
    "pascal": Style("", "pascal", False, "UserService"),
    "screaming_snake": Style("_", "upper", True, "USER_SERVICE"),
    "screaming_kebab": Style("-", "upper", True, "USER-SERVICE"),
    "dot": Style(".", "lower", True, "user.service"),
    "flat": Style("", "lower", True, "userservice"),
}
"""The styles by the names that rule files use."""

_SYNONYMS: Mapping[str, str] = {
    **dict.fromkeys(("dash", "dashed", "hyphen", "spinal", "lisp", "lowerkebab"), "kebab"),
    **dict.fromkeys(("underscore", "lowersnake"), "snake"),
    **dict.fromkeys(("lowercamel", "mixed", "dromedary"), "camel"),
    **dict.fromkeys(("uppercamel", "studly", "capwords", "title"), "pascal"),
    **dict.fromkeys(("screaming", "uppersnake", "constant", "macro", "allcaps", "upper"), "screaming_snake"),
    **dict.fromkeys(("upperkebab", "cobol", "screamingdash"), "screaming_kebab"),
    **dict.fromkeys(("point", "dotted"), "dot"),
    **dict.fromkeys(("lower", "plain"), "flat"),
}


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a style leaves open.

    `acronyms`, for camel and pascal: "allow" (HTMLParser), "capitalize" (HtmlParser), "upper" (INITIALISMS must stand
    in capitals, as in userID, others may), or the only acronyms that may stand in capitals. `leading_digit`: whether a
    name may begin with a digit; None leaves it to the style.
    """

    acronyms: Literal["allow", "capitalize", "upper"] | frozenset[str] = "allow"
    leading_digit: bool | None = None


DEFAULT_SPELLING = Spelling()

_INITIALISM_WORDS = """
    ACL API ASCII CPU CSS DNS EOF GUID HTML HTTP HTTPS ID IP JSON LHS QPS RAM RHS RPC SLA SMTP SQL SSH TCP TLS TTL UDP
    UI UID UUID URI URL UTF VM XML XMPP XSRF XSS
"""
INITIALISMS = frozenset(_INITIALISM_WORDS.split())
"""What linters of Go want in capitals."""

_ASCII: Mapping[str, re.Pattern[str]] = {
    name: re.compile(text)
    for name, text in {
        "kebab": r"[a-z0-9]++(?:-[a-z0-9]++)*+",
        "snake": r"[a-z0-9]++(?:_[a-z0-9]++)*+",
        "dot": r"[a-z0-9]++(?:\.[a-z0-9]++)*+",
        "flat": r"[a-z0-9]++",
        "screaming_snake": r"[A-Z0-9]++(?:_[A-Z0-9]++)*+",
        "screaming_kebab": r"[A-Z0-9]++(?:-[A-Z0-9]++)*+",
        "camel": r"[a-z0-9][A-Za-z0-9]*+",
        "pascal": r"[A-Z0-9][A-Za-z0-9]*+",
    }.items()
}

# Words within a run of letters and digits, on its classes: U upper, l lower, s the letter s, o without case, n digit.
_WORD = re.compile(
    r"n*+UU[Un]*+s(?![lson])"  # IDs, URLs
    r"|n*+U[Un]*(?=U[lso])"  # HTML in HTMLParser, B2B in B2BClient
    r"|n*+U[Un]*+[lson]*+"  # Parser, HTML5, sha in SHA256sum
    r"|[lson]++"  # parse, utf8, 2fa
)


def style_hint(text: str) -> str | None:
    """The style that somebody who wrote `text` (PascalCase, upper-snake) must have meant, or None."""
    bare = re.sub(r"[^a-z]", "", text.lower()).removesuffix("case")
    by_letters = {name.replace("_", ""): name for name in STYLES}
    return by_letters.get(bare) or _SYNONYMS.get(bare)


def conforms(name: str, style: str, spelling: Spelling = DEFAULT_SPELLING) -> bool:
    """Whether `name` is written in `style`, one of STYLES. Names longer than MAX_NAME are written in none."""
    name = normalize("NFC", name)
    if not name or len(name) > MAX_NAME:
        return False
    if not _may_begin(name[0], style, spelling):
        return False
    form = STYLES[style]
    fits = _ASCII[style].fullmatch(name) is not None if name.isascii() else _fits(name, form)
    if not fits or spelling.acronyms == "allow" or form.case in ("lower", "upper"):
        return fits
    words = split_words(name)
    if spelling.acronyms == "upper":
        return all(_is_upper(word) for word in words[form.case == "camel" :])
    return all(_is_capitalized(word, spelling) for word in words)


def suggest(name: str, style: str, spelling: Spelling = DEFAULT_SPELLING) -> str | None:
    """The name in `style`, with the same words; `name` itself when it conforms already.

    None when there is none: no letter or digit in it, a digit first where a style forbids that, or too long.
    """
    candidate = name
    # A second round settles what joining has changed: x_y_axis becomes XYAxis, where XY reads as an acronym.
    for _ in range(4):
        if conforms(candidate, style, spelling):
            return candidate
        candidate = normalize("NFC", _write(_plain_words(candidate), STYLES[style], spelling))
    return None


def split_words(name: str) -> tuple[str, ...]:
    """The words of a name in any style or none, as they are written: `parseHTML_v2` is parse, HTML, v2."""
    return tuple(chain.from_iterable(_runs(normalize("NFC", name))))


def _may_begin(character: str, style: str, spelling: Spelling) -> bool:
    allowed = STYLES[style].leading_digit if spelling.leading_digit is None else spelling.leading_digit
    return allowed or category(character)[0] != "N"


def _fits(name: str, form: Style) -> bool:
    """The general definition, on a name in NFC; the patterns in _ASCII say the same for ASCII."""
    words = name.split(form.separator) if form.separator else [name]
    if not all(_is_word(word) for word in words):
        return False
    holds: Mapping[Case, Callable[[], bool]] = {
        "lower": lambda: name == name.lower(),
        "upper": lambda: name == name.upper(),
        "camel": lambda: name[0] == name[0].lower(),
        "pascal": lambda: name[0] == name[0].title(),
    }
    return holds[form.case]()


def _is_word(text: str) -> bool:
    kinds = [category(character)[0] for character in text]
    return bool(kinds) and kinds[0] in "LN" and all(kind in "LNM" for kind in kinds)


def _is_capitalized(word: str, spelling: Spelling) -> bool:
    if word[1:] == word[1:].lower():
        return True
    return not isinstance(spelling.acronyms, str) and _is_made_of(_without_ending(word), spelling.acronyms)


def _is_upper(word: str) -> bool:
    """Whether a word, if it is an initialism with or without an ending, is in capitals."""
    stem = _initialism(word)
    return word.startswith(stem.upper())


def _initialism(word: str) -> str:
    """The part of a word that is an initialism: `Id` of `Ids`; "" for none."""
    return next((each for each in (word, _without_ending(word)) if each.upper() in INITIALISMS), "")


def _without_ending(word: str) -> str:
    """An acronym without a plural s and final digits."""
    return word.removesuffix("s").rstrip("0123456789")


def _is_made_of(text: str, parts: frozenset[str]) -> bool:
    """Whether `text` is one or more of `parts`, one after the other."""
    reached = {0}
    for at in range(len(text)):
        if at in reached:
            reached.update(at + len(part) for part in parts if part and text.startswith(part, at))
    return bool(text) and len(text) in reached


def _write(words: list[str], form: Style, spelling: Spelling) -> str:
    if form.case == "lower":
        return form.separator.join(words).lower()
    if form.case == "upper":
        return form.separator.join(words).upper()
    capitalized = [_capitalize(word, spelling) for word in words]
    if form.case == "camel" and words:
        capitalized[0] = words[0].lower()
    return "".join(capitalized)


def _capitalize(word: str, spelling: Spelling) -> str:
    if spelling.acronyms in ("allow", "upper"):
        stem = _initialism(word) if spelling.acronyms == "upper" else ""
        return stem.upper() + word[len(stem) :] if stem else word[0].title() + word[1:]
    if not isinstance(spelling.acronyms, str) and _is_made_of(_without_ending(word).upper(), spelling.acronyms):
        stem = _without_ending(word)
        return stem.upper() + word[len(stem) :]
    return word[0].title() + word[1:].lower()


def _plain_words(name: str) -> list[str]:
    """The words of a name; where everything between two separators is in capitals, these say nothing: lower case."""
    words: list[str] = []
    for run in _runs(normalize("NFC", name)):
        shouted = all(word == word.upper() for word in run)
        words.extend(word.lower() if shouted else word for word in run)
    return words


def _runs(name: str) -> list[list[str]]:
    """The words of each run of letters and digits."""
    runs: list[list[str]] = []
    letters: list[str] = []
    classes: list[str] = []
    for character in f"{name}-":
        kind = category(character)[0]
        if kind == "M" and letters:
            letters[-1] += character
        elif kind in "LN":
            letters.append(character)
            classes.append("n" if kind == "N" else _case_class(character))
        elif letters:
            runs.append(_words_of(letters, "".join(classes)))
            letters, classes = [], []
    return runs


def _words_of(letters: list[str], classes: str) -> list[str]:
    return ["".join(letters[found.start() : found.end()]) for found in _WORD.finditer(classes)]


def _case_class(letter: str) -> str:
    if letter != letter.lower():
        return "U"
    if letter == letter.upper():
        return "o"
    return "s" if letter == "s" else "l"
