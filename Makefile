# The two commands: `make serve` and `make test`. Both make .venv on first use.
PYTHON ?= python3
# Where pip finds PyTorch; empty: where it finds everything else. See README, "PyTorch".
TORCH_INDEX_URL ?=

BIN := .venv/bin
READY := .venv/.ready

# `make bench` beside stock peers, which live in an environment of their own. BEIR: folders of collections to measure on
# too; NEWS: a file of JSON lines with title and text, plain or .xz, for the index at scale.
BEIR ?=
NEWS ?=
PASSAGES ?= 100000

.PHONY: serve test eval lint format bench clean

serve: $(READY)
	$(BIN)/dga ingest
	exec $(BIN)/dga serve

test: lint
	$(BIN)/pytest -n auto
	$(BIN)/dga eval --baseline evals/baseline.jsonl

# The question-answer suite with its report; `dga eval accept build/eval/results.json` makes it the baseline.
eval: $(READY)
	$(BIN)/dga eval --report build/eval --baseline evals/baseline.jsonl

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: .venv-bench/.ready
	.venv-bench/bin/dga bench retrieval $(foreach folder,$(BEIR),--beir $(folder))
	$(if $(NEWS),.venv-bench/bin/dga bench scale $(NEWS) --passages $(PASSAGES))

# Leaves var/, which holds the index and the conversations.
clean:
	rm -rf .venv .venv-bench build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv-bench/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/pip install --quiet $(if $(TORCH_INDEX_URL),--index-url $(TORCH_INDEX_URL)) \
	  "$$(grep '^torch==' requirements.lock)"
	.venv-bench/bin/pip install --quiet --requirement requirements.lock
	.venv-bench/bin/pip install --quiet --no-build-isolation --editable '.[bench]'
	@touch $@

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "ต้องใช้ Python 3.11 ขึ้นไป / Python 3.11 or newer is needed: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "ขาด python3-venv / python3-venv is missing: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet $(if $(TORCH_INDEX_URL),--index-url $(TORCH_INDEX_URL)) \
	  "$$(grep '^torch==' requirements.lock)"
	$(BIN)/pip install --quiet --requirement requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
