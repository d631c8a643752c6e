"""A packet opens, people take of it, what is left goes back; a refusal moves nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lianyi.identity.events import PersonMerged
from lianyi.identity.types import Channel, System
from lianyi.orders import actions as orders
from lianyi.orders.types import Portion
from lianyi.promotions import actions
from lianyi.promotions.errors import CampaignInvalid, CampaignNotRunning, NotForYou, PlayNotHere
from lianyi.promotions.plays.red_packet import actions as packets
from lianyi.promotions.plays.red_packet import queries as reads
from lianyi.promotions.plays.red_packet import reactions
from lianyi.promotions.plays.red_packet.errors import (
    DayLimitReached,
    NoRedPacket,
    NotToday,
    OnlyForOthers,
    OnlyForOwner,
    PacketEmpty,
    PacketOver,
    PacketsGone,
    PacketWrong,
    ShopDayLimitReached,
    TakenAlready,
)
from lianyi.rulebook.refusal import AgainstTheRules
from tests.coupon_world import coupons_out
from tests.promotions.plays.red_packet.test_rules import DRAW
from tests.red_packet_world import (
    draft_of,
    packets_run,
    page,
    paying_coupons,
    read,
    somebody,
    standing,
    take,
    today,
    weekly_packet,
)


async def bought(shop, campaign_id, quantity=2):
    """An order that is paid, and the packet it brought."""
    order = await shop.paid(quantity)
    found = await read(shop, reads.packet_of_order, order.id, shop.shopper.person)
    return order, found


async def refused_with_nothing_moved(shop, campaign_id, refusal, hand):
    before = await standing(shop, campaign_id)
    with pytest.raises(refusal) as told:
        await hand
    assert await standing(shop, campaign_id) == before
    return told.value


async def test_a_paid_order_brings_a_packet_that_friends_take_in_known_parts(shop):
    running = await packets_run(shop, budget_fen=10_000, parts=3)
    _, packet = await bought(shop, running)
    assert await standing(shop, running) == (1500, ["open 0/3"], [], [], [])
    assert await take(shop, packet.id, somebody(shop)) == 500
    assert await take(shop, packet.id) == 500
    assert await standing(shop, running) == (1500, ["open 2/3"], [500, 500], [500, 500], [1000])
    assert await take(shop, packet.id, somebody(shop)) == 500
    assert (await standing(shop, running))[1] == ["taken 3/3"]
    await refused_with_nothing_moved(shop, running, PacketEmpty, take(shop, packet.id, somebody(shop)))


async def test_nobody_takes_two_parts_of_a_packet(shop):
    running = await packets_run(shop, budget_fen=10_000)
    _, packet = await bought(shop, running)
    friend = somebody(shop)
    await take(shop, packet.id, friend)
    await refused_with_nothing_moved(shop, running, TakenAlready, take(shop, packet.id, friend))


async def test_an_order_told_twice_has_one_packet_and_a_small_one_none(shop):
    running = await packets_run(shop, budget_fen=10_000, min_paid_fen=13_600)
    await bought(shop, running, 1)
    assert (await standing(shop, running))[1] == []
    order, _ = await bought(shop, running, 2)
    assert await shop.write(packets.open_for_order, order.id, "coupon") == []
    assert (await standing(shop, running))[:2] == (2500, ["open 0/5"])


async def test_an_order_that_waits_for_its_team_brings_a_packet_when_it_is_formed(shop):
    running = await packets_run(shop, budget_fen=10_000)
    order = await shop.paid(2, waits=True)
    assert (await standing(shop, running))[1] == []
    await shop.write(orders.form, order.id)
    await shop.tell()
    assert (await standing(shop, running))[:2] == (2500, ["open 0/5"])


async def test_a_budget_that_is_spent_opens_no_packet_and_what_is_open_stays_good(shop):
    running = await packets_run(shop, budget_fen=4_999)
    _, packet = await bought(shop, running)
    await bought(shop, running)
    assert (await standing(shop, running))[:2] == (2500, ["open 0/5"])
    assert await take(shop, packet.id, somebody(shop)) == 500


async def test_what_nobody_took_goes_back_when_it_is_over(shop):
    running = await packets_run(shop, budget_fen=10_000, hours=2)
    _, packet = await bought(shop, running)
    await take(shop, packet.id, somebody(shop))
    shop.db.clock.advance(timedelta(hours=2))
    await refused_with_nothing_moved(shop, running, PacketOver, take(shop, packet.id, somebody(shop)))
    assert await shop.write(packets.expire, 10) == 1
    assert await standing(shop, running) == (500, ["over 1/5"], [500], [500], [500])
    assert await shop.write(packets.expire, 10) == 0
    assert (await standing(shop, running))[0] == 500


async def test_an_order_refunded_whole_closes_its_packet_and_parts_taken_stay(shop):
    running = await packets_run(shop, budget_fen=10_000)
    order, packet = await bought(shop, running)
    await take(shop, packet.id, somebody(shop))
    async with shop.db.write(shop.tenant) as session:
        await orders.refund_unkept(session, order.id, "试")
    await shop.tell()
    await shop.refund_money()
    assert await standing(shop, running) == (500, ["void 1/5"], [500], [500], [500])
    await refused_with_nothing_moved(shop, running, PacketOver, take(shop, packet.id, somebody(shop)))


async def refund(shop, order_id, quantity, *, told=True):
    """Give some units of an order's first line back, money and all."""
    lines = await shop.lines(order_id)
    given = [Portion(lines[0].id, quantity)]
    await shop.write(orders.refund, shop.staff, order_id, given, freight_fen=None, reason="不要了")
    if told:
        await shop.tell()
        await shop.refund_money()


