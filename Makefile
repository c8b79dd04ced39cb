# Everything that people and CI do with this project. Nothing has to be done before: each target makes what it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := .uv/bin/uv
export VIRTUAL_ENV := $(CURDIR)/$(VENV)
export UV_PYTHON_DOWNLOADS := never
# As pip does: a company's own certificate authority is known to the system only.
ifneq ($(wildcard /etc/ssl/certs/*),)
export UV_SYSTEM_CERTS ?= true
endif

# One more than there are processors: many a test waits for a process that it started.
TEST_PROCESSES ?= $(shell echo $$(($$(nproc) + 1)))

.DEFAULT_GOAL := help
.PHONY: help run test check bench lock servers format

help: ## what can be done here
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

run: $(VENV)/.runtime ## serve on http://127.0.0.1:8000 (data in ./data); ARGS="--port 9000" for more
	@exec $(BIN)/error-logging serve $(ARGS)

test: $(VENV)/.dev servers ## every test, with the real servers that they need
	@$(BIN)/python -m pytest -n $(TEST_PROCESSES) $(ARGS)

check: $(VENV)/.dev ## format, lint, types and import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@PYTHONPATH=src $(BIN)/lint-imports --no-cache
	@$(BIN)/python -m tests.support.repository_rules

format: $(VENV)/.dev ## put the code into its form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/.dev ## speed and memory (an hour); ARGS for ingest, READS="--sizes 100000 10000000" for reads, RETENTION="--errors 10000000"
	@tests/support/install_servers.sh wrk
	@$(BIN)/python -m benchmarks.ingest $(ARGS)
	@$(BIN)/python -m benchmarks.reads $(READS)
	@$(BIN)/python -m benchmarks.escalation
	@$(BIN)/python -m benchmarks.delivery
	@$(BIN)/python -m benchmarks.replay
	@$(BIN)/python -m benchmarks.retention $(or $(RETENTION),--errors 200000)

servers:
	@tests/support/install_servers.sh

# For every Python from 3.11.0 on, whichever runs this: Debian 12 has 3.11.2, for which redis needs async-timeout.
PINS := -q --upgrade --universal --python-version 3.11

lock: $(UV) ## pin all packages anew, with hashes and without addresses
	@for name in uv build; do $(UV) pip compile $(PINS) --generate-hashes --no-emit-index-url --no-header \
	  requirements/$$name.in -o requirements/$$name.txt; done
	@$(UV) pip compile $(PINS) --generate-hashes --no-emit-index-url --no-header pyproject.toml \
	  -o requirements/runtime.txt
	@$(UV) pip compile $(PINS) --generate-hashes --no-emit-index-url --no-header --extra dev \
	  -c requirements/runtime.txt pyproject.toml -o requirements/dev.txt

$(UV): requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	@$(PYTHON) -m venv .uv || { echo "On Debian: apt-get install python3-venv"; exit 1; }
	@.uv/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(VENV)/.runtime: $(UV) pyproject.toml requirements/runtime.txt requirements/build.txt
	@test -x $(BIN)/python || $(UV) venv -q --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV)
	@$(UV) pip install -q --require-hashes -r requirements/build.txt -r requirements/runtime.txt
	@$(UV) pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements/dev.txt
	@$(UV) pip install -q --require-hashes -r requirements/dev.txt
	@touch $@
