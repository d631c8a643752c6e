"""Whatever somebody types, the answer is a refusal or an ordinary value; never a broken server, never half a write."""

import json

import pytest

from lianyi.kit.ids import decode
from tests.shop_world import PASSWORD, key

ODD = [
    "a\0b",
    "\ud800",
    "x" * 5000,
    "𠮷" * 10,
    "'; drop table identity_person; --",
    "%",
    "\\",
    "{0}",
    "<script>",
]


@pytest.mark.parametrize("word", ODD)
async def test_an_odd_word_breaks_nothing(world, by_phone, owner, word):
    device = await by_phone("13800138000")
    answers = []

    async def send(method, path, headers, body=None, **query):
        content = None if body is None else json.dumps(body).encode()
        everything = headers | key() | {"Content-Type": "application/json"}
        client = device.http if path.startswith("/api/shop") else owner.http
        answer = await client.request(method, path, content=content, params=query, headers=everything)
        answers.append((path, answer.status_code))

    shopper, staff = device.headers(), {"Lianyi-Console": "1"}
    address = {"name": word, "phone": "13800138000", "region_code": "330106", "province": word, "city": word}
    opening = {"login": f"{word}abc", "password": PASSWORD, "shop_name": word, "owner_name": word}
    settings = (await owner.get("/settings")).json()
    asked = word.encode(errors="replace").decode()
    await send("PUT", "/api/shop/me", shopper, {"nickname": word})
    await send("POST", "/api/shop/addresses", shopper, address | {"district": "", "detail": word})
    await send("POST", "/api/shop/login/mini", shopper, {"code": word})
    await send("POST", "/api/shop/login/phone", shopper, {"phone": word, "code": word})
    await send("POST", "/api/shop/me/delete", shopper, {"confirm": word})
    await send("GET", "/api/shop/login/official/url", shopper, return_to=asked)
    await send("GET", "/api/console/people", staff, q=asked)
    await send("GET", "/api/console/audit", staff, what=asked)
    await send("GET", "/api/console/audit", staff, cursor=asked)
    await send(
        "POST", "/api/console/sign-in", staff, {"login": word, "password": word, "totp": word, "shop": word}
    )
    await send("POST", "/api/console/open", staff, opening | {"accept_terms": True, "slug": word})
    await send("PUT", "/api/console/settings", staff, settings | {"notice": word})
    assert [answer for answer in answers if answer[1] >= 500] == []
    assert (await device.get("/me")).status_code == 200


@pytest.mark.parametrize(
    "token", ["lys_" + "A" * 64, "lys_" + "!" * 64, "lyc_" + "A" * 64, "lys_", "x" * 4000]
)
async def test_an_odd_token_is_a_stranger(owner, visitor, token):
    device = visitor()
    device.token = token
    answer = await device.get("/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")


@pytest.mark.parametrize("slug", ["%00a", "a" * 4000, "../x", "QINGHE-TEA", ""])
async def test_an_odd_address_is_no_shop(owner, visitor, slug):
    answer = await visitor(slug or " ").get("/shop")
    assert (answer.status_code, answer.json()["code"]) == (404, "shop_not_found")


def test_an_id_of_another_kind_is_not_this_one(owner):
    assert str(decode("shop", owner.shop["id"]))
    with pytest.raises(Exception, match="invalid_id"):
        decode("psn", owner.shop["id"])
