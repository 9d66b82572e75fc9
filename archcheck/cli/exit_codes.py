"""Exit codes, a public promise."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process says with its exit code; never a count."""

    CLEAN = 0
    VIOLATIONS = 1
    CONFIG = 2
    BUG = 3
    INTERRUPTED = 130
