from urllib.parse import quote
from uuid import UUID

import pytest

from lianyi.storefront import rules
from lianyi.storefront.errors import HomeInvalid
from lianyi.storefront.types import Banner, HomeContent

PHONE = "13800138000"
ANY = UUID(int=1)


async def sell(owner, title="明前龙井", price_fen=6800, **changes):
    body = {"title": title, "skus": [{"price_fen": price_fen, "stock": 5, "weight_g": 800}], **changes}
    saved = (await owner.act("POST", "/products", body)).json()
    assert (
        await owner.act("POST", "/products/shelf", {"ids": [saved["id"]], "state": "on_shelf"})
    ).status_code == 200
    return saved


def titles(page):
    return [card["title"] for card in page.json()["items"]]


async def test_a_new_shop_with_one_product_has_a_home_that_shows_it(owner, visitor):
    empty = (await visitor().get("/home")).json()
    assert (empty["banners"], empty["categories"], empty["sections"]) == ([], [], [])
    await sell(owner)
    home = (await visitor().get("/home")).json()
    assert [card["title"] for card in home["sections"][0]["products"]] == ["明前龙井"]


async def test_an_arranged_home_shows_what_was_chosen_in_its_order(owner, visitor):
    one, two = await sell(owner, "一"), await sell(owner, "二")
    tea = (await owner.act("POST", "/categories", {"name": "茶"})).json()
    body = {
        "banners": [],
        "sections": [
            {"title": "掌柜推荐", "product_ids": [two["id"], one["id"]]},
            {"title": "空", "category_id": tea["id"]},
        ],
        "version": 0,
    }
    answer = await owner.act("PUT", "/storefront/home", body)
    assert answer.status_code == 200, answer.text
    home = (await visitor().get("/home")).json()
    assert [(one["title"], [card["title"] for card in one["products"]]) for one in home["sections"]] == [
        ("掌柜推荐", ["二", "一"])
    ]
    stale = await owner.act("PUT", "/storefront/home", body)
    assert stale.status_code == 409


async def test_a_home_with_goods_of_another_shop_is_refused(owner, open_shop):
    mine = await sell(owner)
    other = await open_shop("Other", "other@qinghe.test")
    body = {"banners": [], "sections": [{"title": "x", "product_ids": [mine["id"]]}], "version": 0}
    await other.act("PUT", "/storefront/home", body)
    assert (await other.http.get("/api/shop/home", headers={"Lianyi-Shop": other.shop["slug"]})).json()[
        "sections"
    ] == []


@pytest.mark.parametrize(
    "link",
    ["", "search?q=" + quote("明前龙井特级绿茶"), "product/prd_" + "0" * 26, "category/cat_" + "0" * 26],
)
def test_a_banner_leads_within_the_shop(link):
    rules.check(HomeContent(banners=(Banner(ANY, "", link),)))


@pytest.mark.parametrize(
    "link",
    ["https://evil.example", "//evil.example", "javascript:alert(1)", "search?q=<script>", "product/prd_x"],
)
def test_a_banner_leads_nowhere_else(link):
    with pytest.raises(HomeInvalid) as refused:
        rules.check(HomeContent(banners=(Banner(ANY, "", link),)))
    assert refused.value.field == "banners.0.link"


async def test_lists_by_category_by_price_and_by_words(owner, visitor):
    tea = (await owner.act("POST", "/categories", {"name": "茶"})).json()
    green = (await owner.act("POST", "/categories", {"name": "绿茶", "parent_id": tea["id"]})).json()
    await sell(owner, "明前龙井", 6800, category_id=green["id"])
    await sell(owner, "金骏眉", 9800, category_id=tea["id"])
    await sell(owner, "青花杯", 900)
    device = visitor()
    assert set(titles(await device.get(f"/products?category_id={tea['id']}"))) == {"明前龙井", "金骏眉"}
    assert titles(await device.get(f"/products?category_id={green['id']}")) == ["明前龙井"]
    assert titles(await device.get("/products?sort=price_asc")) == ["青花杯", "明前龙井", "金骏眉"]
    assert titles(await device.get("/products?sort=price_desc&max_price_fen=7000")) == ["明前龙井", "青花杯"]
    for word in ("龙井", "龙", "绿茶"):
        assert titles(await device.get(f"/products?q={word}")) == ["明前龙井"], word
    assert (await device.get("/search/suggest?q=青")).json() == {"items": ["青花杯"]}


