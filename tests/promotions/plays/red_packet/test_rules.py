"""What settings may say, what a roll means, what is told: by properties."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.identity.types import Channel
from lianyi.promotions.plays.red_packet import rules
from lianyi.promotions.plays.red_packet.errors import PacketWrong
from lianyi.promotions.plays.red_packet.play import PLAY
from lianyi.promotions.plays.red_packet.types import LuckyIn, RedPacketSettings
from lianyi.rulebook import taxes
from lianyi.rulebook.campaigns import CampaignFacts, check_campaign

TODAY = date(2026, 6, 1)
DRAW = {
    "opens": "weekly", "split": "lucky", "organiser": "山茶小铺 400-000-0000",
    "lucky": [{"fen": 88, "probability_bp": 9_000}, {"fen": 888, "probability_bp": 1_000}],
}  # fmt: skip


def settings(**given_settings):
    return RedPacketSettings.model_validate({"pays_in": "cmp_x"} | given_settings)


@given(st.lists(st.integers(1, 400), min_size=1, max_size=10, unique=True), st.data())
def test_as_many_rolls_lead_to_an_amount_as_its_odds_say(amounts, data):
    left, lucky = rules.WHOLE_BP, []
    for number, fen in enumerate(amounts):
        last = number == len(amounts) - 1
        odds = left if last else data.draw(st.integers(1, left - (len(amounts) - number - 1)))
        lucky.append(LuckyIn(fen=fen, probability_bp=odds))
        left -= odds
    drawn = [rules.drawn_fen(lucky, roll) for roll in range(rules.WHOLE_BP)]
    assert {one.fen: drawn.count(one.fen) for one in lucky} == {one.fen: one.probability_bp for one in lucky}


def test_a_roll_beyond_the_odds_is_an_error_and_not_an_amount():
    with pytest.raises(ValueError, match="beyond"):
        rules.drawn_fen([LuckyIn(fen=1, probability_bp=10)], 10)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (DRAW | {"opens": "purchase"}, "split"),
        (DRAW | {"lucky": DRAW["lucky"][:1]}, "lucky"),
        (DRAW | {"lucky": []}, "lucky"),
        (DRAW | {"lucky": [{"fen": 88, "probability_bp": 5_000}] * 2}, "lucky"),
        (DRAW | {"organiser": "  "}, "organiser"),
        ({"pays_in": ""}, "pays_in"),
        ({"pays": "cash", "fen": 12}, "fen"),
        (DRAW | {"pays": "cash", "lucky": [{"fen": 12, "probability_bp": 10_000}]}, "lucky"),
        ({"fen": 500, "person_day_fen": 499}, "person_day_fen"),
        ({"fen": 500, "day_fen": 499}, "day_fen"),
    ],
)
def test_settings_that_contradict_themselves_are_refused_at_the_field(wrong, field):
    with pytest.raises(PacketWrong) as refused:
        rules.check_settings(settings(**wrong))
    assert refused.value.field == f"settings.{field}"


@given(st.integers(rules.CASH_MIN_FEN, 20_000))
def test_of_money_at_least_ten_fen_arrive_and_a_fifth_is_tax(fen):
    rules.check_settings(settings(pays="cash", fen=fen, person_day_fen=20_000))
    net = rules.net_fen(settings(pays="cash"), fen)
    assert net >= 10
    assert net + taxes.prize(fen) == fen
    assert rules.net_fen(settings(), fen) == fen


@pytest.mark.parametrize(
    ("how", "mini", "wechat_h5", "h5"),
    [
        ({"split": "shared"}, True, False, True),
        ({"split": "shared", "opens": "weekly"}, True, False, True),
        ({"split": "own"}, True, True, True),
        (DRAW, True, False, True),
    ],
)
def test_where_each_way_of_splitting_may_run(how, mini, wechat_h5, h5):
    """Platform rules 1.6: parts for friends and draws are not on links; what one takes alone runs everywhere."""
    verdict = rules.verdict_of(settings(**how))
    found = {one: one in verdict.channels for one in Channel}
    assert found == {Channel.MINI: mini, Channel.WECHAT_H5: wechat_h5, Channel.H5: h5}
    facts = CampaignFacts(
        verdict.rewarded_act, verdict.outcome_known, frozenset(one.value for one in Channel), ("规则",)
    )
    refused = {one.subject for one in check_campaign(rules.declares(facts, settings(**how), ()), TODAY)}
    assert refused == (set() if wechat_h5 else {"channels.wechat_h5"})


def test_lucky_and_share_never_meet():
    """Whatever is set, chance is declared as a draw, and a draw has no card: nothing about it can be shared."""
    drawn = rules.verdict_of(settings(**DRAW))
    assert (drawn.rewarded_act, drawn.outcome_known) == ("none", False)
    assert not settings(**DRAW).shares


@pytest.mark.parametrize(
    "how", [{}, {"opens": "weekly"}, {"split": "own"}, {"pays": "cash"}, DRAW, DRAW | {"pays": "cash"}]
)
def test_all_rules_are_told_in_both_languages(how, campaign_of):
    told = settings(**how)
    zh, en = rules.rules_text(campaign_of(told))
    assert len(zh) == len(en) >= 5
    whole = "".join(zh)
    if told.split == "lucky":
        assert "0.88 元 90%" in whole
        assert "8.88 元 10%" in whole
        assert told.organiser in whole
    if told.split == "shared":
        assert "5 份" in whole
        assert "分享本身没有任何奖励" in whole
    if told.pays == "cash":
        assert "20%" in whole
        assert "30 天" in whole
    assert not [line for line in (*zh, *en) if "  " in line or "None" in line]


def test_the_card_is_what_the_frame_takes():
    assert PLAY.card.declares is not None
    assert replace(PLAY.card).verdict_of is not None
