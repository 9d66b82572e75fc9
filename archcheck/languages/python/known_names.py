"""All that is known of third-party import names, in one place so that it can be loaded when first needed."""

from archcheck.languages.python.names_a_to_d import NAMES as A_TO_D
from archcheck.languages.python.names_e_to_o import NAMES as E_TO_O
from archcheck.languages.python.names_p_to_r import NAMES as P_TO_R
from archcheck.languages.python.names_s_to_z import NAMES as S_TO_Z
from archcheck.languages.python.namespaces import NAMESPACES

_SAME_NAME = """
    aiohttp alembic anthropic asyncpg behave black bokeh boto3 botocore celery certbot chalice chromadb click
    cloudflare conan coverage cython dagster dash datadog datasets diffusers django docker docutils dramatiq dvc
    elasticsearch evaluate fabric falcon fastapi fastmcp feast flask flower gevent gradio great_expectations
    gunicorn httpx huey hvac hypothesis influxdb invoke jinja2 jira jupyter keras kfp kombu kubernetes langchain
    langfuse langgraph lightgbm litellm locust luigi mako mcp metaflow mitmproxy mkdocs mlflow mongoengine motor
    mypy neo4j netmiko newrelic notion_client nox numpy onnx openai opencensus openshift optuna pandas paramiko
    peewee pelican pika pinecone playwright podman poetry polars postgrest posthog prefect prometheus_client psycopg
    psycopg2 pulumi pydantic pygame pymongo pymysql pytest qdrant_client ray redis requests robotframework ruff
    sanic scipy scrapy selenium sendgrid sentry_sdk shapely snakemake spacy sphinx sqlalchemy sqlfluff sqlmodel
    starlette statsd streamlit stripe supabase superset supervisor tensorflow textual thrift torch tornado tox
    transformers trino twilio uvicorn virtualenv vllm wagtail wandb weasyprint werkzeug xgboost zeep
"""

NAMES = A_TO_D | E_TO_O | P_TO_R | S_TO_Z
"""First import name to distribution, where they differ."""

SHARED = frozenset(entry.partition(".")[0] for entry in NAMESPACES)
"""First import names that several distributions share."""

KNOWN = frozenset(_SAME_NAME.split()) | NAMES.keys() | SHARED
"""First import names known to be a third party's.

Beside the tables these are distributions named like their import after which repositories also name directories:
migrations for `alembic`, images for `docker`, manifests for `kubernetes`.
"""
