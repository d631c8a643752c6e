"""A shop whose days are reconciled: WeChat's bills come from the sandbox, time moves on both sides."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest_asyncio

from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from lianyi.payments import actions as payments
from lianyi.payments import queries as payment_reads
from lianyi.reconciliation import actions, queries
from lianyi.reconciliation.rules import reasons
from lianyi.wechat import pay
from tests.order_world import REFUNDS_OPEN, open_shop
from tests.wechat_world import keys_of

TEN_PAST_TEN = timedelta(hours=2, minutes=10)  # of a day's UTC
BOOKS = Statement(
    "select key || ' ' || amount_fen from ledger_transfer where tenant_id = %(tenant)s order by key", str
)
ACTS = Statement("select act from identity_audit where tenant_id = %(tenant)s order by at", str)


@dataclass
class Books:
    """A shop and its bills."""

    shop: object

    def __getattr__(self, name):
        return getattr(self.shop, name)

    @property
    def today(self):
        return (self.shop.db.clock.now() + timedelta(hours=8)).date()

    async def to_next_morning(self):
        """Ten past ten of the next day, China time: yesterday's bills can be fetched."""
        now = self.shop.db.clock.now()
        china = now + timedelta(hours=8)
        wanted = datetime(china.year, china.month, china.day, tzinfo=UTC) + timedelta(days=1) + TEN_PAST_TEN
        await self.world.advance(wanted - now)
        await self.world.run_due()

    async def sweep(self):
        """What the three sweeps do until nothing is left for them."""
        for _ in range(20):
            done = await actions.plan(self.db, self.tenant)
            done += await actions.fetch_due(self.db, self.tenant)
            done += await actions.match_due(self.db, self.tenant)
            if not done:
                return
        raise AssertionError("reconciliation does not come to rest")

    async def reconcile(self):
        await self.to_next_morning()
        await self.sweep()

    async def sweep_at_ten(self, *, next_day=False):
        """Ten past ten of today, or of the day after, without any of WeChat's calls being delivered."""
        now = self.shop.db.clock.now()
        china = now + timedelta(hours=8)
        wanted = (
            datetime(china.year, china.month, china.day, tzinfo=UTC)
            + timedelta(days=int(next_day))
            + TEN_PAST_TEN
        )
        await self.world.advance(wanted - now)
        await self.sweep()

    async def to_china(self, hour, minute, second):
        """A time of today's China day."""
        now = self.shop.db.clock.now()
        china = now + timedelta(hours=8)
        wanted = china.replace(hour=hour, minute=minute, second=second, microsecond=0)
        await self.world.advance(wanted - china)

    async def rematch(self, day, kind):
        await actions.match_day(self.db, self.tenant, day, kind_of(kind))

    async def fetch_anew(self, day):
        async with self.db.write(self.tenant) as session:
            await actions.retry(session, self.staff, day)
        await self.sweep()

    async def settle(self, difference, act, note=""):
        return await actions.settle(self.db, self.staff, difference.id, act, note)

    async def acts(self, difference):
        async with self.db.read(self.tenant) as session:
            line = await queries.line_of(session, difference)
        return reasons.acts_for(difference, line.type if line else None)

    async def give_back(self, order_id, amount_fen, *, arrive=True):
        """A refund as the shop asks for it."""
        await self.write(payments.request_refund, order_id, new_id(), amount_fen, "七天无理由")
        if arrive:
            await self.refund_money()
            return
        async with self.db.read(self.tenant) as session:
            (refund_id,) = await session.all(REFUNDS_OPEN)
        await payments.advance_refund(self.db, self.tenant, refund_id)

    async def refund_at_wechat(self, order_id, amount_fen):
        """Somebody refunds on WeChat Pay's own merchant platform."""
        async with self.db.read(self.tenant) as session:
            payment = await payment_reads.of_order(session, order_id)
        await pay.refund(
            keys_of(self.merchant), transaction_id=payment.transaction_id, out_refund_no="PLATFORM1",
            refund_fen=amount_fen, total_fen=payment.paid_fen, reason="平台退款", notify_url="https://example.com/none",
        )  # fmt: skip
        await self.world.advance(timedelta(seconds=10))
        await self.world.run_due()

    async def number_of(self, order_id):
        """The number under which an order's payment was asked for."""
        async with self.db.read(self.tenant) as session:
            payment = await payment_reads.of_order(session, order_id)
            return (await payment_reads.attempts(session, payment.id))[0].out_trade_no

    async def transaction_of(self, order_id):
        async with self.db.read(self.tenant) as session:
            return (await payment_reads.of_order(session, order_id)).transaction_id

    async def before_the_books(self, amount_fen):
        """The merchant has money at WeChat that this shop never saw."""
        path = f"/merchants/{self.merchant['mchid']}/topup"
        await self.world.ask("POST", path, json={"amount_fen": amount_fen})
        await self.world.advance(timedelta(days=1))

    async def drop_callbacks(self):
        """WeChat's notices are lost for good."""
        await self.world.fault("lost", times=None, event="TRANSACTION.SUCCESS")

    async def audit(self):
        async with self.db.read(self.tenant) as session:
            return await session.all(ACTS)

    async def fees(self, rate_bp):
        await self.world.ask("POST", f"/merchants/{self.merchant['mchid']}", json={"fee_rate_bp": rate_bp})

    async def plant(self, day, kind, bill="trade", **more):
        path = f"/bills/{self.merchant['mchid']}/{day}/plant"
        await self.world.ask("POST", path, json={"kind": kind, "bill": bill, **more})

    async def unplant(self, day):
        await self.world.ask("DELETE", f"/bills/{self.merchant['mchid']}/{day}/plant")

    async def bills(self, day):
        async with self.db.read(self.tenant) as session:
            return {one.kind.value: one for one in await queries.bills(session, day, day)}

    async def states(self, day):
        return {kind: bill.state.value for kind, bill in (await self.bills(day)).items()}

    async def lines(self, day, kind="trade"):
        async with self.db.read(self.tenant) as session:
            return await queries.lines(session, day, kind_of(kind), 0, 500)

    async def differences(self, *, closed_too=False):
        day = datetime(2020, 1, 1, tzinfo=UTC).date()
        async with self.db.read(self.tenant) as session:
            found = await queries.differences(session, day, day.replace(year=2030), closed_too=closed_too)
        return [one for one in found if closed_too or one.closed_at is None]

    async def standing(self):
        async with self.db.read(self.tenant) as session:
            return await queries.standing(session)

    async def books(self):
        async with self.db.read(self.tenant) as session:
            return await session.all(BOOKS)

    async def at_wechat(self):
        """What WeChat says it holds for the merchant."""
        said = await self.world.ask("GET", f"/merchants/{self.merchant['mchid']}/balance")
        return said["available_fen"] + said["unsettled_fen"]

    async def in_books(self):
        balances = await self.balances()
        inside = ("order_money", "guaranteed", "earned", "stray")
        return sum(balances.get(purpose, 0) for purpose in inside)


def kind_of(word):
    from lianyi.reconciliation.types import BillKind

    return BillKind(word)


@pytest_asyncio.fixture(loop_scope="session")
async def books(db, world):
    shop = await open_shop(db, world)
    await shop.stock_up(9900, 100)
    return Books(shop)
