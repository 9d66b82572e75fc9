"""Plugins: installed packages whose kinds, languages and reporters a rule file may name."""

from pathlib import Path
from textwrap import dedent

from tests.functional.running import Outcome, archcheck, repository, write_files

CODE = """
    from collections.abc import Iterator
    from dataclasses import dataclass

    from archcheck.core.extension import Check, Reporter
    from archcheck.core.facts import MeasureFact
    from archcheck.core.findings import Finding
    from archcheck.core.options import option
    from archcheck.core.scene import Scans
    from archcheck.core.selectors import GlobSet, Selector


    @dataclass(frozen=True, slots=True)
    class Options:
        inside: Selector = option("Where.")

        def mistakes(self):
            if self.inside.text == "oops":
                raise KeyError("mistakes")
            return ()


    def run(options, scene):
        for number in scene.select(options.inside):
            path = scene.graph.nodes[number]
            if path.endswith("crash.py"):
                raise RuntimeError("no frame")
            if path.endswith("odd.py"):
                yield "not a finding"
            yield Finding("has a frame", path)


    CHECK = Check(kind="acme.no-frames", options=Options, version=1, run=run)


    @dataclass(frozen=True, slots=True)
    class LongOptions:
        match: GlobSet = option("Which files.")


    def needs(options):
        return (Scans(options.match, "acme.short"),)


    def scan(_options, source):
        return (MeasureFact(1, 1, "bytes", len(source.content)),)


    def run_long(options, scene):
        for number, facts in scene[needs(options)[0]].items():
            yield Finding(f"has {facts[0].value} bytes", scene.graph.nodes[number])


    SHORT = Check(kind="acme.short", options=LongOptions, version=1, run=run_long, needs=needs, scan=scan)
    WRONG = Check(kind="acme.other", options=Options, version=1, run=run)
    REPORTER = Reporter(name="acme-count", render=lambda report, style: f"{len(report.violations)} in all\\n")


    def broken(report, style):
        return report.violations[99]


    BROKEN = Reporter(name="acme-broken", render=broken)
    """

PACK = """
version: 1
rules:
  - {id: acme/no-frames, kind: acme.no-frames, inside: a.py}
"""

POINTS = """
    [archcheck.checks]
    acme.no-frames = acme_rules:CHECK
    acme.short = acme_rules:SHORT
    acme.wrong = acme_rules:WRONG
    acme.absent = acme_rules.absent:CHECK

    [archcheck.packs]
    base = acme_packs
    lost = acme_packs

    [archcheck.reporters]
    acme-count = acme_rules:REPORTER
    acme-broken = acme_rules:BROKEN
    """


def installed(tmp_path: Path, points: str = POINTS) -> dict[str, str]:
    """The environment in which a plugin is installed."""
    site = write_files(
        tmp_path / "site",
        {
            "acme_rules.py": CODE,
            "acme_packs/__init__.py": "",
            "acme_packs/base.yaml": PACK,
            "acme_rules-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: acme-rules\nVersion: 1.0\n",
            "acme_rules-1.0.dist-info/entry_points.txt": points,
        },
    )
    return {"PYTHONPATH": str(site)}


def checked(tmp_path: Path, rules: str, *arguments: str, points: str = POINTS, **files: str) -> Outcome:
    """A check of a repository with the rules, and files by name."""
    named = {f"{name}.py": text for name, text in files.items()} or {"a.py": ""}
    root = repository(tmp_path / "repo", {"archcheck.yaml": rules, **named})
    return archcheck(root, "check", *arguments, env=installed(tmp_path, points))


def rules(kind: str, options: str, plugins: str = "[acme_rules]") -> str:
    return f"version: 1\nplugins: {plugins}\nrules:\n  - {{id: r, kind: {kind}, {options}}}\n"


def test_kinds_and_reporters_of_a_plugin_are_used_when_the_rule_file_names_it(tmp_path: Path) -> None:
    done = checked(tmp_path, rules("acme.no-frames", "inside: a.py"), "-o", "text", "-o", "acme-count")
    assert done == (
        1,
        "a.py: error r: has a frame [20c0e69]\nfound  1 error; 1 rule, 2 files, 0 internal imports\n1 in all\n",
        "",
    )


def test_a_scan_of_a_plugin_runs_once_per_content_in_workers_and_cache(tmp_path: Path) -> None:
    root = repository(
        tmp_path / "repo",
        {"archcheck.yaml": rules("acme.short", "match: '*.txt'"), **{f"{n}.txt": "x" * (n % 7) for n in range(400)}},
    )
    env = installed(tmp_path)
    runs = [archcheck(root, "check", "--all", "--jobs", jobs, *more, env=env)
            for jobs, more in (("2", ()), ("1", ()), ("1", ("--no-cache",)))]  # fmt: skip
    assert [done.code for done in runs] == [1, 1, 1]
    assert runs[0] == runs[1] == runs[2]
    assert "8.txt: error r: has 1 bytes" in runs[0].out


def test_without_its_name_in_the_rule_file_a_plugin_is_not_loaded(tmp_path: Path) -> None:
    done = checked(tmp_path, rules("acme.no-frames", "inside: a.py", plugins="[]"))
    assert (done.code, done.out) == (2, "")
    assert 'archcheck.yaml:4:19  unknown kind "acme.no-frames" in rule r' in done.err


