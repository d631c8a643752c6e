"""`make demo`: the main job as a story in the terminal, on a fresh instance, with everybody's balance before and after.

A merchant opens a shop and lists goods, a customer finds them, pays with WeChat Pay, the parcel goes out and arrives,
one order goes back, one piece comes back, the guarantee lets go of the rest. Then goods find people: a card goes on, a
team fills, another does not and is refunded. At last WeChat's bills are held against the books. Everything is done over
HTTP, as the front ends do it. The last line is JSON for machines.
"""

import asyncio
import json
import sys
import time
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

from rich.console import Console

from lianyi.app.demo import books, catalogue, doors, recommending, sums, together
from lianyi.app.demo.cast import OWNER, customers
from lianyi.app.demo.doors import Door
from lianyi.app.demo.instance import Ground, ground, running
from lianyi.app.demo.signin import new_password
from lianyi.app.demo.tale import Tale, act, code, come_back, line, word

WALLET_FEN = 2_000_00
TEAM_PRICE_FEN = 45_00
LISTED = ("TEA-001", "TBL-004", "FRU-001")


def tell() -> int:
    """Tell the story; 0 when every sum is right at its end."""
    began = time.monotonic()
    say = Console(highlight=False)
    say.print("\n[bold]涟漪 Lianyi[/]  一笔订单的来去 · the way of one paid order\n")
    with say.status("Starting a database, a sandbox for WeChat and a server …"), ground() as on:
        result = asyncio.run(told(on, say))
    result["seconds"] = round(time.monotonic() - began, 1)
    sys.stdout.write(json.dumps(result) + "\n")
    wrong = result["ledger_sum_fen"] or result["stock_difference"] or result["differences"]
    return 1 if wrong else 0


async def told(on: Ground, say: Console) -> dict[str, Any]:
    """The story on this ground; its counts and sums, which the last line says."""
    async with running(on) as here, doors.console(here.url) as desk:
        tale = Tale(here, say, desk, here.clock.now())
        await _open(tale)
        await _list(tale)
        async with doors.phone(here.url, tale.slug) as phone:
            await _arrive(tale, phone)
            before = await sums.balances(tale.here, tale.desk, tale.person, tale.merchant)
            await _buy(tale, phone)
            paid = await sums.balances(tale.here, tale.desk, tale.person, tale.merchant)
            await _deliver(tale, phone)
            await _give_back(tale, phone)
            await _return_goods(tale, phone)
            await _complete(tale)
        ends = await _together(tale)
        keeper = await recommending.recommend(tale)
        ends |= await _close_the_books(tale)
        after = await sums.balances(tale.here, tale.desk, tale.person, tale.merchant, keeper)
        sums.show(say, before, paid, after)
        return {"orders": len(tale.orders)} | await sums.result(tale.desk) | ends


# -- the acts ------------------------------------------------------------------------------------------------------


async def _open(tale: Tale) -> None:
    act(tale, "1", "商家开店", "The merchant opens a shop")
    tale.password = password = new_password()
    opened = await tale.desk.post(
        "/open",
        {"shop_name": catalogue.SHOP_NAME, "slug": catalogue.SHOP_SLUG, "owner_name": OWNER.name,
         "login": OWNER.login, "password": password, "accept_terms": True},
    )  # fmt: skip
    tale.slug = opened["shop"]["slug"]
    begun = await tale.desk.post("/me/totp/begin", {"password": password})
    tale.totp = begun["secret"]
    await tale.desk.post("/me/totp/confirm", {"code": code(tale)})
    line(tale, f"{OWNER.name} 开了「{catalogue.SHOP_NAME}」,并为自己打开了动态口令。")
    tale.merchant = await tale.here.sandbox.merchant(catalogue.SHOP_NAME, "story")
    merchant = tale.merchant
    await tale.desk.put(
        "/payments/account",
        {"mchid": merchant["mchid"], "serial_no": merchant["merchant_serial_no"],
         "private_key": merchant["merchant_private_key"], "apiv3_key": merchant["apiv3_key"],
         "public_key_id": merchant["public_key_id"], "public_key": merchant["public_key"]},
    )  # fmt: skip
    await tale.desk.put(
        "/settings/wechat-apps/mini", {"appid": merchant["mini_appid"], "secret": merchant["mini_secret"]}
    )
    await tale.here.sandbox.take_fee(merchant["mchid"], books.FEE_BP)
    check = await tale.desk.post("/payments/account/test")
    line(tale, f"微信支付密钥自检:{'通过' if check['ok'] else '没有通过'}(商户号 {merchant['mchid']},沙箱)。")


