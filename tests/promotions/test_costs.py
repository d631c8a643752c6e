"""What placing an order costs in statements: nothing more without a campaign, and as its head says with one."""

import pytest

from lianyi.kit.db import ReadSession
from tests.promotion_world import place, published, quote

pytestmark = pytest.mark.usefixtures("own_plays")


@pytest.fixture
def sent(monkeypatch):
    """Every statement that a session sends, by its first words."""
    texts = []
    ask = ReadSession._ask

    def counted(self, statement, params):
        texts.append(" ".join(statement.text.split()[:4]))
        return ask(self, statement, params)

    monkeypatch.setattr(ReadSession, "_ask", counted)
    return texts


async def test_an_order_without_a_campaign_costs_what_it_always_did(shop, sent):
    await published(shop, 500, budget_fen=10_000, quotas=(5,), orders_per_person_max=3)
    made = await quote(shop, None, 1)
    sent.clear()
    await place(shop, made)
    assert len(sent) == 12, sent
    assert not any("promotions" in text for text in sent)


@pytest.mark.parametrize(
    ("limits", "more"),
    [
        ({}, 6), ({"orders_per_person_max": 3}, 7), ({"budget_fen": 10_000}, 7), ({"quotas": (5,)}, 8),
        ({"orders_per_person_max": 3, "budget_fen": 10_000, "quotas": (5,)}, 10),
    ],
)  # fmt: skip
async def test_a_campaign_costs_as_much_more_as_the_head_of_place_order_says(shop, sent, limits, more):
    running = await published(shop, 500, **limits)
    made = await quote(shop, running, 1)
    sent.clear()
    await place(shop, made)
    # the tests' own play needs no statement for its load nor for its claim: two of the six are a real play's
    assert len(sent) == 12 + more - 2, sent
