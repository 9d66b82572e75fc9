"""The snippets of the pages about CI: `yaml FILE` blocks of docs/ci/, by the system that reads them."""

from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.doc_pages import blocks

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "ci"
GITHUB = ".github/workflows/archcheck.yml"
GITLAB = ".gitlab-ci.yml"
PRE_COMMIT = ".pre-commit-config.yaml"


class Snippet(NamedTuple):
    """One block; `file` is where users put it."""

    page: str
    heading: str
    file: str
    text: str

    @property
    def name(self) -> str:
        """A name for the test."""
        return f"{self.page} {self.heading}"

    @property
    def content(self) -> Any:
        """The text as YAML; `on` is text, as for GitHub."""
        return yaml.load(self.text, Loader=_TextKeys)


class _TextKeys(yaml.SafeLoader):
    """YAML 1.2 in what matters here: only `true` and `false` are booleans."""


_TextKeys.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def snippets(file: str) -> list[Snippet]:
    """The snippets for a file of the user's repository."""
    return [
        Snippet(page.stem, block.heading, file, block.text)
        for page in sorted(FOLDER.glob("*.md"))
        for block in blocks(page.read_text("utf-8"))
        if block.info == f"yaml {file}"
    ]
