"""The arithmetic and the words, over whatever a merchant may set."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.kit.ids import encode, new_id
from lianyi.kit.money import format_yuan
from lianyi.promotions.plays.assist import rules
from lianyi.promotions.plays.assist.errors import AssistWrong, TooLateToOpen
from lianyi.promotions.plays.assist.play import worst_claim
from lianyi.promotions.plays.assist.types import Asked, AssistSettings, AssistSku, Promise
from lianyi.promotions.types import Campaign, HelpRun, PlayLine

NOW = datetime(2026, 6, 1, tzinfo=UTC)
WORD = encode("cmp", new_id())
SETTINGS = st.builds(
    AssistSettings, people=st.integers(1, 50), hours=st.integers(1, 168), use_hours=st.integers(1, 168),
    pay_minutes=st.integers(5, 120), runs_per_person_max=st.integers(1, 20), helps_per_person_max=st.integers(1, 50),
    new_helpers_only=st.booleans(), helper_fen=st.none() | st.integers(1, 100_000),
)  # fmt: skip
CAMPAIGN = Campaign(
    new_id(), "assist", "助力", "published", NOW, NOW + timedelta(days=7), (), {}, (), None, None, None, 0, (), (), 1
)  # fmt: skip


def campaign_of(settings, days=7):
    return replace(CAMPAIGN, settings=settings.model_dump(mode="json"), ends_at=NOW + timedelta(days=days))


def asked(price_fen, list_price_fen, sku_id):
    promise = Promise(
        new_id(), CAMPAIGN.id, sku_id, new_id(), price_fen, [], [], "kept", 0, False, new_id(), None
    )
    run = HelpRun(
        promise.run_id, CAMPAIGN.id, "assist", new_id(), sku_id, 1, 1, 1, 1, False, 1, 1, False, "open", None, [], "",
        NOW, NOW, NOW, NOW, None,
    )  # fmt: skip
    return Asked(promise, run, 15), PlayLine(sku_id, promise.product_id, "茶", list_price_fen, 1)


@given(st.integers(1, 10**8), st.integers(1, 10**8))
def test_a_piece_costs_the_told_price_and_never_more_than_its_own(price_fen, list_price_fen):
    question, line = asked(price_fen, list_price_fen, new_id())
    off = sum(one.amount_fen for one in rules.adjustments(question, [line]))
    assert line.price_fen + off == min(price_fen, list_price_fen)
    claim = max(0, worst_claim(AssistSettings(), AssistSku(price_fen=price_fen), list_price_fen))
    assert claim == -off


@given(SETTINGS, st.integers(1, 366), st.integers(0, 366 * 24))
def test_helping_ends_in_time_to_order_before_the_campaign_does(settings, days, hours):
    running, now = campaign_of(settings, days), NOW + timedelta(hours=hours)
    try:
        closes_at, ends_at = rules.times(settings, running, now)
    except TooLateToOpen:
        assert now + rules.HELPING_LEAST + timedelta(hours=settings.use_hours) > running.ends_at
    else:
        assert now + rules.HELPING_LEAST <= closes_at <= now + timedelta(hours=settings.hours)
        assert ends_at - closes_at == timedelta(hours=settings.use_hours)
        assert ends_at <= running.ends_at


@given(SETTINGS)
def test_every_number_that_binds_anybody_stands_in_the_rules(settings):
    for words in map("".join, rules.rules_text(campaign_of(settings))):
        for number in (
            settings.people, settings.hours, settings.use_hours, settings.pay_minutes, settings.runs_per_person_max,
            settings.helps_per_person_max,
        ):  # fmt: skip
            assert f"{number}" in words
        if settings.helper_fen is not None:
            assert format_yuan(settings.helper_fen) in words
    zh, en = map("".join, rules.rules_text(campaign_of(settings)))
    assert ("只有还没有在本店买过东西的新客" in zh) is settings.new_helpers_only
    assert ("Only people who have not bought" in en) is settings.new_helpers_only


LINE = PlayLine(new_id(), new_id(), "龙井", 6800, 1)


@pytest.mark.parametrize(
    ("settings", "skus", "field"),
    [
        ({"coupon_fen": 1}, [1], "settings.coupon_fen"),
        ({"coupon_in": WORD}, [1], "settings.coupon_in"),
        ({"reward": "coupon", "coupon_in": WORD}, [], "settings.coupon_fen"),
        ({"reward": "coupon", "coupon_fen": 1}, [], "settings.coupon_in"),
        ({"helper_fen": 1}, [1], "settings.helper_in"),
        ({"helper_in": WORD}, [1], "settings.helper_fen"),
        ({}, [], "skus"),
        ({"reward": "coupon", "coupon_fen": 1, "coupon_in": WORD}, [1], "skus"),
        ({}, [1, 6800], "skus.1.settings.price_fen"),
    ],
)
def test_settings_that_contradict_themselves_are_refused_at_the_field(settings, skus, field):
    with pytest.raises(AssistWrong) as told:
        rules.check(
            AssistSettings.model_validate(settings), [(LINE, AssistSku(price_fen=one)) for one in skus]
        )
    assert told.value.field == field


def test_settings_that_agree_pass():
    rules.check(AssistSettings(), [(LINE, AssistSku())])
    rules.check(
        AssistSettings(reward="coupon", coupon_fen=1, coupon_in=WORD, helper_fen=1, helper_in=WORD), []
    )


def test_help_never_brings_a_price_to_nothing():
    with pytest.raises(ValueError, match="greater than or equal to 1"):
        AssistSku(price_fen=0)
