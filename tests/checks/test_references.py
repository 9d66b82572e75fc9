"""`references`: which paths, links and anchors count, where they lead, and what is said of those that lead nowhere."""

from collections.abc import Mapping, Sequence

import pytest

from archcheck.core.facts import RelationFact, Source
from archcheck.core.findings import Finding, Result, Unresolved
from archcheck.core.fingerprints import fingerprint
from archcheck.core.graph import Graph
from archcheck.core.scene import Absent, Declarations, EdgeKinds, Lost, Need, Scans
from archcheck.core.values import Place
from tests.builders import graph
from tests.scenes import check_of, problems, rules, scene, told

Declared = Mapping[str, Mapping[str, Sequence[RelationFact]]]
"""What formats say of files, by path and format."""
MUST = 'in: "**"\nmust_exist: true'
CHECK = check_of("references")


def judge(
    body: str,
    files: Mapping[str, str],
    *,
    components: str = "",
    lost: Sequence[Unresolved] = (),
    declared: Declared | None = None,
    drawn: str = "",
    absent: Sequence[str] = (),
) -> list[Result]:
    """What a rule yields for files with these contents, dependencies and declarations."""
    rule_set = rules("references", body, components)
    options = rule_set.rules[0].options
    made = scene(_graph(files, drawn), rule_set)
    numbers = {path: number for number, path in enumerate(made.graph.files)}
    assert CHECK.scan
    facts = {numbers[path]: CHECK.scan(options, Source(text.encode(), "")) for path, text in files.items()}
    answers: dict[type, object] = {
        Absent: lambda path: path in absent,
        Lost: tuple(lost),
        Declarations: {numbers[path]: formats for path, formats in (declared or {}).items()},
        EdgeKinds: 0,
    }
    needed: dict[Need, object] = {}
    for need in CHECK.needs(options):
        chosen = made.select(need.selector) if isinstance(need, Scans) else {}
        needed[need] = {n: facts.get(n, ()) for n in chosen} if isinstance(need, Scans) else answers[type(need)]
    return list(CHECK.run(options, scene(made.graph, rule_set, needed)))


def _graph(files: Mapping[str, str], drawn: str) -> Graph:
    return graph("\n".join(files), drawn)


def lines(body: str, files: Mapping[str, str], components: str = "") -> list[str]:
    """The same in one line each."""
    return told(judge(body, files, components=components))


def missing(path: str, text: str, *others: str, body: str = MUST) -> list[str]:
    """What a file is told to refer to although it does not exist; `others` are files beside it."""
    found = lines(body, {path: text, **dict.fromkeys(others, "")})
    return [each.removeprefix(f"{path}: refers to ").removesuffix(", which does not exist") for each in found]


LINKS = [
    pytest.param("[a](b.md) [a](sub/) [a](../top.md) [a](/docs/b.md) [a](.)", [], id="what exists"),
    pytest.param("[a](c.md)", ["docs/c.md"], id="beside the file"),
    pytest.param("[a](docs/b.md)", ["docs/docs/b.md"], id="links begin at the file only"),
    pytest.param("[a](/b.md)", ["b.md"], id="a leading slash is the top"),
    pytest.param("[a](../../x.md)", ["../../x.md, out of the repository"], id="out of the repository"),
    pytest.param("[a](../../issues) [a](../../wiki/Home) [a](../blob/main/x)", [], id="pages of the host"),
    pytest.param("[a](https://x/y.md) [a](mailto:x@y.z) [a](//x/y) <x/y.md>", [], id="urls"),
    pytest.param("[a](b%20c.md) [a](<d e.md>)", ["docs/b c.md", "docs/d e.md"], id="blanks"),
    pytest.param("[a](c.png?raw=true)", ["docs/c.png"], id="query"),
    pytest.param("[a]({{ x }}/y) [a]($x/y) [a](<name>/y)", [], id="placeholders"),
    pytest.param(
        "![a](i.png)\n\n[r]: r.md\n\n<img src='h.png'>", ["docs/i.png", "docs/r.md", "docs/h.png"], id="kinds"
    ),
    pytest.param("`[a](c.md)`\n\n```\n[a](c.md)\n```\n\n<!-- [a](c.md) -->", [], id="code and comments"),
    pytest.param("[a](B.md)", ["docs/B.md"], id="capitals count"),
]


