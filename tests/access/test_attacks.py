"""What somebody with a grudge and a terminal would try: other people's things inside one's own requests, forged calls, tricks
with addresses. Every attempt is refused and moves nothing."""

import json
import time
from dataclasses import replace

import pytest

from lianyi.kit import limits
from lianyi.kit.ids import encode, new_id
from tests.access.asking import request_of, send
from tests.access.calls import CALLS
from tests.live_shop import ok
from tests.shop_world import PASSWORD, Visitor

REFUSED = {400, 401, 403, 404, 409, 422}


async def refused(town, who, label, *, moved=frozenset(), **changes):
    """A call of the register with some of it changed: refused, and nothing moved."""
    await limits.reset()
    call = replace(CALLS[label], **changes)
    town.rows.look()
    answer = await send(town, who, request_of(town, label, call))
    assert answer.status_code in REFUSED, (label, changes, answer.status_code, answer.text[:300])
    assert town.rows.moved() <= moved, (label, changes)
    return answer


BUYERS_LINES = (
    "POST /api/shop/orders/{order_id}/refunds", "POST /api/shop/orders/{order_id}/aftersales",
    "POST /api/console/orders/{order_id}/refunds", "POST /api/console/orders/{order_id}/ship",
    "POST /api/shop/aftersales/{case_id}/revise",
)  # fmt: skip


@pytest.mark.parametrize("label", BUYERS_LINES)
async def test_a_line_of_another_order_is_none_of_this_one(untouched, label):
    town = untouched
    who = town.live.visitor if "/shop/" in label else town.live.console
    body = CALLS[label].json
    for line in ("@line.shipped", "@line.awaiting", encode("oln", new_id())):
        await refused(town, who, label, json=body | {"lines": [{"line_id": line, "quantity": 1}]})
    line = body["lines"][0]
    await refused(town, who, label, json=body | {"lines": [line, line]})
    for quantity in (-1, 0, 3, 9999, 2**31, 2**63, 1.5, "1e9", None):
        wanted = {"line_id": line["line_id"], "quantity": quantity}
        if not (
            quantity == 0 and "console" in label
        ):  # staff may give back money without pieces, never none of both
            await refused(town, who, label, json=body | {"lines": [wanted]})


@pytest.mark.parametrize(
    ("label", "changed"),
    [
        ("POST /api/shop/cart/lines", {"quantity": -5}), ("POST /api/shop/cart/lines", {"quantity": 0}),
        ("PUT /api/shop/cart/lines/{sku_id}", {"quantity": -1}),
        ("POST /api/shop/quotes", {"lines": [{"sku_id": "@sku.0", "quantity": -1}]}),
        ("POST /api/shop/quotes", {"lines": [{"sku_id": "@sku.0", "quantity": 2}, {"sku_id": "@sku.1", "quantity": -1}]}),
        ("POST /api/shop/quotes", {"lines": [{"sku_id": "@other.sku", "quantity": 1}]}),
        ("POST /api/shop/quotes", {"address_id": "@stranger.address"}), ("POST /api/shop/quotes", {"address_id": "@elsewhere.address"}),
        ("POST /api/shop/quotes", {"intent": {"campaign_id": "@campaign.draft"}}),
        ("POST /api/shop/quotes", {"intent": {"campaign_id": "@campaign.paused"}}),
        ("POST /api/shop/quotes", {"intent": {"campaign_id": "@campaign.running", "run_id": "team_" + "0" * 26}}),
        ("POST /api/shop/orders", {"expected_payable_fen": 1}), ("POST /api/shop/orders", {"expected_payable_fen": -6800}),
        ("POST /api/shop/orders", {"address_id": "@stranger.address"}), ("POST /api/shop/orders", {"address_id": "@elsewhere.address"}),
        ("PUT /api/shop/orders/{order_id}/address", {"address_id": "@stranger.address"}),
        ("POST /api/shop/orders/{order_id}/aftersales", {"picture_ids": ["@evidence.staff"]}),
        ("POST /api/shop/aftersales/{case_id}/hand-in", {"picture_ids": ["@evidence.staff"]}),
        ("POST /api/shop/aftersales/{case_id}/hand-in", {"freight_fen": -1}),
        ("POST /api/shop/aftersales/{case_id}/hand-in", {"freight_fen": 10**6}),
    ],
)  # fmt: skip
async def test_a_customer_cannot_name_a_price_a_place_or_a_thing_that_is_not_theirs(
    untouched, label, changed
):
    body = CALLS[label].json
    await refused(untouched, untouched.live.visitor, label, json=body | changed)


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example", "http://shop.test.evil.example/"]
)
async def test_no_cashier_sends_a_buyer_out_of_the_house(untouched, where):
    """With an order of its own: what WeChat has heard of an order is not put back."""
    label = "POST /api/shop/orders/{order_id}/pay"
    call = replace(
        CALLS[label], json={"method": "h5", "return_url": where}, path={"order_id": "@order.to_cashier"}
    )
    answer = await send(untouched, untouched.live.visitor, request_of(untouched, label, call))
    assert answer.status_code == 200, answer.text
    assert b"evil" not in answer.content


