"""Broken rule files: every mistake at once with file:line:column, a preview, the way out, and exit code 2."""

import os
from pathlib import Path
from textwrap import dedent

import pytest

from archcheck._index import CHECKS
from tests.functional.running import archcheck, repository, write_files

GOLDEN = Path(__file__).parent / "golden"
BROKEN = (GOLDEN / "broken.yaml").read_text("utf-8")
EXPECTED = (GOLDEN / "broken.txt").read_text("utf-8")


def test_every_mistake_is_reported_at_once_with_place_preview_and_way_out(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", {"archcheck.yaml": BROKEN, "src/a.py": ""})
    done = archcheck(root, "check")
    assert (done.code, done.out) == (2, "")
    assert done.err == EXPECTED


def test_config_only_says_the_same_and_needs_no_tree(tmp_path: Path) -> None:
    root = write_files(tmp_path / "plain", {"archcheck.yaml": BROKEN})
    whole = archcheck(root, "check")
    alone = archcheck(root, "check", "--config-only")
    assert (alone.code, alone.err) == (whole.code, whole.err) == (2, EXPECTED)


def refused(tmp_path: Path, **files: str) -> str:
    """What is said about a rule file, given as `rules`, with others by name."""
    named = {f"{name.replace('__', '/')}.yaml": text for name, text in files.items() if name != "rules"}
    root = repository(tmp_path / "repo", {"archcheck.yaml": files["rules"], **named})
    done = archcheck(root, "check")
    assert (done.code, done.out) == (2, "")
    return done.err


RULE = "- {id: r, kind: dependencies, from: src, deny: lib}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "version: 1\nrules:\n  id: r\n",
            """\
            error config  archcheck.yaml:3:3  rules must be a list, found a mapping
                3 |   id: r      begin each rule with "- "
            1 problem in the rule files; nothing was checked
            """,
            id="rules-without-dashes-are-not-dropped",
        ),
        pytest.param(
            "rules: []\n",
            """\
            error config  archcheck.yaml:1:1  the rule file lacks "version": The version of the rule file format.
                1 | rules: []      add "version:"
            1 problem in the rule files; nothing was checked
            """,
            id="no-version",
        ),
        pytest.param(
            "- version: 1\n",
            """\
            error config  archcheck.yaml:1:1  the rule file must be a mapping, found a list
                1 | - version: 1
            1 problem in the rule files; nothing was checked
            """,
            id="a-list",
        ),
        pytest.param(
            "version: 1\ncomponents: {1: src, '1': lib}\n",
            """\
            error config  archcheck.yaml:2:22  the key "1" of "components" of the rule file is used twice
                2 | components: {1: src, '1': lib}      remove one
            1 problem in the rule files; nothing was checked
            """,
            id="keys-that-differ-by-quotes-only",
        ),
        pytest.param(
            "version: 1\nrules:\n  - {id: a, kind: acyclic, when: [b]}\n  - {id: b, kind: acyclic, unless: [a]}\n"
            "  - {id: c, kind: acyclic, when: [c]}\n",
            """\
            error config  archcheck.yaml:3:10  rules wait for each other: a, b
                3 |   - {id: a, kind: acyclic, when: [b]}      take it out of when or unless
            error config  archcheck.yaml:5:10  rule c waits for itself
                5 |   - {id: c, kind: acyclic, when: [c]}      take it out of when or unless
            2 problems in the rule files; nothing was checked
            """,
            id="rules-that-wait-in-a-circle",
        ),
        pytest.param(
            "version: 1\nrules:\n  - {id: a, kind: acyclic, examples: {allow: [[a.py, b.py]], deny: [[c.py, d.py]]}}\n",
            """\
            error config  archcheck.yaml:3:69  rule a allows c.py -> d.py, but the example says that it denies it
                3 |   - {id: a, kind: acyclic, examples: {allow: [[a.py, b.py]], deny: [[c.py, d.py]]}}
                    correct the rule or the example
            1 problem in the rule files; nothing was checked
            """,
            id="an-example-that-the-rule-contradicts",
        ),
        pytest.param(
            f"version: 1\nrules:\n  {RULE}\n  - {{id: s, kind: dependencies, from: '{{svc}}/', deny: 'lib/{{svcs}}/',"
            " why: 'of {sv}'}\n",
            """\
            error config  archcheck.yaml:4:55  the capture {svcs} of rule s (kind dependencies) stands alone
                4 |   - {id: s, kind: dependencies, from: '{svc}/', deny: 'lib/{svcs}/', why: 'of {sv}'}
                    did you mean {svc}?
            error config  archcheck.yaml:4:75  `why` of rule s (kind dependencies) uses {sv}, which nothing captures
                4 |   - {id: s, kind: dependencies, from: '{svc}/', deny: 'lib/{svcs}/', why: 'of {sv}'}
                    did you mean {svc}?
            2 problems in the rule files; nothing was checked
            """,
            id="captures-misspelt",
        ),
        pytest.param(
            "version: 1\nrules:\n  - {id: r, kind: dependencies, from: @x, deny: [a/{b}/c]}\n",
            """\
            error config  archcheck.yaml:3:39  `@` cannot begin a value without quotes
                3 |   - {id: r, kind: dependencies, from: @x, deny: [a/{b}/c]}      quote it: "@x"
            error config  archcheck.yaml:3:50  `{` inside an item in brackets starts a new list or mapping
                3 |   - {id: r, kind: dependencies, from: @x, deny: [a/{b}/c]}      quote it: "a/{b}/c"
            2 problems in the rule files; nothing was checked
            """,
            id="values-that-need-quotes",
        ),
        pytest.param(
            "version: 1\nrules:\n  - {id: archcheck/vacuous, kind: acyclic}\n",
            """\
            error config  archcheck.yaml:3:10  "archcheck/vacuous" is the name of a built-in rule
                3 |   - {id: archcheck/vacuous, kind: acyclic}      set its severity under builtin:
            1 problem in the rule files; nothing was checked
            """,
            id="the-id-of-a-built-in-rule",
        ),
        pytest.param(
            "version: 1\nrules:\n  - {id: a, kind: acyclic, starts: '2026-02-30', weight: -1}\n"
            "  - {id: b, kind: acyclic, starts: 2026-02-02, ends: 2026-02-01}\n",
            """\
            error config  archcheck.yaml:3:36  a date (YYYY-MM-DD) is expected, found text (2026-02-30)
                3 |   - {id: a, kind: acyclic, starts: '2026-02-30', weight: -1}
            error config  archcheck.yaml:4:54  the rule ends before it starts (rule b (kind acyclic))
                4 |   - {id: b, kind: acyclic, starts: 2026-02-02, ends: 2026-02-01}
            2 problems in the rule files; nothing was checked
            """,
            id="dates-that-are-none",
        ),
    ],
)
def test_a_mistake_is_shown_in_full(tmp_path: Path, text: str, expected: str) -> None:
    assert refused(tmp_path, rules=text) == dedent(expected)


