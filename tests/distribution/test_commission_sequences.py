"""Whatever happens in whatever order, the ledger stays at zero and every account is what its lines and pay-outs say."""

import random

import pytest
import pytest_asyncio

from lianyi.distribution.actions import commissions, payouts
from lianyi.distribution.queries import commissions as reads
from lianyi.distribution.types.plans import Rule
from lianyi.kit.db import Statement
from lianyi.kit.errors import Refusal
from lianyi.ledger import queries as ledger
from lianyi.orders import actions as orders
from lianyi.orders.types import Actor, Portion
from tests.commission_world import KEYS_KNOWN, PER_KEY, customer_of, pass_days, receive, refund, save_plan
from tests.payout_world import open_payouts

STEPS = 22
SYSTEM = Actor("system", name="aftersales")
# What lines of each state come to, and what the entries say was promised and not taken back.
LINES = Statement(
    """
    select jsonb_build_object(
      'pending', coalesce(sum(amount_fen - reversed_fen) filter (where state = 'pending'), 0),
      'frozen', coalesce(sum(amount_fen - reversed_fen) filter (where state = 'frozen'), 0),
      'promised', coalesce(sum(amount_fen - reversed_fen) filter (where state in ('pending', 'frozen', 'available')), 0))
    from distribution_commission where tenant_id = %(tenant)s
    """,
    dict,
)
ENTERED = Statement(
    """
    select coalesce(sum(case kind when 'accrue' then amount_fen when 'reverse' then -amount_fen else 0 end), 0)::bigint
    from distribution_commission_entry where tenant_id = %(tenant)s
    """,
    int,
)


@pytest_asyncio.fixture(loop_scope="session")
async def paying(shop):
    opened = await open_payouts(shop)
    await save_plan(shop, Rule("tenant", None, rate_bp=1733))
    return opened


class Life:
    """Orders of one customer, in the states that their steps need."""

    def __init__(self, paying, shopper, chance):
        self.paying, self.shop, self.shopper, self.chance = paying, paying.shop, shopper, chance
        self.paid, self.received = [], []

    async def buy(self):
        order = await self.shop.place(self.chance.randint(1, 4), shopper=self.shopper)
        await self.shop.tell()
        await self.shop.pay(order.id)
        self.paid.append(order.id)

    async def give_back_before(self):
        order_id = self.chance.choice(self.paid)
        (line,) = await self.shop.lines(order_id)
        if line.unshipped:
            await refund(self.shop, order_id, self.chance.randint(1, line.unshipped))

    async def take(self):
        order_id = self.paid.pop(self.chance.randrange(len(self.paid)))
        if (await self.shop.order(order_id)).state == "to_ship":
            await receive(self.shop, order_id, self.shopper)
            self.received.append(order_id)

    async def give_back_after(self):
        order_id = self.chance.choice(self.received)
        (line,) = await self.shop.lines(order_id)
        quantity = self.chance.randint(0, line.kept)
        worth_fen = line.worth_fen(quantity) if quantity else min(line.left_fen, self.chance.randint(1, 500))
        if (await self.shop.order(order_id)).state == "closed" or not worth_fen:
            return
        part = Portion(line.id, quantity, self.chance.randint(1, worth_fen))
        await self.shop.write(
            orders.refund_returned, SYSTEM, order_id, f"case-{self.chance.random()}", [part], with_freight=False,
            reason="坏了",
        )  # fmt: skip
        await self.shop.refund_money()

    async def wait(self):
        await pass_days(self.shop, self.chance.choice((1, 4, 9)))

    async def withdraw(self):
        available_fen = await self.paying.available()
        try:
            payout_id = await self.paying.ask(self.chance.randint(100, max(available_fen, 101)))
        except Refusal:
            return
        if self.chance.random() < 0.4:
            await self.shop.write(payouts.cancel, payout_id, "shopkeeper")

    def possible(self):
        steps = [self.buy, self.buy, self.wait, self.withdraw]
        steps += [self.give_back_before, self.take, self.take] if self.paid else []
        return steps + ([self.give_back_after] * 2 if self.received else [])


async def explained(paying):
    shop, keeper = paying.shop, paying.payee.shopkeeper_id
    async with shop.db.read(shop.tenant) as session:
        assert await ledger.sum_fen(session) == 0
        assert await session.one(KEYS_KNOWN) == await session.one(PER_KEY) == 0
        lines = await session.one(LINES)
        stands = (await reads.balances(session, [keeper]))[keeper]
        books = {one.purpose.value: one.posted_fen for one in await ledger.standing(session)}
        assert (stands.pending_fen, stands.frozen_fen) == (lines["pending"], lines["frozen"])
        assert await session.one(ENTERED) == lines["promised"] == -books.get("commission_promised", 0)
    await paying.explained()


@pytest.mark.parametrize("seed", range(4))
async def test_any_sequence_keeps_the_books(paying, seed):
    chance = random.Random(seed)
    life = Life(paying, await customer_of(paying.shop, paying.body), chance)
    for _ in range(STEPS):
        await chance.choice(life.possible())()
        await explained(paying)


async def test_a_debt_is_repaid_by_later_earnings(paying):
    """Everything was asked for, then everything came back: the balance is below zero until the next order releases."""
    shop = paying.shop
    who = await customer_of(shop, paying.body)
    life = Life(paying, who, random.Random(1))
    order = await shop.place(2, shopper=who)
    await shop.tell()
    await shop.pay(order.id)
    await receive(shop, order.id, who)
    await pass_days(shop, 9)
    earned_fen = await paying.available()
    await paying.ask(earned_fen)
    (line,) = await shop.lines(order.id)
    back = Portion(line.id, 2, line.worth_fen(2))
    await shop.write(
        orders.refund_returned, SYSTEM, order.id, "case", [back], with_freight=False, reason="坏了"
    )
    await shop.refund_money()
    assert await paying.available() == -earned_fen
    await explained(paying)
    life.paid.append((await shop.place(2, shopper=who)).id)
    await shop.tell()
    await shop.pay(life.paid[0])
    await life.take()
    await shop.write(commissions.release_due)
    assert await paying.available() == -earned_fen
    await pass_days(shop, 9)
    assert await paying.available() == 0
    await explained(paying)