@pytest.mark.parametrize(
    ("label", "changed"),
    [
        ("PUT /api/console/orders/{order_id}/price", {"adjust_fen": -(10**8)}), ("PUT /api/console/orders/{order_id}/price", {"freight_fen": -1}),
        ("PUT /api/console/orders/{order_id}/price", {"adjust_fen": -6800}),
        ("POST /api/console/orders/{order_id}/refunds", {"freight_fen": 10**6}),
        ("POST /api/console/orders/{order_id}/refunds", {"lines": [{"line_id": "@line.to_ship", "quantity": 1, "amount_fen": 10**7}]}),
        ("POST /api/console/aftersales/{case_id}/propose", {"amount_fen": 10**7}), ("POST /api/console/aftersales/{case_id}/propose", {"amount_fen": -1}),
        ("POST /api/console/stock/{sku_id}/adjust", {"delta": -(10**8)}), ("POST /api/console/stock/{sku_id}/adjust", {"delta": 2**31}),
        ("POST /api/console/payments/receivers", {"standing_bp": 10_000}), ("PUT /api/console/payments/receivers/{receiver_id}", {"standing_bp": -1}),
        ("POST /api/console/products", {"category_id": "cat_" + "0" * 26}), ("POST /api/console/products", {"picture_ids": ["med_" + "0" * 26]}),
        ("POST /api/console/products", {"freight_template_id": "frt_" + "0" * 26}), ("POST /api/console/products", {"skus": [{"price_fen": -1}]}),
        ("POST /api/console/products", {"skus": [{"price_fen": 0}]}), ("POST /api/console/products", {"skus": [{"id": "@sku.0", "price_fen": 1}]}),
        ("POST /api/console/aftersales/{case_id}/agree", {"picture_ids": ["@evidence.buyer"]}),
        ("PUT /api/console/storefront/home", {"banners": [{"picture_id": "med_" + "0" * 26}]}),
        ("POST /api/console/staff", {"role": "root"}), ("PUT /api/console/staff/{staff_id}", {"role": "platform"}),
    ],
)  # fmt: skip
async def test_staff_cannot_name_a_sum_or_a_thing_that_is_not_there(untouched, label, changed):
    await refused(untouched, untouched.live.console, label, json=CALLS[label].json | changed)


async def test_the_last_owner_cannot_be_removed_nor_lower_themself(untouched):
    town, desk = untouched, untouched.live.console
    me = (await ok(desk.get("/me")))["staff"]["id"]
    town.rows.look()
    for answer in (
        await desk.act("DELETE", f"/staff/{me}"),
        await desk.act(
            "PUT", f"/staff/{me}", {"name": "x", "role": "content"}, **{"Lianyi-Code": desk.recovery[-1]}
        ),
    ):
        assert answer.status_code in REFUSED, answer.text
    assert town.rows.moved() <= set()


