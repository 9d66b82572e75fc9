"""What carrying over the rules of one file has come to so far."""

from collections.abc import Mapping, Sequence

from archcheck.authoring.carried import Lost
from archcheck.authoring.dependency_cruiser.expressions import UntranslatableError, read_expression
from archcheck.authoring.dependency_cruiser.globs import globs_of, joined, references_in, without_groups
from archcheck.authoring.dependency_cruiser.reading import PeerRule
from archcheck.authoring.rule_text import FileDraft, RuleDraft, one_or_list, slug
from archcheck.authoring.yaml_text import Value
from archcheck.core.globs import GlobError, parse_glob
from archcheck.core.values import Place

_SELECTORS = ("from", "deny", "require", "except", "exclude", "in", "paths", "deny_in")
_SEVERITIES = {"error": "error", "info": "info"}
_CODE = (".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".vue", ".svelte", ".astro")
_OTHER_CODE = (".py", ".go")
_ONLY_CODE = "**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts,vue,svelte,astro}"

_RULE_KEYS = frozenset(("name", "severity", "comment", "scope", "from", "to", "module"))
_SOURCE_KEYS = frozenset(("path", "pathNot", "orphan"))


class Work:
    """The rule file so far, what is lost, and what its reader should know. `edges` are the dependencies that count."""

    def __init__(self, files: Sequence[str], edges: Sequence[str]) -> None:
        self.files = files
        self.edges = list(edges)
        self.file = FileDraft()
        self.lost: list[Lost] = []
        self.notes: list[str] = []
        mixed = any(path.endswith(_OTHER_CODE) for path in files)
        self.everything = _ONLY_CODE if mixed else "**"

    def lose(self, place: Place, what: str, reason: str) -> None:
        """Note what cannot be carried over."""
        self.lost.append(Lost(place, what, reason))

    def note(self, text: str) -> None:
        """Note what the reader of the rule file should know, once."""
        if text not in self.notes:
            self.notes.append(text)

    def add_rule(self, rule: PeerRule, kind: str, keys: Mapping[str, Value], *selectors: Sequence[str]) -> None:
        """Add a rule; when one of its `selectors` matches nothing today, it may. Raises UntranslatableError."""
        _refuse_wrong_globs(keys)
        name = self.file.free_id(slug(rule.name))
        head: dict[str, Value] = {"id": name, "kind": kind}
        why = " ".join(rule.comment.replace("{", "(").replace("}", ")").split())
        head["why"] = why or rule.name
        head["severity"] = severity_of(rule.severity)
        tail: dict[str, Value] = {}
        empty = [globs for globs in selectors if not self.matches(globs)]
        if empty:
            tail["optional"] = True
            self.note(f"rule {name}: {', '.join(empty[0])} matches nothing today")
        self.file.rules.append(RuleDraft({**head, **keys, **tail}))

    def matches(self, globs: Sequence[str]) -> bool:
        """Whether any file is meant."""
        parsed = [parse_glob(glob.replace("{!", "{")) for glob in globs]
        return any(glob.match_file(path) is not None for glob in parsed for path in self.files)

    def globs(self, pattern: str) -> list[str]:
        """The globs of an expression that stands by itself. Raises UntranslatableError."""
        sequences = without_groups(read_expression(pattern), ())
        if references_in(sequences):
            raise UntranslatableError("it refers to a group of another expression")
        return joined(globs_of(sequences))

    def spared(self, pattern: str) -> dict[str, Value]:
        """The key that leaves the files of an expression out as sources."""
        globs = [glob for glob in self.globs(pattern) if "node_modules" not in glob] if pattern else []
        return {"exclude": one_or_list(globs)} if globs else {}

    def edges_key(self, *more: str) -> dict[str, Value]:
        """The key for the dependencies that count."""
        edges = list(dict.fromkeys((*self.edges, *more)))
        return {} if edges == ["import"] else {"edges": edges}


def _refuse_wrong_globs(keys: Mapping[str, Value]) -> None:
    for name in _SELECTORS:
        value = keys.get(name, ())
        for glob in (value,) if isinstance(value, str) else value if isinstance(value, list) else ():
            try:
                parse_glob(str(glob))
            except GlobError as error:
                raise UntranslatableError(f"its globs cannot be written: {error.message}") from None


def severity_of(word: str) -> str:
    """The severity of archcheck for one of dependency-cruiser."""
    return _SEVERITIES.get(word, "warning")


def refuse_keys(rule: PeerRule) -> None:
    """Raise UntranslatableError for keys of a rule, or of its sources, that mean nothing here."""
    for node, known in ((rule.node, _RULE_KEYS), (rule.source, _SOURCE_KEYS)):
        for key, _ in node.entries:
            if key.text not in known:
                raise UntranslatableError(f"{key.text} is not known")
