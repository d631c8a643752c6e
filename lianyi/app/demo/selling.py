"""The acts of `make demo` in which who recommended the goods is paid: one shopkeeper, one share, one order, one pay-out."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from lianyi.app.demo import doors, together
from lianyi.app.demo.cast import customers
from lianyi.app.demo.doors import Door
from lianyi.app.demo.instance import Instance
from lianyi.app.demo.together import Circle, Friend

# An office that stocks up for its guests: enough that the commission is above the 800 yuan that stay untaxed.
PIECES = 60
WALLET_FEN = 20_000_00
RATE_BP = 2000
FREEZE_DAYS = 8
# The example of GB 11643: nobody's.
ID_NUMBER = "11010519491231002X"
AGREEMENT_ZH = "加入免费,不用先买东西,随时可以退出。佣金只来自自己分享带来的订单,退款按比例扣回。"
AGREEMENT_EN = "Joining is free and needs no purchase. Commission comes from orders of your own shares alone."


@dataclass
class Sale:
    """A shopkeeper, the friend who buys by their share, and what came of it."""

    circle: Circle
    keeper: Friend
    buyer: Friend
    title: str = ""
    paid_fen: int = 0
    order: str = ""


def open_sale(here: Instance, desk: Door, slug: str, mini_appid: str) -> Sale:
    """Two people who have not been in the shop before, each with a phone."""
    circle = Circle(here, desk, slug, mini_appid, [])
    friends = []
    for customer in customers()[5:7]:
        door = doors.phone(here.url, slug)
        friend = Friend(customer, door, uuid4().hex)
        door.carry("Lianyi-Visitor", friend.visitor)
        door.in_mini_program(mini_appid)
        friends.append(friend)
    circle.friends = friends
    return Sale(circle, friends[0], friends[1])


async def set_up(sale: Sale, code: str) -> dict[str, Any]:
    """The merchant opens the joining and promises a share of one product's price; what the gate looked at."""
    desk = sale.circle.desk
    await desk.post("/distribution/agreements", {"body_zh": AGREEMENT_ZH, "body_en": AGREEMENT_EN})
    settings = await desk.get("/distribution/joining")
    await desk.put("/distribution/joining", settings | {"ways": ["everyone"]})
    found = (await desk.get("/products", q="龙井"))["items"][0]
    product = await desk.get(f"/products/{found['id']}")
    sale.title, sale.circle.product = found["title"], found["id"]
    sale.circle.sku = product["skus"][0]["id"]
    plan = {
        "effective_at": sale.circle.here.clock.now().isoformat(), "base": "paid", "freeze_days": FREEZE_DAYS,
        "rules": [{"scope": "product", "scope_id": found["id"], "rate_bp": RATE_BP}],
    }  # fmt: skip
    looked: dict[str, Any] = await desk.post("/distribution/plans/preview", plan)
    desk.carry("Lianyi-Code", code)
    await desk.post("/distribution/plans", plan | {"seen_version": 0})
    return looked


async def join(sale: Sale) -> str:
    """Somebody signs in, agrees and is a shopkeeper; the state they are in."""
    # An empty purse: what is in it at the end is what the shop paid out.
    found = await sale.circle.here.sandbox.person(
        sale.keeper.customer.nickname,
        f"story-{sale.keeper.customer.key}",
        sale.keeper.customer.home.phone,
        "1",
        0,
    )
    sale.keeper.person = found["id"]
    await together.sign_in(sale.circle, sale.keeper)
    joining = await sale.keeper.phone.get("/distribution/joining")
    version = int(joining["agreement"]["version"])
    mine = await sale.keeper.phone.post(
        "/distribution/joining", {"agreement_version": version, "is_adult": True, "words": ""}
    )
    state: str = mine["state"]
    return state