@pytest.mark.parametrize(("text", "expected"), LINKS)
def test_link(text: str, expected: list[str]) -> None:
    assert missing("docs/a.md", text, "docs/b.md", "docs/sub/x", "top.md") == expected


ANCHORS = [
    pytest.param("# A b\n[x](#a-b) [x](#A-B) [x](#user-content-a-b)", [], id="own heading"),
    pytest.param("[x](#c)", ["#c, but nothing in docs/a.md is called so"], id="no such heading"),
    pytest.param("[x](b.md#one) [x](b.md#two)", ["b.md#two, but nothing in docs/b.md is called so"], id="another file"),
    pytest.param("[x](c.py#L3) [x](c.py#x) [x](#) [x](#top) [x](b.md#:~:text=a)", [], id="no names of headings"),
    pytest.param("[x](b.md#caf%C3%A9)", [], id="encoded"),
    pytest.param('<a id="here"></a> [x](#here)', [], id="html"),
    pytest.param("[x](d.md#one)", ["docs/d.md"], id="no file, no anchor"),
]


@pytest.mark.parametrize(("text", "expected"), ANCHORS)
def test_anchor(text: str, expected: list[str]) -> None:
    files = {"docs/a.md": text, "docs/b.md": "# One\n# Café", "docs/c.py": ""}
    found = lines("in: docs/a.md\nmust_exist: true", files)
    heads = ("docs/a.md: refers to ", ", which does not exist")
    assert [each.removeprefix(heads[0]).removesuffix(heads[1]) for each in found] == expected


WORDS = [
    pytest.param("sh app/run.sh ./app/run.sh ../app/x", [], id="what exists, or leads out"),
    pytest.param("sh app/go.sh", ["app/go.sh"], id="first directory exists"),
    pytest.param("and/or text/html TCP/IP 1/2 n/a", [], id="words"),
    pytest.param("./go.sh", ["go.sh"], id="begins with a dot"),
    pytest.param("COPY --from=x 'app/go.sh' \"app/run\"", ["app/go.sh"], id="quotes, and an extension left out"),
    pytest.param("https://x.org/app/go s3://app/go //app/go /app/go ~/app/go", [], id="urls and absolute paths"),
    pytest.param(
        "app/*.py app/{a,b}/c app/$X app/<x>/y app/... app/[x]/y app/.+ app/%s $(pwd)/app/x", [], id="placeholders"
    ),
    pytest.param("@app/x app/x@v4 git@host:app/x -Iapp/x --app/x +app/x", [], id="packages, options"),
    pytest.param("app/node_modules/x app/__pycache__/y", [], id="installed"),
    pytest.param(
        "see (app/go.py), app/no.py: or [app/on.py].", ["app/go.py", "app/no.py", "app/on.py"], id="punctuation"
    ),
    pytest.param("--file=app/go.yml ./app/data:/var/lib X=./go", ["app/go.yml", "app/data", "go"], id="joined"),
    pytest.param("app/go.py:12 app/go.py::test app/go.py#L3", ["app/go.py"], id="places in files"),
    pytest.param("\u251c\u2500\u2500 app/go/\n|-- app/go\n+--- app/go", [], id="drawn trees"),
    pytest.param("cd app && sh ./run.sh && python ./main.py", ["./main.py"], id="entered"),
    pytest.param("pushd 'sub' ; sh ./x", [], id="entered what is not here"),
    pytest.param("docker compose exec web sh app/go.sh\nssh host app/go.sh", [], id="elsewhere"),
    pytest.param("docker-compose -f app/go.yml up", ["app/go.yml"], id="here"),
    pytest.param("PASSWORD=app/go/secret", [], id="secret"),
    pytest.param("app/go.py app/go.py", ["app/go.py"], id="once"),
    pytest.param("", [], id="nothing"),
]


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_word_in_a_script(text: str, expected: list[str]) -> None:
    assert missing("start.sh", text, "app/run.sh") == expected


IN_MARKDOWN = [
    pytest.param("app/go.py", [], id="prose"),
    pytest.param("`app/go.py` ``app/no.py``", ["app/go.py", "app/no.py"], id="code in a line"),
    pytest.param("`./go.py`", [], id="code in a line may begin anywhere"),
    pytest.param("`app/go` `app/go/` `app/go/on`", ["app/go", "app/go/on"], id="two names are as often no path"),
    pytest.param(
        "```sh\n./go.sh app/go\n```\n~~~ console\n$ sh app/no\n~~~", ["go.sh", "app/go", "app/no"], id="commands"
    ),
    pytest.param("```\nsh app/go\n```\n\n    sh app/no", ["app/go", "app/no"], id="code of no language"),
    pytest.param("```ts\nimport './x'; // app/go\n```", [], id="other code"),
]


