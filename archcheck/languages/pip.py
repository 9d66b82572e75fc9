"""Requirements files of pip: the packages they name, the files and directories they include."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.core.package_names import package_id
from archcheck.core.relating import DEV, MANAGED, TEST, relations
from archcheck.errors import Problem
from archcheck.syntax.decoding import decode_text
from archcheck.syntax.pep508 import parse_requirement
from archcheck.syntax.urls import without_credentials

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*+\Z", re.DOTALL)
_OPTION = re.compile(r"(--?[A-Za-z][\w-]*+)(?:\s*+=\s*+|\s++)?(.*+)\Z", re.DOTALL)
_SHORT = re.compile(r"-([rce])\s*+(?=[^\s-])(.*+)\Z", re.DOTALL)
# Options of one requirement, such as --hash, which follow it.
_OPTIONS_AFTER = re.compile(r"(?<=\s)--?[A-Za-z]")
_URL = re.compile(r"(?:git|hg|svn|bzr)\+\w|[A-Za-z][\w+.-]*+://")
_EGG = re.compile(r"[#&]egg=([A-Za-z0-9._-]++)")
_ARCHIVE = re.compile(r"(.+?)-\d[^/]*\.(?:whl|zip|tar\.gz|tar\.bz2|tar\.xz|tgz)\Z")
_EXTRAS = re.compile(r"\[[^\[\]]*+\]\Z")
_PATH_LIKE = re.compile(r"[~.]{0,2}[/\\]|\.\.?(?:\Z|\[)|[\w.-]++[/\\]|[A-Za-z]:[/\\]")
# On some machine, or known only to it: absolute, or with a variable.
_ABSOLUTE = re.compile(r"[/\\~]|[A-Za-z]:[/\\]|file:/|[^\s$]*+\$\{?\w")
_URL_END = re.compile(r"[?#;\s]")
_PATH_END = re.compile(r";\s|#")
_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_INCLUDES = {"r": "r", "requirement": "r", "c": "c", "constraint": "c", "e": "e", "editable": "e"}


class _Line(NamedTuple):
    """One logical line: its text without comments, and where it begins."""

    text: str
    line: int
    column: int


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """The packages and paths of one requirements file; the dialect names the group."""
    decoded = decode_text(source.content)
    facts: list[RelationFact] = []
    problems = list(decoded.problems)
    for line in _logical_lines(decoded.text):
        found = _read_line(line, source.dialect)
        if found is None:
            problems.append(Problem("", line.line, line.column, "no requirement that pip would understand"))
        facts += found or ()
    return relations(facts, problems)


def _logical_lines(text: str) -> Iterator[_Line]:
    """Lines joined at backslashes, without comments and blank ones."""
    parts: list[str] = []
    first = 1
    for number, raw in enumerate([*_LINE_BREAK.split(text), ""], 1):
        is_comment = raw.lstrip().startswith("#")
        if raw.endswith("\\") and not is_comment:
            first = first if parts else number
            parts.append(raw[:-1])
            continue
        joined = "".join([*parts, "" if is_comment else raw])
        body = _COMMENT.sub("", joined).strip()
        if body:
            yield _Line(body, first if parts else number, len(joined) - len(joined.lstrip()) + 1)
        parts = []


def _read_line(line: _Line, group: str) -> list[RelationFact] | None:
    """The facts of one line; none for what says nothing about the repository, None for what is no requirement."""
    text, option = line.text, ""
    if text.startswith("-"):
        option, text = _read_option(text)
        if not option:
            return []
    if option in ("r", "c"):
        return [] if _ABSOLUTE.match(text) or _URL.match(text) else [_fact(line, "path", text)]
    after = _OPTIONS_AFTER.search(text)
    text = (text[: after.start()] if after else text).strip()
    requirement = parse_requirement(text)
    if requirement and (requirement.url or not option):
        detail = requirement.version or _remote(requirement.url)
        return [*_local(line, _file_path(requirement.url)), _fact(line, "package", requirement.package, detail, group)]
    if _URL.match(text) or text.startswith("file:"):
        return _from_url(line, text, group)
    if _ABSOLUTE.match(text):
        return []
    return _local(line, text) if option or _PATH_LIKE.match(text) else None


def _read_option(text: str) -> tuple[str, str]:
    """`r`, `c` or `e` and what it names; ("", "") for every other option."""
    found = _SHORT.match(text) if not text.startswith("--") else None
    if found:
        return found[1], found[2].strip().strip("\"'")
    long = _OPTION.match(text)
    name = _INCLUDES.get(long[1].lstrip("-"), "") if long else ""
    return (name, long[2].strip().strip("\"'")) if long and name and long[2].strip() else ("", "")


def _from_url(line: _Line, url: str, group: str) -> list[RelationFact]:
    """A package named by its URL alone: by `#egg=`, its archive or its repository."""
    egg = _EGG.search(url)
    last = _URL_END.split(url, maxsplit=1)[0].rstrip("/").rpartition("/")[2]
    archive = _ARCHIVE.match(last[:256])
    name = egg[1] if egg else archive[1] if archive else last.partition("@")[0].removesuffix(".git")
    package = package_id("pypi", name) if egg or not url.startswith("file:") else ""
    found = _local(line, _file_path(url))
    return [*found, _fact(line, "package", package, _remote(without_credentials(url)), group)] if package else found


def _remote(url: str) -> str:
    """A URL as the version of a package; that of a file on some machine is none."""
    return "" if url.startswith("file:") else url.partition(";")[0].strip()


def _file_path(url: str) -> str:
    """The path that `file:lib` names, "" for other URLs and for absolute paths."""
    is_relative = url.startswith("file:") and not url.startswith(("file:/", "file:\\"))
    return _URL_END.split(url.removeprefix("file:"), maxsplit=1)[0] if is_relative else ""


def _local(line: _Line, text: str) -> list[RelationFact]:
    path = _EXTRAS.sub("", _PATH_END.split(text, maxsplit=1)[0].rstrip())
    return [_fact(line, "path", path)] if path else []


def _fact(line: _Line, relation: str, value: str, detail: str = "", group: str = "") -> RelationFact:
    return RelationFact(line.line, line.column, relation, value, detail, group)


LANGUAGE: Language[None] = Language(
    name="pip",
    files=(
        ("**/constraints*.{txt,in}", MANAGED),
        ("**/{requirements{-,_,.,/}test*,test{,s}{-,_}requirements*}.{txt,in}", TEST),
        ("**/{requirements{-,_,.,/}{dev,lint,ci,local}*,{dev,lint}{-,_}requirements*}.{txt,in}", DEV),
        ("**/{requirements{-,_,.,/}doc*,doc{,s}{-,_}requirements*}.{txt,in}", "docs"),
        ("**/{requirements*,*-requirements,*_requirements,requirements/*}.{txt,in}", ""),
    ),
    version=2,
    aspects={"relations": extract_relations},
)
