"""Dates as rule files and the command line write them: text of the form YYYY-MM-DD, which compares as it should."""

import re

_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\Z", re.ASCII)


def is_date(text: str) -> bool:
    """Whether `text` has the form YYYY-MM-DD, with a month and a day that can exist."""
    return bool(_DATE.match(text))
