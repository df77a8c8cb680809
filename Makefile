# Each target sets itself up: a virtual environment in .venv with exactly the locked packages.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
VALIDATORS := $(patsubst tests/validators/%.txt,.venv/validators/%/.ready,$(wildcard tests/validators/*.txt))

.PHONY: help build test test-all validators servers invenio bench fuzz lint house reference docs pages lock clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/'

build: $(READY) ## turn the documents into the package
	@$(BIN)/annexes build

test: $(READY) ## run the tests that take a moment, on all cores
	@$(BIN)/pytest -n auto --dist worksteal

test-all: $(READY) ## run all tests; what another program is missing for is skipped, and said
	@$(BIN)/pytest -n auto --dist loadfile -m ''

servers: .servers/ckan/.ready ## set up CKAN, to which some tests publish (240 MB)

invenio: .servers/invenio/.ready ## set up InvenioRDM, the software of Zenodo, the same way (760 MB)

validators: $(VALIDATORS) ## set up validators of portals, which some tests ask (600 MB)

bench: $(READY) .venv/peers/.ready ## measure, against peers in the same run
	@PYTHONPATH=tests $(BIN)/python -m bench

fuzz: $(READY) ## look for packages on which we and frictionless differ (PACKAGES=400)
	@PYTHONPATH=tests $(BIN)/python -m validation.fuzz $(PACKAGES)

lint: $(READY) ## check style and types
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

house: $(READY) ## draw the picture of the house into docs and README
	@$(BIN)/python tests/house.py

reference: $(READY) ## make the schemas of recipes and the reference in docs anew
	@$(BIN)/python tests/reference.py

pages: reference ## and write the real output of each command into README and docs
	@PYTHONPATH=tests $(BIN)/python -m docs.pages

docs: .venv/docs/.ready ## make the site of docs/, in dist/docs
	@.venv/docs/bin/sphinx-build --quiet --fail-on-warning --keep-going --fresh-env docs dist/docs
	@echo "Open dist/docs/index.html"

lock: ## renew requirements.lock (needs uv)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --upgrade \
	  --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command 'make lock' \
	  --quiet --output-file requirements.lock
	for name in cff cyclonedx invenio rocrate; do uv pip compile tests/validators/$$name.in --universal \
	  --python-version 3.11 --upgrade --no-emit-index-url --no-annotate \
	  --custom-compile-command 'make lock' --quiet --output-file tests/validators/$$name.txt; done
	for name in ckan invenio; do uv pip compile tests/servers/$$name.in --universal \
	  --python-version 3.11 --upgrade --no-emit-index-url --no-annotate --generate-hashes \
	  --custom-compile-command 'make lock' --quiet --output-file tests/servers/$$name.txt; done
	uv pip compile docs/requirements.in --universal \
	  --python-version 3.11 --upgrade --no-emit-index-url --no-annotate --generate-hashes \
	  --custom-compile-command 'make lock' --quiet --output-file docs/requirements.txt

clean: ## remove the virtual environment and all caches
	rm -rf .venv .servers .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find scripts tests -name __pycache__ -type d -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python"; exit 1; }
	@echo "Setting up .venv (once) …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

.venv/validators/%/.ready: tests/validators/%.txt | $(READY)
	@echo "Setting up $(@D) (once) …"
	@$(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip install -qq --disable-pip-version-check --no-deps -r $<
	@touch $@

.venv/peers/.ready: tests/bench/peers.txt | $(READY)
	@echo "Setting up $(@D) (once) …"
	@$(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip install -qq --disable-pip-version-check --no-deps -r $<
	@touch $@

.venv/docs/.ready: docs/requirements.txt
	@echo "Setting up $(@D) (once) …"
	@mkdir -p .venv && $(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r $<
	@touch $@

.servers/%/.ready: tests/servers/%.txt
	@echo "Setting up $(@D) (once) …"
	@$(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r $<
	@touch $@
