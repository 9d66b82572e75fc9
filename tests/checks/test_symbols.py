"""`symbols`: what modules must, must not and may define; what cannot be known is not passed."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.checks.symbols import SymbolPattern
from archcheck.core.facts import SymbolFact
from archcheck.core.findings import Finding, Result
from archcheck.core.options import Context
from archcheck.core.values import Place, ScalarNode
from tests.checks.naming_cases import symbols
from tests.scenes import check_of, identities, problems, reworded, rules, scene, told

Defined = Mapping[str, str]
"""Paths with symbols as `class Foo, method Foo.bar @3:5`; "" for none."""


def judge(body: str, defined: Defined, gaps: Mapping[str, str] | None = None, components: str = "") -> list[Result]:
    """What a rule yields for files with these symbols; `gaps` are the files of which they are not known."""
    paths = sorted({*defined, *(gaps or {})})
    rule_set = rules("symbols", body, components)
    options = rule_set.rules[0].options
    facts = {paths.index(path): symbols(text) if text else () for path, text in defined.items()}
    holes = {paths.index(path): reason for path, reason in (gaps or {}).items()}
    needed = dict(zip(check_of("symbols").needs(options), (facts, holes), strict=True))
    return list(check_of("symbols").run(options, scene("\n".join(paths), rule_set, needed)))


def lines(body: str, defined: Defined, gaps: Mapping[str, str] | None = None, components: str = "") -> list[str]:
    """The same in one line each."""
    return told(judge(body, defined, gaps, components))


REQUIRE = [
    pytest.param("function upgrade", "function upgrade", True, id="the function"),
    pytest.param("function upgrade", "class upgrade", False, id="another kind"),
    pytest.param("function upgrade", "function Upgrade", False, id="other capitals"),
    pytest.param("function upgrade", "function a.upgrade", False, id="inside of another"),
    pytest.param("function upgrade", "method A.upgrade", False, id="a method"),
    pytest.param("symbol upgrade", "constant upgrade", True, id="any kind"),
    pytest.param("class *Repository", "class UserRepository", True, id="wildcard"),
    pytest.param("class *Repository", "class Repository", True, id="a wildcard may be empty"),
    pytest.param("class *Repository", "class A.UserRepository", False, id="a wildcard stays in its name"),
    pytest.param("class U*R*y", "class UserRepository", True, id="several wildcards"),
    pytest.param("method *.save", "method Order.save", True, id="method of any class"),
    pytest.param("method *.save", "method A.Order.save", False, id="one level only"),
    pytest.param("method **.save", "method A.Order.save", True, id="any depth"),
    pytest.param("class **.Meta", "class Meta", True, id="any depth is also none"),
    pytest.param("class A.**", "class A.B.C", True, id="everything inside"),
    pytest.param("class A.**", "class A", False, id="inside is not the thing itself"),
    pytest.param("method Order.save", "method Order.save", True, id="method by its class"),
    pytest.param("method Order.save", "method Orders.save", False, id="dots are dots"),
    pytest.param("class App | function create_app", "function create_app", True, id="either"),
    pytest.param("class Größe", "class Größe", True, id="beyond ascii"),
]


@pytest.mark.parametrize(("entry", "defined", "fits"), REQUIRE)
def test_entry_fits(entry: str, defined: str, fits: bool) -> None:
    expected = [] if fits else [f"a.py: defines no {entry.replace(' | ', ' or ')}"]
    assert lines(f'in: "*.py"\nrequire: "{entry}"', {"a.py": defined}) == expected


def test_each_file_needs_what_is_required() -> None:
    body = 'in: "{area}/*.py"\nrequire: [function upgrade, function downgrade]'
    defined = {
        "m/1.py": "function upgrade, function downgrade",
        "m/2.py": "function upgrade, class Downgrade",
        "m/3.py": "",
    }
    assert judge(body, defined) == [
        Finding(
            "defines no function downgrade",
            "m/2.py",
            key="require function downgrade",
            binding={"area": "m"},
            hint="define it",
        ),
        Finding(
            "defines no function upgrade",
            "m/3.py",
            key="require function upgrade",
            binding={"area": "m"},
            hint="define it",
        ),
        Finding(
            "defines no function downgrade",
            "m/3.py",
            key="require function downgrade",
            binding={"area": "m"},
            hint="define it",
        ),
    ]


@pytest.mark.parametrize(
    ("defined", "hint"),
    [
        pytest.param("function upgrad", 'did you mean "upgrad"?', id="nearly the name"),
        pytest.param("class upgrade", "there is class upgrade", id="another kind of the name"),
        pytest.param("function unrelated", "define it", id="nothing near"),
    ],
)
def test_what_is_near_is_said(defined: str, hint: str) -> None:
    (found,) = judge("in: a.py\nrequire: function upgrade", {"a.py": defined})
    assert isinstance(found, Finding)
    assert found.hint == hint


def test_denied_symbol_is_one_finding_with_all_its_places() -> None:
    body = 'in: "*.py"\ndeny: ["class *Manager", "class Auth*", "method *.save"]'
    defined = {"a.py": "class AuthManager @3:1, method Order.save @9:5, class AuthManager @20:1, class Order @8:1"}
    assert judge(body, defined) == [
        Finding(
            "defines class AuthManager, denied by class *Manager",
            "a.py",
            key="class AuthManager",
            places=(Place("a.py", 3, 1), Place("a.py", 20, 1)),
        ),
        Finding(
            "defines method Order.save, denied by method *.save",
            "a.py",
            key="method Order.save",
            places=(Place("a.py", 9, 5),),
        ),
    ]


def test_only_what_is_allowed_stands_at_the_top() -> None:
    body = 'in: "*.ts"\nallow: ["type *", "constant A*"]'
    assert lines(
        body, {"a.ts": "type Loan, constant ALL, constant BOTH, function f, function f.g, method C.m, class C"}
    ) == [
        "a.ts: defines constant BOTH, allowed are type *, constant A*",
        "a.ts: defines function f, allowed are type *, constant A*",
        "a.ts: defines class C, allowed are type *, constant A*",
    ]


def test_what_is_not_allowed_and_denied_is_one_finding() -> None:
    body = 'in: "*.ts"\nallow: ["type *"]\ndeny: ["class *"]'
    assert lines(body, {"a.ts": "class C"}) == ["a.ts: defines class C, denied by class *"]


def test_components_select_files() -> None:
    found = lines("in: models\nrequire: class Model", {"lib/a.py": "class A", "app/b.py": ""}, components="models: lib")
    assert found == ["lib/a.py: defines no class Model"]


UNKNOWN = [
    pytest.param("require: class A", "", ["unknown: the symbols of a.py are not known: why"], id="what is missing"),
    pytest.param("require: class A", "class A", [], id="what is there is there"),
    pytest.param("deny: class B", "class A", ["unknown: the symbols of a.py are not known: why"], id="denied, unseen"),
    pytest.param(
        "allow: class A", "class A", ["unknown: the symbols of a.py are not known: why"], id="allowed, unseen"
    ),
    pytest.param(
        "deny: class A",
        "class A",
        ["a.py: defines class A, denied by class A", "unknown: the symbols of a.py are not known: why"],
        id="denied, seen",
    ),
]


@pytest.mark.parametrize(("body", "seen", "found"), UNKNOWN)
def test_file_that_is_not_known_makes_the_rule_unknown(body: str, seen: str, found: list[str]) -> None:
    assert lines(f'in: "*.py"\n{body}', {"a.py": seen}, {"a.py": "why"}) == found


def test_unknown_names_the_first_files_of_each_reason() -> None:
    gaps = {f"{name}.md": "no language" for name in "abcde"} | {"x.py": "line 1"}
    assert lines('in: "*"\nrequire: class A', {"z.py": ""}, gaps) == [
        "z.py: defines no class A",
        "unknown: the symbols of a.md, b.md, c.md and 2 more are not known: no language",
        "unknown: the symbols of x.py are not known: line 1",
    ]


def test_files_that_cannot_be_at_fault_do_not_make_it_unknown() -> None:
    rule_set = rules("symbols", 'in: "*"\nrequire: class A\nexclude: "*.md"', "")
    options = rule_set.rules[0].options
    needed = dict(zip(check_of("symbols").needs(options), ({1: symbols("class A")}, {0: "no language"}), strict=True))
    made = scene("README.md\na.py", rule_set, needed)
    assert list(check_of("symbols").run(options, made)) != []
    narrow = type(made)(made.graph, made.paths, made.components, needed, subjects=lambda path: path != "README.md")
    assert list(check_of("symbols").run(options, narrow)) == []


def test_fingerprints_tell_findings_apart_and_forget_lines() -> None:
    body = 'in: "*.py"\nrequire: [class A, function A]\ndeny: ["class B", "function B"]'
    above = [each for each in judge(body, {"a.py": "class B, function B, class C.B"}) if isinstance(each, Finding)]
    below = [each for each in judge(body, {"a.py": "class B @9:9, function B @8:8"}) if isinstance(each, Finding)]
    assert len(set(identities(above))) == len(above) == 4
    assert identities(above) == identities(below) == identities([reworded(each) for each in above])


WRONG = [
    pytest.param("in: a", "one of require, deny and allow is expected, found none of them", id="nothing said"),
    pytest.param("in: a\nrequire: upgrade", '"upgrade" is no kind of symbols; known: ', id="no kind"),
    pytest.param(
        "in: a\nrequire: fuction x", '"fuction" is no kind of symbols; did you mean "function"?', id="misspelt"
    ),
    pytest.param("in: a\nrequire: class", '"class" lacks a name; write `class *` for every class', id="no name"),
    pytest.param(
        "in: a\ndeny: method save", "a method stands in a class; write `method *.save`", id="method at the top"
    ),
    pytest.param(
        "in: a\ndeny: class a-b", '"a-b" is no pattern of names; names are joined by dots', id="no name at all"
    ),
    pytest.param("in: a\ndeny: class A..B", '"A..B" is no pattern of names; names are joined by dots', id="empty name"),
    pytest.param("in: a\ndeny: class A |", '"" is no kind of symbols; known: ', id="nothing after a bar"),
    pytest.param("in: a\ndeny: [[class A]]", "a symbol is expected, found a list", id="a list in a list"),
    pytest.param("in: a\nallow: class A.B", '"class A.B" lies inside of another symbol', id="allowed inside"),
    pytest.param("in: a\nallow: method **", '"method **" lies inside of another symbol', id="allowed methods"),
    pytest.param("in: a\nrequire: call FastAPI", '"call" is no kind of symbols; known: ', id="not there yet"),
    pytest.param("require: class A", 'lacks "in"', id="no files"),
]


@pytest.mark.parametrize(("body", "message"), WRONG)
def test_mistake_in_the_rule_is_explained(body: str, message: str) -> None:
    (found,) = problems("symbols", body)
    assert message in found


def read(text: str) -> SymbolPattern:
    """The entry written as text."""
    made = SymbolPattern.from_node(ScalarNode(text, Place("x", 1, 1), text), Context({}))
    assert made is not None
    return made


@given(st.lists(st.from_regex(r"[A-Za-z_]\w{0,5}", fullmatch=True), min_size=1, max_size=4))
def test_names_fit_themselves_and_their_wildcards(names: Sequence[str]) -> None:
    fact = SymbolFact(1, 1, "class", names[-1], ".".join(names[:-1]))
    patterns = [".".join(names), ".".join("*" for _ in names), "**", f"**.{names[-1]}", f"**.{'.'.join(names)}"]
    assert [pattern for pattern in patterns if not read(f"class {pattern}").fits(fact)] == []
    assert not read(f"class {'.'.join(names)}x").fits(fact)
    assert not read(f"class {'.'.join('*' for _ in [*names, ''])}").fits(fact)


def test_long_names_and_many_wildcards_take_linear_time() -> None:
    entry = read(f"class {'*a' * 100}b")
    assert not entry.fits(SymbolFact(1, 1, "class", "a" * 100_000))
