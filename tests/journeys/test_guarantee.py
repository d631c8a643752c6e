"""A guaranteed sale told over HTTP: the buyer, the merchant and its supplier see where the money is until it is theirs."""

from datetime import timedelta

from tests.journeys.test_one_paid_order import (
    balances,
    keyed,
    paid,
    placed,
    sign_in_again,
    signed_in,
    stocked,
)
from tests.shop_world import tenant_of


async def sold(db, world, settle, owner, apps, fresh_browser, standing_bp=1000):
    """A supplier with a standing tenth, and an order of 76.00 yuan that is paid."""
    await keyed(owner, apps)
    product = await stocked(db, tenant_of(owner))
    supplier = await world.merchant("龙坞茶厂")
    wanted = {
        "kind": "MERCHANT_ID", "account": supplier["mchid"], "name": "龙坞茶厂", "relation": "SUPPLIER",
        "standing_bp": standing_bp,
    }  # fmt: skip
    added = await owner.act("POST", "/payments/receivers", wanted, **owner.fresh())
    assert added.status_code == 201, added.text
    await settle()
    person = await world.person("林晓")
    visitor = await signed_in(world, owner, fresh_browser, person, apps["mini_appid"])
    page = (
        await visitor.get(f"/products/{(await visitor.get('/products')).json()['items'][0]['id']}")
    ).json()
    _, order = await placed(visitor, page["skus"][0]["id"])
    await paid(world, visitor, person, order, settle)
    assert product.id
    return supplier, visitor, order["order_id"], added.json()["id"]


async def days(world, settle, count):
    for _ in range(count):
        await world.advance(timedelta(days=1))
        await world.run_due()
        await settle()


async def test_a_sale_with_a_suppliers_share(db, world, settle, owner, apps, fresh_browser):
    supplier, visitor, order_id, receiver_id = await sold(db, world, settle, owner, apps, fresh_browser)
    (known,) = (await owner.get("/payments/receivers")).json()["items"]
    assert (known["id"], known["name_masked"], known["error"]) == (receiver_id, "龙***", None)
    assert known["told_at"] is not None

    seen = (await visitor.get(f"/orders/{order_id}")).json()["guarantee"]
    assert (seen["held"], seen["text"]) == ("frozen", "货款担保中 · 预计 3 月 21 日结算给商家")
    detail = (await owner.get(f"/payments/guarantee/{order_id}")).json()
    assert [(one["amount_fen"], one["state"]) for one in detail["claims"]] == [(760, "registered")]
    listed = (await owner.get("/payments/guarantee", params={"held": "frozen"})).json()
    assert [one["order_id"] for one in listed["items"]] == [order_id]
    assert listed["sums"] == [{"held": "frozen", "count": 1, "amount_fen": 7600}]
    refused = await owner.act("DELETE", f"/payments/receivers/{receiver_id}")
    assert (refused.status_code, refused.json()["code"]) == (409, "receiver_owed")

    told = (await owner.get(f"/orders/{order_id}/proceeds")).json()
    assert (told["place"], told["paid_fen"], told["keeps_fen"]) == ("frozen", 7600, 6840)
    assert [(one["receiver"], one["amount_fen"], one["state"]) for one in told["parts"]] == [
        ("龙***", 760, "registered")
    ]
    assert (told["fee_fen"], told["fee_due_at"]) == (None, "2026-03-03T02:00:00Z")
    assert [(one["kind"], one["done"]) for one in told["milestones"]] == [
        ("paid", True), ("shipped", False), ("received", False), ("completed", False), ("arrived", False),
    ]  # fmt: skip
    assert told["arrives_at"] == told["milestones"][-1]["at"] == "2026-03-21T02:00:00Z"

    parcel = {"carrier_code": "ZTO", "tracking_no": "ZT00012345678"}
    assert (await owner.act("POST", f"/orders/{order_id}/ship", parcel)).status_code == 201
    await world.advance(timedelta(minutes=2))
    await settle()
    assert (await visitor.act("POST", f"/orders/{order_id}/receive")).status_code == 204
    await days(world, settle, 8)
    await sign_in_again(owner)
    seen = (await visitor.get(f"/orders/{order_id}")).json()["guarantee"]
    assert (seen["held"], seen["text"]) == ("releasing", "订单已完成 · 货款正在结算给商家")
    detail = (await owner.get(f"/payments/guarantee/{order_id}")).json()["guarantee"]
    assert "订单处理中" in detail["error"]  # WeChat waits for receipt that it knows of
    told = (await owner.get(f"/orders/{order_id}/proceeds")).json()
    assert (told["place"], told["blocks"], told["arrives_at"]) == ("releasing", ["wechat_waits"], None)
    await days(world, settle, 4)
    await sign_in_again(owner)
    assert await balances(owner) == {
        "buyers": (-7600, 0), "guaranteed": (0, 0), "shared": (760, 0), "earned": (6840, 0),
    }  # fmt: skip
    detail = (await owner.get(f"/payments/guarantee/{order_id}")).json()
    assert detail["guarantee"]["held"] == "released"
    assert [(one["due_fen"], one["state"]) for one in detail["claims"]] == [(760, "shared")]
    why = (await owner.get(f"/ledger/why/{order_id}")).json()
    assert [(step["step"], step["amount_fen"]) for step in why] == [
        ("payment", 7600), ("share", 760), ("release", 6840),
    ]  # fmt: skip
    told = (await owner.get(f"/orders/{order_id}/proceeds")).json()
    assert (told["place"], told["keeps_fen"], told["blocks"]) == ("arrived", 6840, [])
    assert [one["state"] for one in told["parts"]] == ["shared"]
    assert all(one["done"] for one in told["milestones"])
    history = (await visitor.get(f"/orders/{order_id}")).json()["history"]
    assert history[-1]["text"] == "担保货款已结算给商家 68.40 元"
    assert (await world.ask("GET", f"/merchants/{supplier['mchid']}/balance"))["available_fen"] == 760
    assert (await world.ask("GET", "/money"))["difference_fen"] == 0
    assert (await owner.act("DELETE", f"/payments/receivers/{receiver_id}")).status_code == 204


