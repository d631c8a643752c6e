"""Cuts are known beforehand, each at least a fen, and come to start − floor exactly."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.identity.types import Channel
from lianyi.kit.ids import new_id
from lianyi.promotions.plays.bargain import rules
from lianyi.promotions.plays.bargain.errors import BargainPriceWrong, CutsWrong
from lianyi.promotions.plays.bargain.types import BargainSettings, BargainSku, CutIn, Run, Terms
from lianyi.promotions.types import Campaign, HelpRun, PlayLine
from tests.conftest import NOW


def shares(count):
    """So many shares that are 100 % together."""
    return st.lists(st.integers(1, 100), min_size=count, max_size=count).map(_to_whole)


def _to_whole(weights):
    parts = [10_000 * one // sum(weights) for one in weights]
    parts[0] += 10_000 - sum(parts)
    return [CutIn(share_bp=one) for one in parts]


@st.composite
def bargains(draw):
    people = draw(st.integers(1, 60))
    declared = draw(st.booleans())
    settings = BargainSettings(
        people=people, cuts=draw(shares(people)) if declared else None,
        new_customer_cuts=draw(st.integers(1, 5)),
    )  # fmt: skip
    floor_fen = draw(st.integers(1, 50_000))
    list_fen = floor_fen + draw(st.integers(people * 100, 1_000_000))
    start = draw(st.none() | st.integers(floor_fen + people * 100, list_fen))
    return settings, BargainSku(floor_price_fen=floor_fen, start_price_fen=start), list_fen


def run_of(settings, sku, list_fen, taken=0, **more):
    start_fen = rules.start_of(sku, list_fen)
    cuts = rules.cuts_of(settings, start_fen, sku.floor_price_fen)
    terms = Terms(
        new_id(), new_id(), new_id(), new_id(), list_fen, start_fen, sku.floor_price_fen, cuts, 30, new_id(), (), (),
        NOW,
    )  # fmt: skip
    standing = {
        "id": terms.id, "campaign_id": terms.campaign_id, "play": "bargain", "person_id": new_id(), "about": terms.sku_id,
        "need": len(cuts), "taken": taken, "people": taken, "weight_new": settings.new_customer_cuts, "only_new": False,
        "per_person_max": 5, "per_day_max": 3, "early": settings.buy_early, "state": "open", "review": None, "reasons": [],
        "review_words": "", "opened_at": NOW, "closes_at": NOW + timedelta(hours=24), "ends_at": NOW + timedelta(hours=48),
        "filled_at": NOW if taken == len(cuts) else None, "order_id": None,
    }  # fmt: skip
    return Run(terms, HelpRun(**standing | more))


@given(bargains())
def test_cuts_come_to_the_whole_and_no_price_leaves_its_bounds(bargain):
    settings, sku, list_fen = bargain
    rules.check(settings, [(PlayLine(new_id(), new_id(), "茶", list_fen, 1), sku)])
    whole = run_of(settings, sku, list_fen)
    cuts = whole.terms.cuts
    assert (len(cuts), min(cuts) >= 1) == (settings.people, True)
    assert sum(cuts) == whole.terms.start_fen - whole.terms.floor_fen
    prices = [run_of(settings, sku, list_fen, taken).price_fen for taken in range(len(cuts) + 1)]
    assert (prices[0], prices[-1]) == (whole.terms.start_fen, sku.floor_price_fen)
    assert prices == sorted(set(prices), reverse=True)


@given(bargains(), st.data())
def test_what_the_next_help_takes_off_is_what_it_will_take_off(bargain, data):
    settings, sku, list_fen = bargain
    taken = data.draw(st.integers(0, settings.people - 1))
    before = run_of(settings, sku, list_fen, taken)
    for is_new, steps in ((False, 1), (True, settings.new_customer_cuts)):
        after = run_of(settings, sku, list_fen, min(taken + steps, settings.people))
        assert before.price_fen - after.price_fen == rules.next_cut_fen(before, is_new=is_new)


@given(st.integers(2, 60), st.integers(1, 100_000), st.integers(1, 100_000))
def test_equal_cuts_differ_by_a_fen_at_most(people, floor_fen, more_fen):
    cuts = rules.cuts_of(BargainSettings(people=people), floor_fen + more_fen, floor_fen)
    assert max(cuts) - min(cuts) <= 1


@pytest.mark.parametrize(
    ("settings", "sku", "refusal", "field"),
    [
        ({"people": 2, "cuts": [{"share_bp": 10_000}]}, {}, CutsWrong, "settings.cuts"),
        ({"people": 2, "cuts": [{"share_bp": 5000}, {"share_bp": 4999}]}, {}, CutsWrong, "settings.cuts"),
        ({}, {"floor_price_fen": 6800}, BargainPriceWrong, "skus.0.settings.floor_price_fen"),
        ({}, {"start_price_fen": 6801}, BargainPriceWrong, "skus.0.settings.floor_price_fen"),
        ({"people": 5}, {"floor_price_fen": 6796}, BargainPriceWrong, "skus.0.settings.floor_price_fen"),
    ],
)
def test_what_is_no_bargain_is_refused(settings, sku, refusal, field):
    line = PlayLine(new_id(), new_id(), "茶", 6800, 1)
    with pytest.raises(refusal) as told:
        rules.check(BargainSettings(**settings), [(line, BargainSku(**{"floor_price_fen": 1800} | sku))])
    assert told.value.field == field


def test_acts_by_who_looks_and_how_it_stands():
    settings, sku = BargainSettings(people=3), BargainSku(floor_price_fen=1800)
    fresh, full = run_of(settings, sku, 6800, 1), run_of(settings, sku, 6800, 3)
    owner, full_owner = fresh.standing.person_id, full.standing.person_id

    def acts(run, phase, who, **more):
        given = {"helped": False, "running": True, "now": NOW} | more
        return rules.acts_of(run, phase, who, **given)

    assert acts(fresh, "open", owner) == ["share", "buy_now"]
    assert acts(full, "full", full_owner) == ["buy"]
    assert acts(fresh, "open", new_id()) == ["help", "start_own"]
    assert acts(fresh, "open", None, helped=True) == ["start_own"]
    assert acts(fresh, "open", new_id(), running=False) == ["see_product"]
    assert acts(fresh, "open", owner, running=False) == ["buy_now"]
    held = run_of(settings, sku, 6800, 3, review="waiting")
    assert acts(held, "full", held.standing.person_id) == ["see_product"]
    strict = run_of(BargainSettings(people=3, buy_early=False), sku, 6800, 1)
    assert acts(strict, "open", strict.standing.person_id) == ["share"]
    ordered = run_of(settings, sku, 6800, 1, state="ordered")
    assert acts(ordered, "ordered", ordered.standing.person_id) == ["view_order"]


def test_the_rules_say_how_much_each_cut_is_and_what_a_new_customer_counts():
    settings = {"people": 2, "cuts": [{"share_bp": 7550}, {"share_bp": 2450}], "new_customer_cuts": 2}
    campaign = Campaign(
        new_id(), "bargain", "砍", "published", NOW, NOW + timedelta(days=1), (Channel.MINI,), settings, (), 1, None,
        None, 0, (), (), 1,
    )  # fmt: skip
    zh, en = rules.rules_text(campaign)
    assert ("75.5%、24.5%" in zh[0], "新客帮一次是 2 刀" in zh[1], len(zh) == len(en)) == (True, True, True)
