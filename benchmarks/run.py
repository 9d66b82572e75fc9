"""`make bench`: times archcheck beside its peers in one run and prints ratios. Needs Linux or macOS."""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import peers
from benchmarks.configurations import lay_out
from benchmarks.corpora import TIMED, VERSIONS, Corpus, fetch
from benchmarks.generated import lay_out_generated
from benchmarks.polyglot import lay_out_polyglot
from benchmarks.timing import Command, Measure, as_rows, median, ratio, run, take_turns
from benchmarks.typescript import (
    DEPCRUISE,
    MADGE,
    cruiser_command,
    has_node,
    install_tools,
    lay_out_typescript,
    madge_command,
)

SIZES = (25_000, 50_000, 100_000)
MEMORY_LIMIT = 1500.0
"""MB that a run over 100,000 files may take."""

Found = Mapping[str, Sequence[Measure]]


class Target(NamedTuple):
    """At most `limit` times what `peer` takes, on packages of at least `files` files."""

    run: str
    peer: str
    limit: float
    files: int = 0


TARGETS = (
    Target(peers.VERSION, peers.NOTHING, 5.0),
    Target(peers.COLD, peers.RUFF, 0.8, 4000),
    Target(peers.COLD, peers.TACH, 0.6, 4000),
    Target(peers.WARM, peers.RUFF, 0.5, 4000),
    Target(peers.CHANGED, peers.RUFF, 0.5, 4000),
    Target(peers.COLD, DEPCRUISE, 0.12, 1500),
    Target(peers.WARM, peers.IMPORTLINTER_WARM, 0.2, 4000),
    Target(peers.WARM, peers.IMPORTLINTER_FULL, 0.2, 4000),
)


def main() -> None:
    """Time everything that the command line asks for; print tables and write `results.json`."""
    options = _options()
    options.dir.mkdir(parents=True, exist_ok=True)
    results: dict[str, Any] = {"machine": _machine(), "versions": _versions()}
    print(f"{results['machine']}; {', '.join(f'{name} {version}' for name, version in results['versions'].items())}")
    for corpus in TIMED:
        if corpus.package in options.corpora:
            results[corpus.package] = time_corpus(corpus, options)
    if has_node():
        results["typescript"] = time_typescript(options)
        results["polyglot"] = time_polyglot(options)
    else:
        print("\nNode and npm are not here: TypeScript is left out")
    if options.sizes and not options.peers_only:
        results["generated"] = time_generated(options)
    (options.dir / "results.json").write_text(json.dumps(results, indent=1) + "\n", "utf-8")


