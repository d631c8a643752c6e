"""A random walk of money: what buyer, staff, clock and wire may do to the orders of one shop, in any order."""

import random
from dataclasses import fields
from datetime import timedelta

from lianyi.kit import jobs, relay
from lianyi.kit.db import Statement
from lianyi.kit.errors import Refusal
from lianyi.orders import actions as orders
from lianyi.wechat.errors import WeChatUnreachable
from lianyi.wechat.pay import PayUnanswered
from tests.case_world import CaseShop
from tests.guarantee_world import open_guaranteed
from tests.reconciliation.conftest import Books as Bills
from tests.walk_acts import ASKED_REFUNDS, FAILED_REFUNDS, ORDERS_IN, Acts
from tests.walk_books import Books
from tests.wechat_world import SandboxRefused

CALLS = (
    "/v3/pay/transactions", "/v3/refund/domestic/refunds", "/v3/profitsharing/orders",
    "/v3/profitsharing/orders/unfreeze", "/v3/profitsharing/return-orders", "/v3/profitsharing/transactions",
    "/v3/merchant-service/complaints-v2", "/v3/bill",
)  # fmt: skip
CALL_KINDS = ("answer_lost", "http_5xx", "lost", "rate_limited", "forged")
NOTICES = ("TRANSACTION.SUCCESS", "REFUND.SUCCESS", "REFUND.CLOSED", "COMPLAINT.CREATE")
NOTICE_KINDS = ("lost", "doubled", "late", "reordered", "forged")
SWEEPS = (
    "poll_unanswered", "advance_refunds", "advance_releases", "advance_returns", "watch_freezes", "close_unpaid_orders",
    "receive_by_time", "complete_by_time", "upload_shipping", "run_out_cases", "watch_complaints", "catch_up_complaints",
    "send_acts_again",
)  # fmt: skip
# What the walk does, and how often.
WEIGHTS = {
    "place": 6, "pay": 8, "pay_twice": 2, "refund": 8, "ask_refund": 4, "ship": 14, "receive": 12, "apply": 14,
    "advance_case": 24, "complain": 4, "advance_complaint": 6, "minutes": 10, "hours": 6, "days": 8, "morning": 2,
    "disturb_call": 9, "disturb_notice": 5, "close_refund": 3, "close_split": 4, "fail_return": 4,
    "retry_refund": 4, "bank": 2, "settings": 1, "rest": 2,
}  # fmt: skip

UNDER_WAY = Statement(
    """
    select 'refund ' || state || ' ' || coalesce(error, '') from payments_refund
    where tenant_id = %(tenant)s and state in ('requested', 'processing')
    union all select 'release ' || state || ' ' || coalesce(error, '') from payments_release
    where tenant_id = %(tenant)s and state in ('requested', 'sharing', 'unfreezing')
    union all select 'return ' || state || ' ' || coalesce(error, '') from payments_return
    where tenant_id = %(tenant)s and state = 'requested'
    """,
    str,
)
OPEN_ORDERS = Statement(
    "select state from orders_order where tenant_id = %(tenant)s and state not in ('closed', 'completed')",
    str,
)
ON_THEIR_WAY = Statement(
    "select out_refund_no from payments_refund where tenant_id = %(tenant)s and state = 'processing' order by id",
    str,
)


