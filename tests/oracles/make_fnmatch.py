"""Asks Ruby what `File.fnmatch` says and writes `tests/core/fnmatch_ruby.json`, so that tests need no Ruby.

Run as `python -m tests.oracles.make_fnmatch` where `ruby` is installed; made with Ruby 3.1.
"""

import json
import random
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

TARGET = Path(__file__).parents[1] / "core" / "fnmatch_ruby.json"
_PIECES = [
    "a",
    "b",
    "/",
    "/",
    "*",
    "**/",
    "*",
    "?",
    "[",
    "]",
    "[a-b]",
    "[!a]",
    "[^b]",
    "\\",
    "-",
    "!",
    "é",
    ".",
    "{",
    "}",
]
_NAMES = ["a", "b", "/", "/", ".", "-", "]", "[", "!", "é", "ab", "\\"]
_SCRIPT = """
require 'json'
STDIN.each_line do |line|
  pattern, path = JSON.parse(line)
  puts(File.fnmatch(pattern, path, File::FNM_PATHNAME | File::FNM_DOTMATCH) ? 1 : 0)
end
"""
_WRITTEN = [
    ("/**/*", ["/a", "/a/b", "/.a/.b"]),
    ("/docs/**/*", ["/docs/a", "/docs/a/b", "/docs", "/x/docs/a"]),
    ("/docs/**", ["/docs/a", "/docs/a/b"]),
    ("/**/docs/*", ["/docs/a", "/x/docs/a", "/docs/a/b"]),
    ("/**/foo/*/baz", ["/foo/x/baz", "/foo/x/baz/q"]),
    ("/app/[id]/p", ["/app/i/p", "/app/[id]/p"]),
    ("/app/\\[id\\]/p", ["/app/i/p", "/app/[id]/p"]),
    ("/**/*.{js,ts}", ["/a.js", "/a.{js,ts}"]),
    ("/a**b", ["/ab", "/axb", "/a/b"]),
    ("/**a", ["/a", "/ba", "/b/a"]),
]


def random_cases(seed: int, count: int) -> Iterator[tuple[str, str]]:
    """Patterns and paths over few characters, so that many of them nearly fit."""
    chosen = random.Random(seed)
    for _ in range(count):
        pattern = "/" + "".join(chosen.choices(_PIECES, k=chosen.randint(1, 7)))
        yield pattern, "/" + "".join(chosen.choices(_NAMES, k=chosen.randint(1, 6)))


def ask_ruby(cases: Sequence[tuple[str, str]]) -> list[bool]:
    """What Ruby says about each (pattern, path)."""
    asked = "".join(f"{json.dumps(case)}\n" for case in cases)
    done = subprocess.run(["ruby", "-e", _SCRIPT], input=asked, text=True, capture_output=True, check=True)
    return [answer == "1" for answer in done.stdout.split()]


def main() -> None:
    """Write the answers: all that fit, and as many that do not."""
    cases = list(dict.fromkeys(random_cases(1, 30_000)))
    answered = list(zip(cases, ask_ruby(cases), strict=True))
    fitting = [(*case, 1) for case, fits in answered if fits]
    others = [(*case, 0) for case, fits in answered if not fits][: len(fitting)]
    written = [(pattern, path) for pattern, paths in _WRITTEN for path in paths]
    known = [(*case, int(fits)) for case, fits in zip(written, ask_ruby(written), strict=True)]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in [*known, *fitting, *others])
    TARGET.write_text(f"[\n{lines}\n]\n", "utf-8")


if __name__ == "__main__":
    main()
