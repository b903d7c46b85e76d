# Everything is installed into .venv and nothing else on the machine is changed; only `make test`, run as root
# on Debian, adds Chromium and PostgreSQL with apt where they are missing.

BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help setup run demo test lint format bench requirements

help: ## This list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

setup: ## Install Terbit and the tools of its developers into .venv (quick when nothing changed)
	@tools/setup.sh .venv

run: setup ## Start the house in terbit-data/ (TERBIT_HOST, TERBIT_PORT, TERBIT_HOME)
	@exec $(BIN)/terbit run

demo: setup ## Open the demo newspaper, in a house apart from yours (terbit-demo/)
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

requirements: ## Pin the requirement files again after a change in pyproject.toml (ARGS="--upgrade")
	@tools/requirements.sh $(ARGS)
