"""What a campaign may not be, by what its play declares."""

from dataclasses import replace
from datetime import date

import pytest

from lianyi.rulebook.campaigns import CampaignFacts, Prize, check_campaign

TODAY = date(2026, 6, 1)
GROUP = CampaignFacts("purchase", True, frozenset({"mini", "wechat_h5"}), ("三人成团",))
DRAW = CampaignFacts(
    "none", False, frozenset({"h5"}), ("抽奖规则",), draw=True,
    prizes=(Prize("手机", 500_000, quantity=1, probability_bp=10), Prize("券", 500, probability_bp=5_000)),
    no_prize_bp=4_990, winners_published=True, organiser="山茶小铺",
)  # fmt: skip


def test_an_ordinary_group_buy_and_a_lawful_draw_pass():
    assert check_campaign(GROUP, TODAY) == ()
    assert check_campaign(DRAW, TODAY) == ()


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        (replace(GROUP, outcome_known=False), "allowed_there"),
        (replace(GROUP, rewarded_act="confirmed_help"), "allowed_there"),
        (replace(GROUP, rules_lines=()), "told_beforehand"),
        (replace(GROUP, places=frozenset({"mini"}), rewarded_act="confirmed_help", lowest_fen=0), "no_price_of_nothing"),
        (replace(DRAW, organiser=""), "prize_told"),
        (replace(DRAW, prizes=(), no_prize_bp=0), "prize_told"),
        (replace(DRAW, prizes=(Prize("谢谢", 0),), no_prize_bp=0), "prize_told"),
        (replace(DRAW, prizes=(Prize("车", 5_000_001, quantity=1),)), "prize_within_limit"),
        (replace(DRAW, no_prize_bp=4_991), "probabilities_whole"),
        (replace(DRAW, winners_published=False), "winners_told"),
        (replace(GROUP, virtual=True, invitee_gains=True), "invited_to_nothing_virtual"),
    ],
)  # fmt: skip
def test_a_campaign_that_breaks_one_rule_is_named_by_it(facts, rule):
    assert {one.rule for one in check_campaign(facts, TODAY)} == {rule}


def test_a_prize_of_exactly_fifty_thousand_yuan_passes():
    assert check_campaign(replace(DRAW, prizes=(Prize("车", 5_000_000, quantity=1),)), TODAY) == ()
