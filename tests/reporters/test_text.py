import re
from itertools import product
from typing import Any

import pytest

from archcheck.core.columns import display_width
from archcheck.core.extension import Style
from archcheck.core.findings import Report, Unresolved, Violation
from archcheck.reporters.text import REPORTER
from tests.builders import chain, completeness, place, report, rule_result, violation

LOANS = violation(
    id="7c1e09a",
    at="services/loans/src/quote.py:14:1",
    excerpt={14: "from services.auth.models import User"},
    rule_place=place("archcheck.yaml:31"),
    why="Each service is deployed on its own.",
    see="docs/adr/0002.md",
    hint="use shared/clients/auth.py, as 11 of 12 services do, or move User to shared/",
    owners=("@org/loans",),
    target_owners=("@org/auth",),
)
CYCLE = violation(
    "no-cycles",
    "24 files in one cycle (loans 15, pricing 7, shared 2); 22 before",
    at="pricing/rates.py:9:1",
    id="c40e77d",
    target=None,
    chain=chain("pricing/rates.py:9 -> loans/terms.py:4 -> shared/fx.py:2 -> pricing/rates.py"),
    hint="2 of 61 imports end it: shared/fx.py:2, loans/audit.py:30",
)
SHAPE = violation(
    "shape",
    "missing 2 of 9: Dockerfile, tests/test_*.py",
    at="services/pay/",
    id="0b7d3aa",
    target=None,
    hint="archcheck scaffold --missing services/pay",
)
LAYERS = violation(
    "api-layers",
    "models of auth reaches routes, the layer above, through a helper that nobody owns and everyone uses",
    at="services/auth/src/common/registry.py:77:5",
    id="02dd01b",
    subject="services/auth/src/models/user.py",
    severity="warning",
    chain=chain(
        "services/auth/src/models/user.py:112 -> services/auth/src/common/helpers.py:4"
        " -> services/auth/src/common/registry.py:77 -> services/auth/src/routes/profile.py"
    ),
    affects=12,
    rule_place=place("archcheck.yaml:35"),
    why="Routes know models, and not the other way round:\n  models load without a web server.",
)
LOST = tuple(Unresolved(f"web/page{number}.py", 3, 1, "shared.x", "no such module") for number in range(5))


def render(made: Report, **style: Any) -> str:
    return REPORTER.render(made, Style(**style))


def test_text_has_the_form_of_the_design() -> None:
    assert (
        render(report(LOANS, CYCLE, SHAPE))
        == """\
error stand-alone  services/loans/src/quote.py:14:1  loans imports auth                  7c1e09a new
   14 | from services.auth.models import User
  rule archcheck.yaml:31  "Each service is deployed on its own."  docs/adr/0002.md
  do   use shared/clients/auth.py, as 11 of 12 services do, or move User to shared/
  ask  @org/loans (this file), @org/auth (target)
error no-cycles  24 files in one cycle (loans 15, pricing 7, shared 2); 22 before        c40e77d new
  loop pricing/rates.py:9 -> loans/terms.py:4 -> shared/fx.py:2 -> pricing/rates.py
  cut  2 of 61 imports end it: shared/fx.py:2, loans/audit.py:30
error shape  services/pay/  missing 2 of 9: Dockerfile, tests/test_*.py                  0b7d3aa new
  do   archcheck scaffold --missing services/pay

found  3 errors; 3 rules, 4 files, 9 internal imports
"""
    )


def test_text_wraps_at_words_and_steps_when_the_terminal_is_narrow() -> None:
    assert (
        render(report(LOANS, LAYERS), width=80)
        == """\
error stand-alone  services/loans/src/quote.py:14:1                  7c1e09a new
      loans imports auth
   14 | from services.auth.models import User
  rule archcheck.yaml:31  "Each service is deployed on its own."
       docs/adr/0002.md
  do   use shared/clients/auth.py, as 11 of 12 services do, or move User to
       shared/
  ask  @org/loans (this file), @org/auth (target)
warning api-layers  services/auth/src/common/registry.py:77:5        02dd01b new
      models of auth reaches routes, the layer above, through a helper that
      nobody owns and everyone uses
  chain services/auth/src/models/user.py:112
        -> services/auth/src/common/helpers.py:4
        -> services/auth/src/common/registry.py:77
        -> services/auth/src/routes/profile.py
  and  12 more files start such a chain
  rule archcheck.yaml:35  "Routes know models, and not the other way round:
       models load without a web server."

found  1 error, 1 warning; 2 rules, 4 files, 9 internal imports
"""
    )


