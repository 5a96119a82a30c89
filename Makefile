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
# One lock for each Python and system that we support; a hash of every file that may be installed.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--custom-compile-command "make lock" $(UPGRADE)

# A virtual environment that was left half made, or whose Python is gone, is made anew, with its packages.
ifneq ($(shell $(BIN)/python -c 'import pip; print("whole")' 2>/dev/null),whole)
.PHONY: $(BIN)/python $(VENV)/run.stamp $(VENV)/test.stamp
endif

.PHONY: run test test-long check help lint types licences unit browser chromium style-report lock hooks benchmark clean

run: $(VENV)/run.stamp  ## set up what is missing and start UCS Viewer on port 8000 (or PORT=…)
	@exec $(BIN)/python manage.py start

test: lint licences  ## run all checks, including the browser tests
	@$(MAKE) --no-print-directory -j2 types unit  # types take one process, and a minute
	@$(MAKE) --no-print-directory browser

check: lint types unit  ## run the quick checks, without a browser

help:  ## show this help
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

lint: $(VENV)/test.stamp  ## check the style of Python, scripts and templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/oxlint --deny-warnings static/js
	$(BIN)/djangofmt check templates

style-report: $(VENV)/test.stamp  ## count the names in the code that help to find things
	@$(BIN)/python -m tests.style_report

types: $(VENV)/test.stamp  ## check the types
	$(BIN)/mypy interactions contactserver mime samplecentre ucsviewer

licences: $(VENV)/test.stamp  ## check the licences of the packages
	$(BIN)/python -m tests.licences

unit: $(VENV)/test.stamp  ## run the tests without a browser (PYTEST="…" for some of them)
	$(BIN)/python -m pytest -q -n auto $(SPREAD) -m "not browser and not long_run" $(PYTEST)

browser: $(VENV)/test.stamp chromium  ## run the browser tests
	$(BIN)/python -m pytest -q -n 2 $(SPREAD) -m "browser and not long_run" $(PYTEST)

test-long: $(VENV)/test.stamp chromium  ## run the tests that take too long for every change
	$(BIN)/python -m pytest -q -n 2 $(SPREAD) -m long_run $(PYTEST)

chromium: $(VENV)/test.stamp  ## find or install Chromium for the browser tests
	@$(BIN)/python -m tests.browser.chromium

lock: $(VENV)/test.stamp  ## write the lock files (UPGRADE=--upgrade for newer indirect packages)
	$(LOCK) requirements.txt --output-file requirements.lock
	$(LOCK) requirements-dev.txt --constraint requirements.lock --output-file requirements-dev.lock

hooks: $(VENV)/test.stamp  ## let git run the quick checks before each commit
	$(BIN)/pre-commit install

benchmark: $(VENV)/benchmark.stamp  ## compare the speed with other products (benchmarks/README.md)
	$(BIN)/python -m benchmarks.mails
	$(BIN)/python -m benchmarks.streaming
	$(BIN)/python -m benchmarks.histories
	$(BIN)/python -m benchmarks.caches
	$(BIN)/python -m benchmarks.exports
	$(BIN)/python -m benchmarks.peers
	$(BIN)/python -m benchmarks.users

$(VENV)/run.stamp: requirements.lock | $(BIN)/python
	@echo "• Packages (the first time takes a minute or two)"
	@$(PIP) --require-hashes -r requirements.lock
	@touch $@

$(VENV)/test.stamp: requirements-dev.lock requirements.lock | $(BIN)/python
	@echo "• Packages for the tests (the first time takes a minute or two)"
	@$(PIP) --require-hashes -r requirements-dev.lock
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

clean:  ## delete everything that was created, including the data
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache
