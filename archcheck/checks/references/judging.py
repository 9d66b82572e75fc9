"""Which references of a file are at fault, and why."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from archcheck.checks.references.bases import FILE, TOP, Bases
from archcheck.checks.references.scanning import BLOCK, COMMAND, ENTERED, LINK, PATH, REMOTE, SPAN, TEXT
from archcheck.checks.references.targets import Target, Tree
from archcheck.core.facts import RelationFact
from archcheck.core.options import near_miss
from archcheck.core.selectors import GlobSet
from archcheck.core.tree_paths import join_from

MARKDOWN = ("**/*.md", "**/*.markdown", "**/*.mdx")
_ENDINGS = tuple(glob.removeprefix("**/*") for glob in MARKDOWN)
_FROM_FILE = Bases((FILE,))
_FROM_ANYWHERE = Bases((FILE, TOP))
# What stands for something else, or is filled in later.
_PLACEHOLDER = re.compile(r"[*$<>{}\[\]|\\\x00-\x1f]|\.\.\.")
# Pages of the hosting service beside the files of the repository.
_PAGES = re.compile(
    r"(?:\.\./)+(?:actions|blob|branches|commits?|compare|discussions|graphs|issues|labels|milestones|network|projects|"
    r"pulls?|raw|releases|security|stargazers|tags|tree|wiki)(?:/|\Z)"
)
_LEADING = re.compile(r"\A(?:\.{0,2}/)+")
_NO_NAME = re.compile(r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?\Z|:~:|\Z|top\Z", re.IGNORECASE)


class Fault(NamedTuple):
    """One reference at fault, as written; `key` tells faults of a file apart, `target` is what it must not lead to."""

    text: str
    key: str
    message: str
    line: int
    column: int
    target: str | None = None
    hint: str = ""


def without_dots(text: str) -> str:
    """A path as written, without the `./` and `../` that it begins with."""
    return _LEADING.sub("", text)


def denied_message(target: str, reason: str) -> str:
    """What is said of a reference to a path that the term `reason` denies."""
    return f"refers to {target.rstrip('/')}, denied by {reason}"


class _Reading(NamedTuple):
    """One file and where its paths begin. `stays` tells whether its commands enter directories of the tree alone."""

    path: str
    is_markdown: bool
    link_bases: Sequence[str]
    bases: Sequence[str]
    stays: bool


@dataclass(frozen=True, slots=True)
class Judge:
    """What a rule demands. `is_denied` judges a path or, with a final slash, a directory.

    `anchors` are those of each Markdown file that has been read. `is_closed` tells whether only its format knows which
    paths a file names.
    """

    tree: Tree
    must_exist: bool
    is_denied: Callable[[str], str]
    find: Sequence[str]
    base: Bases | None
    extensions: Sequence[str]
    ignored: GlobSet | None
    anchors: Mapping[str, frozenset[str]]
    is_closed: Callable[[str], bool]

    def faults(self, path: str, facts: Sequence[RelationFact]) -> Iterator[Fault]:
        """The faults of one file, given everything that was scanned of it."""
        reading = self._reading(path, [fact for fact in facts if fact.relation == PATH])
        for fact in facts:
            if fact.relation == PATH and not self._is_left_out(fact, reading):
                is_link = fact.group == LINK
                fault = self._judge_link(fact, reading) if is_link else self._judge_word(fact, reading)
                if fault:
                    yield fault

    def _reading(self, path: str, facts: Sequence[RelationFact]) -> _Reading:
        """Where the paths in one file may begin."""
        here = path.rpartition("/")[0]
        bases = list((self.base or _FROM_ANYWHERE).directories(here))
        entered = [self.tree.find(fact.value, bases) for fact in facts if fact.group != LINK and fact.detail == ENTERED]
        if self.base is None:
            nodes = {target.node.rstrip("/") for target in entered if target.node.endswith("/")}
            bases += sorted(nodes - {"."})
        return _Reading(
            path,
            path.lower().endswith(_ENDINGS),
            tuple((self.base or _FROM_FILE).directories(here)),
            tuple(bases),
            all(target.node for target in entered),
        )

    def _is_left_out(self, fact: RelationFact, reading: _Reading) -> bool:
        if fact.group == LINK:
            return not reading.is_markdown
        return "paths" not in self.find or (reading.is_markdown and fact.group == TEXT)

    def _is_ignored(self, text: str, target: Target) -> bool:
        """Whether `except` names a reference, as written without leading dots, or by the path that it means."""
        paths = (without_dots(text), *target.candidates)
        return self.ignored is not None and any(self.ignored.covers(path) for path in paths)

    def _judge_link(self, fact: RelationFact, reading: _Reading) -> Fault | None:
        text = unquote(fact.value)
        if _PLACEHOLDER.search(text):
            return None
        target = self._find_link(text, reading)
        if self._is_ignored(text, target):
            return None
        if "links" in self.find:
            fault = self._denied(fact, target) or (self._missing_link(fact, text, target) if self.must_exist else None)
            if fault:
                return fault
        return self._missing_anchor(fact, text, target.node) if self.must_exist and "anchors" in self.find else None

    def _find_link(self, text: str, reading: _Reading) -> Target:
        """A leading slash is that of the repository or, where `base` says so, of a site."""
        if not text:
            return Target((reading.path,), reading.path)
        bases: Sequence[str] = reading.link_bases
        if text[0] == "/":
            text, bases = text.lstrip("/"), ("", *(bases if self.base else ()))
        target = self.tree.find(text, bases)
        endings = () if target.node and not target.node.endswith("/") else self.extensions
        pages = (f"{text.rstrip('/')}{inner}{ending}" for ending in endings for inner in ("", "/index"))
        return next((page for each in pages if (page := self.tree.find(each, bases)).node), target)

    def _missing_link(self, fact: RelationFact, text: str, target: Target) -> Fault | None:
        if target.node or _PAGES.match(text) or any(map(self.tree.is_absent, target.candidates)):
            return None
        return self._missing(fact, text, target)

    def _missing_anchor(self, fact: RelationFact, text: str, node: str) -> Fault | None:
        name = unquote(fact.detail).lower().removeprefix("user-content-")
        known = self.anchors.get(node)
        if known is None or name in known or _NO_NAME.match(name):
            return None
        message = f"refers to {text}#{fact.detail}, but nothing in {node} is called so"
        near = near_miss(name, sorted(known)).replace('"', '"#', 1)
        return Fault(text, f"missing {node}#{name}", message, fact.line, fact.column, hint=near)

    def _judge_word(self, fact: RelationFact, reading: _Reading) -> Fault | None:
        text = fact.value
        target = self.tree.find(text, reading.bases)
        if self._is_ignored(text, target):
            return None
        denied = self._denied(fact, target)
        if denied or not self.must_exist or target.node or not target.candidates:
            return denied
        if self.is_closed(reading.path) or not self._is_meant(fact, reading):
            return None
        found = (self.tree.has_stem(each) or self.tree.is_absent(each) for each in target.candidates)
        return None if any(found) else self._missing(fact, text, target)

    def _is_meant(self, fact: RelationFact, reading: _Reading) -> bool:
        """Whether a word is certainly a path of the tree: its first directory exists, or it begins with a dot."""
        if fact.detail in (ENTERED, REMOTE) or (reading.is_markdown and fact.group == BLOCK):
            return False
        first, slash, rest = fact.value.partition("/")
        if not slash:
            return True  # the rule asks for such names
        if first in (".", ".."):
            return reading.stays and (not reading.is_markdown or fact.group == COMMAND)
        if reading.is_markdown and fact.group == SPAN and not ("." in rest or "/" in rest):
            return False  # such as the name of a branch
        return any(self.tree.node(join_from(base, first) or "") not in ("", "./") for base in reading.bases)

    def _missing(self, fact: RelationFact, text: str, target: Target) -> Fault:
        if not target.candidates:
            message = f"refers to {text}, out of the repository"
            return Fault(text, f"missing {text}", message, fact.line, fact.column)
        first = target.candidates[0]
        near = next(filter(None, map(self.tree.nearest, target.candidates)), "")
        hint = f'did you mean "{near}"?' if near else "correct it, or list it under `except`"
        message = f"refers to {first if len(target.candidates) == 1 else text}, which does not exist"
        return Fault(text, f"missing {first}", message, fact.line, fact.column, hint=hint)

    def _denied(self, fact: RelationFact, target: Target) -> Fault | None:
        """What exists is judged alone; else every path that may be meant."""
        for path in (target.node,) if target.node else target.candidates:
            reason = self.is_denied(path) if path != "./" else ""
            if reason:
                return Fault(fact.value, "denied", denied_message(path, reason), fact.line, fact.column, path)
        return None
