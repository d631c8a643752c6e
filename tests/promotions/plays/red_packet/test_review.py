"""Parts for friends: one a phone and WeChat account; what looks made up waits for the staff and is not paid silently."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lianyi.identity.types import Channel
from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from lianyi.promotions import actions as promotions
from lianyi.promotions import queries as frame
from lianyi.promotions.plays.red_packet import jobs
from lianyi.promotions.plays.red_packet import queries as reads
from lianyi.promotions.plays.red_packet.errors import DayLimitReached, PacketOver, TakenHere
from lianyi.promotions.types import Marks
from lianyi.social import actions as social
from tests.help_world import somebody as helper
from tests.promotions.plays.red_packet.test_packets import bought, refused_with_nothing_moved
from tests.red_packet_world import packets_run, page, read, somebody, standing, take

STATES = Statement(
    "select state from promotions_red_packet_part where tenant_id = %(tenant)s order by nth", str
)
NOTICES = Statement(
    "select kind from messages_notice where tenant_id = %(tenant)s and kind in ('red_packet_released', 'red_packet_refused')",
    str,
)
MORE = Statement(
    "update promotions_budget set budget_fen = 9000 where tenant_id = %(tenant)s and budget_fen = 1500"
)


async def listed(shop, statement):
    async with shop.db.read(shop.tenant) as session:
        return await session.all(statement)


async def held_packet(shop, **more):
    """Eight parts of which three were paid before the fourth made it look odd; the owner and the takers."""
    running = await packets_run(shop, budget_fen=10_000, parts=8, **more)
    _, packet = await bought(shop, running)
    takers = [await helper(shop, joined_ago=timedelta(minutes=5)) for _ in range(4)]
    for one in takers:
        await take(shop, packet.id, one.shopper, marks=one.marks)
        shop.db.clock.advance(timedelta(seconds=1))
    return running, packet, takers


async def test_one_phone_and_one_wechat_account_take_one_part(shop):
    running = await packets_run(shop, budget_fen=10_000)
    _, packet = await bought(shop, running)
    phone = Marks(new_id())
    await take(shop, packet.id, somebody(shop), marks=phone)
    hand = take(shop, packet.id, somebody(shop), marks=phone)
    await refused_with_nothing_moved(shop, running, TakenHere, hand)
    first, again = (replace(somebody(shop), openids={"wx_app": "o_friend"}) for _ in range(2))
    await take(shop, packet.id, first)
    await refused_with_nothing_moved(shop, running, TakenHere, take(shop, packet.id, again))


async def test_another_account_on_the_owners_phone_or_in_their_wechat_takes_none(shop):
    running = await packets_run(shop, budget_fen=10_000)
    _, packet = await bought(shop, running)
    own = new_id()
    async with shop.db.write(shop.tenant) as session:
        await social.join(session, own, shop.shopper.person)
    hand = take(shop, packet.id, somebody(shop), marks=Marks(own))
    await refused_with_nothing_moved(shop, running, TakenHere, hand)
    async with shop.db.read(shop.tenant) as session:
        openids = await reads.packets.identity.openids_of(session, shop.shopper.person)
    again = replace(somebody(shop), openids=openids)
    await refused_with_nothing_moved(shop, running, TakenHere, take(shop, packet.id, again))


async def test_a_phone_has_the_limit_of_a_day_whoever_is_signed_in(shop):
    running = await packets_run(shop, person_day_max=1)
    packets = [(await bought(shop, running))[1] for _ in range(2)]
    phone = Marks(new_id())
    await take(shop, packets[0].id, somebody(shop), marks=phone)
    hand = take(shop, packets[1].id, somebody(shop), marks=phone)
    await refused_with_nothing_moved(shop, running, DayLimitReached, hand)


async def test_what_looks_made_up_waits(shop):
    running, packet, takers = await held_packet(shop)
    assert await standing(shop, running) == (4000, ["open 4/8"], [500] * 4, [500] * 3, [2000])
    assert await listed(shop, STATES) == ["paid"] * 3 + ["held"]
    assert await read(shop, frame.helps_held) == 1
    seen = await page(shop, packet.id, takers[3].shopper)
    assert (seen.my_part.state, seen.may_take) == ("held", False)
    assert await take(shop, packet.id) == 500  # the owner's own part waits for nobody
    assert (await standing(shop, running))[3] == [500] * 4
    assert await jobs.pay_due_parts(shop.db, shop.tenant) == 0


async def test_released_it_is_paid_once(shop):
    running, packet, takers = await held_packet(shop)
    await shop.write(promotions.release_help_run, shop.staff, packet.id, "都是同事")
    await shop.tell()
    assert (await listed(shop, STATES), await listed(shop, NOTICES)) == (
        ["paid"] * 3 + ["due"],
        ["red_packet_released"],
    )
    assert await jobs.pay_due_parts(shop.db, shop.tenant) == 1
    assert await jobs.pay_due_parts(shop.db, shop.tenant) == 0
    assert await standing(shop, running) == (4000, ["open 4/8"], [500] * 4, [500] * 4, [2000])
    part = await read(shop, reads.part_of, packet.id, takers[3].shopper.person)
    assert (part.state, part.run_id is not None, part.channel) == ("paid", True, Channel.MINI)


async def test_refused_the_packet_is_over_and_its_worth_the_budgets_again(shop):
    running, packet, takers = await held_packet(shop)
    await shop.write(promotions.refuse_help_run, shop.staff, packet.id, "同一批新号")
    await refused_with_nothing_moved(shop, running, PacketOver, take(shop, packet.id, somebody(shop)))
    await shop.tell()
    # what was paid before anybody looked stays with who has it
    assert await standing(shop, running) == (1500, ["refused 4/8"], [500] * 4, [500] * 3, [2000])
    assert (await listed(shop, STATES))[3:] == ["refused"]
    assert await listed(shop, NOTICES) == ["red_packet_refused"]
    seen = await page(shop, packet.id, takers[3].shopper)
    assert (seen.my_part.state, seen.state, len(seen.takers)) == ("refused", "refused", 3)


@pytest.mark.parametrize(("released", "spent"), [(True, 2000), (False, 1500)])
async def test_a_packet_that_is_over_keeps_what_waits_until_the_staff_have_looked(shop, released, spent):
    running, packet, _ = await held_packet(shop)
    shop.db.clock.advance(timedelta(hours=48))
    await jobs.expire_packets(shop.db, shop.tenant)
    assert (await standing(shop, running))[:2] == (2000, ["over 4/8"])
    verb = promotions.release_help_run if released else promotions.refuse_help_run
    await shop.write(verb, shop.staff, packet.id, "看过了")
    await shop.tell()
    await jobs.pay_due_parts(shop.db, shop.tenant)
    assert (await standing(shop, running))[:2] == (spent, ["over 4/8"])
    assert len((await standing(shop, running))[3]) == 3 + released


async def test_released_when_the_coupons_are_gone_it_waits_until_there_are_some(shop):
    running, packet, _ = await held_packet(shop, coupons_fen=1500)
    await shop.write(promotions.release_help_run, shop.staff, packet.id, "都是同事")
    await shop.tell()
    assert await jobs.pay_due_parts(shop.db, shop.tenant) == 0
    assert (await standing(shop, running))[3] == [500] * 3
    async with shop.db.write(shop.tenant) as session:
        await session.run(MORE)
    assert await jobs.pay_due_parts(shop.db, shop.tenant) == 1
    assert (await standing(shop, running))[3] == [500] * 4
