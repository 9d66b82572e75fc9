"""One run of `init --from`: a configuration of another tool becomes a rule file, which is tried on the tree."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from archcheck.adapters.reading import UnreadableError, read_regular
from archcheck.authoring.carried import Carried
from archcheck.core.baseline import BASELINE_FILE
from archcheck.core.columns import counted
from archcheck.core.findings import ERROR
from archcheck.errors import ConfigError, Problem
from archcheck.languages.python.distributions import distribution
from archcheck.languages.python.stdlib import STDLIB
from archcheck.pipeline.analyse import Analysis, analyse
from archcheck.pipeline.init import Prepared, record_all
from archcheck.pipeline.judge import judge
from archcheck.pipeline.load import Loaded, load_text
from archcheck.pipeline.start import RULE_FILE, Started

CarryOver = Callable[[str, str, Sequence[str], Callable[[str], str]], Carried]
"""Makes a rule file of the text and the path of a configuration, the files of the tree and the names of packages."""


def prepare_carried(started: Started, file: str, carry_over: CarryOver, *, with_baseline: bool) -> Prepared:
    """The rule file that stands for a configuration; what breaks it today is told, or recorded with a baseline.

    Raises ConfigError when the configuration cannot be read or understood, SourceError when the tree cannot be read.
    """
    discovery = started.discovery()
    text, path = _read(started, file)
    carried = carry_over(text, path, [each.path for each in discovery.files], package_of)
    analysis = analyse(_loaded(started, carried.rules), started.request)
    broken = [each for each in judge(analysis, started.request).report.violations if each.is_open]
    errors = sum(each.severity == ERROR for each in broken)
    if not (with_baseline and broken):
        return Prepared(discovery.root, carried.rules, tuple(_told(path, analysis, carried, errors)))
    rules = f"{carried.rules}\nbaseline: {BASELINE_FILE}\n"
    held = replace(analysis, loaded=_loaded(started, rules))
    record = record_all(held, started.request)
    return Prepared(discovery.root, rules, tuple(_told(path, held, carried, 0)), record)


def package_of(module: str) -> str:
    """The id of what an absolute import of a module outside of the tree leads to."""
    top = module.partition(".")[0]
    return f"std:python/{top}" if top in STDLIB else f"pypi:{distribution(module)}"


def _read(started: Started, file: str) -> tuple[str, str]:
    """The text of the configuration, and its path as users see it: from the root where it lies below."""
    full = os.path.abspath(os.path.join(started.request.start, file))
    try:
        text = read_regular(full).decode("utf-8-sig")
    except UnreadableError as error:
        reason = str(error) if os.path.lexists(full) else "there is no such file"
        raise ConfigError([Problem(file, 0, 0, f"cannot be read: {reason}")]) from error
    except UnicodeDecodeError as error:
        raise ConfigError([Problem(file, 0, 0, "is not UTF-8")]) from error
    relative = os.path.relpath(os.path.realpath(full), os.path.realpath(started.location.root)).replace(os.sep, "/")
    return text, os.path.basename(full) if relative.startswith("../") else relative


def _loaded(started: Started, rules: str) -> Loaded:
    discovery = started.discovery()
    return load_text(rules, os.path.join(discovery.root, RULE_FILE), discovery.root, discovery)


def _told(path: str, analysis: Analysis, carried: Carried, broken: int) -> Iterator[str]:
    """What became of the configuration, and how much breaks its rules today."""
    yield f"found  {path}: {counted(len(analysis.loaded.rules.rules), 'rule')}, {len(carried.lost)} not carried over"
    yield from (f"note   {note}" for note in carried.notes)
    for lost in carried.lost:
        yield f"lost   {lost.text}"
    if broken:
        yield f"breaks {counted(broken, 'violation')} today; --baseline records them"
