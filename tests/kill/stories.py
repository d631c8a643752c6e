"""A story for every point: the fuse is lit in its middle, somebody dies, and it is told to its end all the same.

A story raises what its client would see, and ends with what there must be in the books; `tests/tidy` holds that every
point of the register has one.
"""

from datetime import timedelta

from tests.kill.books import agree
from tests.kill.play_stories import (
    costing_nothing,
    failing,
    filling,
    giving_wechats,
    helping,
    passing_on,
    winning,
)
from tests.live_shop import ok

CLOSE = "orders.jobs.close_unpaid_orders"
REFUNDS = "payments.jobs.advance_refunds"
PAYOUTS = "distribution.jobs.payouts.advance_payouts"
SETTLES = "distribution.jobs.commissions.release_commissions"
BILLS = (
    "reconciliation.jobs.plan_bills",
    "reconciliation.jobs.fetch_bills",
    "reconciliation.jobs.match_bills",
)
PRODUCTS = "商品编码,标题,SKU编码,价格,库存\nK1,红茶,K1,10.00,5\nK2,绿茶,K2,20.00,6\nK3,白茶,K3,30.00,7\n"


async def placing(shop, light):
    """A cart is turned into an order; the phone asks again with the same key."""
    await light()
    order_id = await shop.place(2)
    assert shop.state(order_id) == "awaiting_payment"
    await shop.pay_at_wechat(order_id)
    await shop.until_state(order_id, "to_ship", step_seconds=5)
    await agree(shop, orders=1, payments=1)


async def paying(shop, light):
    """The pay sheet is asked for."""
    order_id = await shop.place(2)
    await light()
    await shop.pay_at_wechat(order_id)
    await shop.until_state(order_id, "to_ship", step_seconds=5)
    assert shop.one("select count(*) from payments_attempt") == 1
    await agree(shop, orders=1, payments=1)


async def telling(shop, light):
    """WeChat tells of a payment, and tells again when nobody answers."""
    order_id = await shop.place(2)
    await light()
    await shop.pay_at_wechat(order_id)
    await shop.until_state(order_id, "to_ship", step_seconds=5)
    await shop.until_row("select 1 from payments_notice where outcome in ('pays', 'known')", step_seconds=5)
    await agree(shop, orders=1, payments=1)


async def asking(shop, light):
    """The notice is lost; a sweep asks WeChat."""
    await shop.world.fault("lost", event="TRANSACTION.SUCCESS", times=None)
    order_id = await shop.place(2)
    await light()
    await shop.pay_at_wechat(order_id)
    await shop.until_state(order_id, "to_ship", "payments.jobs.poll_unanswered", step_seconds=5)
    await agree(shop, orders=1, payments=1)


async def closing(shop, light):
    """Nobody pays: the order closes at WeChat and here, and its stock can be sold again."""
    order_id = await shop.place(2)
    await ok(shop.buyer.act("POST", f"/orders/{order_id}/pay", {"method": "mini"}))
    await light()
    await shop.world.advance(timedelta(hours=2))
    await shop.until_state(order_id, "closed", CLOSE)
    assert shop.one("select available from inventory_stock") == 10
    await agree(shop, orders=1)


async def cancelling(shop, light):
    """The shopper closes the order; the phone asks again with the same key, and it is closed."""
    order_id = await shop.place(2)
    await ok(shop.buyer.act("POST", f"/orders/{order_id}/pay", {"method": "mini"}))
    await light()
    await ok(shop.buyer.act("POST", f"/orders/{order_id}/cancel", {"reason": "不想要了"}))
    assert shop.state(order_id) == "closed"
    await agree(shop, orders=1)


async def refunding(shop, light):
    """Staff give two of three pieces back before shipping."""
    order_id = await shop.paid(3)
    line = (await ok(shop.buyer.get(f"/orders/{order_id}")))["lines"][0]
    given = {"lines": [{"line_id": line["id"], "quantity": 2}], "reason": "缺货"}
    await light()
    await ok(shop.console.act("POST", f"/orders/{order_id}/refunds", given))
    await shop.until_row("select 1 from orders_refund where state = 'succeeded'", REFUNDS, step_seconds=5)
    assert shop.one("select sold from inventory_stock") == 1
    await agree(shop, orders=1, payments=1, refunds=1, order_refunds=1)


