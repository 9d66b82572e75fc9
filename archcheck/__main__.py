"""Runs the command line: `python -m archcheck`."""

import os
import sys


def _forget_current_directory() -> None:
    """Keep `python -m` from looking for modules where the code to be checked is, which must not be executed.

    A source tree of archcheck itself may be there, too; then it is needed.
    """
    try:
        current = os.getcwd()
    except OSError:  # deleted
        return
    if sys.path[0] in ("", current) and os.path.dirname(os.path.dirname(os.path.abspath(__file__))) != current:
        del sys.path[0]


if __name__ == "__main__":
    _forget_current_directory()
    from archcheck.cli.main import run

    run()