async def test_an_order_that_outlives_the_freeze_is_put_before_the_staff(
    db, world, settle, owner, apps, fresh_browser
):
    _, visitor, order_id, _ = await sold(db, world, settle, owner, apps, fresh_browser)
    await world.advance(timedelta(days=27, minutes=1))
    await settle()
    await sign_in_again(owner)
    waits = {one["kind"]: one["count"] for one in (await owner.get("/overview")).json()["attention"]}
    assert waits["guarantee_ending"] == 1
    order = (await owner.get(f"/orders/{order_id}")).json()
    assert (order["alarm"], order["history"][-1]["kind"]) == ("guarantee_ending", "guarantee_ending")
    seen = (await visitor.get(f"/orders/{order_id}")).json()  # the staff's business, not the buyer's
    assert [step["kind"] for step in seen["history"]] == ["placed", "paid"]

    await days(world, settle, 3)
    await sign_in_again(owner)
    assert await balances(owner) == {"buyers": (-7600, 0), "guaranteed": (0, 0), "order_money": (7600, 0)}
    order = (await owner.get(f"/orders/{order_id}")).json()
    assert (order["alarm"], order["history"][-1]["kind"]) == ("guarantee_ended", "guarantee_ended")
    waits = {one["kind"]: one["count"] for one in (await owner.get("/overview")).json()["attention"]}
    assert (waits["guarantee_ended"], waits.get("guarantee_ending")) == (1, None)
    detail = (await owner.get(f"/payments/guarantee/{order_id}")).json()
    assert [(one["state"], one["error"]) for one in detail["claims"]] == [("failed", "UNFROZEN")]


async def test_settings_that_cannot_be_guaranteed_are_refused_and_change_nothing(owner):
    before = (await owner.get("/settings")).json()
    assert before["rules"]["guarantee"] is True
    wanted = {**before, "rules": {**before["rules"], "auto_receive_days": 15, "complete_after_days": 14}}
    refused = await owner.act("PUT", "/settings", wanted)
    assert (refused.status_code, refused.json()["field"]) == (422, "guarantee")
    assert "发货 2 天 + 自动收货 15 天 + 收货后完成 14 天 = 31 天 > 28 天" in refused.json()["detail"]
    assert (await owner.get("/settings")).json() == before
    wanted["rules"]["guarantee"] = False
    assert (await owner.act("PUT", "/settings", wanted)).status_code == 200