def time_corpus(corpus: Corpus, options: argparse.Namespace) -> dict[str, Any]:
    """Time archcheck and its peers on one package."""
    repository = options.dir / "repositories" / corpus.package
    lay_out(corpus, fetch(options.dir, corpus.package), repository)
    files = sorted(repository.joinpath(corpus.package).rglob("*.py"))
    scratch = _fresh(options.dir / "scratch" / corpus.package)
    commands = peers.peer_commands(options.tools, repository, scratch, corpus)
    if not options.peers_only:
        changed = files[len(files) // 2].relative_to(repository).as_posix()
        commands = peers.own_commands(options.tools, repository, scratch, changed) + commands
    found = take_turns(commands, options.rounds)
    if not corpus.quick and not options.quick:
        found[peers.IMPORTLINTER_FULL] = [run(peers.full_contracts(options.tools, repository, scratch))]
    print(f"\n## {corpus.package} {VERSIONS[corpus.package]}: {len(files)} Python files, {options.rounds} rounds\n")
    print("\n".join([*as_rows(found), "", *_target_rows(found, len(files), corpus)]))
    return {"files": len(files), "runs": {label: [m._asdict() for m in measures] for label, measures in found.items()}}


def time_typescript(options: argparse.Namespace) -> dict[str, Any]:
    """Time archcheck beside the tools of npm on a workspace of TypeScript packages."""
    repository, tools = options.dir / "repositories" / "typescript", install_tools(options.dir)
    files = lay_out_typescript(options.dir, repository)
    found = _turns(repository, "packages/effect/src/index.ts", [cruiser_command(tools, repository)], options)
    if not options.quick:
        found[MADGE] = [run(madge_command(tools, repository))]
    return _told("TypeScript", files, found, options)


def time_polyglot(options: argparse.Namespace) -> dict[str, Any]:
    """Time archcheck on a repository of several languages, beside what each language has of its own."""
    repository, tools = options.dir / "repositories" / "polyglot", install_tools(options.dir)
    files = lay_out_polyglot(options.dir, repository)
    ruff = Command(peers.RUFF, (str(options.tools / "ruff"), "analyze", "graph"), repository, "django")
    found = _turns(repository, "compose.yml", [ruff, cruiser_command(tools, repository)], options)
    return _told("Polyglot", files, found, options)


def _turns(
    repository: Path, changed: str, others: list[Command], options: argparse.Namespace
) -> dict[str, list[Measure]]:
    """Measure archcheck and some other commands on a repository, in turn."""
    own = peers.own_commands(options.tools, repository, _fresh(options.dir / "scratch" / repository.name), changed)
    return take_turns(others if options.peers_only else own + others, options.rounds)


def _told(title: str, files: int, found: Found, options: argparse.Namespace) -> dict[str, Any]:
    """Print what was measured; the same as a record."""
    print(f"\n## {title}: {files} files, {options.rounds} rounds\n")
    print("\n".join([*as_rows(found), "", *_target_rows(found, files)]))
    return {"files": files, "runs": {label: [m._asdict() for m in measures] for label, measures in found.items()}}


def _target_rows(found: Found, files: int, corpus: Corpus | None = None) -> Iterator[str]:
    yield "| ratio (median over the rounds) | on the clock | of all cores | target | |"
    yield "|---|---:|---:|---:|---|"
    for target in TARGETS:
        if target.run in found and target.peer in found:
            wall, cpu = ratio(found[target.run], found[target.peer])
            verdict = "met" if wall <= target.limit else "missed"
            if files < target.files:
                verdict = "for larger packages"
            elif corpus and target.peer == peers.IMPORTLINTER_WARM and not corpus.quick:
                verdict = "of other work: it checks the layers only"
            yield f"| {target.run} / {target.peer} | {wall:.2f} | {cpu:.2f} | {target.limit} | {verdict} |"


def time_generated(options: argparse.Namespace) -> dict[str, Any]:
    """Time archcheck alone on generated trees of growing size: time and memory must grow no faster than the files."""
    commands = []
    for size in options.sizes:
        repository = options.dir / "generated" / str(size)
        lay_out_generated(repository, size)
        scratch = _fresh(options.dir / "scratch" / f"generated-{size}")
        own = peers.own_commands(options.tools, repository, scratch, "big/p000/s01/m01.py")
        commands += [c._replace(label=f"{size}: {c.label}") for c in own if c.label in (peers.COLD, peers.WARM)]
    found = take_turns(commands, max(1, options.rounds // 3))
    print("\n## Generated trees\n")
    print("\n".join([*as_rows(found), "", *_growth_rows(found, options.sizes)]))
    return {label: [measure._asdict() for measure in measures] for label, measures in found.items()}


def _growth_rows(found: Found, sizes: Sequence[int]) -> Iterator[str]:
    yield "| files | run | ms per file | by that of the smallest | MB per 1,000 files | peak MB | |"
    yield "|---:|---|---:|---:|---:|---:|---|"
    for label in (peers.COLD, peers.WARM):
        least = median(found[f"{sizes[0]}: {label}"]).wall / sizes[0]
        for size in sizes:
            middle = median(found[f"{size}: {label}"])
            each = middle.wall / size
            verdict = ("met" if middle.peak < MEMORY_LIMIT else "missed") if size >= SIZES[-1] else ""
            figures = f"{each * 1000:.3f} | {each / least:.2f} | {middle.peak / size * 1000:.1f} | {middle.peak:.0f}"
            yield f"| {size} | {label} | {figures} | {verdict} |"


def _fresh(directory: Path) -> Path:
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    return directory


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def _versions() -> dict[str, str]:
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout.split()[2]
    return {"git": git, **{name: metadata.version(name) for name in ("ruff", "tach", "import-linter", "grimp")}}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dir", type=lambda text: Path(text).resolve(), default=Path(".bench").resolve())
    parser.add_argument("--tools", type=lambda text: Path(text).absolute(), default=Path(sys.executable).parent)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--corpora", nargs="*", default=[corpus.package for corpus in TIMED])
    parser.add_argument("--sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--quick", action="store_true", help="leave out what takes minutes")
    parser.add_argument("--peers-only", action="store_true", help="leave archcheck out")
    return parser.parse_args()


if __name__ == "__main__":
    main()
