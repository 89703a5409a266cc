# Two commands do all the set-up on a fresh machine with Python 3.11: `make serve`, `make test`.
# The commands behind them are ordinary: see CONTRIBUTING.md.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.installed
NEIGHBOURS := $(VENV)/.neighbours

# Material announces its successor on every start; the reason why we stay is in docs/guide.
export NO_MKDOCS_2_WARNING := 1

# Where it is set, each process that collects the tests would compile all of them again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: serve light site test test-tool lint bench notebooks clean

serve: $(READY)
	$(BIN)/mkdocs serve

site: $(READY)
	$(BIN)/mkdocs build --strict

# The site from results that ran elsewhere: seconds instead of minutes, and no torch.
# RESULTS is a folder, or the address of a published site's results.
LIGHT := .venv-light
light: $(LIGHT)/.installed
	MAEDEUP_RESULTS="$(RESULTS)" $(LIGHT)/bin/mkdocs serve $(ARGS)

$(LIGHT)/.installed: requirements.txt pyproject.toml
	@test -n "$(RESULTS)" || { echo "hint: make light RESULTS=https://.../_results"; exit 1; }
	test -x $(LIGHT)/bin/python || $(PYTHON) -m venv $(LIGHT)
	sed '/^torch==/,/^torchvision==/d;/^# the snippets/,/^# the tests/d;/^pytest/,$$d' requirements.txt > $(LIGHT)/requirements.txt
	$(LIGHT)/bin/python -m pip install --quiet --disable-pip-version-check -r $(LIGHT)/requirements.txt -e .
	touch $@

# The tool is compiled once, for the thousand processes that the tests start; then its own tests, the slow ones with a browser first; then each snippet, each notebook that readers take away, and each snippet
# that a page shows, as a test.
test: $(READY) $(NEIGHBOURS)
ifneq ($(ARGS),)
	$(BIN)/python -m pytest $(ARGS)
else
	$(BIN)/python -m compileall -q tools
	$(BIN)/maedeup run
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder
	$(BIN)/python -m pytest -n 2 --dist worksteal --maedeup docs snippets
	$(BIN)/python -m pytest --markdown-docs docs
endif

# The tool's own tests without torch, on any Python: `make test-tool PYTHON=python3.13`.
PLAIN := .venv-plain
test-tool:
	test -x $(PLAIN)/bin/python || $(PYTHON) -m venv $(PLAIN)
	sed '/^torch==/d;/^torchvision==/d;/^efficientnet/d' requirements.txt > $(PLAIN)/requirements.txt
	$(PLAIN)/bin/python -m pip install --quiet --disable-pip-version-check -r $(PLAIN)/requirements.txt -e .
	$(PLAIN)/bin/python -m pytest -n 2 --dist loadfile -m "not browser" $(ARGS)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check tools tests benchmarks
	$(BIN)/mypy

bench: $(READY)
	$(BIN)/python benchmarks/engine.py
	$(BIN)/python benchmarks/site.py
	$(BIN)/python benchmarks/site.py --rebuild
	$(BIN)/python benchmarks/search.py
	$(BIN)/python benchmarks/shapes.py
	$(BIN)/python benchmarks/watch.py
	$(BIN)/python benchmarks/graph.py
	$(BIN)/python benchmarks/links.py
	$(BIN)/python benchmarks/weight.py
	$(BIN)/python benchmarks/figures.py
	$(BIN)/python -m benchmarks.objects
	$(BIN)/python benchmarks/pages.py
	$(BIN)/python benchmarks/serve.py --own
	$(BIN)/python benchmarks/trials.py
	$(BIN)/python benchmarks/receipts.py
	$(BIN)/python benchmarks/cluster.py
	$(BIN)/python benchmarks/processors.py
	$(BIN)/python tests/crowd.py

# Each notebook that readers take away, run from its top by Jupyter itself: many minutes.
# `make test` runs them without its kernels.
notebooks: $(READY)
	$(BIN)/python benchmarks/notebooks.py $(ARGS)

$(READY): requirements.txt pyproject.toml
	command -v $(PYTHON) >/dev/null || { echo "hint: install Python 3.11, or say make PYTHON=python3"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

# Other people's plugins, beside which the tests try ours.
$(NEIGHBOURS): tests/neighbours.txt $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/neighbours.txt
	touch $@

clean:
	rm -rf site .maedeup .pytest_cache .mypy_cache .ruff_cache
