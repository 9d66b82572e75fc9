"""dockerfile: base images, copied files and environments."""

import pytest

from tests.languages.infrastructure import places, told


def dockerfile(text: str) -> list[str]:
    return told("dockerfile", "Dockerfile", text)


CASES = [
    ("FROM redis", ["image image:redis"]),
    ("from redis:7 as x", ["image image:redis|7"]),
    ("FROM --platform=linux/amd64 docker.io/acme/x@sha256:ab", ["image image:acme/x|@sha256:ab"]),
    ("FROM registry.acme.com:5000/x/y:1", ["image image:registry.acme.com:5000/x/y|1"]),
    ("FROM scratch", []),
    ("ARG V=3\nFROM python:$V", ["image image:python|3"]),
    ("ARG V\nFROM python:$V", ["image image:python"]),
    ("ARG B=python:3\nFROM ${B}", ["image image:python|3"]),
    ("FROM $B", []),
    ("FROM a AS b\nFROM b\nFROM B AS c\nCOPY --from=c / /", ["image image:a"]),
    ("FROM a\nCOPY --from=0 /x /x", ["image image:a"]),
    ("COPY --from=ghcr.io/astral-sh/uv:1 /uv /bin/", ["image image:ghcr.io/astral-sh/uv|1"]),
    ("COPY a b/c ./", ["path a|context", "path b/c|context"]),
    ("COPY . .", ["path .|context"]),
    ("COPY / /app", ["path .|context"]),
    ("COPY /a /app", ["path a|context"]),
    ("COPY --chown=a:b --link x y", ["path x|context"]),
    ('COPY ["a b", "c"]', ["path a b|context"]),
    ('COPY "a b" c', ["path a b|context"]),
    (
        "COPY src/*.py x/y?/z go.mo[d] .",
        ["path src|context|optional", "path x|context|optional", "path .|context|optional"],
    ),
    ("ARG S=src\nCOPY $S/a .", ["path src/a|context"]),
    ("COPY $S/a .", []),
    ("COPY a", []),
    ("COPY", []),
    ("ADD https://x.y/z.tar /z", ["host x.y|https://x.y"]),
    ("ADD git@github.com:a/b.git /b", []),
    ("COPY <<A <<B /x/\nCOPY 1\nA\nCOPY 2\nB\nFROM c", ["image image:c"]),
    ("RUN <<-'A'\n\tFROM 1\n\tA\nFROM c", ["image image:c"]),
    ("RUN <<A\nFROM c", ["image image:c"]),
    ("RUN a << b\nFROM c", ["image image:c"]),
    ("COPY a \\\n # x\n\n b c", ["path a|context", "path b|context"]),
    ("# escape=`\nCOPY a `\n b c", ["path a|context", "path b|context"]),
    ("RUN --mount=type=bind,source=x,target=y a", ["path x|context"]),
    ("RUN --mount=type=cache,target=y a", []),
    ("RUN --mount=type=bind,from=redis:7,target=y a", ["image image:redis|7"]),
    ("RUN --mount=type=secret,id=x curl http://a", []),
    ("ENV A_URL=http://a B_HOST=b", ["host a|http://a|A_URL", "host b||B_HOST"]),
    ("ENV A_URL http://a", ["host a|http://a|A_URL"]),
    ("ENV DB_HOST=db DB_NAME=m\nENV DB_PORT=5432", ["store postgres/db/m||DB_HOST"]),
    ("ARG H=a\nENV A_URL=http://$H", ["host a|http://a|A_URL"]),
    ("ENV API_KEY=http://a", []),
    ("CMD run --db=postgres://u:p@db/x", ["store postgres/db/x"]),
    ('ENTRYPOINT ["run", "http://a"]', ["host a|http://a"]),
    ("HEALTHCHECK CMD curl http://localhost", []),
    ("ONBUILD COPY a b", ["path a|context"]),
    ("# FROM a", []),
    ("LABEL url=http://a", []),
    ("not a Dockerfile\n{}", []),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=case[0]) for case in CASES])
def test_instruction(text: str, expected: list[str]) -> None:
    assert dockerfile(text) == expected


def test_places_are_those_of_the_words() -> None:
    text = """
    FROM --platform=x redis
    COPY --link a \\
        # comment
        "b c" d
    """
    assert places("dockerfile", "x/Dockerfile.dev", text) == [(1, 19, "image:redis"), (2, 13, "a"), (4, 5, "b c")]


@pytest.mark.parametrize(
    "path", ["Dockerfile", "a/Dockerfile.dev", "api.Dockerfile", "api.dockerfile", "Containerfile"]
)
def test_names_of_files(path: str) -> None:
    assert told("dockerfile", path, "FROM redis") == ["image image:redis"]
