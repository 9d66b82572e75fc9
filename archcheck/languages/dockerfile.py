"""Dockerfiles: base images, what is copied from the build context, and addresses in the environment."""

import re
from collections.abc import Iterator
from functools import partial

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.syntax.dockerfile import Instruction, Word, read_dockerfile
from archcheck.syntax.endpoints import find_endpoints
from archcheck.syntax.endpoints.variables import expand, is_known
from archcheck.syntax.environment import Environment, Variable
from archcheck.syntax.images import read_image
from archcheck.syntax.paths import is_relative, literal_part, simplify

_REFERENCE = re.compile(r"\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))", re.ASCII)
_PAIR = re.compile(r"([^\s=]+)=(.*)", re.DOTALL)
_LONGEST = 4096


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """What one Dockerfile needs, in order of place."""
    reading = _Reading()
    for instruction in read_dockerfile(source.content):
        reading.take(instruction)
    return Extracted(tuple(sorted(reading.finish())))


class _Reading:
    """The facts so far, the stages, and the variables with their values."""

    def __init__(self) -> None:
        self._facts: set[RelationFact] = set()
        self._stages: set[str] = set()
        self._values: dict[str, str] = {}
        self._variables: list[Variable] = []

    def take(self, instruction: Instruction) -> None:
        """Add what one instruction says."""
        name = instruction.name
        if name == "FROM":
            self._take_from(instruction)
        elif name in ("COPY", "ADD"):
            self._take_copy(instruction)
        elif name == "RUN":
            self._take_mounts(instruction)
        elif name in ("ENV", "ARG"):
            self._take_variables(instruction)
        elif name in ("CMD", "ENTRYPOINT"):
            for word in instruction.words:
                self._take_endpoints(word)

    def finish(self) -> set[RelationFact]:
        """All facts, those of the variables included."""
        return self._facts | set(Environment(self._variables, references=True).relations())

    def _known(self, text: str) -> str:
        """The text with its variables replaced; "" where one has no value."""
        if len(text) > _LONGEST:
            return ""
        replaced = _REFERENCE.sub(lambda found: self._values.get(found[1] or found[2], found[0]), text)
        expanded = expand(replaced).text
        return expanded if is_known(expanded) else ""

    def _add(self, word: Word, relation: str, value: str, detail: str = "", group: str = "") -> None:
        self._facts.add(RelationFact(word.line, word.column, relation, value, detail, group))

    def _take_from(self, instruction: Instruction) -> None:
        arguments = instruction.arguments
        if not arguments:
            return
        self._take_image(arguments[0])
        number = sum(1 for stage in self._stages if stage.isdigit())
        self._stages.add(str(number))
        if len(arguments) > 2 and arguments[1].text.upper() == "AS":  # noqa: PLR2004 - FROM image AS name
            self._stages.add(arguments[2].text.lower())

    def _take_image(self, word: Word, text: str | None = None) -> None:
        written = word.text if text is None else text
        known = _REFERENCE.sub(lambda found: self._values.get(found[1] or found[2], found[0]), written[:_LONGEST])
        image = read_image(known)
        if image and written.lower() not in self._stages and known.lower() not in self._stages:
            self._add(word, "image", *image)

    def _take_copy(self, instruction: Instruction) -> None:
        for flag in instruction.flags:
            if flag.text.startswith("--from="):
                self._take_image(flag, flag.text.removeprefix("--from="))
                return
        for word in instruction.arguments[:-1]:
            if "://" in word.text:
                self._take_endpoints(word)
            elif not word.text.startswith("<<"):
                self._take_path(word, word.text)

    def _take_path(self, word: Word, text: str) -> None:
        """A source of a copy: it begins at the build context, with or without a slash."""
        path = self._known(text).lstrip("/") or ("." if text.strip("/") == "" and text else "")
        if not is_relative(path):
            return
        literal = literal_part(path)
        group = "" if literal == path else "optional"
        self._add(word, "path", literal if group == "" else simplify(literal), "context", group)

    def _take_mounts(self, instruction: Instruction) -> None:
        for flag in instruction.flags:
            if not flag.text.startswith("--mount="):
                continue
            options = dict(_options(flag.text.removeprefix("--mount=")))
            if options.get("from"):
                self._take_image(flag, options["from"])
            elif options.get("type", "bind") == "bind" and options.get("source"):
                self._take_path(flag, options["source"])

    def _take_variables(self, instruction: Instruction) -> None:
        words = instruction.arguments
        if instruction.name == "ENV" and words and "=" not in words[0].text:
            value = " ".join(word.text for word in words[1:])
            words = [Word(f"{words[0].text}={value}", words[0].line, words[0].column)]
        for word in words:
            found = _PAIR.fullmatch(word.text)
            if found:
                name, value = found.groups()
                self._values[name] = self._known(value)
                self._variables.append(Variable(name, value, partial(_place, word)))
            else:
                self._values.setdefault(word.text, "")
        self._values = {name: value for name, value in self._values.items() if value}

    def _take_endpoints(self, word: Word) -> None:
        for _, relation, value, detail in find_endpoints(word.text):
            self._add(word, relation, value, detail)


def _options(text: str) -> Iterator[tuple[str, str]]:
    for option in text.split(","):
        name, _, value = option.partition("=")
        yield {"src": "source"}.get(name, name), value


def _place(word: Word, _offset: int) -> tuple[int, int]:
    return word.line, word.column


LANGUAGE: Language[None] = Language(
    name="dockerfile",
    files=tuple(
        (glob, "dockerfile")
        for glob in (
            "**/Dockerfile",
            "**/Dockerfile.*",
            "**/*.Dockerfile",
            "**/*.dockerfile",
            "**/Containerfile",
            "**/Containerfile.*",
            "**/*.Containerfile",
        )
    ),
    version=1,
    aspects={"relations": extract_relations},
)