@pytest.mark.parametrize(("text", "expected"), IN_MARKDOWN)
def test_word_in_markdown(text: str, expected: list[str]) -> None:
    assert missing("README.md", text, "app/run.sh") == expected


BASES = [
    pytest.param("", [], id="file and top"),
    pytest.param("base: any", [], id="any"),
    pytest.param("base: file", ["lib/b"], id="file"),
    pytest.param("base: top", ["lib/c"], id="top"),
    pytest.param("base: [file, lib/]", ["lib/b"], id="a directory"),
    pytest.param("base: lib/", ["lib/b"], id="a directory alone"),
]


@pytest.mark.parametrize(("base", "expected"), BASES)
def test_base_says_where_paths_begin(base: str, expected: list[str]) -> None:
    files = {"lib/run.sh": "lib/b ./c", "lib/b": "", "lib/c": "", "lib/lib/x": ""}
    found = lines(f"in: lib/run.sh\nmust_exist: true\n{base}", files)
    said = [each.removeprefix("lib/run.sh: refers to ").removesuffix(", which does not exist") for each in found]
    renamed = {"lib/lib/b": "lib/b", "c": "lib/c"}
    assert [renamed.get(each, each) for each in said] == expected


def test_site_has_its_own_root_and_leaves_extensions_out() -> None:
    files = {
        "web/docs/a.md": "[x](/docs/b) [x](b#one) [x](c/) [x](./d)",
        "web/docs/b.md": "# One",
        "web/docs/c/index.md": "",
    }
    body = 'in: "web/docs/*.md"\nmust_exist: true\nbase: [file, web/]\nextensions: .md'
    assert lines(body, files) == ["web/docs/a.md: refers to ./d, which does not exist"]


def test_names_are_references_where_the_rule_asks() -> None:
    files = {"deploy.sh": "compose -f prod.yml -f dev.yml a.txt b.c.d", "dev.yml": ""}
    assert lines('in: deploy.sh\nmust_exist: true\nnames: ["*.yml"]', files) == [
        "deploy.sh: refers to prod.yml, which does not exist"
    ]
    assert lines("in: deploy.sh\nmust_exist: true", files) == []


def test_exceptions_are_globs_of_what_is_written_or_meant() -> None:
    files = {"docs/a.md": "[a](out/x.html) [b](../../sibling/y) [c](z)"}
    body = 'in: "**"\nmust_exist: true\nexcept: [docs/out/, sibling/]'
    assert lines(body, files) == ["docs/a.md: refers to docs/z, which does not exist"]


def test_what_may_be_absent_is_not_missed() -> None:
    files = {"docs/a.md": "[a](out/x.html) `docs/.env` `docs/y.md`"}
    found = told(judge(MUST, files, absent=["docs/out/x.html", "docs/.env"]))
    assert found == ["docs/a.md: refers to docs/y.md, which does not exist"]


@pytest.mark.parametrize(
    ("find", "expected"),
    [
        pytest.param("links", ["a.md: refers to b.md, which does not exist"], id="links"),
        pytest.param("anchors", ["a.md: refers to #c, but nothing in a.md is called so"], id="anchors"),
        pytest.param("paths", ["a.md: refers to d/e.py, which does not exist"], id="paths"),
    ],
)
def test_only_what_is_wanted_is_looked_for(find: str, expected: list[str]) -> None:
    assert lines(f"{MUST}\nfind: {find}", {"a.md": "[a](b.md) [a](#c) `d/e.py`", "d/x": ""}) == expected


def test_finding_has_all_places_and_says_what_is_near() -> None:
    files = {"docs/a.md": "[a](setup.md)\n\n [a](./setup.md#x)", "docs/set-up.md": ""}
    assert judge('in: "{area}/a.md"\nmust_exist: true\nbase: file', files) == [
        Finding(
            "refers to docs/setup.md, which does not exist",
            "docs/a.md",
            key="missing docs/setup.md",
            places=(Place("docs/a.md", 1, 5), Place("docs/a.md", 3, 6)),
            binding={"area": "docs"},
            hint='did you mean "docs/set-up.md"?',
        )
    ]


