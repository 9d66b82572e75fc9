from archcheck.core.components import Paths, build_components
from archcheck.core.hosts import component_names
from tests.scenes import rule_file

FILES = ("poc/x/app.py", "services/auth/main.py", "services/auth/src/x.py", "services/pay/main.py", "shared/a.py")


def names(components: str, aliases: dict[str, tuple[str, ...]] | None = None) -> dict[str, str]:
    paths = Paths(FILES)
    rules = rule_file(f"version: 1\ncomponents:\n{components}")
    return dict(component_names(build_components(rules.components, paths), paths, aliases))


def test_components_are_called_by_their_captures_and_aliases() -> None:
    assert names("  service: services/{service}/\n  shared: shared\n", {"auth": ("Login_Service",)}) == {
        "auth": "services/auth/",
        "login-service": "services/auth/",
        "pay": "services/pay/",
        "shared": "shared/",
    }


def test_an_alias_may_name_the_whole_component() -> None:
    assert names("  service: services/{service}/\n", {"service[pay]": ("billing",)})["billing"] == "services/pay/"


def test_a_name_of_two_components_means_neither() -> None:
    assert names(
        "  a: services/{x}/main.py\n  b: services/{x}/\n  c: poc/{x}/\n  d: {match: 'shared/', tags: []}\n"
    ) == {
        "auth": "services/auth/",
        "d": "shared/",
        "pay": "services/pay/",
        "x": "poc/x/",
    }


def test_a_component_spread_over_the_tree_has_no_directory() -> None:
    assert names("  code: [shared, poc]\n") == {}
