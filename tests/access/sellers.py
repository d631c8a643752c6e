"""People of the town who sell: one in every state, a customer, an appeal, codes that let people in."""

from lianyi.kit.ids import decode
from tests.live_shop import ok

AGREEMENT = "店主自愿加入,无需缴费,也无需购买任何商品,随时可以退出。" * 2
PHONES = {"applied": "13955550001", "probation": "13955550002", "suspended": "13955550003"}
CUSTOMER = "13955550004"
SETTINGS = {
    "ways": ["everyone", "application", "invitation"], "probation_days": 7, "picks_max": 50, "pool_all": True,
    "grades": [{"name": "店主", "own_sales_fen": None}, {"name": "资深店主", "own_sales_fen": 100_000}],
}  # fmt: skip
JOIN = {"agreement_version": "1", "is_adult": True, "words": "我常在店里买茶"}


async def open_joining(town):
    """The buyer sells; around them others wait, are on probation, rest; somebody came by the buyer's share."""
    desk, phone = town.live.console, town.live.visitor
    await ok(
        desk.act(
            "POST",
            "/distribution/agreements",
            {"body_zh": AGREEMENT, "body_en": "Joining is free, and nothing has to be bought."},
        )
    )
    await ok(desk.act("PUT", "/distribution/joining", SETTINGS | {"probation_days": 0, "version": 0}))
    town.name("keeper.buyer", "shk", (await ok(phone.act("POST", "/distribution/joining", JOIN)))["id"])
    await ok(desk.act("PUT", "/distribution/joining", SETTINGS | {"version": 1}))
    for state in ("probation", "suspended"):
        device = await town.by_phone(PHONES[state])
        town.name(
            f"keeper.{state}", "shk", (await ok(device.act("POST", "/distribution/joining", JOIN)))["id"]
        )
    await ok(desk.act("PUT", "/distribution/joining", SETTINGS | {"ways": ["application"], "version": 2}))
    device = await town.by_phone(PHONES["applied"])
    town.tree["applicant"] = device
    town.name("keeper.applied", "shk", (await ok(device.act("POST", "/distribution/joining", JOIN)))["id"])
    await ok(desk.act("PUT", "/distribution/joining", SETTINGS | {"version": 3}))
    resting = f"/distribution/shopkeepers/{town.ids['keeper.suspended']}/suspend"
    await ok(desk.act("POST", resting, {"words": "核实身份", "until": None}))
    town.name(
        "invite.shop", "inv", (await ok(desk.act("POST", "/distribution/invites", {"uses_max": 5})))["id"]
    )
    town.name("invite.own", "inv", (await ok(phone.act("POST", "/distribution/me/invites", {})))["id"])
    await _customer(town)


async def _customer(town):
    """Somebody comes by the buyer's share, signed in; the buyer asks the shop to look at it again."""
    phone = town.live.visitor
    customer = await town.by_phone(CUSTOMER)
    share = await ok(phone.act("POST", "/shares", {"target": {"kind": "shop"}}))
    await ok(customer.act("POST", "/visits", {"token": share["token"]}))
    await town.shop.tell()
    town.name("person.customer", "psn", (await ok(customer.get("/me")))["id"])
    asked = {"words": "她是我的老顾客", "customer_id": town.ids["person.customer"]}
    town.name("dispute", "dsp", (await ok(phone.act("POST", "/distribution/me/disputes", asked)))["id"])
    order = await town.shop.order(decode("ord", town.ids["order.to_ship"]))
    town.ids["number.to_ship"] = order.number
    picks = {"items": [{"product_id": town.ids["product.0"], "words": "每天喝的茶"}]}
    await ok(phone.act("PUT", "/distribution/me/picks", picks))
    bands = {"open": True, "borne_by": "shop", "accept_unknown_cost": True, "bands": [], "version": 0}
    await ok(town.live.console.act("PUT", "/distribution/price-bands", bands))
