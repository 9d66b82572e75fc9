"""Facts survive the way to JSON and back unchanged; nothing else is taken for facts."""

import json
from typing import Any, NamedTuple, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.codec import CodecError, decode, encode
from archcheck.core.facts import (
    Diagnostic,
    Extracted,
    Fact,
    ImportFact,
    MeasureFact,
    RelationFact,
    SuppressionFact,
    SymbolFact,
)

# Every code point, lone surrogates included, with those that a codec is most likely to get wrong drawn often.
TEXTS = st.text(
    st.characters() | st.characters(categories=["Cs"]) | st.sampled_from('\ud83d\ude00\U0001f600"\\\t\n\0\x7f')
)
NAMES = st.lists(TEXTS, max_size=3).map(tuple)
NUMBERS = st.integers() | st.integers(min_value=2**63, max_value=2**600)
IMPORTS = st.builds(ImportFact, NUMBERS, NUMBERS, TEXTS, NAMES, NUMBERS, NUMBERS)
SYMBOLS = st.builds(SymbolFact, NUMBERS, NUMBERS, TEXTS, TEXTS, TEXTS)
SUPPRESSIONS = st.builds(SuppressionFact, NUMBERS, NUMBERS, NAMES, TEXTS, st.booleans())
MEASURES = st.builds(MeasureFact, NUMBERS, NUMBERS, TEXTS, NUMBERS)
FACTS = st.lists(IMPORTS | SYMBOLS | SUPPRESSIONS | MEASURES).map(tuple)
DIAGNOSTICS = st.lists(st.builds(Diagnostic, NUMBERS, NUMBERS, TEXTS, TEXTS), max_size=2).map(tuple)
ANSWERS = st.lists(st.builds(Extracted, FACTS, DIAGNOSTICS), max_size=3).map(tuple)


def types_in(answers: tuple[Extracted[Fact], ...]) -> list[list[type]]:
    return [[type(fact) for fact in (*answer.facts, *answer.diagnostics)] for answer in answers]


@given(ANSWERS)
def test_decoding_gives_back_what_was_encoded(answers: tuple[Extracted[Fact], ...]) -> None:
    decoded = decode(encode(answers))
    # Named tuples of different classes may be equal, hence the types.
    assert (decoded, types_in(decoded)) == (answers, types_in(answers))


@pytest.mark.parametrize("kind", get_args(Fact))
def test_every_type_of_fact_is_given_back(kind: type[Fact]) -> None:
    rows: dict[type, Fact] = {
        ImportFact: ImportFact(1, 2, "a"),
        SymbolFact: SymbolFact(1, 2, "class", "A"),
        SuppressionFact: SuppressionFact(1, 2, ("a",), "b", own_line=True),
        MeasureFact: MeasureFact(1, 2, "lines", 3),
        RelationFact: RelationFact(1, 2, "host", "auth", "http://auth:8000", "AUTH_URL", "pay"),
    }
    assert decode(encode([Extracted((rows[kind],))])) == (Extracted((rows[kind],)),)


@given(ANSWERS)
def test_payload_is_json_that_fits_into_one_field_of_one_line(answers: tuple[Extracted[Fact], ...]) -> None:
    payload = encode(answers)
    assert not {b"\n", b"\r", b"\t", b"\0"} & {payload[at : at + 1] for at in range(len(payload))}
    assert len(json.loads(payload)) == len(answers)


def test_two_lone_surrogates_do_not_become_one_character() -> None:
    pair = "\ud83d" + "\ude00"
    (answer,) = decode(encode([Extracted((ImportFact(1, 1, pair),))]))
    assert answer.facts == (ImportFact(1, 1, pair),)
    assert len(answer.facts[0].module) == 2


def test_payload_is_compact() -> None:
    imports = Extracted((ImportFact(3, 5, "a.b", ("c", "d"), 1, 2),), (Diagnostic(9, 1, "syntax", "no ü"),))
    assert (
        encode([imports, Extracted()])
        == '[[[["i",[[3,5,"a.b",["c","d"],1,2,""]]]],[[9,1,"syntax","no ü"]]],0]'.encode()
    )


def test_encoding_refuses_what_is_no_fact() -> None:
    class Foreign(NamedTuple):
        line: int

    foreign: Any = Extracted((ImportFact(1, 1, "a"), Foreign(1)))
    with pytest.raises(TypeError, match="not a type of fact: Foreign"):
        encode([foreign])


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff", id="not UTF-8"),
        pytest.param(b"[", id="cut off"),
        pytest.param(b"[0] ", id="something after it"),
        pytest.param(b"[0][0]", id="two values"),
        pytest.param(b"7", id="a number"),
        pytest.param(b"null", id="null"),
        pytest.param(b"[7]", id="a number for an aspect"),
        pytest.param(b"[[[]]]", id="no diagnostics"),
        pytest.param(b'[[[["x",[]]],[]]]', id="unknown tag"),
        pytest.param(b'[[[["i",[[1,1,"a",[],0]]]],[]]]', id="import with a field too few"),
        pytest.param(b'[[[["s",[[1,1,"class","A","",0]]]],[]]]', id="symbol with a field too many"),
        pytest.param(b'[[[["a",[[1,1,7,"",true]]]],[]]]', id="suppression without a list of rules"),
        pytest.param(b'[[[],[[1,1,"syntax"]]]]', id="diagnostic without a message"),
        pytest.param(b"[" * 100_000, id="nested deeply"),
    ],
)
def test_decoding_refuses_other_shapes(payload: bytes) -> None:
    with pytest.raises(CodecError):
        decode(payload)
