"""Comments of YAML are those that PyYAML and libyaml pass over."""

from collections.abc import Iterator

import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from archcheck.syntax.comments.yaml import yaml_comments

LOADERS = (yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
PIECES = ["a", "b: ", "- ", "? ", ": ", "\n", "\n", "\n  ", "\n    ", "\n ", " #c", "#", "'", '"', "|", "> ", "|2",
          "|-", "[", "]", "{", "}", ", ", "&x ", "!t ", "*y ", " ", "  ", "---", "--- ", "...", "\\", "''", "key:",
          "k: |\n", "- |\n  "]  # fmt: skip


def passed_over_if_read(text: str, loader: type[yaml.SafeLoader]) -> list[tuple[int, int]] | None:
    try:
        return passed_over(text, loader)
    except (yaml.YAMLError, ValueError):
        return None


def passed_over(text: str, loader: type[yaml.SafeLoader]) -> list[tuple[int, int]]:
    """The comments between the tokens of a parser. Raises YAMLError for what it cannot read."""
    list(yaml.parse(text, Loader=loader))
    found: list[tuple[int, int]] = []
    position = 0
    for token in yaml.scan(text, Loader=loader):
        found += comments_between(text, position, token.start_mark.index)
        position = max(position, token.end_mark.index)
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            found += comments_between(text, token.start_mark.index, line_end(text, token.start_mark.index))
    return [*found, *comments_between(text, position, len(text))]


def comments_between(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = text.find("#", start, end)
    while at >= 0:
        yield at, line_end(text, at)
        at = text.find("#", line_end(text, at), end)


def line_end(text: str, at: int) -> int:
    return (text + "\n").index("\n", at)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_comments_are_what_parsers_pass_over(text: str) -> None:
    answers = [passed_over_if_read(text, loader) for loader in LOADERS]
    assume(answers[0] is not None and answers[0] == answers[1])
    assert list(yaml_comments(text)) == answers[0]


def test_a_file_with_mistakes_has_comments() -> None:
    text = "a: [\n# 1\nb: 'x # 2\n---\nc: d # 3\n"
    assert [text[start:end] for start, end in yaml_comments(text)] == ["# 1", "# 3"]
