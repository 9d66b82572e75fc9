"""The same structure, written for archcheck and for each peer, and laid out as a git repository."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.corpora import Corpus

FULL_CONTRACTS = ".importlinter-full"
"""The configuration of import-linter that has all contracts, whatever time they take."""

_GIT = ("git", "-c", "user.name=benchmark", "-c", "user.email=benchmark@localhost", "-c", "commit.gpgsign=false")


def rule_file(corpus: Corpus) -> str:
    """The rules for archcheck: more than any peer checks. Siblings may use each other by the package itself."""
    return f"""\
version: 1
rules:
  - {{id: layers, kind: layers, layers: [{", ".join(corpus.layers)}]}}
  - {{id: independence, kind: independence, components: "{corpus.siblings}/{{sibling}}/",
     via: "{corpus.siblings}/*/{{__init__,const,model,models}}.py"}}
  - {{id: acyclic, kind: acyclic}}
  - {{id: naming, kind: naming, styles: {{"**/*.py": snake}}}}
  - {{id: tree, kind: tree, root: "{corpus.siblings}/{{sibling}}", entries: {_quoted(corpus.entries)}}}
"""


def importlinter_file(corpus: Corpus, siblings: Sequence[str], *, independence: bool) -> str:
    """The contracts for import-linter: the same layers and, if asked for, the same independence."""
    text = f"""\
[importlinter]
root_package = {corpus.package}

[importlinter:contract:layers]
name = Layers
type = layers
layers =
{_lines(map(_module, corpus.layers))}
"""
    if independence:
        text += f"""
[importlinter:contract:independence]
name = Independence
type = independence
modules =
{_lines(map(_module, siblings))}
"""
    return text


def tach_file(corpus: Corpus, directories: Sequence[str]) -> str:
    """The configuration for tach: the same layers, and every other top-level package as a module."""
    names = [_module(path) for path in corpus.layers]
    parts = ['source_roots = ["."]', f"layers = {_quoted(names)}"]
    parts += [f'\n[[modules]]\npath = "{name}"\nlayer = "{name}"' for name in names]
    others = sorted({_module(path) for path in directories} - set(names))
    parts += [f'\n[[modules]]\npath = "{name}"' for name in others]
    return "\n".join(parts) + "\n"


def lay_out(corpus: Corpus, source: Path, target: Path) -> None:
    """Make `target` a repository with the package and all configurations; what is there and up to date is kept."""
    siblings = _packages(source, corpus.siblings)
    files = {
        "archcheck.yaml": rule_file(corpus),
        ".importlinter": importlinter_file(corpus, siblings, independence=corpus.quick),
        FULL_CONTRACTS: importlinter_file(corpus, siblings, independence=True),
        "tach.toml": tach_file(corpus, _packages(source, corpus.package)),
    }
    if (target / ".git").is_dir() and all(_text(target / name) == text for name, text in files.items()):
        return
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    write_repository(target, files)


def write_repository(target: Path, files: Mapping[str, str]) -> None:
    """Write the configuration files into `target` and commit everything there."""
    for name, text in files.items():
        (target / name).write_text(text, "utf-8", newline="\n")
    git(target, "init", "--quiet")
    git(target, "add", "--all")
    git(target, "commit", "--quiet", "--message", "What is timed")


def git(directory: Path, *arguments: str) -> None:
    """Run git there, untouched by the settings of the user."""
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run([*_GIT, *arguments], cwd=directory, env=environment, check=True)


def _packages(source: Path, parent: str) -> list[str]:
    """The Python packages directly in `parent`, as paths from `source`."""
    found = sorted((source / parent).glob("*/__init__.py"))
    return [path.parent.relative_to(source).as_posix() for path in found]


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def _module(path: str) -> str:
    return path.replace("/", ".")


def _lines(items: "Sequence[str] | map[str]") -> str:
    return "\n".join(f"    {item}" for item in items)


def _quoted(items: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{item}"' for item in items) + "]"
