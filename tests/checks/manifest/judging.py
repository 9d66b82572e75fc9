"""Runs the check over files with contents, which their formats read."""

from collections.abc import Mapping
from typing import Any

from archcheck.core.facts import Source
from archcheck.core.findings import Finding, Result, Unknown
from archcheck.core.scene import Declarations, Need
from archcheck.registry import Registry
from tests.builders import graph
from tests.language_pages import dialect_of
from tests.scenes import check_of, rules, scene

FORMATS = {
    "package.json": "npm",
    "pnpm-workspace.yaml": "pnpm_workspace",
    "pyproject.toml": "pyproject",
    "requirements.txt": "pip",
    "go.mod": "gomod",
    "Cargo.toml": "cargo",
    "pom.xml": "maven",
    "build.gradle": "gradle",
    "libs.versions.toml": "gradle",
    "Directory.Packages.props": "nuget",
    "A.csproj": "nuget",
    "Package.swift": "swift_package",
    "compose.yaml": "compose",
}


def judged(body: str, files: Mapping[str, str], components: str = "") -> list[Result]:
    """What the check yields for a rule over files with these contents."""
    rule_set = rules("manifest", body, components)
    drawn = graph("\n".join(files))
    found: dict[int, dict[str, Any]] = {}
    for path, text in files.items():
        name = FORMATS.get(path.rpartition("/")[2])
        language = Registry().language(name) if name else None
        if language and name:
            extracted = language.aspects["relations"](Source(text.encode(), dialect_of(name, path)))
            assert extracted.diagnostics == ()
            found[drawn.files.index(path)] = {name: extracted.facts}
    needs: Mapping[Need, Any] = {Declarations(): dict(sorted(found.items()))}
    return list(check_of("manifest").run(rule_set.rules[0].options, scene(drawn, rule_set, needs)))


def told(body: str, files: Mapping[str, str], components: str = "") -> list[str]:
    """Findings as `place: message`, other results with their kind."""
    lines = []
    for each in judged(body, files, components):
        if isinstance(each, Finding):
            at = [f"{place.path}:{place.line}" for place in each.places] or [each.subject]
            lines.append(f"{' '.join(at)}: {each.message}")
        else:
            lines.append(f"{type(each).__name__}: {each.reason if isinstance(each, Unknown) else each}")
    return lines


def package_json(**packages: str) -> str:
    inside = ", ".join(f'"{name}": "{version}"' for name, version in packages.items())
    return f'{{"dependencies": {{{inside}}}}}'