def test_text_is_one_line_per_violation_when_compact() -> None:
    rules = (rule_result("stand-alone", "fail"), rule_result("fees", "unknown", reason="no symbols of a.py"))
    seen = completeness(skipped=(("x.bin", "not text"),), unresolved=LOST)
    assert (
        render(report(LOANS, LAYERS, SHAPE, rules=rules, completeness=seen), compact=True)
        == """\
services/loans/src/quote.py:14:1: error stand-alone: loans imports auth [7c1e09a]
services/auth/src/common/registry.py:77:5: warning api-layers: models of auth reaches routes, the layer above, \
through a helper that nobody owns and everyone uses, \
from services/auth/src/models/user.py [02dd01b]
services/pay/: error shape: missing 2 of 9: Dockerfile, tests/test_*.py [0b7d3aa]
error fees  unknown: no symbols of a.py
skipped  1 path not analysed: x.bin (not text)
unresolved  5 imports without a known target: web/page0.py:3 shared.x, web/page1.py:3 shared.x, \
web/page2.py:3 shared.x and 2 more
found  2 errors, 1 warning, 1 rule unknown; 2 rules, 4 files, 9 internal imports; 5 unresolved
"""
    )


def test_text_says_in_one_line_that_all_is_well() -> None:
    seen = completeness(imports={"internal": 1820})
    rules = tuple(rule_result(f"r{number}") for number in range(12))
    assert (
        render(report(rules=rules, files=431, completeness=seen)) == "ok  12 rules, 431 files, 1820 internal imports\n"
    )


def test_text_counts_skipped_rules_and_says_when_the_listing_is_filtered() -> None:
    rules = (rule_result("a"), rule_result("b", "skipped", reason="belongs to p2"))
    assert render(report(rules=rules, filtered=True)) == (
        "ok  2 rules (1 skipped), 4 files, 9 internal imports; only the chosen paths, rules or owners are listed\n"
    )


def test_text_never_says_ok_when_a_rule_is_unknown() -> None:
    rules = (rule_result("fees", "unknown", reason="no symbols\nof a.py"), rule_result("names"))
    assert render(report(rules=rules)) == (
        "error fees  unknown: no symbols of a.py\nfound  1 rule unknown; 2 rules, 4 files, 9 internal imports\n"
    )


def test_text_points_to_the_command_that_proposes_rules_when_there_are_none() -> None:
    assert render(report(config=None)).splitlines()[-1] == "no rules yet: archcheck init"


def test_text_is_silent_when_quiet_and_clean() -> None:
    assert render(report(rules=(rule_result("a"),), completeness=completeness(unresolved=LOST)), verbosity=-1) == ""


def test_text_still_names_unknown_rules_when_quiet() -> None:
    rules = (rule_result("fees", "unknown", reason="why"),)
    assert render(report(SHAPE, rules=rules), verbosity=-1, compact=True) == (
        "services/pay/: error shape: missing 2 of 9: Dockerfile, tests/test_*.py [0b7d3aa]\nerror fees  unknown: why\n"
    )


def test_text_lists_rules_and_everything_unseen_when_verbose() -> None:
    rules = (
        rule_result("stand-alone", "fail", violations=2),
        rule_result("b", "skipped", kind="layers", reason="belongs to p2"),
        rule_result("archcheck/vacuous", kind="builtin"),
    )
    copied = Unresolved("pay/Dockerfile", 4, 6, "../keys", "there is no keys", "path")
    seen = completeness(unresolved=(*LOST[:2], copied), unassigned=("a.py",))
    assert (
        render(report(rules=rules, completeness=seen, diagnostics=("git is old",)), verbosity=1)
        == """\
fail     stand-alone        independence  2 violations
skipped  b                  layers  belongs to p2
pass     archcheck/vacuous  builtin
unresolved  2 imports and 1 path without a known target:
  web/page0.py:3 shared.x
  web/page1.py:3 shared.x
  pay/Dockerfile:4 ../keys
unassigned  1 code file in no component:
  a.py
note  git is old
ok  2 rules (1 skipped), 4 files, 9 internal imports; 3 unresolved
"""
    )


