"""The play centre and what is one's own: every play in one answer, each by its own words."""

from datetime import timedelta

from lianyi.identity.types import Channel, System
from lianyi.kit.clock import business_day
from lianyi.kit.ids import encode
from lianyi.promotions import actions, queries
from lianyi.promotions.plays.flash_sale import rules as slots
from lianyi.promotions.queries import shopping
from tests.bargain_world import bargain_out, begin, cut, owner_of
from tests.check_in_world import check_in_runs, tap
from tests.checkout.conftest import live, shop
from tests.coupon_world import collect, coupons_out
from tests.flash_world import sale
from tests.live_shop import ok, refused
from tests.promotion_world import draft_of
from tests.team_world import Teams

__all__ = ["live", "shop"]


async def centre(shop, channel=Channel.MINI):
    async with shop.db.read(shop.tenant) as session:
        return {one.play.card.code: one for one in await queries.centre(session, channel)}


async def runs_of(shop, shopper):
    async with shop.db.read(shop.tenant) as session:
        found = await queries.mine(session, shopper.person)
    return [(play.card.code, run) for play, run in found]


async def lines_of(shop, shopper):
    return [(code, run.state, run.line_zh) for code, run in await runs_of(shop, shopper)]


async def test_the_centre_names_what_runs_and_what_one_can_come_for(shop):
    await check_in_runs(shop)  # its vouchers are given by it alone
    open_to_all = await coupons_out(shop, threshold_fen=0)
    await coupons_out(shop, title="口令券", take="code", code_word="SPRING")
    await sale(shop)
    over = await sale(shop)
    await shop.write(actions.end, System(shop.tenant, "test"), over)
    found = await centre(shop)
    assert {code: [one.campaign.title for one in shelf.offerings] for code, shelf in found.items()} == {
        "coupon": ["满百减十"], "flash_sale": ["限时秒杀"], "check_in": ["每日签到"],
    }  # fmt: skip
    coupon, card = found["coupon"].offerings[0], found["check_in"].offerings[0]
    assert (coupon.campaign.id, coupon.facts.line) == (open_to_all, "立减 ¥10")
    assert (card.facts, found["check_in"].play.card.page) == (None, "plays/check_in/card/index")
    await shop.write(actions.pause, System(shop.tenant, "test"), open_to_all)
    assert "coupon" not in await centre(shop)


async def test_the_centre_says_what_wechat_forbids_here(shop):
    await bargain_out(shop)
    for channel, here in ((Channel.MINI, True), (Channel.H5, True), (Channel.WECHAT_H5, False)):
        one = (await centre(shop, channel))["bargain"].offerings[0]
        assert (one.not_here is None) is here


async def test_a_crowded_play_shows_its_first_and_counts_the_rest(shop, monkeypatch):
    monkeypatch.setattr(shopping, "EACH_MAX", 2)
    for days in (3, 1, 2):
        await sale(shop, days=days)
    shelf = (await centre(shop))["flash_sale"]
    left = [(one.campaign.ends_at - shop.db.clock.now()).days for one in shelf.offerings]
    assert (shelf.count, left) == (3, [1, 2])


async def test_what_is_theirs_of_every_play(shop):
    teams = Teams(shop)
    who = await teams.buyer()
    checked = await check_in_runs(shop)
    await tap(shop, checked, who.shopper)
    shop.db.clock.advance(timedelta(minutes=1))
    piece = await collect(shop, await coupons_out(shop, threshold_fen=0), who.shopper)
    shop.db.clock.advance(timedelta(minutes=1))
    await teams.run(people=3)
    placed = await teams.place(who)
    found = await lines_of(shop, who.shopper)
    assert found == [
        ("group_buy", "open", "等你付款,付款后名额才算数"), ("coupon", "open", "立减 ¥10"),
        ("coupon", "open", "立减 ¥4.50"), ("check_in", "open", "签到 1 天,共得 4.50 元券"),
    ]  # fmt: skip
    await teams.pay(who, placed)
    team = await teams.team_of(placed)
    mine = await runs_of(shop, who.shopper)
    assert mine[0][1].line_zh == "1/3 人,还差 2 人"
    assert (mine[0][1].until_at, mine[0][1].page) == (
        team.expires_at, f"plays/group_buy/team/index?id={encode('team', team.id)}",
    )  # fmt: skip
    assert mine[1][1].until_at == piece.expires_at
    assert await lines_of(shop, (await teams.buyer()).shopper) == []  # nobody else's
    shop.db.clock.advance(timedelta(days=1))
    found = {code: (state, words) for code, state, words in await lines_of(shop, who.shopper)}
    assert found["check_in"] == ("open", "今天还没签 · 签到 1 天,共得 4.50 元券")
    for _ in range(2):
        await teams.sweep()
    assert (await lines_of(shop, who.shopper))[0] == ("group_buy", "over", "没有成团,已退款")


