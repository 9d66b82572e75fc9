"""Which texts are dates."""

import pytest

from archcheck.core.dates import is_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2026-11-20", True, id="a date"),
        pytest.param("2026-13-01", False, id="no such month"),
        pytest.param("2026-01-32", False, id="no such day"),
        pytest.param("2026-1-1", False, id="without zeros"),
        pytest.param("2026-11-20\n", False, id="with a line break"),
        pytest.param("\u0662026-11-20", False, id="other digits"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_dates_have_one_form(text: str, expected: object) -> None:
    assert is_date(text) is expected
