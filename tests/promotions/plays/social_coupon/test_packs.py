"""What buyers pass on and others take; a refusal moves nothing."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from lianyi.identity.events import PersonMerged
from lianyi.identity.types import Channel, System
from lianyi.kit.db import Statement
from lianyi.kit.ids import decode, encode
from lianyi.orders import actions as orders
from lianyi.orders.types import Portion
from lianyi.promotions import actions as promotions
from lianyi.promotions import queries as frame
from lianyi.promotions.errors import BudgetSpent, CampaignInvalid, CampaignNotRunning, NotForYou, PlayNotHere
from lianyi.promotions.plays.social_coupon import actions, jobs, queries, reactions
from lianyi.promotions.plays.social_coupon.errors import (
    ClaimsReached,
    CouponsOver,
    NothingToPassOn,
    PackEmpty,
    PackIsYours,
    PackOver,
    PackTaken,
    PackTakenHere,
    TermsWrong,
)
from lianyi.promotions.reactions import merge_claims
from lianyi.promotions.types import Marks
from lianyi.social import actions as social
from tests.coupon_world import coupons_out
from tests.help_world import somebody as helper
from tests.social_coupon_world import claim, draft_of, paid_order, pass_on, passing_on, somebody, standing

REFUSED = "不要了"
SOMEBODY_ELSES = Statement(
    """
    update promotions_help_run set person_id = %(person_id)s, accounts = '{}', device = null where tenant_id = %(tenant)s
    """
)


async def give_back(shop, order_id, quantity=1):
    """Refund some units of a paid order's first line, money and all."""
    lines = await shop.lines(order_id)
    await shop.write(
        orders.refund,
        shop.staff,
        order_id,
        [Portion(lines[0].id, quantity)],
        freight_fen=None,
        reason=REFUSED,
    )
    await shop.tell()
    await shop.refund_money()


async def test_a_paid_order_passes_on_and_others_take(shop):
    running = await passing_on(shop, budget_fen=10_000)
    order_id = await paid_order(shop, 1)
    assert (await standing(shop, running))[0] == 0  # nothing is held until the buyer asks
    pack = await pass_on(shop, order_id)
    assert (pack.pieces, pack.face_fen, pack.left) == (3, 500, 3)
    assert pack.expires_at == shop.db.clock.now() + timedelta(hours=48)
    assert await standing(shop, running) == (1500, ["open 0/3"], [], [])
    friend = somebody(shop)
    assert (await claim(shop, pack, friend)).left == 2
    assert await standing(shop, running) == (1500, ["open 1/3"], ["taken"], [500])
    async with shop.db.read(shop.tenant) as session:
        own = await queries.own_claim(session, pack.id, friend.person)
        shown = await queries.pack_page(session, pack.id, friend.person, Channel.MINI)
    assert own.run_id is not None
    assert (shown.mine, shown.alive, [one.me for one in shown.takers]) == (False, True, [True])


async def test_asked_twice_an_order_answers_the_same_pack(shop):
    running = await passing_on(shop, budget_fen=10_000)
    order_id = await paid_order(shop, 1)
    first, again = await pass_on(shop, order_id), await pass_on(shop, order_id)
    assert first == again
    assert (await standing(shop, running))[0] == 1500


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("giver", PackIsYours), ("again", PackTaken), ("late", PackOver), ("fourth", PackEmpty)],
)
async def test_who_may_not_take_moves_nothing(shop, who, refusal):
    running = await passing_on(shop, budget_fen=10_000)
    pack = await pass_on(shop, await paid_order(shop, 1))
    friend = somebody(shop)
    await claim(shop, pack, friend)
    if who == "fourth":
        await claim(shop, pack)
        await claim(shop, pack)
    if who == "late":
        shop.db.clock.advance(timedelta(hours=48))
    taker = {"giver": shop.shopper, "again": friend}.get(who) or somebody(shop)
    before = await standing(shop, running)
    with pytest.raises(refusal):
        await claim(shop, pack, taker)
    assert await standing(shop, running) == before


async def test_of_a_campaign_nobody_takes_more_than_its_terms_say(shop):
    running = await passing_on(shop, claims_per_person_max=2)
    friend = somebody(shop)
    packs = [await pass_on(shop, await paid_order(shop, 1)) for _ in range(3)]
    await claim(shop, packs[0], friend)
    await claim(shop, packs[1], friend)
    before = await standing(shop, running)
    with pytest.raises(ClaimsReached):
        await claim(shop, packs[2], friend)
    assert await standing(shop, running) == before
    assert before[2] == ["taken"] * 2


async def test_only_new_customers_where_the_terms_say_so(shop):
    running = await passing_on(shop, for_new=True)
    pack = await pass_on(shop, await paid_order(shop, 1))
    async with shop.db.write(shop.tenant) as session:  # the pack is somebody else's now; who paid has bought
        await session.later(
            reactions.store.MERGE_PACKS,
            from_person_id=shop.shopper.person,
            into_person_id=somebody(shop).person,
        )
        await session.later(SOMEBODY_ELSES, person_id=somebody(shop).person)
    before = await standing(shop, running)
    with pytest.raises(NotForYou):
        await claim(shop, pack, shop.shopper)
    with pytest.raises(NotForYou):  # signed in by phone alone, nobody can say
        await claim(shop, pack)
    assert await standing(shop, running) == before
    await claim(shop, pack, (await helper(shop)).shopper)


