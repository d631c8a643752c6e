"""Publishing: the profit gate, what is locked afterwards, the clock, the stop switch, WeChat's violation push."""

import asyncio
import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from lianyi.catalog import actions as catalog
from lianyi.catalog.types import ProductDraft, ReturnPolicy, SkuDraft
from lianyi.identity.events import WeChatPushed
from lianyi.identity.types import Channel, System
from lianyi.insight import queries as insight
from lianyi.kit.db import Session, Statement
from lianyi.margin.errors import CostUnknown, MarginTooThin
from lianyi.promotions import actions, jobs, queries
from lianyi.promotions.errors import (
    CampaignInOtherState,
    CampaignInvalid,
    CampaignLocked,
    CampaignNotRunning,
)
from tests.promotion_world import campaign, draft_of, place, published, quote, standing_of

pytestmark = pytest.mark.usefixtures("own_plays")
COST = Statement(
    "update catalog_sku set cost_fen = %(cost_fen)s where tenant_id = %(tenant)s and id = %(sku_id)s"
)
CLAIMS = Statement(
    "select phase || ' ' || claim_fen from margin_claim where tenant_id = %(tenant)s order by at, claim_fen",
    str,
)


async def costs(shop, *costs_fen):
    for (sku_id, _), cost_fen in zip(shop.skus, costs_fen, strict=False):
        await shop.write(Session.run, COST, sku_id=sku_id, cost_fen=cost_fen)


async def claims(shop):
    async with shop.db.read(shop.tenant) as session:
        return await session.all(CLAIMS)


async def created(shop, *offs_fen, **more):
    return await shop.write(actions.create, System(shop.tenant, "test"), draft_of(shop, *offs_fen, **more))


async def publish(shop, campaign_id, **more):
    await shop.write(actions.publish, System(shop.tenant, "test"), campaign_id, **more)


async def test_the_gate_names_the_limiting_sku_with_its_arithmetic(shop):
    await costs(shop, 5000, 2800)  # 68.00 and 30.00 on the shelf
    draft = await created(shop, 1800, 201)
    with pytest.raises(MarginTooThin) as refused:
        await publish(shop, draft)
    assert refused.value.data | {"sku_id": 0} == {
        "sku_id": 0, "title": "茉莉花茶", "price_fen": 3000, "claim_fen": 201, "cost_fen": 2800, "left_fen": -1,
        "floor_fen": 0, "price_yuan": "30.00", "claim_yuan": "2.01", "cost_yuan": "28.00", "left_yuan": "-0.01",
        "floor_yuan": "0.00",
    }  # fmt: skip
    assert "售价 30.00 元" in refused.value.words("zh")
    assert ((await campaign(shop, draft)).state, await claims(shop), await shop.facts()) == ("draft", [], [])
    exact = await created(shop, 1800, 200)
    await publish(shop, exact)
    assert ((await campaign(shop, exact)).state, await claims(shop)) == (
        "published",
        ["activity 200", "activity 1800"],
    )


async def test_the_floor_is_a_share_of_the_list_price_rounded_up(shop):
    await costs(shop, 5000)
    await shop.settings(margin_floor_bp=1501)  # 68.00 * 15.01 % = 10.2068, so 10.21 must be left
    draft = await created(shop, 780)
    with pytest.raises(MarginTooThin) as refused:
        await publish(shop, draft)
    assert (refused.value.data["left_fen"], refused.value.data["floor_fen"]) == (1020, 1021)
    await publish(shop, await created(shop, 779))


async def test_claims_of_one_phase_do_not_add_up(shop):
    await costs(shop, 5000)
    await publish(shop, await created(shop, 1800))
    await publish(shop, await created(shop, 1700))
    assert await claims(shop) == ["activity 1700", "activity 1800"]


async def test_claims_of_other_phases_do(shop):
    from lianyi.kit.ids import new_id
    from lianyi.margin import actions as margin
    from lianyi.margin.types import Source, Wish

    await costs(shop, 5000)
    await publish(shop, await created(shop, 1000))
    coupon, sku_id = Source("campaign", new_id(), "coupon"), shop.skus[0][0]
    with pytest.raises(MarginTooThin) as refused:
        await shop.write(margin.claim, coupon, [Wish(sku_id, 801)])
    assert refused.value.data["claim_fen"] == 1801
    assert await claims(shop) == ["activity 1000"]
    await shop.write(margin.claim, coupon, [Wish(sku_id, 800)])
    await shop.write(margin.claim, coupon, [Wish(sku_id, 700)])  # said again, not said twice
    assert await claims(shop) == ["coupon 700", "activity 1000"]