async def test_a_call_of_wechat_to_one_shop_is_worth_nothing_at_another(untouched):
    """The notice of a real payment, signed by WeChat, sent again to the other shop and, changed, to the first."""
    town = untouched
    notices = await town.shop.world.deliveries(mchid=town.shop.merchant["mchid"])
    assert notices
    other = town.staff["other_shop"]
    tenant = (await ok(other.get("/me")))["shop"]["id"]
    from lianyi.kit.ids import decode

    headers = {
        "Content-Type": "application/json",
        "Wechatpay-Serial": "x",
        "Wechatpay-Signature": "x",
        "Wechatpay-Nonce": "n",
    }
    stamp = {"Wechatpay-Timestamp": str(int(time.time()))}
    body = json.dumps(
        {"id": "1", "resource": {"ciphertext": "x", "nonce": "y", "algorithm": "AEAD_AES_256_GCM"}}
    )
    for path in ("pay", "refund", "complaint"):
        for whose in (town.shop.tenant, decode("shop", tenant), new_id()):
            for more in ({}, stamp, stamp | {"Wechatpay-Serial": town.shop.merchant["public_key_id"]}):
                town.rows.look()
                answer = await town.nobody.post(
                    f"/callbacks/{path}/{whose}", content=body, headers=headers | more
                )
                assert answer.status_code in {400, 401, 404}, (path, answer.status_code, answer.text)
                assert town.rows.moved() == set()


async def test_a_push_of_another_tenants_app_or_with_a_worn_seal_is_refused(untouched):
    town, push = untouched, untouched.tree["push"]
    from lianyi.kit.ids import decode

    other = decode("shop", (await ok(town.staff["other_shop"].get("/me")))["shop"]["id"])
    for tenant, appid, query in (
        (other, town.ids["appid"], push), (town.shop.tenant, "wx0000", push), (new_id(), town.ids["appid"], push),
        (town.shop.tenant, town.ids["appid"], push | {"signature": "0" * 40}), (town.shop.tenant, town.ids["appid"], push | {"nonce": "x"}),
        (town.shop.tenant, town.ids["appid"], {}), (town.shop.tenant, town.ids["appid"], {"signature": push["signature"]}),
    ):  # fmt: skip
        town.rows.look()
        answer = await town.nobody.post(
            f"/callbacks/push/{tenant}/{appid}",
            params=query,
            json={"MsgType": "event", "Event": "user_info_modified"},
        )
        assert answer.status_code == 403, (appid, query, answer.text)
        assert town.rows.moved() == set()


async def test_a_token_cannot_be_chosen_moved_or_kept_from_before(untouched):
    """Session fixation: what a browser brings to the door is not what it leaves with."""
    town = untouched
    guest = town.browser()
    guest.cookies.set(
        "lianyi_console", town.staff["content"].http.cookies["lianyi_console"], path="/api/console"
    )
    headers = {"Lianyi-Console": "1", "Idempotency-Key": "fixation-1"}
    wish = {"login": "warehouse@qinghe.test", "password": PASSWORD}
    await limits.reset()
    entered = await guest.post("/api/console/sign-in", json=wish, headers=headers)
    assert entered.status_code == 200
    fresh = entered.headers["set-cookie"].split(";")[0].split("=", 1)[1]
    assert fresh != town.staff["content"].http.cookies["lianyi_console"]
    tokens = (
        town.live.visitor.token,
        fresh,
        fresh[:-1] + ("A" if fresh[-1] != "A" else "B"),
        fresh.upper(),
        fresh + "=",
    )
    for token in tokens:
        thief = Visitor(town.browser(), town.live.visitor.slug, None if token is fresh else token)
        thief.http.cookies.set("lianyi_console", "" if token is fresh else token, path="/api/console")
        assert (await thief.http.get("/api/console/me")).status_code == 401


@pytest.mark.parametrize(
    "where",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/pages/../../evil", "\t//evil.example",
        "http:evil.example", "/%2f%2fevil.example", "data:text/html,x", "/pages/me/index@evil.example", "///evil.example", "/\nevil",
    ],
)  # fmt: skip
async def test_no_sign_in_leads_out_of_the_house(untouched, where):
    town = untouched
    await limits.reset()
    guest = Visitor(town.browser(), town.live.visitor.slug)
    answer = await guest.get("/login/official/url", params={"return_to": where})
    assert answer.status_code in {200, 422}, answer.text
    if answer.status_code == 200:
        from urllib.parse import parse_qs, urlsplit

        from lianyi.kit.config import config

        back = parse_qs(urlsplit(answer.json()["url"].split("#")[0]).query)["redirect_uri"][0]
        assert back.startswith(f"{config().public_url}/s/"), back
        assert urlsplit(back).netloc == urlsplit(config().public_url).netloc
    signed = await guest.get("/wechat/js-config", params={"url": where})
    assert signed.status_code == 422


