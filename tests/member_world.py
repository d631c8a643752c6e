"""A shop with levels and points, and shoppers who buy there through the cart."""

from datetime import timedelta

from lianyi.checkout import actions as checkout
from lianyi.checkout.types import Want
from lianyi.identity import actions as identity
from lianyi.identity.types import AddressDraft, PersonId, SessionId, Shopper, System
from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from lianyi.ledger import queries as ledger
from lianyi.members import actions, queries
from lianyi.members.rules.accounts import of_person
from lianyi.members.types import LevelDraft, Program
from lianyi.orders import actions as orders
from lianyi.orders import jobs as order_jobs
from lianyi.supply.actions import FreightDraft, create_freight_template
from lianyi.supply.types import FreightKind, FreightRule
from tests.order_world import PERSON, open_shop

HOME = AddressDraft(
    "王小明", "13800001234", "浙江省", "杭州市", "西湖区", "330106", "文三路 1 号", "310000", True
)
FAR = AddressDraft("王小明", "13800001234", "新疆维吾尔自治区", "乌鲁木齐市", "天山区", "650102", "人民路 2 号", "", False)  # fmt: skip
SILVER = LevelDraft("银卡", spend_fen=10_000, off_bp=500)
GOLD = LevelDraft(
    "金卡", spend_fen=50_000, off_bp=1_000, points_rate_bp=20_000, birthday_points=88, freight="from",
    freight_from_fen=5_000,
)  # fmt: skip
POINTS = Program(points_on=True)
LOTS = Statement(
    "select coalesce(sum(points), 0)::bigint from members_lot where tenant_id = %(tenant)s and person_id = %(person_id)s",
    int,
)


class Club:
    """The shop of tests/order_world with a program; whatever it does goes through the verbs of the product."""

    def __init__(self, shop, home, far):
        self.shop, self.home, self.far, self.levels = shop, home, far, []

    async def program(self, plan=POINTS, levels=(SILVER, GOLD), **more):
        async with self.shop.db.read(self.shop.tenant) as session:
            version = (await queries.program(session)).version
        fields = {name: getattr(plan, name) for name in Program.__dataclass_fields__} | {"version": version}
        self.levels = await self.shop.write(
            actions.save_program,
            self.shop.staff,
            Program(**fields),
            levels,
            **({"accept_unknown_cost": True} | more),
        )
        return self.levels

    async def rank(self, index, shopper=None, until_at=None):
        """Set a level by hand."""
        shopper = shopper or self.shop.shopper
        level = None if index is None else self.levels[index].id
        await self.shop.write(
            actions.set_level_by_hand, self.shop.staff, shopper.person, level, until_at, "邀请"
        )

    async def gift(self, points, shopper=None):
        await self.shop.write(
            actions.adjust_points, self.shop.staff, (shopper or self.shop.shopper).person, points, "活动赠送"
        )

    async def quote(self, *quantities, use_points=False, shopper=None, address=None):
        shop = self.shop
        wants = [Want(shop.skus[index][0], quantity) for index, quantity in enumerate(quantities) if quantity]
        return await shop.write(
            checkout.quote,
            shopper or shop.shopper,
            "direct",
            wants,
            address or self.home,
            use_points=use_points,
        )

    async def place(self, made, shopper=None):
        return await self.shop.write(
            checkout.place_order, shopper or self.shop.shopper, made.id, self.home, note="",
            confirmed_sku_ids=set(), expected_payable_fen=made.sums.payable_fen,
        )  # fmt: skip

    async def buy(self, *quantities, use_points=False):
        """Quoted, placed, paid; the order's id."""
        placed = await self.place(await self.quote(*quantities, use_points=use_points))
        await self.shop.pay(placed.order_id)
        return placed.order_id

    async def complete(self, order_id, number="SF1234567890"):
        """Shipped, received, and past the return window."""
        if (await self.shop.order(order_id)).state == "to_ship":
            await self.shop.ship(order_id, number)
        await self.shop.write(orders.receive, self.shop.shopper, order_id)
        await self.shop.world.advance(timedelta(days=7))
        await order_jobs.complete_by_time(self.shop.db, self.shop.tenant)
        await self.shop.tell()

    async def standing(self, shopper=None):
        async with self.shop.db.read(self.shop.tenant) as session:
            return await queries.standing(session, (shopper or self.shop.shopper).person)

    async def points(self, shopper=None):
        """Points of a person, the same in their lots and in the ledger, to the point."""
        person = (shopper or self.shop.shopper).person
        async with self.shop.db.read(self.shop.tenant) as session:
            lots = await session.one(LOTS, person_id=person)
            account = of_person(person)
            balance = (await ledger.balances(session, [account])).get(account.id_in(self.shop.tenant), 0)
            assert await ledger.sum_fen(session) == 0
        assert lots == balance
        return balance

    async def kinds(self):
        """The kinds of the shopper's statement, oldest first, with their points."""
        async with self.shop.db.read(self.shop.tenant) as session:
            lines = await queries.statement(session, self.shop.shopper.person, None, 100)
        return [(line.kind.removeprefix("points_"), line.amount_fen) for line in reversed(lines)]

    async def newcomer(self):
        """Another shopper of the shop."""
        person = PersonId(new_id())
        async with self.shop.db.write(self.shop.tenant) as session:
            await session.later(PERSON, id=person, nickname="陈静")
        return Shopper(self.shop.tenant, person, SessionId(new_id()), {})

    async def merge_or_delete(self, fact):
        """Tell what identity tells when people merge or leave."""
        async with self.shop.db.write(self.shop.tenant) as session:
            await session.emit(fact)
        await self.shop.tell()


async def open_club(db, world):
    """Two SKUs (68.00 yuan, a hundred pieces; 30.00 yuan, fifty pieces); freight 8 yuan, Xinjiang 20."""
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 100)
    await shop.stock_up(3000, 50, title="茉莉花茶")
    draft = FreightDraft(
        "全国", FreightKind.BY_PIECE,
        [FreightRule(("*",), 1, 800, 99, 0), FreightRule(("650000",), 1, 2000, 99, 0)], is_default=True,
    )  # fmt: skip
    await shop.write(create_freight_template, System(shop.tenant, "test"), draft)
    home = await shop.write(identity.add_address, shop.shopper, HOME)
    far = await shop.write(identity.add_address, shop.shopper, FAR)
    return Club(shop, home, far)
