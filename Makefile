# Every target sets up what it needs: a virtual environment in .venv, made once and renewed when pyproject.toml changes.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
READY = $(VENV)/.ready
BENCH_READY = $(VENV)/.bench-ready

.PHONY: help install demo run test check format accept bench eval clean

help: ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=24"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	@touch $@

$(BENCH_READY): $(READY)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev,bench]"
	@touch $@

install: $(READY) ## set up the virtual environment

demo: $(READY) ## see the bot at work: no token, no network
	$(BIN)/byline demo

run: $(READY) ## the bot on the real Telegram (BYLINE_TELEGRAM_TOKEN)
	$(BIN)/byline run

test: $(READY) ## all tests
	$(BIN)/python -m pytest tests

check: $(READY) ## format, lint, types, import contracts, unit tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/unit

accept: $(READY) ## the slow proofs: real processes, kills at every step, a month of polling
	$(BIN)/python -m pytest tests/acceptance tests/eval
	BYLINE_LONG=1 $(BIN)/python -m pytest tests/integration/telegram/test_kills.py \
		tests/integration/telegram/test_kills_at_steps.py tests/integration/feeds/test_polling_for_days.py

eval: $(READY) ## quality on annotated news, with its floors (needs ../shared)
	mkdir -p build
	$(BIN)/python -m benchmarks.attributions --out build/attributions.jsonl
	$(BIN)/python -m benchmarks.quality
	$(BIN)/python -m pytest tests/eval

bench: $(BENCH_READY) ## quality, speed and memory, beside others; pictures and results in build/
	mkdir -p build
	$(BIN)/python -m benchmarks.quality --plot build/comparison.png
	$(BIN)/python -m benchmarks.agreement
	$(BIN)/python -m benchmarks.guard
	$(BIN)/python -m benchmarks.summarize
	$(BIN)/python -m benchmarks.encoder
	$(BIN)/python -m benchmarks.scaling
	$(BIN)/python -m benchmarks.extraction
	$(BIN)/python -m benchmarks.ingress
	$(BIN)/python -m benchmarks.memory --polls 2000
	$(BIN)/python -m benchmarks.delivery --sends 1500
	$(BIN)/python -m benchmarks.feeds polling digest

format: $(READY) ## format and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