async def _list(tale: Tale) -> None:
    act(tale, "2", "商品上架", "Goods go on the shelf")
    freight = await tale.desk.post(
        "/freight-templates",
        {"name": "全国统一", "kind": "by_weight",
         "rules": [{"regions": ["*"], "first": 1000, "first_fen": 800, "step": 1000, "step_fen": 300,
                    "free_from_fen": 99_00, "excluded": False}]},
    )  # fmt: skip
    ids = []
    for product in catalogue.products():
        if product.code not in LISTED:
            continue
        picture = (catalogue.PICTURES / product.pictures[0]).read_bytes()
        kept = await tale.desk.send_file("/pictures", product.pictures[0], picture, "image/webp")
        saved = await tale.desk.post("/products", _draft(product, kept["id"], freight["id"]))
        ids.append(saved["id"])
        line(
            tale, f"「{product.title}」{len(product.skus)} 个规格,{sums.yuan(product.skus[0].price_fen)} 起。"
        )
    await tale.desk.post("/products/shelf", {"ids": ids, "state": "on_shelf"})


def _draft(product: catalogue.Product, picture: str, freight: str) -> dict[str, Any]:
    return {
        "code": product.code,
        "title": product.title,
        "subtitle": product.subtitle,
        "tags": list(product.tags),
        "description": product.description,
        "picture_ids": [picture],
        "options": [{"name": name, "values": list(values)} for name, values in product.options()],
        "skus": [
            {"code": sku.code, "option_values": list(sku.option_values), "price_fen": sku.price_fen,
             "cost_fen": sku.cost_fen, "weight_g": sku.weight_g, "barcode": sku.barcode, "stock": sku.stock}
            for sku in product.skus
        ],
        "return_policy": product.return_policy,
        "freight_template_id": freight,
    }  # fmt: skip


async def _arrive(tale: Tale, phone: Door) -> None:
    act(tale, "3", "顾客来了", "A customer arrives")
    customer = customers()[0]
    sandbox = tale.here.sandbox
    person = await sandbox.person(customer.nickname, "story-1", customer.home.phone, "1", WALLET_FEN)
    tale.person = person["id"]
    code = await sandbox.login_code(tale.person, tale.merchant["mini_appid"])
    signed_in = await phone.post("/login/mini", {"code": code})
    phone.carry("Authorization", f"Bearer {signed_in['token']}")
    home = customer.home
    address = await phone.post(
        "/addresses",
        {"name": home.name, "phone": home.phone, "region_code": home.region_code, "province": home.province,
         "city": home.city, "district": home.district, "detail": home.detail, "is_default": True},
    )  # fmt: skip
    tale.address = address["id"]
    line(tale, f"{customer.nickname} 用小程序登录,钱包里有 {sums.yuan(WALLET_FEN)}。")


async def _buy(tale: Tale, phone: Door) -> None:
    act(tale, "4", "找到、下单、付款", "Find, order, pay")
    await _order(tale, phone, (("龙井", 1, 1), ("马克杯", 0, 2)))
    await _order(tale, phone, (("脐橙", 0, 1),))


