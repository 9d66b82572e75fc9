"""Build and settings scripts of Gradle, as far as their calls have literal arguments."""

import re
from collections.abc import Iterator, Mapping, Sequence

from archcheck.core.facts import RelationFact
from archcheck.core.relating import BUILD, DEV, MANAGED, OPTIONAL, PROVIDED, TEST
from archcheck.languages.gradle.coordinates import Artifact, parse_coordinate, plugin
from archcheck.languages.gradle.statements import Statement, statements, texts
from archcheck.syntax.tokens import NAME, SIGN, TEXT, Token, brace_tokens

_VARIABLE = re.compile(r"\$(?:\{(?:[\w.]*?\.)??(\w++)\}|(\w++))")
_ROOT = re.compile(r"\$(?:\{(?:rootDir|rootProject\.projectDir)\}|rootDir|rootProject\.projectDir)/")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ELSEWHERE = ("/", "~", "\\")
_UNKNOWN = frozenset("$*?")
_GROUPS = {
    "compileOnly": PROVIDED,
    "compileOnlyApi": PROVIDED,
    "provided": PROVIDED,
    "providedCompile": PROVIDED,
    "providedRuntime": PROVIDED,
    "annotationProcessor": BUILD,
    "kapt": BUILD,
    "ksp": BUILD,
    "classpath": BUILD,
    "coreLibraryDesugaring": BUILD,
    "developmentOnly": DEV,
    "mavenBom": MANAGED,
}
_PLATFORMS = frozenset({"platform", "enforcedPlatform"})
_NO_CONFIGURATION = frozenset(
    {"exclude", "because", "version", "constraints", "imports", "val", "var", "def", "if", "for"}
)


def script_facts(text: str, *, is_settings: bool) -> Iterator[RelationFact]:
    """What one script declares."""
    tokens = list(brace_tokens(text))
    known = dict(_variables(tokens))
    moved = _moved(tokens)
    for statement in statements(tokens):
        within = statement.blocks[-1] if statement.blocks else ""
        if within in ("dependencies", "constraints", "imports"):
            yield from _dependency(statement, known)
        elif within == "plugins":
            yield from _plugin(statement, known)
        elif is_settings and statement.name in ("include", "includeBuild"):
            yield from _included(statement, moved)
        elif statement.name == "apply":
            yield from _applied(statement)


