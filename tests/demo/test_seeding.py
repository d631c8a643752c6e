"""The demo shop lives its month through the public doors: every state, both sides of the wire agree, once only."""

import dataclasses
from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest

from lianyi.app.demo import catalogue, happenings, seeding, signin
from lianyi.distribution.actions.replaying import replay
from lianyi.distribution.queries import disputes, lists, payouts
from lianyi.distribution.queries.lists import KeeperFilter
from lianyi.distribution.types.shopkeepers import KeeperState
from lianyi.identity import queries as identity
from lianyi.identity.actions import open_shop
from lianyi.identity.types import OpenShop
from lianyi.kit import config
from lianyi.kit.db import Statement
from lianyi.ledger import queries as ledger
from lianyi.ledger.types import Purpose
from lianyi.orders import queries as orders
from lianyi.orders.types import STATES
from lianyi.promotions import actions as promotions
from lianyi.promotions import queries as promotion_reads
from lianyi.promotions.plays.group_buy import queries as teams
from lianyi.reconciliation import actions as reconciliation
from lianyi.social import queries as social
from lianyi.social.types import TreeBy
from lianyi.trust.queries import aftersales, complaints
from lianyi.trust.queries.aftersales import CaseFilter

RUNNING = Statement(
    "select id from promotions_campaign where tenant_id = %(tenant)s and state = 'published' and play = 'group_buy'",
    UUID,
)
GIVEN = Statement(
    """
    select play || ' ' || count(*) filter (where state = 'paid') from promotions_claim
    where tenant_id = %(tenant)s and play <> 'group_buy' group by play order by play
    """,
    str,
)
PROMISES = Statement(
    """
    select state || ' ' || count(*) from promotions_assist_promise
    where tenant_id = %(tenant)s group by state order by state
    """,
    str,
)
HELPED = Statement(
    """
    select state || ' ' || coalesce(review, '-') || ' ' || people from promotions_help_run
    where tenant_id = %(tenant)s and play = 'bargain' order by opened_at
    """,
    str,
)
LOSING = Statement("select id from promotions_campaign where tenant_id = %(tenant)s and bears_loss", UUID)
FREE = Statement(
    "select state || ' ' || payable_fen from orders_order where tenant_id = %(tenant)s and pay_method = 'free'",
    str,
)
DAYS = Statement("select count(*)::int from promotions_check_in_day where tenant_id = %(tenant)s", int)

PACKS = Statement(
    "select claimed || '/' || pieces from promotions_social_coupon_pack where tenant_id = %(tenant)s", str
)


@pytest.fixture
def demo(world):
    before = config.config()
    config.configure(dataclasses.replace(before, demo=True))
    yield world
    config.configure(before)


async def test_a_month_of_the_shop(db, clock, demo):
    began = clock.now()
    # One picture for all: decoding every one is media's to prove, and takes most of the time.
    goods = [dataclasses.replace(one, pictures=("tea-001-1.webp",)) for one in catalogue.products()]
    sign_in = await seeding.seed(db, clock, demo.url, goods=goods, per_day=1.0)
    assert clock.now() == began
    assert sign_in == signin.kept()
    assert [login.role for login in sign_in.staff] == [
        "owner", "operations", "content", "customer_service", "warehouse", "finance",
    ]  # fmt: skip
    assert len({login.password for login in sign_in.staff}) == 6

    tenant = await identity.tenant_id_by_slug(db, catalogue.SHOP_SLUG)
    async with db.read(tenant) as session:
        counted = await orders.counts(session, list(STATES))
        assert await ledger.sum_fen(session) == 0
    assert all(counted[state] > 0 for state in STATES), counted

    await _crowd_was_here(db, tenant)
    await _what_went_wrong_is_there(db, tenant)
    await _something_was_given(db, tenant)
    await _something_makes_no_money(db, tenant)
    await _some_sell(db, tenant)

    # A second start does nothing.
    assert await seeding.seed(db, clock, demo.url) == sign_in
    async with db.read(tenant) as session:
        assert await orders.counts(session, list(STATES)) == counted
    assert await identity.tenant_id_by_slug(db, f"{catalogue.SHOP_SLUG}-2") is None

    await _both_sides_agree(db, demo, tenant)


async def _crowd_was_here(db, tenant):
    """Two group buys run with teams in every state, and one of them went through 200 people and more."""
    async with db.read(tenant) as session:
        running = await session.all(RUNNING)
        states = Counter(one.state for one in await teams.staff_page(
            session, campaign_id=None, state=None, order_ids=None, person_ids=None, limit=50, before=None
        ))  # fmt: skip
        figures = [await social.tree_figures(session, TreeBy.CAMPAIGN, one) for one in running]
    assert len(running) == 2
    assert states == {"filled": 4, "failed": 1, "forming": 3}
    assert max(one.people for one in figures) >= 200
    assert max(len(one.breadth) for one in figures) == 7


async def _something_was_given(db, tenant):
    """Coupons were used, pieces of a flash sale bought, people came day after day, friends helped one another."""
    async with db.read(tenant) as session:
        given = await session.all(GIVEN)
        days = await session.one(DAYS)
        promises = await session.all(PROMISES)
        packs = await session.all(PACKS)
        runs = await session.all(HELPED)
    counts = dict(one.split() for one in given)
    assert int(counts["coupon"]) in range(3, 6)  # a friend's coupon may come off a brand day's order, too
    assert (counts["assist"], counts["bargain"]) == ("1", "1")
    assert counts["flash_sale"] in {"5", "6"}  # the last one when noon has passed
    assert counts["brand_day"] in {"3", "4"}  # the last one unless midnight was minutes ago
    assert days > 30
    assert promises == ["given 2", "gone 1", "kept 1", "open 2"]
    assert sorted(packs) == ["1/3", "2/3"]
    assert [one.rpartition(" ")[0] for one in runs] == ["used -", "open -", "open waiting"]


