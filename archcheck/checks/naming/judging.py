"""Judges names: whether one is written as it should be, and what it would be called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from archcheck.checks.naming.keywords import usable_name
from archcheck.checks.naming.parts import (
    GROUP,
    NAME,
    PARAM,
    Parts,
    directory_parts,
    file_parts,
    is_dotted,
    symbol_parts,
)
from archcheck.checks.naming.styles import DIRECTORY, FILE, NameStyle, StyleChoice
from archcheck.core.conventional_names import (
    CONVENTIONAL_DIRECTORIES,
    CONVENTIONAL_FILES,
    CONVENTIONAL_SYMBOLS,
    ecosystem_of,
)
from archcheck.core.globs import Glob
from archcheck.core.naming_styles import MAX_NAME, Spelling, conforms, suggest

Ecosystems = tuple[str, ...]


class Verdict(NamedTuple):
    """Why a name is wrong, and the name it would have, or None when none can be made of it."""

    message: str
    suggestion: str | None


@dataclass(frozen=True, slots=True)
class Conventions:
    """What of a rule's options judging depends on; `roles` are the styles of params and groups."""

    spelling: Spelling
    roles: Mapping[str, StyleChoice]
    middle: frozenset[str]
    exempt: tuple[Glob, ...]
    judge_conventional: bool
    judge_dotfiles: bool


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges each distinct name once."""

    conventions: Conventions
    _known: dict[tuple[str, str, int, Ecosystems], Verdict | None] = field(default_factory=dict)

    def verdict(self, name: str, aspect: str, style: StyleChoice, ecosystems: Ecosystems = ()) -> Verdict | None:
        """What is wrong with a name (without directories), or None; `style` must outlive the judge.

        `ecosystems` are those of the file that a symbol is in.
        """
        key = (name, aspect, id(style), ecosystems)  # to hash a style takes longer than to judge a name
        if key not in self._known:
            self._known[key] = self._judge(name, aspect, style, ecosystems)
        return self._known[key]

    def _judge(self, name: str, aspect: str, style: StyleChoice, ecosystems: Ecosystems) -> Verdict | None:
        parts = self._parts(name, aspect)
        if not parts.pieces or any(self._fits(parts, each) for each in style.styles):
            return None
        if self._is_exempt(parts, aspect, ecosystems):
            return None
        suggestion = self._suggestion(parts, style)
        if suggestion:
            suggestion = usable_name(suggestion, aspect, ecosystems)
        what = {FILE: "file name", DIRECTORY: "directory name"}.get(aspect, aspect)
        return Verdict(f'{what} "{name}" {self._fault(parts, style)}{_instead(suggestion)}', suggestion)

    def _parts(self, name: str, aspect: str) -> Parts:
        if aspect == FILE:
            return file_parts(name, self.conventions.middle)
        return directory_parts(name) if aspect == DIRECTORY else symbol_parts(name)

    def _is_exempt(self, parts: Parts, aspect: str, ecosystems: Ecosystems) -> bool:
        conventions, name = self.conventions, parts.text
        if not conventions.judge_dotfiles and is_dotted(name):
            return True
        tables = {FILE: CONVENTIONAL_FILES, DIRECTORY: CONVENTIONAL_DIRECTORIES}
        table = tables.get(aspect) or {each: CONVENTIONAL_SYMBOLS[each] for each in ecosystems}
        if not conventions.judge_conventional and ecosystem_of(name, table):
            return True
        return any(glob.match_file(each) is not None for glob in conventions.exempt for each in (name, parts.stem))

    def _fits(self, parts: Parts, style: NameStyle) -> bool:
        if style.pattern:
            return len(parts.stem) <= MAX_NAME and style.pattern.matches(parts.stem)
        return all(
            self._conforms(parts.text[start:stop], self._style_of(role, style)) for start, stop, role in parts.pieces
        )

    def _style_of(self, role: str, style: NameStyle) -> StyleChoice:
        return self.conventions.roles[role] if role in self.conventions.roles else StyleChoice((style,))

    def _conforms(self, text: str, style: StyleChoice) -> bool:
        return any(
            each.pattern.matches(text) if each.pattern else conforms(text, each.text, self.conventions.spelling)
            for each in style.styles
        )

    def _suggestion(self, parts: Parts, style: StyleChoice) -> str | None:
        """The name in the first style that has one and keeps the case of its first letter, which may export it."""
        made = [text for each in style.styles if (text := self._suggest(parts, each))]
        begin = parts.pieces[0].start
        kept = [text for text in made if text[begin] == parts.text[begin]]
        return next(iter([*kept, *made]), None)

    def _suggest(self, parts: Parts, style: NameStyle) -> str | None:
        if style.pattern:
            return None
        texts = []
        for start, stop, role in parts.pieces:
            text, wanted = parts.text[start:stop], self._style_of(role, style)
            better = text if self._conforms(text, wanted) else self._first_suggestion(text, wanted)
            if better is None:
                return None
            texts.append(better)
        return parts.rewritten(texts)

    def _first_suggestion(self, text: str, style: StyleChoice) -> str | None:
        made = (suggest(text, each.text, self.conventions.spelling) for each in style.styles if not each.pattern)
        return next((text for text in made if text), None)

    def _fault(self, parts: Parts, style: StyleChoice) -> str:
        """What is wrong, in words: the style that the first part which does not fit should have."""
        if len(parts.text) > MAX_NAME:
            return f"is longer than {MAX_NAME} characters"
        roles = {PARAM: "parameter", GROUP: "group"}
        for start, stop, role in parts.pieces:
            wanted = style if role == NAME else self.conventions.roles[role]
            if role != NAME and not self._conforms(parts.text[start:stop], wanted):
                return f'has the {roles[role]} "{parts.text[start:stop]}", which {_is_not(wanted)}'
        return _is_not(style)


def _is_not(style: StyleChoice) -> str:
    named = [each.text for each in style.styles if not each.pattern]
    patterns = [each.text for each in style.styles if each.pattern]
    faults = [f"is not {' or '.join(named)}"] * bool(named) + [f"does not match {' or '.join(patterns)}"] * bool(
        patterns
    )
    return " and ".join(faults)


def _instead(suggestion: str | None) -> str:
    return f', "{suggestion}" is' if suggestion else ""
