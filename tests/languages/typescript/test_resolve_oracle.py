"""Beside TypeScript's own resolver, on small repositories and on every import of public ones: differences have reasons.

The answers of TypeScript 5.9 were made by `tools/typescript_answers.py`: with `moduleResolution` bundler and nodenext,
and with members of workspaces linked into node_modules.
"""

import gzip
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from archcheck.core.resolution import EXTERNAL, INTERNAL, UNRESOLVED, Resolved
from archcheck.languages.typescript.index import build_index
from tests.languages.typescript.resolving import ask, inventory
from tests.languages.typescript.trees_of_packages import TREES

ANSWERS = Path(__file__).parent / "answers"
PAGE = Path(__file__).parents[3] / "docs" / "languages" / "typescript.md"
REPOSITORIES = sorted(path.name.removesuffix(".json.gz") for path in ANSWERS.glob("*.json.gz"))
CODE = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json")
CUSTOMS = ("@/", "~/", "@site/", "@theme/", "$lib")


class Repository(NamedTuple):
    """One repository: its files, its manifests, and the answers of TypeScript by importer."""

    files: list[str]
    manifests: dict[str, Any]
    imports: dict[str, list[tuple[str, str | None, str | None]]]
    links: frozenset[str] = frozenset()

    def package_of(self, path: str) -> str:
        """The directory, with a final slash, of the manifest above a path."""
        while "/" in path:
            path = path.rpartition("/")[0]
            if f"{path}/package.json" in self.manifests:
                return path + "/"
        return ""


class Case(NamedTuple):
    """One import with our answer and TypeScript's two, each None when no file of the repository is found."""

    repository: Repository
    importer: str
    specifier: str
    resolved: Resolved
    bundler: str | None
    nodenext: str | None

    @property
    def ours(self) -> str | None:
        return self.resolved.target if self.resolved.outcome == INTERNAL else None

    @property
    def is_relative(self) -> bool:
        return self.specifier.startswith(".")


class Difference(NamedTuple):
    """A kind of difference; `words` stand in the documentation as they stand here."""

    words: str
    explains: Callable[[Case], bool]


def _stem(path: str) -> str:
    directory, slash, name = path.rpartition("/")
    return directory + slash + name.partition(".")[0]


def _is_declared(case: Case) -> bool:
    theirs = case.bundler or ""
    beside = case.ours is not None and _stem(case.ours) == _stem(theirs)
    return beside and (".d." in theirs)


def _is_asset(case: Case) -> bool:
    if case.bundler is not None or case.ours is None:
        return False
    return "?" in case.specifier or not case.ours.endswith(CODE) or case.specifier.endswith(".json")


def _only_bundlers_guess(case: Case) -> bool:
    written = case.specifier.rpartition("/")[2]
    endings = (".json", ".mts", ".cts", ".mjs", ".cjs")
    return case.is_relative and case.bundler is None and str(case.ours).endswith(endings) and "." not in written


def _is_source_of_an_entry(case: Case) -> bool:
    """The import names a package; TypeScript finds nothing, or declarations in it, we find a file of it."""
    if case.is_relative or case.ours is None:
        return False
    home = case.repository.package_of(case.ours)
    name = case.repository.manifests.get(home + "package.json", {}).get("name", "")
    named = bool(name) and f"{case.specifier}/".startswith(f"{name}/")
    return named and (case.bundler is None or (".d." in case.bundler and case.bundler.startswith(home)))


def _is_source_of_an_output(case: Case) -> bool:
    outputs = ("/dist/", "/build/", "/out/")
    return case.bundler is None and case.ours is not None and any(each in case.specifier for each in outputs)


def _is_custom(case: Case) -> bool:
    return case.bundler is None and case.ours is not None and case.specifier.startswith(CUSTOMS)


def _is_alias_of_another_project(case: Case) -> bool:
    keys = {
        key
        for path, manifest in case.repository.manifests.items()
        if path.rpartition("/")[2].startswith("tsconfig")
        for key in manifest.get("compilerOptions", {}).get("paths", {})
    }
    fits = any(case.specifier.startswith(key.partition("*")[0]) for key in keys if key != "*")
    return case.bundler is None and case.ours is not None and not case.is_relative and fits


DIFFERENCES = (
    Difference("TypeScript leads to a declaration where its implementation lies beside it.", _is_declared),
    Difference("TypeScript finds code only, no style sheets, images or single-file components.", _is_asset),
    Difference("TypeScript never adds `.json`, `.mts`, `.cts`, `.mjs` or `.cjs`.", _only_bundlers_guess),
    Difference("TypeScript needs a build to find what a package of the workspace exports.", _is_source_of_an_entry),
    Difference("TypeScript maps outputs of builds to their sources only within a project.", _is_source_of_an_output),
    Difference("TypeScript knows no customs of frameworks (`@site`, `@theme`, `$lib`, `@/` for `src/`).", _is_custom),
    Difference("TypeScript lets `paths` count only for the files of their project.", _is_alias_of_another_project),
)  # fmt: skip


@cache
def repository(name: str) -> Repository:
    record = json.loads(gzip.decompress((ANSWERS / f"{name}.json.gz").read_bytes()))
    return Repository(record["files"], record["manifests"], record["imports"], frozenset(record["links"]))


