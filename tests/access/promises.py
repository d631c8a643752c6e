"""What the town has promised: a plan in force, and an order that the buyer brought, paid and received."""

from lianyi.distribution.queries import plans
from lianyi.identity.types import PersonId, SessionId, Shopper
from lianyi.kit.ids import decode, encode, new_id
from tests.commission_world import receive, save_plan


async def open_promises(town):
    """A version of the plan, and the customer's order; its commission is the buyer's."""
    await save_plan(town.shop)
    async with town.shop.db.read(town.shop.tenant) as session:
        (plan,) = await plans.listed(session, None, 1)
    town.ids["plan"] = encode("pln", plan.id)
    person = PersonId(decode("psn", town.ids["person.customer"]))
    customer = Shopper(town.shop.tenant, person, SessionId(new_id()))
    order = await town.shop.place(1, shopper=customer)
    await town.shop.tell()
    await town.shop.pay(order.id)
    await receive(town.shop, order.id, customer)
    (line,) = await town.shop.lines(order.id)
    town.ids["order.brought"] = encode("ord", order.id)
    town.ids["commission"] = encode("com", line.id)
