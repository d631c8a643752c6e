"""Levels: reached by what was kept, held to their day, written down, and nobody's price but by them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lianyi.identity.events import PersonDeleted
from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from lianyi.margin import queries as margin
from lianyi.margin.errors import CostUnknown, MarginTooThin
from lianyi.margin.types import Source, Wish
from lianyi.members import actions, jobs, queries
from lianyi.members.errors import (
    BirthdayInvalid,
    BirthdayNeedsConsent,
    BirthdaySetRecently,
    CardSkuUnknown,
    LevelHeld,
    ProgramInvalid,
    StaleProgram,
)
from lianyi.members.types import Count, LevelDraft, Program
from lianyi.messages.queries import notices as messages
from lianyi.orders import actions as orders
from lianyi.orders.types import Portion
from tests.member_world import GOLD, POINTS, SILVER

COST = Statement(
    "update catalog_sku set cost_fen = %(cost_fen)s where tenant_id = %(tenant)s and id = %(sku_id)s"
)


async def changes(club):
    async with club.shop.db.read(club.shop.tenant) as session:
        found = await queries.changes(session, club.shop.shopper.person)
    return [(one.kind, one.from_name, one.to_name) for one in reversed(found)]


async def test_a_completed_order_counts_earns_and_raises_the_level(club):
    await club.program()
    order_id = await club.buy(2)
    assert (await club.standing()).level is None, "paid is not completed"
    await club.complete(order_id)
    stand = await club.standing()
    assert (stand.level.name, stand.holding.way, stand.count) == ("银卡", "reached", Count(13_600, 1, 136))
    assert (stand.next_level.name, stand.points) == ("金卡", 136)
    assert stand.holding.until_at == club.shop.db.clock.now() + timedelta(days=365)
    assert await changes(club) == [("reached", "", "银卡")]
    assert await club.points() == 136


async def test_an_order_counts_once_however_often_it_is_told(club):
    await club.program()
    order_id = await club.buy(1)
    await club.complete(order_id)
    for _ in range(2):
        await club.shop.write(actions.earn, order_id)
    assert await club.points() == 68
    assert (await club.standing()).count.orders == 1


async def test_a_level_earns_at_its_rate_and_prices_are_its_own(club):
    await club.program()
    await club.rank(1)
    made = await club.quote(1, 1)
    assert [one.amount_fen for one in made.sums.adjustments] == [-680, -300, -800]
    assert made.sums.payable_fen == 6_120 + 2_700, "ten percent off, and the freight from 50 yuan on"
    placed = await club.place(made)
    order = await club.shop.order(placed.order_id)
    assert (order.freight_fen, order.adjust_fen) == (0, -980), (
        "freight that nobody paid is given back to nobody"
    )
    await club.shop.pay(placed.order_id)
    await club.complete(placed.order_id)
    assert await club.points() == 176, "88.20 yuan, twice the points"


async def test_a_price_of_its_own_wins_and_none_keeps_the_list_price(club):
    silver, gold = await club.program()
    own, none = club.shop.skus[0][0], club.shop.skus[1][0]
    for sku_id, price in ((own, 5_000), (none, None)):
        await club.shop.write(
            actions.set_prices,
            club.shop.staff,
            [sku_id],
            [(gold.id, sku_id, price)],
            accept_unknown_cost=True,
        )
    await club.rank(1)
    assert [
        one.amount_fen for one in (await club.quote(2, 1)).sums.adjustments if one.phase == "discount"
    ] == [-3_600]
    await club.rank(0)
    assert [one.amount_fen for one in (await club.quote(2, 1)).sums.adjustments] == [-680, -150], (
        "silver has none"
    )
    assert silver.off_bp == 500


async def test_a_level_that_ended_between_quote_and_order_makes_nothing_dearer_unseen(club):
    await club.program()
    await club.rank(1, until_at=club.shop.db.clock.now() + timedelta(minutes=5))
    made = await club.quote(1)
    await club.shop.world.advance(timedelta(minutes=6))
    from lianyi.checkout.errors import PriceChanged

    with pytest.raises(PriceChanged):
        await club.place(made)


async def test_a_refund_after_completion_counts_less_and_takes_its_points(club):
    await club.program()
    order_id = await club.buy(2)
    await club.complete(order_id)
    await _returned(club, order_id, 1)
    assert (await club.standing()).count == Count(6_800, 1, 68)
    assert await club.points() == 68
    assert (await club.standing()).level.name == "银卡", "kept to its day"


async def test_points_that_were_spent_meanwhile_are_owed_and_paid_by_the_next(club):
    await club.program()
    order_id = await club.buy(2)
    await club.complete(order_id)
    await club.gift(-100)
    await _returned(club, order_id, 2)
    stand = await club.standing()
    assert (stand.points, stand.owed_points) == (0, 100)
    again = await club.buy(2)
    await club.complete(again, "SF1234567891")
    stand = await club.standing()
    assert (stand.points, stand.owed_points) == (129 - 100, 0), "at the price of a silver member"


async def _returned(club, order_id, quantity):
    line = (await club.shop.lines(order_id))[0]
    await club.shop.write(
        orders.refund_returned, _actor(club), order_id, str(new_id()),
        [Portion(line.id, quantity, line.worth_fen(quantity))], with_freight=False, reason="质量问题",
    )  # fmt: skip
    await club.shop.tell()
    await club.shop.refund_money()


def _actor(club):
    from lianyi.orders.types import Actor

    return Actor("staff", club.shop.staff.staff, club.shop.staff.name)


async def test_a_level_is_warned_of_then_assessed_again_and_falls(club):
    await club.program()
    await club.complete(await club.buy(2))
    await club.shop.world.advance(timedelta(days=340))
    assert await jobs.warn_members(club.shop.db, club.shop.tenant) == 1
    assert await jobs.end_levels(club.shop.db, club.shop.tenant) == 0
    await club.shop.world.advance(timedelta(days=25))
    assert (await club.standing()).level is None, (
        "no benefit beyond the day, whether the sweep has run or not"
    )
    assert await jobs.end_levels(club.shop.db, club.shop.tenant) == 1
    await club.shop.tell()
    assert await changes(club) == [("reached", "", "银卡"), ("fell", "银卡", "")]
    assert await jobs.end_levels(club.shop.db, club.shop.tenant) == 0


async def test_whoever_went_on_buying_keeps_the_level(club):
    await club.program()
    await club.complete(await club.buy(2))
    await club.shop.world.advance(timedelta(days=200))
    await club.complete(await club.buy(2), "SF1234567892")
    await club.shop.world.advance(timedelta(days=158))
    await jobs.end_levels(club.shop.db, club.shop.tenant)
    assert (await club.standing()).level.name == "银卡"
    assert (await changes(club))[-1] == ("renewed", "银卡", "银卡")


async def test_orders_and_points_are_ways_too(club):
    await club.program(
        levels=[LevelDraft("一单", orders=1), LevelDraft("两单", orders=2), LevelDraft("三百分", points=300)]
    )
    await club.complete(await club.buy(1))
    assert (await club.standing()).level.name == "一单"
    await club.complete(await club.buy(0, 1), "SF1234567893")
    assert (await club.standing()).level.name == "两单"
    await club.complete(await club.buy(3), "SF1234567894")
    assert (await club.standing()).level.name == "三百分"


async def test_a_card_works_from_the_payment_on_is_handed_over_and_ends_with_its_refund(club):
    shop = club.shop
    card = await shop.stock_up(9_900, 10, title="年卡", weight_g=0)
    await club.program(levels=[SILVER, replace(GOLD, card_sku_id=card, card_days=365)])
    began = shop.db.clock.now()
    order_id = await club.buy(0, 0, 1)
    stand = await club.standing()
    assert (stand.level.name, stand.holding.way) == ("金卡", "card")
    assert stand.holding.until_at == began + timedelta(days=365)
    assert (await shop.order(order_id)).state == "shipped", "there is nothing to carry"
    second = await club.buy(0, 0, 1)
    assert (await club.standing()).holding.until_at == began + timedelta(days=730)
    await _returned(club, second, 1)
    assert (await club.standing()).holding.until_at == began + timedelta(days=365)
    await _returned(club, order_id, 1)
    assert (await club.standing()).level is None
    assert [kind for kind, _, _ in await changes(club)] == ["card", "card", "card_ended", "card_ended"]


async def test_goods_beside_a_card_still_ship(club):
    card = await club.shop.stock_up(9_900, 10, title="年卡", weight_g=0)
    await club.program(levels=[replace(GOLD, card_sku_id=card, card_days=365)])
    order_id = await club.buy(1, 0, 1)
    assert (await club.standing()).level.name == "金卡"
    assert (await club.shop.order(order_id)).state == "to_ship"


async def test_by_hand_stands_beside_what_was_reached(club):
    await club.program()
    await club.complete(await club.buy(2))
    await club.rank(1)
    assert (await club.standing()).level.name == "金卡"
    await club.rank(None)
    assert (await club.standing()).level.name == "银卡"
    assert [kind for kind, _, _ in await changes(club)] == ["reached", "hand", "hand_ended"]


async def test_history_is_never_edited(club):
    await club.program()
    await club.rank(1)
    import psycopg

    for verb in ("update members_change set note = ''", "delete from members_change"):
        with pytest.raises(psycopg.Error, match="append-only"):
            await club.shop.write(_run, Statement(f"{verb} where tenant_id = %(tenant)s"))


async def _run(session, statement):
    await session.run(statement)


async def test_a_birthday_is_optional_needs_consent_and_is_kept_once_a_year(club):
    shopper = club.shop.shopper
    await club.program()
    await club.rank(1)
    with pytest.raises(BirthdayNeedsConsent):
        await club.shop.write(actions.set_birthday, shopper, 3, 2, consent=False)
    with pytest.raises(BirthdayInvalid):
        await club.shop.write(actions.set_birthday, shopper, 2, 30, consent=True)
    await club.shop.write(actions.set_birthday, shopper, 3, 2, consent=True)
    await jobs.give_birthdays(club.shop.db, club.shop.tenant)
    await jobs.give_birthdays(club.shop.db, club.shop.tenant)
    assert await club.points() == 88
    async with club.shop.db.read(club.shop.tenant) as session:
        told = await messages.inbox(session, shopper, before=None, limit=10)
    assert [one.kind for one in told].count("member_birthday") == 1
    await club.shop.write(actions.forget_birthday, shopper)
    assert (await club.standing()).person.birth_month is None
    with pytest.raises(BirthdaySetRecently):
        await club.shop.write(actions.set_birthday, shopper, 3, 3, consent=True)


async def test_what_a_program_may_not_be(club):
    wrong = [
        (replace(POINTS, share_max_bp=0), [SILVER]), (POINTS, [replace(SILVER, name=" ")]),
        (POINTS, [SILVER, replace(GOLD, name="银卡")]), (POINTS, [SILVER, replace(GOLD, spend_fen=10_000)]),
        (POINTS, [replace(SILVER, off_bp=9_500)]), (POINTS, [LevelDraft(f"L{n}", orders=n + 1) for n in range(11)]),
        (POINTS, [replace(SILVER, card_sku_id=club.shop.skus[0][0])]),
        (POINTS, [replace(SILVER, freight="from")]), (POINTS, [replace(SILVER, orders=0)]),
    ]  # fmt: skip
    for plan, levels in wrong:
        with pytest.raises(ProgramInvalid):
            await club.program(plan, levels)
    with pytest.raises(CardSkuUnknown):
        await club.program(levels=[replace(SILVER, card_sku_id=new_id(), card_days=30)])
    async with club.shop.db.read(club.shop.tenant) as session:
        assert (await queries.program(session), await queries.levels(session)) == (Program(), [])


async def test_two_desks_save_and_the_second_learns_of_the_first(club):
    await club.program()
    with pytest.raises(StaleProgram):
        await club.shop.write(
            actions.save_program,
            club.shop.staff,
            replace(POINTS, version=0),
            [SILVER],
            accept_unknown_cost=True,
        )


async def test_a_level_that_somebody_holds_is_not_removed(club):
    await club.program()
    await club.rank(1)
    with pytest.raises(LevelHeld):
        await club.program(levels=[replace(SILVER, id=club.levels[0].id)])
    assert (await club.standing()).level.name == "金卡"


async def _cost(club, index, cost_fen):
    async with club.shop.db.write(club.shop.tenant) as session:
        await session.run(COST, sku_id=club.shop.skus[index][0], cost_fen=cost_fen)


async def test_a_level_below_the_margin_is_refused_and_nothing_is_kept(club):
    with pytest.raises(CostUnknown):
        await club.program(accept_unknown_cost=False)
    await _cost(club, 0, 5_000)
    await _cost(club, 1, 2_700)
    with pytest.raises(MarginTooThin) as refusal:
        await club.program(accept_unknown_cost=False)
    assert refusal.value.data["claim_fen"] == 300 + 60, (
        "ten percent, and the points it earns at twice the rate"
    )
    async with club.shop.db.read(club.shop.tenant) as session:
        assert await queries.levels(session) == []
    await _cost(club, 1, 2_500)
    await club.program(accept_unknown_cost=False)


async def test_levels_and_campaigns_claim_together(club):
    await _cost(club, 0, 5_000)
    await _cost(club, 1, 1_000)
    await club.program(accept_unknown_cost=False)
    async with club.shop.db.read(club.shop.tenant) as session:
        campaign = Source("campaign", new_id(), "activity")
        (room,) = await margin.look(session, campaign, [Wish(club.shop.skus[0][0], 1_000)])
    assert (room.claim_fen, room.ok) == (1_000 + 680 + 136, False)


async def test_goods_put_on_sale_later_are_claimed_for(club):
    await club.program()
    late = await club.shop.stock_up(10_000, 1)
    await jobs.claim_new_goods(club.shop.db, club.shop.tenant)
    async with club.shop.db.read(club.shop.tenant) as session:
        (room,) = await margin.look(session, Source("campaign", new_id(), "activity"), [Wish(late, 0)])
    assert room.claim_fen == 1_000 + 200


async def test_a_cost_that_rises_under_a_level_is_told_and_the_price_is_kept(club):
    await _cost(club, 0, 5_000)
    await _cost(club, 1, 1_000)
    await club.program(accept_unknown_cost=False)
    await _cost(club, 0, 6_500)
    await club.shop.write(actions.restate_margin, [club.shop.skus[0][0]])
    async with club.shop.db.read(club.shop.tenant) as session:
        assert await queries.prices_thin(session) == 1
    await club.rank(1)
    assert (await club.quote(1)).sums.payable_fen == 6_120, "whoever was promised it has it"


async def test_new_levels_are_told_once(club):
    await club.program()
    await club.rank(1)
    await club.shop.tell()
    async with club.shop.db.read(club.shop.tenant) as session:
        told = await messages.inbox(session, club.shop.shopper, before=None, limit=10)
    assert [one.kind for one in told] == ["member_level"]


async def test_who_leaves_is_forgotten(club):
    await club.program()
    await club.rank(1)
    await club.merge_or_delete(PersonDeleted(club.shop.shopper.person, None))
    stand = await club.standing()
    assert (stand.level, stand.person) == (None, None)


def test_the_rules_say_everything_in_two_languages():
    from uuid import UUID

    from lianyi.members.types import Level

    level = Level(UUID(int=1), 1, "金卡", 50_000, 3, 300, UUID(int=2), 365, 1_250, 15_000, 88, "from", 5_900)
    zh, en = queries.rules_text(POINTS, [level])
    assert zh[0] == (
        "金卡:365 天内消费满 500 元 或 365 天内完成 3 单 或 365 天内获得 300 积分 或 购买会员卡(365 天);"
        "权益:会员价 8.75 折、满 59 元免运费、1.5 倍积分、生日赠 88 积分。"
    )
    assert "member price: 0.875 of the list price, free freight from 59 yuan, 1.5 times the points" in en[0]
    assert zh[-1] == "积分不能转让,不能兑换现金。"
    assert len(zh) == len(en) == 11
