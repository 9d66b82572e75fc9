"""What style sheets import: `@import "./x.css"` and `@import url(./x.css)`."""

import re

_PARTS = re.compile(
    r"/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/|\Z)|//[^\n]*+"
    r"|@import\s++((?:(?:url\(\s*+)?(?:\"[^\"\n]*+\"|'[^'\n]*+')\s*+\)?\s*+,?\s*+)++|url\(\s*+[^\s\"'()]++)"
)
_NAME = re.compile(r"\"([^\"]*+)\"|'([^']*+)'|url\(\s*+([^\s\"'()]++)")
_ADDRESS = re.compile(r"[A-Za-z][\w+.-]*+:|//")


def find_style_imports(text: str) -> list[tuple[int, str]]:
    """Place and name of everything that is imported, but for addresses of the web."""
    found = []
    for part in _PARTS.finditer(text):
        for name in _NAME.finditer(part[1] or ""):
            module = name[1] or name[2] or name[3]
            if module and not _ADDRESS.match(module):
                found.append((part.start(), module))
    return found
