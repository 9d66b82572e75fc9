"""pnpm_workspace: what `pnpm-workspace.yaml` says."""

import pytest

from tests.languages.manifests import HOSTILE_BYTES, extract, said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("packages: [a, 'b/*', '!c']", ["path a"], id="members"),
        pytest.param(
            "catalog:\n  a: ^1\n  '@b/c': 2", ["package npm:a|^1|managed", "package npm:@b/c|2|managed"], id="catalog"
        ),
        pytest.param(
            "catalogs:\n  x: {a: '1'}\n  y: {a: '2'}",
            ["package npm:a|1|managed", "package npm:a|2|managed"],
            id="catalogs",
        ),
        pytest.param("packages: a\ncatalog: [b]\ncatalogs: {x: 1}", [], id="wrong forms"),
        pytest.param("catalog: {a: null, b: [1], c d: '1'}", [], id="no versions"),
        pytest.param("overrides: {a: '1'}", [], id="others"),
    ],
)
def test_text(text: str, expected: list[str]) -> None:
    assert said("pnpm_workspace", "pnpm-workspace.yaml", text) == expected


def test_what_is_broken_is_said() -> None:
    assert [each.kind for each in extract("pnpm_workspace", "pnpm-workspace.yaml", "packages: [a").diagnostics] == [
        "unparsable"
    ]


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in HOSTILE_BYTES.items()])
def test_any_bytes_end_in_an_answer(content: bytes) -> None:
    assert extract("pnpm_workspace", "pnpm-workspace.yaml", content).facts == ()
