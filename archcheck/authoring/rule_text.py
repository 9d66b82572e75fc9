"""A rule file that is being put together, and its text: comments, then every section that holds something."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import wrap

from archcheck.authoring.yaml_text import WIDTH, Value, flow, scalar


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """One rule: the values of its keys in the order in which they are written, and the lines of a comment above it."""

    keys: Mapping[str, Value]
    comment: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of the rule."""
        return str(self.keys["id"])


@dataclass(slots=True)
class FileDraft:
    """The sections of a rule file, filled one by one."""

    builtin: dict[str, Value] = field(default_factory=dict)
    exclude: list[str] = field(default_factory=list)
    components: dict[str, Value] = field(default_factory=dict)
    rules: list[RuleDraft] = field(default_factory=list)
    waivers: list[Mapping[str, Value]] = field(default_factory=list)
    _given: dict[str, int] = field(default_factory=dict)

    def text(self, top: Iterable[str]) -> str:
        """The rule file; `top` are the lines of the comment that it begins with."""
        lines = [*commented(top, ""), "version: 1"]
        if self.exclude:
            lines += ["", "files:", *_entry("exclude", self.exclude, "  ")]
        for name, section in (("builtin", self.builtin), ("components", self.components)):
            if section:
                lines += ["", f"{name}:", *(line for key in section for line in _entry(key, section[key], "  "))]
        lines += ["", "rules:" if self.rules else "rules: []"]
        for rule in self.rules:
            lines += [*commented(rule.comment, "  "), *_item(rule.keys)]
        if self.waivers:
            lines += ["", "waivers:", *(f"  - {flow(waiver)}" for waiver in self.waivers)]
        return "\n".join((*lines, ""))

    def free_id(self, wanted: str) -> str:
        """An id that was not given yet, and is given now: the wanted one, or that with a number."""
        number = self._given.get(wanted, 1)
        found = wanted if number == 1 else f"{wanted}-{number}"
        while number > 1 and found in self._given:
            number += 1
            found = f"{wanted}-{number}"
        self._given[wanted] = number + 1
        self._given.setdefault(found, 2)
        return found

    def component(self, wanted: str, match: Sequence[str], except_: Sequence[str]) -> str:
        """The name of a component of these globs, which is declared unless there is one already."""
        value: dict[str, Value] = {"match": one_or_list(match)}
        if except_:
            value["except"] = list(except_)
        name, number = wanted, 2
        while name in self.components and self.components[name] != value:
            name, number = f"{wanted}-{number}", number + 1
        self.components[name] = value
        return name


def one_or_list(values: Sequence[str]) -> Value:
    """The only value, or all of them; each once."""
    found = list(dict.fromkeys(values))
    return found[0] if len(found) == 1 else found


def slug(name: str) -> str:
    """A name as an id of a rule: letters, digits and hyphens."""
    found = re.sub(r"[^\w.]+", "-", name, flags=re.ASCII).strip("-.")[:60].rstrip("-.")
    return found.lower() or "rule"


def commented(lines: Iterable[str], indent: str) -> list[str]:
    """Lines of text as comments, the long ones wrapped, whatever characters they hold."""
    found = []
    for line in lines:
        text = "".join(character if character.isprintable() else " " for character in line).rstrip()
        margin = " " * min(len(text) - len(text.lstrip()), 8)
        found += wrap(text, WIDTH, subsequent_indent=f"{margin}  ", break_on_hyphens=False) or [""]
    return [f"{indent}# {line}".rstrip() for line in found]


def _item(keys: Mapping[str, Value]) -> list[str]:
    lines = [line for key, value in keys.items() for line in _entry(key, value, "    ")]
    return [f"  - {lines[0][4:]}", *lines[1:]]


def _entry(key: str, value: Value, indent: str) -> list[str]:
    line = f"{indent}{scalar(key)}: {flow(value)}"
    if isinstance(value, (str, bool, int, Mapping)) or (len(line) <= WIDTH and key != "layers"):
        return [line]
    return [f"{indent}{scalar(key)}:", *(f"{indent}  - {flow(each)}" for each in value)]
