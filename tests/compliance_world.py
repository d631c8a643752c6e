"""Shopkeepers in chains, what they sold, and the look at them."""

from lianyi.distribution.actions import compliance as actions
from lianyi.distribution.queries import compliance as reads
from tests.commission_world import customer_of


async def look(shop):
    return await actions.scan(shop.db, shop.tenant)


async def sale(shop, body, pieces=1):
    who = await customer_of(shop, body)
    order = await shop.place(pieces, shopper=who)
    await shop.tell()
    await shop.pay(order.id)
    return order, who


async def found(shop, *states):
    rows = await shop.read(reads.findings, states or ("open",), None, None, 50)
    return {(one.rule, one.subject): one for one in rows}
