"""Sequences that an expression matches, written as globs, and those among them that mean packages."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import prod

from archcheck.authoring.dependency_cruiser.expressions import (
    MOST_SEQUENCES,
    Element,
    Group,
    Reference,
    UntranslatableError,
    Wild,
)
from archcheck.core.globs import escape_glob

_HOME = "node_modules/"
_BARE = re.compile(r"[a-z_][\w-]*")


def capture(number: int) -> str:
    """The name of the capture for a group."""
    return f"part{number}"


def globs_of(sequences: Iterable[Sequence[Element]], *, other: str = "") -> list[str]:
    """The globs that together match what the sequences do; `other` is put before captures (`!` for any other value)."""
    found: dict[str, None] = {}
    for sequence in sequences:
        for variant in _variants(sequence):
            found[_written(variant, other)] = None
    return _merged(list(found))


def _variants(sequence: Sequence[Element]) -> Iterator[tuple[Element, ...]]:
    """The sequence with each piece that may cross slashes told apart: in one part of the path, or over several."""
    choices: list[list[tuple[Element, ...]]] = []
    for at, element in enumerate(sequence):
        if element is not Wild.ANY:
            choices.append([(element,)])
            continue
        after_slash = at == 0 or sequence[at - 1] == "/"
        last = at == len(sequence) - 1
        before_slash = not last and sequence[at + 1] == "/"
        choices.append(_crossing(after_slash=after_slash, before_slash=before_slash, last=last))
    yield from _expanded(choices)


def _crossing(*, after_slash: bool, before_slash: bool, last: bool) -> list[tuple[Element, ...]]:
    if last:
        return [(Wild.ANY,)] if after_slash else [(Wild.PART,), (Wild.PART, "/", Wild.ANY)]
    if after_slash and before_slash:
        return [(Wild.PART, "/", Wild.ANY)]
    if after_slash:
        return [(Wild.ANY, "/", Wild.PART)]
    if before_slash:
        return [(Wild.PART, "/", Wild.ANY)]
    return [(Wild.PART,), (Wild.PART, "/", Wild.ANY, "/", Wild.PART)]


def _written(sequence: Sequence[Element], other: str) -> str:
    parts = []
    for at, element in enumerate(sequence):
        alone = at in (0, len(sequence) - 1) or (sequence[at - 1] == "/" and sequence[at + 1] == "/")
        parts.append(_element(element, other, alone=alone))
    text = "".join(parts)
    text = re.sub(r"\*{3,}", "**", re.sub(r"(?<![*/])\*\*(?=[^/])|(?<=[^/])\*\*(?![*/])", "*", text))
    return text.removesuffix("**") if text.endswith("/**") else text


def _element(element: Element, other: str, *, alone: bool) -> str:
    if isinstance(element, Wild):
        return "*" if element is Wild.SOME and alone else element.value
    if isinstance(element, Group):
        if not element.values:
            return f"{{{capture(element.number)}}}"
        return f"{{{capture(element.number)}:{'|'.join(map(escape_glob, element.values))}}}"
    if isinstance(element, Reference):
        return f"{{{other}{capture(element.number)}}}"
    return escape_glob(element)


def _merged(globs: list[str]) -> list[str]:
    """Fewer globs that match the same: `x` and `*/**/x` are `**/x`, a path with all below it is the path."""
    known = set(globs)
    found: dict[str, None] = {}
    for glob in globs:
        if glob.startswith("*/**/") and glob[5:] in known:
            found[f"**/{glob[5:]}"] = None
        elif f"*/**/{glob}" in known:
            found[f"**/{glob}"] = None
        else:
            found[glob] = None
    kept = set(found)
    for glob in found:
        if _is_literal_end(glob) and "." not in glob.rpartition("/")[2] and f"{glob}/" not in kept and glob[-1] != "/":
            raise UntranslatableError(f'"{glob}" is a file without an ending, while a glob means a directory, too')
    return [glob for glob in found if not (glob.endswith("/") and glob[:-1] in kept and _is_literal_end(glob[:-1]))]


def _is_literal_end(glob: str) -> bool:
    return not any(sign in glob.rpartition("/")[2] for sign in "*?{")


def split_packages(sequences: Iterable[Sequence[Element]]) -> tuple[list[Sequence[Element]], list[str]]:
    """The sequences about files, and the patterns of packages that the others stand for. Raises UntranslatableError."""
    files: list[Sequence[Element]] = []
    packages: list[str] = []
    for sequence in sequences:
        body = sequence[1:] if sequence[:1] == (Wild.ANY,) else sequence
        text = "".join(element if isinstance(element, str) else "\0" for element in body).removeprefix("/")
        if text.startswith(_HOME) or text in ("node_modules\0", "node_modules"):
            packages.append(_package(text[len(_HOME) :]))
        elif body is sequence and _BARE.fullmatch(text):
            packages.append(text)
        else:
            files.append(sequence)
    return files, packages


def _package(text: str) -> str:
    """The pattern of the package that a path in `node_modules` begins with."""
    name = re.match(r"(?:@[\w.-]+/)?[\w.-]+|@[\w.-]+/", text)
    if not text or text == "\0":
        return "npm:*"
    if not name:
        raise UntranslatableError("it is about packages, whose names it does not spell out")
    rest = text[name.end() :]
    if rest in ("", "\0"):
        return f"npm:{name[0]}{'*' if rest else ''}"
    if rest == "/\0" or (name[0].endswith("/") and rest == "\0"):
        return f"npm:{name[0]}" if rest == "/\0" else f"npm:{name[0]}*"
    raise UntranslatableError("it is about files inside of a package")


def references_in(sequences: Iterable[Sequence[Element]]) -> set[int]:
    """The groups that sequences refer to."""
    return {element.number for sequence in sequences for element in sequence if isinstance(element, Reference)}


def groups_in(sequences: Iterable[Sequence[Element]]) -> set[int]:
    """The groups that sequences capture as a part of a path, in every one of them."""
    each = [{element.number for element in sequence if isinstance(element, Group)} for sequence in sequences]
    return set.intersection(*each) if each else set()


def without_groups(sequences: Iterable[Sequence[Element]], kept: Iterable[int]) -> list[tuple[Element, ...]]:
    """The sequences with groups that nobody refers to written out."""
    wanted = set(kept)
    found: list[tuple[Element, ...]] = []
    for sequence in sequences:
        choices: list[Sequence[tuple[Element, ...]]] = []
        for element in sequence:
            if isinstance(element, Group) and element.number not in wanted:
                choices.append([tuple(word) for word in element.values] or [(Wild.SOME,)])
            else:
                choices.append([(element,)])
        found += _expanded(choices)
        if len(found) > MOST_SEQUENCES:
            raise UntranslatableError("it has too many alternatives")
    return found


def _expanded(choices: Sequence[Sequence[tuple[Element, ...]]]) -> list[tuple[Element, ...]]:
    """One sequence for each way to choose. Raises UntranslatableError when there are too many."""
    if prod(len(each) for each in choices) > MOST_SEQUENCES:
        raise UntranslatableError("it has too many alternatives")
    return [tuple(element for piece in chosen for element in piece) for chosen in product(*choices)]


def joined(globs: Sequence[str]) -> list[str]:
    """One glob in place of several, as far as captures allow, so that it is enough when one of them matches."""
    plain = [glob for glob in globs if "{" not in glob]
    if len(plain) < 2:  # noqa: PLR2004 - nothing to join
        return list(globs)
    start = _shared(plain)
    tails = [glob[len(start) :] for glob in plain]
    end = _shared([tail[::-1] for tail in tails])[::-1]
    middle = ",".join(tail[: len(tail) - len(end)] for tail in tails)
    return [f"{start}{{{middle}}}{end}", *(glob for glob in globs if "{" in glob)]


def _shared(texts: Sequence[str]) -> str:
    """What all texts begin with, up to where no wildcard and no escape is cut through."""
    least, most = min(texts), max(texts)
    at = 0
    while at < min(len(least), len(most)) and least[at] == most[at]:
        at += 1
    while at and any(_is_cut(text, at) for text in texts):
        at -= 1
    return least[:at]


def _is_cut(text: str, at: int) -> bool:
    """Whether a word, a wildcard or an escape goes on at a position."""
    around = text[at - 1 : at + 1]
    return "*" in around[:1] or "\\" in around or (len(around) > 1 and around.isalnum())