async def telling_of_a_refund(shop, light):
    """WeChat tells of a refund; we have asked about it before, and ask again."""
    order_id = await shop.paid(3)
    line = (await ok(shop.buyer.get(f"/orders/{order_id}")))["lines"][0]
    given = {"lines": [{"line_id": line["id"], "quantity": 3}], "reason": "缺货"}
    await light()
    await ok(shop.console.act("POST", f"/orders/{order_id}/refunds", given))
    await shop.until_state(order_id, "closed")
    await shop.until_row("select 1 from orders_refund where state = 'succeeded'", step_seconds=2)
    assert shop.one("select available from inventory_stock") == 10
    await agree(shop, orders=1, payments=1, refunds=1, order_refunds=1)


async def shipping(shop, light):
    """WeChat learns of a parcel."""
    order_id = await shop.paid()
    await light()
    await shop.ship(order_id)
    uploaded = "select 1 from orders_parcel where wechat_state = 'uploaded'"
    await shop.until_row(uploaded, "orders.jobs.upload_shipping", step_seconds=5)
    assert shop.one("select count(*) from orders_parcel") == 1
    await agree(shop, orders=1, payments=1)


async def releasing(shop, light):
    """The order is completed: a partner gets its tenth, the merchant the rest."""
    await shop.partner()
    await shop.released(light)
    assert shop.one("select sum(due_fen)::bigint from payments_claim where state = 'shared'") == 680
    await agree(shop, orders=1, payments=1, releases=1)


async def returning(shop, light):
    """After the release the goods turn out bad: the partner's share comes back, then the buyer has the money."""
    await shop.partner()
    order_id = await shop.released()
    await shop.sign_in()
    await light()
    await give_case(shop, order_id)
    sweeps = (REFUNDS, "payments.jobs.advance_returns")
    await shop.until_row("select 1 from trust_case where state = 'refunded'", *sweeps, step_seconds=5)
    await agree(shop, orders=1, payments=1, refunds=1, order_refunds=1, releases=1, returns=1)


async def give_case(shop, order_id):
    options = await ok(shop.buyer.get(f"/orders/{order_id}/aftersales/options"))
    wish = {
        "kind": "refund_only", "reason": "quality", "words": "发霉",
        "lines": [{"line_id": options["lines"][0]["line_id"], "quantity": 1}],
    }  # fmt: skip
    case_id = (await ok(shop.buyer.act("POST", f"/orders/{order_id}/aftersales", wish)))["id"]
    await ok(shop.console.act("POST", f"/aftersales/{case_id}/agree", {"note": "退款"}))


async def mending(shop, light):
    """A case on goods that have arrived: the staff say yes, the buyer has the money."""
    order_id = await shop.paid()
    await shop.ship(order_id)
    await light()
    await give_case(shop, order_id)
    await shop.until_row("select 1 from trust_case where state = 'refunded'", REFUNDS, step_seconds=5)
    await agree(shop, orders=1, payments=1, refunds=1, order_refunds=1)


async def paying_out(shop, light):
    """A shopkeeper's commission: asked for, looked at, sent as a batch, confirmed on the phone, in the wallet."""
    await shop.released()
    await shop.sign_in()
    await shop.seller(3_000)
    await light()
    asked = await ok(shop.buyer.act("POST", "/distribution/payouts", {"amount_fen": 3_000}))
    await ok(shop.console.act("POST", "/distribution/payouts/approve", {"ids": [asked["id"]]}))
    batch = {"ids": [asked["id"]]}
    await ok(shop.console.act("POST", "/distribution/payouts/send", batch, **shop.console.fresh()))
    waits = "select 1 from distribution_payout where state = 'confirming' and package_info is not null"
    await shop.until_row(waits, PAYOUTS, step_seconds=5)
    await shop.confirm_transfer(f"/distribution/payouts/{asked['id']}/confirmation")
    await shop.until_row("select 1 from distribution_payout where state = 'paid'", PAYOUTS, step_seconds=5)
    await agree(shop, orders=1, payments=1, releases=1, payouts=1)


async def settling(shop, light):
    """The window of two shopkeepers' lines is over: the worker dies while it hands them out, and each comes once."""
    for keeper in await shop.sellers(shop.buyer, await shop.visitor("王芳")):
        await shop.waiting(keeper, 300, 500)
    await light()
    await shop.world.advance(timedelta(hours=1))
    done = "select 1 from distribution_commission where state = 'available' having count(*) = 4"
    await shop.until_row(done, SETTLES, step_seconds=5)
    assert shop.instance.all("select amounts_fen from distribution_commission_release") == [([300, 500],)] * 2
    accounts = "select posted_fen from ledger_account where purpose = %(purpose)s"
    assert shop.instance.all(accounts, purpose="commission_available") == [(800,), (800,)]
    assert shop.instance.all(accounts, purpose="commission_frozen") == [(0,), (0,)]
    assert shop.one("select count(*) from distribution_commission_due") == 0
    await agree(shop)