@cache
def tree(name: str) -> Repository:
    drawn = TREES[name]
    files = sorted({*drawn.files.split(), *drawn.imports, *drawn.manifests})
    answers = json.loads((ANSWERS / "trees.json").read_text("utf-8"))
    return Repository(files, dict(drawn.manifests), answers[name])


@cache
def cases(name: str) -> tuple[Case, ...]:
    return tuple(_cases(tree(name) if name in TREES else repository(name)))


def _cases(one: Repository) -> Iterator[Case]:
    index = build_index(inventory(one.files, one.manifests, unseen=one.links))
    for importer, rows in one.imports.items():
        for specifier, bundler, nodenext in rows:
            answer = ask(index, importer, specifier)
            if answer:
                yield Case(one, importer, specifier, answer[0], bundler, nodenext)


def differing(name: str) -> list[Case]:
    return [case for case in cases(name) if case.ours != case.bundler]


def described(case: Case) -> str:
    return f"{case.importer} {case.specifier}: {case.resolved} beside {case.bundler}"


def test_trees_were_all_asked() -> None:
    answers = json.loads((ANSWERS / "trees.json").read_text("utf-8"))
    asked = {(name, path): [row[0] for row in rows] for name, found in answers.items() for path, rows in found.items()}
    drawn = {(name, path): written.split() for name, one in TREES.items() for path, written in one.imports.items()}
    assert asked == drawn


@pytest.mark.parametrize("name", [*TREES, *REPOSITORIES])
def test_every_difference_has_a_reason(name: str) -> None:
    unexplained = [case for case in differing(name) if not any(kind.explains(case) for kind in DIFFERENCES)]
    assert [described(case) for case in unexplained] == []


@pytest.mark.parametrize("name", REPOSITORIES)
def test_what_typescript_finds_is_found(name: str) -> None:
    lost = [case for case in cases(name) if case.ours is None and (case.bundler or case.nodenext)]
    assert [described(case) for case in lost] == []


@pytest.mark.parametrize("kind", DIFFERENCES, ids=lambda kind: kind.words)
def test_every_kind_of_difference_occurs(kind: Difference) -> None:
    assert any(kind.explains(case) for name in [*TREES, *REPOSITORIES] for case in differing(name))


@pytest.mark.parametrize("kind", DIFFERENCES, ids=lambda kind: kind.words)
def test_every_kind_of_difference_is_documented(kind: Difference) -> None:
    section = PAGE.read_text("utf-8").partition("## Differences from other tools")[2]
    assert f"- {kind.words}" in section


def test_unresolved_imports_of_public_repositories_are_known() -> None:
    found = {
        name: sorted(
            {f"{case.specifier}: {case.resolved.reason}" for case in cases(name) if case.resolved.outcome == UNRESOLVED}
        )
        for name in REPOSITORIES
    }
    assert found == json.loads((ANSWERS / "unresolved.json").read_text("utf-8"))


def _has_its_own_copy(case: Case) -> bool:
    """Whether the package of the importer asks for a published version, as only packages outside of workspaces do."""
    home = case.repository.package_of(case.importer)
    fields = case.repository.manifests[home + "package.json"]
    required = {**fields.get("dependencies", {}), **fields.get("devDependencies", {})}
    return required.get(case.resolved.target.removeprefix("npm:"), "")[:1] in ("^", "~", *"0123456789")


@pytest.mark.parametrize("name", REPOSITORIES)
def test_no_package_of_the_repository_is_a_third_party_to_another(name: str) -> None:
    one = repository(name)
    names = {manifest.get("name") for path, manifest in one.manifests.items() if path.endswith("package.json")}
    own = {f"npm:{each}" for each in names if each}
    foreign = [case for case in cases(name) if case.resolved.outcome == EXTERNAL and case.resolved.target in own]
    assert [described(case) for case in foreign if not _has_its_own_copy(case)] == []


# Entries without a source of their name: styles and parsers that a build makes, bundles, outputs under other names.
UNLIKE_THEIR_SOURCE = {
    "@excalidraw/excalidraw/index.css": "packages/excalidraw/package.json",
    "@prometheus-io/codemirror-promql/dist/esm/complete": "module/codemirror-promql/src/complete/index.ts",
    "@prometheus-io/lezer-promql": "module/lezer-promql/package.json",
    "@typescript-eslint/eslint-plugin/use-at-your-own-risk/raw-plugin": "packages/eslint-plugin/src/raw-plugin.ts",
    "@typescript-eslint/eslint-plugin/use-at-your-own-risk/rules": "packages/eslint-plugin/src/rules/index.ts",
    "trpc-api": "examples/.experimental/next-app-dir/src/trpc/client.ts",
    "vue/dist/vue.runtime.esm-browser.prod.js": "packages/vue/src/index.ts",
}


def _has_the_name_of_its_source(case: Case) -> bool:
    target = str(case.ours)
    home = case.repository.package_of(target)
    name = case.repository.manifests[home + "package.json"]["name"]
    wanted = case.specifier[len(name) + 1 :] or "index"
    return _stem(target).endswith((f"/{wanted}", f"/{wanted}/index"))


def test_entries_lead_to_sources_of_their_name() -> None:
    entries = [case for name in REPOSITORIES for case in differing(name) if _is_source_of_an_entry(case)]
    others = {case.specifier: case.ours for case in entries if not _has_the_name_of_its_source(case)}
    assert others == UNLIKE_THEIR_SOURCE
    assert len({case.specifier for case in entries}) > 100