NEAR = [
    pytest.param("docs/Setup.md", 'did you mean "docs/setup.md"?', id="capitals"),
    pytest.param("docs/main.py", 'did you mean "src/app/main.py"?', id="moved"),
    pytest.param("docs/zzz", "correct it, or list it under `except`", id="nothing"),
]


@pytest.mark.parametrize(("path", "hint"), NEAR)
def test_hint(path: str, hint: str) -> None:
    (found,) = judge(MUST, {"a.sh": path, "docs/setup.md": "", "src/app/main.py": "", "x/y/z/main.py": ""})
    assert isinstance(found, Finding)
    assert found.hint == hint


DENIED = [
    pytest.param("x.sh", "cp poc/a/b.py .", "poc/a/b.py, denied by poc", id="a file"),
    pytest.param("x.sh", "cd poc && make", "poc, denied by poc", id="entered"),
    pytest.param("x.sh", "cp -r ../poc/z .", "", id="out of the repository"),
    pytest.param("x.sh", "apps/frontend/x", "apps/frontend/x, denied by apps/frontend", id="what does not exist"),
    pytest.param("x.sh", "docker run -v ./poc/a:/a x", "poc/a, denied by poc", id="elsewhere"),
    pytest.param("lib/x.sh", "poc/c.py", "", id="what exists beside the file is meant"),
    pytest.param("lib/x.sh", "poc/a/b.py", "poc/a/b.py, denied by poc", id="else what exists at the top"),
    pytest.param("a.md", "poc/a/b.py", "", id="prose"),
    pytest.param("a.md", "```ts\nimport './poc/a/b.py'\n```", "poc/a/b.py, denied by poc", id="any code"),
    pytest.param("a.md", "[x](poc/)", "poc, denied by poc", id="a link to a directory"),
    pytest.param("a.md", "[x](.) `./`", "", id="what is above"),
]


@pytest.mark.parametrize(("path", "text", "expected"), DENIED)
def test_denied_target(path: str, text: str, expected: str) -> None:
    files = {path: text, "poc/a/b.py": "", "lib/poc/c.py": ""}
    found = lines(f"in: {path}\ndeny_target: [poc, apps/frontend]", files)
    assert found == [f"{path} -> {_target(expected)}: refers to {expected}"] * bool(expected)


def _target(expected: str) -> str:
    path = expected.partition(",")[0]
    return f"{path}/" if path in ("poc", "poc/a") else path


def test_denied_component() -> None:
    found = lines("in: x.sh\ndeny_target: old", {"x.sh": "a/b.py c/d.py", "a/b.py": "", "c/d.py": ""}, "old: [a, z]")
    assert found == ["x.sh -> a/b.py: refers to a/b.py, denied by old"]


def test_what_text_and_its_format_say_is_one_finding() -> None:
    files = {"compose.yml": "build: ./poc/a", "poc/a/b.py": ""}
    found = judge("in: compose.yml\ndeny_target: poc", files, drawn="compose.yml -> poc/a/ @1:8 path")
    assert told(found) == ["compose.yml -> poc/a/: refers to poc/a, denied by poc"]
    assert isinstance(found[0], Finding)
    assert found[0].places == (Place("compose.yml", 1, 8),)


def test_denied_only_by_what_the_format_knows() -> None:
    files = {"svc/Dockerfile": "COPY a /a", "svc/a/b.py": ""}
    found = judge("in: svc/Dockerfile\ndeny_target: svc/a", files, drawn="svc/Dockerfile -> svc/a/ @1:6 path")
    assert told(found) == ["svc/Dockerfile -> svc/a/: refers to svc/a, denied by svc/a"]


def test_of_formats_that_name_paths_of_images_only_their_reader_knows() -> None:
    files = {"Dockerfile": "COPY app/x ./y", "app/z": ""}
    image = RelationFact(1, 1, "image", "image:x")
    lost = [Unresolved("Dockerfile", 1, 6, "app/x", "there is no app/x")]
    body = "in: Dockerfile\nmust_exist: true"
    assert told(judge(body, files, lost=lost, declared={"Dockerfile": {"dockerfile": (image,)}})) == [
        "Dockerfile: refers to app/x, but there is no app/x"
    ]


