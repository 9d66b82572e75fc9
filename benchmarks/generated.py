"""A tree of any size that is the same every time: groups of packages whose modules import each other downwards."""

import shutil
from pathlib import Path

from benchmarks.configurations import write_repository

_MODULES = 40
_PACKAGES = 25
_GROUP = _MODULES * _PACKAGES
_STRAYS = 997
"""Every so many modules, one imports a module of the group before, which the rules forbid."""

RULES = """\
version: 1
rules:
  - {id: layers, kind: layers, in: "big/{group}", layers: [s20, s10, s00]}
  - {id: independence, kind: independence, components: "big/{group}/", except: big/p000}
  - {id: acyclic, kind: acyclic}
  - {id: naming, kind: naming, styles: {"**/*.py": snake}}
  - {id: tree, kind: tree, root: "big/{group}", entries: [__init__.py, s00/]}
"""

_BODY = '''\
class Record{number}:
    """One record; the text says import {number} on purpose."""

    def __init__(self, size: int, name: str = "record") -> None:
        self.size = size
        self.name = name

    def describe(self) -> str:
        """What this record is."""
        return json.dumps({{"size": self.size, "name": self.name}}, sort_keys=True)

    def grow(self, by: int = 1) -> "Record{number}":
        """A larger record."""
        return Record{number}(self.size + by, self.name)


def make(size: int) -> Record{number}:
    """A record of this size."""
    if size < 0:
        raise ValueError(f"a size cannot be negative: {{size}}")
    return Record{number}(size, str(math.sqrt(size)))
'''


def lay_out_generated(target: Path, count: int) -> None:
    """Make `target` a repository with `count` Python files, a multiple of 1,000; what is there is kept."""
    rules = target / "archcheck.yaml"
    if (target / ".git").is_dir() and rules.exists() and rules.read_text("utf-8") == RULES:
        return
    shutil.rmtree(target, ignore_errors=True)
    made: set[Path] = set()
    for number in range(count):
        path = target / path_of(number)
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_text(source_of(number), "utf-8", newline="\n")
    write_repository(target, {"archcheck.yaml": RULES})


def path_of(number: int) -> str:
    """The path of a file: each group begins with its `__init__.py`, then come its packages."""
    group, within = divmod(number, _GROUP)
    package, module = divmod(within, _MODULES)
    directory = f"big/p{group:03}" if within == 0 else f"big/p{group:03}/s{package:02}"
    return f"{directory}/__init__.py" if _is_package(number) else f"{directory}/m{module:02}.py"


def _is_package(number: int) -> bool:
    return number % _GROUP == 1 or number % _MODULES == 0


def source_of(number: int) -> str:
    """The text of a file."""
    if _is_package(number):
        return '"""A generated package."""\n'
    imports = "\n".join(f"from {_module(target)} import make as make_{target}" for target in targets_of(number))
    return f'"""A generated module."""\n\nimport json\nimport math\n\n{imports}\n\n\n{_BODY.format(number=number)}'


def targets_of(number: int) -> list[int]:
    """The files that a file imports: lower ones of its group, and one of the first group, which all may use.

    Packages (`__init__.py`) import nothing.
    """
    if _is_package(number):
        return []
    first = number - number % _GROUP
    within = number - first
    wanted = {first + within // 2, first + within * 3 // 4, first + max(within - 17, 1), number - 1, within // 3}
    if number % _STRAYS == 0 and first > _GROUP:
        wanted.add(number - _GROUP)
    return sorted(target for target in wanted if target < number and not _is_package(target))


def _module(number: int) -> str:
    return path_of(number).removesuffix(".py").replace("/", ".")
