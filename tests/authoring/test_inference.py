"""The rules that a tree suggests, before anybody has tried them."""

from archcheck.authoring.components import find_groups
from archcheck.authoring.drafts import Draft
from archcheck.authoring.inference import from_dependencies, from_paths
from archcheck.authoring.proposal import components_used
from archcheck.authoring.stacks import Traffic
from archcheck.authoring.survey import survey_of

MONOREPO = [
    *(f"apps/{name}/{file}" for name in ("web", "admin", "docs-app") for file in ("package.json", "src/main.ts")),
    *(f"packages/{name}/{file}" for name in ("ui", "api", "core") for file in ("package.json", "src/index.ts")),
]


def drafts(paths: list[str], unowned: list[str] | None = None) -> list[tuple[str, str]]:
    """Id and kind of the strictest draft of each candidate."""
    survey = survey_of(paths)
    found = from_paths(survey, find_groups(survey), unowned)
    return [(candidate.drafts[0].id, candidate.drafts[0].kind) for candidate in found]


def layers(paths: list[str], *imports: str) -> list[tuple[str, object]]:
    """Id and layers of each candidate, for imports such as `a.ts > b.ts`."""
    survey = survey_of(paths)
    pairs = tuple((source, target) for source, _, target in (text.partition(" > ") for text in imports))
    found = from_dependencies(survey, find_groups(survey), Traffic(pairs, pairs))
    return [(candidate.drafts[0].id, candidate.drafts[0].options["layers"]) for candidate in found]


def test_applications_stand_alone_and_packages_do_not_have_to() -> None:
    assert drafts(MONOREPO) == [
        ("apps-stand-alone", "independence"),
        ("no-cycles", "acyclic"),
        ("declared-packages", "external"),
        ("app-shape", "tree"),
    ]


def test_services_are_isolated_at_run_time_too() -> None:
    paths = [f"services/{name}/{file}" for name in ("a", "b") for file in ("Dockerfile", "main.py", "api.py")]
    assert drafts(paths) == [("services-stand-alone", "isolation"), ("no-cycles", "acyclic")]


def test_nothing_is_said_of_imports_that_are_not_read() -> None:
    rust = [f"crates/{name}/{file}" for name in ("a", "b", "c") for file in ("Cargo.toml", "src/lib.rs", "src/x.rs")]
    assert drafts([*rust, "tests/t.py", "web.ts"]) == [("crate-shape", "tree")]


def test_compilers_of_go_know_about_cycles() -> None:
    assert drafts(["go.mod", "api/a.go", "store/b.go"]) == [("declared-packages", "external")]


def test_owners_are_proposed_only_with_a_codeowners_file() -> None:
    assert ("owned", "owners") in drafts(MONOREPO, unowned=[])
    assert ("owned", "owners") not in drafts(MONOREPO)


def test_components_and_siblings_have_layers() -> None:
    found = layers(
        MONOREPO,
        "apps/web/src/main.ts > packages/ui/src/index.ts",
        "packages/ui/src/index.ts > packages/core/src/index.ts",
        "packages/api/src/index.ts > packages/core/src/index.ts",
    )
    assert found == [("components-one-way", ["app", "package"]), ("packages-one-way", ["api | ui", "core"])]


def test_directories_where_the_code_branches_have_layers() -> None:
    paths = [f"src/shop/{name}/m{n}.py" for name in ("cli", "orders", "models") for n in range(4)]
    found = layers(
        paths,
        *(f"src/shop/cli/m{n}.py > src/shop/orders/m0.py" for n in range(4)),
        *(f"src/shop/orders/m{n}.py > src/shop/models/m{m}.py" for n in range(4) for m in range(2)),
    )
    assert found == [("shop-layers", ["cli", "orders", "models"])]


def test_a_name_that_is_a_component_too_is_written_as_a_path() -> None:
    paths = [*MONOREPO, *(f"packages/core/src/{name}/m{n}.ts" for name in ("app", "ui", "io") for n in range(4))]
    found = layers(
        paths,
        *(f"packages/core/src/app/m{n}.ts > packages/core/src/ui/m0.ts" for n in range(4)),
        *(f"packages/core/src/ui/m{n}.ts > packages/core/src/io/m{m}.ts" for n in range(4) for m in range(2)),
    )
    assert found == [("core-layers", ["./app", "ui", "io"])]


def test_a_single_part_is_declared_only_beside_others() -> None:
    rule = Draft("r", "layers", "", {"layers": ["web", "package"]})
    alone = find_groups(survey_of(["go.mod", "a.go", "web/package.json", "web/x.ts"]))
    assert [group.name for group in alone] == ["web"]
    assert components_used(alone, [rule]) == ()
    beside = find_groups(survey_of([*MONOREPO[6:], "web/package.json", "web/x.ts"]))
    assert [group.name for group in components_used(beside, [rule])] == ["package", "web"]
