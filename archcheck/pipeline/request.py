"""What a command asks of the pipeline."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """One run. `start` is where the user stands; `as_of` a date YYYY-MM-DD; `jobs` 0 means as many as useful.

    `edge_kinds` are kinds of dependencies (bits) to find beside imports, whether or not a rule looks at them. With
    `use_baseline` false nothing is accepted because the baseline records it. `staged` means the index instead of what
    is on disk; `since` is a revision, "" for none: what was there when HEAD and it parted is not reported.
    """

    start: str
    as_of: str
    config: str | None = None
    untracked: bool = False
    use_cache: bool = True
    cache_dir: str | None = None
    jobs: int = 0
    edge_kinds: int = 0
    use_baseline: bool = True
    staged: bool = False
    since: str = ""
