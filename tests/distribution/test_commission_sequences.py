"""Whatever happens in whatever order, the ledger stays at zero and every account is what its lines and pay-outs say."""

from contextlib import suppress
from uuid import UUID

import pytest_asyncio
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

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
from tests.selling_world import open_selling

STEPS, EXAMPLES = 18, 5
# What may happen, and how often: an act stands there as many times as it is more likely than another.
ACTS = (
    "buy", "buy", "buy", "give_back_before", "take", "take", "take", "give_back_after", "give_back_after", "wait", "wait",
    "wait", "ask", "ask", "ask", "send", "send", "confirm", "fail", "cancel",
)  # fmt: skip
# Once through everything: paid out, then taken back; failed; withdrawn at WeChat; repaid.
WHOLE_LIFE = (
    "buy", "buy", "buy", "give_back_before", "take", "take", "take", "wait", "wait", "wait", "ask", "send", "fail",
    "ask", "send", "cancel", "ask", "cancel", "ask", "send", "confirm", "give_back_after", "give_back_after",
    "buy", "take", "wait", "wait", "wait", "give_back_after", "ask", "send", "confirm",
)  # fmt: skip
KEPT = Statement(
    "select coalesce(sum(gross_fen), 0)::bigint from distribution_payout where tenant_id = %(tenant)s and state = 'paid'",
    int,
)
PAYOUTS_IN = Statement(
    "select id from distribution_payout where tenant_id = %(tenant)s and state = any(%(states)s::text[]) order by id",
    UUID,
)
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


async def _paying(shop):
    opened = await open_payouts(shop)
    await save_plan(shop, Rule("tenant", None, rate_bp=1733))
    return opened


@pytest_asyncio.fixture(loop_scope="session")
async def paying(shop):
    return await _paying(shop)


class Life:
    """Orders of one customer and the pay-outs of their shopkeeper; an act that finds nothing to do does nothing.

    `number` of an act decides whatever it has to choose: which order, how many pieces, how much.
    """

    def __init__(self, paying, shopper):
        self.paying, self.shop, self.shopper = paying, paying.shop, shopper
        self.paid, self.received, self.acts = [], [], 0

    async def do(self, act, number):
        self.acts += 1
        await getattr(self, act)(number)

    async def buy(self, number):
        order = await self.shop.place(1 + number % 4, shopper=self.shopper)
        await self.shop.tell()
        await self.shop.pay(order.id)
        self.paid.append(order.id)

    async def give_back_before(self, number):
        for order_id in self.paid[number % len(self.paid) :][:1] if self.paid else []:
            (line,) = await self.shop.lines(order_id)
            if line.unshipped:
                await refund(self.shop, order_id, 1 + number % line.unshipped)

    async def take(self, number):
        if not self.paid:
            return
        order_id = self.paid.pop(number % len(self.paid))
        if (await self.shop.order(order_id)).state == "to_ship":
            await receive(self.shop, order_id, self.shopper)
            self.received.append(order_id)

    async def give_back_after(self, number):
        if not self.received:
            return
        order_id = self.received[number % len(self.received)]
        (line,) = await self.shop.lines(order_id)
        quantity = number % (line.kept + 1)
        worth_fen = line.worth_fen(quantity) if quantity else min(line.left_fen, 1 + number % 500)
        if (await self.shop.order(order_id)).state == "closed" or not worth_fen:
            return
        part = Portion(line.id, quantity, 1 + number % worth_fen)
        await self.shop.write(
            orders.refund_returned, SYSTEM, order_id, f"case-{self.acts}", [part], with_freight=False, reason="坏了"
        )  # fmt: skip
        await self.shop.refund_money()

    async def wait(self, number):
        await pass_days(self.shop, (1, 4, 9)[number % 3])

    # -- the money leaves the house ----------------------------------------------------------------------------------

    async def ask(self, number):
        available_fen = await self.paying.available()
        with suppress(Refusal):
            await self.paying.ask(100 + number % max(available_fen - 98, 1))

    async def send(self, number):
        """Looked at, agreed on by two, and taken by WeChat."""
        for payout_id in await self._in("review"):
            await self.shop.write(payouts.approve, self.shop.staff, [payout_id])
        for payout_id in await self._in("ready"):
            await self.paying.send(payout_id)
            await self.paying.settle()
            assert await self.paying.state(payout_id) == "confirming", number

    async def confirm(self, number):
        for payout_id in await self._in("confirming"):
            await self.paying.confirm(payout_id)
            await self.paying.arrive()
            assert await self.paying.state(payout_id) == "paid", number

    async def fail(self, number):
        """WeChat takes it, the person confirms, and it comes to nothing after all."""
        for payout_id in await self._in("confirming"):
            (bill,) = [one for one in await self.paying.at_wechat() if one["state"] == "WAIT_USER_CONFIRM"]
            order = {"fail_reason": ("ACCOUNT_FROZEN", "PAYEE_ACCOUNT_ABNORMAL")[number % 2]}
            path = f"/transfers/{bill['out_bill_no']}/fail"
            await self.paying.world.ask("POST", path, params={"mchid": self.paying.mchid}, json=order)
            await self.paying.confirm(payout_id)
            await self.paying.arrive()
            assert await self.paying.state(payout_id) == "failed", number

    async def cancel(self, number):
        """Taken back by its shopkeeper or the staff, before or after WeChat has it."""
        for payout_id in await self._in("review", "ready", "confirming"):
            await self.shop.write(payouts.cancel, payout_id, ("shopkeeper", "掌柜")[number % 2])
            await self.paying.settle()
            await self.paying.arrive()
            await self.paying.sweep()
            assert await self.paying.state(payout_id) == "cancelled", number

    async def _in(self, *states):
        async with self.shop.db.read(self.shop.tenant) as session:
            return await session.all(PAYOUTS_IN, states=list(states))


async def explained(paying):
    shop, keeper = paying.shop, paying.payee.shopkeeper_id
    async with shop.db.read(shop.tenant) as session:
        assert await ledger.sum_fen(session) == 0
        assert await session.one(KEYS_KNOWN) == await session.one(PER_KEY) == 0
        lines = await session.one(LINES)
        stands = (await reads.balances(session, [keeper]))[keeper]
        books = {one.purpose.value: one.posted_fen for one in await ledger.standing(session)}
        assert (stands.pending_fen, stands.frozen_fen) == (lines["pending"], lines["frozen"])
        assert await session.one(ENTERED) == lines["promised"]
        # a promise is kept by what was paid, to the person and to the tax office
        left = lines["promised"] - await session.one(KEPT)
        assert left == -books.get("commission_promised", 0)
    await paying.explained()


@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 2**20)), min_size=STEPS, max_size=STEPS))
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@example(acts=[(act, 7919 * number) for number, act in enumerate(WHOLE_LIFE)])
async def test_any_sequence_keeps_the_books(db, world, acts):
    """What was asked for really goes to WeChat: it arrives, fails or is taken back, in between goods come back."""
    paying = await _paying(await open_selling(db, world))
    life = Life(paying, await customer_of(paying.shop, paying.body))
    for act, number in acts:
        await life.do(act, number)
        await explained(paying)


async def test_a_debt_is_repaid_by_later_earnings(paying):
    """Everything was asked for, then everything came back: the balance is below zero until the next order releases."""
    shop = paying.shop
    who = await customer_of(shop, paying.body)
    life = Life(paying, who)
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
    await life.take(0)
    await commissions.release_due(shop.db, shop.tenant)
    assert await paying.available() == -earned_fen
    await pass_days(shop, 9)
    assert await paying.available() == 0
    await explained(paying)