async def test_two_saves_at_once_cannot_both_pass(shop):
    from lianyi.kit.ids import new_id
    from lianyi.margin import actions as margin
    from lianyi.margin.types import Source, Wish

    await costs(shop, 5000, 1000)
    wishes = [Wish(sku_id, 1000) for sku_id, _ in shop.skus]

    async def save(phase):
        try:
            await shop.write(margin.claim, Source("campaign", new_id(), phase), wishes)
        except MarginTooThin as refused:
            return refused.data["claim_fen"]
        return "kept"

    for _ in range(5):
        answers = await asyncio.gather(save("activity"), save("coupon"), save("discount"), save("credit"))
        assert sorted(answers, key=str) == [2000, 2000, 2000, "kept"]
        await shop.write(Session.run, Statement("delete from margin_claim where tenant_id = %(tenant)s"))


async def test_a_save_waits_for_the_one_before_it_and_sees_what_it_claimed(shop):
    from lianyi.kit.ids import new_id
    from lianyi.margin import actions as margin
    from lianyi.margin.types import Source, Wish

    await costs(shop, 5000)
    wishes = [Wish(shop.skus[0][0], 1000)]
    waiting = Statement("select count(*)::int from pg_locks where not granted", int)
    await shop.write(margin.claim, Source("campaign", new_id(), "activity"), [Wish(shop.skus[0][0], 1)])
    async with shop.db.write(shop.tenant) as first:
        await margin.claim(first, Source("campaign", new_id(), "activity"), wishes)
        second = asyncio.create_task(shop.write(margin.claim, Source("campaign", new_id(), "coupon"), wishes))
        async with shop.db.read(None) as look:
            while not second.done() and not await look.one(waiting):
                await asyncio.wait([second], timeout=0.01)
    with pytest.raises(MarginTooThin) as refused:
        await second
    assert refused.value.data["claim_fen"] == 2000
    assert await claims(shop) == ["activity 1", "activity 1000"]


async def test_the_statement_itself_writes_nothing_that_does_not_fit(shop):
    from lianyi.kit.ids import new_id
    from lianyi.margin import queries as margin
    from lianyi.margin import store
    from lianyi.margin.types import Source, Wish

    await costs(shop, 5000, None)

    async def claim_as_it_is(sku, claim_fen, *, accepted):
        source = Source("campaign", new_id(), "activity")
        async with shop.db.write(shop.tenant) as session:
            asked = await margin.asked(session, source, [Wish(shop.skus[sku][0], claim_fen)])
            await session.all(store.CLAIM, **asked, forced=False, unknown_cost_accepted=accepted)

    await claim_as_it_is(0, 1801, accepted=True)
    await claim_as_it_is(1, 1, accepted=False)
    assert await claims(shop) == []
    await claim_as_it_is(0, 1800, accepted=False)
    await claim_as_it_is(1, 1, accepted=True)
    assert sorted(await claims(shop)) == ["activity 1", "activity 1800"]


async def test_an_unknown_cost_needs_the_merchants_own_word(shop):
    await costs(shop, None)
    draft = await created(shop, 1800)
    with pytest.raises(CostUnknown) as refused:
        await publish(shop, draft)
    assert (refused.value.data["titles"], await claims(shop)) == ("明前龙井", [])
    assert (await campaign(shop, draft)).state == "draft"
    await publish(shop, draft, accept_unknown_cost=True)
    async with shop.db.read(shop.tenant) as session:
        assert (await queries.life(session, draft)).unknown_cost_accepted is True


async def test_ending_frees_the_margin(shop):
    await costs(shop, 5000)
    running = await published(shop, 1000)
    assert await claims(shop) == ["activity 1000"]
    await shop.write(actions.end, System(shop.tenant, "test"), running)
    assert await claims(shop) == []
    with pytest.raises(CampaignInOtherState):
        await shop.write(actions.end, System(shop.tenant, "test"), running)


