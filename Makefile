# Everything that contributors and the CI run. Needs Python 3.11 or newer, git and make; all else is installed in .venv.
PYTHON ?= python3
WORKERS ?= 2
# Further options for `make bench`, such as BENCH="--rounds 3 --corpora django".
BENCH ?=

VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
DEMO := build/demo
BENCH_VENV := .bench/venv
BENCH_PIP := $(BENCH_VENV)/bin/python -m pip --quiet --disable-pip-version-check

.PHONY: help demo test lint oracles bench generate clean

help:
	@echo "make demo      check a sample repository and show what a report looks like"
	@echo "make test      everything a change must pass"
	@echo "make oracles   compare with other tools on real packages (downloads them)"
	@echo "make bench     time archcheck beside other tools on real packages (downloads them)"
	@echo "make generate  write the generated files: index, schemas, tables in docs"
	@echo "make clean     remove everything that these commands made"

# Dependency groups need pip 25.1; a fresh environment may hold an older one.
$(VENV)/.base:
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --upgrade "pip>=25.1"
	@touch $@

$(VENV)/.package: $(VENV)/.base pyproject.toml
	$(PIP) install --editable .
	@touch $@

# Each step after the other: two pips must not write to one environment at the same time.
$(VENV)/.dev: $(VENV)/.package
	$(PIP) install --group dev
	@touch $@

$(VENV)/.oracles: $(VENV)/.dev
	$(PIP) install --group oracles
	@touch $@

# The sample is copied and made a repository of its own, because archcheck reads what git tracks.
demo: $(VENV)/.package
	@rm -rf $(DEMO) && mkdir -p build && cp -R fixtures/demo/repo $(DEMO)
	@git -C $(DEMO) init --quiet && git -C $(DEMO) add --all
	@echo '$$ archcheck check'
	@cd $(DEMO) && ../../$(BIN)/archcheck check -o text -o text=archcheck-report.txt -o json=archcheck-report.json; \
	  code=$$?; echo; echo "exit code $$code: the sample holds violations, so 1 is expected"; test $$code -eq 1
	@echo; echo '$$ archcheck explain "service[pay]" "service[loans]"'
	@cd $(DEMO) && ../../$(BIN)/archcheck explain "service[pay]" "service[loans]"; test $$? -eq 1
	@echo; echo '$$ archcheck graph -o mermaid --level component'
	@cd $(DEMO) && ../../$(BIN)/archcheck graph -o mermaid --level component
	@echo; echo "the same findings in files: $(DEMO)/archcheck-report.txt and $(DEMO)/archcheck-report.json"

test: lint
	$(BIN)/python -m pytest -n $(WORKERS) -m "not oracle"

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python tools/generate.py --check
	$(BIN)/archcheck check

oracles: $(VENV)/.oracles
	$(BIN)/python -m benchmarks.corpora .bench
	ARCHCHECK_CORPORA="$(CURDIR)/.bench/corpora" $(BIN)/python -m pytest -n $(WORKERS) -m oracle

# Timed as users have it: an editable install adds to every start. What setuptools left in build/lib may be stale.
bench: $(BENCH_VENV)/.ready
	@rm -rf build/lib
	$(BENCH_PIP) install --force-reinstall --no-deps .
	$(BENCH_VENV)/bin/python -m benchmarks.run --dir .bench $(BENCH)

$(BENCH_VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(BENCH_VENV)
	$(BENCH_PIP) install --upgrade "pip>=25.1"
	$(BENCH_PIP) install . --group oracles
	@touch $@

generate: $(VENV)/.dev
	$(BIN)/python tools/generate.py

clean:
	rm -rf $(VENV) .bench build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
