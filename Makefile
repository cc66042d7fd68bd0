# Two commands do all the set-up: `make demo` shows Tenfold, `make test` proves it.
SHELL := /bin/bash
VENV ?= .venv
PY := $(VENV)/bin/python
PORT ?= 8000
export UV_COMPILE_BYTECODE := 1

.PHONY: help demo test check bench install install-dev browser lock vendor reference clean

help:  ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

demo: install  ## Show Tenfold with an invented company at http://127.0.0.1:8000
	$(VENV)/bin/tenfold demo --port $(PORT)

test: install-dev browser  ## Run every test
	$(PY) -m pytest -q -n 2 --dist loadfile

check: install-dev  ## Lint, types, import contracts, size figures
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/djlint src --lint --quiet
	$(PY) -m tenfold.config.reference --check
	$(PY) tests/architecture/sizes.py

bench: install-dev  ## Run the benchmarks and the long attacks
	$(PY) benchmarks/run.py

install: $(VENV)/installed

$(VENV)/installed: requirements.lock pyproject.toml | $(VENV)/bin/uv
	$(VENV)/bin/uv pip install --python $(PY) --quiet --require-hashes -r requirements.lock
	$(VENV)/bin/uv pip install --python $(PY) --quiet --no-deps --editable .
	@touch $@

install-dev: $(VENV)/installed-dev

$(VENV)/installed-dev: requirements-dev.lock $(VENV)/installed
	$(VENV)/bin/uv pip install --python $(PY) --quiet --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/bin/uv:
	@bash scripts/make-venv.sh $(VENV)

browser:
	@bash scripts/install-chromium.sh

lock: $(VENV)/bin/uv  ## Find the newest tested versions and write the lock files
	$(VENV)/bin/uv pip compile pyproject.toml --universal --generate-hashes --no-annotate --no-header --quiet --upgrade -o requirements.lock
	$(VENV)/bin/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-annotate --no-header --quiet -c requirements.lock -o requirements-dev.lock

vendor:  ## Fetch the front-end files of others anew (needs npm and the internet)
	$(PY) -m tenfold.ui.vendor

reference: install-dev  ## Write the reference pages that are made from the code
	$(PY) -m tenfold.config.reference

clean:  ## Remove what was installed and made here
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
