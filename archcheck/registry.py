"""Finds checks, languages, reporters and packs by name and loads them on demand.

Built-in ones are listed in the generated `_index`; those of installed packages come through the entry-point groups
`archcheck.checks`, `.languages` and `.reporters`, read only for the packages that a rule file names under `plugins:`.
"""

from __future__ import annotations

import re
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from archcheck import _index
from archcheck.errors import ExtensionError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archcheck.core.extension import Check, Language, Reporter

# Names of distributions (PEP 508): messages offer to install them, so they must be nothing else.
_PACKAGE_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?", re.ASCII)


class Registry:
    """All extensions of one run: the built-in ones and those of the named plugins."""

    def __init__(self, plugins: Sequence[str] = ()) -> None:
        self._plugins = tuple(plugins)
        self._found: dict[tuple[str, str], Any] = {}
        self._third_party: dict[str, dict[str, Any]] = {}
        if plugins:
            self._third_party = {group: _entry_points(group, plugins) for group in ("checks", "languages", "reporters")}

    def kinds(self) -> tuple[str, ...]:
        """The names of all rule kinds, built-in ones first."""
        return (*_index.CHECKS, *self._third_party.get("checks", {}))

    def check(self, kind: str) -> Check[Any] | None:
        """The check of a kind, or None when there is no such kind. Raises ExtensionError when it cannot be loaded."""
        from archcheck.core.extension import Check  # noqa: PLC0415 - start-up: names are known without it

        found: Check[Any] | None = self._load("checks", _index.CHECKS, kind, Check, "kind")
        return found

    def language_names(self) -> tuple[str, ...]:
        """The names of all languages, built-in ones first."""
        return (*_index.LANGUAGES, *self._third_party.get("languages", {}))

    def language(self, name: str) -> Language[Any] | None:
        """The language of a name, or None. Raises ExtensionError when it cannot be loaded."""
        from archcheck.core.extension import Language  # noqa: PLC0415 - as above

        found: Language[Any] | None = self._load("languages", _index.LANGUAGES, name, Language, "name")
        return found

    def language_files(self, name: str) -> tuple[tuple[str, str], ...]:
        """The globs of a language with their dialects; for a built-in one known without loading it."""
        listed = _index.LANGUAGE_FILES.get(name)
        if listed is not None:
            return listed
        language = self.language(name)
        return language.files if language else ()

    def language_aspects(self, name: str) -> tuple[str, ...]:
        """The aspects of a language; for a built-in one known without loading it."""
        listed = _index.LANGUAGE_ASPECTS.get(name)
        if listed is not None:
            return listed
        language = self.language(name)
        return tuple(language.aspects) if language else ()

    def reporter_names(self) -> tuple[str, ...]:
        """The names of all output formats, built-in ones first."""
        return (*_index.REPORTERS, *self._third_party.get("reporters", {}))

    def reporter(self, name: str) -> Reporter | None:
        """The reporter of a format, or None. Raises ExtensionError when it cannot be loaded."""
        from archcheck.core.extension import Reporter  # noqa: PLC0415 - as above

        found: Reporter | None = self._load("reporters", _index.REPORTERS, name, Reporter, "name")
        return found

    def _load(self, group: str, built_in: Mapping[str, Any], name: str, record: type[Any], attribute: str) -> Any:
        key = (group, name)
        if key in self._found:
            return self._found[key]
        if name in built_in:
            module = import_module(f"archcheck.{group}.{name}")
            found = getattr(module, group[:-1].upper())
        elif name in self._third_party.get(group, {}):
            found = _load_entry_point(self._third_party[group][name], record, attribute, name)
        else:
            return None
        self._found[key] = found
        return found


def _entry_points(group: str, plugins: Sequence[str]) -> dict[str, Any]:
    """The entry points of the named packages in one group, by name. Raises ExtensionError for a missing package."""
    from importlib import metadata  # noqa: PLC0415 - costs 30 ms, only with plugins

    found: dict[str, Any] = {}
    for plugin in plugins:
        if not _PACKAGE_NAME.fullmatch(plugin):
            raise ExtensionError(f'"{plugin}" is not the name of a package')
        try:
            distribution = metadata.distribution(plugin)
        except metadata.PackageNotFoundError:
            raise ExtensionError(f'the plugin "{plugin}" is not installed: pip install {plugin}') from None
        for point in distribution.entry_points:
            if point.group == f"archcheck.{group}":
                _require_own_name(group, point.name, plugin, found)
                found[point.name] = point
    return dict(sorted(found.items()))


def _require_own_name(group: str, name: str, plugin: str, found: Mapping[str, Any]) -> None:
    """Raise ExtensionError for a name that is, or may become, somebody else's."""
    if group == "checks" and "." not in name:
        raise ExtensionError(f'plugin {plugin}: the kind "{name}" needs a namespace, as in acme.kind')
    if name in found or name in {**_index.LANGUAGES, **_index.REPORTERS}:
        raise ExtensionError(f'plugin {plugin}: there is another extension "{name}" in archcheck.{group}')


def _load_entry_point(point: Any, record: type[Any], attribute: str, name: str) -> Any:
    try:
        found = point.load()
    except Exception as error:
        raise ExtensionError(f"{_owner(point)} cannot be loaded: {_cause(error)}") from error
    if not isinstance(found, record) or getattr(found, attribute) != name:
        raise ExtensionError(f'{_owner(point)} must be a {record.__name__} with {attribute} "{name}"')
    return _guarded(found, _owner(point))


def _owner(point: Any) -> str:
    return f"{point.value} of the plugin {point.dist.name}"


def _cause(error: Exception) -> str:
    """The exception, and the line of code it comes from."""
    from traceback import extract_tb  # noqa: PLC0415 - only when a plugin fails

    at = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({at.filename}:{at.lineno})"


_CALLED = ("run", "needs", "index", "resolve", "render")
"""What third parties write and is called outside of the extraction, which guards itself."""


def _guarded(record: Any, owner: str) -> Any:
    """The record with functions that name the plugin when they fail."""
    from dataclasses import replace  # noqa: PLC0415 - only with plugins

    functions = {name: function for name in _CALLED if (function := getattr(record, name, None))}
    return replace(record, **{name: partial(_call, f, owner, name) for name, f in functions.items()})


def _call(function: Any, owner: str, name: str, *arguments: Any) -> Any:
    """Call a function of a plugin. Raises ExtensionError, naming it, when it fails or yields what is no result."""
    try:
        returned = function(*arguments)
        answer = list(returned) if name == "run" else returned
    except Exception as error:
        raise ExtensionError(f"{owner} failed: {_cause(error)}") from error
    if name == "run":
        from archcheck.core.findings import Result  # noqa: PLC0415 - only with plugins

        for each in answer:
            if not isinstance(each, Result):
                raise ExtensionError(f"{owner} yields {type(each).__name__}, which is no finding")
    return answer
