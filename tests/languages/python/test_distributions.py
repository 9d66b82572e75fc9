"""Distribution names: the form of the tables, and what they answer."""

import sys

import pytest

from archcheck.languages.python import names_a_to_d, names_e_to_o, names_p_to_r, names_s_to_z
from archcheck.languages.python.distributions import (
    distribution,
    is_known,
    is_namespace,
    namespace_distribution,
    normalise,
)
from archcheck.languages.python.known_names import NAMES
from archcheck.languages.python.namespaces import NAMESPACES
from archcheck.languages.python.stdlib import BUILTIN, STDLIB, SUBMODULES, WEAK

TABLES = (names_a_to_d.NAMES, names_e_to_o.NAMES, names_p_to_r.NAMES, names_s_to_z.NAMES)


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("yaml", "pyyaml"),
        ("PIL.Image", "pillow"),
        ("cv2", "opencv-python"),
        ("sklearn.model_selection", "scikit-learn"),
        ("bs4", "beautifulsoup4"),
        ("dateutil.parser", "python-dateutil"),
        ("jwt", "pyjwt"),
        ("pkg_resources", "setuptools"),
        ("attr", "attrs"),
        ("dotenv", "python-dotenv"),
        ("serial.tools", "pyserial"),
        ("usb.core", "pyusb"),
        ("OpenSSL", "pyopenssl"),
        ("Crypto.Cipher", "pycryptodome"),
        ("MySQLdb", "mysqlclient"),
        ("psycopg2.extras", "psycopg2"),
        ("rest_framework.serializers", "djangorestframework"),
        ("zmq", "pyzmq"),
        ("git", "gitpython"),
        ("typing_extensions", "typing-extensions"),
        ("SomeThing_new", "something-new"),
        ("google.cloud.storage", "google-cloud-storage"),
        ("google.cloud.storage.blob", "google-cloud-storage"),
        ("google.cloud.vision_v1", "google-cloud-vision"),
        ("google.cloud.bigquery_storage_v1beta2.types", "google-cloud-bigquery-storage"),
        ("google.cloud.exceptions", "google-cloud-core"),
        ("google.protobuf.timestamp_pb2", "protobuf"),
        ("google.api_core", "google-api-core"),
        ("google.api.annotations_pb2", "googleapis-common-protos"),
        ("google.cloud.secretmanager_v1", "google-cloud-secret-manager"),
        ("openfeature.contrib.provider.flagd", "openfeature-provider-flagd"),
        ("azure.storage.blob.aio", "azure-storage-blob"),
        ("azure.mgmt.compute", "azure-mgmt-compute"),
        ("azure.identity", "azure-identity"),
        ("opentelemetry.trace", "opentelemetry-api"),
        ("opentelemetry.instrumentation.flask", "opentelemetry-instrumentation-flask"),
        ("opentelemetry.instrumentation.utils", "opentelemetry-instrumentation"),
        ("airflow.providers.amazon.aws", "apache-airflow-providers-amazon"),
        ("airflow.providers.microsoft.azure.hooks", "apache-airflow-providers-microsoft-azure"),
        ("airflow.models", "apache-airflow"),
        ("ruamel.yaml", "ruamel-yaml"),
        ("zope.interface", "zope-interface"),
        ("sphinxcontrib.bibtex", "sphinxcontrib-bibtex"),
    ],
)
def test_a_module_has_a_distribution(module: str, expected: str) -> None:
    assert distribution(module) == expected


@pytest.mark.parametrize(
    ("module", "name", "expected"),
    [
        ("google.cloud", "storage", "google-cloud-storage"),
        ("google.cloud.storage", "Client", "google-cloud-storage"),
        ("azure", "identity", "azure-identity"),
        ("opentelemetry", "trace", "opentelemetry-api"),
        ("yaml", "safe_load", "pyyaml"),
        ("google", "", "google"),
    ],
)
def test_an_imported_name_can_tell_the_distribution(module: str, name: str, expected: str) -> None:
    assert distribution(module, name) == expected


def test_an_endless_module_name_is_cut() -> None:
    assert namespace_distribution("google." + "cloud." * 100_000 + "storage") == "google-cloud-cloud"


@pytest.mark.parametrize("table", [*TABLES, NAMESPACES], ids=["a-d", "e-o", "p-r", "s-z", "namespaces"])
def test_a_table_is_sorted(table: dict[str, str]) -> None:
    assert list(table) == sorted(table)


def test_no_name_stands_in_two_tables() -> None:
    assert sum(len(table) for table in TABLES) == len(NAMES)
    assert NAMES.keys() & {name for name in NAMESPACES if NAMESPACES[name].endswith("-*")} == set()


def test_the_tables_are_large_enough() -> None:
    assert len(NAMES) >= 600
    assert len(NAMESPACES) >= 200


@pytest.mark.parametrize("table", [NAMES, NAMESPACES], ids=["names", "namespaces"])
def test_every_entry_is_normalised_and_says_something_new(table: dict[str, str]) -> None:
    for name, target in table.items():
        assert all(segment.isidentifier() for segment in name.split(".")), name
        assert target.removesuffix("-*") == normalise(target.removesuffix("-*")), name
        assert name not in STDLIB, name
        assert target != normalise(name.partition(".")[0]), name


@pytest.mark.parametrize(
    "name",
    ["app", "core", "common", "config", "utils", "models", "api", "services", "tests", "lib", "shared", "db", "docs"],
)
def test_names_of_first_parties_are_not_claimed(name: str) -> None:
    assert not is_known(name)


def test_known_names_include_those_that_repositories_name_directories_after() -> None:
    assert all(map(is_known, ("alembic", "docker", "yaml", "google", "zope")))
    assert is_namespace("google")
    assert not is_namespace("yaml")


def test_the_standard_library_of_this_python_is_in_the_table() -> None:
    assert frozenset(sys.stdlib_module_names) <= STDLIB
    assert BUILTIN | WEAK <= STDLIB
    assert {name.partition(".")[0] for name in SUBMODULES} <= STDLIB


@pytest.mark.parametrize("name", ["asynchat", "imp", "distutils", "parser", "tomllib", "annotationlib", "compression"])
def test_the_standard_library_includes_what_came_and_went(name: str) -> None:
    assert name in STDLIB


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        pytest.param("_billiard", "billiard", id="underscore-before"),
        pytest.param("__pypy__", "pypy", id="underscores-around"),
        pytest.param("x__y", "x-y", id="underscores-inside"),
        pytest.param("_", "-", id="nothing-else"),
    ],
)
def test_the_name_of_a_distribution_begins_and_ends_with_a_letter_or_digit(module: str, expected: str) -> None:
    assert distribution(module) == expected
