# The only list of commands. `make` alone prints it.

PYTHON ?= python3
PORT ?= 8000
STAGE ?=
K ?=
REQUIRE_ALL ?=

BIN = .venv/bin
# Whatever database or files the shell speaks of, the demonstration keeps to its own.
DEMO = env -u DATABASE_URL -u ALMONER_FILES ALMONER_HOME=var/demo ALMONER_ADDRESS=http://127.0.0.1:$(PORT) \
  ALMONER_BODY='Wexmoor Office for Policing and Crime' ALMONER_LOG_LEVEL=ERROR
CODE = src tests tools bench
# A .venv that is a link belongs to another checkout, which looks after it.
ENVIRONMENT = $(if $(shell test -L .venv && echo linked),,.venv/made)

# This checkout speaks for itself, wherever its environment was made.
export PYTHONPATH = $(CURDIR)/src
# Many an office's network is trusted through a certificate of its own, which only the system knows.
export UV_SYSTEM_CERTS = 1
export NODE_USE_SYSTEM_CA = 1

.DEFAULT_GOAL = help
.PHONY: help env run demo test check prove fix map bench requirements clean

help:
	@awk 'BEGIN { FS = ":.*## " } /^##@/ { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

##@ Use it
run: env ## Open the demonstration on http://127.0.0.1:8000 (PORT=…)
	@$(DEMO) $(BIN)/almoner demo
	@exec $(DEMO) $(BIN)/almoner serve --port $(PORT) --with-worker

demo: env ## Make the demonstration world afresh, at a stage (STAGE=founding, inviting, importing, managing or publishing)
	@$(DEMO) $(BIN)/almoner demo --afresh $(if $(STAGE),--stage $(STAGE))

##@ Work on it
env: $(ENVIRONMENT) ## Build .venv with the program `almoner`, and the style sheet
	@if [ -f tools/build_front.py ]; then $(BIN)/python tools/build_front.py; fi

test: env ## Check, then test on both databases and in a browser (K=… selects, REQUIRE_ALL=1 forbids skips)
	@K='$(K)' REQUIRE_ALL='$(REQUIRE_ALL)' $(BIN)/python -m tools.run_tests

check: env ## Run every check that reads the code without running it
	@$(BIN)/python -m tools.run_checks

prove: env ## Break each rule of the house once, in a copy, and see its guard refuse it
	@$(BIN)/python -m tools.prove_guards

fix: env ## Mend what the checks can mend by themselves
	$(BIN)/ruff check --fix $(wildcard $(CODE))
	$(BIN)/ruff format .
	find src -name '*.html' -print0 | xargs -0 -r $(BIN)/djade

map: env ## Draw docs/map.md and docs/reference again
	@$(BIN)/python -m tools.draw

bench: env ## Measure against limits and peers (needs PostgreSQL)
	@$(BIN)/python -m tools.with_postgres --durable $(BIN)/python -m bench.ledger
	@ALMONER_HOME=$$(mktemp -d) $(BIN)/python -m bench.search 100000
	@$(BIN)/python -m bench.reader
	@$(BIN)/python -m bench.edition
	@ALMONER_HOME=$$(mktemp -d) $(BIN)/python -m bench.importing
	@ALMONER_HOME=$$(mktemp -d) $(BIN)/python -m bench.matching
	@ALMONER_HOME=$$(mktemp -d) $(BIN)/python -m bench.registers
	@ALMONER_HOME=$$(mktemp -d) $(BIN)/python -m bench.api
	@ALMONER_HOME=$$(mktemp -d) $(BIN)/python -m bench.datasette
	@ALMONER_HOME=$$(mktemp -d) $(BIN)/python -m bench.cases
	@ALMONER_HOME=$$(mktemp -d) $(BIN)/python -m bench.controls
	@ALMONER_HOME=$$(mktemp -d) $(BIN)/python -m tools.with_postgres $(BIN)/python -m bench.cases

##@ Look after it
requirements: env ## Choose the newest allowed packages and write their hashes
	@echo 'uv' | $(COMPILE) --output-file requirements/uv.txt -
	@$(COMPILE) --extra service --extra front --output-file requirements/run.txt pyproject.toml
	@$(COMPILE) --all-extras --output-file requirements/dev.txt pyproject.toml

clean: ## Remove what can be made again, but never var/
	rm -rf build htmlcov .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache \
	  .hypothesis .import_linter_cache src/*.egg-info
	find src tests tools -name __pycache__ -prune -exec rm -rf {} +

COMPILE = UV_CUSTOM_COMPILE_COMMAND='make requirements' $(BIN)/uv pip compile --quiet --upgrade \
  --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links

# Apart from the packages, because asking for those takes the network.
.venv/made: .venv/packages pyproject.toml
	@$(BIN)/uv pip install --quiet --offline --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

.venv/packages: requirements/uv.txt requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Almoner needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python cannot make environments. On Debian: apt install python3-venv"; exit 1; }
	@echo 'Building .venv, which takes a minute or two and is done once.'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/dev.txt
	@touch $@
