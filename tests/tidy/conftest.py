"""Nothing here makes garbage."""

import gc

import pytest


@pytest.fixture(scope="package", autouse=True)
def _the_collector_rests():
    """Every file stays parsed for all checks: millions of nodes, which the collector would walk again and again."""
    gc.disable()
    yield
    gc.freeze()
    gc.enable()
