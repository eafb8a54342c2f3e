# Everything runs in .venv, which `make` builds from requirements.lock with hashes. Needs Python 3.11-3.13 and make; the network
# only for that first installation.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
REPORTS ?=
WORKERS ?= 2
PORT ?= 3000

# No tool of the pipeline may phone home.
export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export PYTHONUTF8 := 1

# Reports of your own go to ./home, the bundled samples to ./home/samples; JIXIAO_HOME overrides both.
ifneq ($(strip $(REPORTS)),)
export JIXIAO_REPORTS := $(REPORTS)
endif

.PHONY: help warehouse status dagster test test-system soak bench lint format dictionary lock lock-check clean install

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

install: $(STAMP) ## the environment in .venv, from the lock

$(STAMP): requirements.lock requirements-uv.lock pyproject.toml
	@scripts/install
	@touch $@

warehouse: $(STAMP) ## build and publish the warehouse: make warehouse [REPORTS=folder]
	@$(BIN)/jixiao build

status: $(STAMP) ## what the home holds and when it was last published
	@$(BIN)/jixiao status

dagster: $(STAMP) ## the Dagster UI on this warehouse: make dagster [REPORTS=folder] [PORT=3000]
	@DAGSTER_HOME="$$($(BIN)/python scripts/dagster_home.py)" \
	  $(BIN)/dagster dev -m dagster_project.definitions -h 127.0.0.1 -p $(PORT)

test: $(STAMP) ## every test that takes minutes at most
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal tests

test-system: $(STAMP) ## the tests of what scripts/install_system_packages adds; `make test` runs them where it is installed
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal -m "system and not soak" tests

soak: $(STAMP) ## the long checks: many kills, many readers, many rewrites
	$(BIN)/python -m pytest -q -m soak tests

bench: $(STAMP) ## seconds for a first build, a build with nothing new, and one new report; ms per report in parse
	$(BIN)/python scripts/bench.py

lint: $(STAMP) ## ruff, mypy, import-linter, sqlfluff, and what no file may hold
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --processes 1 dbt/models dbt/tests
	$(BIN)/python scripts/check_files.py
	$(BIN)/python scripts/dictionary.py --check

format: $(STAMP) ## let ruff and sqlfluff rewrite what they can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-$(BIN)/sqlfluff fix --processes 1 dbt/models dbt/tests

dictionary: $(STAMP) ## rewrite docs/dictionary.md from the descriptions in dbt/
	$(BIN)/python scripts/dictionary.py

COMPILE := pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header

lock: $(STAMP) ## rewrite requirements.lock and requirements-uv.lock from pyproject.toml
	$(BIN)/uv $(COMPILE) --quiet --upgrade --extra ocr --extra pipeline --extra dev pyproject.toml --output-file requirements.lock
	grep -E '^uv==' requirements.lock | sed 's/ .*//' | $(BIN)/uv $(COMPILE) --quiet - --output-file requirements-uv.lock

lock-check: $(STAMP) ## does the lock resolve, from wheels, for every supported Python?
	for version in 3.11 3.12 3.13; do \
	  $(BIN)/uv pip compile --quiet --no-header --python-version $$version --python-platform linux --only-binary :all: \
	    --generate-hashes --constraint requirements.lock --extra ocr --extra pipeline --extra dev pyproject.toml --output-file /dev/null \
	    && echo "Python $$version: resolves"; \
	done

clean: ## remove caches and build leftovers; .venv and home/ stay
	rm -rf build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache dbt/target dbt/logs logs