class Walk(Acts):
    """One shop under the guarantee and what happens to it; chance decides everything, the same for the same seed."""

    def __init__(self, money, seed):
        self.money, self.shop, self.seed = money, money.shop, seed
        self.db, self.world, self.tenant = money.db, money.world, money.tenant
        self.merchant, self.buyer = money.merchant, money.buyer
        self.trace, self.bank_fen, self.put_back, self.parcels, self.steps = [], 0, [], 0, 0
        self.rng = random.Random(seed)
        self.books, self.bills = Books(self), Bills(self.shop)

    async def begin(self):
        """Two products, a fee of 60 bp, a standing tenth to a merchant and a twentieth to a person."""
        await self.shop.stock_up(3333, 500)
        await self.shop.stock_up(1999, 500, title="茉莉花茶")
        await self.shop.with_address()
        await self.bills.fees(60)
        self.partner, _ = await self.money.partner(standing_bp=1000)
        self.person, _ = await self.money.person(standing_bp=500)
        self.wallet_fen, self.person_fen = (
            await self.money.wallet(self.buyer),
            await self.money.wallet(self.person),
        )
        for _ in range(3):
            await self.place()
        return self

    async def received_fen(self):
        """What receivers have at WeChat of this shop's money."""
        partner = await self.world.ask("GET", f"/merchants/{self.partner}/balance")
        return partner["available_fen"] + await self.money.wallet(self.person) - self.person_fen

    # -- the walk itself ------------------------------------------------------------------------------------

    async def step(self):
        """One thing that can happen now happens."""
        self.steps += 1
        self.rng.seed(
            f"{self.seed}/{self.steps}"
        )  # a step draws more or less without changing all that follow
        before, said = await self.books.holds(), None
        for _ in range(100):
            act = self.rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            self.trace.append(f"{self.db.clock.now():%m-%d %H:%M} {act}")
            try:
                said = await getattr(self, act)()
            except Refusal as no:
                said = f"no, {no.code}"
                now = await self.books.holds()
                assert now == before, (before, now)
            except SandboxRefused as no:  # the sandbox's control does not let it happen
                said = no.code
            if said is not None:
                break
            self.trace.pop()
        self.trace[-1] += f": {said}"
        if self.rng.random() < 0.6:
            await self.world.run_due()
            await self.work()
        await self.books.holds()

    async def work(self):
        """Tell every fact, run every job and the sweeps of money, until nothing is left to do now."""
        sweeps = [one for one in jobs.sweeps() if one.name.endswith(SWEEPS)]
        for _ in range(50):
            told, ran = await relay.relay_once(self.db), await self.queue()
            swept = sum([await one.sweep(self.db, self.tenant) for one in sweeps])
            if not told and not ran and not swept:
                return
        raise AssertionError("the system does not come to rest")

    async def queue(self):
        """Run the jobs that are due; one that WeChat did not answer is run again when time has passed."""
        async with self.db.connection() as connection:
            cursor = await connection.execute(
                "delete from procrastinate_jobs where task_name = 'kit.run_job' and status = 'todo' "
                "and scheduled_at is null returning args"
            )
            rows = await cursor.fetchall()
        for (args,) in rows:
            try:
                await jobs.run_job(self.db, **args)
            except (PayUnanswered, WeChatUnreachable):
                self.put_back.append(args)
        return len(rows)

    async def pass_time(self, **span):
        await self.world.advance(timedelta(**span))
        again, self.put_back = self.put_back, []
        for args in again:
            try:
                await jobs.run_job(self.db, **args)
            except (PayUnanswered, WeChatUnreachable):
                self.put_back.append(args)
        await self.world.run_due()
        await self.work()

    async def rest(self):
        """The wire is whole again: everything that is under way ends, then all books agree."""
        await self.world.ask("DELETE", "/faults")
        for rounds in range(60):
            await self.pass_time(hours=1)
            left = await self.under_way()
            if rounds > 2 and not left:
                break
            if any("NOT_ENOUGH" in one for one in left):
                await self.top_up(100_000)
        assert not left, left
        await self.books.agrees()
        return f"after {rounds + 1} hours"

    async def under_way(self):
        left = await self.books.all(UNDER_WAY)
        # with trade management WeChat waits for the receipt that it knows of: nothing moves until then
        left = [one for one in left if not (one.startswith("release") and "订单处理中" in one)]
        deliveries = await self.world.deliveries(mchid=self.merchant["mchid"])
        return left + [one["event"] for one in deliveries if one["state"] == "pending"] + self.put_back

    async def end(self):
        """Every order ends by itself, every day's bills are held against the books: nothing is left to explain."""
        await self.world.ask("DELETE", "/faults")
        for _ in range(90):
            for refund_id in await self.books.all(FAILED_REFUNDS):
                await self.shop.write(orders.retry_refund, self.shop.staff, refund_id)
            for refund_id in await self.books.all(ASKED_REFUNDS):
                await self.shop.write(orders.reject_refund, self.shop.staff, refund_id, "已经发出")
            for order_id in await self.find(ORDERS_IN, states=["to_ship"]):
                await self.send(order_id, None)
            await self.pass_time(days=1)
            if any("NOT_ENOUGH" in one for one in await self.books.all(UNDER_WAY)):
                await self.top_up(100_000)
            if not await self.books.all(OPEN_ORDERS) and not await self.books.all(UNDER_WAY):
                break
        await self.rest()
        assert await self.books.all(OPEN_ORDERS) == []
        books = await self.books.balances()
        assert {p: books.get(p, 0) for p in ("guaranteed", "order_money", "stray")} == {
            "guaranteed": 0, "order_money": 0, "stray": 0,
        }  # fmt: skip
        for _ in range(3):
            await self.bills.reconcile()
        left = await self.bills.differences()
        assert not left, left
        assert await self.bills.in_books() == await self.bills.at_wechat()
        await self.books.agrees()

    async def find(self, statement, **more):
        async with self.db.read(self.tenant) as session:
            return await session.all(statement, **more)

    async def one_of(self, statement, **more):
        found = await self.find(statement, **more)
        return self.rng.choice(found) if found else None

    # -- clock ----------------------------------------------------------------------------------------------

    async def minutes(self):
        minutes = self.rng.randint(1, 10)
        await self.pass_time(minutes=minutes)
        return minutes

    async def hours(self):
        hours = self.rng.randint(1, 12)
        await self.pass_time(hours=hours)
        return hours

    async def days(self):
        days = self.rng.choice([1, 1, 2, 3, 8])
        for _ in range(days):
            await self.pass_time(days=1)
        return days

    async def morning(self):
        await self.bills.reconcile()
        return "bills"

    # -- wire and WeChat ------------------------------------------------------------------------------------

    async def disturb_call(self):
        kind, path, times = self.rng.choice(CALL_KINDS), self.rng.choice(CALLS), self.rng.randint(1, 3)
        await self.world.fault(kind, path_prefix=path, times=times)
        return f"{kind} {path} {times}"

    async def disturb_notice(self):
        kind, event = self.rng.choice(NOTICE_KINDS), self.rng.choice(NOTICES)
        await self.world.fault(kind, event=event)
        return f"{kind} {event}"

    async def close_refund(self):
        """WeChat closes a refund that it had accepted."""
        number = await self.one_of(ON_THEIR_WAY)
        if number is None:
            return None
        params = {"mchid": self.merchant["mchid"]}
        await self.world.ask("POST", f"/refunds/{number}", params=params, json={"outcome": "CLOSED"})
        return "closed"

    async def sharing(self, what):
        found = await self.world.ask("GET", "/profitsharing", params={"mchid": self.merchant["mchid"]})
        return found[what]

    async def close_split(self):
        """A receiver cannot take its share."""
        going = [one for one in await self.sharing("sharings") if one["state"] == "PROCESSING"]
        going = [one for one in going if any(r["account"] == self.partner for r in one["receivers"])]
        if not going:
            return None
        body = {"outcome": {self.partner: "CLOSED"}, "fail_reason": "ACCOUNT_ABNORMAL"}
        return await self.world.ask("POST", f"/profitsharing/{going[0]['out_order_no']}", json=body)

    async def fail_return(self):
        """A receiver does not give its share back."""
        going = [one for one in await self.sharing("returns") if one["result"] == "PROCESSING"]
        if not going:
            return None
        body = {"outcome": "FAILED", "fail_reason": "BALANCE_NOT_ENOUGH"}
        return await self.world.ask("POST", f"/profitsharing/returns/{going[0]['out_return_no']}", json=body)


async def open_walk(db, world, seed):
    """A walk from its seed; every other one with WeChat's trade management, which waits for receipt."""
    money = await open_guaranteed(db, world, managed=seed % 2 == 1)
    plain = money.shop
    money.shop = CaseShop(**{field.name: getattr(plain, field.name) for field in fields(plain)})
    return await Walk(money, seed).begin()
