"""Rules of dependency-cruiser (JSON) as rules, where these find the same; what is not the same is lost, and said."""

import re
from collections.abc import Callable, Mapping, Sequence

from archcheck.authoring.carried import Carried, Lost, comment_at_top
from archcheck.authoring.regex_globs import TranslationError, translate
from archcheck.authoring.rule_text import FileDraft, RuleDraft, Value, one_or_list, slug
from archcheck.core.globs import parse_glob
from archcheck.core.values import MappingNode, Node, Place, ScalarNode, SequenceNode
from archcheck.errors import ConfigError
from archcheck.syntax.jsonc import parse_jsonc, plain_value

_SEVERITIES = {"error": "error", "warn": "warning", "info": "info"}
_UNDECLARED = frozenset(("npm-no-pkg", "npm-unknown"))
_DEV = frozenset(("npm-dev",))
_TYPE_ONLY = frozenset(("type-only", "type-import", "pre-compilation-only"))
_MODULES = re.compile(r"\^?node_modules/((?:@[\w.-]+/)?[\w.-]+|\((?:[\w.@/-]+\|?)+\))(?:/|\(/\|\$\)|\$)?\Z")
_CORE = re.compile(r"\^?(?:node:)?([\w/]+|\((?:[\w/]+\|?)+\))\$?\Z")
_LOST = {
    "allowed": "one list for all modules; write `dependencies` rules with `allow`",
    "extends": "rules of other files and packages are not read; carry them over as well",
}
_SECTIONS = ("$schema", "forbidden", "required", "options", "allowedSeverity", *_LOST)
_GROUPS = ("value", "value2", "value3")
_HARMLESS = frozenset(("doNotFollow", "enhancedResolveOptions", "tsConfig", "reporterOptions", "progress", "cache",
                       "skipAnalysisNotInRules", "moduleSystems", "prefix", "suffix", "metrics", "parser", "baseDir",
                       "combinedDependencies", "exoticRequireStrings", "extraExtensionsToScan", "preserveSymlinks",
                       "babelConfig", "webpackConfig", "tsPreCompilationDeps", "detectProcessBuiltinModuleCalls",
                       "builtInModules", "externalModuleResolutionStrategy", "experimentalStats"))  # fmt: skip


def carry_dependency_cruiser(text: str, path: str, files: Sequence[str]) -> Carried:
    """The rule file for a configuration at `path`. Raises ConfigError for what is no JSON.

    `files` are the paths of the tree: of several globs for one expression, those that match nothing are left out.
    """
    parsed = parse_jsonc(text.encode("utf-8", "surrogatepass"), path)
    if parsed.problems:
        raise ConfigError(parsed.problems)
    work = _Work(files)
    root = parsed.node if isinstance(parsed.node, MappingNode) else MappingNode((), Place(path, 1, 1))
    for key, value in root.entries:
        work.section(str(key.value), key.place, value)
    lost = tuple(sorted(work.lost, key=lambda each: (each.place, each.what)))
    top = comment_at_top("dependency-cruiser", path, lost, work.notes)
    return Carried(work.file.text(top), lost, tuple(work.notes))


