"""Teams on a shop that sells: buyers of the sandbox, a campaign, what they do, and what must hold after it."""

from dataclasses import dataclass
from datetime import timedelta

from lianyi.checkout import actions as checkout
from lianyi.checkout.types import Want
from lianyi.identity import actions as identity
from lianyi.identity.types import AddressDraft, Channel, PersonId, SessionId, Shopper, System
from lianyi.kit import relay
from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from lianyi.ledger import queries as ledger
from lianyi.orders import actions as orders
from lianyi.orders.types import Actor
from lianyi.payments import actions as payments
from lianyi.payments.types import Method
from lianyi.promotions import actions as promotions
from lianyi.promotions.plays.group_buy import actions, queries
from lianyi.promotions.types import CampaignDraft, Intent, SkuDraft
from tests.order_world import BIND, PERSON

HOME = AddressDraft(
    "王小明", "13800001234", "浙江省", "杭州市", "西湖区", "330106", "文三路 1 号", "310000", True
)
# A team's counters are what its seats say; nothing waits for a team that is over; nobody sits without having paid.
UNEVEN = Statement(
    """
    select t.id::text || ' ' || t.state || ' ' || t.taken || ' ' || t.joined from promotions_group_buy_team t
    left join promotions_group_buy_seat s on s.tenant_id = t.tenant_id and s.team_id = t.id
    where t.tenant_id = %(tenant)s and t.state in ('pending', 'forming')
    group by t.tenant_id, t.id
    having t.taken <> count(s.id) filter (where s.state in ('held', 'in'))
      or t.joined <> count(s.id) filter (where s.state = 'in')
    """,
    str,
)
LONELY = Statement(
    """
    select o.number || ' ' || o.state || ' ' || coalesce(s.state, '-') || ' ' || coalesce(t.state, '-')
    from orders_order o
    left join promotions_group_buy_seat s on s.tenant_id = o.tenant_id and s.order_id = o.id
    left join promotions_group_buy_team t on t.tenant_id = s.tenant_id and t.id = s.team_id
    where o.tenant_id = %(tenant)s and (
      (o.state = 'forming' and (s.state, t.state) is distinct from ('in', 'forming'))
      or (s.state = 'in' and (o.paid_at is null or o.state = 'closed'))
      or (s.state = 'held' and (o.state <> 'awaiting_payment' or t.state not in ('pending', 'forming'))))
    """,
    str,
)
SEATS = Statement(
    """
    select t.state || ' ' || s.state || ' ' || o.state from promotions_group_buy_seat s
    join promotions_group_buy_team t on t.tenant_id = s.tenant_id and t.id = s.team_id
    join orders_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
    where s.tenant_id = %(tenant)s order by s.held_at, s.id
    """,
    str,
)

SPENT = Statement(
    "select spent_fen from promotions_budget where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s",
    int,
)
PROMISED = Statement(
    """
    select discount_fen || '/' || more_fen from promotions_claim
    where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s order by at, order_id
    """,
    str,
)


@dataclass
class Buyer:
    """A person of the sandbox who shops here."""

    person: dict
    shopper: Shopper
    home: object


