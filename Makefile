# The few commands of this project. `make run` and `make test` need nothing but git, make and Python 3.11 or newer.
.DEFAULT_GOAL := help
.PHONY: help run prepare test lint format bench messages stop clean

# The first Python on the path that is new enough; name another with PYTHON=...
PYTHON ?= $(or $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done),python3)
BOOTSTRAP = @$(PYTHON) -m rollout.bootstrap
ARGS ?=

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  PORT=8001       another port for make run"
	@echo "  ARGS='...'      further words, e.g. make test ARGS='tests/sites -k map'"
	@echo "  DATABASE_URL=.. a PostgreSQL of your own; docs/configuration.md lists every variable"

run: ## prepare everything, fill the database, and serve on 127.0.0.1:8000 until Ctrl-C
	$(BOOTSTRAP) run $(ARGS)

prepare: ## the same without the server
	$(BOOTSTRAP) prepare $(ARGS)

test: ## prepare what the tests need and run the whole suite
	$(BOOTSTRAP) test $(ARGS)

lint: ## check the code's rules and layout
	$(BOOTSTRAP) lint $(ARGS)

format: ## mend the code's layout
	$(BOOTSTRAP) format $(ARGS)

bench: ## measure, and print the table that docs/performance.md keeps
	$(BOOTSTRAP) bench $(ARGS)

messages: ## collect the sentences to translate into Indonesian, and compile the catalogue
	$(BOOTSTRAP) messages

stop: ## stop the server, its worker and the embedded database
	$(BOOTSTRAP) stop

clean: ## remove what can be made again; the database and the uploads stay
	$(BOOTSTRAP) clean
