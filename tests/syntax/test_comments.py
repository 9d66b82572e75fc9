"""Comments in files of any sort: what is one, and what is part of a value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.facts import SuppressionFact
from archcheck.syntax.comments import find_comments

BEHIND = " # archcheck: allow a -- b"
NONE = "# archcheck: allow none -- none"


def found(path: str, text: str) -> list[str]:
    """The comments of a file as `line:column rules; reason; own` or `beside`."""
    return [
        f"{each.line}:{each.column} {','.join(each.rules)}; {each.reason}; {'own' if each.own_line else 'beside'}"
        for each in find_comments(text.encode(), path)
    ]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param(
            "compose.yaml",
            f"a: |  {NONE}\n  {NONE}\n\n{NONE}\nb: 'x {NONE}'{BEHIND}\nc: x{NONE}\nd:\n- \"\n {NONE}\"\n",
            ["1:7 none; none; beside", "4:1 none; none; own", f"5:{len(NONE) + 9} a; b; beside"],
            id="yaml",
        ),
        pytest.param(
            "templates/x.yaml",
            f"{{{{- if .Values.x }}}}\na: {{{{ .Values.y | quote }}}}{BEHIND}\n{{{{/* it's {NONE} */}}}}\n{NONE}\n",
            ["2:28 a; b; beside", "4:1 none; none; own"],
            id="templates of Helm",
        ),
        pytest.param(
            "Dockerfile.dev",
            f"FROM x {NONE}\n  # archcheck: allow a -- b\nRUN a \\\n{NONE}\n b <<E\n{NONE}\nE\n",
            ["2:3 a; b; own", "4:1 none; none; own"],
            id="dockerfile",
        ),
        pytest.param(
            "a/.env",
            f"A='\n{NONE}\n'{BEHIND}\nB=x{NONE}\nC=x{BEHIND}\n#D={NONE}\n\t{NONE}\n",
            ["3:3 a; b; beside", "5:5 a; b; beside", "7:2 none; none; own"],
            id="dotenv",
        ),
        pytest.param(
            "pyproject.toml",
            f'a = """\n{NONE}\n"""{BEHIND}\nb = "{NONE}"\nc = \'{NONE}\'# archcheck: allow a\n',
            ["3:5 a; b; beside", f"5:{len(NONE) + 7} a; ; beside"],
            id="toml",
        ),
        pytest.param(
            "main.tf",
            f'a = "{NONE} ${{f("{NONE}")}}"{BEHIND}\nb = <<-E\n{NONE}\n  E\n/* archcheck: allow c -- d */\n',
            ["1:79 a; b; beside", "5:1 c; d; own"],
            id="terraform",
        ),
        pytest.param(
            "pom.xml",
            "<a><!-- archcheck: allow a -- b --></a>\n<![CDATA[<!-- archcheck: allow n -- n -->]]>\n"
            "<!--\n  archcheck: allow c - d\n-->\n",
            ["1:4 a; b; beside", "5:1 c; d; own"],
            id="xml",
        ),
        pytest.param(
            "docs/a.md",
            "`<!-- archcheck: allow n -- n -->`\n\n<!-- archcheck: allow a -- b -->\n\n"
            "```html\n<!-- archcheck: allow n -- n -->\n```\n",
            ["3:1 a; b; own"],
            id="markdown",
        ),
        pytest.param(
            "deploy/nginx/site.conf",
            f"a '\n{NONE}'; # archcheck: allow a -- b\nb x{NONE};\n",
            [f"2:{len(NONE) + 4} a; b; beside"],
            id="nginx",
        ),
        pytest.param(
            "go.mod",
            "module x\nrequire y v1 // archcheck: allow a -- b // indirect\n/* archcheck: allow n -- n */\n",
            ["2:14 a; b; beside"],
            id="go.mod",
        ),
        pytest.param(
            "x.proto", 'import "// archcheck: allow n"; // archcheck: allow a -- b\n', ["1:33 a; b; beside"], id="proto"
        ),
        pytest.param(
            "build.gradle.kts",
            'a("""\n// archcheck: allow n -- n\n""")\nb("http://x") // archcheck: allow a -- b\n',
            ["4:15 a; b; beside"],
            id="gradle",
        ),
        pytest.param("setup.cfg", "[a]\n; archcheck: allow a -- b\nx = y;z\n", ["2:1 a; b; own"], id="ini"),
        pytest.param("requirements/dev.txt", f"x#y{BEHIND}\n", ["1:5 a; b; beside"], id="requirements"),
        pytest.param(".github/CODEOWNERS", f"*.py @a{BEHIND}\n", ["1:9 a; b; beside"], id="codeowners"),
        pytest.param("run.sh", f"echo \"{NONE}\" '{NONE}'{BEHIND}\n", ["1:74 a; b; beside"], id="shell"),
        pytest.param(
            "a.sql", "select '-- archcheck: allow n' -- archcheck: allow a -- b", ["1:32 a; b; beside"], id="sql"
        ),
        pytest.param("docs/a.rst", ".. archcheck: allow a -- b\n", ["1:1 a; b; own"], id="rst"),
        pytest.param(
            "tsconfig.json",
            '{"a": "// archcheck: allow n"} // archcheck: allow a -- b',
            ["1:32 a; b; beside"],
            id="json",
        ),
        pytest.param(
            "notes", "a // archcheck: allow a -- b\nhttp://archcheck: allow n\n", ["1:3 a; b; beside"], id="any other"
        ),
    ],
)
def test_comments_are_told_from_values(path: str, text: str, expected: list[str]) -> None:
    assert found(path, text) == expected


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        pytest.param(b"\xef\xbb\xbf# archcheck: allow a -- b", 1, 1, id="byte order mark"),
        pytest.param(b"x: y\r\n\t# archcheck: allow a -- b\r\n", 2, 2, id="carriage returns and tabs"),
        pytest.param("é: ü # archcheck: allow a -- b".encode(), 1, 6, id="columns count characters"),
        pytest.param(b"\xff: x # archcheck: allow a -- b", 1, 6, id="another encoding"),
    ],
)
def test_text_is_read_as_it_is(content: bytes, line: int, column: int) -> None:
    (fact,) = find_comments(content, "a.yaml")
    assert fact == SuppressionFact(line, column, ("a",), "b", own_line=column < 3)


PATHS = ["a.yaml", "Dockerfile", ".env", "a.toml", "a.tf", "a.xml", "a.md", "a.nginx", "go.mod", "a.proto", "a.kt",
         "a.ini", "a.sh", "a.sql", "a.tex", "a.rst", "a.css", "CODEOWNERS", "a"]  # fmt: skip


@given(st.binary(max_size=60), st.sampled_from(PATHS))
def test_any_bytes_are_survived(content: bytes, path: str) -> None:
    find_comments(b"archcheck" + content, path)


@pytest.mark.parametrize("piece", ['"', "'", "/*", "<!--", '\\"', "${", "- ", "<<E\n", "#", "`", "a: |\n", "{", "'a"])
def test_repeated_marks_take_linear_time(piece: str) -> None:
    content = ("archcheck: \n" + piece * 20_000).encode()
    for path in PATHS:
        assert find_comments(content, path) == ()
