"""protobuf: imports."""

import pytest

from tests.languages.infrastructure import places, told

CASES = [
    ('import "a/b.proto";', ["path a/b.proto|up"]),
    ("import 'a.proto' ;", ["path a.proto|up"]),
    ('import public "a.proto";import weak\n"b.proto";', ["path a.proto|up", "path b.proto|up"]),
    ('import "google/protobuf/any.proto";', ["path google/protobuf/any.proto|up|optional"]),
    ('import/* x */"a.proto";', []),
    ('// import "a.proto";\n/* import "b.proto"; */', []),
    ('option x = "import \\"a.proto\\";";', []),
    ("option x = 'import \"a.proto\";';", []),
    ("message importer { string import = 1; }", []),
    ('reimport "a.proto";', []),
    ('import "a.proto"', []),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=case[0]) for case in CASES])
def test_text(text: str, expected: list[str]) -> None:
    assert told("protobuf", "a.proto", text) == expected


def test_place_is_that_of_the_statement() -> None:
    assert places("protobuf", "a.proto", 'syntax = "proto3";\n  import "b.proto";') == [(2, 3, "b.proto")]
