"""Names the packages; the rest stands in pyproject.toml, which cannot combine found packages with mapped ones."""

from setuptools import find_packages, setup

setup(packages=[*find_packages(include=["archcheck", "archcheck.*"]), "archcheck.rules", "archcheck.schemas"])
