"""A coupon from its collecting to its end: whose it is, what it takes off, when it comes back; a refusal moves nothing."""

from datetime import timedelta

import pytest

from lianyi.catalog import actions as catalog
from lianyi.identity.types import Channel, PersonId, SessionId, Shopper, System
from lianyi.insight import queries as insight
from lianyi.kit.clock import business_day
from lianyi.kit.db import Statement
from lianyi.kit.ids import encode, new_id
from lianyi.orders import actions as orders
from lianyi.orders.types import Actor, Portion
from lianyi.promotions import actions, queries
from lianyi.promotions.errors import BudgetSpent, CampaignNotRunning, PlaysDoNotStack
from lianyi.promotions.plays.coupon import actions as coupons
from lianyi.promotions.plays.coupon.errors import (
    CodeWrong,
    CouponNotCollectable,
    CouponsGone,
    CouponTaken,
    CouponUnknown,
    CouponUsed,
    TermsIncomplete,
)
from lianyi.promotions.types import Intent, PlayLine
from tests.coupon_world import chosen, collect, coupons_out, place, quote, standing
from tests.promotion_world import published

MARGIN = Statement("select claim_fen from margin_claim where tenant_id = %(tenant)s order by claim_fen", int)


def somebody(shop):
    return Shopper(shop.tenant, PersonId(new_id()), SessionId(new_id()), {})


async def close(shop, order_id):
    await orders.close_unpaid(shop.db, shop.tenant, order_id, "deadline", Actor("system", name="test"))
    await shop.tell()


async def refund_whole(shop, order_id):
    lines = await shop.lines(order_id)
    await shop.write(
        orders.refund, shop.staff, order_id, [Portion(line.id, line.quantity) for line in lines],
        freight_fen=None, reason="不想要了",
    )  # fmt: skip
    await shop.tell()
    await shop.refund_money()


async def test_the_best_is_proposed_and_an_order_pays_so_much_less(shop):
    small = await coupons_out(shop, title="减五", off_fen=500)
    large = await coupons_out(shop, title="减十", budget_fen=1000)
    await collect(shop, small)
    piece = await collect(shop, large)
    made = await quote(shop, 2)
    assert made.used == (Intent(large, piece.id),)
    assert [(one.usable.title, one.off_fen) for one in made.usable] == [("减十", 1000), ("减五", 500)]
    assert [(one.phase, one.label, one.amount_fen) for one in made.sums.adjustments] == [
        ("coupon", "满 ¥100 减 ¥10", -1000)
    ]
    assert made.sums.payable_fen == 2 * 6800 - 1000 + 800
    placed = await place(shop, made)
    assert (await shop.order(placed.order_id)).adjust_fen == -1000
    spent, pieces, _, claims = await standing(shop, large)
    assert (spent, sorted(pieces), claims) == (1000, ["ready 0", "used 1000"], ["coupon held 1000"])


async def test_what_cannot_be_used_says_why_and_is_not_chosen(shop):
    running = await coupons_out(shop)
    piece = await collect(shop, running)
    made = await quote(shop, 1)
    assert (made.used, made.sums.adjust_fen) == ((), 0)
    assert [(one.usable.ok, one.usable.reason_zh) for one in made.usable] == [(False, "还差 32.00 元可用")]
    with pytest.raises(Exception, match="below_threshold"):
        await quote(shop, 1, using=chosen(piece))


async def test_somebody_elses_is_not_found(shop):
    running = await coupons_out(shop)
    piece = await collect(shop, running, somebody(shop))
    before = await standing(shop, running)
    with pytest.raises(CouponUnknown):
        await quote(shop, 2, using=chosen(piece))
    assert await standing(shop, running) == before


async def test_each_collects_so_many_and_all_together_no_more_than_there_are(shop):
    running = await coupons_out(shop, total=3, per_person_max=2)
    await collect(shop, running)
    await collect(shop, running)
    with pytest.raises(CouponTaken):
        await collect(shop, running)
    await collect(shop, running, somebody(shop))
    before = await standing(shop, running)
    with pytest.raises(CouponsGone):
        await collect(shop, running, somebody(shop))
    assert await standing(shop, running) == before


async def test_a_budget_is_held_when_a_coupon_is_given_so_that_whoever_has_one_can_use_it(shop):
    running = await coupons_out(shop, budget_fen=1999)
    piece = await collect(shop, running)
    before = await standing(shop, running)
    with pytest.raises(BudgetSpent):
        await collect(shop, running, somebody(shop))
    assert await standing(shop, running) == before
    made = await quote(shop, 2, using=chosen(piece))
    await place(shop, made)
    assert (await standing(shop, running))[0] == 1000


