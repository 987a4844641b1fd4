# Two commands matter: `make demo` and `make test`. Each sets up what it needs, once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := fullpicture-demo

.PHONY: demo test explore lint types check golden bench setup clean

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml tools/setup.sh
	PYTHON="$(PYTHON)" sh tools/setup.sh $(VENV)
	touch $@

demo: setup
	rm -rf $(DEMO) $(DEMO)-handover.zip $(DEMO)-handover.receipt.txt
	$(BIN)/fullpicture demo $(DEMO); code=$$?; test $$code -eq 0 -o $$code -eq 3
	@echo; echo "What police would receive: fullpicture handover $(DEMO) $(DEMO)-handover.zip"
	$(BIN)/fullpicture handover $(DEMO) $(DEMO)-handover.zip --recipient "an invented officer" < /dev/null

test: setup
	$(BIN)/pytest -q -n 2 --dist worksteal

explore: setup
	HYPOTHESIS_PROFILE=explore $(BIN)/pytest -q -n 2 --dist worksteal $$(grep -l "@given" tests/*.py)

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: setup
	$(BIN)/mypy

check: lint types test

golden: setup
	$(BIN)/pytest -q tests/test_golden.py --update-golden
	git diff --stat -- tests/parsers

bench: setup
	$(BIN)/python -m bench.run

clean:
	rm -rf $(VENV) $(DEMO) $(DEMO)-handover.zip $(DEMO)-handover.receipt.txt .mypy_cache .pytest_cache .ruff_cache .hypothesis
