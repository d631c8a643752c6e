"""Which campaigns meet: the same goods in the same turn, the same people told twice; and whom that does not concern."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest

from lianyi.identity.types import Channel
from lianyi.insight.rules.calendar import conflicts, named
from lianyi.kit.ids import new_id
from lianyi.promotions.queries import Planned
from lianyi.promotions.types import Campaign, CampaignId, CampaignSku, Phase

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PHASES = {"group_buy": Phase.ACTIVITY, "flash_sale": Phase.ACTIVITY, "coupon": Phase.COUPON, "check_in": None}
TEA, CUPS = new_id(), new_id()


def campaign(play="group_buy", *, since=0, until=7, skus=(TEA,), state="published", **more):
    given = {"channels": (Channel.MINI, Channel.H5), "audience": "everyone"} | more
    return Campaign(
        id=CampaignId(new_id()), play=play, title="春茶", state=state, starts_at=NOW + since * DAY,
        ends_at=NOW + until * DAY, settings={},
        skus=tuple(CampaignSku(sku, new_id(), None, 0, {}) for sku in skus), orders_per_person_max=None,
        pieces_per_person_max=None, budget_fen=None, spent_fen=0, rules_zh=(), rules_en=(), version=1, **given,
    )  # fmt: skip


def planned(one, told=(), spans=None, goods=None):
    """`goods`: what it reaches, where that is not its shelf."""
    shelf = [sku.sku_id for sku in one.skus]
    return Planned(one, PHASES[one.play], tuple(told), spans, frozenset(shelf if goods is None else goods))


def met(*campaigns, tells=None):
    return [
        (one.kind, one.level, one.campaign_ids)
        for one in conflicts([planned(each, (tells or {}).get(each.id, ())) for each in campaigns], NOW)
    ]  # fmt: skip


def test_two_prices_for_the_same_goods_at_the_same_time():
    one, other = campaign(skus=(TEA, CUPS)), campaign("flash_sale", since=3, until=9, skus=(CUPS,))
    found = conflicts([planned(one), planned(other)], NOW)
    assert [(each.kind, each.level, each.goods) for each in found] == [("same_goods", "warn", {CUPS})]
    assert (found[0].since, found[0].until) == (NOW + 3 * DAY, NOW + 7 * DAY)
    assert "不会叠加" in found[0].zh
    assert "never stack" in found[0].en


def hours(*pairs, days=3):
    """Slots of each day, hours after NOW."""
    return tuple(
        (NOW + day * DAY + timedelta(hours=since), NOW + day * DAY + timedelta(hours=until))
        for day in range(days)
        for since, until in pairs
    )


def test_two_sales_meet_in_their_slots_alone():
    one, other = campaign("flash_sale"), campaign("flash_sale")
    mornings, evenings = hours((0, 2), (4, 6)), hours((2, 4), (6, 8))
    assert conflicts([planned(one, (), mornings), planned(other, (), evenings)], NOW) == []
    crossing = hours((5, 7))
    [met_at] = conflicts([planned(one, (), mornings), planned(other, (), crossing)], NOW)
    assert (met_at.since, met_at.until) == (NOW + timedelta(hours=5), NOW + 2 * DAY + timedelta(hours=6))


def test_a_sale_meets_what_runs_all_day_while_a_slot_is_open():
    one, teams = campaign("flash_sale"), campaign(since=1)
    [met_at] = conflicts([planned(one, (), hours((0, 2))), planned(teams)], NOW)
    assert (met_at.since, met_at.until) == (NOW + DAY, NOW + 2 * DAY + timedelta(hours=2))
    assert conflicts([planned(one, (), hours((0, 2), days=1)), planned(teams)], NOW) == []
    assert conflicts([planned(one, (), ()), planned(teams)], NOW) == []


def test_two_coupons_for_the_same_goods_are_only_noted():
    assert [level for _, level, _ in met(campaign("coupon"), campaign("coupon"))] == ["note"]


def test_coupons_meet_on_what_they_reach():
    """A category holds the tea, the shop both, and a gift is not what its coupon is good for."""
    tea, all_of_it = (
        planned(campaign("coupon", skus=()), goods={TEA}),
        planned(campaign("coupon"), goods={TEA, CUPS}),
    )
    cups, gift = (
        planned(campaign("coupon", skus=(CUPS,))),
        planned(campaign("coupon", skus=(CUPS,)), goods={TEA}),
    )
    [found] = conflicts([tea, all_of_it], NOW)
    assert (found.kind, found.level, found.goods) == ("same_goods", "note", {TEA})
    assert "一单只能用其中一个" in found.zh
    assert conflicts([tea, cups], NOW) == conflicts([gift, cups], NOW) == []
    ids = [one.campaign.id for one in (tea, gift, all_of_it, cups)]
    found = conflicts([tea, gift, all_of_it, cups], NOW)
    assert [one.campaign_ids for one in found] == [tuple(ids[:3]), (ids[2], ids[3])]


def test_all_goods_are_named_up_to_a_limit_and_all_are_counted():
    for count, told in ((9, 9), (50, 50), (51, 50)):
        many = sorted(new_id() for _ in range(count))
        [found] = conflicts([planned(campaign("coupon"), goods=many) for _ in range(2)], NOW)
        assert (named(found), len(found.goods)) == (many[:told], count)


def test_notes_on_as_many_goods_that_begin_alike_stay_apart():
    """The first seven are the same, and the eighth is another: what is said of one is not true of the other."""
    many = sorted(new_id() for _ in range(10))
    broad, one, other = (
        planned(campaign("coupon"), goods=goods) for goods in (many, many[:8], [*many[:7], many[8]])
    )
    found = conflicts([broad, one, other], NOW)
    assert {each.campaign_ids: each.goods for each in found} == {
        (broad.campaign.id, one.campaign.id): set(many[:8]),
        (broad.campaign.id, other.campaign.id): {*many[:7], many[8]},
        (one.campaign.id, other.campaign.id): set(many[:7]),
    }


def test_coupons_that_all_meet_on_the_same_goods_are_one_note():
    """Three at once, and one that only the last of them meets: two notes, and no pair that does not meet."""
    early, middle, late = (
        campaign("coupon"),
        campaign("coupon", since=1),
        campaign("coupon", since=2, until=9),
    )
    last = campaign("coupon", since=8, until=10)
    found = conflicts([planned(one) for one in (early, middle, late, last)], NOW)
    assert [one.campaign_ids for one in found] == [(early.id, middle.id, late.id), (late.id, last.id)]
    assert [(one.since, one.until) for one in found] == [
        (NOW + DAY, NOW + 7 * DAY), (NOW + 8 * DAY, NOW + 9 * DAY)
    ]  # fmt: skip


def test_notes_never_crowd_out_a_warning():
    """Pairs that share one SKU of their own each, so that no two notes are one."""
    goods = {pair: new_id() for pair in combinations(range(22), 2)}
    coupons = [
        planned(campaign("coupon"), goods={sku for pair, sku in goods.items() if number in pair}) for number in range(22)
    ]  # fmt: skip
    found = conflicts([*coupons, planned(campaign()), planned(campaign("flash_sale"))], NOW)
    assert (len(found), [one.level for one in found[:2]]) == (200, ["warn", "note"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"since": 7, "until": 9}),  # one begins when the other ends
        ({}, {"skus": (CUPS,)}),
        ({}, {"play": "coupon"}),  # another turn: they may stack
        ({"skus": ()}, {"skus": ()}),
        ({"audience": "new_customers"}, {"audience": "returning"}),
        ({"channels": (Channel.MINI,)}, {"channels": (Channel.H5,)}),
        ({}, {"state": "stopped"}),
        ({}, {"state": "ended"}),
        ({"since": -9, "until": -1}, {"since": -9, "until": -1}),  # over
        ({"play": "check_in"}, {"play": "check_in"}),  # no price at all
    ],
)
def test_who_does_not_meet(one, other):
    assert met(campaign(**one), campaign(**other)) == []


def test_a_draft_is_warned_of_before_it_is_published():
    assert len(met(campaign(), campaign(state="draft"))) == 1


def test_people_who_are_told_twice_a_day():
    one, other = campaign("flash_sale"), campaign("flash_sale", skus=(CUPS,))
    mornings = [NOW + number * DAY for number in range(3)]
    evenings = [at + timedelta(hours=8) for at in mornings[1:]]
    found = conflicts([planned(one, mornings), planned(other, evenings)], NOW)
    assert [(each.kind, each.level) for each in found] == [("told_twice", "note")]
    assert [day.isoformat() for day in found[0].days] == ["2026-03-03", "2026-03-04"]
    late = [NOW + timedelta(hours=15)]  # 1:00 of the next day in Shanghai
    assert met(one, other, tells={one.id: mornings[:1], other.id: late}) == []
