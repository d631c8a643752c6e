"""What the pages read and send, through the front door."""

from uuid import uuid4

from lianyi.identity import actions as identity
from lianyi.kit.ids import encode, new_id
from tests.assist_world import assist, for_coupons, helps, opened, quote
from tests.checkout.conftest import HANGZHOU
from tests.help_world import somebody
from tests.live_shop import ok, refused
from tests.promotion_world import place
from tests.shop_world import key

PHONE = uuid4().hex


async def act(visitor, path, json, phone=PHONE):
    """A shopper taps, on a phone that says which one it is."""
    headers = visitor.headers() | key() | {"Lianyi-Visitor": phone}
    return await visitor.http.post(f"/api/shop{path}", json=json, headers=headers)


async def test_a_product_tells_what_friends_unlock_and_a_run_tells_who_is_missing(live):
    shop, visitor = live.goods, live.visitor
    running = await assist(shop, quota=5, helps_per_person_max=4)
    product = encode("prd", shop.products[0])
    offer = await ok(visitor.get(f"/assist/products/{product}"))
    [sku] = offer["skus"]
    assert (offer["people"], offer["channels_ok"], sku["price_fen"], sku["assist_price_fen"], sku["left"]) == (
        2, True, 6800, 1, 5
    )  # fmt: skip
    await refused(visitor.get(f"/assist/products/{encode('prd', shop.products[1])}"), 404, "no_assist")
    assert [one["id"] for one in await ok(visitor.get("/assist/campaigns"))] == [encode("cmp", running)]
    path = f"/assist/campaigns/{offer['id']}/runs"
    run = await ok(act(visitor, path, {"sku_id": sku["sku_id"]}))
    assert (run["stage"], run["missing"], run["mine"], run["faces"]) == ("helping", 2, True, [])
    assert run["rules"] == offer["rules"]
    await refused(act(visitor, f"/assist/runs/{run['id']}/help", {}), 409, "help_yourself")
    await refused(act(visitor, path, {"sku_id": sku["sku_id"]}), 409, "help_runs_used_up")
    assert [one["id"] for one in (await ok(visitor.get("/assist/mine")))["items"]] == [run["id"]]


async def test_a_page_masks_everybody_but_its_reader_and_keeps_the_order_to_its_owner(live):
    shop, visitor = live.goods, live.visitor
    running = await assist(shop)
    owner = await somebody(shop, "王大锤")
    run_id = await opened(shop, running, owner=owner)
    page = await ok(act(visitor, f"/assist/runs/{encode('team', run_id)}/help", {}))
    assert page["earned_fen"] == 0
    run = page["run"]
    assert (run["owner"]["name"], run["mine"], run["helped_by_me"]) == ("王**", False, True)
    assert [face["me"] for face in run["faces"]] == [True]
    await helps(shop, run_id, await somebody(shop, "小林"))
    home = await shop.write(identity.add_address, owner.shopper, HANGZHOU)
    made = await quote(shop, running, run_id, shopper=owner.shopper, address=home)
    await place(shop, made, shopper=owner.shopper, address=home)
    run = await ok(visitor.get(f"/assist/runs/{encode('team', run_id)}"))
    assert (run["stage"], run["order_id"]) == ("ordered", None)
    assert [face["name"] for face in run["faces"]][1] == "小**"
    await refused(visitor.get(f"/assist/runs/{encode('team', new_id())}"), 404, "help_run_unknown")


async def test_the_staff_see_the_runs_of_a_campaign_by_what_became_of_them(live):
    shop, desk = live.goods, live.console
    running, _ = await for_coupons(shop)
    full = await opened(shop, running, coupon=True, owner=await somebody(shop))
    for _ in range(2):
        await helps(shop, full)
    other = await opened(shop, running, coupon=True, owner=await somebody(shop, "老白"))
    listed = f"/assist/runs?campaign_id={encode('cmp', running)}"
    found = (await ok(desk.get(listed)))["items"]
    assert [(one["id"], one["helped"], one["promise"]) for one in found] == [
        (encode("team", other), 0, "open"), (encode("team", full), 2, "given")
    ]  # fmt: skip
    assert [one["nickname"] for one in (await ok(desk.get(listed + "&promise=open")))["items"]] == ["老白"]
    result = await ok(desk.get(f"/campaigns/{encode('cmp', running)}/result"))
    figures = {one["key"]: one["value"] for one in result["figures"]}
    assert (figures["runs"], figures["full"], figures["full_bp"], figures["given"], figures["worth"]) == (
        2, 1, 5000, 1, 500
    )  # fmt: skip


async def test_a_card_says_what_is_true_of_the_run(live):
    shop, visitor = live.goods, live.visitor
    running = await assist(shop, quota=3)
    run_id = await opened(shop, running, owner=await somebody(shop))
    await helps(shop, run_id)
    wanted = {"target": {"kind": "team", "id": encode("team", run_id)}, "campaign_id": encode("cmp", running)}
    share = await ok(visitor.act("POST", "/shares", wanted))
    assert "还差 1 位好友助力" in (share["title"] + share["description"])
    assert share["mini_path"].startswith("plays/assist/run/index?id=team_")


async def test_a_run_for_a_coupon_and_its_campaign_have_cards_of_their_own(live):
    shop, visitor = live.goods, live.visitor
    running, _ = await for_coupons(shop)
    run_id = await opened(shop, running, owner=await somebody(shop), coupon=True)
    await helps(shop, run_id)
    word = encode("cmp", running)
    wanted = {"target": {"kind": "team", "id": encode("team", run_id)}, "campaign_id": word}
    share = await ok(visitor.act("POST", "/shares", wanted))
    said = share["title"] + share["description"]
    assert "5.00 元券" in said
    assert "还差 1 位好友助力" in said
    assert share["mini_path"].startswith("plays/assist/run/index?id=team_")
    card = await ok(visitor.act("POST", "/shares", {"target": {"kind": "campaign", "id": word}}))
    assert "5.00 元券" in card["title"] + card["description"]


async def test_a_page_of_wechats_browser_is_led_to_the_mini_program(live):
    running = await assist(live.goods)
    run_id = await opened(live.goods, running, owner=await somebody(live.goods))
    headers = live.visitor.headers() | {"Lianyi-Channel": "wechat_h5"}
    answer = await live.visitor.http.get(f"/api/shop/assist/runs/{encode('team', run_id)}", headers=headers)
    assert answer.json()["channels_ok"] is False
