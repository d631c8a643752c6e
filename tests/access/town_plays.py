"""The town's plays beside the group buys: coupons in every way one gets them, a flash sale, a check-in with a missed day,
coupons passed on by an order, a brand day that is on and one that comes, a weekly red packet, two prizes in money, bargains.
"""

from datetime import timedelta

from lianyi.distribution.actions import prizes
from lianyi.identity.types import Channel
from lianyi.kit.clock import business_day, day_bounds
from lianyi.kit.db import Statement
from lianyi.kit.ids import decode, new_id
from lianyi.promotions.events import PrizeDue
from lianyi.promotions.plays.bargain import actions as bargain
from lianyi.promotions.plays.check_in import store as check_ins
from lianyi.promotions.store import helping
from tests.access.town_assist import assists_run
from tests.help_world import help_it, somebody
from tests.live_shop import ok

CONFIRMING = Statement(
    """
    update distribution_prize set state = 'confirming', transfer_id = %(transfer_id)s, appid = 'wxtown', openid = 'otown',
      mchid = '1900000109', package_info = 'package', confirm_until = %(now)s + interval '1 day', sent_at = %(now)s
    where tenant_id = %(tenant)s and id = %(id)s
    """
)


async def plays(town):
    """Campaigns that run, made by the desk as a merchant makes them."""
    shop, desk = town.shop, town.live.console
    now = shop.db.clock.now()

    async def runs(name, play, settings, skus=(), days=30, window=None):
        starts_at, ends_at = window or (now - timedelta(days=5), now + timedelta(days=days))
        draft = {
            "play": play, "title": name, "starts_at": starts_at.isoformat(), "channels": ["mini", "h5"],
            "ends_at": ends_at.isoformat(), "settings": settings, "skus": list(skus),
        }  # fmt: skip
        made = await ok(desk.act("POST", "/campaigns", draft))
        await ok(desk.act("POST", f"/campaigns/{made['id']}/publish", {"accept_unknown_cost": True}))
        town.name(name, "cmp", made["id"])
        return made["id"]

    collected = await runs("coupon.collect", "coupon", {"off_fen": 100, "per_person_max": 50, "total": 900})
    await runs(
        "coupon.code", "coupon", {"off_fen": 100, "take": "code", "code_word": "SPRING", "per_person_max": 50}
    )
    paid_in = await runs("coupon.granted", "coupon", {"off_fen": 450, "take": "granted"}, days=60)
    await ok(town.live.visitor.act("POST", f"/coupon/campaigns/{collected}/collect"))
    slots = [{"starts": "00:00", "minutes": 720}, {"starts": "12:00", "minutes": 720}]
    shelf = [{"sku_id": town.ids["sku.1"], "settings": {"price_fen": 2000, "slot_quota": 5}}]
    await runs("flash", "flash_sale", {"slots": slots}, shelf)
    today = await ok(town.live.visitor.get("/flash-sale/today"))
    town.ids["flash.opens_at"] = next(one["opens_at"] for one in today["slots"] if one["state"] == "next")
    await runs("social_coupon", "social_coupon", {"pays_in": paid_in, "face_fen": 450, "pieces": 20})
    town.live.visitor.http.headers.setdefault("Lianyi-Visitor", new_id().hex)
    pack = await ok(
        town.live.visitor.act("POST", f"/social-coupon/orders/{town.ids['order.to_ship']}/pass-on")
    )
    town.ids["social_coupon.pack"] = pack["id"]
    for name, ahead in (("brand_day.on", 0), ("brand_day.next", 1)):
        midnight, following = day_bounds(business_day(now) + timedelta(days=ahead))
        shelf = [{"sku_id": town.ids["sku.1"], "quota": 900, "settings": {"price_fen": 2000}}]
        await runs(name, "brand_day", {"brand": "山海"}, shelf, window=(midnight, following))
    shelf = [{"sku_id": town.ids["sku.1"], "settings": {"price_fen": 2000}}]
    await assists_run(town, await runs("assist", "assist", {"people": 9, "runs_per_person_max": 20}, shelf))
    checked = await runs("check_in", "check_in", {"pays_in": paid_in})
    day = business_day(now) - timedelta(days=2)
    async with shop.db.write(shop.tenant) as session:  # two days ago, so that yesterday is missed
        await session.run(
            check_ins.CHECK_IN,
            campaign_id=decode("cmp", checked),
            person_id=shop.shopper.person,
            day=day,
            nth=1,
            fen=0,
            points=0,
        )
    town.ids["check_in.missed"] = str(day + timedelta(days=1))
    weekday = str(business_day(now).isoweekday())
    weekly = {"opens": "weekly", "weekday": weekday, "fen": 300, "pays_in": paid_in}
    packets = await runs("red_packet", "red_packet", weekly)
    opened = await ok(town.live.visitor.act("POST", f"/red-packet/weekly/{packets}/open"))
    town.name("packet", "team", opened["id"])
    await _prizes(town, decode("cmp", packets))
    shelf = [{"sku_id": town.ids["sku.0"], "settings": {"floor_price_fen": 3000}}]
    await bargains(town, await runs("bargain", "bargain", {"people": 5, "runs_per_person": 20}, shelf))


async def _prizes(town, campaign_id):
    """One waits for the buyer to ask for it, one for them to confirm it."""
    shop = town.shop
    for name in ("prize", "prize.confirming"):
        prize_id, person = new_id(), shop.shopper.person
        async with shop.db.write(shop.tenant) as session:
            await prizes.owe(session, PrizeDue(prize_id, campaign_id, person, 500, "mini", "每周红包"))
        town.name(name, "prz", prize_id)
    await town.change(CONFIRMING, id=prize_id, transfer_id=new_id())


async def bargains(town, campaign):
    """Somebody's run that the buyer can help, and one that is held for review."""
    shop, campaign_id, sku_id = town.shop, decode("cmp", campaign), decode("sku", town.ids["sku.0"])
    for name in ("bargain.run", "bargain.held"):
        owner = await somebody(shop, "小贝")
        run_id = await shop.write(
            bargain.start, owner.shopper, Channel.MINI, campaign_id, sku_id, owner.marks
        )
        await help_it(shop, run_id, await somebody(shop, "阿琪"))
        town.name(name, "team", run_id)
    async with shop.db.write(shop.tenant) as session:
        await session.run(helping.HOLD, run_id=run_id, reasons=["burst"])