async def test_pages_follow_one_another_by_cursor(owner, visitor):
    for number in range(5):
        await sell(owner, f"货{number}", 100 + number)
    device, cursor, seen = visitor(), "", []
    for _ in range(3):
        page = await device.get(f"/products?sort=price_asc&limit=2{cursor}")
        seen += titles(page)
        cursor = f"&cursor={page.json()['next_cursor']}"
    assert seen == [f"货{number}" for number in range(5)]
    assert page.json()["next_cursor"] is None
    broken = await device.get("/products?cursor=nonsense")
    assert (broken.status_code, broken.json()["code"]) == (422, "invalid_cursor")


async def test_freight_is_told_on_the_page_and_to_a_region(owner, visitor):
    template = {
        "name": "标准",
        "kind": "by_weight",
        "rules": [
            {"regions": ["*"], "first": 1000, "first_fen": 800, "step": 1000, "step_fen": 300},
            {"regions": ["650000"], "excluded": True},
        ],
    }
    assert (await owner.act("POST", "/freight-templates", template)).status_code == 201
    product = await sell(owner)
    device = visitor()
    page = (await device.get(f"/products/{product['id']}")).json()
    assert page["freight"]["from_fen"] == 800
    for region, quantity, wanted in (
        ("330106", 1, (800, True)),
        ("330106", 2, (1100, True)),
        ("650102", 1, (0, False)),
    ):
        answer = (
            await device.get(f"/products/{product['id']}/freight?region_code={region}&quantity={quantity}")
        ).json()
        assert (answer["freight_fen"], answer["deliverable"]) == wanted


async def test_a_person_keeps_favourites_and_footprints_alone(owner, visitor, by_phone):
    one, two = await sell(owner, "一"), await sell(owner, "二")
    device = await by_phone(PHONE)
    for product in (one, two, one):
        assert (await device.act("PUT", f"/favourites/{product['id']}")).status_code == 204
        assert (await device.act("PUT", f"/footprints/{product['id']}")).status_code == 204
    assert set(titles(await device.get("/favourites"))) == {"一", "二"}
    assert set(titles(await device.get("/footprints"))) == {"一", "二"}
    assert (await device.act("DELETE", f"/favourites/{one['id']}")).status_code == 204
    assert titles(await device.get("/favourites")) == ["二"]
    assert (await device.act("DELETE", "/footprints")).status_code == 204
    assert titles(await device.get("/footprints")) == []
    assert (await visitor().get("/favourites")).status_code == 401
    other = await by_phone("13900139000")
    assert titles(await other.get("/favourites")) == []


async def test_what_left_the_shelf_is_not_shown(owner, visitor):
    product = await sell(owner)
    await owner.act("POST", "/products/shelf", {"ids": [product["id"]], "state": "off_shelf"})
    device = visitor()
    assert titles(await device.get("/products")) == []
    gone = await device.get(f"/products/{product['id']}")
    assert (gone.status_code, gone.json()["code"]) == (404, "product_not_found")


async def test_a_shop_sees_only_its_own_goods(owner, open_shop):
    product = await sell(owner)
    other = await open_shop("Other", "other@qinghe.test")
    headers = {"Lianyi-Shop": other.shop["slug"]}
    assert (await other.http.get("/api/shop/products", headers=headers)).json()["items"] == []
    assert (await other.http.get(f"/api/shop/products/{product['id']}", headers=headers)).status_code == 404
