"""What is known of the past: selecting changed paths, the first line that differs."""

import pytest

from archcheck.core.history import first_difference


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        pytest.param(b"a\nb\n", b"a\nb\n", 0, id="same"),
        pytest.param(b"a\nb\n", b"a\nc\n", 2, id="changed"),
        pytest.param(b"a\nb\n", b"x\na\nb\n", 1, id="inserted"),
        pytest.param(b"a\n", b"a\nb\n", 2, id="appended"),
        pytest.param(b"a\nb\nc\n", b"a\n", 1, id="cut-off"),
        pytest.param(b"a\n", b"", 1, id="emptied"),
        pytest.param(b"", b"a\n", 1, id="filled"),
        pytest.param(b"a\r\nb\r\n", b"a\nb\n", 0, id="only-line-ends"),
        pytest.param(b"a\0\n", b"b\n", 0, id="binary"),
    ],
)
def test_first_line_that_differs(before: bytes, after: bytes, line: int) -> None:
    assert first_difference(before, after) == line
