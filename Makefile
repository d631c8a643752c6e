# `make help` lists the targets. Everything else is a program in Python, so that it works in any folder for any user.
PYTHON ?= $(shell for each in python3.11 python3.12 python3.13 python3.14 python3; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$each" && break; done)
LIANYI := .venv/bin/python -m lianyi.app
RUN_ENV := $(or $(PYTHON),python3) requirements/install.py run
TEST_ENV := $(or $(PYTHON),python3) requirements/install.py test

.DEFAULT_GOAL := help
.PHONY: help run demo test test-all bench lint types check lock openapi client play screens clean replay

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^## / {printf "\n\033[1m%s\033[0m\n", substr($$0, 4)} \
		/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

## To see it
run: ## Everything in one command: shop, console, sandbox, database; Ctrl-C stops it
	@$(RUN_ENV)
	@exec $(LIANYI) run

demo: ## The main job as a story in the terminal, on a fresh temporary instance
	@$(RUN_ENV)
	@exec $(LIANYI) demo

## To trust it
replay: ## A real shop's invoices lived, the books held against its file: DATA=path LIMIT=n (0: all)
	@$(RUN_ENV)
	@exec $(LIANYI) replay "$(or $(DATA),../shared/data/online_retail)" --limit $(or $(LIMIT),3000)

test: ## Every check and every test but the slow ones (at most 12 minutes on two cores)
	@$(TEST_ENV)
	@exec .venv/bin/python tests/run.py

test-all: ## The slow sets too: kill points, fuzzing, every screenshot
	@$(TEST_ENV)
	@exec .venv/bin/python tests/run.py --all

bench: ## Figures beside the floor, a fresh instance each: make bench NAME=order (alone it lists the names)
	@$(RUN_ENV)
	@exec .venv/bin/python -m bench $(NAME)

check: ## What reads the source only: lint, types, import contracts, tidy
	@$(TEST_ENV)
	@exec .venv/bin/python tests/run.py --only lint --only types --only contracts --only tidy

lint: ## Put the source in order: ruff format, ruff check --fix
	@$(TEST_ENV)
	@.venv/bin/python -m ruff format . && .venv/bin/python -m ruff check --fix .

types: ## Strict types
	@$(TEST_ENV)
	@.venv/bin/python -m mypy

## To change it
lock: ## Lock requirements/*.in with hashes again (needs uv)
	@cd requirements && for set in run test; do uv pip compile --quiet --upgrade --python-version 3.11 \
		--generate-hashes --no-emit-index-url --custom-compile-command "make lock" -o $$set.txt $$set.in || exit 1; done

openapi: ## Write docs/openapi.json from the code
	@$(TEST_ENV)
	@$(LIANYI) openapi docs/openapi.json

client: openapi ## Generate web/client from docs/openapi.json
	@$(LIANYI) client

play: ## A new play that works: make play NAME=lucky_wheel TITLE=幸运转盘
	@$(TEST_ENV)
	@$(LIANYI) play $(NAME) --title "$(TITLE)"
	@$(LIANYI) openapi docs/openapi.json

screens: ## Save a picture of every page at both sizes into .screens
	@$(TEST_ENV)
	@exec .venv/bin/python tests/run.py --only screens

clean: ## Remove what builds and checks left behind; the data in .data stay
	@rm -rf .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .screens \
		web/console/dist web/shop/dist web/console/node_modules web/shop/node_modules
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