async def test_it_can_be_used_after_its_campaign_was_stopped(shop):
    running = await coupons_out(shop, valid_days=30)
    piece = await collect(shop, running)
    await shop.write(actions.stop, System(shop.tenant, "test"), running, "试")
    with pytest.raises(CampaignNotRunning):
        await collect(shop, running, somebody(shop))
    await place(shop, await quote(shop, 2, using=chosen(piece)))
    assert (await standing(shop, running))[1] == ["used 1000"]


async def test_a_cancelled_order_gives_it_back_with_days_to_use_it(shop):
    running = await coupons_out(shop, days=1, grace_days=5, budget_fen=1000)
    piece = await collect(shop, running)
    placed = await place(shop, await quote(shop, 2, using=chosen(piece)))
    shop.db.clock.advance(timedelta(days=2))
    await close(shop, placed.order_id)
    assert (await standing(shop, running))[1:] == (["ready 1000"], [1000], ["coupon released 1000"])
    assert await shop.write(coupons.expire, 100) == 0
    again = await quote(shop, 2, using=chosen(piece))
    assert again.sums.adjust_fen == -1000
    shop.db.clock.advance(timedelta(days=5))
    assert await shop.write(coupons.expire, 100) == 1
    assert (await standing(shop, running))[:3] == (0, ["expired 1000"], [0])


@pytest.mark.parametrize(
    ("back", "state", "spent"),
    [(True, "ready 1000", 1000), (False, "spent 1000", 0)],
    ids=["comes back", "does not"],
)
async def test_a_whole_refund_gives_it_back_as_its_terms_say(shop, back, state, spent):
    running = await coupons_out(shop, budget_fen=1000, back_on_refund=back)
    piece = await collect(shop, running)
    placed = await place(shop, await quote(shop, 2, using=chosen(piece)))
    await shop.pay(placed.order_id)
    await refund_whole(shop, placed.order_id)
    found = await standing(shop, running)
    assert (found[0], found[1], found[3]) == (spent, [state], ["coupon refunded 1000"])


async def test_when_an_order_is_completed_the_budget_gets_what_was_not_taken_off(shop):
    running = await coupons_out(
        shop, kind="percent", off_fen=None, rate_bp=1000, cap_fen=3000, threshold_fen=0, budget_fen=3000
    )
    piece = await collect(shop, running)
    placed = await place(shop, await quote(shop, 1, using=chosen(piece)))
    await shop.pay(placed.order_id)
    assert (await standing(shop, running))[0] == 3000
    await shop.write(coupons.spend, placed.order_id)
    await shop.write(coupons.spend, placed.order_id)
    assert (await standing(shop, running))[:3] == (680, ["spent 680"], [680])


async def test_who_pays_after_closing_uses_it_again_or_gets_the_money_back(shop):
    running = await coupons_out(shop)
    piece = await collect(shop, running)
    first = await place(shop, await quote(shop, 2, using=chosen(piece)))
    await shop.prepay(first.order_id)
    await shop.pay_at_wechat(first.order_id)
    async with shop.db.write(shop.tenant) as session:
        await actions.give_back(session, first.order_id, refunded=False)
    await shop.tell()
    await shop.write(actions.count_paid, first.order_id, 1, shop.db.clock.now())
    assert (await standing(shop, running))[1] == ["used 1000"]


async def test_what_runs_by_itself_needs_no_collecting_and_spends_at_the_order(shop):
    running = await coupons_out(shop, take="automatic", budget_fen=1500)
    with pytest.raises(CouponNotCollectable):
        await collect(shop, running)
    made = await quote(shop, 2)
    assert made.used == (Intent(running, None),)
    await place(shop, made)
    assert (await standing(shop, running))[0] == 1000
    left = await quote(shop, 2)
    assert (left.used, [one.usable.ok for one in left.usable]) == ((), [False])


async def test_a_code_gives_one_whatever_its_case(shop):
    running = await coupons_out(shop, take="code", code_word="SPRING")
    piece = await shop.write(coupons.redeem, shop.shopper, Channel.MINI, " spring ")
    assert piece.campaign_id == running
    with pytest.raises(CodeWrong):
        await shop.write(coupons.redeem, shop.shopper, Channel.MINI, "autumn")


async def test_another_campaign_pays_in_it_once_a_key(shop):
    running = await coupons_out(shop, take="granted", off_fen=450, threshold_fen=0, budget_fen=999)
    one = await shop.write(actions.give, running, shop.shopper.person, 450, "day 1")
    assert await shop.write(actions.give, running, shop.shopper.person, 450, "day 1") == one
    await shop.write(actions.give, running, shop.shopper.person, 100, "day 2")
    assert (await standing(shop, running))[0] == 550
    with pytest.raises(CouponNotCollectable):
        await shop.write(actions.give, running, shop.shopper.person, 451, "day 3")
    with pytest.raises(BudgetSpent):
        await shop.write(actions.give, running, shop.shopper.person, 450, "day 4")


