"""Which module a Go package belongs to, by its path alone."""

import pytest

from archcheck.core.go_modules import module_id


@pytest.mark.parametrize(
    ("path", "module"),
    [
        pytest.param("github.com/acme/tool", "github.com/acme/tool", id="a repository"),
        pytest.param("github.com/acme/tool/a/b", "github.com/acme/tool", id="a package of it"),
        pytest.param("github.com/acme/tool/v3/a", "github.com/acme/tool", id="major version"),
        pytest.param("github.com/acme", "github.com/acme", id="too short"),
        pytest.param("gitlab.com/a/b/c", "gitlab.com/a/b", id="gitlab"),
        pytest.param("git.example.com/a/b/c", "git.example.com/a/b", id="a host of repositories"),
        pytest.param("example.com/a/b.git/c", "example.com/a/b.git", id="repository with a suffix"),
        pytest.param("golang.org/x/net/http2", "golang.org/x/net", id="golang.org/x"),
        pytest.param("google.golang.org/grpc/codes", "google.golang.org/grpc", id="grpc"),
        pytest.param("google.golang.org/genproto/googleapis/rpc/status", "google.golang.org/genproto", id="genproto"),
        pytest.param("cloud.google.com/go", "cloud.google.com/go", id="the module above others"),
        pytest.param("cloud.google.com/go/storage/apiv2", "cloud.google.com/go/storage", id="cloud.google.com"),
        pytest.param("gopkg.in/yaml.v3", "gopkg.in/yaml.v3", id="gopkg.in"),
        pytest.param("gopkg.in/yaml.v3/x", "gopkg.in/yaml.v3", id="a package in gopkg.in"),
        pytest.param("gopkg.in/acme/x.v1/y", "gopkg.in/acme/x.v1", id="gopkg.in with an owner"),
        pytest.param("k8s.io/api/core/v1", "k8s.io/api", id="k8s.io"),
        pytest.param("go.uber.org/zap/zapcore", "go.uber.org/zap", id="a vanity host"),
        pytest.param("gotest.tools/v3/assert", "gotest.tools", id="the host is the module"),
        pytest.param("example.com/v2", "example.com", id="a version is no name"),
        pytest.param("gonum.org/v1/gonum/mat", "gonum.org/v1/gonum", id="a version inside"),
        pytest.param(
            "github.com/aws/aws-sdk-go-v2/service/s3/types",
            "github.com/aws/aws-sdk-go-v2/service/s3",
            id="many modules in a repository",
        ),
        pytest.param("github.com/aws/aws-sdk-go-v2/config", "github.com/aws/aws-sdk-go-v2", id="the others of it"),
        pytest.param(
            "github.com/Azure/azure-sdk-for-go/sdk/azcore/policy",
            "github.com/Azure/azure-sdk-for-go/sdk/azcore",
            id="azure",
        ),
        pytest.param("tailscale.com/client/local", "tailscale.com", id="one segment"),
    ],
)
def test_module_of_a_package(path: str, module: str) -> None:
    assert module_id(path) == f"go:{module}"


@pytest.mark.parametrize("path", ["gopkg.in/x", "gopkg.in/", "gopkg.in", "", "/", "a//b", "v2", "v2/v3"])
def test_odd_paths_have_some_module(path: str) -> None:
    assert module_id(path).startswith("go:")
