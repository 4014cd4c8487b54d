# Qianxiao: `make run` starts a demonstration county, `make test` runs everything.
.DEFAULT_GOAL := help
VENV ?= .venv
WORKERS ?= 2
PY := $(VENV)/bin/python
TESTS ?= tests
export VENV
# Whatever the shell says: without compiled modules every process would translate half of site-packages again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help run setup setup-test setup-bench test lint compile screenshots

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

run: setup ## set up, generate a county, close two months, serve it on this machine
	$(PY) -m qianxiao.ops.demo

setup: ## what running needs: .venv and the pinned packages
	@requirements/setup run

setup-test: ## what tests need on top: Chromium, Java 17, LibreOffice, PostgreSQL 15
	@requirements/setup test

setup-bench: setup-test ## the peers that benchmarks/ compares with, in .venv-bench
	@test -x .venv-bench/bin/python || $(PY) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --require-hashes -r requirements/bench.txt

# One file (or folder, tests/conftest.py) stays on one worker, so that what it builds is built once; long ones start first.
test: setup-test ## every test, with Chromium, Spark and both PostgreSQL versions
	$(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -q --durations 12 $(TESTS)

lint: setup-test ## ruff, mypy strict, the floors
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports

screenshots: setup-test ## every page of the demo at two widths in two languages: var/screenshots/index.html
	$(PY) -m tests.desk.shots

compile: ## the hashed requirement files from the .in files
	PATH="$(VENV)/bin:$$PATH" requirements/compile.sh