def test_extends_in_a_circle_is_reported_where_it_closes(tmp_path: Path) -> None:
    found = refused(
        tmp_path,
        rules="version: 1\nextends: [./a.yaml]\n",
        a="extends: ./b.yaml\nversion: 1\n",
        b="extends: [./a.yaml]\n",
    )
    assert found == dedent("""\
        error config  b.yaml:1:11  extends goes in a circle: a.yaml -> b.yaml -> a.yaml
            1 | extends: [./a.yaml]
        1 problem in the rule files; nothing was checked
        """)


def test_bases_are_checked_for_form_and_hold_no_acceptance(tmp_path: Path) -> None:
    found = refused(
        tmp_path,
        rules="version: 1\nextends: [./a.yaml, ./b.yaml]\n",
        a="version: 3\nwaivers: [{rule: r, reason: x}]\nbaseline: b.json\nruls: []\n",
        b="- 1\n",
    )
    assert found == dedent("""\
        error config  a.yaml:1:10  "version" of a file that is extended must be one of 1, found a number (3)
            1 | version: 3
        error config  a.yaml:2:1  a file that is extended cannot hold "waivers"
            2 | waivers: [{rule: r, reason: x}]      it belongs in the archcheck.yaml at the top
        error config  a.yaml:2:18  the waiver is for a rule that does not exist: "r"
            2 | waivers: [{rule: r, reason: x}]
        error config  a.yaml:3:1  a file that is extended cannot hold "baseline"
            3 | baseline: b.json      it belongs in the archcheck.yaml at the top
        error config  a.yaml:4:1  unknown key "ruls" in the rule file
            4 | ruls: []      did you mean "rules"?
        error config  b.yaml:1:1  a file that is extended must be a mapping, found a list
            1 | - 1
        6 problems in the rule files; nothing was checked
        """)


def test_an_included_file_may_only_add(tmp_path: Path) -> None:
    found = refused(
        tmp_path,
        rules=f"version: 1\ninclude: ['*/team.yaml']\ncomponents: {{app: src}}\nrules:\n  {RULE}\n",
        x__team="rules: null\ncomponents: []\n",
        y__team=f"components: {{app: z, q: {{match: z, tags: [ui]}}}}\nrules: [{RULE[2:]}]\nbuiltin: {{}}\nrulse: []\n",
    )
    assert found == dedent("""\
        error config  x/team.yaml:1:8  "rules" of an included file must be a list, found null
            1 | rules: null
        error config  x/team.yaml:2:13  "components" of an included file must be a mapping, found a list
            2 | components: []
        error config  y/team.yaml:1:14  an included file cannot change the component "app"
            1 | components: {app: z, q: {match: z, tags: [ui]}}      rename it
        error config  y/team.yaml:1:36  the component "q" of an included file cannot have tags
            1 | components: {app: z, q: {match: z, tags: [ui]}}
                declare it in the archcheck.yaml at the top
        error config  y/team.yaml:2:9  an included file cannot change the rule "r"
            2 | rules: [{id: r, kind: dependencies, from: src, deny: lib}]      give it another id
        error config  y/team.yaml:3:1  an included file cannot hold "builtin"
            3 | builtin: {}      it belongs in the archcheck.yaml at the top
        error config  y/team.yaml:4:1  unknown key "rulse" in an included file
            4 | rulse: []      did you mean "rules"?
        7 problems in the rule files; nothing was checked
        """)


