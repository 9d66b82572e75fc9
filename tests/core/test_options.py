"""Options: every kind of value, every mistake at its place, and what is offered instead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pytest

from archcheck.core.options import Context, did_you_mean, near_miss, option, parse_options
from archcheck.core.rules import Date, Severity
from archcheck.core.selectors import GlobSet
from archcheck.syntax.yaml import parse_yaml


@dataclass(frozen=True, slots=True)
class Inner:
    name: str = option("A name.")
    size: int = option("A size.", default=1)


@dataclass(frozen=True, slots=True)
class Options:
    text: str = option("A text.", default="")
    number: int = option("A number.", default=0)
    ratio: float = option("A ratio.", default=0.0)
    flag: bool = option("A flag.", default=False)
    word: Literal["low", "high"] = option("A word.", default="low")
    many: tuple[str, ...] = option("Texts.", default=())
    inner: Inner | None = option("Something nested.", default=None)
    inners: tuple[Inner, ...] = option("Several.", default=())
    table: Mapping[str, int] | None = option("By name.", default=None)
    either: bool | tuple[str, ...] = option("One or the other.", default=False)
    globs: GlobSet | None = option("Globs.", default=None)
    when_: Date | None = option("A date.", default=None)
    grave: Severity | None = option("A severity.", default=None)

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        if self.number > 99:
            yield "number", "too large", "take less"


@dataclass(frozen=True, slots=True)
class Needed:
    components: str = option("The components.")


def parsed(text: str, cls: Any = Options) -> tuple[Any, list[str]]:
    """The options at `text`, and the problems as `line:column message; hint`."""
    read = parse_yaml(text.encode(), "a.yaml")
    assert read.node is not None
    context = Context({"a.yaml": text.splitlines()})
    made = parse_options(cls, read.node, context, "it")
    said = [f"{p.line}:{p.column} {p.message}" + (f"; {p.hint}" if p.hint else "") for p in context.problems]
    return made, said


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        pytest.param("{text: on}", "text", "on", id="on-is-text"),
        pytest.param("{text: 12:30}", "text", "12:30", id="times-are-text"),
        pytest.param("{text: 2026-11-20}", "text", "2026-11-20", id="dates-are-text"),
        pytest.param("{text: 010}", "text", "010", id="leading-zeros-are-text"),
        pytest.param("{text: 1.10}", "text", "1.10", id="numbers-as-written"),
        pytest.param("{number: 0x10}", "number", 16, id="hexadecimal"),
        pytest.param("{ratio: 2}", "ratio", 2.0, id="whole-ratio"),
        pytest.param("{flag: true}", "flag", True, id="flag"),
        pytest.param("{word: high}", "word", "high", id="word"),
        pytest.param("{many: a}", "many", ("a",), id="one-is-a-list-of-one"),
        pytest.param("{many: []}", "many", (), id="an-empty-list-is-a-value"),
        pytest.param("{inner: {name: n}}", "inner", Inner("n"), id="nested"),
        pytest.param("{inner: null}", "inner", None, id="a-written-null-is-a-value"),
        pytest.param("{inners: {name: n}}", "inners", (Inner("n"),), id="one-nested-is-a-list-of-one"),
        pytest.param("{table: {a: 1, 2: 3}}", "table", {"a": 1, "2": 3}, id="keys-are-text"),
        pytest.param("{either: true}", "either", True, id="first-of-a-union"),
        pytest.param("{either: [a, b]}", "either", ("a", "b"), id="second-of-a-union"),
        pytest.param("{when: 2026-02-28}", "when_", Date("2026-02-28"), id="date-and-trailing-underscore"),
        pytest.param("{grave: info}", "grave", Severity((("", "info"),)), id="severity"),
    ],
)
def test_a_value_is_read(text: str, name: str, value: object) -> None:
    made, said = parsed(text)
    assert said == []
    assert getattr(made, name) == value


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param("[a]", ["1:1 it must be a mapping, found a list"], id="no-mapping"),
        pytest.param("{txt: a}", ['1:2 unknown key "txt" in it; did you mean "text"?'], id="unknown-key"),
        pytest.param(
            "{inner: {name: n, sise: 2}}",
            ['1:19 unknown key "sise" in "inner" of it; did you mean "size"?'],
            id="unknown-key-inside",
        ),
        pytest.param(
            "text:", ['1:6 nothing stands after "text" of it; write a value, or leave the key out'], id="empty"
        ),
        pytest.param(
            "{text: null}", ['1:8 "text" of it must be text, found null; quote it: "null"'], id="null-for-text"
        ),
        pytest.param(
            "{text: true}", ['1:8 "text" of it must be text, found a boolean (true); quote it: "true"'], id="bool"
        ),
        pytest.param("{text: [a]}", ['1:8 "text" of it must be text, found a list'], id="list-for-text"),
        pytest.param(
            "{number: 1.5}", ['1:10 "number" of it must be a whole number, found a number (1.5)'], id="fraction"
        ),
        pytest.param(
            "{number: '1'}", ['1:10 "number" of it must be a whole number, found text (1)'], id="quoted-number"
        ),
        pytest.param(
            "{number: true}", ['1:10 "number" of it must be a whole number, found a boolean (true)'], id="no-int"
        ),
        pytest.param("{flag: yes}", ['1:8 "flag" of it must be true or false, found text (yes)'], id="yes-is-text"),
        pytest.param(
            "{word: hihg}",
            ['1:8 "word" of it must be one of low, high, found text (hihg); did you mean "high"?'],
            id="word",
        ),
        pytest.param(
            "{many: [a, [b], {c: d}]}",
            [
                '1:12 an item of "many" of it must be text, found a list',
                '1:17 an item of "many" of it must be text, found a mapping',
            ],
            id="every-item",
        ),
        pytest.param("{inner: {}}", ['1:9 "inner" of it lacks "name": A name.; add "name:"'], id="missing-inside"),
        pytest.param("{table: [a]}", ['1:9 "table" of it must be a mapping, found a list'], id="list-for-a-table"),
        pytest.param(
            "{either: {a: b}}", ['1:10 "either" of it must be true or false, found a mapping'], id="union-map"
        ),
        pytest.param("{either: [[a]]}", ['1:11 an item of "either" of it must be text, found a list'], id="union-list"),
        pytest.param(
            "{globs: 'a{'}", ['1:11 "a{": "{" is never closed; add "}", or write \\{ for the character'], id="glob"
        ),
        pytest.param(
            "{when: 2026-02-29}", ["1:8 a date (YYYY-MM-DD) is expected, found text (2026-02-29)"], id="no-day"
        ),
        pytest.param(
            "{grave: {2026-01-01: error}}",
            ['1:9 a severity by date needs "default:", the severity before the first date'],
            id="severity-without-default",
        ),
        pytest.param("{number: 100}", ["1:10 too large (it); take less"], id="what-does-not-go-together"),
        pytest.param(
            "{txt: 1, number: x, flag: 3}",
            [
                '1:2 unknown key "txt" in it; did you mean "text"?',
                '1:18 "number" of it must be a whole number, found text (x)',
                '1:27 "flag" of it must be true or false, found a number (3)',
            ],
            id="all-at-once",
        ),
    ],
)
def test_a_mistake_is_reported_at_its_place(text: str, problems: list[str]) -> None:
    assert parsed(text) == (None, problems)


def test_a_key_that_is_misspelt_is_not_also_missing() -> None:
    assert parsed("{componets: x}", Needed)[1] == ['1:2 unknown key "componets" in it; did you mean "components"?']
    assert parsed("{other: x}", Needed)[1] == [
        '1:2 unknown key "other" in it; known: components',
        '1:1 it lacks "components": The components.; add "components:"',
    ]


def test_hints_name_the_nearest_or_all_and_never_take_long() -> None:
    assert did_you_mean("servce", ["shared", "service"]) == 'did you mean "service"?'
    assert did_you_mean("zzz", ["b", "a"]) == "known: a, b"
    assert did_you_mean("zzz", []) == near_miss("zzz", ["a"]) == ""
    assert did_you_mean("x" * 1_000_000, ["y" * 1000]) == f"known: {'y' * 1000}"
    assert did_you_mean("name1", [f"name{number}" for number in range(100_000)]) == ""
