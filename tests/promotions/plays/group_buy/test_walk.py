"""A random walk over everything people, staff, WeChat and the clock can do to teams: after every telling all of it holds."""

from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest

from lianyi.identity.types import System
from lianyi.inventory import actions as inventory
from lianyi.inventory.types import AdjustReason
from lianyi.kit.errors import Refusal
from lianyi.orders import actions as orders
from lianyi.orders import store
from lianyi.orders.events import OrderClosed
from lianyi.orders.types import Portion
from lianyi.promotions.plays.group_buy import actions
from lianyi.promotions.plays.group_buy.queries import forming_for
from tests.team_world import LONELY, UNEVEN
from tests.wechat_world import SandboxRefused

STEPS = 120
PEOPLE = 7
LADDER = {"ladder": [{"people": 4, "price_fen": 4501}]}


class Walk:
    """One walk; each step is one hand's act, and what refuses it moves nothing."""

    def __init__(self, teams, seed):
        self.teams, self.chance, self.placed = teams, Random(seed), []

    async def begin(self):
        self.people = await self.teams.several(PEOPLE)

    def someone(self):
        return self.chance.choice(self.people)

    async def open(self):
        who = self.someone()
        self.placed.append((who, await self.teams.place(who, quantity=self.chance.randint(1, 2))))

    async def join(self):
        who, shop = self.someone(), self.teams.shop
        async with self.teams.db.read(self.teams.tenant) as session:
            forming = await forming_for(session, self.teams.campaign_id, [shop.skus[0][0]])
        if forming:
            self.placed.append((who, await self.teams.place(who, self.chance.choice(forming).id)))

    def recent(self):
        """Mostly what was placed lately: the rest has its end already."""
        return self.chance.choice(self.placed[-4:] if self.chance.random() < 0.8 else self.placed)

    async def pay(self):
        if self.placed:
            await self.teams.pay_at_wechat(*self.recent())

    async def pay_and_tell(self):
        await self.pay()
        await self.deliver()
        await self.tell()

    async def deliver(self):
        await self.teams.world.run_due()

    async def tell(self):
        await self.teams.shop.tell()
        async with self.teams.db.read(self.teams.tenant) as session:
            assert await session.all(UNEVEN) == []
            assert await session.all(LONELY) == []

    async def close(self):
        if self.placed:
            await self.teams.close(self.recent()[1])

    async def close_before_the_money_is_told(self):
        """What a slow worker and a fast payer do together."""
        if not self.placed:
            return
        _, placed = self.recent()
        async with self.teams.db.write(self.teams.tenant) as session:
            closed = await session.maybe(store.CLOSE_UNPAID, order_id=placed.order_id, reason="deadline")
            if closed is not None:
                await session.emit(OrderClosed(placed.order_id, closed.person_id, "deadline"))
                await inventory.release(session, placed.order_id)

    async def leave(self):
        if self.placed:
            who, placed = self.recent()
            seat = await self.teams.seat(placed)
            await self.teams.shop.write(actions.leave, who.shopper, seat.team_id)

    async def refund(self):
        if self.placed:
            _, placed = self.recent()
            wanted = [
                Portion(line.id, line.quantity) for line in await self.teams.shop.lines(placed.order_id)
            ]
            await self.teams.shop.write(
                orders.refund, self.teams.shop.staff, placed.order_id, wanted, freight_fen=None, reason="协商"
            )  # fmt: skip

    async def top_up(self):
        if self.placed:
            seat = await self.teams.seat(self.recent()[1])
            await self.teams.shop.write(actions.top_up, self.teams.shop.staff, seat.team_id, 1)

    async def wait(self):
        await self.teams.world.advance(timedelta(minutes=self.chance.choice([1, 2, 5, 15, 40])))

    async def sweep(self):
        await actions.finish_due(self.teams.db, self.teams.tenant, 50)

    async def step(self):
        acts = [
            self.open, self.join, self.join, self.join, self.pay, self.pay, self.pay_and_tell, self.pay_and_tell,
            self.pay_and_tell, self.deliver, self.tell, self.close, self.close_before_the_money_is_told, self.leave,
            self.refund, self.top_up, self.wait, self.sweep,
        ]  # fmt: skip
        with suppress(Refusal, SandboxRefused):  # a no of ours or of WeChat's is an outcome, too
            await self.chance.choice(acts)()

    async def end(self):
        """Everything told, every team over."""
        for _ in range(4):
            await self.teams.world.run_due()
            await self.teams.shop.tell()
            await self.teams.world.advance(timedelta(hours=2))
            while await self.teams.sweep():
                pass
        await self.tell()
        await self.teams.must_hold()


@pytest.mark.parametrize(
    ("seed", "completion", "sku"),
    [
        (1, "strict", {}),
        (2, "merge", {}),
        (3, "top_up", {}),
        (4, "merge", LADDER),
        (5, "top_up", LADDER),
        (6, "merge", {}),
    ],
)
async def test_whatever_happens_in_whatever_order_all_of_it_holds(teams, seed, completion, sku):
    await teams.shop.write(restock, teams.shop)
    await teams.run(people=3, hours=1, sku=sku, completion=completion, top_up_from_bp=6000)
    walk = Walk(teams, seed)
    await walk.begin()
    for _ in range(STEPS):
        await walk.step()
    await walk.end()


async def restock(session, shop):
    await inventory.receive(session, System(shop.tenant, "test"), shop.skus[0][0], 100, AdjustReason.PURCHASE)