async def test_an_order_below_the_terms_or_not_paid_or_of_before_passes_on_nothing(shop):
    early = await paid_order(shop, 1)
    shop.db.clock.advance(timedelta(hours=2))
    running = await passing_on(shop, order_from_fen=10_000)
    small, unpaid = await paid_order(shop, 1), (await shop.place(2)).id
    before = await standing(shop, running)
    for order_id in (early, small, unpaid):
        with pytest.raises(NothingToPassOn):
            await pass_on(shop, order_id)
    with pytest.raises(Exception, match="order"):
        await pass_on(shop, await paid_order(shop, 2), somebody(shop))  # somebody else's order
    assert await standing(shop, running) == before
    old = await paid_order(shop, 2)
    shop.db.clock.advance(timedelta(days=6, hours=23))
    with pytest.raises((NothingToPassOn, CampaignNotRunning)):
        shop.db.clock.advance(timedelta(hours=2))
        await pass_on(shop, old)


async def test_the_budget_is_held_whole_or_nothing_is_passed_on(shop):
    running = await passing_on(shop, budget_fen=2999)
    await pass_on(shop, await paid_order(shop, 1))
    late = await paid_order(shop, 1)
    before = await standing(shop, running)
    with pytest.raises(BudgetSpent):
        await pass_on(shop, late)
    assert await standing(shop, running) == before
    assert before[0] == 1500


async def test_what_nobody_took_is_the_budgets_again_when_the_hours_are_over(shop):
    running = await passing_on(shop, budget_fen=10_000)
    pack = await pass_on(shop, await paid_order(shop, 1))
    await claim(shop, pack)
    shop.db.clock.advance(timedelta(hours=48))
    assert await jobs.end_packs(shop.db, shop.tenant) == 1
    assert await standing(shop, running) == (500, ["ended 1/3"], ["taken"], [500])
    assert await jobs.end_packs(shop.db, shop.tenant) == 0
    assert (await standing(shop, running))[0] == 500


async def test_a_refund_takes_back_what_nobody_took_and_leaves_what_was(shop):
    running = await passing_on(shop, budget_fen=10_000, order_from_fen=10_000)
    order_id = await paid_order(shop, 3)
    pack = await pass_on(shop, order_id)
    await claim(shop, pack)
    await give_back(shop, order_id)  # two pieces are left: still above the terms
    assert await standing(shop, running) == (1500, ["open 1/3"], ["taken"], [500])
    await give_back(shop, order_id)
    assert await standing(shop, running) == (500, ["ended 1/3"], ["taken"], [500])
    with pytest.raises(PackOver):
        await claim(shop, pack)


async def test_a_claim_asks_the_order_even_before_its_refund_was_told(shop):
    running = await passing_on(shop, budget_fen=10_000)
    order_id = await paid_order(shop, 1)
    pack = await pass_on(shop, order_id)
    lines = await shop.lines(order_id)
    await shop.write(
        orders.refund, shop.staff, order_id, [Portion(lines[0].id, 1)], freight_fen=None, reason=REFUSED
    )
    before = await standing(shop, running)
    assert before[1] == ["open 0/3"]
    with pytest.raises(PackOver):
        await claim(shop, pack)
    assert await standing(shop, running) == before


async def test_a_stopped_campaign_takes_its_packs_along(shop):
    running = await passing_on(shop, budget_fen=10_000)
    pack = await pass_on(shop, await paid_order(shop, 1))
    await claim(shop, pack)
    await shop.write(promotions.stop, System(shop.tenant, "test"), running, "测试")
    with pytest.raises(CampaignNotRunning):
        await claim(shop, pack)
    await shop.tell()
    assert await standing(shop, running) == (500, ["ended 1/3"], ["taken"], [500])


async def test_when_the_coupons_are_all_given_nobody_is_counted(shop):
    running = await passing_on(shop, budget_fen=10_000, vouchers_fen=999)
    pack = await pass_on(shop, await paid_order(shop, 1))
    await claim(shop, pack)
    before = await standing(shop, running)
    with pytest.raises(CouponsOver):
        await claim(shop, pack)
    assert await standing(shop, running) == before == (1500, ["open 1/3"], ["taken"], [500])