async def test_a_refund_that_leaves_too_little_of_the_order_closes_its_packet(shop):
    """Else one could buy for the packet's sake, share it and give the goods back."""
    running = await packets_run(shop, budget_fen=10_000, min_paid_fen=13_600)
    order, packet = await bought(shop, running, 3)
    await take(shop, packet.id, somebody(shop))
    await refund(shop, order.id, 1)
    assert (await standing(shop, running))[:2] == (2500, ["open 1/5"])
    await refund(shop, order.id, 1)
    assert await standing(shop, running) == (500, ["void 1/5"], [500], [500], [500])


async def test_a_part_asks_the_order_even_before_its_refund_was_told(shop):
    running = await packets_run(shop, budget_fen=10_000, min_paid_fen=13_600)
    order, packet = await bought(shop, running, 2)
    await refund(shop, order.id, 1, told=False)
    await refused_with_nothing_moved(shop, running, PacketOver, take(shop, packet.id, somebody(shop)))


@pytest.mark.parametrize("verb", [actions.end, actions.stop])
async def test_a_campaign_that_is_stopped_or_ended_is_over_at_once(shop, verb):
    running = await packets_run(shop, budget_fen=10_000)
    _, packet = await bought(shop, running)
    reason = ("试",) if verb is actions.stop else ()
    await shop.write(verb, System(shop.tenant, "test"), running, *reason)
    await refused_with_nothing_moved(shop, running, CampaignNotRunning, take(shop, packet.id, somebody(shop)))
    await shop.tell()
    assert await shop.write(packets.expire, 10) == 1
    assert (await standing(shop, running))[:2] == (0, ["over 0/5"])


async def test_limits_of_a_person_and_of_the_shop_count_all_packets_of_a_day(shop):
    running = await packets_run(shop, person_day_max=1, day_fen=1_000)
    _, one = await bought(shop, running)
    _, other = await bought(shop, running)
    friend = somebody(shop)
    await take(shop, one.id, friend)
    await refused_with_nothing_moved(shop, running, DayLimitReached, take(shop, other.id, friend))
    await take(shop, other.id, somebody(shop))
    await refused_with_nothing_moved(shop, running, ShopDayLimitReached, take(shop, other.id, somebody(shop)))
    shop.db.clock.advance(timedelta(days=1))
    assert await take(shop, other.id, friend) == 500


async def test_a_persons_fen_of_a_day_are_limited_too(shop):
    running = await packets_run(shop, person_day_max=9, person_day_fen=999)
    _, one = await bought(shop, running)
    _, other = await bought(shop, running)
    friend = somebody(shop)
    await take(shop, one.id, friend)
    await refused_with_nothing_moved(shop, running, DayLimitReached, take(shop, other.id, friend))


async def test_when_the_coupons_it_pays_in_are_gone_nothing_has_moved(shop):
    running = await packets_run(shop, budget_fen=10_000, coupons_fen=900)
    _, packet = await bought(shop, running)
    await take(shop, packet.id, somebody(shop))
    await refused_with_nothing_moved(shop, running, PacketsGone, take(shop, packet.id, somebody(shop)))


async def test_parts_for_friends_do_not_exist_on_links_inside_wechat(shop):
    """Platform rules 1.2, H1: the page opens the mini program instead."""
    by = System(shop.tenant, "test")
    pays_in = await paying_coupons(shop)
    with pytest.raises(CampaignInvalid) as refused:
        await shop.write(actions.create, by, draft_of(shop, pays_in, channels=tuple(Channel)))
    assert refused.value.field == "channels"
    running = await packets_run(shop)
    _, packet = await bought(shop, running)
    hand = take(shop, packet.id, somebody(shop), Channel.WECHAT_H5)
    told = await refused_with_nothing_moved(shop, running, PlayNotHere, hand)
    assert set(told.data["channels"]) == {Channel.MINI, Channel.H5}
    seen = await page(shop, packet.id, somebody(shop), Channel.WECHAT_H5)
    assert (seen.may_take, seen.here, seen.open_mini is not None) == (True, False, True)
    assert seen.open_mini[1].startswith("plays/red_packet/packet/index?id=team_")


async def test_its_owner_takes_none_where_the_merchant_said_so(shop):
    running = await packets_run(shop, owner_takes=False)
    _, packet = await bought(shop, running)
    await refused_with_nothing_moved(shop, running, OnlyForOthers, take(shop, packet.id))
    assert not (await page(shop, packet.id, shop.shopper)).may_take


