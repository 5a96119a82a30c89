# `make run` and `make test` do everything, on a machine that has Python 3.11 or newer and make.

# The first that runs and is new enough: a name alone says neither (pyenv's stand-ins).
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3.14 python3 python,\
	$(shell $(name) -c '$(NEW_ENOUGH)' 2>/dev/null && command -v $(name))))
VENV := .venv
BIN := $(VENV)/bin
# A file's tests share servers, so that they stay together; in the order in which they are found, the long ones first.
SPREAD := --dist=loadfile --no-loadscope-reorder
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# A virtual environment that was left half made, or whose Python is gone, is made anew, with its packages.
ifneq ($(shell $(BIN)/python -c 'import pip; print("whole")' 2>/dev/null),whole)
.PHONY: $(BIN)/python $(VENV)/run.stamp $(VENV)/test.stamp
endif

.PHONY: run test check lint types licences unit browser chromium benchmark clean

run: $(VENV)/run.stamp  ## set up what is missing and serve at 127.0.0.1:8000 (PORT=… for another)
	@exec $(BIN)/python manage.py start

test: lint types licences unit browser  ## every check, the browser's too

check: lint types unit  ## the quick ones, without a browser

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/test.stamp
	$(BIN)/mypy interactions contactserver ucsviewer

licences: $(VENV)/test.stamp
	$(BIN)/python -m tests.licences

unit: $(VENV)/test.stamp
	$(BIN)/python -m pytest -q -n auto $(SPREAD) -m "not browser" $(PYTEST)

browser: $(VENV)/test.stamp chromium
	$(BIN)/python -m pytest -q -n 2 $(SPREAD) -m browser $(PYTEST)

chromium: $(VENV)/test.stamp
	@$(BIN)/python -m tests.browser.chromium

benchmark: $(VENV)/benchmark.stamp  ## each claim of speed against its peer (benchmarks/README.md)
	$(BIN)/python -m benchmarks.mails
	$(BIN)/python -m benchmarks.streaming
	$(BIN)/python -m benchmarks.histories
	$(BIN)/python -m benchmarks.caches
	$(BIN)/python -m benchmarks.exports
	$(BIN)/python -m benchmarks.peers
	$(BIN)/python -m benchmarks.users

$(VENV)/run.stamp: requirements.txt | $(BIN)/python
	@echo "• Packages (the first time takes a minute or two)"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/test.stamp: requirements-dev.txt requirements.txt | $(BIN)/python
	@echo "• Packages for the tests (the first time takes a minute or two)"
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/run.stamp

$(VENV)/benchmark.stamp: benchmarks/requirements.txt $(VENV)/test.stamp
	@$(PIP) -r benchmarks/requirements.txt
	@touch $@

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and none was found: set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c '$(NEW_ENOUGH)' || { echo "Python 3.11 or newer is needed, and $(PYTHON) is none: set PYTHON=/path/to/python3.11"; exit 1; }
	@echo "• Virtual environment"
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python has no venv here. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }

clean:  ## takes away what was made, the data too
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache
