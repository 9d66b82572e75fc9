"""The benchmarks measure what they say: valid rules, and a generated tree of known structure."""

from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from archcheck.core.options import Context
from archcheck.core.rulefile import parse_rule_set
from archcheck.registry import Registry
from archcheck.syntax.yaml import parse_yaml
from benchmarks.configurations import importlinter_file, rule_file, tach_file
from benchmarks.corpora import TIMED, Corpus
from benchmarks.generated import RULES, lay_out_generated, path_of, source_of, targets_of
from benchmarks.polyglot import RULES as POLYGLOT_RULES
from benchmarks.timing import Measure, median, ratio
from benchmarks.typescript import RULES as TYPESCRIPT_RULES

SAMPLE = Corpus("a", ("a/top", "a/low"), "a/top", ("__init__.py",))


PYTHON_KINDS = ["layers", "independence", "acyclic", "naming", "tree"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        *(pytest.param(rule_file(corpus), PYTHON_KINDS, id=corpus.package) for corpus in TIMED),
        pytest.param(RULES, PYTHON_KINDS, id="generated"),
        pytest.param(TYPESCRIPT_RULES, ["independence", "acyclic"], id="typescript"),
        pytest.param(POLYGLOT_RULES, ["isolation", "independence", "dependencies", "acyclic"], id="polyglot"),
    ],
)
def test_rule_file_is_valid(text: str, kinds: list[str]) -> None:
    registry = Registry()
    context = Context({"archcheck.yaml": text.splitlines()})
    parsed = parse_yaml(text.encode(), "archcheck.yaml")
    assert parsed.node is not None
    rules = parse_rule_set(parsed.node, "archcheck.yaml", context, registry.check, registry.kinds())
    assert context.problems == []
    assert rules is not None
    assert [rule.kind for rule in rules.rules] == kinds


def test_peers_get_the_same_structure() -> None:
    assert importlinter_file(SAMPLE, ["a/top/x", "a/top/y"], independence=True) == (
        "[importlinter]\nroot_package = a\n\n"
        "[importlinter:contract:layers]\nname = Layers\ntype = layers\nlayers =\n    a.top\n    a.low\n\n"
        "[importlinter:contract:independence]\nname = Independence\ntype = independence\nmodules =\n"
        "    a.top.x\n    a.top.y\n"
    )
    assert tach_file(SAMPLE, ["a/low", "a/other", "a/top"]) == (
        'source_roots = ["."]\nlayers = ["a.top", "a.low"]\n\n'
        '[[modules]]\npath = "a.top"\nlayer = "a.top"\n\n'
        '[[modules]]\npath = "a.low"\nlayer = "a.low"\n\n'
        '[[modules]]\npath = "a.other"\n'
    )


def test_generated_tree_has_distinct_paths_and_no_cycle() -> None:
    assert len({path_of(number) for number in range(5000)}) == 5000
    order = TopologicalSorter({number: targets_of(number) for number in range(5000)})
    assert len(list(order.static_order())) == 5000


def test_generated_groups_use_each_other_at_the_strays_alone() -> None:
    def group(number: int) -> int:
        return number // 1000

    pairs = [(a, b) for a in range(5000) for b in targets_of(a) if group(b) not in (group(a), 0)]
    assert pairs == [(2991, 1991), (3988, 2988), (4985, 3985)]


def test_generated_file_imports_its_targets() -> None:
    text = source_of(3168)
    modules = [path_of(target).removesuffix(".py").replace("/", ".") for target in targets_of(3168)]
    assert len(modules) == 5
    assert [line.split()[1] for line in text.splitlines() if line.startswith("from ")] == modules


def test_generated_tree_is_the_same_every_time(tmp_path: Path) -> None:
    trees = []
    for name in ("first", "second"):
        lay_out_generated(tmp_path / name, 1000)
        found = sorted((tmp_path / name).glob("big/**/*.py"))
        trees.append([(path.relative_to(tmp_path / name), path.read_bytes()) for path in found])
    assert len(trees[0]) == 1000
    assert trees[0] == trees[1]


def test_ratio_is_the_median_over_the_rounds() -> None:
    ours = [Measure(1.0, 2.0, 10.0), Measure(3.0, 2.0, 10.0), Measure(2.0, 2.0, 10.0)]
    theirs = [Measure(1.0, 1.0, 5.0), Measure(1.0, 4.0, 5.0), Measure(4.0, 2.0, 5.0)]
    assert ratio(ours, theirs) == (1.0, 1.0)
    assert ratio(ours, [Measure(2.0, 4.0, 1.0)]) == (1.0, 0.5)
    assert median(ours) == Measure(2.0, 2.0, 10.0)
