"""nuget: what projects of .NET say."""

import pytest

from tests.languages.manifests import HOSTILE_BYTES, extract, said


def project(body: str) -> list[str]:
    return said("nuget", "src/A.csproj", f"<Project>{body}</Project>")


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        pytest.param('<PackageReference Include="A.B" Version="1.0" />', ["package nuget:a.b|1.0"], id="attribute"),
        pytest.param(
            '<PackageReference Include="A"><Version>1</Version></PackageReference>', ["package nuget:a|1"], id="element"
        ),
        pytest.param('<PackageReference Include="A" />', ["package nuget:a"], id="managed elsewhere"),
        pytest.param('<PackageReference Include="A" VersionOverride="2" />', ["package nuget:a|2"], id="override"),
        pytest.param('<PackageReference Update="A" Version="[1,2)" />', ["package nuget:a|[1,2)"], id="update"),
        pytest.param(
            '<PackageReference Include="A;B" Version="1" />', ["package nuget:a|1", "package nuget:b|1"], id="two"
        ),
        pytest.param('<PackageReference Include="A" PrivateAssets="All" />', ["package nuget:a||dev"], id="private"),
        pytest.param('<PackageReference Remove="A" />', [], id="removed"),
        pytest.param('<PackageReference Include="$(X)" />', [], id="unknown name"),
        pytest.param('<PackageReference Include="A" Version="$(X)" />', ["package nuget:a|$(X)"], id="unknown version"),
        pytest.param('<GlobalPackageReference Include="A" Version="1" />', ["package nuget:a|1|dev"], id="global"),
        pytest.param('<PackageVersion Include="A" Version="1" />', ["package nuget:a|1|managed"], id="managed"),
        pytest.param('<ProjectReference Include="..\\B\\B.csproj" />', ["path ../B/B.csproj"], id="project"),
        pytest.param(
            '<ProjectReference Include="$(MSBuildThisFileDirectory)..\\B.csproj" />', ["path ../B.csproj"], id="here"
        ),
        pytest.param('<ProjectReference Include="$(X)\\B.csproj" />', [], id="unknown path"),
        pytest.param('<ProjectReference Include="..\\*\\*.csproj" />', [], id="wildcards"),
        pytest.param('<ProjectReference Include="C:\\B.csproj" />', [], id="absolute path"),
    ],
)
def test_item(item: str, expected: list[str]) -> None:
    assert project(f"<ItemGroup Condition=\"'$(X)' == ''\">{item}</ItemGroup>") == expected


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        pytest.param("<PackageId>A.B</PackageId><Version>1</Version>", ["provides nuget:a.b|1"], id="package"),
        pytest.param("<AssemblyName>A</AssemblyName>", ["provides nuget:a"], id="assembly"),
        pytest.param("<PackageId>$(Y)</PackageId><Y>Z</Y>", ["provides nuget:z"], id="property"),
        pytest.param("<PackageId>$(Y)</PackageId>", [], id="unknown"),
        pytest.param(
            "<TargetFrameworks>net8.0; net9.0</TargetFrameworks>",
            ["engine dotnet|net8.0", "engine dotnet|net9.0"],
            id="frameworks",
        ),
    ],
)
def test_properties(properties: str, expected: list[str]) -> None:
    assert project(f"<PropertyGroup>{properties}</PropertyGroup>") == expected


def test_imports_are_paths_that_may_be_missing() -> None:
    assert project('<Import Project="..\\a.props" /><Import Project="Sdk.props" Sdk="X" />') == [
        "path ../a.props||optional"
    ]


def test_packages_config() -> None:
    text = (
        '<packages><package id="A" version="1" /><package id="B" version="2" developmentDependency="true" /></packages>'
    )
    assert said("nuget", "packages.config", text) == ["package nuget:a|1", "package nuget:b|2|dev"]


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in HOSTILE_BYTES.items()])
def test_any_bytes_end_in_an_answer(content: bytes) -> None:
    assert extract("nuget", "A.csproj", content).facts == ()
