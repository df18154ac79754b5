# Two commands matter: `make book` and `make test`. Both set up what they need and reuse it the next time.
# Everything made lies in .venv, node_modules and _build; `make clean` removes the last one.

PYTHON ?= python3
COLAB_PYTHON ?= $(BIN)/python
UV := 0.13.8
BIN := .venv/bin
REPORTS := _build/reports
PYTEST := $(BIN)/python -m pytest

# What the tools want to keep in a home directory stays here, and nobody's own settings leak in.
LOCAL := $(CURDIR)/_build/home
export IPYTHONDIR := $(LOCAL)/ipython
export JUPYTER_CONFIG_DIR := $(LOCAL)/jupyter/config
export JUPYTER_DATA_DIR := $(LOCAL)/jupyter/data
export JUPYTER_RUNTIME_DIR := $(LOCAL)/jupyter/runtime
export MPLCONFIGDIR := $(LOCAL)/matplotlib
export KERAS_HOME := $(LOCAL)/keras
export JUPYTER_PLATFORM_DIRS := 1

.DEFAULT_GOAL := help
.PHONY: help setup book serve test check verify notebooks bench upgrade links repository clean \
        formats lint units test-training test-notebooks test-colab test-book test-browser test-formats

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-16s %s\n", $$1, $$2}'

setup: .venv/stamp  ## create .venv from the lock

.venv/stamp: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "ganbook needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12")'
	@echo "Setting up .venv (a few minutes and about 3 GB the first time) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV)
	@# Compiled once here, or every process that may not write beside its imports compiles TensorFlow again.
	@$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python requirements.txt
	@touch $@

book: setup  ## build the book into _build/html and say where to open it
	@$(BIN)/python -m tools.build_book

formats: setup  ## make a PDF, an EPUB and a zip of the site, and link them from the first page
	@$(BIN)/python -m tools.formats

serve: book  ## build the book and open it on http://localhost:8000
	@$(BIN)/python -m http.server 8000 --bind 127.0.0.1 --directory _build/html

check: lint units  ## the fast gate: lint, unit tests, static notebook checks (under 3 minutes)

test: check test-training test-notebooks test-colab test-book test-browser  ## everything a commit must pass (under 40 minutes)
	@$(BIN)/python -m tools.summary $(REPORTS) units training notebooks colab book browser

lint: setup  ## ruff on code and notebooks
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

units: setup  ## unit tests and static notebook checks
	$(PYTEST) -n 2 --dist loadscope -m "not slow and not long" --ignore=tests/book --ignore=tests/browser --ignore=tests/formats --junitxml=$(REPORTS)/units.xml

test-training: setup  ## what trains for a while, is killed, or needs several processes
	$(PYTEST) -m "long and not slow" --ignore=tests/book --ignore=tests/browser --ignore=tests/formats --junitxml=$(REPORTS)/training.xml

test-notebooks: setup  ## execute every chapter in full and compare with the committed outputs
	@$(BIN)/python -m tools.notebooks verify

test-colab: setup  ## every chapter, quick, in an environment with Colab's versions
	@$(BIN)/python -m tools.colab --python $(COLAB_PYTHON)

test-book: setup book  ## the built pages: links, images, no remote address
	$(PYTEST) tests/book --junitxml=$(REPORTS)/book.xml

test-browser: setup book  ## the built pages in Chromium, network cut
	$(PYTEST) tests/browser --junitxml=$(REPORTS)/browser.xml

test-formats: formats  ## the PDF, the EPUB and the zip of the site (a part of `make verify`)
	$(PYTEST) tests/formats --junitxml=$(REPORTS)/formats.xml

ONE_THREAD := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 TF_NUM_INTRAOP_THREADS=1 TF_NUM_INTEROP_THREADS=1

verify: test test-formats  ## the long one: slow tests, and the chapters under another processor's arithmetic
	$(PYTEST) -m slow --ignore=tests/formats --junitxml=$(REPORTS)/slow.xml
	@echo "With every exercise solved:"
	@$(BIN)/python -m tools.solved
	@echo "Without oneDNN, whose sums run in another order:"
	@TF_ENABLE_ONEDNN_OPTS=0 $(BIN)/python -m tools.notebooks verify
	@echo "In one thread:"
	@$(ONE_THREAD) $(BIN)/python -m tools.notebooks verify
	@echo "Executed again, the stored chapters must not change:"
	@$(BIN)/python -m tools.notebooks execute && git diff --exit-code --stat -- chapters

notebooks: setup  ## execute the chapters and write their outputs
	@$(BIN)/python -m tools.notebooks execute

bench: setup  ## measure against named peers, side by side, into benchmarks/results
	@$(BIN)/python -m benchmarks.distances
	@$(BIN)/python -m benchmarks.kernels
	@$(BIN)/python -m benchmarks.environment
	@_build/bench/bin/python -m benchmarks.references
	@_build/bench/bin/python -m benchmarks.metrics
	@_build/bench/bin/python -m benchmarks.training_speed
	@$(BIN)/python -m benchmarks.quality
	@$(BIN)/python -m benchmarks.stacked_digits
	@$(BIN)/python -m benchmarks.memory
	@$(BIN)/python -m benchmarks.playground
	@$(BIN)/python -m tools.benchmarks write

upgrade: setup  ## compile a new lock, run everything again, say what moved
	@mkdir -p _build && grep == requirements.txt > _build/requirements-before.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --extra dev --generate-hashes pyproject.toml -o requirements.txt
	@grep == requirements.txt | diff _build/requirements-before.txt - || true
	@$(MAKE) notebooks test

links: book  ## ask every external link of the built book whether it still answers (needs the internet)
	@$(BIN)/python -m tools.links

repository: setup  ## set the repository's address everywhere: make repository URL=https://github.com/you/ganbook
	@$(BIN)/python -m tools.repository "$(URL)"

clean:  ## remove everything built (the environment in .venv stays)
	rm -rf _build