def test_a_plugin_that_is_not_installed_is_reported_at_its_place(tmp_path: Path) -> None:
    done = checked(tmp_path, rules("acyclic", "level: file", plugins="[acme_rules, acme_more]"))
    assert done == (
        2,
        "",
        dedent("""\
            error config  archcheck.yaml:2:23  the plugin "acme_more" is not installed: pip install acme_more
                2 | plugins: [acme_rules, acme_more]
            1 problem in the rule files; nothing was checked
            """),
    )


def test_a_kind_that_cannot_be_loaded_is_reported_at_its_place(tmp_path: Path) -> None:
    done = checked(tmp_path, rules("acme.absent", "inside: a.py"))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(
        "error config  archcheck.yaml:4:19  acme_rules.absent:CHECK of the plugin acme-rules cannot be loaded: "
        "ModuleNotFoundError: No module named 'acme_rules.absent'"
    )


def test_a_record_under_another_name_is_refused(tmp_path: Path) -> None:
    done = checked(tmp_path, rules("acme.wrong", "inside: a.py"))
    assert (done.code, done.out) == (2, "")
    assert 'acme_rules:WRONG of the plugin acme-rules must be a Check with kind "acme.wrong"' in done.err


def test_a_kind_without_a_namespace_is_refused(tmp_path: Path) -> None:
    points = "[archcheck.checks]\nframes = acme_rules:CHECK\n"
    done = checked(tmp_path, rules("acyclic", "level: file"), points=points)
    assert (done.code, done.out) == (2, "")
    assert 'plugin acme_rules: the kind "frames" needs a namespace, as in acme.kind' in done.err


def test_a_reporter_cannot_take_the_name_of_another(tmp_path: Path) -> None:
    points = "[archcheck.reporters]\njson = acme_rules:REPORTER\n"
    done = checked(tmp_path, rules("acyclic", "level: file"), points=points)
    assert (done.code, done.out) == (2, "")
    assert 'plugin acme_rules: there is another extension "json" in archcheck.reporters' in done.err


def failed(done: Outcome) -> str:
    """What is said about a plugin that fails: one line, which names it and the line of code."""
    assert (done.code, done.out) == (3, "")
    assert done.err.count("\n") == 1
    return done.err


def test_a_check_that_fails_is_blamed_by_name_and_line(tmp_path: Path) -> None:
    said = failed(checked(tmp_path, rules("acme.no-frames", "inside: crash.py"), crash=""))
    assert said.startswith("error: acme_rules:CHECK of the plugin acme-rules failed: RuntimeError: no frame (")
    assert "acme_rules.py:" in said


def test_a_check_that_yields_something_else_is_blamed_by_name(tmp_path: Path) -> None:
    said = failed(checked(tmp_path, rules("acme.no-frames", "inside: odd.py"), odd=""))
    assert said == "error: acme_rules:CHECK of the plugin acme-rules yields str, which is no finding\n"


def test_options_that_fail_are_blamed_by_kind(tmp_path: Path) -> None:
    said = failed(checked(tmp_path, rules("acme.no-frames", "inside: oops")))
    assert said == "error: the options of acme.no-frames failed: KeyError: 'mistakes'\n"


def test_a_reporter_that_fails_is_blamed_by_name(tmp_path: Path) -> None:
    said = failed(checked(tmp_path, rules("acyclic", "level: file"), "-o", "acme-broken"))
    assert said.startswith("error: acme_rules:BROKEN of the plugin acme-rules failed: IndexError: tuple index")


def extending(pack: str, plugins: str) -> str:
    return f"version: 1\nplugins: {plugins}\nextends: [{pack}]\n"


def test_a_pack_of_a_plugin_can_be_extended(tmp_path: Path) -> None:
    done = checked(tmp_path, extending("acme_rules:base", "[acme_rules]"))
    assert (done.code, done.err) == (1, "")
    assert done.out.startswith("a.py: error acme/no-frames: has a frame [")


def test_a_pack_needs_its_package_among_the_plugins(tmp_path: Path) -> None:
    done = checked(tmp_path, extending("acme_rules:base", "[]"))
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[:2] == [
        'error config  archcheck.yaml:3:11  "acme_rules:base" is a pack of a package that is no plugin here',
        "    3 | extends: [acme_rules:base]      add it: plugins: [acme_rules]",
    ]


def test_a_pack_that_a_plugin_does_not_have_is_reported_at_its_place(tmp_path: Path) -> None:
    done = checked(tmp_path, extending("acme_rules:bass", "[acme_rules]"))
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[:2] == [
        'error config  archcheck.yaml:3:11  there is no pack "acme_rules:bass"',
        '    3 | extends: [acme_rules:bass]      did you mean "acme_rules:base"?',
    ]


def test_a_pack_whose_file_is_not_there_is_reported_at_its_place(tmp_path: Path) -> None:
    done = checked(tmp_path, extending("acme_rules:lost", "[acme_rules]"))
    assert (done.code, done.out) == (2, "")
    assert "archcheck.yaml:3:11" in done.err