async def test_a_price_that_falls_under_a_campaign_raises_an_alarm_and_keeps_the_promise(shop):
    sku_id = shop.skus[0][0]
    by = System(shop.tenant, "test")
    await costs(shop, 5000)
    running = await published(shop, 1800)

    async def reprice(price_fen):
        from lianyi.catalog import queries as goods

        async with shop.db.read(shop.tenant) as session:
            product = await goods.product(session, shop.products[0])
        change = ProductDraft(
            title=product.title, code=product.code, return_policy=ReturnPolicy.YES,
            skus=(SkuDraft((), price_fen, id=sku_id, code=product.skus[0].code, cost_fen=5000, weight_g=100),),
        )  # fmt: skip
        await shop.write(catalog.update_product, by, product.id, change, version=None)
        await shop.tell()

    async def alarms():
        async with shop.db.read(shop.tenant) as session:
            return await queries.alarms(session), {
                wait.kind: wait for wait in (await insight.overview(session)).attention
            }

    await reprice(6799)
    found, attention = await alarms()
    assert (found.thin, attention["campaigns_thin"].count) == (1, 1)
    assert (await campaign(shop, running)).state == "published"
    assert (await quote(shop, running, 1)).sums.payable_fen == 6799 - 1800 + 800
    await reprice(6800)
    assert (await alarms())[0].thin == 0


async def test_after_publishing_it_only_gets_better_for_shoppers(shop):
    by = System(shop.tenant, "test")
    given = {"quotas": (5,), "orders_per_person_max": 2, "budget_fen": 5000}
    running = await published(shop, 500, **given)
    draft = draft_of(shop, 500, **given)
    off = dataclasses.replace(draft.skus[0], settings={"off_fen": 501})
    worse = {
        "ends_at": draft.ends_at - timedelta(seconds=1), "starts_at": draft.starts_at - timedelta(hours=1),
        "audience": "returning", "channels": (Channel.MINI,), "settings": {"waits": True},
        "orders_per_person_max": 1, "pieces_per_person_max": 9, "budget_fen": 4999, "skus": (off,),
    }  # fmt: skip
    before = await campaign(shop, running)
    for field, value in worse.items():
        with pytest.raises(CampaignLocked) as refused:
            await shop.write(actions.change, by, running, dataclasses.replace(draft, **{field: value}))
        assert refused.value.field == field
    with pytest.raises(CampaignInvalid) as gone:
        await shop.write(actions.change, by, running, dataclasses.replace(draft, budget_fen=None))
    assert (gone.value.field, "不能去掉预算" in gone.value.words("zh")) == ("budget_fen", True)
    with pytest.raises(CampaignLocked):
        tight = dataclasses.replace(draft.skus[0], quota=4)
        await shop.write(actions.change, by, running, dataclasses.replace(draft, skus=(tight,)))
    assert await campaign(shop, running) == before
    better = dataclasses.replace(
        draft, ends_at=draft.ends_at + timedelta(days=1), orders_per_person_max=None, budget_fen=6000,
        channels=(*draft.channels, Channel.WECHAT_H5), skus=draft_of(shop, 500, 100, quotas=(9,)).skus,
    )  # fmt: skip
    await shop.write(actions.change, by, running, better)
    after = await campaign(shop, running)
    assert (after.budget_fen, after.orders_per_person_max, len(after.skus), after.version) == (
        6000, None, 2, before.version + 1,
    )  # fmt: skip


