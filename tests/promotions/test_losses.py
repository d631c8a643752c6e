"""A loss on purpose: chosen in so many words, for so many pieces, covered by the budget, whoever saves what at once."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.catalog.events import PricesChanged
from lianyi.identity.types import System
from lianyi.insight import queries as insight
from lianyi.kit.db import Session, Statement
from lianyi.kit.ids import encode, new_id
from lianyi.margin import actions as margin
from lianyi.margin import queries as margins
from lianyi.margin import rules, store
from lianyi.margin.errors import CostUnknown, LossNotCovered, MarginTooThin, OtherLossNotCovered
from lianyi.margin.types import Loss, Room, Source, Wish
from lianyi.promotions import actions, queries
from lianyi.promotions.errors import CampaignInvalid
from tests.promotion_world import campaign, draft_of, place, quote
from tests.promotions.test_gate import claims, costs, created, publish

pytestmark = pytest.mark.usefixtures("own_plays")
LOSSES = Statement("select budget_fen from margin_loss where tenant_id = %(tenant)s order by budget_fen", int)
PUBLISHED = Statement(
    "select after::text from identity_audit where tenant_id = %(tenant)s and act = 'campaign.published'", str
)


async def budgets(shop):
    async with shop.db.read(shop.tenant) as session:
        return await session.all(LOSSES)


async def losing(shop, budget_fen, *, quotas=(10,), offs=(6799,), **more):
    """A draft that sells 68.00 at a fen, ten pieces, out of a budget."""
    return await created(shop, *offs, quotas=quotas, budget_fen=budget_fen, bears_loss=True, **more)


async def test_below_the_floor_it_is_refused_unless_that_was_chosen(shop):
    await costs(shop, 5000)
    with pytest.raises(MarginTooThin):
        await publish(shop, await created(shop, 6799, quotas=(10,), budget_fen=100_000))
    await publish(shop, await losing(shop, 100_000))
    assert (await claims(shop), await budgets(shop)) == (["activity 6799"], [100_000])


async def test_the_budget_covers_the_most_it_can_cost_to_the_fen(shop):
    """50.00 + 67.99 - 68.00 = 49.99 a piece, ten of them."""
    await costs(shop, 5000)
    short = await losing(shop, 49_989)
    with pytest.raises(LossNotCovered) as refused:
        await publish(shop, short)
    told = refused.value.data
    assert told["sku_id"] == encode("sku", shop.skus[0][0])
    assert {name: told[name] for name in ("short_fen", "pieces", "loss_fen", "budget_fen", "missing_fen")} == {
        "short_fen": 4999, "pieces": 10, "loss_fen": 49_990, "budget_fen": 49_989, "missing_fen": 1,
    }  # fmt: skip
    assert "亏 49.99 元" in refused.value.words("zh")
    assert ((await campaign(shop, short)).state, await claims(shop), await budgets(shop)) == ("draft", [], [])
    await publish(shop, await losing(shop, 49_990))
    assert await budgets(shop) == [49_990]


async def test_the_floor_counts_and_the_sku_that_takes_most_is_named(shop):
    await costs(shop, 5000, 100)
    await shop.settings(margin_floor_bp=1000)
    with pytest.raises(LossNotCovered) as refused:
        await publish(shop, await losing(shop, 1, quotas=(2, 3), offs=(6799, 2999)))
    assert (refused.value.data["pieces"], refused.value.data["short_fen"]) == (2, 4999 + 680)
    assert refused.value.data["loss_fen"] == 2 * (4999 + 680) + 3 * (99 + 300)


async def test_what_nobody_knows_the_cost_of_has_no_loss_that_could_be_covered(shop):
    await costs(shop, None)
    draft = await losing(shop, 100_000)
    with pytest.raises(CostUnknown):
        await publish(shop, draft, accept_unknown_cost=True)
    assert (await claims(shop), await budgets(shop)) == ([], [])


@pytest.mark.parametrize(
    ("more", "field"),
    [({"budget_fen": None, "quotas": (1,)}, "budget_fen"), ({"budget_fen": 9, "quotas": ()}, "skus.0.quota")],
)
async def test_a_loss_without_an_end_cannot_be_chosen(shop, more, field):
    with pytest.raises(CampaignInvalid) as refused:
        await created(shop, 6799, bears_loss=True, **more)
    assert refused.value.field == field


async def test_what_others_take_of_the_same_goods_adds_to_the_loss(shop):
    await costs(shop, 5000)
    sku_id, plan = shop.skus[0][0], Source("commission_plan", new_id(), "commission")
    await shop.write(margin.claim, plan, [Wish(sku_id, 680)])
    with pytest.raises(LossNotCovered) as refused:
        await publish(shop, await losing(shop, 49_990))
    assert refused.value.data["missing_fen"] == 10 * 680
    await publish(shop, await losing(shop, 49_990 + 6_800))
    with pytest.raises(OtherLossNotCovered) as refused:  # a fen more a piece, and its budget is ten fen short
        await shop.write(margin.claim, plan, [Wish(sku_id, 681)])
    assert refused.value.data["missing_fen"] == 10
    assert await claims(shop) == ["commission 680", "activity 6799"]


async def test_who_keeps_to_the_floor_does_so_without_those_who_do_not(shop):
    """A flash sale below cost takes nothing from an ordinary coupon's room, and the other way round it is counted."""
    await costs(shop, 5000)
    await publish(shop, await losing(shop, 100_000))
    coupon, sku_id = Source("campaign", new_id(), "coupon"), shop.skus[0][0]
    await shop.write(margin.claim, coupon, [Wish(sku_id, 1800)])
    with pytest.raises(MarginTooThin):
        await shop.write(margin.claim, coupon, [Wish(sku_id, 1801)])
    async with shop.db.read(shop.tenant) as session:
        assert await margins.thin(session, "campaign") == 0
        assert await margins.of_other_phases(session, "commission", [sku_id]) == {sku_id: 1800}


