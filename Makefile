.DEFAULT_GOAL := help
.PHONY: help run test test-fast check fix bench bench-credentials bench-irt pictures clean setup setup-dev

PYTHON := .venv/bin/python
WORKERS ?= auto

help: ## show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: setup ## start everything on http://127.0.0.1:8000 and print sign-in links
	@exec $(PYTHON) -m kunnande.site.cli serve $(if $(PEOPLE),--people $(PEOPLE))

test: setup-dev ## install what the tests need, then run every test
	@sh tools/system_packages.sh
	@sh tools/interop_packages.sh
	$(PYTHON) -m pytest -n $(WORKERS) --dist loadfile --cov --cov-report=term

test-fast: setup-dev ## run the tests that need neither browser nor Node
	$(PYTHON) -m pytest -n $(WORKERS) --dist loadfile --ignore=tests/browser --ignore=tests/interop

check: setup-dev ## format, lint, types, imports, templates, sizes, dependencies, translations
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports
	.venv/bin/djlint --lint --quiet src
	$(PYTHON) tools/check_sizes.py
	$(PYTHON) -m deptry src
	$(PYTHON) tools/translations.py check
	DJANGO_SETTINGS_MODULE=kunnande.site.settings $(PYTHON) -W ignore::RuntimeWarning \
		-m django makemigrations --check --dry-run

fix: setup-dev ## format and mend what can be mended by machine
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

bench: setup-dev ## run the measurements in bench/
	@for file in bench/[a-z]*.py; do $(PYTHON) "$$file"; done

bench-irt: setup-dev ## measure the psychometrics engine beside other packages, in their own .venv
	@$(PYTHON) -m uv venv --quiet --allow-existing .venv/peers
	@$(PYTHON) -m uv pip install --quiet --python .venv/peers/bin/python \
		--require-hashes -r requirements/bench-irt.txt
	@PYTHONPATH=src .venv/peers/bin/python bench/irt.py

bench-plan: setup-dev ## plan sessions and portfolios for five seeds and ten regions
	@$(PYTHON) bench/planning.py --seeds 5 --regions 10 --only sessions cancellations regions portfolio

bench-credentials: setup-dev ## issue and verify certificates, beside @digitalbazaar/vc; write 100,000
	@sh tools/interop_packages.sh
	@$(PYTHON) bench/credentials.py

pictures: setup-dev ## retake the pictures of README.md in a browser
	$(PYTHON) tools/pictures.py

clean: ## remove what was installed or built; the data in var/ stays
	rm -rf .venv .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	rm -rf tests/interop/node_modules
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

setup:
	@sh tools/setup.sh runtime

setup-dev:
	@sh tools/setup.sh dev
