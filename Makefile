# Recipes for people; .ci/run is the gate and works without make.
.DEFAULT_GOAL := check
.PHONY: setup check gate test quick golden run format docs

# Install the program and its checkers into the active environment.
setup:
	python -m pip install -e ".[dev]"

# What to run before every commit: the gate's checks in the active environment.
check:
	bash .ci/run --here lint types contracts tests

# The whole gate, in new virtual environments, as CI runs it.
gate:
	bash .ci/run

# All tests.
test:
	python -m pytest

# The tests that take seconds.
quick:
	python -m pytest -m "not slow" -q

# Rewrite the golden records; the commit that contains the difference says "results change".
golden:
	WARGAME_UPDATE_GOLDEN=1 python -m pytest tests -k golden -q
	git diff --stat -- tests

# One run of the tutorial, with its report.
run:
	wargame run tutorial --out out/tutorial

# Let ruff lay out the code and mend what it can.
format:
	ruff check --fix .
	ruff format .

# The documents as web pages, in docs/_build.
docs:
	python -m pip install --quiet -e ".[docs]"
	python -m sphinx -W --keep-going docs docs/_build
