"""After-sales over HTTP: options, pictures, a return from both sides, lists, counts, addresses, what strangers get."""

import io
from uuid import uuid4

import httpx
import pytest
from PIL import Image

from lianyi.trust.jobs import aftersales as jobs
from tests.live_shop import ok, refused
from tests.shop_world import Visitor

TO = {
    "name": "仓库", "phone": "0571-88880000", "region_code": "330106", "province": "浙江省", "city": "杭州市",
    "district": "西湖区", "detail": "文三路 2 号", "is_default": False,
}  # fmt: skip


def png(color="red"):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(out, "PNG")
    return out.getvalue()


async def upload(who, path, headers, data=None):
    files = {"file": ("IMG_1.png", data or png(), "image/png")}
    return await who.http.post(path, files=files, headers={**headers, "Idempotency-Key": uuid4().hex})


def by_staff(live):
    return {"Lianyi-Console": "1"}


async def received(live, *quantities):
    order_id = await live.paid(*quantities)
    shipping = {"carrier_code": "SF", "tracking_no": "SF1234567890"}
    await ok(live.console.act("POST", f"/orders/{order_id}/ship", shipping))
    await ok(live.visitor.act("POST", f"/orders/{order_id}/receive", {}))
    return order_id


async def applied(live, order_id, **more):
    options = await ok(live.visitor.get(f"/orders/{order_id}/aftersales/options"))
    line = options["lines"][0]
    wish = {
        "kind": "return_refund", "reason": "no_reason", "words": "不合适",
        "lines": [{"line_id": line["line_id"], "quantity": 1}],
    }  # fmt: skip
    return (await ok(live.visitor.act("POST", f"/orders/{order_id}/aftersales", wish | more)))["id"]


async def test_a_return_from_both_sides(live):
    order_id = await received(live, 2)
    options = await ok(live.visitor.get(f"/orders/{order_id}/aftersales/options"))
    (line,) = options["lines"]
    assert (line["quantity_max"], line["amount_max_fen"], line["why_not"]) == (2, 13600, None)
    assert line["no_reason_until"] is not None
    kinds = {one["kind"]: one["reasons"] for one in line["kinds"]}
    assert "no_reason" in kinds["return_refund"]
    assert {one["reason"]: one["seller_pays"] for one in options["reasons"]}["quality"] is True
    kept = await ok(upload(live.visitor, "/api/shop/aftersales/pictures", live.visitor.headers()))
    case_id = await applied(live, order_id, reason="quality", picture_ids=[kept["id"]])
    case = await ok(live.visitor.get(f"/aftersales/{case_id}"))
    assert (case["state"], case["state_text"], case["turn"], case["outcome"]) == (
        "applied", "待商家处理", "merchant", "agree",
    )  # fmt: skip
    assert (case["amount_fen"], case["actions"]) == (6800, ["withdraw"])
    assert case["steps"][0]["pictures"][0]["id"] == kept["id"]

    row = (await ok(live.console.get("/aftersales?state=open")))["items"][0]
    assert (row["id"], row["lines"][0]["quantity"], row["due"]) == (case_id, 1, False)
    overview = await ok(live.console.get("/overview"))
    waits = {one["kind"]: one["count"] for one in overview["attention"]}
    assert (waits["aftersales_open"], waits.get("aftersales_due")) == (1, None)
    await refused(live.console.act("POST", f"/aftersales/{case_id}/agree", {}), 409, "return_address_missing")
    address = await ok(live.console.act("POST", "/return-addresses", TO))
    assert address["is_default"] is True
    await ok(live.console.act("POST", f"/aftersales/{case_id}/agree", {"note": "请寄回"}))
    case = await ok(live.visitor.get(f"/aftersales/{case_id}"))
    assert case["return_to"]["full_text"] == "浙江省杭州市西湖区 文三路 2 号"
    assert case["actions"] == ["hand_in", "withdraw"]
    parcel = {"carrier_code": "ZTO", "tracking_no": "ZT9988776655", "freight_fen": 1200}
    await ok(live.visitor.act("POST", f"/aftersales/{case_id}/hand-in", parcel))
    await ok(live.console.act("POST", f"/aftersales/{case_id}/receive", {"restock": True}))
    await live.goods.refund_money()
    shown = await ok(live.console.get(f"/aftersales/{case_id}"))
    assert (shown["state"], shown["refund"]["state"], shown["refunded_fen"]) == (
        "refunded",
        "succeeded",
        6800,
    )
    assert shown["actions"] == ["return_freight"]
    waits = {one["kind"]: one["count"] for one in (await ok(live.console.get("/overview")))["attention"]}
    assert (waits["return_freight"], waits.get("aftersales_open")) == (1, None)
    assert [one["id"] for one in (await ok(live.console.get("/aftersales?freight=true")))["items"]] == [
        case_id
    ]
    assert [step["by"] for step in shown["file"] if step["kind"] == "agreed"] == ["青禾"]
    why = await ok(live.console.get(shown["order"]["ledger_why"]))
    assert why
    case = await ok(live.visitor.get(f"/aftersales/{case_id}"))
    assert "restocked" not in [step["kind"] for step in case["steps"]]
    counts = await ok(live.console.get("/aftersales/counts"))
    assert (counts["open"], counts["ended"], counts["states"]) == (0, 1, {"refunded": 1})


