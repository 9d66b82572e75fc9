"""What can be said about a place in a text."""

from typing import NamedTuple


class Verdict(NamedTuple):
    """About a place in code.

    `lazy`: it is executed later than the file. `hidden`: `require` is something else there. `top`: nothing encloses it.
    """

    lazy: bool
    hidden: bool
    top: bool


# A comment where code may stand.
CODE_COMMENT = Verdict(lazy=False, hidden=False, top=False)