async def test_the_host_that_a_caller_names_is_in_no_answer(untouched):
    town = untouched
    evil = {
        "Host": "evil.example",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "gopher",
        "Forwarded": "host=evil.example",
    }
    for label in (
        "POST /api/shop/shares",
        "GET /api/shop/login/official/url",
        "GET /api/shop/home",
        "GET /api/console/settings",
    ):
        await limits.reset()
        request = request_of(town, label)
        request["headers"] |= evil
        who = town.live.console if "console" in label else town.live.visitor
        answer = await send(town, who, request)
        assert answer.status_code == 200
        assert b"evil.example" not in answer.content
        assert "evil.example" not in str(answer.headers)


async def test_a_cards_token_cannot_be_forged_or_guessed(untouched):
    town, token = untouched, untouched.ids["token"]
    for forged in (
        token[:-1] + ("a" if token[-1] != "a" else "b"),
        token[::-1],
        token.upper(),
        "a" * len(token),
        token + "a",
        "",
        "%00",
        "' or 1=1",
    ):
        town.rows.look()
        if forged == token:
            continue
        answer = await town.nobody.get(
            f"/api/shop/codes/{forged}", headers={"Lianyi-Shop": town.live.visitor.slug}
        )
        assert answer.status_code in {404, 422}, (forged, answer.text)
        visited = (
            await refused(town, None, "POST /api/shop/visits", json={"token": forged}) if forged else answer
        )
        assert visited.status_code in {404, 422}
    elsewhere = await town.nobody.get(f"/api/shop/codes/{token}", headers={"Lianyi-Shop": "another"})
    assert elsewhere.status_code == 404


async def test_unknown_and_known_sound_alike(untouched):
    """Nobody learns from a refusal whether a login, a phone or an order exists."""
    town = untouched
    said = set()
    for login in ("owner@qinghe.test", "nobody@nowhere.test"):
        await limits.reset()
        answer = await town.nobody.post(
            "/api/console/sign-in", json={"login": login, "password": "wrong wrong wrong"},
            headers={"Lianyi-Console": "1", "Idempotency-Key": f"alike-{login}"[:60]},
        )  # fmt: skip
        said.add((answer.status_code, answer.json()["code"], answer.json()["title"]))
    assert len(said) == 1, said
    for kind, path in (("order.to_ship", "orders"), ("case.applied", "aftersales")):
        said = set()
        for word in (town.ids[kind], encode(town.ids[kind].split("_")[0], new_id())):
            answer = await town.tree["stranger"].get(f"/{path}/{word}")
            said.add((answer.status_code, answer.json()["code"], answer.json()["title"]))
        assert len(said) == 1, said


async def test_a_line_break_in_a_name_writes_no_second_line_into_the_log(untouched, capfd):
    town = untouched
    forged = 'x"}\n{"event": "order.paid", "level": "info"}\r\n'
    for label, changed in (
        ("POST /api/console/sign-in", {"login": forged}), ("POST /api/shop/orders/{order_id}/cancel", {"reason": forged[:90]}),
        ("POST /api/shop/visits", {"token": forged[:60]}),
    ):  # fmt: skip
        await limits.reset()
        call = replace(
            CALLS[label], json=CALLS[label].json | changed, headers={"User-Agent": "a", "Lianyi-Channel": "b"}
        )
        await send(town, town.live.visitor if "orders" in label else None, request_of(town, label, call))
    logged = capfd.readouterr()
    assert not [
        line for line in (logged.out + logged.err).splitlines() if line.startswith('{"event": "order.paid"')
    ]


@pytest.mark.parametrize("code", ["\x00", "微信", "a b", "\u202e", "\x7f"])
@pytest.mark.parametrize("door", ["/login/mini", "/login/official", "/me/phone/wechat"])
async def test_what_is_no_code_of_wechat_is_refused_here(untouched, door, code):
    await limits.reset()
    answer = await untouched.live.visitor.act("POST", door, {"code": code, "state": "x"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")
