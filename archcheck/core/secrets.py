"""Passwords, tokens and keys in lines of text that are shown to people: found by their names and masked."""

import re

MASK = "***"
# user:password@ of a URL. A password may hold what should have been encoded: it ends at the last `@` before a blank.
# Where no colon shows a user, an `@` in the path is none: https://medium.com/@somebody.
_IN_URL = re.compile(
    r"""(?<=://)(?:(?![^\s@/?#]{0,200}:[0-9]{0,5}[/?#])[^\s@/?#]{1,200}:[^\s@]{0,200}@(?:[^\s@]{0,200}@)*+
      | [^\s@/?#"'`<>]{0,200}@(?:[^\s@/?#"'`<>]{0,200}@)*+)""",
    re.VERBOSE,
)
_WORDS = (
    r"passw(?:or)?d|passwort|passphrase|pwd|secret|token|credentials?|api_?key|apikey|private_?key|access_?key"
    r"|account_?key|signing_?key|encryption_?key|client_?secret|shared_?access_?key|authorization"
)
_KEY = (
    rf"(?:[A-Za-z0-9_.$-]{{0,60}}?(?:{_WORDS})|[A-Za-z0-9_.-]{{0,60}}[_-](?:pass|key)|(?:DB|MYSQL|REDIS|SMTP)?PASS)s?"
)
_QUOTED = r"\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?|`[^`\n]*+`?"
# Without quotes: signs that could end a value are a part of it where the text goes on behind them.
_AFTER_COLON = r"(?:\$\{[^}\n]{0,200}\}*+|[^,;\"'`)\]}\n]|[,;\"'`)\]}](?=[^\s,;\"'`)\]}]))++"
_AFTER_EQUALS = r"(?:\$\{[^}\n]{0,200}\}*+|[^\s,;&\"'`)\]}]|&(?!\w{1,40}=)|[,\"'`)\]}](?=[^\s,;\"'`)\]}]))++"
_PAIR = re.compile(
    rf"""(?<![A-Za-z0-9_.$-])(?P<key>{_KEY})(?:
        (?P<equals>[\"']?\]?\s{{0,8}}(?::\s?[\w.|\[\]]{{1,40}}\s?)?:?=(?!>)\s{{0,8}})
        (?:(?:Bearer|Basic)\s+\S+|{_QUOTED}|{_AFTER_EQUALS})
      | (?P<colon>[\"']?\]?\s{{0,8}}(?::|=>)\s{{0,8}})(?:{_QUOTED}|{_AFTER_COLON})
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# name: DB_PASSWORD, value: abc on one line, as in lists of variables.
_NAMED = re.compile(
    rf"""(?P<head>\bname[\"']?\s{{0,8}}[:=]\s{{0,8}}[\"']?(?:{_KEY})[\"']?\s{{0,8}},?\s{{0,8}}
        [\"']?value[\"']?\s{{0,8}}[:=]\s{{0,8}})(?P<value>{_QUOTED}|{_AFTER_COLON})""",
    re.IGNORECASE | re.VERBOSE,
)
# --token abc, and "--token", "abc" in lists of arguments.
_FLAG = re.compile(
    rf"""(?P<head>(?<![\w-])--?(?:[A-Za-z0-9-]{{0,60}}?(?:{_WORDS})|[A-Za-z0-9-]{{0,60}}-(?:pass|key))[\"']?,?\s{{1,8}})
        (?P<value>(?!-){_QUOTED}|(?!-)[^\s\"'`,;)\]}}]++)""",
    re.IGNORECASE | re.VERBOSE,
)
_IN_DOCKERFILE = re.compile(rf"(^\s*ENV\s+(?:{_KEY})\s+)\S.*", re.IGNORECASE | re.MULTILINE)
# Types, words for nothing, references to variables and calls are no secrets; the default of a variable may be one.
_HARMLESS = re.compile(
    r"(?:(?:str|string|bytes|bool|boolean|int|integer|number|any|object|none|null|nil|undefined|true|false|optional|text)\b"
    r"|\$[A-Za-z(]|[\"']?\$\{+[^}:-]*\}+|\{\{|%[A-Z(]|[A-Za-z_][\w.]{0,80}[(\[]|[\"']{2}\Z)",
    re.IGNORECASE,
)
# Keys and tokens that are known by their own form, wherever they stand.
_KNOWN_FORMS = re.compile(
    r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255}|xox[abprs]-[\w-]{10,255}"
    r"|sk_live_\w{10,255}|glpat-[\w-]{20,255}|eyJ[\w-]{8,2000}\.eyJ[\w-]{8,2000}\.[\w-]{0,2000})"
)
_ANY_HINT = re.compile(rf"://|{_WORDS}|pass|key|AKIA|gh[pousr]_|github_pat_|xox|sk_live_|glpat-|eyJ", re.IGNORECASE)


def redact(text: str) -> str:
    """`text` with the values of secrets replaced by `***`.

    These are `user:password@` in URLs, what is assigned to names such as PASSWORD, TOKEN or API_KEY (`KEY=value`,
    `key: value`, `"key": "value"`, `Password=value;`, `--token value`, `name: KEY, value: text`), and keys known by
    their form. Time is linear in the text.
    """
    if not _ANY_HINT.search(text):
        return text
    text = _IN_URL.sub(f"{MASK}@", text)
    text = _NAMED.sub(_masked_behind, _FLAG.sub(_masked_behind, text))
    text = _PAIR.sub(_masked, text)
    text = _IN_DOCKERFILE.sub(rf"\1{MASK}", text)
    return _KNOWN_FORMS.sub(MASK, text)


def is_secret_name(name: str) -> bool:
    """Whether a variable of this name holds a secret itself: `DB_PASSWORD`, not `PASSWORD_RESET_URL`."""
    return _SECRET_NAME.fullmatch(name) is not None


_SECRET_NAME = re.compile(_KEY, re.IGNORECASE)


def _masked(found: re.Match[str]) -> str:
    between = found["equals"] or found["colon"]
    value = found[0][len(found["key"]) + len(between) :]
    return f"{found['key']}{between}{_mask(value)}"


def _masked_behind(found: re.Match[str]) -> str:
    return f"{found['head']}{_mask(found['value'])}"


def _mask(value: str) -> str:
    """The mask in the quotes of the value; what cannot be a secret stays."""
    if _HARMLESS.match(value):
        return value
    quote = value[0] if value[0] in "\"'`" else ""
    closing = quote if len(value) > 1 and value.endswith(quote) else ""
    return f"{quote}{MASK}{closing}"
