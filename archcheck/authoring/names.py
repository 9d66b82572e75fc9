"""Naming styles in use: per ending, and where that differs per component, those that nearly all names fit."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from archcheck.authoring.candidates import Candidate, without_beside
from archcheck.authoring.components import Group
from archcheck.authoring.drafts import Draft
from archcheck.authoring.survey import CODE, Survey, ending
from archcheck.authoring.yaml_text import Value
from archcheck.core.columns import counted
from archcheck.core.conventional_names import CONVENTIONAL_FILES, ecosystem_of
from archcheck.core.findings import Violation
from archcheck.core.naming_styles import conforms, split_words

_STYLES = ("kebab", "snake", "camel", "pascal")
_USUAL = {"py": "snake", "go": "snake", "rs": "snake", "rb": "snake"}
_NEARLY_ALL = 0.95
_BOTH = 0.98
_SHARE = 0.1
_ENOUGH = 10
_EVIDENCE = 3
_MOST_LINES = 8
_MOST_EXEMPT = 5
_WHY = "Names in one style can be guessed, and sort and link alike on every system."


def naming_candidate(survey: Survey, groups: Sequence[Group]) -> Candidate | None:
    """One rule with a line for each sort of name that has a style today, or nearly has."""
    lines = {**_file_lines(survey, groups), **_directory_lines(groups)}
    if not lines:
        return None
    count = sum(1 for path in survey.files if ending(path) in CODE)
    draft = Draft("names", "naming", _WHY, {"styles": lines}, f"names in {counted(count, 'code file')}")
    return Candidate((draft,), relax=without_exceptions, worth=_ENOUGH)


def without_exceptions(draft: Draft, violations: Sequence[Violation]) -> Draft | None:
    """The same with less to judge: without directories beside the program, middle parts, and a few names exempt."""
    if spared := without_beside(draft, violations) or _with_middle(draft, violations):
        return spared
    found = sorted({violation.subject for violation in violations})
    if 0 < len(found) <= _MOST_EXEMPT and "exempt" not in draft.options:
        exempt = [path if "/" in path.rstrip("/") else path.rstrip("/") for path in found]
        return Draft(draft.id, draft.kind, draft.why, {**draft.options, "exempt": exempt}, draft.about)
    return None


def _with_middle(draft: Draft, violations: Sequence[Violation]) -> Draft | None:
    """The same with what several names have between their first word and their ending: `xaml` in `Map.xaml.cs`."""
    names = {violation.subject for violation in violations if not violation.subject.endswith("/")}
    parts = Counter(part for name in names for part in name[name.rfind("/") + 1 :].split(".")[1:-1] if part)
    middle = sorted(part for part, count in parts.items() if count >= _EVIDENCE)
    if not middle or "middle" in draft.options:
        return None
    return replace(draft, options={**draft.options, "middle": middle})


def _file_lines(survey: Survey, groups: Sequence[Group]) -> dict[str, Value]:
    by_ending: dict[str, list[str]] = {}
    for path in survey.files:
        if ending(path) in CODE:
            by_ending.setdefault(ending(path), []).append(path)
    lines: dict[str, Value] = {}
    for end, paths in sorted(by_ending.items()):
        style = _style(map(_stem, paths), end)
        if style:
            lines[f"**/*.{end}"] = style
            continue
        for scope in _scopes(groups):
            inside = [path for path in paths if path.startswith(f"{scope}/")]
            style = _style(map(_stem, inside), end)
            if style and len(lines) < _MOST_LINES:
                lines[f"{scope}/**/*.{end}"] = style
    return lines


def _scopes(groups: Sequence[Group]) -> list[str]:
    """The directories in which a style of its own may hold."""
    return sorted({member for group in groups for member in group.members})


def _directory_lines(groups: Sequence[Group]) -> dict[str, Value]:
    lines: dict[str, Value] = {}
    for group in groups:
        names = [member.rpartition("/")[2] for member in group.members]
        if group.is_many and group.parent and (style := _style(names, "", few=_EVIDENCE)):
            lines[f"{group.parent}/*/"] = style
    return lines


@cache
def _stem(path: str) -> str:
    """What is judged of the name of a file, "" for names that tools prescribe or that have parts of their own."""
    name = path[path.rfind("/") + 1 :]
    if name.startswith(".") or ecosystem_of(name, CONVENTIONAL_FILES) or any(sign in name for sign in "[]()$+@"):
        return ""
    return name.lstrip("_").partition(".")[0].rstrip("_")


def _style(names: Iterable[str], end: str, few: int = _ENOUGH) -> Value | None:
    """The style that nearly all names have, or two that all have, when names of several words show which it is."""
    known = [name for name in names if name]
    if len(known) < few:
        return None
    fits = Counter(style for name in known for style in _STYLES if conforms(name, style))
    telling = [name for name in known if len(split_words(name)) > 1]
    shown = Counter(style for name in telling for style in _STYLES if conforms(name, style))
    ranked = sorted(
        _STYLES, key=lambda style: (-fits[style], style != _USUAL.get(end), -shown[style], _STYLES.index(style))
    )
    best = ranked[0]
    if fits[best] >= _NEARLY_ALL * len(known) and (shown[best] >= _EVIDENCE or best == _USUAL.get(end)):
        return best
    return next(_two_styles(known, shown), None)


def _two_styles(known: Sequence[str], shown: Mapping[str, int]) -> Iterator[Value]:
    for at, first in enumerate(_STYLES):
        for second in _STYLES[at + 1 :]:
            both = [name for name in known if conforms(name, first) or conforms(name, second)]
            only = [sum(conforms(name, one) and not conforms(name, other) for name in both)
                    for one, other in ((first, second), (second, first))]  # fmt: skip
            telling = min(shown.get(first, 0), shown.get(second, 0)) >= _EVIDENCE
            if telling and len(both) >= _BOTH * len(known) and min(only) >= _SHARE * len(both):
                yield [first, second]
