"""Packages that stand for others: variants with the same modules, and packages of types."""

import re
from collections.abc import Iterator, Mapping

from archcheck.core.go_modules import module_id

_VARIANTS: Mapping[str, str] = {
    "pypi:psycopg2": "psycopg2-binary",
    "pypi:opencv-python": "opencv-python-headless opencv-contrib-python opencv-contrib-python-headless",
    "pypi:tensorflow": "tensorflow-cpu tensorflow-gpu tensorflow-macos tensorflow-intel tf-nightly",
    "pypi:keras": "keras-nightly",
    "pypi:pillow": "pillow-simd",
    "pypi:pycryptodome": "pycrypto",
    "pypi:faiss-cpu": "faiss-gpu faiss-gpu-cu11 faiss-gpu-cu12",
    "pypi:onnxruntime": "onnxruntime-gpu onnxruntime-openvino onnxruntime-directml",
    "pypi:xgboost": "xgboost-cpu",
    "pypi:python-magic": "python-magic-bin",
    "pypi:kafka-python": "kafka-python-ng",
    "pypi:python-slugify": "unicode-slugify awesome-slugify",
    "pypi:discord-py": "py-cord",
    "pypi:mysqlclient": "mysql-python",
    "pypi:beautifulsoup4": "bs4",
    "pypi:scikit-learn": "sklearn",
    "pypi:levenshtein": "python-levenshtein",
}
_MAIN = {f"{main.partition(':')[0]}:{name}": main for main, variants in _VARIANTS.items() for name in variants.split()}
_TYPES = "npm:@types/"
# Docusaurus makes modules that no package has: `@docusaurus/Link`, `@docusaurus/useBaseUrl`, `@site/static`.
_DOCUSAURUS = re.compile(
    r"npm:@(?:docusaurus/(?:[A-Z]|use[A-Z]|(?:constants|router|renderRoutes|isInternalUrl)\Z)"
    r"|site/|theme/|theme-original/|theme-init/|generated/)"
)


def main_package(node: str) -> str:
    """The package that a variant is in place of: `pypi:psycopg2-binary` is `pypi:psycopg2`; others are themselves.

    Modules of Go are without the major version, as imports of them are.
    """
    if node.startswith("go:"):
        return module_id(node.removeprefix("go:"))
    return "npm:@docusaurus/core" if _DOCUSAURUS.match(node) else _MAIN.get(node, node)


def typed_package(node: str) -> str:
    """The package whose types another one holds: `npm:react` of `npm:@types/react`; "" when it is none of that sort."""
    name = node.removeprefix(_TYPES)
    if name != node:
        scope, scoped, rest = name.partition("__")
        return f"npm:@{scope}/{rest}" if scoped else f"npm:{name}"
    if node.startswith("pypi:types-"):
        return f"pypi:{node.removeprefix('pypi:types-')}"
    return node.removesuffix("-stubs") if node.startswith("pypi:") and node.endswith("-stubs") else ""


def types_of(node: str) -> Iterator[str]:
    """The packages that may hold the types of one: the reverse of `typed_package`."""
    if node.startswith("npm:"):
        name = node.removeprefix("npm:")
        yield f"{_TYPES}{name.removeprefix('@').replace('/', '__') if name.startswith('@') else name}"
    elif node.startswith("pypi:"):
        yield f"pypi:types-{node.removeprefix('pypi:')}"
        yield f"{node}-stubs"
