"""Dates as rule files and the command line write them: text of the form YYYY-MM-DD, which compares as it should."""

import datetime
import re

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


def is_date(text: str) -> bool:
    """Whether `text` has the form YYYY-MM-DD and is a day of the calendar."""
    try:
        return bool(_DATE.match(text) and datetime.date.fromisoformat(text))
    except ValueError:
        return False