async def sell(sale: Sale) -> None:
    """A card of the product goes to the friend, who opens it, signs in, orders and pays."""
    here, circle, buyer = sale.circle.here, sale.circle, sale.buyer
    shared = await sale.keeper.phone.post("/shares", {"target": {"kind": "product", "id": circle.product}})
    await together.open_card(buyer, shared["token"])
    found = await here.sandbox.person(
        buyer.customer.nickname, f"story-{buyer.customer.key}", buyer.customer.home.phone, "1", WALLET_FEN
    )
    buyer.person = found["id"]
    await together.sign_in(circle, buyer)
    quote = await buyer.phone.post(
        "/quotes",
        {
            "source": "direct",
            "lines": [{"sku_id": circle.sku, "quantity": PIECES}],
            "address_id": buyer.address,
        },
    )
    placed = await buyer.phone.post(
        "/orders",
        {"quote_id": quote["id"], "address_id": buyer.address, "no_return_confirmed_sku_ids": [],
         "expected_payable_fen": quote["payable_fen"]},
    )  # fmt: skip
    sale.order, sale.paid_fen = placed["order_id"], placed["payable_fen"]
    sheet = await buyer.phone.post(f"/orders/{sale.order}/pay", {"method": "mini"})
    await here.sandbox.pay(sheet["params"]["package"].removeprefix("prepay_id="))
    await here.rest()


async def deliver(sale: Sale) -> None:
    """Shipped, received, and the window for returns passes."""
    here, desk = sale.circle.here, sale.circle.desk
    await desk.post(f"/orders/{sale.order}/ship", {"carrier_code": "SF", "tracking_no": "SF1390001112299"})
    await here.advance(timedelta(days=3))
    await sale.buyer.phone.post(f"/orders/{sale.order}/receive")
    for _ in range(FREEZE_DAYS + 4):  # the guarantee lets go meanwhile: WeChat confirms the receipt by itself
        await here.advance(timedelta(days=1))


async def earnings(sale: Sale) -> dict[str, Any]:
    """What the shopkeeper has, by where it stands."""
    found: dict[str, Any] = await sale.keeper.phone.get("/distribution/earnings")
    return found


async def why(sale: Sale) -> str:
    """The arithmetic of the commission as the shopkeeper reads it."""
    (line,) = (await sale.keeper.phone.get("/distribution/earnings/commissions"))["items"]
    told = await sale.keeper.phone.get(f"/distribution/earnings/commissions/{line['id']}")
    formula: str = told["formula"]
    return formula


async def ask(sale: Sale, amount_fen: int) -> dict[str, Any]:
    """Real name under a separate consent, a look at what comes of it, and the request; the preview with its id."""
    phone = sale.keeper.phone
    consent = (await phone.get("/distribution/real-name"))["consent"]["version"]
    name = sale.keeper.customer.home.name
    given = {"name": name, "id_number": ID_NUMBER, "consent_version": consent}
    await phone.put("/distribution/real-name", given)
    preview: dict[str, Any] = await phone.get("/distribution/payouts/preview", amount_fen=str(amount_fen))
    asked = await phone.post("/distribution/payouts", {"amount_fen": amount_fen})
    return preview | {"id": asked["id"]}


async def send(sale: Sale, payout: str, code: str) -> None:
    """Staff let it pass and send it; WeChat waits for the person then."""
    desk = sale.circle.desk
    await desk.post("/distribution/payouts/approve", {"ids": [payout]})
    desk.carry("Lianyi-Code", code)
    await desk.post("/distribution/payouts/send", {"ids": [payout]})
    await sale.circle.here.rest()


async def take(sale: Sale, payout: str) -> dict[str, Any]:
    """The person confirms on WeChat's page; the pay-out as it ended."""
    phone, sandbox = sale.keeper.phone, sale.circle.here.sandbox
    asked = await phone.get(f"/distribution/payouts/{payout}/confirmation")
    await sandbox.take_transfer(asked["package"], sale.keeper.person)
    await sale.circle.here.advance(timedelta(minutes=1))
    ended: dict[str, Any] = await phone.get(f"/distribution/payouts/{payout}")
    return ended
