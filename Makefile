# Two commands on a fresh machine: `make run` and `make test`. Everything else is listed in CONTRIBUTING.md.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: run test check format bench faults screenshots lock clean

run: $(READY)
	$(BIN)/session-day demo

test: $(READY)
	$(BIN)/python -m pytest -n auto --dist worksteal --ignore=tests/faults --ignore=tests/structure/test_speed_short.py
	$(BIN)/python -m pytest -n auto --dist worksteal tests/faults  # these wait for real programs: nothing else beside them
	$(BIN)/python -m pytest tests/structure/test_speed_short.py  # and these measure time alone

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY)
	SESSION_DAY_TEST_ENCRYPTED=$${SESSION_DAY_TEST_ENCRYPTED:-1} $(BIN)/python -m tests.bench

# The long proofs of what is promised, within 45 minutes on two cores; SHARD=1/2 and 2/2 split them.
faults: $(READY)
	$(BIN)/python -m tests.faults

screenshots: $(READY)
	SESSION_DAY_TEST_ENCRYPTED=1 $(BIN)/python -m tests.screenshots

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Session Day needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# Made anew only by hand: needs uv, which nothing else here needs.
lock:
	uv export --all-extras --no-emit-index-url --no-emit-project --format requirements-txt --output-file requirements.lock

clean:
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