def block(made: Violation, **style: Any) -> list[str]:
    """The lines of one violation below its headline."""
    return render(report(made), **style).split("\n\n")[0].splitlines()[1:]


def test_text_names_further_places_once() -> None:
    places = tuple(place(text) for text in ("a.py:3", "a.py:20", "a.py:20:9", "a.py:31", "b.py:4"))
    assert block(violation(at="a.py:3", places=places)) == ["  also at :20, :31, b.py:4"]


def test_text_counts_places_beyond_ten_and_lists_them_when_asked() -> None:
    made = violation(at="a.py:1", places=tuple(place(f"a.py:{line}") for line in range(1, 15)))
    assert block(made) == ["  also at :2, :3, :4, :5, :6, :7, :8, :9, :10, :11, and 3 more places"]
    assert block(made, full=True) == ["  also at :2, :3, :4, :5, :6, :7, :8, :9, :10, :11, :12, :13, :14"]


def test_text_does_not_repeat_the_places_of_a_chain() -> None:
    made = violation(
        at="b.py:9", subject="a.py", places=(place("b.py:9"), place("b.py:12")), chain=chain("a.py:3 -> b.py:9 -> c.py")
    )
    assert block(made) == ["  chain a.py:3 -> b.py:9 -> c.py", "  also at :12"]


def test_text_shows_each_step_of_a_cycle_between_components() -> None:
    links = (*chain("a/x.py:3 -> b/y.py"), *chain("b/z.py:5 -> a/w.py"))
    made = violation("no-cycles", "2 components in one cycle", at="a/x.py:3", subject="a", target=None, chain=links)
    assert render(report(made)).startswith("error no-cycles  2 components in one cycle ")
    assert block(made) == ["  loop a/x.py:3 -> b/y.py, b/z.py:5 -> a/w.py"]


def test_text_takes_a_hint_of_the_rule_file_for_what_to_do_about_a_cycle() -> None:
    made = violation(at="a.py:1", chain=chain("a.py:1 -> b.py:2 -> a.py"), hint="split b.py")
    assert block(made)[-1] == "  do   split b.py"


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        pytest.param(1, "    7 | import aaaaaaaaaaaaaaaaaaaaaaaa…", id="begin"),
        pytest.param(60, "    7 | …aaaaaaaa, target, bbbbbbbbbbbb…", id="middle"),
        pytest.param(110, "    7 | …bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", id="end"),
    ],
)
def test_text_shortens_a_long_line_around_its_column(column: int, shown: str) -> None:
    line = f"import {'a' * 50}, target, {'b' * 50}"
    made = violation(at=f"x.py:7:{column}", excerpt={7: line})
    assert [part for part in block(made, width=40) if "|" in part] == [shown]


def test_text_finds_the_column_behind_tabs_and_escapes() -> None:
    made = violation(at="x.py:7:42", excerpt={7: "\t" * 20 + "\x1b" * 20 + " target" + "b" * 50})
    assert " target" in block(made, width=40)[1]


def test_text_keeps_a_command_on_one_line() -> None:
    hint = f"archcheck explain {'services/loans/src/quote.py ' * 4}"
    assert block(violation(hint=hint), width=60) == [f"  do   {hint.strip()}"]


def test_text_leaves_a_path_in_one_piece_however_narrow_the_terminal() -> None:
    path = f"{'very/' * 20}long name.py:3:7"
    for style in ({"width": 40}, {"width": 10}, {"compact": True}):
        assert path in render(report(violation(at=path)), **style)


COLUMNS_AND_RULES = [
    violation(rule, at=f"s{number % 3}/x{number}.py:1", subject_component=f"service[s{number % 3}]")
    for number, rule in enumerate(["stand-alone", "stand-alone", "api-layers"] * 10)
]


def test_text_shows_a_table_and_the_first_twenty_of_many_violations() -> None:
    strays = [violation("names", "x", at=f"d{number}/", severity="warning") for number in range(2)]
    text = render(report(*COLUMNS_AND_RULES, *strays))
    table, listing, summary = text.split("\n\n")
    assert (
        table
        == """\
                     s0    s1    s2  (none)  total
error stand-alone    10    10     .       .     20
error api-layers      .     .    10       .     10
warning names         .     .     .       2      2"""
    )
    assert len(listing.splitlines()) == 21
    assert listing.splitlines()[-1] == "... 12 more violations; --all lists every one"
    assert summary == "found  30 errors, 2 warnings; 3 rules, 4 files, 9 internal imports\n"


