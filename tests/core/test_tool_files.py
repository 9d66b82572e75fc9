import pytest

from archcheck.core.tool_files import is_tool_file


@pytest.mark.parametrize(
    "path",
    [
        *("setup.py", "a/conftest.py", "noxfile.py", "docs/conf.py", "docs/source/conf.py", "a/docs/conf.py"),
        *(
            "vite.config.ts",
            "a/b/jest.config.cjs",
            ".config.js",
            "vitest.workspace.mts",
            "vitest.setup.tsx",
            "a.bench.ts",
        ),
        *(".eslintrc.js", "a/.lintstagedrc.cjs", "gulpfile.js", "Gruntfile.js", "button.stories.tsx", "test-setup.ts"),
        *("setupTests.js", "setup-vitest.ts", ".storybook/a.ts", "web/cypress/b/c.ts", "magefile.go", "tools.go"),
    ],
)
def test_tools_find_it(path: str) -> None:
    assert is_tool_file(path)


@pytest.mark.parametrize(
    "path",
    [
        *("main.py", "asetup.py", "setup.pyi", "conf.py", "docs/a.py", "config.ts", "src/config.ts", "a.config.json"),
        *("rc.js", "a.config.ts/b.ts", "stories.tsx", "cypress.ts", "notcypress/a.ts", "a/tools/b.go", "setup.ts"),
        *("x" * 100_000 + ".ts", "docs/" * 50_000 + "a.py", "." * 100_000),
    ],
    ids=lambda path: path[:20],
)
def test_tools_do_not_find_it(path: str) -> None:
    assert not is_tool_file(path)