async def test_the_same_key_opens_one_case(live):
    order_id = await received(live, 1)
    options = await ok(live.visitor.get(f"/orders/{order_id}/aftersales/options"))
    wish = {
        "kind": "refund_only", "reason": "quality", "words": "",
        "lines": [{"line_id": options["lines"][0]["line_id"], "quantity": 1}],
    }  # fmt: skip
    headers = {**live.visitor.headers(), "Idempotency-Key": uuid4().hex}
    path = f"/api/shop/orders/{order_id}/aftersales"
    first, second = [await live.visitor.http.post(path, json=wish, headers=headers) for _ in range(2)]
    assert first.status_code == 201
    assert first.json() == second.json()
    mine = await ok(live.visitor.get("/aftersales"))
    assert len(mine["items"]) == 1


async def test_pictures_are_private_run_out_and_belong_to_one_case(live, db):
    kept = await ok(upload(live.visitor, "/api/shop/aftersales/pictures", live.visitor.headers()))
    shown = await live.visitor.http.get(kept["url_200"])
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/webp")
    assert shown.headers["cache-control"].startswith("private")
    wrong = kept["url_200"][:-1] + ("0" if kept["url_200"][-1] != "0" else "1")
    assert (await live.visitor.http.get(wrong)).status_code == 404
    broken = await upload(
        live.visitor, "/api/shop/aftersales/pictures", live.visitor.headers(), b"no picture"
    )
    assert broken.json()["code"] == "picture_unreadable"
    order_id = await received(live, 1, 1)
    first = await applied(live, order_id, picture_ids=[kept["id"]])
    other = (await ok(live.visitor.get(f"/orders/{order_id}/aftersales/options")))["lines"][1]
    wish = {
        "kind": "return_refund", "reason": "quality", "words": "", "picture_ids": [kept["id"]],
        "lines": [{"line_id": other["line_id"], "quantity": 1}],
    }  # fmt: skip
    await refused(
        live.visitor.act("POST", f"/orders/{order_id}/aftersales", wish), 422, "aftersales_picture_unknown"
    )
    # the merchant sees it, a loose one is forgotten after a day, the case's stays
    seen = await ok(live.console.get(f"/aftersales/{first}"))
    assert (await live.visitor.http.get(seen["file"][0]["pictures"][0]["url_960"])).status_code == 200
    loose = await ok(upload(live.console, "/api/console/aftersales/pictures", by_staff(live)))
    from datetime import timedelta

    await live.world.advance(timedelta(days=1, hours=3))
    assert (await live.visitor.http.get(kept["url_200"])).status_code == 404
    assert await jobs.drop_loose_pictures(db, live.goods.tenant) == 1
    again = await ok(live.visitor.get(f"/aftersales/{first}"))
    assert (await live.visitor.http.get(again["steps"][0]["pictures"][0]["url_200"])).status_code == 200
    assert loose["id"] != kept["id"]


