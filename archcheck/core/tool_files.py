"""Files that tools find by their names: nobody imports them, and they may use what is there for development only."""

import re

_SCRIPT = r"\.[cm]?[jt]sx?"
_NAMES = re.compile(
    r"(?:setup|conftest|noxfile|tasks|dodo|fabfile|SConstruct)\.py"
    rf"|[^/]*\.(?:config|setup|workspace|stories|story|bench){_SCRIPT}"  # vite.config.ts, button.stories.tsx
    rf"|\.[^/]*rc{_SCRIPT}"
    rf"|(?:gulpfile|[Gg]runtfile){_SCRIPT}"
    rf"|(?:vitest|jest|test)-setup{_SCRIPT}"
    rf"|(?:setupTests|setupJest|setup-(?:tests|jest|vitest)){_SCRIPT}"
    r"|(?:magefile|tools)\.go"
)
_DIRECTORIES = re.compile(r"(?:\A|/)(?:\.storybook|\.husky|cypress|playwright)/")


def is_tool_file(path: str) -> bool:
    """Whether tools find a file by its path, whatever the language: settings that are code, stories, tasks."""
    name = path.rfind("/") + 1
    if _NAMES.fullmatch(path, name) or _DIRECTORIES.search(path):
        return True
    return path.endswith("conf.py") and path[name:] == "conf.py" and "/docs/" in f"/{path}"
