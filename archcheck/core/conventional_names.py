"""Names that languages and tools prescribe, by ecosystem: they are what they are, whatever style a team prefers."""

from collections.abc import Mapping
from functools import cache

from archcheck.core.globs import Glob, parse_glob

CONVENTIONAL_FILES: Mapping[str, tuple[str, ...]] = {
    "documents": (
        "{README,CHANGELOG,CHANGES,HISTORY,CONTRIBUTING,CONTRIBUTORS,AUTHORS,NOTICE,SECURITY,SUPPORT}{,.*}",
        "{CODE_OF_CONDUCT,GOVERNANCE,MAINTAINERS,ROADMAP,CITATION,AGENTS,CLAUDE,SKILL}{,.*}",
        "{PULL_REQUEST_TEMPLATE,ISSUE_TEMPLATE,FUNDING}.*",
        "{LICENSE,LICENCE,COPYING,UNLICENSE}{,.*,-*}",
        "CODEOWNERS",
        "VERSION",
    ),
    "build": (
        "{Makefile,GNUmakefile,BSDmakefile}{,.*}",
        "{Justfile,Taskfile.*,Rakefile,Gemfile{,.lock},Guardfile,Vagrantfile,Brewfile,Procfile,Jenkinsfile{,.*}}",
        "{CMakeLists.txt,CMakePresets.json,SConstruct,SConscript,Kconfig,Kbuild,BUILD{,.bazel},WORKSPACE{,.bazel}}",
        "{MODULE.bazel,DEPS,Earthfile,Tiltfile,Pipfile{,.lock},Package.{swift,resolved},Podfile{,.lock},Cartfile}",
    ),
    "containers": ("{Dockerfile,Containerfile}{,.*}", "Chart.{yaml,lock}"),
    "python": (
        "__{init,main,about,version}__.{py,pyi}",
        "{conftest,setup,manage,wsgi,asgi}.py",
        "MANIFEST.in",
    ),
    "javascript": (
        "{index,main}.{js,jsx,ts,tsx,mjs,cjs,mts,cts,d.ts,vue,svelte,html,css,scss,less}",
        "{package-lock,npm-shrinkwrap}.json",
    ),
    "next": (
        "{page,layout,template,loading,error,not-found,global-error,default,route}.{js,jsx,ts,tsx}",
        "{middleware,instrumentation,mdx-components,opengraph-image,twitter-image}.{js,jsx,ts,tsx}",
    ),
    "remix": ("$.{js,jsx,ts,tsx}",),
    "rust": ("{Cargo.toml,Cargo.lock}", "{main,lib,mod,build}.rs"),
    "go": ("{main,doc}.go",),
    "jvm": ("{package,module}-info.java", "{AndroidManifest,AndroidManifest.*}.xml", "gradlew{,.bat}"),
    "dotnet": (
        "Directory.{Build,Packages}.{props,targets}",
        "{Program,Startup,AssemblyInfo}.cs",
        "{NuGet,nuget}.{Config,config}",
    ),
    "apple": ("{Info,*-Info}.plist", "Contents.json", "*.entitlements"),
}
"""Globs of file names (not paths) by ecosystem."""

CONVENTIONAL_DIRECTORIES: Mapping[str, tuple[str, ...]] = {
    "github": ("{ISSUE_TEMPLATE,PULL_REQUEST_TEMPLATE,DISCUSSION_TEMPLATE}",),
    "python": ("__pycache__", "*.{egg-info,dist-info}", "LC_MESSAGES"),
    "javascript": ("__{tests,mocks,snapshots,fixtures,generated}__", "node_modules"),
    "jvm": ("{META,WEB,BOOT}-INF",),
    "apple": ("*.{xcodeproj,xcworkspace,xcassets,framework,lproj,appiconset,imageset,colorset,bundle,playground}",),
    "routes": ("*.{xml,txt,json,webmanifest,ico,rss}",),
}
"""Globs of directory names by ecosystem; `routes` are pages of frameworks that serve a file, such as `rss.xml`."""

CONVENTIONAL_SYMBOLS: Mapping[str, tuple[str, ...]] = {
    "python": (
        "{setUp,tearDown,asyncSetUp,asyncTearDown}",
        "{setUp,tearDown}{Class,Module}",
        "setUpTestData",
        "do_{GET,HEAD,POST,PUT,DELETE,PATCH,OPTIONS,TRACE,CONNECT}",
    ),
    "javascript": (
        "{GET,HEAD,POST,PUT,DELETE,PATCH,OPTIONS}",
        "UNSAFE_component{WillMount,WillReceiveProps,WillUpdate}",
        "toJSON",
    ),
    "go": ("ServeHTTP", "{Marshal,Unmarshal}{JSON,XML,YAML,TOML,BSON,CBOR,SQL,GQL,DynamoDBAttributeValue}"),
    "go tests": ("{Test,Benchmark,Fuzz,Example}*",),
}
"""Globs of symbol names by ecosystem: those that the standard library, frameworks and their users are called by."""

_SYMBOL_ECOSYSTEMS = {
    ".go": ("go",),
    **dict.fromkeys((".py", ".pyi"), ("python",)),
    **dict.fromkeys((".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts"), ("javascript",)),
}


def symbol_ecosystems(path: str) -> tuple[str, ...]:
    """The ecosystems in CONVENTIONAL_SYMBOLS that names in a file may come from."""
    if path.endswith("_test.go"):
        return "go tests", "go"
    return _SYMBOL_ECOSYSTEMS.get(path[path.rfind(".") :], ())


def ecosystem_of(name: str, table: Mapping[str, tuple[str, ...]]) -> str | None:
    """The ecosystem of one of the tables above that prescribes `name` (not a path), or None."""
    return next(
        (each for each, texts in table.items() if any(_glob(text).match_file(name) is not None for text in texts)), None
    )


@cache
def _glob(text: str) -> Glob:
    return parse_glob(text)
