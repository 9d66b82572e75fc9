"""Comments of formats that need more than a pattern: Dockerfiles, `.env` files, HCL, Markdown."""

from bisect import bisect_right
from collections.abc import Iterator

from archcheck.syntax.comments.patterns import xml


def dockerfile(text: str) -> Iterator[tuple[int, int]]:
    """Lines that begin with a hash, but for those of texts within the file (`<<EOF`)."""
    from archcheck.syntax.dockerfile import comment_lines  # noqa: PLC0415 - hardly a file needs it

    lines = text.split("\n")
    wanted = set(comment_lines(text.encode("utf-8", "surrogatepass")))
    start = 0
    for number, line in enumerate(lines):
        if number in wanted:
            yield start + line.index("#"), start + len(line)
        start += len(line) + 1


def dotenv(text: str) -> Iterator[tuple[int, int]]:
    """Comments on lines of their own, and behind values."""
    from archcheck.syntax.dotenv import find_comments  # noqa: PLC0415 - as above

    return find_comments(text)


def hcl(text: str) -> Iterator[tuple[int, int]]:
    """Comments of Terraform."""
    from archcheck.syntax.hcl import find_comments  # noqa: PLC0415 - as above

    return find_comments(text)


def markdown(text: str) -> Iterator[tuple[int, int]]:
    """Comments of HTML outside of code."""
    from archcheck.syntax.markdown import read_markdown  # noqa: PLC0415 - as above

    code = [(each.start, each.end) for each in read_markdown(text).code]
    starts = [start for start, _ in code]
    for start, end in xml(text):
        at = bisect_right(starts, start) - 1
        if at < 0 or start >= code[at][1]:
            yield start, end


def yaml(text: str) -> Iterator[tuple[int, int]]:
    """Comments of YAML, also in templates of Helm and Jinja."""
    from archcheck.syntax.comments.yaml import yaml_comments  # noqa: PLC0415 - as above

    return yaml_comments(text)
