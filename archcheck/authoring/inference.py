"""The rules that a tree suggests: first those that its paths alone suggest, then those that its dependencies do."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from archcheck.authoring.candidates import Candidate, without_beside
from archcheck.authoring.components import Group
from archcheck.authoring.drafts import Draft
from archcheck.authoring.names import naming_candidate
from archcheck.authoring.shapes import shape_candidate
from archcheck.authoring.stacks import (
    Traffic,
    find_roots,
    layers_inside,
    layers_of_components,
    layers_of_siblings,
)
from archcheck.authoring.survey import TESTS, Survey, ending, is_beside
from archcheck.authoring.yaml_text import Value
from archcheck.core.columns import counted
from archcheck.core.findings import Violation

_READ = frozenset(("py", "ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "go"))
"""Endings of code whose imports are read: of other code nothing can be said."""
_ALONE = frozenset(
    (
        *("service", "app", "application", "plugin", "feature", "extension", "command", "function", "lambda"),
        *("integration", "worker", "job", "domain", "context", "microservice", "addon", "module"),
    )
)
"""What is usually meant to stand alone."""
_DEPLOYED = frozenset(("service", "function", "lambda", "worker", "microservice"))
_FEW = 3
_SMALL_CYCLE = 5
_MOST_IGNORED = 3
_MOST_LAYERS = 3
_HALF = 0.5
_PART = 0.2


def from_paths(survey: Survey, groups: Sequence[Group], unowned: Sequence[str] | None) -> list[Candidate]:
    """What the paths suggest. Whether it holds is judged on the tree, so that much may be tried.

    `unowned` are files that the rule file brings and that CODEOWNERS gives to nobody, None without CODEOWNERS.
    """
    found: list[Candidate | None] = [_standing_alone(group, survey) for group in groups]
    if _reads_enough(survey):
        found.extend((_without_cycles(survey, groups), _tests_outside(survey), _declared(survey)))
    shapes = (shape_candidate(group, survey) for group in groups)
    found.append(next((shape for shape in shapes if shape), None))
    found.append(naming_candidate(survey, groups))
    found.append(None if unowned is None else _owned(groups, len(survey.files), unowned))
    return [candidate for candidate in found if candidate]


def from_dependencies(survey: Survey, groups: Sequence[Group], traffic: Traffic) -> list[Candidate]:
    """What the dependencies suggest: layers of components, of siblings, and inside of where most of the code is."""
    taken = frozenset(group.name for group in groups)
    read = [group for group in groups if _is_read(group, survey)]
    return list(islice(_layers(survey, read, traffic, taken), _MOST_LAYERS))


def _layers(survey: Survey, groups: Sequence[Group], traffic: Traffic, taken: frozenset[str]) -> Iterator[Candidate]:
    used: set[str] = set()
    siblings = (group for group in groups if group.is_many and group.name not in _ALONE)
    candidates = chain(
        (layers_of_components(groups, traffic),),
        (layers_of_siblings(group, traffic, taken) for group in siblings),
        (layers_inside(root, survey, traffic, taken) for root in find_roots(survey, groups)),
    )
    for candidate in candidates:
        if candidate and candidate.drafts[0].id not in used:
            used.add(candidate.drafts[0].id)
            yield candidate


def _reads_enough(survey: Survey) -> bool:
    """Whether the imports of a good part of the code are read: about what is left, rules about imports say nothing."""
    read = sum(ending(path) in _READ for path in survey.code)
    return read > 1 and read >= _PART * len(survey.code)


def _is_read(group: Group, survey: Survey) -> bool:
    """Whether the imports of most of the code of a group are read."""
    prefixes = tuple(f"{member}/" for member in group.members)
    inside = [path for path in survey.code if path.startswith(prefixes)]
    return sum(ending(path) in _READ for path in inside) >= _HALF * len(inside)


def _standing_alone(group: Group, survey: Survey) -> Candidate | None:
    if not group.is_many or len(group.members) < 2 or group.name.split("-")[-1] not in _ALONE:  # noqa: PLR2004
        return None
    rule, about = f"{group.plural.replace(' ', '-')}-stand-alone", f"{len(group.members)} {group.plural}"
    why = f"A {group.name.replace('-', ' ')} that knows another one cannot be changed, tested or removed alone."
    why = re.sub(r"^A (?=[aeiou])", "An ", why)
    options: dict[str, Value] = {"components": group.name}
    drafts = [Draft(rule, "independence", why, options, about)] if _is_read(group, survey) else []
    if group.name.split("-")[-1] in _DEPLOYED or group.likeness == "Dockerfile":
        calls = Draft(rule, "isolation", why, {**options, "allow": ["calls"]}, about)
        drafts = [Draft(rule, "isolation", why, options, about), calls, *drafts]
    most = len(group.members) // _FEW

    def but_for_shared(draft: Draft, violations: Sequence[Violation]) -> Draft | None:
        targets = sorted({violation.target_component or "" for violation in violations})
        if (
            draft.kind != "independence"
            or not 0 < len(targets) <= min(most, 2)
            or "" in targets
            or "except" in draft.options
        ):
            return None
        return replace(draft, options={**draft.options, "except": targets})

    return Candidate(tuple(drafts), relax=but_for_shared, worth=30) if drafts else None


def _without_cycles(survey: Survey, groups: Sequence[Group]) -> Candidate | None:
    """No cycles of files where compilers allow them; of components else, or where large ones exist; or none larger."""
    read = [path for path in survey.code if ending(path) in _READ]
    many = any(group.is_many and _is_read(group, survey) for group in groups)
    level = "component" if all(ending(path) == "go" for path in read) else "file"
    if not read or (level == "component" and not many):
        return None
    components = counted(sum(len(group.members) for group in groups), "component")
    among = {"file": counted(len(read), "code file"), "component": components}
    why = "What stands in a cycle can only be understood, tested and changed together."
    draft = Draft("no-cycles", "acyclic", why, {"level": level}, f"no cycles among {among[level]}")

    def milder(draft: Draft, violations: Sequence[Violation]) -> Draft | None:
        if spared := without_beside(draft, violations):
            return spared
        largest = max((len(violation.members) for violation in violations), default=0)
        if draft.options["level"] != "file" or "max_size" in draft.options or not largest:
            return None
        if many and largest > _SMALL_CYCLE:
            return replace(draft, options={"level": "component"}, about=f"no cycles among {components}")
        about = f"no cycles of more than {largest} files among {among[level]}"
        return replace(draft, options={**draft.options, "max_size": largest}, about=about)

    return Candidate((draft,), relax=milder, worth=40)


def _tests_outside(survey: Survey) -> Candidate | None:
    """Code of the program does not use the directories of tests at the top."""
    tests = [name[:-1] for name in sorted(survey.entries[""]) if name.endswith("/") and name[:-1] in TESTS]
    tests = [
        name for name in tests if any(path.startswith(f"{name}/") and ending(path) in _READ for path in survey.files)
    ]
    code = [name for name in survey.folders("") if not is_beside(name)]
    read = [name for name in code if any(path.startswith(f"{name}/") and ending(path) in _READ for path in survey.code)]
    if not tests or not read:
        return None
    draft = Draft(
        "tests-outside",
        "dependencies",
        "The program has to run where its tests are not.",
        {
            "from": read[0] if len(read) == 1 else read,
            "deny": tests[0] if len(tests) == 1 else tests,
            "edges": ["import", "-test"],
        },
        f"{sum(survey.weights[name] for name in read)} files beside the tests",
    )
    return Candidate((draft,))


def _declared(survey: Survey) -> Candidate | None:
    """What is imported is declared in a manifest."""
    names = {path.rpartition("/")[2] for path in survey.files}
    if names.isdisjoint(("package.json", "pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "go.mod")):
        return None
    beside = [
        f"{name}" for name in sorted(entry[:-1] for entry in survey.entries[""] if entry.endswith("/"))
        if is_beside(name) and any(path.startswith(f"{name}/") and ending(path) in _READ for path in survey.files)
    ]  # fmt: skip
    declared: dict[str, Value] = {"dev_in": beside} if beside else {}
    why = "Whoever installs this gets what it imports."
    draft = Draft(
        "declared-packages", "external", why, {"declared": declared or True}, "every import beside the manifests"
    )

    def ignoring(draft: Draft, violations: Sequence[Violation]) -> Draft | None:
        if spared := without_beside(draft, violations):
            return spared
        packages = sorted({violation.target or "" for violation in violations})
        held = draft.options["declared"]
        known = dict(held) if isinstance(held, dict) else {}
        if not 0 < len(packages) <= _MOST_IGNORED or "" in packages or "ignore" in known:
            return None
        return replace(draft, options={**draft.options, "declared": {**known, "ignore": packages}})

    return Candidate((draft,), relax=ignoring, worth=30)


def _owned(groups: Sequence[Group], files: int, unowned: Sequence[str]) -> Candidate:
    """CODEOWNERS covers every file, or else every component."""
    why = "Every change finds somebody who answers for it."
    drafts = [Draft("owned", "owners", why, {"exclude": unowned} if unowned else {}, counted(files, "file"))]
    drafts.extend(
        Draft("owned", "owners", why, {"each": group.name}, f"{len(group.members)} {group.plural}")
        for group in groups[:1]
        if group.is_many
    )
    return Candidate(tuple(drafts), worth=30)