async def _order(tale: Tale, phone: Door, wanted: tuple[tuple[str, int, int], ...]) -> None:
    """Search each word, take that SKU so many times, and pay in the mini program."""
    lines = []
    for sought, place, quantity in wanted:
        found = (await phone.get("/products", q=sought))["items"][0]
        product = await phone.get(f"/products/{found['id']}")
        lines.append({"sku_id": product["skus"][place]["id"], "quantity": quantity})
        line(tale, f"搜「{sought}」,看中「{found['title']}」× {quantity}。")
    quote = await phone.post("/quotes", {"source": "direct", "lines": lines, "address_id": tale.address})
    placed = await phone.post(
        "/orders",
        {"quote_id": quote["id"], "address_id": tale.address, "no_return_confirmed_sku_ids": [],
         "expected_payable_fen": quote["payable_fen"]},
    )  # fmt: skip
    order = placed["order_id"]
    tale.orders.append(order)
    sheet = await phone.post(f"/orders/{order}/pay", {"method": "mini"})
    transaction = await tale.here.sandbox.pay(sheet["params"]["package"].removeprefix("prepay_id="))
    await tale.here.rest()
    state = (await phone.get(f"/orders/{order}/payment"))["state"]
    freight = f"含运费 {sums.yuan(quote['freight_fen'])}" if quote["freight_fen"] else "包邮"
    line(tale, f"订单 {placed['number']}:应付 {sums.yuan(placed['payable_fen'])}({freight})。")
    line(tale, f"微信支付 {transaction}:{word(state)}。")


async def _deliver(tale: Tale, phone: Door) -> None:
    act(tale, "5", "发货与签收", "The parcel goes out and arrives")
    order = tale.orders[0]
    await tale.desk.post(f"/orders/{order}/ship", {"carrier_code": "SF", "tracking_no": "SF1390001112223"})
    await tale.here.rest()
    line(tale, "仓库发出顺丰 SF1390001112223,物流信息同步给微信。")
    await tale.here.advance(timedelta(days=3))
    await come_back(tale)
    await phone.post(f"/orders/{order}/receive")
    line(tale, "三天后送到,顾客确认收货。")


async def _give_back(tale: Tale, phone: Door) -> None:
    act(tale, "6", "一笔退款", "One refund")
    order = tale.orders[1]
    shown = await phone.get(f"/orders/{order}")
    lines = [{"line_id": line["id"], "quantity": line["quantity"]} for line in shown["lines"]]
    asked = await phone.post(f"/orders/{order}/refunds", {"lines": lines, "reason": "地址填错了,重新拍"})
    await tale.desk.post(f"/refunds/{asked['refund_id']}/approve")
    await tale.here.rest()
    await tale.here.advance(timedelta(minutes=5))
    shown = await phone.get(f"/orders/{order}")
    line(
        tale,
        f"顾客申请、客服同意,{sums.yuan(asked['amount_fen'])} 原路退回,库存回到货架;订单{word(shown['state'])}。",
    )


async def _return_goods(tale: Tale, phone: Door) -> None:
    act(tale, "7", "一件退货", "One piece comes back")
    back = await books.return_goods(tale.here, tale.desk, phone, tale.orders[0], "马克杯")
    line(
        tale,
        f"七天无理由:「{back.title}」× 1,商家同意,圆通寄回,验货后 {sums.yuan(back.amount_fen)} 原路退回。",
    )


async def _close_the_books(tale: Tale) -> dict[str, int]:
    act(tale, "15", "和微信对账", "WeChat's bills and the books")
    await books.wait_for_bills(tale.here)
    await come_back(tale)
    found = await books.months(tale.here, tale.desk, tale.since)
    bills, told = found["sums"], await books.figures(tale.desk, found)
    line(
        tale,
        f"微信账单:收款 {sums.yuan(bills['received_fen'])}、退款 {sums.yuan(bills['refunded_fen'])}、"
        f"手续费 {sums.yuan(bills['fee_fen'])}。",
    )
    line(tale, f"逐笔核对 {told['reconciled_lines']} 行,差异 {told['differences']} 笔。")
    return told