class _Work:
    """The rule file so far, and what is lost."""

    def __init__(self, files: Sequence[str]) -> None:
        self.files = files
        self.file = FileDraft()
        self.lost: list[Lost] = []
        self.notes: list[str] = []

    def section(self, name: str, place: Place, value: Node) -> None:
        """Carry over one key at the top of the configuration."""
        items = value.items if isinstance(value, SequenceNode) else ()
        carry = {"forbidden": self._forbidden, "required": self._required}.get(name)
        for item in items if carry else ():
            assert carry
            carry(item)
        if name == "options" and isinstance(value, MappingNode):
            self._options(value)
        elif name in _LOST and (items or isinstance(value, ScalarNode)):
            self.lost.append(Lost(place, name, _LOST[name]))
        elif name not in _SECTIONS:
            self.lost.append(Lost(place, name, "is not known"))

    def _forbidden(self, node: Node) -> None:
        rule = _Rule(node, "forbidden", self.files)
        if rule.severity == "ignore":
            self.notes.append(f"{rule.name} is switched off there (severity ignore), and left out")
            return
        try:
            self._carry(rule)
        except _LossError as error:
            self.lost.append(Lost(rule.place, f"rule {rule.name}", str(error)))
        except TranslationError as error:
            self.lost.append(Lost(rule.place, f"rule {rule.name}", f"no glob says what its expression says: {error}"))

    def _carry(self, rule: "_Rule") -> None:
        for fits, carry in _KINDS:
            if fits(rule):
                keys = carry(rule)
                if keys is not None:
                    self._add(rule, keys)
                else:
                    self.file.builtin["unresolved"] = rule.grade
                return

    def _required(self, node: Node) -> None:
        rule = _Rule(node, "required", self.files)
        try:
            rule.expect(set(), {"path", "reachable"})
            keys: dict[str, Value] = {"kind": "dependencies", "from": rule.globs(rule.module, "path")}
            keys["require"] = rule.globs(rule.to, "path")
            if plain_of(rule.to.get("reachable")) is True:
                keys["transitive"] = True
            self._add(rule, keys)
        except (_LossError, TranslationError) as error:
            self.lost.append(Lost(rule.place, f"rule {rule.name}", str(error)))

    def _add(self, rule: "_Rule", keys: Mapping[str, Value]) -> None:
        head: dict[str, Value] = {"id": self.file.free_id(slug(rule.name)), "kind": keys["kind"]}
        if rule.comment:
            head["why"] = rule.comment
        if rule.grade != "error":
            head["severity"] = rule.grade
        if rule.is_vacuous:
            head["optional"] = True
            self.notes.append(f"{rule.name} names what is not there, which is no mistake there; hence `optional`")
        self.file.rules.append(RuleDraft({**head, **{key: value for key, value in keys.items() if key != "kind"}}))

    def _options(self, options: MappingNode) -> None:
        for key, value in options.entries:
            name = str(key.value)
            if name == "exclude":
                self._exclude(value)
            elif name not in _HARMLESS:
                self.lost.append(Lost(key.place, f"options.{name}", "has no counterpart"))
        self.notes.append("what is imported is resolved as TypeScript does it; options of the resolver are not needed")

    def _exclude(self, value: Node) -> None:
        inner = value.get("path") if isinstance(value, MappingNode) else value
        for text in texts_of(inner):
            try:
                self.file.exclude += translate(text)
            except TranslationError as error:
                self.lost.append(Lost(value.place, "options.exclude", f"no glob says what {text} says: {error}"))


class _LossError(ValueError):
    """A rule that cannot be carried over, and why."""


class _Rule:
    """One rule of dependency-cruiser."""

    def __init__(self, node: Node, section: str, files: Sequence[str]) -> None:
        self.place = node.place
        self.is_vacuous = False
        self._files = files
        self._node = node
        self.name = str(plain_of(self._get("name")) or f"unnamed-{section}")
        self.comment = " ".join(str(plain_of(self._get("comment")) or "").replace("{", "(").replace("}", ")").split())
        self.severity = str(plain_of(self._get("severity")) or "warn")
        self.grade = _SEVERITIES.get(self.severity, "warning")
        self.source, self.to, self.module = (self._map(key) for key in ("from", "to", "module"))
        self.scope = plain_of(self._get("scope")) or "module"

    def _get(self, key: str) -> Node | None:
        return self._node.get(key) if isinstance(self._node, MappingNode) else None

    def _map(self, key: str) -> MappingNode:
        found = self._get(key)
        return found if isinstance(found, MappingNode) else MappingNode((), self.place)

    def has(self, key: str) -> bool:
        """Whether `to` has a key with a value that is not false."""
        return plain_of(self.to.get(key)) not in (None, False, "", [])

    def types(self, key: str) -> frozenset[str]:
        """The types of dependencies listed at a key of `to`."""
        return frozenset(texts_of(self.to.get(key)))

    def expect(self, sources: set[str], targets: set[str]) -> None:
        """Raise _LossError for keys beside those that are carried over."""
        extra = [f"from.{key.value}" for key, _ in self.source.entries if key.value not in sources]
        extra += [f"to.{key.value}" for key, _ in self.to.entries if key.value not in targets]
        if extra:
            raise _LossError(f"{', '.join(extra)} has no counterpart in the rule that stands for it")

    def globs(self, where: MappingNode, key: str, captures: Sequence[str] = ()) -> Value:
        """The globs for a path or pathNot; everything where it is not given."""
        found: list[str] = []
        for text in texts_of(where.get(key)) or [""]:
            found += translate(text, captures)
        return self.matching(found)

    def matching(self, globs: Sequence[str]) -> Value:
        """Those of the globs that match some file, or all of them when none does."""
        found = [glob for glob in globs if parse_glob(glob).select_files(self._files)]
        self.is_vacuous = self.is_vacuous or not found
        return one_or_list(found or globs)

    def edges(self) -> dict[str, Value]:
        """Which dependencies count."""
        if self.types("dependencyTypesNot") and self.types("dependencyTypesNot") <= _TYPE_ONLY:
            return {"edges": ["import", "-type-only"]}
        if self.has("dependencyTypesNot"):
            raise _LossError("to.dependencyTypesNot has no counterpart")
        return {}


