"""What a scalar means in YAML 1.2 (core schema), and how a text is written as a scalar."""

import re

from archcheck.core.values import Scalar

# https://yaml.org/spec/1.2.2/#103-core-schema, but for integers with leading zeros: octal in YAML 1.1 and decimal in
# 1.2, they are most often meant as text.
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **{sign + word: float(sign + "inf") for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")},
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*+)")
_OCTAL = re.compile(r"0o[0-7]++")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]++")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]++|[0-9]++(?:\.[0-9]*+|(?=[eE])))(?:[eE][-+]?[0-9]++)?")
# Python refuses to write integers of more than 4,300 digits in decimal; such a number is a text to us.
_MAX_NUMBER = 1000

# Texts that are safe without quotes everywhere, and what other tools would take for words and numbers of YAML 1.1.
_SAFE = re.compile(r"[^\W\d_][\w./@+$()=~^*-]*+(?: [\w./+$()=~^*-]++)*+|[\w./][\w./@+$()=~^*-]*+")
_YAML_1_1 = re.compile(
    r"y|n|yes|no|on|off|true|false|null|[-+.]?[0-9][0-9_.:xobeEa-fA-F+-]*+|\.+|\.inf|\.nan", re.IGNORECASE
)
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_TO_ESCAPE = re.compile('["\\\\\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]')


def resolve_plain(text: str) -> Scalar:
    """The value of a scalar without quotes: null, boolean, integer, float or the text itself."""
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > _MAX_NUMBER:
        return text
    if _DECIMAL.fullmatch(text):
        return int(text)
    if _OCTAL.fullmatch(text):
        return int(text, 8)
    if _HEXADECIMAL.fullmatch(text):
        return int(text, 16)
    return float(text) if _FLOAT.fullmatch(text) else text


def quote(text: str) -> str:
    """`text` as a YAML scalar in double quotes, on one line."""
    return f'"{_TO_ESCAPE.sub(_escape, text)}"'


def dump_scalar(text: str) -> str:
    """`text` as a YAML scalar on one line, in quotes only when it would not read as this text everywhere.

    Everywhere: in blocks, in brackets, as a key, and in tools that read YAML 1.1.
    """
    if not text.isascii() or not _SAFE.fullmatch(text) or _YAML_1_1.fullmatch(text):
        return quote(text)
    return text


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    code = ord(character)
    return _ESCAPES.get(character) or (f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}")  # noqa: PLR2004 - as above
