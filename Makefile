# Border Ports: everything a newcomer needs. `make help` lists the targets.

PYTHON ?= python3
SOURCES ?= ../shared/sources
PYTEST ?=

VENV := .venv
BIN := $(VENV)/bin
DONE := $(VENV)/.done
LOWEST := $(VENV)/lowest
ROUTING := $(VENV)/routing
STORES := $(VENV)/stores
WORKER ?= $(VENV)/worker
MODULE ?= geo/words/numbers.py
TESTS ?= tests/words/test_numbers.py
SITE := $(VENV)/docs
PIP := python -m pip --disable-pip-version-check install --quiet
INSTALL := $(BIN)/$(PIP)
ASSET_LOCK := package.json package-lock.json
CODE := geo web tests bench hatch_build.py requirements/bill_of_materials.py
BENCHES := bench/http_speed.py bench/map/bench_map.py bench/exports/formats.py \
  bench/nearest/engines.py bench/nearest/files.py

# With the lowest allowed versions: what each dependency is used for, once.
LOWEST_TESTS := tests/queries tests/maps tests/words/test_numbers.py tests/cql2/test_filters.py \
  tests/formats/test_features.py tests/formats/test_selection.py tests/documents/test_brief.py \
  tests/documents/test_workbook.py tests/batch/test_files.py tests/batch/test_cluster.py \
  tests/stores/test_package_store.py tests/stores/test_postgis.py tests/web/test_http.py \
  tests/web/test_many.py tests/web/test_ogc_core.py tests/web/test_pages.py \
  tests/web/test_queries.py

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve test check format cover lowest worker mutate docs data bench assets lock lock-assets bom audit clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

serve: $(DONE)/project ## Install what is needed and serve (BORDER_PORTS_HOST, BORDER_PORTS_PORT)
	@exec $(BIN)/border-ports serve

test: $(DONE)/test $(DONE)/routing $(DONE)/stores $(DONE)/project ## Install what the tests need and run all (PYTEST="options")
	@$(BIN)/python hatch_build.py --tests
	@exec $(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(PYTEST)

check: $(DONE)/test $(DONE)/project ## Format, lint, types and import arrows, scripts too
	$(BIN)/ruff format --check $(wildcard $(CODE))
	$(BIN)/ruff check $(wildcard $(CODE))
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python hatch_build.py --check

format: $(DONE)/test ## Format the code and make the safe repairs
	$(BIN)/ruff check --fix-only --quiet $(wildcard $(CODE))
	$(BIN)/ruff format $(wildcard $(CODE))
	$(BIN)/python hatch_build.py --format

lowest: $(DONE)/lowest ## Run part of the tests with the lowest versions that pyproject.toml allows
	@exec $(LOWEST)/bin/python -m pytest -p no:cacheprovider -o filterwarnings=default \
	  --numprocesses auto --dist loadfile -k "not libreoffice" $(LOWEST_TESTS) $(PYTEST)

worker: requirements/worker.txt ## Install what only answers many points (a worker) into WORKER
	$(PYTHON) -m venv --clear $(WORKER)
	$(WORKER)/bin/$(PIP) --require-hashes -r requirements/worker.txt
	$(WORKER)/bin/$(PIP) --no-deps .

mutate: $(DONE)/mutation $(DONE)/project ## Put small faults into MODULE and say which ones TESTS miss
	@BIN=$(BIN) requirements/mutate $(MODULE) "$(TESTS)"

docs: $(DONE)/docs ## Write the site of the documentation to dist/docs
	$(SITE)/bin/zensical build --clean --strict -f mkdocs.yml

cover: $(DONE)/test $(DONE)/project ## Run the tests with branch coverage
	@$(BIN)/python hatch_build.py --tests
	@exec $(BIN)/python -m pytest --cov --cov-report=term $(PYTEST)

data: $(DONE)/build $(DONE)/project ## Build data/published from SOURCES and data/curated, and prove it
	$(BIN)/border-ports data build --sources $(SOURCES)
	$(BIN)/border-ports data check

bench: $(DONE)/test $(DONE)/project ## Run the benchmarks, which print ratios
	@set -e; for file in $(BENCHES); do echo "== $$file"; $(BIN)/python "$$file"; done

assets: $(DONE)/project ## Install the browser's files, those of the tests too
	$(BIN)/python hatch_build.py --tests

lock: $(DONE)/test ## Resolve the Python locks anew
	requirements/lock $(BIN)/uv

lock-assets: $(BIN)/python ## Resolve the browser lock anew (needs npm)
	npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts
	$(BIN)/python hatch_build.py --lock

bom: $(DONE)/project ## Write the bill of materials and the licences of the release into dist
	$(BIN)/python requirements/bill_of_materials.py

audit: $(DONE)/test ## Compare the locks with known advisories (needs a network)
	$(BIN)/uv tool run pip-audit --disable-pip --require-hashes -r requirements/runtime.txt
	npm audit --omit=dev

clean: ## Remove everything that can be made again
	rm -rf $(VENV) dist geo/_assets tests/browser/vendor node_modules
	rm -rf .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find geo web tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed, and $(PYTHON) is not: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "$(PYTHON) cannot make environments: apt install python3-venv" >&2; exit 1; }

