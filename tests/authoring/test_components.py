"""Which components the paths of a tree suggest."""

import pytest

from archcheck.authoring.components import find_groups
from archcheck.authoring.survey import survey_of


def groups(*paths: str) -> list[tuple[str, str, int]]:
    """Name, pattern and number of members of each group."""
    return [(group.name, group.pattern, len(group.members)) for group in find_groups(survey_of(paths))]


SERVICES = [f"services/{name}/{file}" for name in ("auth", "loans", "pay") for file in ("Dockerfile", "src/main.py")]


def test_siblings_with_a_manifest_are_captured() -> None:
    assert groups(*SERVICES) == [("service", "services/{service}/", 3)]


def test_a_sibling_without_a_manifest_is_one_of_them() -> None:
    assert groups(*SERVICES, "services/cron/job.py") == [("service", "services/{service}/", 4)]


def test_the_likeness_gives_the_name_where_the_parent_does_not() -> None:
    moved = [path.replace("services/", "src/") for path in SERVICES]
    assert groups(*moved) == [("service", "src/{service}/", 3)]


def test_parts_at_the_top_are_components_of_their_own() -> None:
    found = groups("backend/pyproject.toml", "backend/app/a.py", "frontend/package.json", "frontend/src/a.ts")
    assert found == [("backend", "backend", 1), ("frontend", "frontend", 1)]


def test_parts_at_the_top_with_a_common_prefix_are_captured() -> None:
    paths = [f"shop-{name}/{file}" for name in ("api", "auth", "mail", "web") for file in ("pom.xml", "Main.java")]
    assert groups(*paths) == [("module", "shop-{module}/", 4)]


def test_directories_below_a_telling_name_need_an_entry_in_common() -> None:
    alike = [f"src/features/{name}/index.ts" for name in ("cart", "login", "search")]
    different = [f"src/features/{name}/{name}.ts" for name in ("cart", "login", "search")]
    assert groups(*alike) == [("feature", "src/features/{feature}/", 3)]
    assert groups(*different) == []


@pytest.mark.parametrize("folder", ["examples", "node_modules", "tests/fixtures", "docs"])
def test_what_is_beside_the_program_is_no_component(folder: str) -> None:
    assert groups(*(f"{folder}/{path}" for path in SERVICES)) == []


def test_groups_of_one_name_are_told_apart_by_what_stands_above() -> None:
    paths = [
        f"{side}/packages/{name}/{file}"
        for side in ("web", "mobile")
        for name in ("a", "b")
        for file in ("package.json", "x.ts")
    ]
    assert groups(*paths) == [
        ("mobile-package", "mobile/packages/{package}/", 2),
        ("web-package", "web/packages/{package}/", 2),
    ]


def test_a_small_group_within_a_component_is_left_out() -> None:
    large = [f"packages/{name}/src/m{number}.ts" for name in ("a", "b") for number in range(20)]
    manifests = [f"packages/{name}/package.json" for name in ("a", "b")]
    inner = [f"packages/a/plugins/{name}/{file}" for name in ("x", "y") for file in ("package.json", "i.ts")]
    assert groups(*large, *manifests, *inner) == [("package", "packages/{package}/", 2)]
