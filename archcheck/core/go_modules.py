"""From a Go import path to the id of the module that it belongs to, by rules on the path and never by a manifest.

What nobody can see in a path is which module a package belongs to: `example.com/a/b/c` may be a package of
`example.com/a` or of `example.com/a/b`. Hosts of repositories have a fixed depth, all others are taken to have two
segments unless a table knows better. The major version (`/v2`) is left out, so that an upgrade does not change ids.
"""

import re

_DEPTHS = {
    "buf.build/gen/go": 7,
    "cloud.google.com/go": 3,
    "code.gitea.io/sdk": 3,
    "dev.azure.com": 5,
    "gioui.org": 1,
    "gioui.org/shader": 2,
    "gioui.org/x": 2,
    "git.sr.ht": 3,
    "github.com/Azure/azure-sdk-for-go/sdk": 5,
    "github.com/aws/aws-sdk-go-v2/feature": 6,
    "github.com/aws/aws-sdk-go-v2/service": 5,
    "golang.org/x": 3,
    "gonum.org/v1": 3,
    "gorm.io/driver": 3,
    "gorm.io/plugin": 3,
    "gotest.tools": 1,
    "honnef.co/go": 3,
    "maunium.net/go": 3,
    "pault.ag/go": 3,
    "periph.io/x": 3,
    "software.sslmate.com/src": 3,
    "tailscale.com": 1,
    "zombiezen.com/go": 3,
}
_LONGEST = 4  # segments of a key above
# Hosts where a repository is an owner and a name; `git.example.com` and the like are taken to be such, too.
_HOSTS = re.compile(
    r"(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|gitea\.com|gitee\.com|salsa\.debian\.org)\Z"
    r"|(?:git|gitea|github|gitlab|bitbucket|forgejo)\.[^/]+\Z"
)
_REPOSITORY = re.compile(r"[^/]\.(?:git|hg|svn|bzr|fossil)(?=/|\Z)")
_VERSIONED = re.compile(r"\.v[0-9]++\Z")
_MAJOR = re.compile(r"v[0-9]++\Z")


def module_id(path: str) -> str:
    """The id of the module that the package (or module) `path` belongs to: `go:github.com/owner/name`."""
    return f"go:{_module(path)}"


def outside_id(package: str) -> str:
    """The id of a package that no manifest in the repository provides: that of imports from it."""
    return module_id(package.removeprefix("go:")) if package.startswith("go:") else package


def _module(path: str) -> str:
    if path.startswith("gopkg.in/"):
        return _gopkg(path)
    repository = _REPOSITORY.search(path)
    if repository:
        return path[: repository.end()]
    segments = path.split("/", 16)
    depth = next((_DEPTHS[key] for n in range(_LONGEST, 0, -1) if (key := "/".join(segments[:n])) in _DEPTHS), 0)
    if not depth:
        depth = 3 if _HOSTS.match(segments[0]) else 2
    kept = segments[:depth]
    # The version is never the name: `gotest.tools/v3` is a module of `gotest.tools`.
    while len(kept) > 1 and _MAJOR.match(kept[-1]):
        kept.pop()
    return "/".join(kept)


def _gopkg(path: str) -> str:
    """`gopkg.in/yaml.v3` and `gopkg.in/owner/name.v1`, where the version belongs to the name."""
    first, second, *rest = path.split("/", 3)
    depth = 0 if _VERSIONED.search(second) else 1
    return "/".join((first, second, *rest[:depth]))
