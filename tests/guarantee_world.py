"""A merchant under the guarantee: payments stay frozen at WeChat, receivers have parts of them."""

from dataclasses import dataclass
from datetime import timedelta

from lianyi.kit import jobs, relay
from lianyi.kit.ids import new_id
from lianyi.ledger import queries as ledger
from lianyi.payments import actions, queries
from lianyi.payments.actions.receivers import NewReceiver
from lianyi.payments.queries import guarantee
from lianyi.payments.types import Method
from lianyi.wechat.profitsharing import ReceiverKind
from tests.conftest import run_queue
from tests.order_world import open_shop


@dataclass
class Shop:
    """A merchant with keys and the guarantee on, and one order of a buyer's; money moves by payments' own verbs."""

    shop: object
    order: object = None

    def __post_init__(self):
        self.db, self.world, self.tenant = self.shop.db, self.shop.world, self.shop.tenant
        self.merchant, self.buyer, self.staff = self.shop.merchant, self.shop.buyer, self.shop.staff

    async def pay(self, amount_fen=10_000):
        """An order placed, paid, called back, told; its id."""
        opened = await self.place(amount_fen)
        await self.shop.pay(opened)
        await self.settle()
        return opened

    async def place(self, amount_fen=10_000):
        await self.shop.stock_up(amount_fen, 10)
        opened = await self.shop.place(*[0] * (len(self.shop.skus) - 1), 1)
        self.order = self.order or opened.id
        return opened.id

    async def settle(self):
        """Tell every fact, run every job and the sweeps of payments, until nothing is left to do."""
        for _ in range(50):
            told = await relay.relay_once(self.db)
            ran = await run_queue(self.db)
            swept = sum(
                [
                    await jobs.run_sweep(self.db, item, [self.tenant])
                    for item in jobs.sweeps()
                    if item.name.startswith("lianyi.payments")
                ]
            )
            if not told and not ran and not swept:
                return
        raise AssertionError("payments do not come to rest")

    async def prepay(self, order=None, method=Method.MINI):
        return await actions.prepay(
            self.db, self.tenant, order or self.order, method, openids=self.buyer["openids"], client_ip="203.0.113.9"
        )  # fmt: skip

    async def write(self, verb, *args, **more):
        async with self.db.write(self.tenant) as session:
            return await verb(session, *args, **more)

    async def partner(self, standing_bp=0, name="供应商有限公司"):
        """Another merchant as a receiver; its mchid and the receiver's id."""
        other = await self.world.merchant(name)
        wanted = NewReceiver(
            ReceiverKind.MERCHANT, other["mchid"], "SUPPLIER", name=name, standing_bp=standing_bp
        )
        receiver = await self.write(actions.add_receiver, self.staff, wanted)
        await self.settle()
        return other["mchid"], receiver

    async def person(self, standing_bp=0):
        """A person as a receiver; the sandbox's person and the receiver's id."""
        who = await self.world.person("周周")
        who = await self.world.ask("GET", f"/people/{who['id']}")
        openid = who["openids"][self.merchant["mini_appid"]]
        wanted = NewReceiver(ReceiverKind.PERSON, openid, "DISTRIBUTOR", standing_bp=standing_bp)
        receiver = await self.write(actions.add_receiver, self.staff, wanted)
        await self.settle()
        return who, receiver

    async def claim(self, receiver, amount_fen, key="k", order=None):
        return await self.write(
            actions.claim, order or self.order, key=key, receiver_id=receiver, amount_fen=amount_fen, reason="佣金"
        )  # fmt: skip

    async def complete(self, order=None):
        """The order is completed; WeChat is asked as the sweeps do."""
        await self.write(actions.release, order or self.order)
        await self.settle()

    async def minutes(self, minutes, rounds=1):
        """Time passes in steps, and both sides do what is due."""
        for _ in range(rounds):
            await self.world.advance(timedelta(minutes=minutes))
            await self.world.run_due()
            await self.settle()

    async def released(self, order=None):
        await self.minutes(2)
        await self.complete(order)
        await self.minutes(1, rounds=2)

    async def refund(self, amount_fen, order=None):
        refund_id = new_id()
        await self.write(actions.request_refund, order or self.order, refund_id, amount_fen, "七天无理由")
        return refund_id

    async def refund_state(self, refund_id):
        async with self.db.read(self.tenant) as session:
            found = await queries.refund(session, refund_id)
        return found.state.value

    async def payment(self, order=None):
        async with self.db.read(self.tenant) as session:
            return await queries.of_order(session, order or self.order)

    async def guarantee(self, order=None):
        async with self.db.read(self.tenant) as session:
            return await guarantee.guarantee(session, order or self.order)

    async def claims(self, order=None):
        async with self.db.read(self.tenant) as session:
            return await guarantee.claims(session, order or self.order)

    async def returns(self):
        async with self.db.read(self.tenant) as session:
            return await guarantee.returns(session, self.order)

    async def balances(self):
        """Posted and held fen by account that is not zero; the books sum to zero."""
        async with self.db.read(self.tenant) as session:
            assert await ledger.sum_fen(session) == 0
            found = await ledger.accounts(session)
        return {
            a.purpose.value: a.posted_fen if not a.held_fen else (a.posted_fen, a.held_fen)
            for a in found
            if a.posted_fen or a.held_fen
        }

    async def at_wechat(self):
        """(available, unsettled without what is frozen, frozen) of the merchant, and that the books agree."""
        found = await self.world.ask("GET", f"/merchants/{self.merchant['mchid']}/balance")
        books = await self.balances()
        ours = [books.get(p, 0) for p in ("guaranteed", "order_money", "earned", "stray")]
        ours_fen = sum(o if isinstance(o, int) else o[0] for o in ours)
        assert found["available_fen"] + found["unsettled_fen"] == ours_fen
        return found["available_fen"], found["unsettled_fen"] - found["frozen_fen"], found["frozen_fen"]

    async def wallet(self, person):
        return (await self.world.ask("GET", f"/people/{person['id']}"))["balance_fen"]


async def open_guaranteed(db, world, *, managed=False):
    """A merchant of the sandbox whose shop has the guarantee on; `managed`: WeChat waits for receipt to share."""
    shop = await open_shop(db, world)
    await shop.settings(guarantee=True)
    app = {"trade_managed": managed}
    await world.ask("POST", f"/apps/{shop.merchant['mini_appid']}", json=app)
    return Shop(shop)
