"""Real git repositories for tests, the same on every machine."""

import os
import subprocess
from pathlib import Path

_WHO = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Ada"), ("EMAIL", "ada@example.org"), ("DATE", "2024-01-01T00:00:00Z"))
}
_NO_CONFIG = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


class Repository:
    """A git repository at `root`, made when it is not there yet."""

    def __init__(self, root: Path, *options: str) -> None:
        self.root = Path(os.path.realpath(root))
        self.root.mkdir(parents=True, exist_ok=True)
        if not (self.root / ".git").exists():
            self.git("init", "-q", "-b", "main", *options)
            self.git("config", "core.autocrlf", "false")

    def git(self, *args: str, fails: bool = False) -> str:
        """Run git here; its output."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        env = {**inherited, **_WHO, **_NO_CONFIG}
        command = ["git", "-c", "protocol.file.allow=always", *args]
        done = subprocess.run(command, cwd=self.root, env=env, capture_output=True, check=False)
        assert bool(done.returncode) == fails, done.stderr
        return done.stdout.decode()

    def write(self, path: str, content: str | bytes = "") -> Path:
        """Write a file, and the directories above it."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def commit(self, **files: str | bytes) -> "Repository":
        """Commit everything, after writing `files`, whose names may spell `.` as `_`."""
        for name, content in files.items():
            self.write(name.replace("_", "."), content)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "change")
        return self
