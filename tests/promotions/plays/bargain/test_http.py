"""Bargains over HTTP, as the pages ask: what they show, what a request without a phone's number is told, who decides."""

import uuid

from lianyi.identity.types import Channel
from lianyi.kit.ids import encode
from lianyi.promotions import actions as promotions
from lianyi.promotions.store import helping
from tests.bargain_world import bargain_out, begin, cut
from tests.help_world import somebody
from tests.live_shop import ok, refused
from tests.shop_world import key

INSIDE = {"User-Agent": "Mozilla/5.0 MicroMessenger/8.0"}


def phone():
    return {"Lianyi-Visitor": uuid.uuid4().hex}


async def tap(live, path, body=None, **headers):
    """A POST of the visitor's, with what a phone of theirs sends along."""
    visitor = live.visitor
    sent = visitor.headers() | key() | phone() | headers
    return await visitor.http.post(f"/api/shop{path}", json=body, headers=sent)


async def test_a_shopper_starts_shows_and_cannot_help_themself(live):
    shop = live.goods
    running = encode("cmp", await bargain_out(shop, new_customer_cuts=2))
    (offer,) = await ok(live.visitor.get("/bargain/campaigns"))
    sku = offer["skus"][0]
    assert (sku["start_fen"], sku["floor_fen"], sku["cuts"], sku["my_run"], offer["new_customer_cuts"]) == (
        6800, 1800, [1000] * 5, None, 2,
    )  # fmt: skip
    begin_at = f"/bargain/campaigns/{running}/runs"
    await refused(live.visitor.act("POST", begin_at, {"sku_id": sku["sku_id"]}), 422, "device_unknown")
    started = await ok(tap(live, begin_at, {"sku_id": sku["sku_id"]}))
    run = await ok(live.visitor.get(f"/bargain/runs/{started['run_id']}"))
    assert (run["mine"], run["price_fen"], run["missing"], run["acts"]) == (
        True,
        6800,
        5,
        ["share", "buy_now"],
    )
    assert (run["next_cut_fen"], run["next_new_cut_fen"], len(run["rules"]) > 8) == (1000, 2000, True)
    await refused(
        tap(live, f"/bargain/runs/{started['run_id']}/help"),
        409,
        "help_yourself",
    )
    product = await ok(live.visitor.get(f"/bargain/products/{sku['product']['id']}"))
    assert product["skus"][0]["my_run"] == started["run_id"]
    mine = await ok(live.visitor.get("/bargain/mine"))
    assert [(one["id"], one["phase"]) for one in mine["items"]] == [(started["run_id"], "open")]


async def test_inside_wechats_browser_the_page_opens_the_mini_program(live):
    run_id = await begin(live.goods, await bargain_out(live.goods), await somebody(live.goods))
    page, visitor = f"/bargain/runs/{encode('team', run_id)}", live.visitor
    run = await ok(visitor.http.get(f"/api/shop{page}", headers=visitor.headers() | INSIDE))
    assert (run["channels_ok"], run["acts"]) == (False, [])
    assert run["open_mini"]["path"].startswith("plays/bargain/run/index?id=team_")
    await refused(tap(live, f"{page}/help", **INSIDE), 409, "play_not_here")
    helped = await ok(tap(live, f"{page}/help"))
    assert (helped["cut_fen"], helped["price_fen"], helped["missing"]) == (1000, 5800, 4)


async def test_the_staff_see_what_is_held_and_decide_with_a_reason(live):
    shop = live.goods
    run_id = await begin(shop, await bargain_out(shop), await somebody(shop, "阿珍"))
    await cut(shop, run_id, channel=Channel.MINI)
    async with shop.db.write(shop.tenant) as session:
        await session.run(helping.HOLD, run_id=run_id, reasons=["burst"])
    overview = await ok(live.console.get("/overview"))
    assert ("helps_held", 1) in {(one["kind"], one["count"]) for one in overview["attention"]}
    (held,) = (await ok(live.console.get("/help-runs", params={"which": "waiting"})))["items"]
    assert (held["owner"], held["people"], held["review"]) == ("阿珍", 1, "waiting")
    place = f"/help-runs/{held['id']}"
    detail = await ok(live.console.get(place))
    assert [(one["phone"], one["network"], one["state"]) for one in detail["helps"]] == [(1, None, "held")]
    await refused(live.console.act("POST", f"{place}/refuse", {"words": ""}), 422, "invalid_input")
    decided = await ok(live.console.act("POST", f"{place}/refuse", {"words": "同一批号"}))
    assert (decided["run"]["review"], decided["run"]["state"]) == ("refused", "refused")
    await refused(live.console.act("POST", f"{place}/release", {"words": "再看看"}), 409, "review_decided")
    trail = await ok(live.console.get("/audit"))
    assert trail["items"][0]["what"] == "help_run.refused"
    assert (await ok(live.console.get("/help-runs", params={"which": "waiting"})))["items"] == []


async def test_a_run_that_was_never_held_is_not_the_staffs_to_decide(live):
    run_id = await begin(live.goods, await bargain_out(live.goods), await somebody(live.goods))
    at = f"/help-runs/{encode('team', run_id)}"
    await refused(live.console.get(at), 404, "help_run_unknown")
    await refused(live.console.act("POST", f"{at}/release", {"words": "好的"}), 404, "help_run_unknown")
    assert await live.goods.write(promotions.end_help_runs, 10) == 0
