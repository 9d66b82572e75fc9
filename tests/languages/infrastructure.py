"""What formats of infrastructure make of text, in a form that is short to write down."""

from textwrap import dedent

from tests.languages.manifests import extract


def told(language: str, path: str, text: str) -> list[str]:
    """Each fact as `subject: relation value|detail|group`; what is empty is left out, then diagnostics after `!`."""
    found = extract(language, path, dedent(text).lstrip("\n"))
    facts = [
        (f"{fact.subject}: " if fact.subject else "") + f"{fact.relation} " + "|".join(fact[3:6]).rstrip("|")
        for fact in found.facts
    ]
    return [*facts, *(f"! {d.line}:{d.column} {d.message}" for d in found.diagnostics)]


def places(language: str, path: str, text: str) -> list[tuple[int, int, str]]:
    """Line, column and value of each fact."""
    found = extract(language, path, dedent(text).lstrip("\n"))
    return [(fact.line, fact.column, fact.value) for fact in found.facts]
