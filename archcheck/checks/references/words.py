"""Words of a text that look like paths: which they are, and where."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

# A URL is one word; of the rest, quotes, brackets and signs that join words separate them.
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://[^\s\"'`<>]*+|[^\s\"'`,;:|&=()]++")
_BEFORE = re.compile(r"[\[{<>*]+")
_AFTER = re.compile(r"[\]}>.!*]+\Z")
# Variables, patterns, ellipses, versions after `@`, aliases, absolute paths and options.
_NO_PATH = re.compile(r"[*?$%^!~\\{}<>\[\]\x00-\x1f\x7f\ufffd]|\.\.\.|\.\+|//|[^/]@|\A[-+/@]")
_MEANINGFUL = re.compile(r"[^\W_]")
_ELSEWHERE = re.compile(r"(?:^|/)(?:node_modules|\.git|\.venv|venv|__pycache__)(?:/|\Z)")
_NAME = re.compile(r"[\w.+-]*\w")
_ENTERED = re.compile(r"(?:(?:^|[\s;&|(])(?:cd|pushd)[ \t]{1,9}|working-directory:[ \t]{1,9})[\"']?([\w./@-]{1,4096})")
# Lines of a tree of files, whose names are not relative to anything that the line says.
_DRAWING = re.compile(r"[\u2500-\u257f]|^[ \t]*+(?:\|[ \t]++)*+[|`+]-{2,}+[ \t]")
_REMOTE = re.compile(r"\b(?:docker|podman|nerdctl|kubectl|oc)(?:-compose)?\s(?:[^|;&]*?\s)?(?:exec|run|cp)\s|\bssh\s")
_LONGEST = 4_096


class Word(NamedTuple):
    """A path as written, where it stands in its line (from 0), and whether a command enters it (`cd app`).

    It `is_remote` behind a command that does something elsewhere, such as in a container.
    """

    at: int
    text: str
    is_entered: bool = False
    is_remote: bool = False


def find_words(line: str, is_wanted: Callable[[str], bool] | None = None) -> Iterator[Word]:
    """The paths in one line, and the names of files that are `wanted` although no directory stands before them.

    Left out is what is no path of this tree: URLs, absolute paths, options, patterns, and what has a variable or a
    placeholder in it. So are lines of a tree that is drawn.
    """
    has_entered = "cd " in line or "pushd" in line or "working-directory" in line
    if not ("/" in line or has_entered or is_wanted) or _DRAWING.search(line):
        return
    for found in _ENTERED.finditer(line) if has_entered else ():
        yield Word(found.start(1), found[1], is_entered=True)
    remote = _REMOTE.search(line)
    for found in _WORD.finditer(line) if "/" in line or is_wanted else ():
        word = _path(found, line)
        if word and ("/" in word or (is_wanted and _NAME.fullmatch(word) and is_wanted(word))):
            is_remote = remote is not None and found.start() >= remote.end()
            yield Word(line.index(word, found.start()), word, is_remote=is_remote)


def _path(found: "re.Match[str]", line: str) -> str:
    """The path that a word is, without what surrounds it; "" when it is none."""
    word, (begin, end) = found[0], found.span()
    if "://" in word or len(word) > _LONGEST:
        return ""
    opening = _BEFORE.match(word)
    word = _AFTER.sub("", word[opening.end() if opening else 0 :]).partition("#")[0]
    if not word or _NO_PATH.search(word) or not _MEANINGFUL.search(word) or _ELSEWHERE.search(word):
        return ""
    is_suffix = line[max(begin - 1, 0) : begin] == ":" and not word.startswith(("./", "../"))  # git@host:org/repo
    is_cut = line[end : end + 1] == "(" and word.endswith("/")  # app/(group)/page.tsx
    return "" if is_suffix or is_cut else word
