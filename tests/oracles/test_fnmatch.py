"""The matcher of GitLab beside Ruby itself, on many more cases than are written down."""

import shutil

import pytest

from archcheck.core.codeowners_gitlab import normalise, parse_gitlab
from archcheck.core.fnmatch_ruby import compile_fnmatch
from tests.oracles.make_fnmatch import ask_ruby, random_cases

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(shutil.which("ruby") is None, reason="ruby is not installed"),
]


@pytest.mark.parametrize("seed", [pytest.param(seed, id=f"seed-{seed}") for seed in (2, 3)])
def test_patterns_match_as_in_ruby(seed: int) -> None:
    cases = list(random_cases(seed, 100_000))
    answers = ask_ruby(cases)
    wrong = [
        case for case, fits in zip(cases, answers, strict=True) if compile_fnmatch(case[0])(case[1].split("/")) != fits
    ]
    assert wrong == []


def test_lines_match_as_their_form_does_in_ruby() -> None:
    """Directories are looked at by themselves here, Ruby looks at whole paths."""
    lines = [(pattern.removeprefix("/"), path[1:]) for pattern, path in random_cases(4, 60_000)]
    lines += [(f"{pattern}/", path) for pattern, path in lines[:30_000]]
    usable = [
        (pattern, path)
        for pattern, path in lines
        if pattern and pattern[0] not in "[^!#" and "\\" not in pattern and "" not in path.split("/")
    ]
    answers = ask_ruby([(normalise(pattern), f"/{path}") for pattern, path in usable])
    told = [bool(parse_gitlab(f"{pattern} @x".encode()).decide(path)) for pattern, path in usable]
    wrong = [case for case, fits, found in zip(usable, answers, told, strict=True) if fits != found]
    assert wrong == []
    assert sum(answers) > 500
