"""Places that need no look at their surroundings, because nothing there can be an import."""

import pytest

from archcheck.languages.typescript.candidates import find_candidates

LONG = "{\n" + "  a: 1,\n" * 400


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"vi.fn();\nconst a = {LONG}}}", id="another call of a mocker"),
        pytest.param(f"if (import.meta.vitest) {LONG}}}", id="another property of import.meta"),
        pytest.param(f"const defined = 1, a = {LONG}}}", id="a longer word"),
        pytest.param(f"define; const a = {LONG}}}", id="no call"),
        pytest.param(f"export {LONG}}};\n", id="a long list that comes from nowhere"),
        pytest.param(f"/**\n * declare module 'x' {LONG} */", id="declaration in a comment"),
    ],
)
def test_what_cannot_be_an_import_is_no_candidate(text: str) -> None:
    assert find_candidates(text, 0) == []


def test_a_long_list_is_read_to_its_end() -> None:
    (found,) = find_candidates(f"export {LONG}}} from './m'".replace(": 1", ""), 0)
    assert found.clause is not None
    assert found.clause.modules == ("./m",)


@pytest.mark.parametrize(
    "text",
    ["import /* a */ . /**/ meta /**/ . /**/ glob('./m')", "vi. /**/ mock('m')", "define /**/ (['m'])"],
    ids=["import.meta", "mocker", "define"],
)
def test_comments_may_stand_between_the_words(text: str) -> None:
    (found,) = find_candidates(text, 0)
    assert found.clause is not None


def test_many_lists_without_end_stay_in_doubt() -> None:
    text = f"export {LONG}" * 11
    assert [candidate.clause for candidate in find_candidates(text, 0)] == [None] * 11