def _carry_cycles(rule: _Rule) -> dict[str, Value]:
    rule.expect({"path"}, {"circular", "viaOnly", "dependencyTypesNot"})
    via = rule.to.get("viaOnly")
    types = frozenset(texts_of(via.get("dependencyTypesNot"))) if isinstance(via, MappingNode) else frozenset()
    if isinstance(via, MappingNode) and not (frozenset() < types <= _TYPE_ONLY and len(via.entries) == 1):
        raise _LossError("to.viaOnly has no counterpart")
    keys: dict[str, Value] = {"kind": "acyclic", "level": "directory" if rule.scope == "folder" else "file"}
    if texts_of(rule.source.get("path")):
        keys["in"] = rule.globs(rule.source, "path")
    if not (types or rule.types("dependencyTypesNot")):
        keys["edges"] = ["import"]
    return keys


def _carry_orphans(rule: _Rule) -> dict[str, Value]:
    rule.expect({"orphan", "path", "pathNot"}, set())
    keys: dict[str, Value] = {"kind": "orphans", "mode": "isolated"}
    if texts_of(rule.source.get("path")):
        keys["paths"] = rule.globs(rule.source, "path")
    if texts_of(rule.source.get("pathNot")):
        keys["exclude"] = rule.globs(rule.source, "pathNot")
    return keys


def _carry_unresolved(rule: _Rule) -> None:
    if texts_of(rule.source.get("path")) or texts_of(rule.source.get("pathNot")):
        raise _LossError("couldNotResolve counts for all files: set builtin: {unresolved: ...}")


def _carry_declared(rule: _Rule) -> dict[str, Value]:
    rule.expect({"path", "pathNot"}, {"dependencyTypes", "dependencyTypesNot", "path", "pathNot"})
    if rule.has("path") or any("@types" not in each for each in texts_of(rule.to.get("pathNot"))):
        raise _LossError("to.path beside to.dependencyTypes has no counterpart")
    keys: dict[str, Value] = {"kind": "external", "declared": True}
    for key, name in (("path", "paths"), ("pathNot", "exclude")):
        if texts_of(rule.source.get(key)):
            keys[name] = rule.globs(rule.source, key)
    return keys


def _carry_packages(rule: _Rule) -> dict[str, Value]:
    """Third parties and modules of Node, by name."""
    rule.expect({"path", "pathNot"}, {"path", "dependencyTypes", "dependencyTypesNot"})
    core = rule.types("dependencyTypes") == {"core"}
    names: list[str] = []
    for text in texts_of(rule.to.get("path")):
        found = (_CORE if core else _MODULES).match(text)
        if not found:
            raise _LossError(f"packages are named one by one, and {text} is no name")
        listed = found[1].removeprefix("(").removesuffix(")").split("|")
        names += [f"std:node/{each}" if core else f"npm:{each}" for each in listed]
    keys: dict[str, Value] = {"kind": "external", "packages": names or ["std:node/*"]}
    keys["deny_in"] = rule.globs(rule.source, "path")
    if texts_of(rule.source.get("pathNot")):
        keys["exclude"] = rule.globs(rule.source, "pathNot")
    return {**keys, **rule.edges()}


