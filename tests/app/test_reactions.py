"""Whoever stands above hears of a fact after those below, whatever was imported first, be its reactions one file or many."""

import pytest

from lianyi.app.domains import DOMAINS
from lianyi.app.wiring import load_work
from lianyi.kit import outbox


@pytest.fixture
def mixed():
    """Every fact's reactions in the wrong order; afterwards they stand as they were registered."""
    load_work()
    before = {kind: list(told) for kind, told in outbox._reactions.items()}
    for told in outbox._reactions.values():
        told.reverse()
    yield before.keys()
    for kind, told in before.items():
        outbox._reactions[kind][:] = told


def test_reactions_run_from_the_lowest_domain_up(mixed):
    load_work()
    places = {
        kind: [
            DOMAINS.index(reaction.__module__.partition(".reactions")[0])
            for reaction in outbox.reactions_of(kind)
            if ".reactions" in reaction.__module__
        ]
        for kind in mixed
    }
    assert {kind: sorted(place) for kind, place in places.items()} == places
    assert len(set(places["orders.order_paid"])) > 2
