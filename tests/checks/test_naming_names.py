"""How `naming` takes names apart, which it leaves alone, and that what it suggests passes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.checks.naming.parts import MIDDLE_PARTS, directory_parts, file_parts, symbol_parts
from archcheck.core.conventional_names import (
    CONVENTIONAL_DIRECTORIES,
    CONVENTIONAL_FILES,
    CONVENTIONAL_SYMBOLS,
    ecosystem_of,
)
from tests.checks.naming_cases import PY_SNAKE, faults, findings, suggested, symbols


@pytest.mark.parametrize(
    ("style", "path", "name"),
    [
        pytest.param("pascal", "date-picker.test.tsx", "DatePicker.test.tsx", id="middle part kept, not judged"),
        pytest.param("kebab", "DatePicker.spec.d.ts", "date-picker.spec.d.ts", id="two middle parts"),
        pytest.param("kebab", "user.handler.ts", "user-handler.ts", id="unknown middle part is judged"),
        pytest.param("kebab", "Test.config.ts", "test.config.ts", id="the first part is always judged"),
        pytest.param("dot", "fooBar.baz.ts", "foo.bar.baz.ts", id="dots are separators in dot"),
        pytest.param("kebab", "Foo", "foo", id="no extension"),
        pytest.param("kebab", "foo.", "foo", id="an empty extension is none"),
        pytest.param("kebab", "Foo.tar.gz", "foo.tar.gz", id="double extension"),
        pytest.param("snake", "_FooBar.py", "_foo_bar.py", id="underscore before"),
        pytest.param("snake", "__Foo__.py", "__foo__.py", id="dunder"),
        pytest.param("snake", "_", "rename it, or list it under `exempt`", id="nothing but an underscore"),
        pytest.param("snake", "Async.py", "async_.py", id="a keyword can not be imported"),
        pytest.param("kebab", "Async.ts", "async.ts", id="a keyword elsewhere"),
        pytest.param("kebab", "[UserId].tsx", "[userId].tsx", id="parameter is camel"),
        pytest.param("kebab", "[...Slug].tsx", "[...slug].tsx", id="rest parameter"),
        pytest.param("kebab", "[[...Slug]].tsx", "[[...slug]].tsx", id="optional rest parameter"),
        pytest.param("kebab", "[user_id].json.ts", "[userId].json.ts", id="dot after a parameter"),
        pytest.param("kebab", "[Page=integer].ts", "[page=integer].ts", id="matcher"),
        pytest.param("kebab", "$UserId.tsx", "$userId.tsx", id="dollar parameter"),
        pytest.param("kebab", "($Lang).tsx", "($lang).tsx", id="optional dollar parameter"),
        pytest.param("kebab", "fooBar-[Id]_bazQux.tsx", "foo-bar-[id]_baz-qux.tsx", id="parameter in a name"),
        pytest.param("kebab", "+PageLoad.server.ts", "+page-load.server.ts", id="plus"),
        pytest.param("kebab", "+Page@(app).svelte", "+page@(app).svelte", id="layout of another group"),
        pytest.param("kebab", "{{cookiecutter.Name}}_Foo.py", "{{cookiecutter.Name}}_foo.py", id="placeholder"),
    ],
)
def test_file_name_is_taken_apart(style: str, path: str, name: str) -> None:
    assert suggested(f'styles: {{"**": {style}}}', path) == name


@pytest.mark.parametrize(
    ("directory", "name"),
    [
        pytest.param("(authPages)", "(auth-pages)", id="group is kebab"),
        pytest.param("(.)PhotoView", "(.)photo-view", id="intercepting route"),
        pytest.param("(..)(..)PhotoView", "(..)(..)photo-view", id="intercepting route further up"),
        pytest.param("@Modal", "@modal", id="slot"),
        pytest.param("_Private", "_private", id="private folder"),
        pytest.param("[UserId]", "[userId]", id="parameter"),
        pytest.param("v1.2", "v1-2", id="directories have no extension"),
        pytest.param("__Things__", "__things__", id="dunder"),
    ],
)
def test_directory_name_is_taken_apart(directory: str, name: str) -> None:
    assert suggested('styles: {"app/*/": kebab}', f"app/{directory}/x.ts") == name


@pytest.mark.parametrize(
    "path",
    [
        *("foo.test.tsx", "[id].tsx", "[...slug].tsx", "[[...slug]].tsx", "(auth)", "@modal", "_private.py", "$.tsx"),
        *("+page.server.ts", "$userId.tsx", "($lang).tsx", "[id].json.ts", "async_.py", "2fa.py", "{{name}}.py"),
        *(".eslintrc.js", ".gitignore", "README.md", "Makefile", "Dockerfile.dev", "LICENSE-MIT", "CMakeLists.txt"),
        *("AndroidManifest.xml", "CODEOWNERS", "__init__.py", "__main__.py"),
    ],
)
def test_name_is_fine_in_kebab(path: str) -> None:
    assert findings('styles: {"**": kebab}', path) == []


@pytest.mark.parametrize("path", ["index.ts", "main.go", "setup.py", "conftest.py", "not-found.tsx", "__init__.py"])
def test_entry_points_are_fine_in_any_style(path: str) -> None:
    assert findings('styles: {"**": screaming_snake}', path) == []


def test_conventional_names_and_dotfiles_are_judged_when_asked_for() -> None:
    rule = 'styles: {"**": kebab, "**/": kebab}\nconventional: judge\ndotfiles: judge'
    assert faults(rule, "README.md", ".fooBar/x.ts", ".eslintRC.js", "__Tests__/x.ts", ".github/x.ts") == {
        "README.md": 'file name "README.md" is not kebab, "readme.md" is',
        ".fooBar/": 'directory name ".fooBar" is not kebab, ".foo-bar" is',
        ".eslintRC.js": 'file name ".eslintRC.js" is not kebab, ".eslint-rc.js" is',
        "__Tests__/": 'directory name "__Tests__" is not kebab, "__tests__" is',
    }


@pytest.mark.parametrize(
    "directory", ["__tests__", "__snapshots__", "LC_MESSAGES", "META-INF", "App.xcodeproj", "rss.xml"]
)
def test_conventional_directory_is_fine(directory: str) -> None:
    assert findings('styles: {"*/": camel}', f"{directory}/x") == []


def test_tables_of_conventional_names_hold_globs_that_match_something() -> None:
    """Every alternative is spelled out by expanding it, and must be found in its own table."""
    for table in (CONVENTIONAL_FILES, CONVENTIONAL_DIRECTORIES, CONVENTIONAL_SYMBOLS):
        for ecosystem, texts in table.items():
            for text in texts:
                name = re.sub(r"\{([^{},]*)[^{}]*\}", r"\1", re.sub(r"\{([^{},]*)[^{}]*\}", r"\1", text))
                assert ecosystem_of(name.replace("*", "x"), table) == ecosystem, text
    assert ecosystem_of("Foo.py", CONVENTIONAL_FILES) is None


HOSTILE = [
    pytest.param("foo\nBar.py", "foo_bar.py", id="newline"),
    pytest.param("x" * 300 + ".py", None, id="longer than any file system allows"),
    pytest.param("aB" * 126 + ".py", None, id="would become too long"),
    pytest.param("🎉.py", None, id="emoji"),
    pytest.param("foo🎉Bar.py", "foo_bar.py", id="emoji between words"),
    pytest.param("foo\u202eyp.Bar.py", "foo_yp_bar.py", id="right-to-left override"),
    pytest.param("cafe\u0301Bar.py", "caf\u00e9_bar.py", id="NFD"),
    pytest.param("Foo\udcff.py", "foo.py", id="undecoded byte"),
    pytest.param("[" * 200 + ".py", None, id="brackets"),
    pytest.param("(" * 100 + "A" + ")" * 100 + ".py", None, id="nested parentheses"),
    pytest.param("Foo" + "." * 200 + "py", "foo.py", id="dots"),
]


@pytest.mark.parametrize(("path", "name"), HOSTILE)
def test_hostile_name_is_judged(path: str, name: str | None) -> None:
    [finding] = findings(PY_SNAKE, path)
    if name is None:
        assert finding.hint == "rename it, or list it under `exempt`"
    else:
        assert finding.hint == f"rename it to {name}"


PIECES = st.sampled_from(
    ["foo", "Bar", "HTML", "2", "_", "-", ".", "test", "[", "]", "(", ")", "...", "$", "+", "@", "__", "é", "🎉", "\n"]
)
BASE_NAMES = st.lists(PIECES, min_size=1, max_size=8).map("".join)


@given(BASE_NAMES, st.sampled_from(["kebab", "snake", "pascal", "camel", "dot", "screaming_snake", "flat"]))
def test_suggested_file_name_passes(name: str, style: str) -> None:
    rule = f'styles: {{"**": {style}}}\ndotfiles: judge\nconventional: judge'
    suggestion = suggested(rule, name)
    if suggestion and not suggestion.startswith("rename it"):
        assert findings(rule, suggestion) == []


@given(BASE_NAMES, st.sampled_from(["kebab", "snake", "pascal"]))
def test_suggested_directory_name_passes(name: str, style: str) -> None:
    rule = f'styles: {{"top/*/": {style}}}\ndotfiles: judge\nconventional: judge'
    suggestion = suggested(rule, f"top/{name}/x")
    if suggestion and not suggestion.startswith("rename it"):
        assert findings(rule, f"top/{suggestion}/x") == []


@given(
    st.from_regex(r"[A-Za-z_$#][A-Za-z0-9_$]{0,12}", fullmatch=True),
    st.sampled_from(["snake", "pascal", "camel", "[camel, pascal]"]),
    st.sampled_from(["a.py", "a.tsx", "a.go", "a_test.go", "a.rs"]),
    st.sampled_from(["function", "method", "component", "type"]),
)
def test_suggested_symbol_passes(name: str, style: str, path: str, kind: str) -> None:
    rule = f'styles: {{"*": {{{kind}: {style}}}}}'
    for finding in findings(rule, symbols={path: symbols(f"{kind} {name}")}):
        suggestion = finding.hint.removeprefix("rename it to ")
        usable = re.sub(r"^#|[$]", "_", suggestion).isidentifier()
        assert usable or suggestion.startswith("rename")
        if usable:
            assert findings(rule, symbols={path: symbols(f"{kind} {suggestion}")}) == []


@given(st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,12}", fullmatch=True))
def test_suggestion_keeps_what_exports_a_symbol_of_go(name: str) -> None:
    for finding in findings('styles: {"*": {type: [camel, pascal]}}', symbols={"a.go": symbols(f"type {name}")}):
        suggestion = finding.hint.removeprefix("rename it to ")
        assert suggestion[0].isupper() == name[0].isupper()


@given(BASE_NAMES)
def test_pieces_of_a_name_lie_within_it_in_order(name: str) -> None:
    for parts in (file_parts(name, MIDDLE_PARTS), directory_parts(name), symbol_parts(name)):
        ends = [end for piece in parts.pieces for end in (piece.start, piece.stop)]
        assert ends == sorted(ends)
        assert all(0 <= end <= len(name) for end in ends)
        assert parts.rewritten(name[start:stop] for start, stop, _ in parts.pieces) == name
