"""dotenv: variables of environment files, and how they are read together."""

import pytest

from archcheck.syntax.dotenv import read_dotenv
from tests.languages.infrastructure import places, told


def dotenv(text: str) -> list[str]:
    return told("dotenv", ".env", text)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("A=b", ("A", "b"), id="plain"),
        pytest.param("  export A = b ", ("A", "b"), id="export and blanks"),
        pytest.param("A=b # c", ("A", "b"), id="comment"),
        pytest.param("A=b#c", ("A", "b#c"), id="no comment"),
        pytest.param("A='b # c' # d", ("A", "b # c"), id="single quotes"),
        pytest.param('A="b\\n\\"c" # d', ("A", 'b\n"c'), id="double quotes"),
        pytest.param("A=`b`", ("A", "b"), id="backticks"),
        pytest.param("A=", ("A", ""), id="empty"),
        pytest.param('A="b\nc"', ("A", "b\nc"), id="several lines"),
        pytest.param("A=it's", ("A", "it's"), id="apostrophe"),
        pytest.param('A="b', ("A", '"b'), id="unclosed"),
        pytest.param("a.b: c", ("a.b", "c"), id="properties"),
    ],
)
def test_line(line: str, expected: tuple[str, str]) -> None:
    found = [(entry.name, entry.value) for entry in read_dotenv(f"# x=y\n\n{line}\n!\nZ=z")]
    assert found == [expected, ("Z", "z")]


GROUPS = [
    ("DB_HOST=db DB_PORT=5432 DB_NAME=main", ["store postgres/db/main||DB_HOST"]),
    ("DB_HOST=db DB_PORT=3306 DB_DATABASE=main", ["store mysql/db/main||DB_HOST"]),
    ("DB_CONNECTION=pgsql DB_HOST=db DB_DATABASE=main", ["store postgres/db/main||DB_HOST"]),
    ("DB_ENGINE=django.db.backends.mysql DB_HOST=db DB_NAME=m", ["store mysql/db/m||DB_HOST"]),
    ("DB_HOST=db DB_NAME=main", ["store sql/db/main||DB_HOST"]),
    ("DB_HOST=my-postgres DB_NAME=main", ["store postgres/my-postgres/main||DB_HOST"]),
    ("DB_HOST=db", ["host db||DB_HOST"]),
    ("AUTH_DB_HOST=db AUTH_DB_PORT=5432 AUTH_DB_NAME=a DB_NAME=b", ["store postgres/db/a||AUTH_DB_HOST"]),
    ("PGHOST=db PGDATABASE=main", ["store postgres/db/main||PGHOST"]),
    ("POSTGRES_SERVER=db POSTGRES_DB=app", ["store postgres/db/app||POSTGRES_SERVER"]),
    ("MYSQL_HOST=db MYSQL_DATABASE=app", ["store mysql/db/app||MYSQL_HOST"]),
    ("REDIS_HOST=cache REDIS_PORT=6380 REDIS_DB=2", ["store redis/cache:6380/2||REDIS_HOST"]),
    ("VALKEY_ADDR=cache:6379", ["store redis/cache/0||VALKEY_ADDR"]),
    ("spring.redis.host=cache", ["store redis/cache/0||spring.redis.host"]),
    ("RABBITMQ_HOST=mq RABBITMQ_VHOST=orders", ["store rabbitmq/mq/orders||RABBITMQ_HOST"]),
    ("MONGO_HOST=${X:-mongo} MONGO_DATABASE=app", ["store mongodb/mongo/app||MONGO_HOST"]),
    ("KAFKA_BROKERS=a:9092,b:9093", ["store kafka/a||KAFKA_BROKERS", "store kafka/b:9093||KAFKA_BROKERS"]),
    ("DB_HOST=localhost DB_PORT=5433 DB_NAME=m DB_TYPE=postgres", ["store postgres/localhost:5433/m||DB_HOST"]),
    ("DATABASE_HOST=$X DATABASE_NAME=m DATABASE_PORT=5432", ["store postgres/${X}/m||DATABASE_HOST"]),
    ("H=db DATABASE_URL=postgres://u:p@${H}/$D", ["store postgres/db||DATABASE_URL"]),
    ("ELASTICSEARCH_URL=http://es:9200", ["host es|http://es:9200|ELASTICSEARCH_URL"]),
    ("AUTH_HOST=auth AUTH_PORT=8000", ["host auth|8000|AUTH_HOST"]),
    ("AUTH_SERVICE_HOST=10.0.0.7", ["host 10.0.0.7||AUTH_SERVICE_HOST"]),
    ("AUTH_HOST=localhost AUTH_PORT=8001", ["host localhost:8001|8001|AUTH_HOST"]),
    ("AUTH_ADDR=auth:50051", ["host auth|50051|AUTH_ADDR"]),
    ("authServiceUrl=https://auth", ["host auth|https://auth|authServiceUrl"]),
    ("REDIS_EXPORTER_HOST=exporter", ["host exporter||REDIS_EXPORTER_HOST"]),
]


@pytest.mark.parametrize(("words", "expected"), [pytest.param(*case, id=case[0]) for case in GROUPS])
def test_variables_are_read_together(words: str, expected: list[str]) -> None:
    assert dotenv(words.replace(" ", "\n")) == expected


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(line, id=line)
        for line in [
            "HOST=0.0.0.0",
            "SERVER_HOST=auth",
            "VIRTUAL_HOST=auth.example.com",
            "ALLOWED_HOSTS=a.example.com",
            "LISTEN_ADDR=:8080",
            "AUTH_HOST=",
            "AUTH_HOST=true",
            "AUTH_HOST=localhost",
            "AUTH_HOST=$OTHER",
            "AUTH_HOST=a b",
            "AUTH_HOST=https://x.${DOMAIN}",
            "WALLET_ADDRESS=0xabc",
            "WEB_SERVER=gunicorn",
            "EMAIL_ADDRESS=me@example.com",
            "POSTGRES_DB=main",
            "DB_PASSWORD=postgres://u:p@db/x",
            "API_KEY=abc:12345",
        ]
    ],
)
def test_line_says_nothing(line: str) -> None:
    assert dotenv(line) == []


def test_place_is_that_of_the_endpoint() -> None:
    text = """
    A=http://a
    export B="x=1;http://b"
    C='
    http://c'
    D="\\t http://d"
    """
    assert places("dotenv", ".env", text) == [(1, 3, "a"), (2, 15, "b"), (4, 1, "c"), (5, 4, "d")]
