"""Comments `archcheck: allow RULE -- reason` in files that are no code: the name of a file tells how comments look.

For code the languages themselves tell comments from strings.
"""

from archcheck.core.facts import SuppressionFact
from archcheck.syntax.comments import formats, patterns
from archcheck.syntax.comments.patterns import Finder
from archcheck.syntax.decoding import decode_lines
from archcheck.syntax.directives import WORD, Comment, find_directives

_ENDINGS: dict[Finder, str] = {
    formats.yaml: "yaml yml",
    formats.hcl: "tf tofu tfvars hcl",
    formats.markdown: "md markdown mdown",
    formats.dotenv: "env properties",
    formats.dockerfile: "dockerfile containerfile",
    patterns.toml: "toml lock",
    patterns.xml: "xml csproj fsproj vbproj props targets config html htm svg xhtml resx plist xaml",
    patterns.nginx: "nginx",
    patterns.gomod: "mod work",
    patterns.protobuf: "proto",
    patterns.script: "py pyi rb sh bash zsh fish ps1 pl pm r ex exs jl cr nim mk cmake tcl coffee graphql gql awk",
    patterns.slashes: "gradle kts kt swift java scala groovy c h cc cpp cxx hpp cs rs dart js jsx mjs cjs ts tsx mts "
    "cts go json jsonc json5 php scss sass less styl m mm zig v sol thrift fbs cue",
    patterns.blocks: "css",
    patterns.dashes: "sql lua hs elm ada",
    patterns.percents: "tex sty cls bib erl hrl",
    patterns.two_dots: "rst",
    patterns.hashes_and_semicolons: "ini cfg conf cnf service editorconfig gitconfig gitmodules",
    patterns.hashes: "gitignore gitattributes dockerignore npmignore helmignore prettierignore eslintignore",
}
_BY_ENDING = {ending: finder for finder, endings in _ENDINGS.items() for ending in endings.split()}
_NAMES: dict[Finder, str] = {
    formats.dockerfile: "dockerfile containerfile",
    formats.yaml: "kustomization",
    patterns.toml: "pipfile",
    patterns.hashes: "codeowners",
    patterns.script: "makefile gnumakefile justfile rakefile gemfile vagrantfile brewfile procfile podfile fastfile",
    patterns.slashes: "jenkinsfile",
}
_BY_NAME = {name: finder for finder, names in _NAMES.items() for name in names.split()}
_REQUIREMENTS = ("requirements", "constraints")


def find_comments(content: bytes, path: str) -> tuple[SuppressionFact, ...]:
    """What the comments of a file accept, in order of place; text in strings is no comment. Any bytes will do.

    One that does not say `allow` names no rule.
    """
    if WORD.encode() not in content:
        return ()
    text = decode_lines(content)
    return tuple(find_directives(text, (Comment(*span) for span in finder_of(path)(text))))


def finder_of(path: str) -> Finder:
    """How to find the comments of the file at a path; of one that nothing is known of, what looks like one."""
    directory, _, name = path.lower().rpartition("/")
    stem, *_, ending = name.split(".") if "." in name else (name, "")
    if ending in ("txt", "in") and (any(each in name for each in _REQUIREMENTS) or "requirements" in directory):
        return patterns.hashes
    if stem in ("dockerfile", "containerfile"):
        return formats.dockerfile
    if name.startswith(".env"):
        return formats.dotenv
    if ending in ("conf", "template") and ("nginx" in path.lower() or name.endswith(".conf.template")):
        return patterns.nginx
    return _BY_NAME.get(name) or _BY_ENDING.get(ending) or patterns.any_mark
