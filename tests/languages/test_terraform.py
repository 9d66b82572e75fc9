"""terraform: modules, files, images, and texts that name hosts and stores."""

import pytest

from tests.languages.infrastructure import told


def terraform(text: str) -> list[str]:
    return told("terraform", "main.tf", text)


CASES = [
    ('module "a" { source = "./b" }', ["path ./b"]),
    ('module "a" { source = "../b" }', ["path ../b"]),
    ('module "a" { source = "acme/b/aws" }', []),
    ('module "a" { source = "git::https://x.y/z.git" }', []),
    ('resource "a" "b" { source = "./c" }', []),
    ('a = file("${path.module}/b.json")', ["path b.json||optional"]),
    ('a = templatefile("${path.module}/${var.x}/b.json", {})', []),
    ('a = fileset("${path.module}/x", "*.json")', ["path x||optional"]),
    ('a = fileset("${path.module}/*.json")', []),
    ('resource "docker_container" "a" { image = "redis:7" }', ["image image:redis|7"]),
    ('resource "kubernetes_deployment" "a" { spec { container { image = "redis" } } }', ["image image:redis"]),
    ('resource "google_compute_instance" "a" { image = "debian-cloud/debian-12" }', []),
    ('resource "aws_lambda_function" "a" { image_uri = "x.ecr.aws/y:1" }', ["image image:x.ecr.aws/y|1"]),
    ('a = "http://b:80/x"', ["host b|http://b:80|a"]),
    ('a = "b:8080"', []),
    ('password = "http://b"', []),
    ('description = "http://b"', []),
    ('oauth_scopes = ["https://www.googleapis.com/auth/x"]', []),
    ('variable "h" { default = "b" }\na = "http://${var.h}"', ["host b|http://b|a"]),
    ('locals { h = "b" }\na = "http://${local.h}"', ["host b|http://b|a"]),
    ('a = "http://${var.h}"', []),
    ('a = { B_URL = "http://c", DB_HOST = "d", DB_NAME = "m" }', ["host c|http://c|B_URL", "store sql/d/m||DB_HOST"]),
    ('a { env { name = "B_HOST" \n value = "b" } \n env { name = "B_PORT" \n value = "80" } }', ["host b|80|B_HOST"]),
    ('a { env { name = "TOKEN" \n value = "b:12345" } }', []),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=case[0]) for case in CASES])
def test_text(text: str, expected: list[str]) -> None:
    assert terraform(text) == expected


def test_variables_of_two_containers_are_two_environments() -> None:
    text = """
    a = [
      { environment = [{ name = "DB_HOST", value = "a" }, { name = "DB_NAME", value = "x" }] },
      { environment = [{ name = "DB_HOST", value = "b" }, { name = "DB_NAME", value = "y" }] },
    ]
    """
    assert terraform(text) == ["store sql/a/x||DB_HOST", "store sql/b/y||DB_HOST"]


def test_values_of_variables() -> None:
    assert told("terraform", "prod.tfvars", 'auth_url = "http://auth"') == ["host auth|http://auth|auth_url"]


def test_json_syntax() -> None:
    text = '{"module": {"a": {"source": "../b"}}, "locals": {"url": "http://c", "description": "http://d"}}'
    assert told("terraform", "main.tf.json", text) == ["path ../b", "host c|http://c|url"]
