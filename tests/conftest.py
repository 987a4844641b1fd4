"""The switch that writes golden files anew, and how Hypothesis draws.

`make test` draws the same examples each time, so that a red test means that the change broke something. `make explore` draws
other ones at random, ten times as many where a test does not say how many: what it finds becomes an `@example` and is mended.
"""

import os

import pytest
from hypothesis import settings

settings.register_profile("steady", derandomize=True, print_blob=True)
settings.register_profile("explore", max_examples=1000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files anew, if their invariant holds")