def test_what_a_reader_misses_is_not_said_again() -> None:
    files = {"package.json": "file:./x\n./y"}
    lost = [Unresolved("package.json", 1, 1, "./x", "there is no x"), Unresolved("other", 1, 1, "./x", "there is no x")]
    assert told(judge(MUST, files, lost=lost, declared={"package.json": {"npm": ()}})) == [
        "package.json: refers to y, which does not exist",
        "package.json: refers to ./x, but there is no x",
    ]


def served(name: str) -> RelationFact:
    return RelationFact(1, 1, "serves", name, "", name)


def host(name: str, line: int = 1) -> RelationFact:
    return RelationFact(line, 1, "host", name)


def test_hosts_are_declared_services() -> None:
    declared: Declared = {
        "compose.yml": {"compose": (served("auth"), host("elsewhere"))},
        ".env": {"dotenv": (host("auth"), host("tts", 2), host("tts", 3), host("a.b.c"), host("localhost:8000"))},
    }
    found = judge("in: .env\nhosts: declared", {"compose.yml": "", ".env": ""}, declared=declared)
    assert found == [
        Finding(
            "calls the host tts, which no service answers to",
            ".env",
            "host:tts",
            key="hosts",
            places=(Place(".env", 2, 1), Place(".env", 3, 1)),
        )
    ]


def test_hosts_are_unknown_where_nothing_declares_services() -> None:
    found = judge("in: .env\nhosts: declared", {".env": ""}, declared={".env": {"dotenv": (host("tts"),)}})
    assert told(found) == ["unknown: no file here declares services, so it is not known which hosts there are"]


def test_fingerprints_tell_findings_apart_and_forget_lines() -> None:
    above = judge(MUST, {"a.md": "[a](b) [a](c) [a](#d) [a](e#d)", "e": "", "b.md": ""})
    below = judge(MUST, {"a.md": "\n\n[a](#d)\n\n[a](c)\n\n[a](b)", "e": "", "b.md": ""})
    prints = {fingerprint("r", each) for each in above if isinstance(each, Finding)}
    assert len(prints) == 3
    assert prints == {fingerprint("r", each) for each in below if isinstance(each, Finding)}


WRONG = [
    pytest.param("in: a", "one of must_exist, deny_target and hosts is expected", id="nothing said"),
    pytest.param(f"{MUST}\nbase: fil", '"fil" is no directory that ends with a slash; did you mean "file"?', id="word"),
    pytest.param(f"{MUST}\nbase: a/b", '"a/b" is no directory that ends with a slash; write "a/b/"', id="no slash"),
    pytest.param(f"{MUST}\nbase: ../a/", '"../a/" is no directory', id="out of the repository"),
    pytest.param(f"{MUST}\nbase: []", "an empty list names no directory", id="no base"),
    pytest.param(
        f"{MUST}\nbase: {{a: b}}", "`file`, `top`, `any` or a directory is expected, found a mapping", id="map"
    ),
    pytest.param(f"{MUST}\nnames: a/b.md", '"a/b.md" has a directory', id="name with a directory"),
    pytest.param(f'{MUST}\nnames: "{{a"', '"{a": ', id="name that is no glob"),
    pytest.param(f"{MUST}\nextensions: md", '"md" is no extension', id="extension"),
    pytest.param(f"{MUST}\nfind: link", 'did you mean "links"?', id="misspelt"),
]


@pytest.mark.parametrize(("body", "message"), WRONG)
def test_mistake_in_the_rule_is_explained(body: str, message: str) -> None:
    (found,) = problems("references", body)
    assert message in found


HOSTILE = [
    pytest.param("app/x " * 60_000, id="many paths in one line"),
    pytest.param("a/" * 150_000, id="one long path"),
    pytest.param("cd app " * 40_000, id="entered again and again"),
    pytest.param("docker run " * 30_000 + "app/x", id="commands"),
    pytest.param("PASSWORD=a/b " * 20_000, id="secrets"),
    pytest.param("[x](app/y) " * 20_000, id="links"),
    pytest.param("| " * 100_000, id="bars"),
    pytest.param("\ufffd\x01app/\ud7ff" * 30_000, id="no text at all"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_takes_linear_time(text: str) -> None:
    assert len(lines(MUST, {"a.md": text, "b.sh": text, "app/z": ""})) <= 4


def test_binary_files_have_no_references() -> None:
    assert lines(MUST, {"a.sh": "app/x\0", "app/y": ""}) == []