def _variables(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Names to which a text is assigned."""
    for name, sign, value in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if name.kind == NAME and sign[:2] == (SIGN, "=") and value.kind == TEXT and "$" not in value.text:
            yield name.text, value.text


def _filled(text: str, known: Mapping[str, str]) -> str:
    """The text with the variables of this script; others remain as written."""
    return _VARIABLE.sub(lambda found: known.get(found[1] or found[2]) or found[0], text) if "$" in text else text


def _dependency(statement: Statement, known: Mapping[str, str]) -> Iterator[RelationFact]:
    if statement.name in _NO_CONFIGURATION:
        return
    arguments = statement.arguments
    names = {token.text for token in arguments if token.kind == NAME}
    group = _group(statement, names)
    for artifact in _artifacts(arguments, known):
        yield _fact(statement.head, "package", artifact.package, artifact.version, group)
    if "project" in names:
        for path in texts(arguments):
            yield from _project(statement.head, path.text)
    elif {"files", "fileTree"} & names:
        for path in texts(arguments):
            if "/" in path.text and "*" not in path.text:
                yield from _path(statement.head, path.text, OPTIONAL)
    else:
        yield from _accessor(statement.head, arguments)


def _group(statement: Statement, names: set[str]) -> str:
    """The group of a configuration: `testImplementation` is `test`."""
    name = statement.name
    if {"constraints", "dependencyManagement", "imports"} & set(statement.blocks) or _PLATFORMS & names:
        return MANAGED
    if "test" in name.lower():
        return TEST
    if name.startswith("debug"):
        return DEV
    return _GROUPS.get(name, "")


def _artifacts(arguments: Sequence[Token], known: Mapping[str, str]) -> Iterator[Artifact]:
    """Coordinates in one text, in the parts `group`, `name` and `version`, or as `kotlin("stdlib")`."""
    labelled = {}
    for at, token in enumerate(arguments):
        if token.kind != TEXT:
            continue
        before = arguments[at - 2] if at > 1 else token
        if arguments[at - 1].text in (":", "=") and at > 1 and before.kind == NAME:
            labelled[before.text] = _filled(token.text, known)
        elif arguments[at - 1].text == "(" and before[:2] == (NAME, "kotlin"):
            found = parse_coordinate(f"org.jetbrains.kotlin:kotlin-{token.text}")
            yield from [found] if found else []
        else:
            found = parse_coordinate(_filled(token.text, known))
            yield from [found] if found else []
    named = parse_coordinate(f"{labelled.get('group', '')}:{labelled.get('name', '')}")
    if named:
        yield named._replace(version=labelled.get("version", ""))


def _project(at: Token, path: str) -> Iterator[RelationFact]:
    """`:a:b` is the directory `a/b` below the one of the settings, somewhere above."""
    if path.startswith(":") and path.strip(":"):
        yield _fact(at, "path", path.strip(":").replace(":", "/"), "up")


def _accessor(at: Token, arguments: Sequence[Token]) -> Iterator[RelationFact]:
    """`projects.coreNetwork.api`: most likely the directory `core-network/api`."""
    for start, token in enumerate(arguments):
        if token[:2] == (NAME, "projects") and (start == 0 or arguments[start - 1].text != "."):
            parts: list[str] = []
            for dot, name in zip(arguments[start + 1 :: 2], arguments[start + 2 :: 2], strict=False):
                if dot.text != "." or name.kind != NAME:
                    break
                parts.append(_CAMEL.sub("-", name.text).lower())
            if parts:
                yield RelationFact(at.place.line, at.place.column, "path", "/".join(parts), "up", OPTIONAL)


def _plugin(statement: Statement, known: Mapping[str, str]) -> Iterator[RelationFact]:
    """`id("x") version "1"` and `kotlin("jvm") version "1"`."""
    found = texts(statement.arguments)
    if statement.name not in ("id", "kotlin") or not found:
        return
    name = found[0].text if statement.name == "id" else f"org.jetbrains.kotlin.{found[0].text}"
    artifact = plugin(name, _filled(found[1].text, known) if len(found) > 1 else "")
    if artifact:
        yield _fact(statement.head, "package", artifact.package, artifact.version, BUILD)


def _moved(tokens: Sequence[Token]) -> Mapping[str, str]:
    """Projects that do not lie where their names say: `project(":a").projectDir = file("b")`."""
    moved: dict[str, str] = {}
    for at, token in enumerate(tokens):
        if token[:2] == (NAME, "projectDir") and at > 4 and tokens[at - 3].kind == TEXT:  # noqa: PLR2004 - project(x).
            value = next((each for each in tokens[at + 1 : at + 9] if each.kind == TEXT), None)
            if value:
                moved[tokens[at - 3].text] = value.text
    return moved


def _included(statement: Statement, moved: Mapping[str, str]) -> Iterator[RelationFact]:
    for name in texts(statement.arguments):
        directory = name.text if statement.name == "includeBuild" else name.text.strip(":").replace(":", "/")
        yield from _path(name, moved.get(name.text) or directory, "")


def _applied(statement: Statement) -> Iterator[RelationFact]:
    """`apply from: "x.gradle"`."""
    if any(token[:2] == (NAME, "from") for token in statement.arguments):
        for path in texts(statement.arguments):
            yield from _path(statement.head, path.text, "")


def _path(at: Token, path: str, group: str) -> Iterator[RelationFact]:
    from_root = _ROOT.match(path)
    plain = path[from_root.end() :] if from_root else path
    if plain and not _UNKNOWN & set(plain) and "://" not in plain and not plain.startswith(_ELSEWHERE):
        yield _fact(at, "path", plain, "up" if from_root else "", group)


def _fact(at: Token, relation: str, value: str, detail: str = "", group: str = "") -> RelationFact:
    return RelationFact(at.place.line, at.place.column, relation, value, detail, group)
