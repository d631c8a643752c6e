"""The acts of `make demo` in which goods find people: a card goes on, a team fills, another does not and is refunded."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from lianyi.app.demo import doors
from lianyi.app.demo.cast import Customer, customers
from lianyi.app.demo.doors import Door
from lianyi.app.demo.instance import Instance

WALLET_FEN = 500_00
PEOPLE = 3
HOURS = 24


@dataclass
class Friend:
    """Somebody with a phone of their own in the story; `visitor` is the number their device made for itself."""

    customer: Customer
    phone: Door
    visitor: str
    person: str = ""
    address: str = ""


@dataclass
class Circle:
    """The shop's campaign and the people it passes through."""

    here: Instance
    desk: Door
    slug: str
    mini_appid: str
    friends: list[Friend]
    campaign: str = ""
    product: str = ""
    sku: str = ""


async def gather(circle: Circle, wanted: int) -> None:
    """Phones for so many friends, nobody signed in yet."""
    for customer in customers()[1 : wanted + 1]:
        door = doors.phone(circle.here.url, circle.slug)
        friend = Friend(customer, door, uuid4().hex)
        door.carry("Lianyi-Visitor", friend.visitor)
        door.in_mini_program(circle.mini_appid)
        circle.friends.append(friend)


async def launch(circle: Circle, word: str, team_price_fen: int) -> dict[str, Any]:
    """The merchant puts a SKU up for teams of three, after looking at what it costs at worst; the checked margin."""
    found = (await circle.desk.get("/products", q=word))["items"][0]
    product = await circle.desk.get(f"/products/{found['id']}")
    circle.product, circle.sku = product["id"], product["skus"][0]["id"]
    now = circle.here.clock.now()
    draft = {
        "play": "group_buy", "title": f"{found['title']} · {PEOPLE} 人团",
        "starts_at": now.isoformat(), "ends_at": (now + timedelta(days=30)).isoformat(),
        "audience": "everyone", "channels": ["mini", "wechat_h5", "h5"],
        "settings": {"hours": HOURS, "completion": "strict"},
        "skus": [{"sku_id": circle.sku, "quota": 100,
                  "settings": {"people": PEOPLE, "price_fen": team_price_fen}}],
        "orders_per_person_max": 10, "pieces_per_person_max": None, "budget_fen": 5_000_00,
    }  # fmt: skip
    looked = await circle.desk.post("/campaigns/preview", draft)
    saved = await circle.desk.post("/campaigns", draft)
    circle.campaign = saved["id"]
    await circle.desk.post(f"/campaigns/{circle.campaign}/publish", {})
    margin: dict[str, Any] = looked["margin"][0]
    return margin


async def sign_in(circle: Circle, friend: Friend) -> None:
    """The friend lets the mini program know them, and where the parcel goes; the device's earlier visits become theirs."""
    sandbox, customer = circle.here.sandbox, friend.customer
    if not friend.person:
        found = await sandbox.person(
            customer.nickname, f"story-{customer.key}", customer.home.phone, "1", WALLET_FEN
        )
        friend.person = found["id"]
    code = await sandbox.login_code(friend.person, circle.mini_appid)
    entered = await friend.phone.post("/login/mini", {"code": code})
    friend.phone.carry("Authorization", f"Bearer {entered['token']}")
    await friend.phone.post("/visitor/join")
    home = customer.home
    address = await friend.phone.post(
        "/addresses",
        {"name": home.name, "phone": home.phone, "region_code": home.region_code, "province": home.province,
         "city": home.city, "district": home.district, "detail": home.detail, "is_default": True},
    )  # fmt: skip
    friend.address = address["id"]


async def buy(circle: Circle, friend: Friend, team: str | None) -> int:
    """Open a team (None) or take a seat in one, and pay; the fen paid."""
    quote = await friend.phone.post(
        "/quotes",
        {"source": "direct", "lines": [{"sku_id": circle.sku, "quantity": 1}], "address_id": friend.address,
         "intent": {"campaign_id": circle.campaign, "run_id": team}},
    )  # fmt: skip
    placed = await friend.phone.post(
        "/orders",
        {"quote_id": quote["id"], "address_id": friend.address, "no_return_confirmed_sku_ids": [],
         "expected_payable_fen": quote["payable_fen"]},
    )  # fmt: skip
    sheet = await friend.phone.post(f"/orders/{placed['order_id']}/pay", {"method": "mini"})
    await circle.here.sandbox.pay(sheet["params"]["package"].removeprefix("prepay_id="))
    await circle.here.rest()
    paid: int = placed["payable_fen"]
    return paid


async def newest_team(friend: Friend) -> dict[str, Any]:
    """The team the friend joined last, as they see it."""
    mine = (await friend.phone.get("/group-buy/mine"))["items"][0]
    team: dict[str, Any] = await friend.phone.get(f"/group-buy/teams/{mine['id']}")
    return team


async def share(friend: Friend, team: str) -> str:
    """Show the team to others; the token that travels with the card."""
    shared = await friend.phone.post("/shares", {"target": {"kind": "team", "id": team}})
    token: str = shared["token"]
    return token


async def open_card(friend: Friend, token: str) -> None:
    """Tap the card in a chat, before anybody knows who taps."""
    await friend.phone.post("/visits", {"token": token, "scene": 1007})


async def figures(circle: Circle) -> dict[str, int]:
    """What the console says of the campaign, counted from its own lists."""
    filled = (await circle.desk.get("/group-buy/teams", campaign_id=circle.campaign, state="filled"))["items"]
    failed = (await circle.desk.get("/group-buy/teams", campaign_id=circle.campaign, state="failed"))["items"]
    tree = await circle.desk.get("/shares/tree", campaign_id=circle.campaign)
    return {
        "teams_filled": len(filled),
        "teams_refunded": len(failed),
        "share_depth": len(tree["figures"]["breadth"]),  # how many hands the card went through
    }
