# Two commands are enough: `make demo` and `make test`. Needs Python 3.11 or newer with pip, and make.
# `make help` lists the rest.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
DATA ?= var/demo
ARGS ?=
EXTRAS ?=

UV := .uv/bin/uv
UV_VERSION := 0.13.9
IN_VENV := --quiet --python .venv/bin/python
# the Python of this machine, never one from elsewhere
export UV_PYTHON_DOWNLOADS := never

.PHONY: help install demo demo-reset test check format bench vendor fonts messages lock screenshots

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 22

demo: .venv/.run ## run the demo business (HOST, PORT, DATA)
	@exec .venv/bin/portico demo --host $(HOST) --port $(PORT) --data $(DATA)

demo-reset: .venv/.run ## the same, beginning again with fresh data
	@exec .venv/bin/portico demo --reset --host $(HOST) --port $(PORT) --data $(DATA)

install: .venv/.run ## put in place what a real site needs (docs/operate/run-it-for-real.md; EXTRAS=heic,s3)
	@if [ -n "$(EXTRAS)" ]; then $(UV) pip install $(IN_VENV) --constraints requirements-dev.lock --editable ".[$(EXTRAS)]"; fi

test: .venv/.dev ## run the tests (ARGS="tests/core -k mail")
	@.venv/bin/python -m pytest $(ARGS)

check: .venv/.dev ## style, types and the direction of imports
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/mypy
	@.venv/bin/lint-imports

format: .venv/.dev ## let ruff put the code in order
	@.venv/bin/ruff check --fix
	@.venv/bin/ruff format

bench: .venv/.dev ## measure what the documentation claims
	@.venv/bin/python -m bench $(ARGS)

vendor: ## renew the vendored styles, script and icons
	@tools/vendor.sh

fonts: ## renew the vendored fonts
	@tools/fonts.sh

messages: .venv/.dev ## collect the texts for translation (ARGS=de starts a language)
	@tools/messages.sh $(ARGS)

lock: $(UV) ## write the lock files anew (ARGS=--upgrade takes newer versions)
	@tools/lock.sh $(ARGS)

screenshots: .venv/.dev ## photograph the demo's pages with the Chromium of this machine
	@.venv/bin/python tools/screenshots.py $(ARGS)

# pip installs uv into a folder of its own: works without the venv module and on systems that guard their packages.
$(UV):
	@echo "Fetching the tools, once."
	@$(PYTHON) -m pip install -q --disable-pip-version-check --root-user-action=ignore --target .uv uv==$(UV_VERSION)

.venv/bin/python: | $(UV)
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv

# What the site needs to run. Where the developers' packages are in place already they stay.
.venv/.run: requirements.lock pyproject.toml | .venv/bin/python
	@if [ -e .venv/.dev ]; then $(UV) pip install $(IN_VENV) --require-hashes -r requirements.lock; \
	else $(UV) pip sync $(IN_VENV) --require-hashes requirements.lock; fi
	@$(UV) pip install $(IN_VENV) --no-deps --editable .
	@touch $@

# What tests and checks need, which includes all of the above.
.venv/.dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	@$(UV) pip sync $(IN_VENV) --require-hashes requirements-dev.lock
	@$(UV) pip install $(IN_VENV) --no-deps --editable .
	@touch .venv/.run $@
