"""Contracts that are kept and broken: import-linter and the rules that its contracts become say the same."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.authoring.peers import kept_contracts, passed_rules

MODULES = ("app", "app.a", "app.a.x", "app.a.y", "app.b", "app.b.x", "app.b.z", "app.c", "app.d")
FOLDERS = frozenset(("app", "app.a", "app.b"))


def path_of(module: str) -> str:
    path = module.replace(".", "/")
    return f"{path}/__init__.py" if module in FOLDERS else f"{path}.py"


def lay_out(root: Path, imports: Mapping[str, Sequence[str]], contracts: Sequence[str], session: str = "") -> Path:
    """A package `app` whose modules import others, and a configuration of numbered contracts."""
    for module in MODULES:
        path = root / path_of(module)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{line}\n" for line in imports.get(module, ())), "utf-8")
    sections = [
        f"[importlinter:contract:c{number}]\nname = contract {number}\n{body}\n"
        for number, body in enumerate(contracts)
    ]
    head = f"[importlinter]\nroot_package = app\ninclude_external_packages = True\n{session}\n"
    (root / ".importlinter").write_text("\n".join((head, *sections)), "utf-8")
    return root


def listed(name: str, values: Sequence[str]) -> str:
    return f"{name} =\n" + "\n".join(f"    {value}" for value in values)


parts = st.sampled_from(MODULES[1:])
some = st.lists(parts, min_size=1, max_size=3, unique=True)
wild = st.sampled_from((*MODULES[1:], "app.*", "app.a.*", "app.*.x", "app.b.**"))
some_wild = st.lists(wild, min_size=1, max_size=2, unique=True)
outside = st.sampled_from(("json", "os", "yaml"))
flags = st.sampled_from(("True", "False"))
edges = st.tuples(parts | st.just("app"), parts | outside)
ignored = st.lists(edges, max_size=2)


@st.composite
def ignoring(draw: st.DrawFn) -> str:
    """Imports that are ignored, whether or not there are any."""
    pairs = draw(ignored)
    lines = [f"{importer} -> {imported}" for importer, imported in pairs]
    return f"{listed('ignore_imports', lines)}\nunmatched_ignore_imports_alerting = none\n" if lines else ""


@st.composite
def forbidden(draw: st.DrawFn) -> str:
    targets = [*draw(some_wild), *draw(st.lists(outside, max_size=1))]
    return "\n".join(
        (
            "type = forbidden",
            listed("source_modules", draw(some_wild)),
            listed("forbidden_modules", targets),
            f"allow_indirect_imports = {draw(flags)}",
            f"as_packages = {draw(flags)}",
            draw(ignoring()),
        )
    )


@st.composite
def layers(draw: st.DrawFn) -> str:
    words = draw(st.permutations(("app.a", "app.b", "app.c", "app.d")))
    sign = draw(st.sampled_from((" | ", " : ", "\n    ")))
    body = [f"{words[0]}{sign}{words[1]}", f"({words[2]})", *draw(st.sampled_from(((), (words[3],), ("(app.none)",))))]
    return "\n".join(("type = layers", listed("layers", body), draw(ignoring())))


@st.composite
def contained(draw: st.DrawFn) -> str:
    holders = draw(st.sampled_from((("app.a",), ("app.b",), ("app.a", "app.b"))))
    body = draw(st.sampled_from((("x", "(y)"), ("(y)", "x"), ("(y) | (z)", "x"), ("x : (y)", "(z)"))))
    exhaustive = f"exhaustive = {draw(flags)}\n{draw(st.sampled_from(('', 'exhaustive_ignores = z')))}"
    return "\n".join(("type = layers", listed("containers", holders), listed("layers", body), exhaustive))


@st.composite
def independence(draw: st.DrawFn) -> str:
    modules = draw(st.sampled_from((("app.*",), ("app.a.*",), ("app.*.x",), ("app.a", "app.c"), ("app.a", "app.b.x"))))
    return "\n".join(("type = independence", listed("modules", modules), draw(ignoring())))


@st.composite
def protected(draw: st.DrawFn) -> str:
    return "\n".join(
        (
            "type = protected",
            listed("protected_modules", draw(some_wild)),
            listed("allowed_importers", draw(some_wild)),
            f"as_packages = {draw(flags)}",
            draw(ignoring()),
        )
    )


acyclic = st.just("type = acyclic_siblings\nancestors = app\ndepth = 0")
contract = st.one_of(forbidden(), layers(), contained(), independence(), protected())
imports_of = st.dictionaries(
    st.sampled_from(MODULES),
    st.lists((parts | outside).map(lambda name: f"import {name}"), max_size=2, unique=True),
    max_size=5,
)
session = st.sampled_from(("", "exclude_type_checking_imports = True"))


def assert_same(root: Path) -> None:
    kept = kept_contracts(root)
    passed, report = passed_rules(root)
    differing = {name for name in passed if passed[name] != kept[name]}
    assert not differing, (
        kept,
        [each["message"] for each in report["violations"]],
        (root / "archcheck.yaml").read_text(),
    )
    lost = set(kept) - set(passed)
    text = (root / "archcheck.yaml").read_text("utf-8")
    assert all(f"contract c{name.removeprefix('contract ')}" in text for name in lost), text


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(imports=imports_of, contracts=st.lists(contract, min_size=2, max_size=4), session=session)
def test_rules_pass_where_contracts_are_kept(
    imports: Mapping[str, Sequence[str]], contracts: Sequence[str], session: str
) -> None:
    with tempfile.TemporaryDirectory() as made:
        assert_same(lay_out(Path(made).resolve() / "tree", imports, contracts, session))


CHAIN = {"app.a.x": ["import app.c"], "app.c": ["import app.b.z"]}
TYPES = {"app.a.x": ["from typing import TYPE_CHECKING", "if TYPE_CHECKING:", "    import app.b.x"]}
RING = {"app.a.x": ["import app.b"], "app.b.x": ["import app.a"]}
FORBIDDEN = "type = forbidden\nsource_modules = app.a\nforbidden_modules = app.b\n"


@pytest.mark.parametrize(
    ("imports", "body", "session", "kept"),
    [
        pytest.param(CHAIN, FORBIDDEN, "", False, id="forbidden chain"),
        pytest.param(CHAIN, f"{FORBIDDEN}allow_indirect_imports = True", "", True, id="only direct imports"),
        pytest.param(CHAIN, f"{FORBIDDEN}ignore_imports = app.c -> app.b.z", "", True, id="ignored import"),
        pytest.param(CHAIN, f"{FORBIDDEN}ignore_imports = app.* -> app.b.*", "", True, id="ignored by pattern"),
        pytest.param(TYPES, FORBIDDEN, "", False, id="import for types"),
        pytest.param({}, f"{FORBIDDEN}    app.c.*", "", True, id="pattern that matches nothing"),
        pytest.param(TYPES, FORBIDDEN, "exclude_type_checking_imports = True", True, id="types do not count"),
        pytest.param(RING, "type = acyclic_siblings\nancestors = app\ndepth = 0", "", False, id="ring of siblings"),
        pytest.param(CHAIN, "type = acyclic_siblings\nancestors = app\ndepth = 0", "", True, id="no ring"),
        pytest.param(
            {"app.d": ["import app.a.y"]},
            "type = protected\nprotected_modules = app.a.y\nallowed_importers = app.b",
            "",
            False,
            id="protected",
        ),
        pytest.param(
            {"app.c": ["import yaml"], "app.a.x": ["import app.c"]},
            "type = forbidden\nsource_modules = app.a\nforbidden_modules = yaml",
            "",
            False,
            id="package by another name, through a chain",
        ),
    ],
)
def test_verdict_of_a_single_contract(
    imports: Mapping[str, Sequence[str]], body: str, session: str, kept: bool, tmp_path: Path
) -> None:
    root = lay_out(tmp_path / "tree", imports, [body], session)
    assert (kept_contracts(root), passed_rules(root)[0]) == ({"contract 0": kept}, {"contract 0": kept})