@pytest.mark.usefixtures("own_plays")
async def test_it_comes_on_top_of_a_campaign_that_lets_it_and_not_of_another(shop):
    goods = await published(shop, 1800)
    running = await coupons_out(shop)
    piece = await collect(shop, running)
    made = await quote(shop, 2, intent=Intent(goods))  # 2 × 50.00: just what the threshold asks
    assert [(one.phase, one.amount_fen) for one in made.sums.adjustments] == [
        ("activity", -3600), ("coupon", -1000),
    ]  # fmt: skip
    placed = await place(shop, made)
    assert [line.paid_fen for line in await shop.lines(placed.order_id)] == [13_600 - 4600]
    assert (await standing(shop, running))[3] == ["coupon held 1000", "half_price held 3600"]
    await close(shop, placed.order_id)
    assert (await standing(shop, running))[3] == ["coupon released 1000", "half_price released 3600"]
    other = await coupons_out(shop, take="automatic")
    with pytest.raises(PlaysDoNotStack):
        await shop.write(_price_twice, shop, [Intent(piece.campaign_id, piece.id), Intent(other)])


async def _price_twice(session, shop, intents):
    sku_id, product_id = shop.skus[0]
    lines = [PlayLine(sku_id, product_id, "茶", 6800, 2)]
    return await actions.price(session, shop.shopper, Channel.MINI, intents, lines)


async def test_two_orders_one_after_the_other_use_it_once(shop):
    running = await coupons_out(shop)
    piece = await collect(shop, running)
    first, second = await quote(shop, 2, using=chosen(piece)), await quote(shop, 2, using=chosen(piece))
    await place(shop, first)
    before = await standing(shop, running), await shop.stock()
    with pytest.raises(CouponUsed):
        await place(shop, second)
    assert (await standing(shop, running), await shop.stock()) == before


async def test_the_margin_is_held_until_the_last_piece_is_over(shop):
    running = await coupons_out(shop, valid_days=30)
    await collect(shop, running)
    by = System(shop.tenant, "test")
    async with shop.db.read(shop.tenant) as session:
        held = await session.all(MARGIN)
    assert held == [
        300,
        680,
    ]  # of ten yuan from a hundred on, what may fall on a piece of 30 and on one of 68
    await shop.write(actions.end, by, running)
    async with shop.db.read(shop.tenant) as session:
        assert len(await session.all(MARGIN)) == 2
        assert (await queries.campaign(session, running)).state == "ended"
    shop.db.clock.advance(timedelta(days=31))
    await shop.write(coupons.expire, 100)
    async with shop.db.read(shop.tenant) as session:
        assert await session.all(MARGIN) == []


STANDS_IN = Statement(
    "update catalog_product set category_id = %(category_id)s where tenant_id = %(tenant)s and id = %(id)s"
)


async def test_the_calendar_sees_where_two_coupons_reach(shop):
    """One for the category of the tea, one for the other goods: no conflict. One for the whole shop meets both."""
    async with shop.db.write(shop.tenant) as session:
        tea = await catalog.create_category(session, name="茶")
        await session.run(STANDS_IN, category_id=tea, id=shop.products[0])
    in_tea = await coupons_out(shop, scope="category", category_id=encode("cat", tea))
    other = await coupons_out(shop, scope="goods", shelf=(1,))
    today = business_day(shop.db.clock.now())
    async with shop.db.read(shop.tenant) as session:
        assert (await insight.calendar(session, today, today)).conflicts == ()
    everywhere = await coupons_out(shop)
    async with shop.db.read(shop.tenant) as session:
        found = await insight.calendar(session, today, today)
    met = {frozenset(one.campaign_ids): one.goods for one in found.conflicts}
    assert met == {
        frozenset({in_tea, everywhere}): {shop.skus[0][0]},
        frozenset({other, everywhere}): {shop.skus[1][0]},
    }
    named = [one for goods in found.goods for one in goods]
    assert len(named) == 2
    assert all("龙井" in one.title or "茶" in one.title for one in named)
    assert all(one.options == () for one in named)  # they come in one variant each


async def test_a_category_that_is_none_is_refused(shop):
    with pytest.raises(TermsIncomplete) as refused:
        await coupons_out(shop, scope="category", category_id="cat_nonsense")
    assert refused.value.field == "settings.category_id"