def test_text_lists_every_violation_when_asked() -> None:
    text = render(report(*COLUMNS_AND_RULES), full=True)
    assert len(re.findall(r"^error .* new$", text, re.MULTILINE)) == 30
    assert "more violations" not in text


def test_text_has_no_table_for_twenty_violations() -> None:
    text = render(report(*COLUMNS_AND_RULES[:20]))
    assert "total" not in text
    assert len(re.findall(r"^error .* new$", text, re.MULTILINE)) == 20


def test_table_sums_up_components_that_do_not_fit() -> None:
    found = [
        violation(at=f"c{number}/x.py:{line}", subject_component=f"component-{number:02}", key=str(line))
        for number in range(30)
        for line in range(30 - number)
    ]
    head, row = render(report(*found), width=80).splitlines()[:2]
    assert head.split() == ["component-00", "component-01", "component-02", "others", "total"]
    assert row.split() == ["error", "stand-alone", "30", "29", "28", "378", "465"]
    assert max(map(len, (head, row))) <= 80


def test_table_has_only_totals_without_components() -> None:
    found = [violation("names", at=f"d{number}/", target=None) for number in range(25)]
    table = render(report(*found)).split("\n\n")[0]
    assert table == "             total\nerror names     25"


def test_table_tells_how_many_rules_it_leaves_out() -> None:
    found = [violation(f"rule-{number:02}", at="a/") for number in range(25)]
    table = render(report(*found)).split("\n\n")[0].splitlines()
    assert len(table) == 22
    assert table[-1] == "... 5 more rules"


ANSI = re.compile(r"\x1b\[[0-9;]*m")


def full_report() -> Report:
    seen = completeness(skipped=(("größe.bin", "not text"),), unresolved=LOST)
    rules = (rule_result("fees", "unknown", reason="why"), rule_result("names", "skipped", reason="p2"))
    return report(LOANS, CYCLE, SHAPE, LAYERS, *COLUMNS_AND_RULES, rules=rules, completeness=seen)


@pytest.mark.parametrize(("width", "compact"), list(product((40, 80, 160), (False, True))))
def test_colour_adds_nothing_but_colour(width: int, compact: bool) -> None:
    plain = render(full_report(), width=width, compact=compact)
    coloured = render(full_report(), width=width, compact=compact, colour=True)
    assert "\x1b" not in plain
    assert ANSI.search(coloured)
    assert ANSI.sub("", coloured) == plain


def test_colours_end_where_they_begin() -> None:
    assert (
        render(report(SHAPE), colour=True)
        .splitlines()[0]
        .startswith("\x1b[1;31merror\x1b[0m \x1b[1mshape\x1b[0m  services/pay/  missing 2 of 9")
    )
    for line in render(full_report(), colour=True).splitlines():
        assert [code == "\x1b[0m" for code in ANSI.findall(line)] == [False, True] * (len(ANSI.findall(line)) // 2)


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_lines_of_violations_fit_the_terminal(width: int) -> None:
    listing = render(full_report(), width=width).split("\n\n")[1]
    assert max(map(display_width, listing.splitlines())) <= max(width, 80)


def test_ids_stand_below_each_other_with_wide_characters() -> None:
    wide = violation(at="größe/日本.py:1:1", id="1111111")
    heads = [line for line in render(report(wide, LOANS)).splitlines() if line.endswith(" new")]
    assert {display_width(line) for line in heads} == {100}


def test_compact_text_names_places_in_other_files() -> None:
    places = [place(f"{name}.env:{line}") for name, line in (("a", 1), ("b", 2), ("a", 3), ("b", 4))]
    made = violation(at="a.env:1", message="a and b share db", places=tuple(places), id="7c1e09a")
    assert render(report(made), compact=True).splitlines()[0] == (
        "a.env:1:1: error stand-alone: a and b share db, also at b.env:2 [7c1e09a]"
    )
    many = violation(at="a.env:1", places=tuple(place(f"{name}.env:1") for name in "abcdef"))
    assert ", also at b.env:1, c.env:1, d.env:1 and 2 more files [" in render(report(many), compact=True)
