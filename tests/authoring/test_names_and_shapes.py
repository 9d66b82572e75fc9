"""Naming styles in use, and the shape that siblings share."""

import pytest

from archcheck.authoring.components import find_groups
from archcheck.authoring.drafts import Draft
from archcheck.authoring.names import naming_candidate, without_exceptions
from archcheck.authoring.shapes import shape_candidate
from archcheck.authoring.survey import Survey, survey_of
from tests.builders import violation

WORDS = ["user", "order", "cart", "price", "stock", "mail", "login", "page", "route", "theme"]


def styles(*paths: str) -> object:
    survey = survey_of(paths)
    found = naming_candidate(survey, find_groups(survey))
    return found.drafts[0].options["styles"] if found else None


def named(pattern: str, *, words: list[str] = WORDS) -> list[str]:
    """Paths made of two words each: `src/{0}_{1}.py`; capitals by `{2}` and `{3}`."""
    pairs = zip(words, reversed(words), strict=True)
    return [pattern.format(first, second, first.title(), second.title()) for first, second in pairs]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param("src/{0}_{1}.py", {"**/*.py": "snake"}, id="snake"),
        pytest.param("src/{0}-{1}.ts", {"**/*.ts": "kebab"}, id="kebab"),
        pytest.param("src/{0}{3}.ts", {"**/*.ts": "camel"}, id="camel"),
        pytest.param("src/{2}{3}.tsx", {"**/*.tsx": "pascal"}, id="pascal"),
        pytest.param("src/{0}{1}.ts", None, id="names of one word tell nothing"),
        pytest.param("src/{0}{1}.py", {"**/*.py": "snake"}, id="but are as usual in Python"),
    ],
)
def test_style_of_nearly_all_names(pattern: str, expected: object) -> None:
    assert styles(*named(pattern)) == expected


def test_two_styles_that_cover_everything() -> None:
    assert styles(*named("src/{2}{3}.tsx"), *named("src/{0}-{1}.tsx")) == {"**/*.tsx": ["kebab", "pascal"]}


def test_styles_of_components_where_they_differ() -> None:
    web = named("apps/web/{0}_{1}.ts") + named("apps/web/{0}-{1}.ts") + named("apps/web/{0}{3}.ts")
    paths = [*web, *named("apps/api/{0}-{1}.ts"), "apps/web/package.json", "apps/api/package.json"]
    assert styles(*paths) == {"apps/api/**/*.ts": "kebab"}


def test_few_names_that_do_not_fit_are_exempt() -> None:
    draft = Draft("names", "naming", "", {"styles": {"**/*.py": "snake"}})
    relaxed = without_exceptions(draft, [violation(subject="src/HTTP.py"), violation(subject="Top.py")])
    assert relaxed is not None
    assert relaxed.options["exempt"] == ["Top.py", "src/HTTP.py"]
    assert without_exceptions(relaxed, [violation(subject="src/Other.py")]) is None
    assert without_exceptions(draft, [violation(subject=f"src/A{n}.py") for n in range(9)]) is None


def test_what_stands_between_name_and_ending_in_several_names_is_a_middle_part() -> None:
    draft = Draft("names", "naming", "", {"styles": {"**/*.cs": "pascal"}})
    relaxed = without_exceptions(draft, [violation(subject=f"src/View{n}.xaml.cs") for n in range(9)])
    assert relaxed is not None
    assert relaxed.options == {"styles": {"**/*.cs": "pascal"}, "middle": ["xaml"]}


def shapes(survey: Survey) -> list[object]:
    (group,) = find_groups(survey)
    found = shape_candidate(group, survey)
    return [draft.options["entries"] for draft in found.drafts] if found else []


def services(count: int, *entries: str) -> list[str]:
    return [f"services/s{number}/{entry}" for number in range(count) for entry in entries]


def test_shape_is_what_all_siblings_have() -> None:
    survey = survey_of([*services(3, "Dockerfile", "src/main.py", "src/api/a.py"), "services/s0/README.md"])
    assert shapes(survey) == [["Dockerfile", "src/api/", "src/main.py"]]


def test_what_nearly_all_have_is_tried_first() -> None:
    survey = survey_of([*services(5, "Dockerfile", "main.py"), *services(4, "README.md")])
    assert shapes(survey) == [["Dockerfile", "README.md", "main.py"], ["Dockerfile", "main.py"]]


def test_two_siblings_have_no_shape() -> None:
    assert shapes(survey_of(services(2, "Dockerfile", "main.py"))) == []