async def test_a_draft_may_change_in_everything_and_go(shop):
    by = System(shop.tenant, "test")
    draft = await created(shop, 500, 100, budget_fen=100)
    await shop.write(actions.change, by, draft, draft_of(shop, 700, title="新名字"))
    after = await campaign(shop, draft)
    assert (after.title, len(after.skus), after.skus[0].settings["off_fen"], after.budget_fen) == (
        "新名字",
        1,
        700,
        None,
    )
    await shop.write(actions.drop, by, draft)
    with pytest.raises(Exception, match="campaign_unknown"):
        await campaign(shop, draft)
    running = await published(shop, 500)
    with pytest.raises(CampaignInOtherState):
        await shop.write(actions.drop, by, running)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "长" * 41}, "title"),
        ({"skus": ()}, "skus"),
        ({"channels": ()}, "channels"),
        ({"budget_fen": 0}, "budget_fen"),
        ({"orders_per_person_max": 0}, "orders_per_person_max"),
        ({"settings": {"pay_minutes": 0}}, "settings.pay_minutes"),
        ({"play": "helping", "channels": (Channel.WECHAT_H5,)}, "channels"),
        ({"ends_at": datetime(2020, 1, 1, tzinfo=UTC)}, "ends_at"),
    ],
)
async def test_a_draft_that_cannot_run_names_its_field(shop, change, field):
    with pytest.raises(CampaignInvalid) as refused:
        await shop.write(
            actions.create, System(shop.tenant, "test"), dataclasses.replace(draft_of(shop, 500), **change)
        )
    assert refused.value.field == field


async def test_the_plays_own_check_is_heard(shop):
    with pytest.raises(CampaignInvalid) as refused:
        await created(shop, 500, 3000)
    assert refused.value.field == "skus.1.settings.off_fen"


async def test_the_clock_ends_it(shop):
    running = await published(shop, 500)
    assert await jobs.end_campaigns(shop.db, shop.tenant) == 0
    shop.db.clock.advance(timedelta(days=7))
    assert await jobs.end_campaigns(shop.db, shop.tenant) == 1
    assert ((await campaign(shop, running)).state, await claims(shop)) == ("ended", [])
    assert await jobs.end_campaigns(shop.db, shop.tenant) == 0


async def test_pausing_refuses_orders_and_resuming_takes_them(shop):
    by = System(shop.tenant, "test")
    running = await published(shop, 500)
    made = await quote(shop, running, 1)
    await shop.write(actions.pause, by, running)
    before = await standing_of(shop, running)
    with pytest.raises(CampaignNotRunning):
        await place(shop, made)
    assert await standing_of(shop, running) == before
    await shop.write(actions.resume, by, running)
    await place(shop, made)


async def punish(shop, **fields):
    told = {
        "event_type": "1",
        "punish_id": "p1",
        "rule_name": "微信小程序平台运营规范",
        "illegal_reason": "滥用分享",
    } | fields

    async def push(session):
        await session.emit(WeChatPushed(shop.merchant["mini_appid"], "mini", "wxa_punish_event", told))

    await shop.write(push)
    await shop.tell()


async def test_wechats_violation_push_stops_what_lives_by_sharing(shop):
    shared, plain = await published(shop, 500, play="helping"), await published(shop, 500)
    outside = await published(shop, 400, play="helping", channels=(Channel.H5,))
    deadline = shop.db.clock.now() + timedelta(days=3)
    made = await quote(shop, shared, 1)
    detail = f'{{"warned_type": 2, "rectify_deadline": {int(deadline.timestamp())}}}'
    await punish(shop, detail=detail)
    assert [(await campaign(shop, one)).state for one in (shared, plain, outside)] == [
        "stopped",
        "published",
        "published",
    ]
    async with shop.db.read(shop.tenant) as session:
        life = await queries.life(session, shared)
        attention = {wait.kind: wait.count for wait in (await insight.overview(session)).attention}
    assert (life.stop_reason, life.rectify_by_at, life.alarm) == (
        "微信小程序平台运营规范:滥用分享", deadline, "platform_stopped",
    )  # fmt: skip
    assert attention["campaigns_stopped"] == 1
    with pytest.raises(CampaignNotRunning):
        await place(shop, made)
    await punish(shop, detail="not json")
    async with shop.db.read(shop.tenant) as session:
        assert await queries.life(session, shared) == life
    with pytest.raises(CampaignInOtherState):
        await shop.write(actions.resume, System(shop.tenant, "test"), shared)


async def test_the_staffs_stop_switch_says_why(shop):
    running = await published(shop, 500)
    await shop.write(actions.stop, shop.staff, running, "价格设错")
    async with shop.db.read(shop.tenant) as session:
        life = await queries.life(session, running)
    assert (life.stop_reason, life.alarm) == ("价格设错", None)