async def _complete(tale: Tale) -> None:
    act(tale, "8", "订单完成", "The order is complete")
    await tale.here.advance(timedelta(days=8))
    await come_back(tale)
    shown = await tale.desk.get(f"/orders/{tale.orders[0]}")
    line(tale, f"退货期过去,订单{word(shown['state'])};货款一直冻结在微信支付,等微信确认收货。")
    for _ in range(3):
        await tale.here.advance(timedelta(days=1))
    await come_back(tale)
    shown = await tale.desk.get(f"/payments/guarantee/{tale.orders[0]}")
    if shown["guarantee"]["held"] != "released":
        raise RuntimeError("the guarantee was not released")
    line(tale, "微信确认收货,货款解冻,成为商家自己的钱。")


async def _together(tale: Tale) -> dict[str, int]:
    """Goods find people: a campaign, a card that goes on twice, a team that fills and one that does not."""
    circle = together.Circle(tale.here, tale.desk, tale.slug, tale.merchant["mini_appid"], [])
    async with AsyncExitStack() as stack:
        await together.gather(circle, 3)
        for friend in circle.friends:
            await stack.enter_async_context(friend.phone)
        await _launch(tale, circle)
        await _fill(tale, circle)
        await _fail(tale, circle)
        return await together.figures(circle)


async def _launch(tale: Tale, circle: together.Circle) -> None:
    act(tale, "9", "发起拼团", "The merchant opens a group buy")
    margin = await together.launch(circle, "马克杯", TEAM_PRICE_FEN)
    line(
        tale,
        f"3 人成团价 {sums.yuan(TEAM_PRICE_FEN)},原价 {sums.yuan(margin['price_fen'])};"
        f"最多让利 {sums.yuan(margin['claim_fen'])} 一件,仍比底线多 {sums.yuan(margin['left_fen'] - margin['floor_fen'])}。",
    )


async def _fill(tale: Tale, circle: together.Circle) -> None:
    act(tale, "10", "一张卡片,一个团", "One card, one team")
    first, second, third = circle.friends
    await together.sign_in(circle, first)
    paid_fen = await together.buy(circle, first, None)
    team = (await together.newest_team(first))["id"]
    line(
        tale,
        f"{first.customer.nickname} 开团并付 {sums.yuan(paid_fen)}(含运费),把卡片发给 {second.customer.nickname}。",
    )
    token = await together.share(first, team)
    for friend, onward in ((second, third), (third, None)):
        await together.open_card(friend, token)
        await together.sign_in(circle, friend)
        await together.buy(circle, friend, team)
        token = await together.share(friend, team)
        shown = await friend.phone.get(f"/group-buy/teams/{team}")
        word = f"再转给 {onward.customer.nickname}" if onward else "人齐了"
        line(
            tale,
            f"{friend.customer.nickname} 点开卡片、看完规则、参团付款:{shown['joined']}/{together.PEOPLE},{word}。",
        )
    if (await together.newest_team(first))["state"] != "filled":
        raise RuntimeError("the team did not fill")


async def _fail(tale: Tale, circle: together.Circle) -> None:
    act(tale, "11", "没凑齐,自动退款", "A team that does not fill")
    first = circle.friends[0]
    before_fen = await tale.here.sandbox.wallet_fen(first.person)
    await together.buy(circle, first, None)
    await tale.here.advance(timedelta(hours=together.HOURS, minutes=1))
    await tale.here.advance(timedelta(minutes=5))
    await come_back(tale)
    shown = await together.newest_team(first)
    after_fen = await tale.here.sandbox.wallet_fen(first.person)
    if shown["state"] != "failed" or after_fen != before_fen:
        raise RuntimeError("the team's money did not come back")
    line(tale, f"24 小时过去没有凑齐,{sums.yuan(before_fen)} 的零钱原样回到 {first.customer.nickname} 手里。")