def _carry_dependencies(rule: _Rule) -> dict[str, Value]:
    rule.expect({"path", "pathNot"}, {"path", "pathNot", "reachable", "dependencyTypesNot"})
    if rule.scope == "folder":
        raise _LossError("it is about folders")
    if not (rule.has("path") or rule.has("pathNot")):
        raise _LossError("it names no target")
    barred = texts_of(rule.to.get("pathNot"))
    bound = (
        _GROUPS if any("$" in re.sub(r"\$$", "", each) for each in (*barred, *texts_of(rule.to.get("path")))) else ()
    )
    keys: dict[str, Value] = {"kind": "dependencies", "from": rule.globs(rule.source, "path", bound)}
    keys["deny"] = rule.globs(rule.to, "path", bound)
    own = [each for each in barred if re.search(r"\$\d", each)]
    if own:
        keys["deny"] = rule.matching(_others(keys["deny"], own, bound))
    spared = [glob for each in barred if each not in own for glob in translate(each)]
    if spared:
        keys["except"] = rule.matching(spared)
    if texts_of(rule.source.get("pathNot")):
        keys["exclude"] = rule.globs(rule.source, "pathNot")
    if rule.has("reachable"):
        keys["transitive"] = True
    return {**keys, **rule.edges()}


def _others(denied: Value, own: Sequence[str], bound: Sequence[str]) -> list[str]:
    """Targets under any other value than the captured one: `^a/` except `^a/$1/` is `a/{!value}/**`."""
    kept = [glob for each in own for glob in translate(each, bound)]
    wide = [denied] if isinstance(denied, str) else list(denied) if isinstance(denied, list | tuple) else []
    name = f"{{{bound[0]}}}"
    for glob in kept:
        head, found, _ = glob.partition(name)
        if not found or f"{head}**" not in wide:
            raise _LossError("to.pathNot with $1 is more than another value of the same directory")
    heads = sorted({glob.partition(name)[0] for glob in kept})
    return [pattern for head in heads for pattern in (f"{head}{{!{bound[0]}}}/**", f"{head}*.*")]


def _lose_types(rule: _Rule) -> dict[str, Value]:
    raise _LossError(f"types of dependencies ({', '.join(sorted(rule.types('dependencyTypes')))}) have no counterpart")


def _lose_key(rule: _Rule) -> dict[str, Value]:
    names = [key for key in _ODD if rule.has(key)]
    raise _LossError(f"to.{names[0]} has no counterpart")


_ODD = ("moreThanOneDependencyType", "license", "licenseNot", "moreUnstable", "exoticallyRequired", "exoticRequire",
        "exoticRequireNot", "preCompilationOnly", "dynamic", "ancestor", "via")  # fmt: skip
_KINDS: tuple[tuple[Callable[[_Rule], bool], Callable[[_Rule], dict[str, Value] | None]], ...] = (
    (lambda rule: any(rule.has(key) for key in _ODD), _lose_key),
    (lambda rule: rule.has("circular"), _carry_cycles),
    (lambda rule: plain_of(rule.source.get("orphan")) is True, _carry_orphans),
    (lambda rule: rule.has("couldNotResolve"), _carry_unresolved),
    (
        lambda rule: bool(rule.types("dependencyTypes")) and rule.types("dependencyTypes") <= _UNDECLARED,
        _carry_declared,
    ),
    (lambda rule: rule.types("dependencyTypes") == _DEV, _carry_declared),
    (lambda rule: rule.types("dependencyTypes") == {"core"}, _carry_packages),
    (lambda rule: rule.has("dependencyTypes"), _lose_types),
    (lambda rule: any("node_modules" in each for each in texts_of(rule.to.get("path"))), _carry_packages),
    (lambda _rule: True, _carry_dependencies),
)


def plain_of(node: Node | None) -> object:
    """The plain value of a node, None for none."""
    return None if node is None else plain_value(node)


def texts_of(node: Node | None) -> list[str]:
    """The texts of a value that is one or a list."""
    items = node.items if isinstance(node, SequenceNode) else (node,)
    return [item.value for item in items if isinstance(item, ScalarNode) and isinstance(item.value, str)]