async def test_inside_wechats_browser_neither_is_done(shop):
    running = await passing_on(shop, budget_fen=10_000)
    order_id = await paid_order(shop, 1)
    with pytest.raises(NothingToPassOn):
        await pass_on(shop, order_id, channel=Channel.WECHAT_H5)
    pack = await pass_on(shop, order_id)
    before = await standing(shop, running)
    with pytest.raises(PlayNotHere):
        await claim(shop, pack, channel=Channel.WECHAT_H5)
    assert await standing(shop, running) == before
    async with shop.db.read(shop.tenant) as session:
        shown = await queries.pack_page(session, pack.id, None, Channel.WECHAT_H5)
    appid = shop.merchant["mini_appid"]
    assert (shown.channels_ok, shown.open_mini) == (False, (appid, queries.page_of(pack.id)))
    draft = draft_of(shop, running, channels=(Channel.WECHAT_H5,))
    with pytest.raises(CampaignInvalid) as refused:
        await shop.write(promotions.create, System(shop.tenant, "test"), draft)
    assert refused.value.field == "channels"


async def test_a_campaign_nobody_could_pay_or_no_buyer_could_enter_is_not_published(shop):
    by = System(shop.tenant, "test")
    small = await coupons_out(shop, take="granted", off_fen=499, threshold_fen=0, days=60)
    large = await coupons_out(shop, take="granted", off_fen=500, threshold_fen=0, days=60)
    for pays_in, audience, field in (
        (small, "everyone", "settings.pays_in"),
        (large, "new_customers", "audience"),
    ):
        made = await shop.write(promotions.create, by, draft_of(shop, pays_in, audience=audience))
        with pytest.raises(TermsWrong) as refused:
            await shop.write(promotions.publish, by, made)
        assert refused.value.field == field


async def test_records_that_merge_bring_packs_and_claims_along(shop):
    await passing_on(shop, claims_per_person_max=2)
    packs = [await pass_on(shop, await paid_order(shop, 1)) for _ in range(3)]
    one, other = somebody(shop), somebody(shop)
    await claim(shop, packs[0], one)
    await claim(shop, packs[0], other)
    await claim(shop, packs[1], other)
    merged = PersonMerged(from_person_id=other.person, into_person_id=one.person)
    for _ in range(2):
        async with shop.db.write(shop.tenant) as session:
            await reactions.merge_packs(session, merged)
            await merge_claims(session, merged)
    async with shop.db.read(shop.tenant) as session:
        held = [await queries.own_claim(session, pack.id, one.person) for pack in packs]
        gone = [await queries.own_claim(session, pack.id, other.person) for pack in packs]
    assert ([bool(each) for each in held], gone) == ([True, True, False], [None] * 3)
    with pytest.raises(ClaimsReached):  # what both took is one person's now
        await claim(shop, packs[2], one)


async def test_a_card_tells_what_is_left_and_nothing_of_the_order(shop):
    running = await passing_on(shop)
    pack = await pass_on(shop, await paid_order(shop, 1))
    await claim(shop, pack)
    async with shop.db.read(shop.tenant) as session:
        card = await frame.share_facts(session, "team", pack.id)
        campaign = await frame.campaign(session, running)
    assert (card.title, card.line, card.campaign_id) == ("送你一张5.00 元券", "还有 2 份", running)
    assert card.page == f"plays/social_coupon/pack/index?id={encode('team', pack.id)}"
    assert decode("cmp", campaign.settings["pays_in"])
    shop.db.clock.advance(timedelta(hours=48))
    async with shop.db.read(shop.tenant) as session:
        assert (await frame.share_facts(session, "team", pack.id)).line == "领取已结束"
    assert await shop.write(actions.end_due, 10)


async def test_what_one_passed_on_stands_among_ones_own_and_moves_while_one_looks(shop):
    await passing_on(shop)
    packs = [await pass_on(shop, await paid_order(shop, 1)) for _ in range(2)]
    for _ in range(3):
        await claim(shop, packs[0])
    async with shop.db.read(shop.tenant) as session:
        own = await queries.runs(session, shop.shopper.person)
        moving = await queries.live(session, [one.id for one in packs])
    assert sorted((one.state, one.line_zh) for one in own) == [("done", "被领走 3/3"), ("open", "被领走 0/3")]
    assert [(moving[one.id].joined, moving[one.id].need) for one in packs] == [(3, 3), (0, 3)]


async def test_one_phone_takes_one_and_the_givers_own_phone_none(shop):
    running = await passing_on(shop)
    pack = await pass_on(shop, await paid_order(shop, 1))
    phone = Marks(uuid4())
    await claim(shop, pack, marks=phone)
    before = await standing(shop, running)
    with pytest.raises(PackTakenHere):
        await claim(shop, pack, marks=phone)
    own = uuid4()
    async with shop.db.write(shop.tenant) as session:
        await social.join(session, own, shop.shopper.person)
    with pytest.raises(PackIsYours):
        await claim(shop, pack, marks=Marks(own))
    assert await standing(shop, running) == before


async def test_a_wechat_account_that_comes_back_registered_anew_is_known(shop):
    running = await passing_on(shop)
    pack = await pass_on(shop, await paid_order(shop, 1))
    openids = {"wx_app": "o_friend"}
    first, again = (replace(somebody(shop), openids=openids) for _ in range(2))
    await claim(shop, pack, first)
    before = await standing(shop, running)
    with pytest.raises(PackTakenHere):
        await claim(shop, pack, again)
    assert await standing(shop, running) == before