async def test_a_slot_and_a_bargain_are_told_to_their_ends(shop):
    teams = Teams(shop)
    who = await teams.buyer()
    teams.campaign_id = await sale(shop)
    placed = await teams.place(who, quantity=2)
    assert [(state, words[-4:]) for _, state, words in await lines_of(shop, who.shopper)] == [
        ("open", "等待付款")
    ]
    await teams.close(placed)
    code, run = (await runs_of(shop, who.shopper))[0]
    assert (code, run.state, run.page) == (
        "flash_sale",
        "over",
        f"pages/order/index?id={encode('ord', placed.order_id)}",
    )
    owner, _ = await owner_of(shop)
    bargain = await begin(shop, await bargain_out(shop), owner)
    await cut(shop, bargain)
    assert await lines_of(shop, owner.shopper) == [("bargain", "open", "正在砍,还差 4 刀")]
    async with shop.db.read(shop.tenant) as session:
        now = await queries.live_one(session, "bargain", bargain)
    assert (now.state, now.joined, now.need) == ("open", 1, 5)


async def test_when_a_sale_writes_to_people(shop):
    campaign = await sale(
        shop, slots=[{"starts": "10:00", "minutes": 60}, {"starts": "20:00", "minutes": 60}]
    )
    async with shop.db.read(shop.tenant) as session:
        found = await queries.campaign(session, campaign)
        now = session.now
    told = slots.openings(found, now, now + timedelta(days=2))
    assert [at.strftime("%d %H") for at in told] == ["02 02", "02 12", "03 02", "03 12"]  # UTC
    assert slots.openings(found, now + timedelta(hours=1), now + timedelta(hours=2)) == []
    assert business_day(told[-1]).isoformat() == "2026-03-03"


async def test_over_http(live):
    await ok(live.visitor.get("/plays"))
    given = await coupons_out(live.goods, threshold_fen=0)
    await ok(live.visitor.act("POST", f"/coupon/campaigns/{encode('cmp', given)}/collect"))
    found = await ok(live.visitor.get("/plays"))
    shelf = found["plays"][0]
    assert (shelf["code"], shelf["title"], shelf["count"]) == ("coupon", "优惠券", 1)
    one = shelf["campaigns"][0]
    assert (one["line"], one["here"], one["for_whom"], one["page"]) == ("立减 ¥10", True, "", shelf["page"])
    in_english = live.visitor.headers() | {"Accept-Language": "en"}
    english = await ok(live.visitor.http.get("/api/shop/plays", headers=in_english))
    assert english["plays"][0]["campaigns"][0]["line"] == "¥10 off"
    mine = await ok(live.visitor.get("/plays/mine"))
    assert [(run["play_title"], run["line"], run["state"]) for run in mine["runs"]] == [
        ("优惠券", "立减 ¥10", "open")
    ]
    live.visitor.token = None
    await refused(live.visitor.get("/plays/mine"), 401, "signed_out")
    by = System(live.goods.tenant, "test")
    draft = draft_of(
        live.goods, play="coupon", settings={"kind": "fixed", "off_fen": 100}, audience="new_customers"
    )
    await live.goods.write(
        actions.publish, by, await live.goods.write(actions.create, by, draft), accept_unknown_cost=True
    )
    told = [one["for_whom"] for one in (await ok(live.visitor.get("/plays")))["plays"][0]["campaigns"]]
    assert sorted(told) == ["", "还没有在本店买过东西的新客"]
