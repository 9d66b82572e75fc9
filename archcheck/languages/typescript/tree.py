"""The files of a repository, and which of them a path without certainty about its ending means.

Two ways of guessing: `ts` as TypeScript does it and bundlers that follow it, `js` as Node does it for plain JavaScript.
Where a declaration (`x.d.ts`) lies beside its implementation (`x.js`), the implementation is meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from archcheck.core.resolution import Inventory, nothing_generated
from archcheck.syntax.jsonc import Value, read_json

_RARE = (".mts", ".cts", ".mjs", ".cjs", ".json", ".vue", ".svelte", ".astro", ".mdx", ".node", ".d.mts", ".d.cts")
_PLATFORMS = (".native", ".ios", ".android", ".web", ".windows", ".macos")
"""React Native loads one of `x.ios.tsx` and `x.android.tsx`; which, no configuration in the repository has to say."""


class Guess(NamedTuple):
    """One way of guessing: `swaps` are the endings that a written one stands for, in order.

    `added` are the endings tried for a name without one, before a directory of that name, `rare` those after it.
    """

    name: str
    swaps: Mapping[str, tuple[str, ...]]
    added: tuple[str, ...]
    rare: tuple[str, ...]
    exact_first: bool


TS = Guess(
    "ts",
    {
        ".js": (".ts", ".tsx", ".js", ".jsx", ".d.ts"),
        ".jsx": (".tsx", ".ts", ".jsx", ".js", ".d.ts"),
        ".mjs": (".mts", ".mjs", ".d.mts"),
        ".cjs": (".cts", ".cjs", ".d.cts"),
        ".ts": (".ts", ".tsx", ".js", ".jsx", ".d.ts"),
        ".tsx": (".tsx", ".ts", ".jsx", ".js", ".d.ts"),
        ".mts": (".mts", ".mjs", ".d.mts"),
        ".cts": (".cts", ".cjs", ".d.cts"),
    },
    (".ts", ".tsx", ".js", ".jsx", ".d.ts"),
    _RARE,
    exact_first=False,
)
JS = Guess(
    "js",
    {
        ".js": (".js", ".ts", ".tsx", ".jsx", ".d.ts"),
        ".jsx": (".jsx", ".tsx", ".ts", ".js", ".d.ts"),
        ".mjs": (".mjs", ".mts", ".d.mts"),
        ".cjs": (".cjs", ".cts", ".d.cts"),
        ".ts": TS.swaps[".ts"],
        ".tsx": TS.swaps[".tsx"],
        ".mts": TS.swaps[".mts"],
        ".cts": TS.swaps[".cts"],
    },
    (".js", ".json", ".jsx", ".mjs", ".cjs", ".ts", ".tsx"),
    (".mts", ".cts", ".vue", ".svelte", ".astro", ".mdx", ".node", ".d.ts", ".d.mts", ".d.cts"),
    exact_first=True,
)
_IMPLEMENTATIONS = {
    ".d.ts": (".js", ".jsx", ".d.ts", ".ts", ".tsx"),
    ".d.mts": (".mjs", ".d.mts", ".mts"),
    ".d.cts": (".cjs", ".d.cts", ".cts"),
}
NO_SUFFIX = ("",)
"""The usual `moduleSuffixes`."""


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """All files and directories, the manifests among them, and what is known about paths that are not there.

    `documents` and `lowered` are memos.
    """

    files: frozenset[str]
    directories: frozenset[str]
    inventory: Inventory
    documents: dict[str, Mapping[str, Value]] = field(default_factory=dict)
    lowered: dict[str, str] = field(default_factory=dict)

    def document(self, path: str) -> Mapping[str, Value]:
        """The object in a JSON manifest, as far as it can be read; empty when there is none."""
        known = self.documents.get(path)
        if known is None:
            content = self.inventory.manifests.get(path)
            value = None if content is None else read_json(content)
            known = self.documents[path] = value if isinstance(value, dict) else {}
        return known

    def is_generated(self, path: str) -> bool:
        """Whether the path, or the path with an ending, exists only after a build."""
        is_generated = self.inventory.is_generated
        if is_generated is nothing_generated:
            return False
        stem, dot, _ = path.rpartition(".")
        stems = (path, stem) if dot and "/" not in path[len(stem) :] else (path,)
        endings = ("", *TS.added, "/index.ts", "/index.js", *_RARE)
        return any(is_generated(each + ending) for each in stems for ending in endings)

    def unseen_on(self, path: str) -> str:
        """The submodule or symbolic link on the way to `path`, or ""."""
        unseen = self.inventory.unseen
        at = len(path) if unseen else -1
        while at > 0:
            if path[:at] in unseen:
                return path[:at]
            at = path.rfind("/", 0, at)
        return ""

    def in_other_case(self, path: str, guess: Guess) -> str:
        """The file that `path` would mean if upper and lower case were the same, or ""."""
        if not self.lowered:
            self.lowered.update((each.lower(), each) for each in sorted(self.files, reverse=True))
        lowered = self.lowered
        path = path.lower()
        found = find_file(lowered, path, guess) or find_index(lowered, path, guess)
        return lowered[found] if found else ""


Files = frozenset[str] | Mapping[str, str]


def find_file(files: Files, path: str, guess: Guess, suffixes: Sequence[str] = NO_SUFFIX) -> str | None:
    """The file that `path` means; directories are not looked at. `suffixes` stand before an ending (`.ios`, "")."""
    at = path.rfind(".")
    ending = path[at:] if at > path.rfind("/") else ""
    if ending in guess.swaps:
        found = _swapped(files, path, ending, guess, suffixes)
        if found:
            return found
    elif path in files and (ending or guess.exact_first):
        return path
    return _first(files, path, guess.added, suffixes) or (path if path in files else None)


def _swapped(files: Files, path: str, ending: str, guess: Guess, suffixes: Sequence[str]) -> str | None:
    stem = path[: -len(ending)]
    if stem.endswith(".d") and (declared := _IMPLEMENTATIONS.get(".d" + ending)):
        found = _first(files, stem[:-2], declared, suffixes)
        if found:
            return found
    return _first(files, stem, guess.swaps[ending], suffixes)


def _first(files: Files, stem: str, endings: Sequence[str], suffixes: Sequence[str]) -> str | None:
    if suffixes is NO_SUFFIX:
        for ending in endings:
            if stem + ending in files:
                return stem + ending
        return None
    return next((path for ending in endings for each in suffixes if (path := stem + each + ending) in files), None)


def find_index(files: Files, directory: str, guess: Guess, suffixes: Sequence[str] = NO_SUFFIX) -> str | None:
    """The index file of a directory."""
    stem = f"{directory}/index" if directory else "index"
    return _first(files, stem, guess.added, suffixes) or _first(files, stem, guess.rare, suffixes)


def find_rare(files: Files, path: str, guess: Guess) -> str | None:
    """The file that only some bundlers would find: with a rare ending, or a declaration of an asset."""
    stem, dot, ending = path.rpartition(".")
    declared = f"{stem}.d.{ending}.ts" if dot and "/" not in ending else path
    return _first(files, path, guess.rare, NO_SUFFIX) or (declared if declared in files else None)


def find_platform_files(files: Files, path: str, guess: Guess) -> tuple[str, ...]:
    """The files of which a platform picks one (`x.ios.tsx`, `x.android.tsx`)."""
    found = (_first(files, path + platform, guess.added, NO_SUFFIX) for platform in _PLATFORMS)
    return tuple(path for path in found if path)