$(DONE)/runtime: requirements/runtime.txt requirements/package.txt | $(BIN)/python
	$(INSTALL) --require-hashes -r requirements/runtime.txt -r requirements/package.txt
	@mkdir -p $(DONE) && touch $@

$(DONE)/test: requirements/test.txt | $(BIN)/python
	$(INSTALL) --require-hashes -r requirements/test.txt
	@mkdir -p $(DONE) && touch $@

$(DONE)/build: requirements/build.txt | $(BIN)/python
	$(INSTALL) --require-hashes -r requirements/build.txt
	@mkdir -p $(DONE) && touch $@

$(DONE)/lowest: requirements/lowest.txt requirements/package.txt | $(DONE)/project
	$(BIN)/python -m venv --clear $(LOWEST)
	$(LOWEST)/bin/$(PIP) --require-hashes -r requirements/lowest.txt -r requirements/package.txt
	$(LOWEST)/bin/$(PIP) --no-build-isolation --no-deps --editable .
	@touch $@

# Valhalla for the tests, where a Python is found that it has wheels for; without, they are skipped.
$(DONE)/routing: requirements/routing.txt | $(BIN)/python
	@python=$$(requirements/newer_python); test -z "$$python" || { \
	  "$$python" -m venv --clear --without-pip $(ROUTING) && \
	  $(BIN)/python -m pip --python $(ROUTING)/bin/python --disable-pip-version-check install \
	    --quiet --require-hashes -r requirements/routing.txt; }
	@mkdir -p $(DONE) && touch $@

$(DONE)/stores: requirements/stores.txt | $(BIN)/python
	$(BIN)/python -m venv --clear $(STORES)
	$(STORES)/bin/$(PIP) --require-hashes -r requirements/stores.txt
	@mkdir -p $(DONE) && touch $@

$(DONE)/mutation: requirements/mutation.txt | $(DONE)/test
	$(INSTALL) --require-hashes -r requirements/mutation.txt
	@touch $@

$(DONE)/docs: requirements/docs.txt | $(BIN)/python
	$(BIN)/python -m venv --clear $(SITE)
	$(SITE)/bin/$(PIP) --require-hashes -r requirements/docs.txt
	@mkdir -p $(DONE) && touch $@

# Only a machine without npm needs it from PyPI.
$(DONE)/npm: requirements/npm.txt | $(BIN)/python
	@command -v npm >/dev/null || $(INSTALL) --require-hashes -r requirements/npm.txt
	@mkdir -p $(DONE) && touch $@

$(DONE)/project: pyproject.toml hatch_build.py $(ASSET_LOCK) | $(DONE)/runtime $(DONE)/npm
	$(INSTALL) --no-build-isolation --no-deps --editable .
	@touch $@