async def test_a_packet_for_oneself_is_nobody_elses(shop):
    running = await packets_run(shop, split="own", channels=tuple(Channel))
    _, packet = await bought(shop, running)
    await refused_with_nothing_moved(shop, running, OnlyForOwner, take(shop, packet.id, somebody(shop)))
    with pytest.raises(NoRedPacket):
        await page(shop, packet.id, somebody(shop))
    assert await take(shop, packet.id, channel=Channel.WECHAT_H5) == 500


async def test_only_new_customers_take_where_it_is_for_them(shop):
    by = System(shop.tenant, "test")
    draft = draft_of(shop, await paying_coupons(shop))
    running = await shop.write(actions.create, by, replace(draft, audience="new_customers"))
    await shop.write(actions.publish, by, running)
    _, packet = await bought(shop, running)
    await refused_with_nothing_moved(shop, running, NotForYou, take(shop, packet.id))
    assert await take(shop, packet.id, somebody(shop)) == 500


async def test_the_weekly_packet_comes_on_its_day_once_a_week(shop):
    running = await packets_run(
        shop, budget_fen=10_000, opens="weekly", split="own", weekday=today(shop), channels=tuple(Channel)
    )
    first = await weekly_packet(shop, running, channel=Channel.WECHAT_H5)
    assert await weekly_packet(shop, running) == first
    assert await standing(shop, running) == (500, ["taken 1/1"], [500], [500], [500])
    shop.db.clock.advance(timedelta(days=1))
    await refused_with_nothing_moved(shop, running, NotToday, weekly_packet(shop, running))
    shop.db.clock.advance(timedelta(days=6))
    assert await weekly_packet(shop, running) != first
    assert (await standing(shop, running))[0] == 1000


async def test_a_weekly_packet_for_friends_is_opened_by_one_and_taken_by_others(shop):
    running = await packets_run(
        shop, budget_fen=10_000, opens="weekly", weekday=today(shop), owner_takes=False, parts=2
    )
    packet_id = await weekly_packet(shop, running)
    assert (await standing(shop, running))[:2] == (1000, ["open 0/2"])
    await take(shop, packet_id, somebody(shop))
    assert (await standing(shop, running))[:3] == (1000, ["open 1/2"], [500])


async def test_a_draw_holds_its_largest_amount_and_gives_what_the_kept_roll_says(shop):
    running = await packets_run(shop, budget_fen=10_000, **DRAW | {"weekday": today(shop)})
    packet_id = await weekly_packet(shop, running)
    packet = await read(shop, reads.packet, packet_id)
    part = await read(shop, reads.part_of, packet_id, shop.shopper.person)
    assert part.roll == packets.roll_for(packet)
    assert part.fen == (88 if part.roll < 9_000 else 888)
    assert await standing(shop, running) == (part.fen, ["taken 1/1"], [part.fen], [part.fen], [part.fen])
    assert await read(shop, reads.share_facts, packet_id) is None


async def test_a_draw_that_the_budget_cannot_cover_at_its_largest_is_not_drawn(shop):
    running = await packets_run(shop, budget_fen=887, **DRAW | {"weekday": today(shop)})
    await refused_with_nothing_moved(shop, running, PacketsGone, weekly_packet(shop, running))


async def test_it_is_not_published_unless_its_parts_can_be_paid(shop):
    by = System(shop.tenant, "test")
    too_small = await coupons_out(shop, take="granted", off_fen=499, threshold_fen=0, days=60)
    draft = await shop.write(actions.create, by, draft_of(shop, too_small))
    with pytest.raises(PacketWrong) as refused:
        await shop.write(actions.publish, by, draft)
    assert refused.value.field == "settings.pays_in"
    cash = await shop.write(actions.create, by, draft_of(shop, None, pays="cash"))
    with pytest.raises(PacketWrong) as refused:
        await shop.write(actions.publish, by, cash)
    assert refused.value.field == "settings.pays"


async def test_a_draw_with_a_prize_beyond_the_odds_is_against_the_rules(shop, monkeypatch):
    """The rulebook looks for itself: settings that slipped past the play's own check are not published."""
    by = System(shop.tenant, "test")
    monkeypatch.setattr("lianyi.promotions.plays.red_packet.rules.check_settings", lambda _settings: None)
    broken = DRAW | {"lucky": [{"fen": 88, "probability_bp": 9_000}]}
    draft = await shop.write(actions.create, by, draft_of(shop, await paying_coupons(shop), **broken))
    with pytest.raises(AgainstTheRules):
        await shop.write(actions.publish, by, draft)


async def test_two_records_of_one_person_have_one_count_of_the_day(shop):
    running = await packets_run(shop, person_day_max=2)
    _, one = await bought(shop, running)
    _, other = await bought(shop, running)
    _, third = await bought(shop, running)
    first, second = somebody(shop), somebody(shop)
    await take(shop, one.id, first)
    await take(shop, other.id, second)
    await shop.write(reactions.merge_packets, PersonMerged(first.person, second.person))
    assert (await read(shop, reads.part_of, one.id, second.person)).fen == 500
    await refused_with_nothing_moved(shop, running, DayLimitReached, take(shop, third.id, second))
