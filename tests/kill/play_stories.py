"""The stories of plays: teams, helps, coupons that pay an order whole or are passed on, prizes; `tests/kill/stories.py` says which points they light."""

from datetime import timedelta

from tests.journeys.test_group_buy import campaign_draft
from tests.kill.books import agree
from tests.live_shop import ok
from tests.payout_world import ID_NUMBER, NAME

PRIZES = "distribution.jobs.prizes.advance_prizes"
REFUNDS = "payments.jobs.advance_refunds"


async def winning(shop, light):
    """A weekly red packet in money: promised within what two people allowed, asked for, confirmed on the phone."""
    await shop.released()
    await shop.sign_in()
    running = await shop.cash_packet(500)
    await light()
    await ok(shop.buyer.act("POST", f"/red-packet/weekly/{running}/open"))
    await shop.until_row("select 1 from distribution_prize where state = 'waiting'")
    name = {"name": NAME, "id_number": ID_NUMBER, "consent_version": 2}
    await ok(shop.buyer.act("PUT", "/distribution/real-name", name))
    [prize] = (await ok(shop.buyer.get("/prizes")))["items"]
    await ok(shop.buyer.act("POST", f"/prizes/{prize['id']}/collect"))
    waits = "select 1 from distribution_prize where state = 'confirming' and package_info is not null"
    await shop.until_row(waits, PRIZES, step_seconds=5)
    await shop.confirm_transfer(f"/prizes/{prize['id']}/confirmation")
    await shop.until_row("select 1 from distribution_prize where state = 'paid'", PRIZES, step_seconds=5)
    await agree(shop, orders=1, payments=1, releases=1, prizes=1)


async def helping(shop, light):
    """The last of two friends helps, who is paid for it, and somebody has their coupon; the phone asks again."""
    word = await shop.coupons(500)
    settings = {
        "reward": "coupon", "people": 2, "coupon_fen": 500, "coupon_in": word, "helper_fen": 200, "helper_in": word,
    }  # fmt: skip
    running = await shop.campaign("assist", "好友助力", settings, budget_fen=10_000)
    opened = await ok(shop.buyer.act("POST", f"/assist/campaigns/{running}/runs", {"sku_id": None}))
    friends = [await shop.visitor(name) for name in ("王芳", "陈晨")]
    help_it = f"/assist/runs/{opened['id']}/help"
    await ok(friends[0].act("POST", help_it, {"with_coupon": True}))
    await light()
    helped = await ok(friends[1].act("POST", help_it, {"with_coupon": True}))
    assert (helped["earned_fen"], helped["run"]["stage"]) == (200, "done")
    assert shop.instance.all("select state, taken, people from promotions_help_run") == [("used", 2, 2)]
    assert shop.one("select count(*) from promotions_help") == 2
    assert shop.one("select array_agg(face_fen order by face_fen) from promotions_coupon_piece") == [
        200,
        200,
        500,
    ]
    assert spent(shop, "assist") == 900
    await agree(shop)


async def costing_nothing(shop, light):
    """A coupon pays an order whole; the phone asks again with the same key, and it is placed, paid and sold once."""
    terms = {"kind": "fixed", "off_fen": 8_000, "threshold_fen": 0, "take": "collect", "valid_days": 30}
    running = await shop.campaign("coupon", "整单券", terms, budget_fen=20_000)
    await ok(shop.buyer.act("POST", f"/coupon/campaigns/{running}/collect"))
    assert spent(shop, "coupon") == 8_000
    await light()
    order_id = await shop.place(using={"best": True})
    assert shop.state(order_id) == "to_ship"
    await agree(shop, orders=1)
    assert shop.instance.all("select payable_fen, pay_method from orders_order") == [(0, "free")]
    assert shop.instance.all("select state, discount_fen from promotions_claim") == [("paid", 6_800)]
    assert shop.instance.all("select state, discount_fen from promotions_coupon_piece") == [("used", 6_800)]
    assert spent(shop, "coupon") == 8_000  # the piece could still come back, so the budget holds all of it
    assert shop.instance.all("select available, reserved, sold from inventory_stock") == [(9, 0, 1)]
    assert shop.one("select count(*) from payments_payment") == 0