def test_a_long_line_is_cut_around_the_mistake(tmp_path: Path) -> None:
    listed = ", ".join(f"dir{number}" for number in range(200))
    text = f"version: 1\nrules: [{{id: r, kind: dependencies, from: [{listed}], denny: [{listed}]}}]\n"
    assert refused(tmp_path, rules=text) == dedent("""\
        error config  archcheck.yaml:2:1535  unknown key "denny" in rule r (kind dependencies)
            2 | ...6, dir197, dir198, dir199], denny: [dir0, dir1, dir2, dir3, dir4, dir5, dir6, dir7, di...
                did you mean "deny"?
        1 problem in the rule files; nothing was checked
        """)


BOMB = "version: 1\n" + "\n".join(
    f"x{depth}: &x{depth} [{', '.join([f'*x{depth - 1}' if depth else 'a'] * 9)}]" for depth in range(10)
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(BOMB.encode(), "the file expands to more than 100,000 values", id="aliases-of-aliases"),
        pytest.param(b"version: 1\nrules: " + b"[" * 5000, "nested deeper than 64 levels", id="deep-brackets"),
        pytest.param(
            b"a:\n" + b"".join(b" " * n + b"a:\n" for n in range(1, 400)), "nested deeper than", id="deep-maps"
        ),
        pytest.param(b"version: 1\n#" + b"x" * 10_000_000, "more than 1,000,000", id="ten-megabytes"),
        pytest.param(bytes(range(256)) * 40, "archcheck.yaml", id="binary"),
        pytest.param(b"version: 1\nrules: [{id: caf\xe9}]\n", "archcheck.yaml:2:", id="not-utf-8"),
        pytest.param(b"version: 1\n? [a]\n: b\n", "a list or mapping cannot be a key", id="list-as-key"),
        pytest.param(b"version: 1\n---\nversion: 1\n", "a second document begins here", id="two-documents"),
        pytest.param(b"version: !!python/object:os.system 1\n", "tags other than", id="tag-that-makes-objects"),
        pytest.param(b"version: 1\nrules: [" + b"{id: r}," * 5000 + b"]", "is used twice", id="thousands-of-mistakes"),
        pytest.param(
            b"version: 1\nrules: [{id: r, kind: dependencies, from: [" + b"'{a}'," * 9000 + b"x], deny: q, zz: 1}]",
            'unknown key "zz"',
            id="thousands-of-captures",
        ),
        pytest.param(
            b"version: 1\nrules: ["
            + b",".join(b"{id: r%d, kind: acyclic, when: [r%d]}" % (n, n + 1) for n in range(9000))
            + b"]",
            "rule r8999 waits for a rule that does not exist",
            id="long-chain-of-waiting-rules",
        ),
    ],
)
def test_a_hostile_rule_file_is_refused_with_a_message(tmp_path: Path, content: bytes, message: str) -> None:
    root = repository(tmp_path / "repo", {"a.py": ""})
    (root / "archcheck.yaml").write_bytes(content)
    done = archcheck(root, "check")
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert "Traceback" not in done.err


def test_bases_that_multiply_are_bounded(tmp_path: Path) -> None:
    files = {f"b{n}.yaml": f"extends: [./b{n + 1}.yaml, ./b{n + 1}.yaml]\n" for n in range(15)}
    start = "version: 1\nextends: ./b0.yaml\n"
    root = repository(tmp_path / "repo", {"archcheck.yaml": start, **files, "b15.yaml": "rules: []\n"})
    done = archcheck(root, "check")
    assert done.code == 2
    assert "more than 100 files are extended" in done.err


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_control_characters_of_a_rule_file_do_not_reach_the_terminal(tmp_path: Path) -> None:
    text = 'version: 1\nrules: [{id: "a\\e[31m", kind: "b\\u202e"}]\n'
    done = refused(tmp_path, rules=text)
    assert done == dedent(f"""\
        error config  archcheck.yaml:2:31  unknown kind "b\\u202e" in rule a\\x1b[31m
            2 | rules: [{{id: "a\\e[31m", kind: "b\\u202e"}}]
                known: {", ".join(CHECKS)}
        1 problem in the rule files; nothing was checked
        """)
