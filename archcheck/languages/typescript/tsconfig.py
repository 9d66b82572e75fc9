"""tsconfig.json and jsconfig.json: what `extends` adds up to, and which files a configuration is about."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from archcheck.core.tree_paths import join_path
from archcheck.languages.typescript.paths import expand_braces, is_inside, matches_segments
from archcheck.languages.typescript.tree import NO_SUFFIX, Tree
from archcheck.syntax.jsonc import Value

NAMES = ("tsconfig.json", "jsconfig.json")
_CONFIG_DIR = "${configDir}"
_MAX_CHAIN = 64
_ALWAYS_EXCLUDED = ("node_modules", "bower_components", "jspm_packages")


class Alias(NamedTuple):
    """One entry of `paths`: `key` as written, and what stands before and after its `*`.

    `targets` are those written, each with the path from the top that it comes to, None above the top.
    """

    key: str
    before: str
    after: str
    targets: tuple[tuple[str, str | None], ...]


class Pattern(NamedTuple):
    """One pattern of `include` or `exclude`: all that is at and below `literal`, or that `segments` fit if any."""

    literal: str
    segments: tuple[str, ...] = ()

    def fits(self, path: str, *, hidden: bool) -> bool:
        """Whether the pattern covers the file; `hidden` is for `exclude`, whose wildcards stand for any name."""
        if self.segments:
            return matches_segments(self.segments, path.split("/"), hidden=hidden)
        if path == self.literal:
            return True
        return is_inside(path, self.literal) and (hidden or _is_visible("/" + path[len(self.literal) :]))


@dataclass(frozen=True, slots=True, eq=False)
class Config:
    """What one configuration comes to together with all that it extends; paths are from the top.

    `exact` are the entries of `paths` without `*`, by key, `starred` the others by what stands before it, of which
    `lengths` are the lengths, longest first. `files` is None unless the configuration names them. `outputs` are
    directories that builds write to, each with the `rootDir` that it stands for, if that is said. `references` are the
    paths of other configurations.
    """

    path: str
    directory: str
    exact: Mapping[str, Alias] = field(default_factory=dict)
    starred: Mapping[str, Sequence[Alias]] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()
    base: str | None = None
    root_dirs: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = NO_SUFFIX
    conditions: frozenset[str] = frozenset()
    outputs: tuple[tuple[str, str | None], ...] = ()
    files: frozenset[str] | None = None
    include: tuple[Pattern, ...] = ()
    exclude: tuple[Pattern, ...] = ()
    references: tuple[str, ...] = ()

    def alias_of(self, specifier: str) -> tuple[Alias, str] | None:
        """The entry of `paths` that counts for `specifier`, and its star: the key itself, else the longest prefix."""
        whole = self.exact.get(specifier)
        if whole:
            return whole, ""
        size = len(specifier)
        for length in self.lengths:
            for alias in self.starred.get(specifier[:length], ()) if length <= size else ():
                after = alias.after
                if specifier.endswith(after) and size >= length + len(after):
                    return alias, specifier[length : size - len(after)]
        return None

    def covers(self, path: str) -> bool:
        """Whether `files`, `include` and `exclude` make the file a part of the project."""
        if self.files is not None and path in self.files:
            return True
        if not any(pattern.fits(path, hidden=False) for pattern in self.include):
            return False
        return not any(pattern.fits(path, hidden=True) for pattern in self.exclude)

    @property
    def is_wide(self) -> bool:
        """Whether it may be about files outside of its own directory."""
        named = [pattern.literal or "/".join(pattern.segments) for pattern in self.include]
        return not all(
            is_inside(path, self.directory) or path == self.directory for path in (*named, *(self.files or ()))
        )

    @property
    def is_solution(self) -> bool:
        """Whether it only refers to other configurations."""
        return not self.include and not self.files and bool(self.references)


class _Raw(NamedTuple):
    """What the chain of `extends` says: each option with the directory of the file that says so."""

    options: Mapping[str, tuple[Value, str]]
    lists: Mapping[str, tuple[Value, str]]


FindPackage = Callable[[str, str], str | None]
"""From a specifier in `extends` and the directory it stands in, to the path of a configuration, if there is one."""


@dataclass(frozen=True, slots=True, eq=False)
class Configs:
    """The configurations of a repository; filled by use. `find_package` looks up `extends` without a leading dot."""

    tree: Tree
    find_package: FindPackage
    known: dict[str, Config] = field(default_factory=dict)
    raw: dict[str, _Raw] = field(default_factory=dict)

    def load(self, path: str) -> Config:
        """The configuration at `path`; one that is not there, or broken, says nothing."""
        config = self.known.get(path)
        if config is None:
            config = self.known[path] = self._finish(path)
        return config

    def at(self, directory: str) -> Config | None:
        """The configuration that counts in a directory: tsconfig.json before jsconfig.json."""
        before = directory and directory + "/"
        path = next((before + name for name in NAMES if before + name in self.tree.inventory.manifests), None)
        return self.load(path) if path else None

    def with_references(self, config: Config) -> Iterator[Config]:
        """The configuration and all that it refers to, each once."""
        seen = {config.path}
        waiting = [config]
        while waiting:
            current = waiting.pop()
            yield current
            for path in reversed(current.references):
                if path not in seen:
                    seen.add(path)
                    waiting.append(self.load(path))

    def extended_or_referenced(self, path: str) -> Iterator[str]:
        """The configurations that the one at `path` names, as far as they are files of the repository."""
        named = (*self._bases(path), *self._references(path, path.rpartition("/")[0]))
        return (each for each in named if each in self.tree.files)

    def _finish(self, path: str) -> Config:
        directory = path.rpartition("/")[0]
        raw = self._chain(path)
        return replace(
            finish_config(path, directory, raw.options, raw.lists),
            references=self._references(path, directory),
        )

    def _chain(self, path: str) -> _Raw:
        """The options of a file over those that it extends, later ones over earlier ones; cycles end at a file seen."""
        order: list[str] = []
        waiting: list[tuple[str, frozenset[str]]] = [(path, frozenset())]
        while waiting and len(order) < _MAX_CHAIN:
            current, above = waiting.pop()
            if current in above:
                continue
            order.append(current)
            # Popped last first: the last of several bases counts most, and comes right after the file itself.
            waiting += [(base, above | {current}) for base in self._bases(current)]
        options: dict[str, tuple[Value, str]] = {}
        lists: dict[str, tuple[Value, str]] = {}
        for each in reversed(order):
            directory = each.rpartition("/")[0]
            document = self._document(each)
            given = document.get("compilerOptions")
            options.update((key, (value, directory)) for key, value in _table(given).items())
            lists.update(
                (key, (document[key], directory)) for key in ("files", "include", "exclude") if key in document
            )
        return _Raw(options, lists)

    def _document(self, path: str) -> Mapping[str, Value]:
        return self.tree.document(path) or generated_config(path)

    def _bases(self, path: str) -> list[str]:
        value = self._document(path).get("extends")
        directory = path.rpartition("/")[0]
        found = (self._base(each, directory) for each in ([value] if isinstance(value, str) else _texts(value)))
        return [each for each in found if each]

    def _base(self, written: str, directory: str) -> str | None:
        if not written.startswith((".", "/")):
            return self.find_package(written, directory)
        path = join_path(directory, written)
        if path is None:
            return None
        return next((each for each in (path, path + ".json") if each in self.tree.files), path)

    def _references(self, path: str, directory: str) -> tuple[str, ...]:
        value = self._document(path).get("references")
        written = [
            one.get("path") if isinstance(one, dict) else one for one in (value if isinstance(value, list) else ())
        ]
        found: list[str] = []
        for each in written:
            target = join_path(directory, each) if isinstance(each, str) else None
            if target is not None:
                found.append(target if target.endswith(".json") else (target and target + "/") + NAMES[0])
        return tuple(dict.fromkeys(found))


def generated_config(path: str) -> Mapping[str, Value]:
    """What Nuxt, SvelteKit and WXT write into configurations that nobody commits, as far as imports need it."""
    directory, _, name = path.rpartition("/")
    holder = directory.rpartition("/")[2]
    aliases: dict[str, Value] = {}
    if holder == ".nuxt" and name.startswith("tsconfig"):
        aliases = {key + end: ["../" + end, "../app/" + end] for key in ("~", "@") for end in ("", "/*")}
        aliases |= {key + end: ["../" + end] for key in ("~~", "@@") for end in ("", "/*")}
        aliases |= {"#shared": ["../shared"], "#shared/*": ["../shared/*"], "#server/*": ["../server/*"]}
    elif holder == ".svelte-kit":
        aliases = {"$lib": ["../src/lib"], "$lib/*": ["../src/lib/*"]}
    elif holder == ".wxt":
        aliases = {key + end: ["../src/" + end, "../" + end] for key in ("~", "@") for end in ("", "/*")}
        aliases |= {key + end: ["../" + end] for key in ("~~", "@@") for end in ("", "/*")}
    return {"compilerOptions": {"paths": aliases}, "include": ["../**/*"]} if aliases else {}


def finish_config(
    path: str, directory: str, options: Mapping[str, tuple[Value, str]], lists: Mapping[str, tuple[Value, str]]
) -> Config:
    """The configuration at `path`, with every path made one from the top."""
    located = _Located(directory, options)
    base = located.path("baseUrl")
    outputs = [
        (out, located.path("rootDir")) for out in (located.path("outDir"), located.path("declarationDir")) if out
    ]
    files, include = lists.get("files"), lists.get("include")
    if include is None and files is None:
        include = (["**/*"], directory)
    excluded = lists.get("exclude") or ([*_ALWAYS_EXCLUDED], directory)
    exclude = list(_patterns(excluded, directory, whole=True))
    if "exclude" not in lists:
        exclude += [Pattern(out) for out, _ in outputs if out != directory]
    suffixes, _ = options.get("moduleSuffixes", (None, ""))
    exact: dict[str, Alias] = {}
    starred: dict[str, list[Alias]] = {}
    for alias in _aliases(located, base):
        if "*" in alias.key:
            starred.setdefault(alias.before, []).append(alias)
        else:
            exact[alias.key] = alias
    return Config(
        path,
        directory,
        exact=exact,
        starred=starred,
        lengths=tuple(sorted({len(before) for before in starred}, reverse=True)),
        base=base,
        root_dirs=tuple(located.paths("rootDirs")),
        suffixes=tuple(_texts(suffixes)) or NO_SUFFIX,
        conditions=frozenset(_texts(options.get("customConditions", (None, ""))[0])),
        outputs=tuple(outputs),
        files=None if files is None else frozenset(_joined(files, directory)),
        include=tuple(_patterns(include, directory, whole=False)) if include else (),
        exclude=tuple(exclude),
    )


class _Located(NamedTuple):
    """Options whose values are paths; `leaf` is the directory that `${configDir}` stands for."""

    leaf: str
    options: Mapping[str, tuple[Value, str]]

    def path(self, key: str) -> str | None:
        """The value of one option as a path from the top; None when it is not set or leads above the top."""
        value, directory = self.options.get(key, (None, ""))
        return _join(directory, value, self.leaf) if isinstance(value, str) else None

    def paths(self, key: str) -> list[str]:
        """The values of a list."""
        value, directory = self.options.get(key, (None, ""))
        found = (_join(directory, each, self.leaf) for each in _texts(value))
        return [each for each in found if each is not None]


def _aliases(located: _Located, base: str | None) -> Iterator[Alias]:
    value, declared_in = located.options.get("paths", (None, ""))
    directory = declared_in if base is None else base
    for key, written in _table(value).items():
        before, _, after = key.partition("*")
        if "*" not in after:
            targets = tuple((each, _join(directory, each, located.leaf)) for each in _texts(written))
            yield Alias(key, before, after, targets)


def _join(directory: str, written: str, leaf: str) -> str | None:
    if written.startswith(_CONFIG_DIR):
        return join_path(leaf, "./" + written[len(_CONFIG_DIR) :])
    return join_path(directory, written)


def _joined(texts: tuple[Value, str], leaf: str) -> Iterator[str]:
    value, directory = texts
    found = (_join(directory, each, leaf) for each in _texts(value))
    return (each for each in found if each is not None)


def _patterns(texts: tuple[Value, str], leaf: str, *, whole: bool) -> Iterator[Pattern]:
    """The patterns of a list; `whole` is for `exclude`, where whatever fits covers all that is below it."""
    for path in _joined(texts, leaf):
        for each in expand_braces(path):
            yield _pattern(each, whole=whole)


def _pattern(path: str, *, whole: bool) -> Pattern:
    segments = tuple(path.split("/"))
    wild = next((at for at, each in enumerate(segments) if "*" in each or "?" in each), len(segments))
    if segments[wild:] in ((), ("**",), ("**", "*")):
        return Pattern("/".join(segments[:wild]))
    covers = whole or not any(sign in segments[-1] for sign in "*?.")
    return Pattern("", (*segments, "**") if covers else segments)


def _is_visible(rest: str) -> bool:
    if "/." in rest:
        return False
    # All names that are always excluded have an underscore; most paths have none.
    return "_" not in rest or not any(f"/{name}/" in rest for name in _ALWAYS_EXCLUDED)


def _table(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, dict) else {}


def _texts(value: Value) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
