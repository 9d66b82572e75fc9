"""Which files git may store with other bytes than they have on disk, so that their blob ids say nothing about these."""

import os
from collections.abc import Iterable
from dataclasses import dataclass

from archcheck.adapters.git import Config, Git
from archcheck.adapters.reading import UnreadableError, native_path, path_bytes, read_regular
from archcheck.core.gitignore import Glob, compile_glob

ATTRIBUTES_FILE = ".gitattributes"
# `text` and `eol=lf` count on every system: a file with CRLF on disk is stored with LF, and git calls it unchanged.
_CONVERTING = frozenset({b"filter", b"text", b"eol", b"crlf", b"ident", b"working-tree-encoding"})
_OFF = frozenset({"", "0", "false", "no", "off"})
_MACRO = b"[attr]"
_ALL = b"* text"


@dataclass(frozen=True, slots=True)
class Conversions:
    """The files whose bytes git may convert; too many rather than too few, as no attribute is ever taken back."""

    everything: bool = False
    suffixes: tuple[str, ...] = ()
    globs: tuple[tuple[bytes, Glob], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.everything or self.suffixes or self.globs)

    def concern(self, path: str) -> bool:
        """Whether the bytes of `path` on disk may differ from those of its blob."""
        if self.everything or path.endswith(self.suffixes):
            return True
        if not self.globs:
            return False
        raw = path_bytes(path)
        name = raw[raw.rfind(b"/") + 1 :]
        return any(raw.startswith(above) and glob.matches(name, raw[len(above) :]) for above, glob in self.globs)


def read_conversions(git: Git, config: Config, attribute_files: Iterable[str]) -> Conversions:
    """What configuration and attributes ask for; `attribute_files` are all the `.gitattributes` of the index."""
    if config.get("core.autocrlf", "").lower() not in _OFF:
        return Conversions(everything=True)
    tracked = frozenset(attribute_files)
    sources = [(b"", _read(path, missing=b"")) for path in _shared_attribute_files(git, config)]
    for path in tracked | {ATTRIBUTES_FILE}:
        above = path_bytes(path.removesuffix(ATTRIBUTES_FILE))
        # One that is tracked but not on disk is in force all the same, with a content that is not at hand.
        sources.append((above, _read(native_path(git.root, path), missing=_ALL if path in tracked else b"")))
    return parse_conversions(sources)


def parse_conversions(sources: Iterable[tuple[bytes, bytes]]) -> Conversions:
    """The conversions in attribute files, given as directory ("" or with a final slash) and content."""
    lines = [(above, *line) for above, content in sources for line in _split_lines(content)]
    converting = _with_macros((pattern, attributes) for _, pattern, attributes in lines)
    suffixes = set()
    globs = []
    for above, pattern, attributes in lines:
        if pattern.startswith(_MACRO) or converting.isdisjoint(attributes):
            continue
        # A quoted pattern could be anything: it is not worth reading.
        if pattern.startswith(b'"') or pattern in {b"*", b"**"}:
            pattern = b"*"  # noqa: PLW2901 - the same pattern in plain words
            if not above:
                return Conversions(everything=True)
        if not above and pattern.startswith(b"*.") and pattern[2:].isalnum():
            suffixes.add(pattern[1:].decode("ascii", "surrogateescape"))
        else:
            globs.append((above, compile_glob(pattern)))
    return Conversions(suffixes=tuple(sorted(suffixes)), globs=tuple(globs))


def _split_lines(content: bytes) -> Iterable[tuple[bytes, frozenset[bytes]]]:
    """Pattern and the names of the attributes that are set, line by line."""
    for line in content.removeprefix(b"\xef\xbb\xbf").split(b"\n"):
        pattern, *attributes = line.split() or [b"#"]
        if not pattern.startswith(b"#"):
            # `-name` and `!name` switch an attribute off.
            yield pattern, frozenset(word.split(b"=", 1)[0] for word in attributes if word[:1] not in {b"-", b"!"})


def _with_macros(lines: Iterable[tuple[bytes, frozenset[bytes]]]) -> frozenset[bytes]:
    """The names of all attributes that convert, macros (`[attr]name ...`) included, also macros of macros."""
    macros = [(pattern.removeprefix(_MACRO), attributes) for pattern, attributes in lines if pattern.startswith(_MACRO)]
    names = set(_CONVERTING)
    while found := {name for name, attributes in macros if name not in names and not names.isdisjoint(attributes)}:
        names |= found
    return frozenset(names)


def _shared_attribute_files(git: Git, config: Config) -> Iterable[str]:
    """The attribute files outside the tree: of the system, of the user and of this clone."""
    yield "/etc/gitattributes"
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.join("~", ".config")
    yield os.path.expanduser(config.get("core.attributesfile") or os.path.join(home, "git", "attributes"))
    yield git.path_of(os.path.join("info", "attributes"))


def _read(path: str | bytes, *, missing: bytes) -> bytes:
    try:
        return read_regular(path)
    except UnreadableError:
        return missing
