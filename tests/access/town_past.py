"""The town's last days: sold, sent, completed, complained about, given back."""

from datetime import timedelta
from uuid import UUID

from lianyi.distribution.actions import compliance
from lianyi.kit import limits
from lianyi.kit.db import Statement
from lianyi.kit.ids import decode, new_id
from lianyi.orders import actions as orders
from lianyi.orders.types import Portion
from lianyi.payments import actions as payments
from lianyi.reconciliation import actions as reconciliation
from lianyi.trust.actions import complaints
from lianyi.wechat import pay
from tests.conftest import run_queue
from tests.live_shop import ok
from tests.order_world import REFUNDS_OPEN
from tests.wechat_world import keys_of

ROLES = ("operations", "content", "customer_service", "warehouse", "finance")
DIFFERENCE = Statement(
    "select id from reconciliation_difference where tenant_id = %(tenant)s order by id limit 1", UUID
)
FINDING = Statement(
    """
    insert into distribution_finding (tenant_id, id, rule, version, area, severity, subject, zh, en, source, switched, state,
      found_at, seen_at)
    values (%(tenant)s, %(id)s, 'sold_to_consumers', 1, 'graph', 'warn', 'town', '囤货', 'stacked up', '', '', 'open',
      %(now)s, %(now)s)
    """
)
COMPLAINT = Statement("select id from trust_complaint where tenant_id = %(tenant)s order by id limit 1", UUID)
REFUND = Statement(
    "select id from orders_refund where tenant_id = %(tenant)s and order_id = %(order_id)s", UUID
)
REFUND_NUMBER = Statement(
    "select out_refund_no from payments_refund where tenant_id = %(tenant)s and order_id = %(order_id)s", str
)
COMPLAINT_OF = Statement(
    "select id from trust_complaint where tenant_id = %(tenant)s and order_id = %(order_id)s", UUID
)
UNSAID = Statement(
    "update orders_parcel set wechat_state = 'failed', wechat_error = '48001' where tenant_id = %(tenant)s and id = %(id)s"
)
RELEASE_FAILS = Statement(
    "update payments_release set state = 'failed', error = 'NOT_ENOUGH' where tenant_id = %(tenant)s"
)


async def days_ago(town):
    """Sold, sent, completed; then four days pass, the bills come, and everybody signs in again."""
    shop, world, desk = town.shop, town.shop.world, town.live.console
    opened = await shop.received(1)
    town.name("order.received", "ord", opened.id)
    await _paid_elsewhere(town)
    late = await shop.received(2)
    town.name("case.unplaced", "afs", await shop.apply(late, (0, 1)))
    await shop.run_out(days=2, seconds=1)  # agreed by itself, and nobody has said where to
    town.name("return_address", "rta", (await shop.with_address()).id)
    late = await shop.received(2)
    town.name("case.unstocked", "afs", await shop.apply(late, (0, 1)))
    await shop.agree(decode("afs", town.ids["case.unstocked"]))
    await shop.hand_in(decode("afs", town.ids["case.unstocked"]))
    await shop.run_out(
        days=10, seconds=1
    )  # taken as received by itself, and nobody has said if it can be sold
    await shop.write(orders.complete_due, 100)
    await shop.tell()
    await town.change(RELEASE_FAILS)
    await world.run_due()
    await reconciliation.catch_up(shop.db, shop.tenant)
    town.name("difference", "dif", await town.find(DIFFERENCE))
    town.ids["day"] = "2026-03-02"
    await compliance.scan(shop.db, shop.tenant)
    town.name("finding", "fnd", new_id())
    await town.change(FINDING, id=decode("fnd", town.ids["finding"]))
    await limits.reset()
    finance = town.staff["finance"]
    for role in ROLES:
        town.staff[role] = await town.enter(role, finance.code() if role == "finance" else None)
    town.staff["finance"].secret = finance.secret
    owner = await town.enter("owner", desk.code())
    owner.secret, owner.recovery = desk.secret, desk.recovery
    town.staff["owner"] = town.live.console = owner
    spare = await town.enter("owner", owner.fresh()["Lianyi-Code"])
    sessions = (await ok(spare.get("/me/sessions")))["items"]
    town.name("session.owner", "ses", next(one["id"] for one in sessions if one["current"]))


async def _paid_elsewhere(town):
    """Somebody pays this merchant without the shop, and complains: a difference in the bills, a card on the board."""
    shop, world, merchant = town.shop, town.shop.world, town.shop.merchant
    await complaints.keep_watch(shop.db, shop.tenant)
    person = await world.person()
    person = await world.ask("GET", f"/people/{person['id']}")
    appid = merchant["mini_appid"]
    order = pay.Order(
        appid,
        f"OUT{person['id'][2:]}",
        "茶",
        6800,
        shop.db.clock.now() + timedelta(hours=1),
        world.url + "/x",
    )
    prepay_id = await pay.create_jsapi(keys_of(merchant), order, person["openids"][appid])
    paid = await world.pay(prepay_id=prepay_id, person=person["id"])
    await _complained(
        town, {"transaction_id": paid["transaction_id"], "detail": "没有收到", "problem_type": "OTHERS"}
    )
    town.name("complaint", "cpl", await town.find(COMPLAINT))


