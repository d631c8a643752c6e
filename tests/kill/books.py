"""What must be true when a story that was cut has come to its end: no fen, no piece and no work is lost, doubled or stuck."""

from dataclasses import dataclass

from tests.walk_books import Books

COUNTS = {
    "orders": "select count(*) from orders_order",
    "payments": "select count(*) from payments_payment where state = 'succeeded'",
    "refunds": "select count(*) from payments_refund where state = 'succeeded'",
    "order_refunds": "select count(*) from orders_refund where state = 'succeeded'",
    "releases": "select count(*) from payments_release where state = 'released'",
    "payouts": "select count(*) from distribution_payout where state = 'paid'",
    "prizes": "select count(*) from distribution_prize where state = 'paid'",
    "returns": "select count(*) from payments_return where state = 'succeeded'",
}
# Work and promises that nobody would ever end.
STUCK = """
select 'payment ' || state from payments_payment p where state = 'pending' and not exists (
    select 1 from orders_order o where o.id = p.order_id and o.state = 'awaiting_payment')
union all select 'attempt ' || a.out_trade_no from payments_attempt a join payments_payment p on p.id = a.payment_id
    where a.state = 'open' and p.state <> 'pending'
union all select 'refund ' || state from payments_refund where state not in ('succeeded', 'closed')
union all select 'order refund ' || state from orders_refund where state not in ('succeeded', 'rejected', 'withdrawn')
union all select 'release ' || state from payments_release where state <> 'released'
union all select 'return ' || state from payments_return where state <> 'succeeded'
union all select 'pay-out ' || state from distribution_payout
    where state not in ('paid', 'failed', 'cancelled', 'refused')
union all select 'prize ' || state from distribution_prize where state not in ('waiting', 'paid', 'lapsed')
union all select 'claim ' || state from payments_claim where state = 'sharing'
union all select 'held money ' || purpose from ledger_account where held_fen <> 0
union all select 'held stock of ' || o.state from inventory_reservation r join orders_order o on o.id = r.order_id
    where r.state = 'held' and o.state <> 'awaiting_payment'
union all select 'held stock of nobody' from inventory_reservation r
    where r.state = 'held' and not exists (select 1 from orders_order o where o.id = r.order_id)
union all select 'case ' || state from trust_case where state in ('refunding')
union all select 'seat ' || state from promotions_group_buy_seat s where state = 'held' and not exists (
    select 1 from orders_order o where o.id = s.order_id and o.state = 'awaiting_payment')
union all select 'import ' || state from catalog_import where finished_at is null
"""
# Per SKU: what the orders say is promised and sold, against the stock row and the sum of its movements.
STOCK = """
select s.sku_id, s.available + s.reserved + s.sold = s.received as conserved,
  s.reserved - coalesce((select sum(r.quantity - r.released_quantity) from inventory_reservation r
    where r.sku_id = s.sku_id and r.state = 'held'), 0) as reserved_too_much,
  s.sold - coalesce((select sum(r.quantity - r.released_quantity - r.returned_quantity) from inventory_reservation r
    where r.sku_id = s.sku_id and r.state = 'committed'), 0) as sold_too_much,
  s.available - coalesce((select sum(m.available_delta) from inventory_movement m where m.sku_id = s.sku_id), 0)
    as unexplained
from inventory_stock s
"""


@dataclass
class _Wallets:
    """The buyers' money at WeChat."""

    world: object

    async def wallet(self, people):
        return sum([(await self.world.ask("GET", f"/people/{one['id']}"))["balance_fen"] for one in people])


class Ledgers:
    """The shop as `Books` knows it: every account beside WeChat's own."""

    bank_fen = 0

    def __init__(self, shop):
        self.db, self.world, self.tenant = shop.instance.db, shop.world, shop.tenant
        self.merchant, self.partners, self.buyer = shop.merchant, shop.partners, shop.people
        self.wallet_fen = sum(person["balance_fen"] for person in shop.people)
        self.money = _Wallets(self.world)

    async def received_fen(self):
        found = [await self.world.ask("GET", f"/merchants/{one}/balance") for one in self.partners]
        return sum(one["available_fen"] for one in found)


async def agree(shop, **counts):
    """Nothing is under way and everything adds up; `counts` says how many of each there are, the rest are none."""
    instance = shop.instance
    await instance.world.ask("DELETE", "/faults")
    await instance.until(lambda: _is_answered(shop), step_seconds=5)
    await instance.until(instance.rests)
    found = {what: shop.one(query) for what, query in COUNTS.items()}
    wanted = {what: counts.get(what, 0) for what in COUNTS}
    assert found == wanted, (found, wanted)
    assert [row[0] for row in instance.all(STUCK)] == []
    for sku_id, conserved, *differences in instance.all(STOCK):
        assert conserved, sku_id
        assert differences == [0, 0, 0], (sku_id, differences)
    await Books(Ledgers(shop)).agrees()
    await _same_at_wechat(shop, found)


async def _is_answered(shop):
    """WeChat has an answer to everything that it told, also to what somebody died of."""
    shop.instance.mend()
    told = await shop.world.deliveries(mchid=shop.merchant["mchid"])
    return all(one["state"] in {"delivered", "lost"} for one in told)


async def _same_at_wechat(shop, found):
    """WeChat was paid as often as we were, gave back as often, and was asked for no split twice."""
    mchid = {"mchid": shop.merchant["mchid"]}
    orders = (await shop.world.ask("GET", "/orders", params=mchid))["orders"]
    paid = [one for one in orders if one["transaction_id"]]
    refunds = [refund for one in paid for refund in one["refunds"] if refund["status"] == "SUCCESS"]
    assert (len(paid), len(refunds)) == (found["payments"], found["refunds"])
    shared = await shop.world.ask("GET", "/profitsharing", params=mchid)
    kinds = [one["kind"] for one in shared["sharings"]]
    assert len(set(kinds)) == len(kinds) or found["releases"] > 1, kinds
    assert len(shared["returns"]) == found["returns"]
    transfers = (await shop.world.ask("GET", "/transfers", params=mchid))["transfers"]
    assert [one["state"] for one in transfers] == ["SUCCESS"] * (found["payouts"] + found["prizes"])
