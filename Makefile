# Everything is installed into .venv and nothing else on the machine is changed; only `make test`, run as root
# on Debian, adds Chromium, PostgreSQL, nginx and Varnish with apt where they are missing.

BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help setup installed run demo test lint format bench conformance lighthouse requirements

help: ## This list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

setup: ## Install Terbit and the tools of its developers into .venv (quick when nothing changed)
	@tools/setup.sh .venv

installed:
	@tools/setup.sh --to-run .venv

run: installed ## Start the house in terbit-data/ (TERBIT_HOST, TERBIT_PORT, TERBIT_HOME)
	@exec $(BIN)/terbit run

demo: installed ## Open the demo newspaper, in a house apart from yours (terbit-demo/)
	@TERBIT_HOME="$${TERBIT_HOME:-terbit-demo}" exec $(BIN)/terbit demo

test: lint ## Lint, then every test on SQLite and on PostgreSQL, with the oldest and the newest Django
	@tools/test.sh

lint: setup ## What the linters say about code, types, layers and templates
	@tools/lint.sh $(BIN)

format: setup ## Let the linters mend what they can
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

bench: setup ## Measure what the design holds every change to (ARGS="…")
	@$(BIN)/python -m bench $(ARGS)

conformance: setup ## Every address of the demo through the validators of HTML, links, structured data, feeds
	@$(BIN)/python bench/conformance.py

lighthouse: setup ## Lighthouse over the kinds of page, as on a phone (needs Node.js and Chromium; ARGS="…")
	@$(BIN)/python bench/lighthouse.py $(ARGS)

requirements: ## Pin the requirement files again after a change in pyproject.toml (ARGS="--upgrade")
	@tools/requirements.sh $(ARGS)
