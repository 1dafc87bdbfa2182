# make help lists the targets.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
PORT ?= 8000
PYTHON ?= $(shell deploy/find-python 3.11 3.12 3.13)
PYTHON_NEXT ?= $(shell deploy/find-python 3.13 3.12)
pip_install = install -qq --disable-pip-version-check
# judge pages in `make audit`; they need npm (and vnu Java), and who lacks it does without them and is told so
lighthouse = .venv/lighthouse/node_modules/.bin/lighthouse
vnu = .venv/vnu/node_modules/vnu-jar/build/dist/vnu.jar

run: .venv/.site  ## try the site at http://localhost:8000 (PORT= changes that); Ctrl-C stops it
	@PORT=$(PORT) exec deploy/run-local

test: .venv/.workshop  ## all tests, on SQLite and on PostgreSQL, with a browser; ARGS="-k word" for some
	@.venv/bin/python -m tests $(ARGS)

test-next:  ## the tests on SQLite with a newer Python and Django 6, where there is one
	@if [ -z "$(PYTHON_NEXT)" ]; then echo "test-next: no Python 3.13 or 3.12 at hand, nothing was tested"; exit 0; fi; \
	$(MAKE) --no-print-directory .venv-next/.workshop && \
	TEST_DATABASE_URL= .venv-next/bin/python -m pytest -m "not browser" \
		-W default::DeprecationWarning -W default::PendingDeprecationWarning $(ARGS)

bench: .venv/.workshop  ## the benchmark: what was measured, and its limits; ARGS=import for one subject
	@.venv/bin/python -m tests.bench $(ARGS)

drill: .venv/.workshop  ## the failure drills, long, before a release; ARGS=import for one of them
	@.venv/bin/python -m tests.drill $(ARGS)

audit: .venv/.workshop $(vnu) $(lighthouse)  ## every kind of page: accessible, fitting, valid, light; ARGS="form home" for some
	@.venv/bin/python -m tests.audit $(ARGS)

lint: .venv/.workshop  ## style, likely bugs, import order
	.venv/bin/ruff check .

messages: .venv/.workshop  ## bring the Russian and Persian catalogues up to date with the sentences of the code
	@SECRET_KEY=only-for-reading-templates-0123456789-0123456789-01234567 DATA_DIR=$$(mktemp -d) \
		DJANGO_SETTINGS_MODULE=ccsis.settings PYTHONPATH=. .venv/bin/python deploy/messages.py

lock: .venv/.workshop  ## write requirements.lock anew from requirements.txt; ARGS=--upgrade for the newest
	env -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL -u PIP_FIND_LINKS PIP_CONFIG_FILE=/dev/null .venv/bin/pip-compile \
		--quiet --generate-hashes --strip-extras --annotation-style=line --no-header \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host $(ARGS) -o requirements.lock requirements.txt
	@{ echo '# Written by `make lock` from requirements.txt; every file of every version with its hash.'; \
		sed '/^# Written by/d' requirements.lock; } > requirements.lock.new && mv requirements.lock.new requirements.lock

help:  ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name what; do \
		printf '  make %-10s %s\n' "$$name" "$$what"; done

.venv/bin/python:
	@if [ -z "$(PYTHON)" ]; then echo "A Python from 3.11 to 3.13 with venv is needed (Debian: python3-venv)." >&2; exit 1; fi
	$(PYTHON) -m venv .venv

.venv/.site: requirements.lock | .venv/bin/python
	.venv/bin/python -m pip $(pip_install) --require-hashes -r requirements.lock
	@touch $@

.venv/.workshop: requirements-dev.txt .venv/.site
	.venv/bin/python -m pip $(pip_install) -r requirements-dev.txt
	@touch $@

.venv-next/.workshop: requirements.txt requirements-dev.txt
	$(PYTHON_NEXT) -m venv --clear .venv-next
	@sed 's/^django==[^ ]*/django>=6,<7/' requirements.txt > .venv-next/requirements.txt
	@sed '/^-r /d' requirements-dev.txt > .venv-next/requirements-dev.txt
	.venv-next/bin/python -m pip $(pip_install) -r .venv-next/requirements.txt -r .venv-next/requirements-dev.txt
	@touch $@

$(vnu): | .venv/bin/python
	@npm install --silent --no-audit --no-fund --prefix .venv/vnu vnu-jar@26.9.27 || true

$(lighthouse): | .venv/bin/python
	@npm install --silent --no-audit --no-fund --prefix .venv/lighthouse lighthouse@12 || true

.PHONY: run test test-next bench drill audit lint messages lock help