class Teams:
    """A shop with a campaign of group buy."""

    def __init__(self, shop):
        self.shop, self.buyers, self.campaign_id = shop, [], None
        self.db, self.world, self.tenant = shop.db, shop.world, shop.tenant

    async def run(
        self, people=2, price_fen=5000, *, index=0, sku=None, hours=24, days=7, more=None, **settings
    ):
        """Publish a campaign over one SKU (68.00 yuan by itself)."""
        now, by = self.db.clock.now(), System(self.tenant, "test")
        shelf = {"people": people, "price_fen": price_fen} | (sku or {})
        draft = CampaignDraft(
            play="group_buy", title="三人拼团", starts_at=now - timedelta(hours=1), ends_at=now + timedelta(days=days),
            channels=tuple(Channel), settings={"hours": hours} | settings,
            skus=(SkuDraft(self.shop.skus[index][0], None, shelf),), **(more or {}),
        )  # fmt: skip
        self.campaign_id = await self.shop.write(promotions.create, by, draft)
        await self.shop.write(promotions.publish, by, self.campaign_id, accept_unknown_cost=True)
        return self.campaign_id

    async def buyer(self, name="林晓"):
        person = await self.world.person(name)
        person = await self.world.ask("GET", f"/people/{person['id']}")
        person_id, appid = PersonId(new_id()), self.shop.merchant["mini_appid"]
        async with self.db.write(self.tenant) as session:
            await session.later(PERSON, id=person_id, nickname=name)
            await session.later(BIND, appid=appid, openid=person["openids"][appid], person=person_id)
        shopper = Shopper(self.tenant, person_id, SessionId(new_id()), person["openids"])
        home = await self.shop.write(identity.add_address, shopper, HOME)
        self.buyers.append(Buyer(person, shopper, home))
        return self.buyers[-1]

    async def several(self, count):
        return [await self.buyer(f"买家{number}") for number in range(count)]

    async def place(self, who, team_id=None, quantity=1, index=0, channel=Channel.MINI):
        """Quote and order at the team price: a seat is held."""
        wants = [Want(self.shop.skus[index][0], quantity)]
        made = await self.shop.write(
            checkout.quote, who.shopper, "direct", wants, who.home,
            intent=Intent(self.campaign_id, team_id), channel=channel,
        )  # fmt: skip
        return await self.shop.write(
            checkout.place_order, who.shopper, made.id, who.home, note="", confirmed_sku_ids=set(),
            expected_payable_fen=made.sums.payable_fen, channel=channel,
        )  # fmt: skip

    async def pay_at_wechat(self, who, placed):
        """The buyer pays in the sheet; no callback has come yet."""
        client = await payments.prepay(
            self.db, self.tenant, placed.order_id, Method.MINI, openids=who.person["openids"], client_ip="203.0.113.9"
        )  # fmt: skip
        prepay_id = client.params["package"].removeprefix("prepay_id=")
        return await self.world.pay(prepay_id=prepay_id, person=who.person["id"])

    async def pay(self, who, placed):
        await self.pay_at_wechat(who, placed)
        await self.world.run_due()
        await self.shop.tell()

    async def join(self, who, team_id=None, quantity=1):
        """Order and pay: the team as it is then."""
        placed = await self.place(who, team_id, quantity)
        await self.pay(who, placed)
        return placed, await self.team_of(placed)

    async def opened(self, who=None, quantity=1):
        return await self.join(who or await self.buyer(), quantity=quantity)

    async def close(self, placed):
        """Not paid: closed at WeChat, then here, and told."""
        await orders.close_unpaid(
            self.db, self.tenant, placed.order_id, "deadline", Actor("system", name="test")
        )
        await self.shop.tell()

    async def leave(self, who, team_id):
        await self.shop.write(actions.leave, who.shopper, team_id)
        await self.shop.tell()

    async def sweep(self):
        ended = await actions.finish_due(self.db, self.tenant, 50)
        await self.shop.tell()
        return ended

    async def team(self, team_id):
        async with self.db.read(self.tenant) as session:
            return await queries.team(session, team_id)

    async def seat(self, placed):
        async with self.db.read(self.tenant) as session:
            return await queries.seat_of_order(session, placed.order_id)

    async def team_of(self, placed):
        return await self.team((await self.seat(placed)).team_id)

    async def state(self, placed):
        return (await self.shop.order(placed.order_id)).state

    async def seats(self):
        """Team, seat and order of every seat, in the order in which they were taken."""
        async with self.db.read(self.tenant) as session:
            return await session.all(SEATS)

    async def promised(self):
        """What is spent of the campaign's budget, and of every claim: taken off, and what may still be given back."""
        async with self.db.read(self.tenant) as session:
            spent = await session.one(SPENT, campaign_id=self.campaign_id)
            claims = await session.all(PROMISED, campaign_id=self.campaign_id)
        return spent, [tuple(int(part) for part in claim.split("/")) for claim in claims]

    async def steps(self, team_id):
        async with self.db.read(self.tenant) as session:
            return [step.kind for step in await queries.history(session, team_id)]

    async def spent_fen(self, who):
        """What a buyer's wallet at WeChat has lost."""
        now = await self.world.ask("GET", f"/people/{who.person['id']}")
        return who.person["balance_fen"] - now["balance_fen"]

    async def tell_orders(self):
        """Tell one round: payments reach their orders, and what orders say of it is still to be told."""
        await relay.relay_once(self.db)

    async def settle_money(self):
        await self.shop.tell()
        await self.shop.refund_money()

    async def must_hold(self):
        """Ledger, stock, wallets, seats and orders agree, once every refund has arrived."""
        await self.settle_money()
        books = await self.shop.balances()
        wallets = sum([await self.spent_fen(who) for who in self.buyers])
        assert wallets == books.get("order_money", 0) == -books.get("buyers", 0)
        for index in range(len(self.shop.skus)):
            await self.shop.stock(index)
        async with self.db.read(self.tenant) as session:
            assert await session.all(UNEVEN) == []
            assert await session.all(LONELY) == []
            assert await ledger.sum_fen(session) == 0