async def test_strangers_get_nothing(live, app, world):
    order_id = await received(live, 1)
    case_id = await applied(live, order_id)
    person = await world.person("路人")
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as phone:
        other = Visitor(phone, live.console.shop["slug"])
        asked = {"appid": live.goods.merchant["mini_appid"], "kind": "login"}
        code = (await world.ask("POST", f"/people/{person['id']}/code", json=asked))["code"]
        assert (await other.enter("/login/mini", {"code": code})).status_code == 200
        assert (await ok(other.get("/aftersales")))["items"] == []
        await refused(other.get(f"/aftersales/{case_id}"), 404, "aftersales_unknown")
        await refused(other.get(f"/orders/{order_id}/aftersales/options"), 404, "order_unknown")
        for path, body in (
            ("withdraw", {}), ("accept", {}), ("decline", {}), ("confirm", {}),
            ("hand-in", {"carrier_code": "SF", "tracking_no": "SF11112222"}),
        ):  # fmt: skip
            await refused(other.act("POST", f"/aftersales/{case_id}/{path}", body), 404, "aftersales_unknown")
    assert (await ok(live.visitor.get(f"/aftersales/{case_id}")))["state"] == "applied"


async def test_the_staff_of_another_shop_get_nothing(live, app, db, world, clock, settle):
    order_id = await received(live, 1)
    case_id = await applied(live, order_id)
    address = await ok(live.console.act("POST", "/return-addresses", TO))
    from tests.shop_world import PASSWORD, Console

    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as office:
        console = Console(office, clock, {}, {})
        wish = {
            "shop_name": "Other", "slug": None, "owner_name": "乙", "login": "owner@other.test",
            "password": PASSWORD, "accept_terms": True,
        }  # fmt: skip
        assert (await console.act("POST", "/open", wish)).status_code == 201
        await console.turn_on_totp()
        assert (await ok(console.get("/aftersales")))["items"] == []
        assert (await ok(console.get("/return-addresses")))["items"] == []
        await refused(console.get(f"/aftersales/{case_id}"), 404, "aftersales_unknown")
        for path, body in (
            ("agree", {}),
            ("refuse", {"note": "不"}),
            ("extend", {}),
            ("note", {"note": "x"}),
        ):
            await refused(
                console.act("POST", f"/aftersales/{case_id}/{path}", body), 404, "aftersales_unknown"
            )
        await refused(
            console.act("PUT", f"/return-addresses/{address['id']}", TO), 404, "return_address_unknown"
        )
    assert (await ok(live.visitor.get(f"/aftersales/{case_id}")))["state"] == "applied"


async def test_return_addresses_ten_at_most_one_default(live):
    made = [
        await ok(live.console.act("POST", "/return-addresses", TO | {"detail": f"{n} 号"})) for n in range(10)
    ]
    assert [one["is_default"] for one in made] == [True] + [False] * 9
    await refused(live.console.act("POST", "/return-addresses", TO), 409, "return_addresses_full")
    await ok(live.console.act("PUT", f"/return-addresses/{made[4]['id']}", TO | {"is_default": True}))
    listed = (await ok(live.console.get("/return-addresses")))["items"]
    assert [one["id"] for one in listed if one["is_default"]] == [made[4]["id"]]
    await ok(live.console.act("DELETE", f"/return-addresses/{made[4]['id']}"))
    listed = (await ok(live.console.get("/return-addresses")))["items"]
    assert (len(listed), sum(one["is_default"] for one in listed)) == (9, 1)
    await refused(
        live.console.act("POST", "/return-addresses", TO | {"phone": "12345678"}), 422, "return_phone_invalid"
    )
    await refused(
        live.console.act("DELETE", f"/return-addresses/{made[4]['id']}"), 404, "return_address_unknown"
    )


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"lines": []}, 422),
        ({"words": "长" * 501}, 422),
        ({"kind": "repair"}, 422),
        ({"reason": "no_idea"}, 422),
    ],
)
async def test_what_is_not_an_application(live, change, status):
    order_id = await received(live, 1)
    options = await ok(live.visitor.get(f"/orders/{order_id}/aftersales/options"))
    wish = {
        "kind": "return_refund", "reason": "quality", "words": "",
        "lines": [{"line_id": options["lines"][0]["line_id"], "quantity": 1}],
    }  # fmt: skip
    answer = await live.visitor.act("POST", f"/orders/{order_id}/aftersales", wish | change)
    assert answer.status_code == status
    assert (await ok(live.visitor.get("/aftersales")))["items"] == []
