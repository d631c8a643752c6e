"""The demo shop on the sandbox's phones: where its pages are, where its events go, who knows whom, the guided tour.

Done at every start, because the address may be another one than yesterday; every step may be repeated.
"""

from typing import Any

import httpx

from lianyi.app.demo.cast import customers
from lianyi.kit.ids import decode

NEIGHBOURS_KEY, NEIGHBOURS = "lianyi-demo-neighbours", "六号楼邻居群"
FIRST_WORDS = (
    (1, "周末有人一起拼单吗？"),
    (2, "有呀，上次那家的茶和米都不错。"),
    (0, "那我看看有什么，发链接到群里。"),
)
FRIENDS = 6
ON_TOUR = (0, 1, 4)  # who begins, who joins, who waits in vain; none of them sits in a team of the demo's
TOUR_HOURS = 24
TEAM_OF_TWO = 2
# The words on the shop's own buttons, the one that leads furthest first; what stands under `once` is a tick.
BUTTONS = {
    "once": ["我已阅读并同意"],
    "open": ["去支付", "提交订单", "确定", "开团", "微信一键登录", "登录"],
    "join": ["去支付", "提交订单", "确定", "参加这个团", "参团", "微信一键登录", "登录"],
    "team": ["通知我", "邀请好友成团", "看我的团"],
}


def introduce(sandbox_url: str, address: str, slug: str) -> None:
    """Tell the sandbox where the shop is. Raises httpx.HTTPError when either does not answer."""
    with (
        httpx.Client(base_url=f"{sandbox_url}/_sandbox", timeout=30, trust_env=False) as sandbox,
        httpx.Client(base_url=f"{address}/api/shop", timeout=30, trust_env=False) as shop,
    ):
        shop.headers["Lianyi-Shop"] = slug
        facts = _answer(shop.get("/shop"))
        appids = [facts["wechat"]["mini_appid"], facts["wechat"]["official_appid"]]
        for appid in filter(None, appids):
            _answer(sandbox.post(f"/apps/{appid}", json={"h5_url": f"{address}/s/{slug}/"}))
            push = f"{address}/callbacks/push/{decode('shop', facts['id'])}/{appid}"
            # Refused when the merchant has not kept the app's push keys: events of that app are then not sent.
            sandbox.post(f"/apps/{appid}/push", json={"url": push})
        people = _people(sandbox)
        if len(people) > 1:
            _acquaint(sandbox, people)
            _prepare_tour(sandbox, shop, facts["wechat"]["mini_appid"], people)


def _people(sandbox: httpx.Client) -> list[str]:
    """The demo's first customers as the sandbox knows them, in the order of the cast."""
    phones = [one.phone for one in customers()[:FRIENDS]]
    known = {one["phone"]: str(one["id"]) for one in _answer(sandbox.get("/people"))["people"]}
    return [known[phone] for phone in phones if phone in known]


def _acquaint(sandbox: httpx.Client, people: list[str]) -> None:
    wish = {"people": people, "name": NEIGHBOURS, "key": NEIGHBOURS_KEY}
    group = _answer(sandbox.post("/chats", json=wish))
    if group["messages"]:
        return
    for number, text in FIRST_WORDS:
        said = {"person": people[number % len(people)], "text": text}
        _answer(sandbox.post(f"/chats/{group['id']}/messages", json=said))


def _prepare_tour(sandbox: httpx.Client, shop: httpx.Client, appid: str | None, people: list[str]) -> None:
    """A team of two that two people fill, and a larger one that waits in vain; without them there is no tour."""
    goods = _answer(shop.get("/group-buy/campaigns"))["items"]
    if appid is None or not goods or len(people) <= max(ON_TOUR):
        sandbox.delete("/tour")
        return
    first = next((one for one in goods if one["people"] == TEAM_OF_TWO), goods[0])
    second = next((one for one in goods if one["campaign_id"] != first["campaign_id"]), first)
    start, other = (f"pages/product/index?id={one['product_id']}" for one in (first, second))
    chosen = _options(shop, first["product_id"]) + _options(shop, second["product_id"])
    buttons = BUTTONS | {"once": [*BUTTONS["once"], *dict.fromkeys(chosen)]}
    tour = {
        "appid": appid, "start_page": start, "second_page": other, "hours": TOUR_HOURS,
        "people": [people[number] for number in ON_TOUR], "buttons": buttons,
    }  # fmt: skip
    _answer(sandbox.post("/tour", json=tour))


def _options(shop: httpx.Client, product: str) -> list[str]:
    """What a finger taps in the sheet of options to have the first SKU; a single one is chosen by itself."""
    offered = [sku["sku_id"] for sku in _answer(shop.get(f"/group-buy/products/{product}"))["skus"]]
    if len(offered) == 1:
        return []
    skus = _answer(shop.get(f"/products/{product}"))["skus"]
    return next((list(sku["option_values"]) for sku in skus if sku["id"] == offered[0]), [])


def _answer(response: httpx.Response) -> Any:
    response.raise_for_status()
    return response.json()
