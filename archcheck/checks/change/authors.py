"""Files that only some people, or programs, may change."""

from collections.abc import Iterator, Mapping, Sequence

from archcheck.core.components import Binding, captured
from archcheck.core.findings import Finding, Unknown
from archcheck.core.history import SHORT_ID, Author, Authors, FileChange
from archcheck.core.values import Place
from archcheck.core.wildcards import is_like

_MOST_NAMED = 3


def foreign_authors(
    allowed: Sequence[str],
    about: Mapping[str, tuple[Binding, ...]],
    changes: Mapping[str, FileChange],
    authors: Authors,
) -> Iterator[Finding | Unknown]:
    """One finding per file that others changed; unknown where nobody says who it was."""
    for path, bindings in about.items():
        told = authors.by_path.get(path, ())
        others = [author for author in told if not any(_is_meant(author, pattern) for pattern in allowed)]
        if others:
            change = changes[path]
            yield Finding(
                message=f"{change.status} by {_names(others)}; only {' and '.join(allowed)} may",
                subject=path,
                key="author",
                places=(Place(path, change.line, 1),) if change.line else (),
                binding=captured(bindings[0]),
                hint=f"leave it to {' or '.join(allowed)}",
            )
        elif path in authors.nobody or not told:
            yield Unknown(f"nobody says who changed {path}")


def _is_meant(author: Author, pattern: str) -> bool:
    return any(is_like(text, pattern) for text in (author.name, author.email, f"{author.name} <{author.email}>"))


def _names(authors: Sequence[Author]) -> str:
    """The first of them, each with the first of their commits. Their addresses are left out: reports travel."""
    commits: dict[str, str] = {}
    for author in authors:
        commits.setdefault(author.name, author.commit)
    told = [f"{name} ({commit[:SHORT_ID] or 'not committed yet'})" for name, commit in commits.items()]
    more = [f"{len(told) - _MOST_NAMED} more"] if len(told) > _MOST_NAMED else []
    return ", ".join([*told[:_MOST_NAMED], *more])