async def test_two_saves_at_once_cannot_both_pass(shop):
    """Each alone the budget covers, both together it does not; they meet on no goods of their own."""
    await costs(shop, 5000, 1000)
    exact = 10 * 4999 + 10 * 999 + 10 * 300
    await publish(shop, await losing(shop, exact, quotas=(10, 10), offs=(6799, 2999)))

    async def save(index, phase):
        try:
            await shop.write(
                margin.claim, Source("campaign", new_id(), phase), [Wish(shop.skus[index][0], 300)]
            )
        except OtherLossNotCovered as refused:
            return refused.data["missing_fen"]
        return "kept"

    for _ in range(5):
        found = await asyncio.gather(save(0, "coupon"), save(1, "discount"), save(0, "credit"))
        assert sorted(found, key=str) == [3000, 3000, "kept"]
        gone = Statement("delete from margin_claim where tenant_id = %(tenant)s and pieces is null")
        await shop.write(Session.run, gone)


async def test_the_statement_itself_keeps_no_loss_beyond_its_budget(shop):
    await costs(shop, 5000)

    async def claim_as_it_is(budget_fen):
        source, wish = Source("campaign", new_id(), "activity"), Wish(shop.skus[0][0], 6799)
        async with shop.db.write(shop.tenant) as session:
            asked = await margins.asked(session, source, [wish], Loss(budget_fen, {wish.sku_id: 10}))
            await session.all(store.CLAIM, **asked, forced=False, unknown_cost_accepted=True)

    await claim_as_it_is(49_989)
    assert (await claims(shop), await budgets(shop)) == ([], [])
    await claim_as_it_is(49_990)
    assert (await claims(shop), await budgets(shop)) == (["activity 6799"], [49_990])


async def test_a_cost_that_rises_afterwards_is_told(shop):
    await costs(shop, 5000)
    draft = await losing(shop, 49_990)
    await publish(shop, draft)

    async def alarmed():
        await shop.write(Session.emit, PricesChanged(shop.products[0], [shop.skus[0][0]]))
        await shop.tell()
        async with shop.db.read(shop.tenant) as session:
            found = {one.kind: one.count for one in (await insight.overview(session)).attention}
            return (await queries.alarms(session)).thin, found.get("campaigns_thin")

    assert await alarmed() == (0, None)
    await costs(shop, 5001)
    assert await alarmed() == (1, 1)
    await costs(shop, 4999)
    assert await alarmed() == (0, None)


async def test_more_goods_more_budget_and_the_end_of_it(shop):
    by = System(shop.tenant, "test")
    await costs(shop, 5000)
    running = await losing(shop, 49_990)
    await publish(shop, running)
    wider = draft_of(shop, 6799, quotas=(11,), budget_fen=49_990, bears_loss=True)
    with pytest.raises(LossNotCovered):
        await shop.write(actions.change, by, running, wider)
    assert (await campaign(shop, running)).skus[0].quota == 10
    wider = draft_of(shop, 6799, quotas=(11,), budget_fen=60_000, bears_loss=True)
    await shop.write(actions.change, by, running, wider)
    assert await budgets(shop) == [60_000]
    with pytest.raises(MarginTooThin):  # the choice cannot be taken back while it loses
        kept = draft_of(shop, 6799, quotas=(11,), budget_fen=60_000)
        await shop.write(actions.change, by, running, kept)
    await shop.write(actions.end, by, running)
    assert (await claims(shop), await budgets(shop)) == ([], [])


async def test_it_is_audited_and_shown_what_it_may_cost_and_has_cost(shop):
    await costs(shop, 5000)
    running = await shop.write(
        actions.create, shop.staff, draft_of(shop, 6799, quotas=(10,), budget_fen=80_000, bears_loss=True)
    )
    await shop.write(actions.publish, shop.staff, running)
    placed = await place(shop, await quote(shop, running, 2))
    await shop.pay(placed.order_id)
    async with shop.db.read(shop.tenant) as session:
        (audited,) = await session.all(PUBLISHED)
        loss = await actions.loss_so_far(session, await queries.campaign(session, running))
        today = shop.db.clock.now().date()
        (row,) = (await insight.growth(session, today, today)).rows
    assert '"loss_max_fen": 49990' in audited
    assert '"bears_loss": true' in audited
    assert (loss.most_fen, loss.used_fen, loss.budget_fen) == (49_990, 2 * 4999, 80_000)
    assert row.loss_fen == 2 * 5000 - (2 + 800)  # what was paid for the goods, freight included


rooms = st.lists(
    st.tuples(st.integers(1, 9000), st.integers(0, 9000), st.integers(0, 9000), st.integers(0, 900), st.integers(1, 50)),
    min_size=1, max_size=5,
)  # fmt: skip


@given(rooms, st.data())
def test_however_much_of_it_is_sold_a_covered_loss_stays_within_the_budget(given_rooms, data):
    """Pieces below the floor are at most the quota, and each falls short by no more than its room says."""
    kept = [
        Room(new_id(), price, cost, min(claim, price), floor, pieces)
        for price, cost, claim, floor, pieces in given_rooms
    ]
    budget_fen = rules.loss_fen(kept)
    assert budget_fen == sum(room.loss_fen for room in kept)
    lost = 0
    for room in kept:
        for _ in range(data.draw(st.integers(0, room.pieces))):
            off = data.draw(st.integers(0, room.claim_fen))
            lost += max(0, room.floor_fen + room.cost_fen - (room.price_fen - off))
    assert lost <= budget_fen
    assert rules.worst_loss(kept).loss_fen == max(room.loss_fen for room in kept)
