"""Hosts and stores that a text names."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archcheck.syntax.endpoints import HOST, STORE, Endpoint, find_endpoints

STORES = [
    ("postgres://u:p@db:5432/main?sslmode=disable", "postgres/db/main"),
    ("postgresql+asyncpg://u:p@DB:5433/main", "postgres/db:5433/main"),
    ("postgresql:///main?host=db&user=u", "postgres/db/main"),
    ("db+postgresql://u:p@db/results", "postgres/db/results"),
    ("mysql+pymysql://u:p@db/main", "mysql/db/main"),
    ("mariadb://db", "mariadb/db"),
    ("mongodb://mongo:27017/?authSource=admin", "mongodb/mongo"),
    ("redis://:pw@cache:6379/2", "redis/cache/2"),
    ("rediss://cache", "redis/cache/0"),
    ("valkey://cache:6380", "redis/cache:6380/0"),
    ("amqp://guest:guest@rabbit:5672/%2f", "rabbitmq/rabbit"),
    ("amqps://guest:guest@rabbit:5671/orders", "rabbitmq/rabbit/orders"),
    ("kafka://broker:9092/topic", "kafka/broker"),
    ("clickhouse://u:p@ch:9000/events", "clickhouse/ch/events"),
    ("cassandra://c:9042/keys", "cassandra/c/keys"),
    ("neo4j+s://graph:7687", "neo4j/graph"),
    ("mssql+pyodbc://sa:p@db/main?driver=ODBC+Driver+18", "mssql/db/main"),
    ("sqlserver://sa:pw@db:1433?database=main", "mssql/db/main"),
    ("jdbc:postgresql://db:5432/main?user=a&password=b@c", "postgres/db/main"),
    ("jdbc:sqlserver://db:1433;databaseName=main;user=sa;password=a@b;x", "mssql/db/main"),
    ("jdbc:oracle:thin:@//db:1521/XE", "oracle/db/XE"),
    ("jdbc:oracle:thin:@db:1521:XE", "oracle/db/XE"),
    ("Server=db;Database=main;User Id=sa;Password=x;", "mssql/db/main"),
    ('Server=tcp:db,1433;Initial Catalog=main;Password="a;b"', "mssql/db/main"),
    ("Server=db;Port=3306;Database=main;Uid=u;Pwd=p", "mysql/db/main"),
    ("Host=db;Port=5433;Database=main;Username=x;Password=y", "postgres/db:5433/main"),
    ("Driver={ODBC Driver 18 for SQL Server};Server=db,1433;Database=main;UID=sa;PWD=x", "mssql/db/main"),
    ("DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=abc==", "azure/acme"),
    ("host=db dbname=main user=u password='a b'", "postgres/db/main"),
    ("host=db user=u", "postgres/db"),
    ("mysql:host=db;port=3306;dbname=main", "mysql/db/main"),
    ("user:pw@tcp(db:3306)/main?parseTime=true", "mysql/db/main"),
    ("cache:6379,password=abc,abortConnect=false", "redis/cache/0"),
    ("s3://bucket/key", "s3/bucket"),
    ("gs://bucket", "gs/bucket"),
    ("wasbs://c@acme.blob.core.windows.net/x", "azure/acme"),
    ("sqlite:////var/data/x.db", "sqlite//var/data/x.db"),
    ("postgres://u:p@127.0.0.1/main", "postgres/localhost:5432/main"),
    ("redis://localhost:6380", "redis/localhost:6380/0"),
    ("postgres://u:p@${DB_HOST:-db}:${DB_PORT:-5432}/${DB_NAME:-main}", "postgres/db/main"),
    ("postgres://u:p@${A:-${B:-db}}/main", "postgres/db/main"),
    ("jdbc:postgresql://${db.host:db}/main", "postgres/db/main"),
    ("postgres://u:p@${DB_HOST}/main", "postgres/${DB_HOST}/main"),
    ("postgres://u:p@{host}/main", "postgres/?/main"),
    ("postgres://u:p@db/${DB_NAME:?must be set}", "postgres/db"),
]
HOSTS = [
    ("http://auth:8000/login?token=abc", "auth", "http://auth:8000"),
    ("https://user:pa@Auth.example.com/x", "auth.example.com", "https://auth.example.com"),
    ("http://localhost:8001/x", "localhost:8001", "http://localhost:8001"),
    ("http://127.0.0.1/x", "localhost:80", "http://127.0.0.1"),
    ("http://[::1]:8080/x", "localhost:8080", "http://[::1]:8080"),
    ("http://host.docker.internal:8001", "localhost:8001", "http://host.docker.internal:8001"),
    ("ws://auth", "auth", "ws://auth"),
    ("grpc://auth:50051", "auth", "grpc://auth:50051"),
    ("https+http://catalog", "catalog", "https://catalog"),
    ("dns:///auth:50051", "auth", "dns://auth:50051"),
    ("https://search:9200", "search", "https://search:9200"),
    ("http://auth/{id}", "auth", "http://auth"),
    ("http://${AUTH_HOST:-auth}:${PORT}/x", "auth", "http://auth"),
    ("https://medium.com/@somebody", "medium.com", "https://medium.com"),
    ("auth:50051", "auth", "50051"),
    ("localhost:8000", "localhost:8000", "8000"),
    ("host=rabbit;username=u;password=p", "rabbit", ""),
]
NOTHING = [
    "",
    "auth",
    "node:18",
    "0.0.0.0:8000",
    "admin:12345",
    "12:30",
    "key=value",
    "http://",
    "http://{host}:80/x",
    "http://${AUTH_HOST}:8000",
    "postgres://u:p@${DB_HOST}/${DB}",
    "sqlite:///own.db",
    "sqlite://",
    "git+https://github.com/x/y",
    "http+unix://%2Fvar%2Frun/x",
    "http://www.w3.org/2000/svg",
    "See https://docs.example.com for help",
    "It failed. More info: https://docs.example.com",
    "Data Source=app.db;Cache=Shared",
    "postgres://u:12 3@db/main",
    "postgres://u:p?x@db/main",
    "urn:isbn:0451450523",
    "a = b ? 'x:y' : 'z'",
]


@pytest.mark.parametrize(("text", "value"), [pytest.param(*case, id=case[0]) for case in STORES])
def test_store(text: str, value: str) -> None:
    assert find_endpoints(text) == (Endpoint(0, STORE, value),)


@pytest.mark.parametrize(("text", "value", "detail"), [pytest.param(*case, id=case[0]) for case in HOSTS])
def test_host(text: str, value: str, detail: str) -> None:
    assert find_endpoints(text) == (Endpoint(0, HOST, value, detail),)


@pytest.mark.parametrize("text", [pytest.param(text, id=text or "empty") for text in NOTHING])
def test_text_without_an_endpoint(text: str) -> None:
    assert find_endpoints(text) == ()


def test_each_host_of_a_cluster_is_a_store() -> None:
    assert find_endpoints("mongodb+srv://u:p@h1,h2:27018/main") == (
        Endpoint(0, STORE, "mongodb/h1/main"),
        Endpoint(0, STORE, "mongodb/h2:27018/main"),
    )


def test_lists_are_read_item_by_item() -> None:
    assert find_endpoints("nats://a:4222,nats://b:4222") == (
        Endpoint(0, STORE, "nats/a"),
        Endpoint(14, STORE, "nats/b"),
    )
    assert find_endpoints("k-1:9092, k-2:9093") == (
        Endpoint(0, HOST, "k-1", "9092"),
        Endpoint(10, HOST, "k-2", "9093"),
    )


def test_urls_count_in_options_commands_and_configurations() -> None:
    assert find_endpoints("-Durl=http://auth:8000 -Dx") == (Endpoint(6, HOST, "auth", "http://auth:8000"),)
    assert find_endpoints("curl -f http://auth:8000/up") == (Endpoint(8, HOST, "auth", "http://auth:8000"),)
    assert find_endpoints("a: 1\nurl: http://auth") == (Endpoint(10, HOST, "auth", "http://auth"),)


def test_offset_is_that_in_the_text_as_written() -> None:
    assert find_endpoints("${X:-a1} ${Y:-http://auth}") == (Endpoint(14, HOST, "auth", "http://auth"),)


def test_what_is_named_twice_stands_once() -> None:
    assert find_endpoints("http://a:1,http://a:1") == (Endpoint(0, HOST, "a", "http://a:1"),)


PASSWORDS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=12).map(
    lambda text: f"Zq{text}7Zq"
)
FORMS = [
    "postgres://user:{}@db:5432/main",
    "amqp://user:{}@rabbit/vhost",
    "redis://:{}@cache:6379/0",
    "mongodb://user:{}@h1,h2/main?authSource=admin",
    "jdbc:mysql://db/main?user=u&password={}",
    "url = postgres://user:{}@db/main # comment",
    "Server=db;Database=main;User Id=u;Password={}",
    "Server=db;Password={};Database=main",
    "host=db dbname=main user=u password={}",
    "user:{}@tcp(db:3306)/main",
    "cache:6379,password={},ssl=true",
    "AccountName=acme;AccountKey={}",
    "{}",
]


@pytest.mark.parametrize("form", [pytest.param(form, id=form) for form in FORMS])
@given(password=PASSWORDS)
@example(password="Zqa/b@c:d?e#f7Zq")
@example(password="Zq,x;y=z7Zq")
def test_password_is_in_no_fact(form: str, password: str) -> None:
    for endpoint in find_endpoints(form.format(password)):
        assert "zq" not in f"{endpoint.value} {endpoint.detail}".lower()


@pytest.mark.parametrize("path", ["", "/", "/main", "/?a=b", "?sslmode=disable"])
@given(password=st.text(st.sampled_from("0123456789/?#@:&,; \"'%"), max_size=9))
def test_user_is_in_no_fact_whatever_the_password(path: str, password: str) -> None:
    for endpoint in find_endpoints(f"postgres://zq:{password}@db{path}"):
        assert "zq" not in endpoint.value


@given(st.text(st.sampled_from("ahp:/@${}-.,;=[]()%s 0189\n\"'\\?#+&"), max_size=60))
@example("postgres://u@[::1/x")
@example("http://[")
@example("${X:-${Y:+}}}http://a")
def test_any_text_is_read(text: str) -> None:
    for endpoint in find_endpoints(text):
        assert 0 <= endpoint.offset < len(text)
        assert endpoint.relation in (HOST, STORE)
        assert endpoint.value


HOSTILE = [
    "a",
    "://",
    "a://",
    "http://a",
    "${",
    "${X:-",
    "}",
    "a:1,",
    "x=1;",
    "http://[",
    "@",
    "jdbc:",
    "{{",
    "%(",
    " a",
]


@pytest.mark.parametrize("piece", [pytest.param(piece, id=piece) for piece in HOSTILE])
def test_time_is_linear(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.process_time()
    find_endpoints(text)
    assert time.process_time() - started < 5
