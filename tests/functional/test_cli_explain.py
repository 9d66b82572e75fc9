"""`archcheck explain`: a rule, a file, a violation, and the dependency between two things."""

from pathlib import Path
from textwrap import dedent

import pytest

from tests.functional.running import archcheck, repository

FILES = {
    "archcheck.yaml": """\
        version: 1
        components:
          service: {match: "services/{service}/"}
          shared: shared
        rules:
          - {id: stand-alone, kind: independence, components: service, why: "{service} is on its own.", see: "#2"}
          - {id: no-yaml, kind: external, packages: pyyaml, deny_in: shared}
          - {id: loops, kind: acyclic}
          - {id: later, kind: dependencies, from: shared, deny: service, starts: "2999-01-01"}
        """,
    "services/loans/quote.py": "from services.auth.models import User\nimport yaml, shared.fx\n",
    "services/auth/models.py": "",
    "shared/fx.py": "",
    "main.py": "import services.loans.quote\n",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("explain") / "repo", FILES)


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        pytest.param(
            ("stand-alone",),
            0,
            """\
            rule stand-alone (kind independence), archcheck.yaml:6
              why   "{service} is on its own."  #2
              now   fail, 1 violation, severity error
              components: service  2 files
                services/auth/models.py
                services/loans/quote.py
            """,
            id="rule",
        ),
        pytest.param(
            ("later",),
            0,
            """\
            rule later (kind dependencies), archcheck.yaml:9
              now   skipped (starts on 2999-01-01), 0 violations, severity error
              from: shared  1 file
                shared/fx.py
              deny: service  2 files
                services/auth/models.py
                services/loans/quote.py
            """,
            id="rule-that-is-not-active",
        ),
        pytest.param(
            ("archcheck/vacuous",),
            0,
            """\
            rule archcheck/vacuous (built in), severity set under builtin: in the rule file
              now   pass, 0 violations, severity error
            """,
            id="built-in-rule",
        ),
        pytest.param(
            ("./services/loans/quote.py",),
            0,
            """\
            file services/loans/quote.py
              language   python
              component  service[loans]
              rules      stand-alone (components), later (deny)
              error      stand-alone:1  loans imports auth  2be8beb
              imports (3)
                services/auth/models.py  line 1
                shared/fx.py  line 2
                pypi:pyyaml  line 2
              imported by (1)
                main.py:1
            """,
            id="file",
        ),
        pytest.param(
            ("pypi:pyyaml",),
            0,
            """\
            package pypi:pyyaml
              components  service[loans]
              imported by (1)
                services/loans/quote.py:2
            """,
            id="package",
        ),
        pytest.param(
            ("2be8",),
            0,
            """\
            error stand-alone  services/loans/quote.py:1:1  loans imports auth                       2be8beb new
                1 | from services.auth.models import User
              rule archcheck.yaml:6  "loans is on its own."  #2
            """,
            id="violation-by-the-beginning-of-its-id",
        ),
        pytest.param(
            ("service[loans]", "service[auth]"),
            1,
            """\
            depends directly, in 1 place
              services/loans/quote.py:1 -> services/auth/models.py
              error stand-alone  loans imports auth  2be8beb
            """,
            id="direct-dependency-that-breaks-a-rule",
        ),
        pytest.param(
            ("main.py", "shared"),
            0,
            """\
            depends through a chain of 2 steps
              main.py:1 -> services/loans/quote.py
              services/loans/quote.py:2 -> shared/fx.py
              breaks no rule
            """,
            id="chain",
        ),
        pytest.param(
            ("main.py", "pypi:py*"),
            0,
            """\
            depends through a chain of 2 steps
              main.py:1 -> services/loans/quote.py
              services/loans/quote.py:2 -> pypi:pyyaml
              breaks no rule
            """,
            id="chain-to-a-package",
        ),
        pytest.param(
            ("services/auth", "shared/fx.py"),
            0,
            """\
            no dependency from services/auth/models.py to shared/fx.py, nor a chain
              an import would be allowed
            """,
            id="import-that-would-be-allowed",
        ),
        pytest.param(
            ("shared", "service[loans]"),
            1,
            """\
            no dependency from shared/fx.py to services/loans/quote.py, nor a chain
              error loops would deny it: 2 files in one cycle (service[loans] 1, shared 1)
            """,
            id="import-that-would-close-a-cycle-with-real-ones",
        ),
        pytest.param(
            ("shared", "pypi:pyyaml"),
            1,
            """\
            no dependency from shared/fx.py to pypi:pyyaml, nor a chain
              error no-yaml would deny it: shared imports pyyaml
            """,
            id="package-that-would-be-denied",
        ),
        pytest.param(
            ("shared", "pypi:requests"),
            0,
            """\
            no dependency from shared/fx.py to pypi:requests, nor a chain
              an import would be allowed
            """,
            id="package-that-nobody-uses-yet",
        ),
        pytest.param(
            ("pypi:pyyaml", "shared"),
            0,
            "there is no file that could import shared/fx.py\n",
            id="packages-import-nothing",
        ),
    ],
)
def test_what_is_asked_is_explained(root: Path, words: tuple[str, ...], code: int, expected: str) -> None:
    assert archcheck(root, "explain", *words) == (code, dedent(expected), "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("servce",), "error config  servce  means nothing here\n        did you mean", id="near"),
        pytest.param(("xyzzy",), "a rule, a path, a component, a package or the id of a violation", id="nothing-near"),
        pytest.param(("shared", "tag:ui"), 'no component has the tag "ui"', id="tag"),
        pytest.param(("{x",), "is never closed", id="glob"),
        pytest.param((), "Missing argument 'SUBJECT'", id="nothing-asked"),
    ],
)
def test_a_word_that_means_nothing_is_refused(root: Path, words: tuple[str, ...], said: str) -> None:
    done = archcheck(root, "explain", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "rule files" not in done.err


def test_styles_of_names_are_among_the_rules_of_a_file(tmp_path: Path) -> None:
    rules = 'version: 1\nrules: [{id: names, kind: naming, styles: {"lib/**/*.py": snake, "*.py": kebab}}]\n'
    root = repository(tmp_path / "repo", {"archcheck.yaml": rules, "lib/a.py": "", "b.py": ""})
    said = archcheck(root, "explain", "names").out
    assert "  styles: lib/**/*.py  1 file\n    lib/a.py\n  styles: *.py  1 file\n    b.py\n" in said
    assert "  rules      names (styles)\n" in archcheck(root, "explain", "lib/a.py").out
    assert "  rules      none names it\n" in archcheck(root, "explain", "archcheck.yaml").out