async def opened_pack(shop, **more):
    """A paid order passes three coupons of five yuan on; the pack's word and a friend."""
    word = await shop.coupons(500)
    settings = {"pays_in": word, "face_fen": 500, "pieces": 3, **more}
    await shop.campaign("social_coupon", "好券送朋友", settings, budget_fen=10_000)
    order_id = await shop.paid()
    friend = await shop.visitor("王芳")
    return (await ok(shop.buyer.act("POST", f"/social-coupon/orders/{order_id}/pass-on")))["id"], friend


async def passing_on(shop, light):
    """A friend takes one of what a buyer passed on; the phone asks again with the same key."""
    pack, friend = await opened_pack(shop)
    await light()
    taken = await ok(friend.act("POST", f"/social-coupon/packs/{pack}/claim"))
    assert (taken["claim"], taken["claimed"]) == ("taken", 1)
    assert shop.one("select count(*) from promotions_social_coupon_claim where run_id is not null") == 1
    assert shop.instance.all("select face_fen from promotions_coupon_piece") == [(500,)]
    assert spent(shop, "social_coupon") == 1500
    await agree(shop, orders=1, payments=1)


async def giving_wechats(shop, light):
    """WeChat Pay's own coupon is given for a piece; who died with the answer asks again and hears of the same coupon."""
    pack, friend = await opened_pack(shop, wechat_stock_id=await shop.coupon_stock())
    await light()
    await ok(friend.act("POST", f"/social-coupon/packs/{pack}/claim"))
    given = "select 1 from promotions_social_coupon_claim where wechat = 'given'"
    await shop.until_row(given, "promotions.plays.social_coupon.jobs.ask_wechat", step_seconds=30)
    assert shop.one("select count(*) from promotions_coupon_piece") == 0
    assert spent(shop, "social_coupon") == 1500
    await agree(shop, orders=1, payments=1)


def spent(shop, play):
    """What a campaign's budget has given or holds, which is what its grants say."""
    found = shop.instance.all(
        """
        select b.spent_fen, (select coalesce(sum(g.held_fen), 0)::bigint from promotions_grant g
          where g.campaign_id = b.campaign_id)
        from promotions_budget b join promotions_campaign c on c.id = b.campaign_id where c.play = %(play)s
        """,
        play=play,
    )
    assert [fen for fen, held in found] == [held for _, held in found]
    return found[0][0]


async def team_of(shop, size):
    """A campaign for teams of two, and as many friends in one team as `size` says, paid."""
    draft = campaign_draft(shop.sku_id, shop.world.clock.now(), people=2)
    campaign = await ok(shop.console.act("POST", "/campaigns", draft))
    await ok(shop.console.act("POST", f"/campaigns/{campaign['id']}/publish", {"accept_unknown_cost": True}))
    intent = {"campaign_id": campaign["id"], "run_id": None}
    orders = [await shop.paid(intent=intent, state="forming")]
    if size == 2:
        friend = await shop.visitor("王芳")
        (team,) = (await ok(shop.buyer.get("/group-buy/mine")))["items"]
        order_id = await shop.place(visitor=friend, intent=intent | {"run_id": team["id"]})
        orders.append(order_id)
        await shop.pay_at_wechat(order_id, friend)
    return orders


async def filling(shop, light):
    """The last of a team pays: both orders are to be shipped."""
    await light()
    for order_id in await team_of(shop, 2):
        await shop.until_state(order_id, "to_ship", step_seconds=1)
    assert shop.one("select state from promotions_group_buy_team") == "filled"
    await agree(shop, orders=2, payments=2)


async def failing(shop, light):
    """A team stays too small: everything goes back."""
    (order_id,) = await team_of(shop, 1)
    await light()
    await shop.world.advance(timedelta(hours=2, minutes=1))
    ends = "promotions.plays.group_buy.jobs.finish_teams"
    await shop.until_row(
        "select 1 from orders_refund where state = 'succeeded'", ends, REFUNDS, step_seconds=5
    )
    assert shop.state(order_id) == "closed"
    assert shop.one("select available from inventory_stock") == 10
    await agree(shop, orders=1, payments=1, refunds=1, order_refunds=1)
