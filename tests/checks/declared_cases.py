"""Scenes for `external` with `declared`: imports drawn as text, and what manifests say of them."""

from typing import Any

from archcheck.core.facts import RelationFact
from archcheck.core.findings import Result
from archcheck.core.graph import Graph
from archcheck.core.scene import CodeFiles, Declarations, Need
from tests.builders import graph
from tests.scenes import results, told

_FORMATS = {"package.json": "npm", "pyproject.toml": "pyproject", "go.mod": "gomod", "setup.cfg": "setup_cfg"}
_LANGUAGES = {"py": "python", "ts": "typescript", "tsx": "typescript", "go": "go"}


def said(text: str) -> dict[str, dict[str, tuple[RelationFact, ...]]]:
    """What manifests say, one a line: `a/package.json: react, jest dev, = npm:@acme/a, > ../base.txt`.

    `=` is what it provides, with its version, `>` a path; the second word of a package is its group. Packages stand on
    lines 2, 3, ...
    """
    found: dict[str, dict[str, tuple[RelationFact, ...]]] = {}
    for line in filter(None, (each.strip() for each in text.splitlines())):
        path, _, words = line.partition(":")
        name = path.rpartition("/")[2]
        form = _FORMATS.get(name, "pip")
        ecosystem = {"npm": "npm", "gomod": "go"}.get(form, "pypi")
        facts = []
        for number, word in enumerate(filter(None, words.strip().split(", ")), 2):
            first, _, rest = word.partition(" ")
            relation = {"=": "provides", ">": "path"}.get(first, "package")
            value = rest if first in "=>" else f"{ecosystem}:{first}"
            group = rest if relation == "package" else ""
            value, _, version = value.partition(" ")
            facts.append(RelationFact(number, 5, relation, value, version, group))
        found[path] = {form: tuple(facts)}
    return found


def found(body: str, drawing: str, manifests: str) -> list[Result]:
    """What a rule says of a drawn graph beside these manifests."""
    drawn, needs = scene_of(drawing, manifests)
    return results("external", body, drawn, needs=needs)


def scene_of(drawing: str, manifests: str) -> tuple[Graph, dict[Need, Any]]:
    said_by = said(manifests)
    drawn = graph(drawing, "\n".join(said_by))
    code = {n: _LANGUAGES[e] for n, path in enumerate(drawn.files) if (e := path.rpartition(".")[2]) in _LANGUAGES}
    declared = {drawn.files.index(path): formats for path, formats in said_by.items()}
    return drawn, {Declarations(): declared, CodeFiles(): code}


def lines(body: str, drawing: str, manifests: str) -> list[str]:
    """The same in one line each, without the ids of both ends."""
    return [line.partition(": ")[2] for line in told(found(body, drawing, manifests))]