async def reconciling(shop, light):
    """The bills of the day of a sale come, and every line of them is explained."""
    await shop.paid()
    await shop.world.advance(timedelta(days=1, hours=12))
    await light()
    day = "select min(at at time zone 'Asia/Shanghai')::date from ledger_transfer"
    matched = f"""
        select 1 from reconciliation_bill where day = ({day}) and matched_at is not null and state = 'matched'
          and recheck_at is null having count(*) = 2
    """
    await shop.until_row(matched, *BILLS, step_seconds=60)
    lines = shop.instance.all("select kind, state from reconciliation_line order by kind, row")
    assert lines
    assert {state for _, state in lines} == {"matched"}
    assert shop.one("select count(*) from reconciliation_difference where closed_at is null") == 0
    await agree(shop, orders=1, payments=1)


async def importing(shop, light):
    """A file of three products; the worker goes on where the dead one stopped."""
    await light()
    files = {"file": ("products.csv", PRODUCTS.encode(), "text/csv")}
    headers = {"Lianyi-Console": "1", "Idempotency-Key": "imports-three-products"}
    started = await shop.console.http.post("/api/console/imports", files=files, headers=headers)
    assert started.status_code == 201, started.text
    await shop.until_row("select 1 from catalog_import where finished_at is not null")
    counts = "select rows_created, rows_failed, rows_done from catalog_import"
    assert shop.instance.all(counts) == [(3, 0, 3)]
    assert shop.one("select array_agg(available order by available) from inventory_stock") == [5, 6, 7, 10]
    await agree(shop)


async def sweeping(shop, light):
    """A sweep dies with its lock, the clock ticks on, and nobody helps the queue to find out."""
    shop.instance.patient = True
    try:
        await closing(shop, light)
        second = await shop.place(1)
        await shop.world.advance(timedelta(hours=2))
        await shop.until_state(second, "closed", CLOSE)
    finally:
        shop.instance.patient = False


# (point, story, who dies there)
STORIES = (
    ("checkout.place.written", placing, "server"),
    ("kit.edge.committed", placing, "server"),
    ("kit.batch.committed", placing, "server"),
    ("checkout.place.written", costing_nothing, "server"),
    ("kit.batch.committed", costing_nothing, "server"),
    ("kit.relay.told", costing_nothing, "worker"),
    ("payments.prepay.begun", paying, "server"),
    ("payments.prepay.asked", paying, "server"),
    ("payments.notice.verified", telling, "server"),
    ("payments.notice.acted", telling, "server"),
    ("payments.notice.committed", telling, "server"),
    ("payments.poll.answered", asking, "worker"),
    ("kit.relay.claimed", telling, "worker"),
    ("kit.relay.told", telling, "worker"),
    ("kit.relay.committed", telling, "worker"),
    ("payments.close.asking", closing, "worker"),
    ("payments.close.closed", closing, "worker"),
    ("orders.close.unpayable", closing, "worker"),
    ("kit.edge.done", cancelling, "server"),
    ("orders.close.unpayable", cancelling, "server"),
    ("kit.jobs.fetched", refunding, "worker"),
    ("kit.jobs.ran", refunding, "worker"),
    ("payments.refund.asking", refunding, "worker"),
    ("payments.refund.answered", refunding, "worker"),
    ("payments.notice.committed", telling_of_a_refund, "server"),
    ("orders.upload.told", shipping, "worker"),
    ("promotions.help.counted", helping, "server"),
    ("kit.edge.committed", helping, "server"),
    ("promotions.pack.taken", passing_on, "server"),
    ("kit.edge.committed", passing_on, "server"),
    ("promotions.pack.answered", giving_wechats, "worker"),
    ("promotions.team.filled", filling, "worker"),
    ("promotions.team.ended", failing, "worker"),
    ("promotions.team.lost", failing, "worker"),
    ("supply.import.written", importing, "worker"),
    ("trust.case.given", mending, "server"),
    ("kit.jobs.swept", sweeping, "worker"),
    ("reconciliation.fetch.answered", reconciling, "worker"),
    ("reconciliation.match.began", reconciling, "worker"),
    ("distribution.release.written", settling, "worker"),
    ("distribution.payout.asking", paying_out, "worker"),
    ("distribution.payout.answered", paying_out, "worker"),
    ("distribution.payout.noticed", paying_out, "server"),
    ("distribution.prize.asking", winning, "worker"),
    ("distribution.prize.answered", winning, "worker"),
    ("payments.release.begun", releasing, "worker"),
    ("payments.release.split", releasing, "worker"),
    ("payments.release.unfrozen", releasing, "worker"),
    ("payments.return.answered", returning, "worker"),
)
