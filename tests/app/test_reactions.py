"""Whoever stands above hears of a fact after those below, whatever was imported first."""

from lianyi.app.domains import DOMAINS
from lianyi.app.wiring import load_work
from lianyi.kit import outbox


def test_reactions_run_from_the_lowest_domain_up():
    load_work()
    of_payment = outbox.reactions_of("orders.order_paid")
    of_payment.reverse()
    load_work()
    places = [DOMAINS.index(reaction.__module__.partition(".reactions")[0]) for reaction in of_payment]
    assert places == sorted(places)
    assert len(set(places)) > 2