async def _something_makes_no_money(db, tenant):
    """One campaign loses on purpose within its budget, and one order was paid by points alone."""
    async with db.read(tenant) as session:
        (losing,) = await session.all(LOSING)
        loss = await promotions.loss_so_far(session, await promotion_reads.campaign(session, losing))
        free = await session.all(FREE)
    assert 0 < loss.used_fen < loss.most_fen <= loss.budget_fen
    assert free == ["to_ship 0"]


async def _some_sell(db, tenant):
    """Three sell and one waits; their customers bought; appeals, pay-outs in three states; the log reads as it was written."""
    async with db.read(tenant) as session:
        assert await lists.counts(session) == {KeeperState.ACTIVE: 3, KeeperState.APPLIED: 1}
        rows = await lists.page(session, KeeperFilter(state=KeeperState.ACTIVE), "applied", None, 10)
        figures = await lists.figures(session, [row.id for row in rows])
        asked = await disputes.page(session, state=None, keeper_id=None, before=None, limit=10)
        paid_out = await payouts.sums(session)
    assert sorted((one.state.value, one.order_id is not None) for one in asked) == [
        ("open", False), ("open", True), ("refused", False),
    ]  # fmt: skip
    assert {one.state.value: one.count for one in paid_out} == {"cancelled": 1, "paid": 1, "review": 1}
    assert all(one.customers > 0 for one in figures.values())
    assert sum(one.orders for one in figures.values()) > 0
    assert sum(one.earned_fen for one in figures.values()) > 0
    assert (await replay(db, tenant)).differences == ()


async def _what_went_wrong_is_there(db, tenant):
    """A case in each of five states, at its step and before its time is over; one complaint that waits for an answer."""
    async with db.read(tenant) as session:
        cases = await aftersales.page(session, CaseFilter(), limit=50, after=None)
        on_board = await complaints.board_counts(session)
        now = session.now
    assert Counter(one.state for one in cases) == Counter(
        ["applied", "agreed", "returning", "refunded", "refused"]
    )
    assert all(one.deadline_at is None or one.deadline_at > now for one in cases)
    assert {one.state for one in cases if one.return_to_sealed is not None} == {
        "agreed",
        "returning",
        "refunded",
    }
    assert (on_board.overdue, on_board.due + on_board.waiting, on_board.finished) == (0, 1, 0)


async def _both_sides_agree(db, demo, tenant):
    """Once WeChat's bills of every day are here: no difference, and its balance of the merchant is what the books say."""
    await demo.advance(timedelta(days=2))
    stands = await reconciliation.catch_up(db, tenant)
    assert (stands.differences, stands.late_bills) == (0, 0)
    assert stands.reconciled_lines > 100
    async with db.read(tenant) as session:
        accounts = Counter({one.purpose: one.posted_fen for one in await ledger.accounts(session)})
        assert await ledger.sum_fen(session) == 0
    merchant = await demo.merchant(catalogue.SHOP_NAME, key=seeding.MERCHANT_KEY)
    ours = accounts[Purpose.EARNED] + accounts[Purpose.GUARANTEED]
    assert merchant["available_fen"] + merchant["unsettled_fen"] == ours > 0
    assert accounts[Purpose.STRAY] == accounts[Purpose.ORDER_MONEY] == 0
    fees, shared = accounts[Purpose.FEES], accounts[Purpose.SHARED]
    assert fees > 0
    assert shared > 0
    people = (await demo.ask("GET", "/people"))["people"]
    spent = sum(500_000_00 - one["balance_fen"] for one in people if one["phone"] in _phones())
    assert spent == ours + fees + shared
    assert round(spent * 0.006) == pytest.approx(fees, abs=100)
    partner = await demo.merchant(happenings.PARTNER, key=happenings.PARTNER_KEY)
    assert partner["available_fen"] + partner["unsettled_fen"] == shared


def _phones():
    """The cast by their phones: other tests' people may bear the same names."""
    from lianyi.app.demo.cast import customers

    counted = Counter(one.phone for one in customers())
    assert max(counted.values()) == 1
    return counted


async def test_after_a_seeding_that_was_cut_off_the_next_one_takes_another_name(db, demo):
    wish = OpenShop(
        shop_name="山海小集", owner_name="沈知夏", login="owner@shanhai.example",
        password=signin.new_password(), slug=catalogue.SHOP_SLUG,
    )  # fmt: skip
    await open_shop(db, wish, "test")
    assert await seeding._free_slug(db) == "shanhai-2"


async def test_without_demo_or_with_another_wechat_nothing_is_seeded(db, clock, world):
    with pytest.raises(seeding.NotADemonstration):
        await seeding.seed(db, clock, world.url)
    config.configure(dataclasses.replace(config.config(), demo=True))
    with pytest.raises(seeding.NotADemonstration):
        await seeding.seed(db, clock, "https://api.weixin.qq.com")
    with pytest.raises(seeding.NotADemonstration):
        await seeding.run("postgresql://", None)
    assert await identity.tenant_id_by_slug(db, catalogue.SHOP_SLUG) is None
    assert signin.kept() is None