async def _complained(town, body):
    await town.shop.world.ask("POST", "/complaints", json=body)
    await town.shop.world.run_due()
    await town.shop.tell()
    await run_queue(town.shop.db)


async def today(town):
    """An order in every state, and a case in every state."""
    shop = town.shop
    for name, made in {
        "awaiting": shop.place(1), "to_cashier": shop.place(1), "to_ship": shop.paid(2), "urgeable": shop.paid(1), "asked": shop.paid(2),
        "failing": shop.paid(2), "shipped": shop.shipped(2), "for_case": shop.received(2),
    }.items():  # fmt: skip
        opened = await made
        town.name(f"order.{name}", "ord", opened.id)
        town.name(f"line.{name}", "oln", (await shop.lines(opened.id))[0].id)
    shipped = decode("ord", town.ids["order.shipped"])
    town.name("parcel", "pcl", (await shop.parcels(shipped))[0].id)
    unsaid = await shop.shipped(1)
    town.name("parcel.unsaid", "pcl", (await shop.parcels(unsaid.id))[0].id)
    await town.change(UNSAID, id=decode("pcl", town.ids["parcel.unsaid"]))
    number = (await shop.order(decode("ord", town.ids["order.to_ship"]))).transaction_id
    await _complained(town, {"transaction_id": number, "detail": "迟迟不发货", "problem_type": "REFUND"})
    town.name(
        "complaint.order",
        "cpl",
        await town.find(COMPLAINT_OF, order_id=decode("ord", town.ids["order.to_ship"])),
    )
    asked, failing = (decode("ord", town.ids[f"order.{name}"]) for name in ("asked", "failing"))
    line = (await shop.lines(asked))[0].id
    await shop.write(orders.request_refund, shop.shopper, asked, [Portion(line, 1)], "拍错了")
    town.name("refund.asked", "rfd", await town.find(REFUND, order_id=asked))
    line = (await shop.lines(failing))[0].id
    await shop.write(orders.refund, shop.staff, failing, [Portion(line, 1)], freight_fen=None, reason="缺货")
    town.name("refund.failing", "rfd", await town.find(REFUND, order_id=failing))
    await shop.tell()
    async with shop.db.read(shop.tenant) as session:
        due = await session.all(REFUNDS_OPEN)
    for refund_id in due:
        await payments.advance_refund(shop.db, shop.tenant, refund_id)
    number = await town.find(REFUND_NUMBER, order_id=failing)
    mchid = {"mchid": shop.merchant["mchid"]}
    await shop.world.ask("POST", f"/refunds/{number}", params=mchid, json={"outcome": "CLOSED"})
    await shop.world.run_due()
    await shop.tell()
    await _cases(town)


async def _cases(town):
    shop = town.shop

    async def made(name, case_id):
        town.name(f"case.{name}", "afs", case_id)
        town.name(f"case_line.{name}", "oln", (await shop.lines(opened.id))[0].id)
        return case_id

    opened = await shop.received(2)
    await made("applied", await shop.apply(opened, (0, 1)))
    opened = await shop.received(2)
    case_id = await made("refused", await shop.apply(opened, (0, 1)))
    await shop.refuse(case_id)
    opened = await shop.received(2)
    case_id = await made("proposed", await shop.apply(opened, (0, 1)))
    await shop.propose(case_id, 100)
    opened = await shop.received(2)
    case_id = await made("agreed", await shop.apply(opened, (0, 1)))
    await shop.agree(case_id)
    opened = await shop.received(2)
    case_id = await made("returning", await shop.apply(opened, (0, 1)))
    await shop.agree(case_id)
    await shop.hand_in(case_id)
    for name in ("exchange", "reshipped"):
        opened = await shop.received(2)
        case_id = await made(name, await shop.apply(opened, (0, 1), kind="exchange", reason="quality"))
        await shop.agree(case_id)
        await shop.hand_in(case_id)
        await shop.receive(case_id)
    desk = town.live.console
    parcel = {"carrier_code": "SF", "tracking_no": "SF7700000001"}
    await ok(desk.act("POST", f"/aftersales/{town.ids['case.reshipped']}/reship", parcel))
    opened = await shop.received(2)
    case_id = await made("freight", await shop.apply(opened, (0, 1), reason="quality"))
    await shop.agree(case_id)
    await shop.hand_in(case_id, freight_fen=1200)
    await shop.receive(case_id)
