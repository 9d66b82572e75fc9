"""github_workflow: local actions, scripts, directories, images and environments."""

import pytest

from tests.languages.infrastructure import places, told

PATH = ".github/workflows/ci.yml"
STEPS = [
    ("uses: ./.github/actions/a", ["path ./.github/actions/a|/"]),
    ("uses: actions/checkout@v5", []),
    ("uses: docker://redis:7", ["image image:redis|7"]),
    (
        "uses: docker/build-push-action@v6\nwith: {context: a, file: a/Dockerfile}",
        ["path a|/|optional", "path a/Dockerfile|/|optional"],
    ),
    ("with: {context: '${{ matrix.x }}'}", []),
    ("run: ./a.sh", ["path a.sh|/|optional"]),
    ("run: bash ./a/b.sh && ../c.py", ["path a/b.sh|/|optional", "path ../c.py|/|optional"]),
    ("run: ./a.sh\nworking-directory: x", ["path x/a.sh|/|optional", "path x|/|optional"]),
    ("run: ./a.sh\nworking-directory: ${{ matrix.x }}", []),
    ("run: make ./a ./b.txt x./c.sh", []),
    ("env: {A_URL: 'http://a', TOKEN: 'http://b'}", ["host a|http://a|A_URL"]),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=case[0]) for case in STEPS])
def test_step(text: str, expected: list[str]) -> None:
    first, *rest = text.split("\n")
    body = "\n".join([f"      - {first}", *(f"        {line}" for line in rest)])
    assert told("github_workflow", PATH, f"jobs:\n  a:\n    steps:\n{body}\n") == expected


JOBS = [
    ("uses: ./.github/workflows/a.yml", ["path ./.github/workflows/a.yml|/"]),
    ("uses: acme/x/.github/workflows/a.yml@v1", []),
    ("container: redis:7", ["image image:redis|7"]),
    ("container: {image: redis, env: {A_URL: http://a}}", ["image image:redis", "host a|http://a|A_URL"]),
    ("services: {db: {image: postgres:18}}", ["image image:postgres|18"]),
    (
        "defaults: {run: {working-directory: x}}\n    steps: [{run: ./a.sh}]",
        ["path x|/|optional", "path x/a.sh|/|optional"],
    ),
    ("env: {DB_HOST: db, DB_NAME: m}", ["store sql/db/m||DB_HOST"]),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=case[0]) for case in JOBS])
def test_job(text: str, expected: list[str]) -> None:
    assert told("github_workflow", PATH, f"jobs:\n  a:\n    {text}\n") == expected


ACTIONS = [
    (
        "runs: {using: node24, main: dist/index.js, post: dist/post.js}",
        ["path dist/index.js||optional", "path dist/post.js||optional"],
    ),
    ("runs: {using: composite, steps: [{uses: ./a}, {run: ./b.sh}]}", ["path ./a|/", "path b.sh|/|optional"]),
    ("runs: {using: docker, image: Dockerfile}", ["path Dockerfile"]),
    ("runs: {using: docker, image: 'docker://redis:7'}", ["image image:redis|7"]),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=case[0]) for case in ACTIONS])
def test_action(text: str, expected: list[str]) -> None:
    assert told("github_workflow", ".github/actions/a/action.yml", text) == expected


def test_place_of_a_script_is_its_own() -> None:
    text = "jobs:\n  a:\n    steps:\n      - run: |\n          make\n          cd x; ./a.sh\n"
    assert places("github_workflow", PATH, text) == [(6, 17, "a.sh")]
