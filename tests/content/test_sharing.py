"""Sharing over HTTP: what travels, what it brought, and who is named to whom."""

import re
from uuid import uuid4

import pytest

from lianyi.kit.config import config
from tests.shop_world import key
from tests.storefront.test_window import sell

SCENE = re.compile(r"[0-9a-zA-Z!#$&'()*+,/:;=?@\-._~]{1,32}")
PHONE_AGENT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) MicroMessenger/8.0.49 Language/zh_CN"


class Phone:
    """A device of a customer with its number; signed in or not."""

    def __init__(self, device):
        self.device, self.number = device, uuid4().hex

    def headers(self):
        return self.device.headers() | {"Lianyi-Visitor": self.number, "User-Agent": PHONE_AGENT}

    async def post(self, path, json=None, **headers):
        return await self.device.http.post(
            f"/api/shop{path}", json=json, headers=self.headers() | key() | headers
        )

    async def get(self, path, **headers):
        return await self.device.http.get(f"/api/shop{path}", headers=self.headers() | headers)

    async def share(self, product, **more):
        body = {"target": {"kind": "product", "id": product["id"]}, **more}
        answer = await self.post("/shares", body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def open(self, share, **more):
        answer = await self.post("/visits", {"token": share["token"], **more})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def agree(self, granted):
        wanted = {"kind": "shown_to_sharer", "version": "1", "granted": granted}
        answer = await self.device.act("POST", "/me/consents", wanted)
        assert answer.status_code == 200, answer.text


async def signed_in(by_phone, phone, nickname):
    device = await by_phone(phone)
    await device.act("PUT", "/me", {"nickname": nickname})
    return Phone(device)


async def test_a_share_brings_its_words_addresses_and_a_scene_that_is_legal(owner, visitor):
    tea = await sell(owner, "明前龙井", 6800, subtitle="今年的头采")
    phone = Phone(visitor())
    share = await phone.share(tea)
    assert (share["title"], share["description"]) == ("明前龙井", "今年的头采")
    assert SCENE.fullmatch(share["scene"])
    slug = owner.shop["slug"]
    assert (
        share["link"]
        == f"{config().public_url}/s/{slug}/?s={share['token']}#/pages/product/index?id={tea['id']}"
    )
    assert share["mini_path"] == f"pages/product/index?id={tea['id']}&s={share['token']}"
    assert (share["expires"], share["shows_me"]) == (None, False)
    code = await phone.get(f"/codes/{share['scene']}")
    assert code.json() == {"page": "pages/product/index", "query": {"id": tea["id"]}}
    again = await phone.share(tea)
    assert again == share
    shop = (await phone.post("/shares", {"target": {"kind": "shop"}})).json()
    assert (shop["title"], shop["mini_path"]) == (
        owner.shop["name"],
        f"pages/home/index?s={shop['token']}",
    )


async def test_what_is_gone_unknown_or_nobodys_is_not_shared(owner, visitor):
    tea = await sell(owner)
    phone = Phone(visitor())
    await owner.act("POST", "/products/shelf", {"ids": [tea["id"]], "state": "off_shelf"})
    for target, status, code in (
        ({"kind": "product", "id": tea["id"]}, 404, "share_target_not_found"),
        ({"kind": "product", "id": "prd_" + "0" * 26}, 404, "share_target_not_found"),
        ({"kind": "product", "id": "cat_" + "0" * 26}, 422, "invalid_id"),
        ({"kind": "product"}, 422, "share_target_id_missing"),
        ({"kind": "lottery"}, 422, "invalid_input"),
    ):
        answer = await phone.post("/shares", {"target": target})
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    nobody = await phone.device.act("POST", "/shares", {"target": {"kind": "shop"}})
    assert (nobody.status_code, nobody.json()["code"]) == (422, "visitor_missing")
    assert (await phone.get("/codes/" + "0" * 19)).status_code == 404


async def test_a_title_that_wechat_forbids_does_not_travel(owner, visitor):
    bad = await sell(owner, "不转不是中国人 特价茶", subtitle="点一下就有钱")
    share = await Phone(visitor()).share(bad)
    assert share["title"] == owner.shop["name"]
    assert share["description"] == "¥68.00"
    assert share["timeline_title"] == owner.shop["name"]


async def test_my_shares_and_who_came_masked_until_they_agree(owner, visitor, by_phone, world):
    tea = await sell(owner, "明前龙井")
    anna = await signed_in(by_phone, "13800138000", "安娜")
    ben = await signed_in(by_phone, "13800138001", "本杰明")
    passer = Phone(visitor())
    share = await anna.share(tea)
    assert (await anna.get("/shares/mine")).json()["items"] == []
    opened = await ben.open(share, scene=1007)
    assert opened["share"] == {
        "target": {"kind": "product", "id": tea["id"]}, "campaign_id": None, "sharer": None,
    }  # fmt: skip
    await passer.open(share)
    await passer.open(share)
    await anna.open(share)
    [mine] = (await anna.get("/shares/mine")).json()["items"]
    assert (mine["opens"], mine["people"], mine["joined"], mine["target"]["id"]) == (3, 2, 1, tea["id"])
    assert mine["target"]["title"] == "明前龙井"
    assert (await anna.get("/shares/mine/figures")).json() == {
        "shares": 1, "people": 2, "opens": 3, "joined": 1,
    }  # fmt: skip

    async def came():
        answer = await anna.get(f"/shares/{share['id']}/visitors")
        return [(one["name"], one["masked"], one["joined"], one["again"]) for one in answer.json()["items"]]

    assert sorted(await came()) == [("一位朋友", True, False, 1), ("一位朋友", True, True, 0)]
    await ben.agree(granted=True)
    assert sorted(await came()) == [("一位朋友", True, False, 1), ("本杰明", False, True, 0)]
    await ben.agree(granted=False)
    assert sorted(await came()) == [("一位朋友", True, False, 1), ("一位朋友", True, True, 0)]
    english = await anna.get(f"/shares/{share['id']}/visitors", **{"Accept-Language": "en"})
    assert {one["name"] for one in english.json()["items"]} == {"A friend"}
    stranger = await ben.get(f"/shares/{share['id']}/visitors")
    assert (stranger.status_code, stranger.json()["code"]) == (404, "share_not_found")


async def test_withdrawing_the_privacy_policy_ends_being_named(owner, by_phone, world):
    tea = await sell(owner)
    anna = await signed_in(by_phone, "13800138000", "安娜")
    ben = await signed_in(by_phone, "13800138001", "本")
    share = await anna.share(tea)
    await ben.open(share)
    await ben.device.act("POST", "/me/consents", {"kind": "privacy", "version": "1", "granted": True})
    await ben.agree(granted=True)
    assert (await anna.get(f"/shares/{share['id']}/visitors")).json()["items"][0]["name"] == "本"
    await ben.device.act("POST", "/me/consents", {"kind": "privacy", "version": "1", "granted": False})
    assert (await anna.get(f"/shares/{share['id']}/visitors")).json()["items"][0]["masked"] is True


async def test_a_visit_before_signing_in_is_joined_after(owner, visitor, by_phone, world):
    tea = await sell(owner)
    anna = await signed_in(by_phone, "13800138000", "安娜")
    share = await anna.share(tea)
    before = Phone(visitor())
    await before.open(share)
    passed_on = await before.share(tea)
    await Phone(visitor()).open(passed_on)
    ben = await signed_in(by_phone, "13800138001", "本")
    ben.number = before.number
    assert (await ben.get("/shares/mine")).json()["items"] == []
    assert (await ben.post("/visitor/join")).json() == {"joined": True}
    assert (await ben.post("/visitor/join")).json() == {"joined": False}
    [mine] = (await ben.get("/shares/mine")).json()["items"]
    assert (mine["id"], mine["people"]) == (passed_on["id"], 1)
    [came] = (await anna.get(f"/shares/{share['id']}/visitors")).json()["items"]
    assert (came["joined"], came["masked"]) == (True, True)
    await ben.agree(granted=True)
    [came] = (await anna.get(f"/shares/{share['id']}/visitors")).json()["items"]
    assert came["name"] == "本"


async def test_the_sharer_is_named_to_visitors_only_when_they_said_so(owner, visitor, by_phone, world):
    tea = await sell(owner)
    anna = await signed_in(by_phone, "13800138000", "安娜")
    quiet = await anna.share(tea)
    assert (await Phone(visitor()).open(quiet))["share"]["sharer"] is None
    loud = await anna.share(tea, show_me=True)
    assert (loud["id"], loud["shows_me"]) == (quiet["id"], True)
    assert (await Phone(visitor()).open(quiet))["share"]["sharer"] == {"nickname": "安娜", "avatar_url": None}
    assert (await anna.share(tea))["shows_me"] is True
    assert (await anna.share(tea, show_me=False))["shows_me"] is False
    assert (await Phone(visitor()).open(quiet))["share"]["sharer"] is None


@pytest.mark.parametrize("token", ["", "0" * 19, "x" * 64, "../../etc", "三三三"])
async def test_a_forged_token_is_refused_in_words(visitor, token):
    answer = await Phone(visitor()).post("/visits", {"token": token})
    assert (answer.status_code, answer.json()["code"]) == (422, "share_token_invalid")


async def test_a_token_of_another_shop_is_refused(owner, open_shop, visitor):
    tea = await sell(owner)
    share = await Phone(visitor()).share(tea)
    other = await open_shop("Other", "other@qinghe.test")
    there = Phone(visitor(other.shop["slug"]))
    answer = await there.post("/visits", {"token": share["token"]})
    assert (answer.status_code, answer.json()["code"]) == (422, "share_token_invalid")
    assert (await there.get(f"/codes/{share['token']}")).status_code == 404


async def test_staff_walk_the_tree_and_see_the_figures(owner, visitor, by_phone, colleague, world):
    tea = await sell(owner)
    anna = await signed_in(by_phone, "13800138000", "安娜")
    share = await anna.share(tea)
    ben = Phone(visitor())
    await ben.open(share)
    below = await ben.share(tea)
    await Phone(visitor()).open(below)
    tree = (await owner.get(f"/shares/tree?target_kind=product&target_id={tea['id']}")).json()
    assert [(node["id"], node["parent_id"], node["depth"]) for node in tree["nodes"]] == [
        (share["id"], None, 0),
        (below["id"], share["id"], 1),
    ]
    assert tree["nodes"][0]["sharer"]["nickname"] == "安娜"
    assert tree["nodes"][1]["sharer"] == {"person_id": None, "nickname": None}
    assert tree["cut"] is False
    assert tree["figures"] == {
        "shares": 2, "people": 2, "opens": 2, "joined": 0, "depth": 1, "breadth": [1, 1], "self_opens": 0,
        "robot_opens": 0,
    }  # fmt: skip
    top = (await owner.get(f"/shares/tree?share_id={share['id']}&depth=0")).json()
    assert ([node["id"] for node in top["nodes"]], top["cut"]) == ([share["id"]], True)
    assert top["nodes"][0]["children"] == 1
    figures = (await owner.get("/shares/figures")).json()
    assert (figures["shares"], figures["people"], len(figures["days"])) == (2, 2, 1)
    for query, code in (
        ("", "tree_wants_one_root"),
        (f"?share_id={share['id']}&campaign_id=cmp_{'0' * 26}", "tree_wants_one_root"),
        ("?target_kind=product", "tree_wants_one_root"),
        ("?limit=5001&target_kind=shop", "invalid_input"),
    ):
        answer = await owner.get(f"/shares/tree{query}")
        assert (answer.status_code, answer.json()["code"]) == (422, code), query
    long = await owner.get("/shares/figures?from=2025-01-01&to=2026-01-01")
    assert (long.status_code, long.json()["code"]) == (422, "period_too_long")
    content = await colleague(owner, "content")
    shown = (await content.get(f"/shares/tree?share_id={share['id']}")).json()["nodes"][0]
    assert (shown["sharer"]["nickname"], shown["people"]) == (None, 1)
    packer = await colleague(owner, "warehouse")
    assert (await packer.get("/shares/figures")).status_code == 403
