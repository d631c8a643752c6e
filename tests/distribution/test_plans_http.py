"""A plan written over HTTP: previewed, refused at its limiting case, agreed on by two people, never edited."""

from dataclasses import fields
from datetime import timedelta

import pytest
import pytest_asyncio

from lianyi.catalog import actions as catalog
from lianyi.catalog.types import ProductDraft, ProductState, SkuDraft
from lianyi.distribution.queries import plans as reads
from lianyi.identity.types import System
from lianyi.kit.ids import decode
from lianyi.margin import queries as margins
from lianyi.margin.types import Source, Wish
from tests.order_world import open_shop as open_plain
from tests.selling_world import SellingShop
from tests.shop_world import tenant_of


@pytest_asyncio.fixture(loop_scope="session")
async def shop(owner, db, world):
    """A shop whose owner is signed in, with one SKU: 68.00 yuan, costs 40.00."""
    await owner.turn_on_totp()
    plain = await open_plain(db, world, tenant_of(owner))
    selling = SellingShop(**{field.name: getattr(plain, field.name) for field in fields(plain)})
    await stock(selling, 6800, 4000)
    return selling


async def stock(shop, price_fen, cost_fen, title="明前龙井"):
    clerk = System(shop.tenant, "test")
    async with shop.db.write(shop.tenant) as session:
        made = ProductDraft(title=title, skus=(SkuDraft((), price_fen, cost_fen=cost_fen, weight_g=100),))
        product = await catalog.create_product(session, clerk, made)
        await catalog.set_shelf(session, clerk, [product.id], ProductState.ON_SHELF)
    (sku_id,) = product.sku_ids
    shop.skus.append((sku_id, price_fen))
    shop.products.append(product.id)
    return sku_id


def body(shop, *rules, **more):
    known = {
        "effective_at": shop.db.clock.now().isoformat(), "fulfilment_fen": 500, "reserve_bp": 200, "target_bp": 500,
        "rules": list(rules) or [{"scope": "tenant", "rate_bp": 800}],
    }  # fmt: skip
    return known | more


async def save(console, shop, *rules, seen=0, code=True, **more):
    return await console.act(
        "POST", "/distribution/plans", body(shop, *rules, seen_version=seen, **more),
        **(console.fresh() if code else {}),
    )  # fmt: skip


async def versions(shop):
    return [plan.version for plan in await shop.read(reads.listed, None, 10)]


async def test_a_preview_shows_the_limiting_case_and_keeps_nothing(owner, shop):
    await stock(shop, 5000, 4300, title="老茶")
    seen = (await owner.act("POST", "/distribution/plans/preview", body(shop))).json()
    worst = seen["limiting"]
    assert (worst["title"], worst["price_fen"], worst["commission_fen"], worst["cost_fen"]) == (
        "老茶",
        5000,
        350,
        4300,
    )
    assert worst["left_fen"] == 5000 - 350 - 4300 - 500 - 100 - 250 == -500
    assert (seen["unsafe"], seen["checked"], seen["unknown_costs"], seen["refused"]) == (1, 2, 0, [])
    first = seen["examples"][0]
    assert (first["title"], first["amount_fen"], first["reason"]) == ("明前龙井", 544, "")
    assert await versions(shop) == []


async def test_a_plan_that_loses_at_its_worst_is_refused_with_its_arithmetic(owner, shop):
    await stock(shop, 5000, 4300, title="老茶")
    answer = await save(owner, shop)
    assert answer.status_code == 409
    said = answer.json()
    assert (said["code"], said["data"]["left_fen"], said["data"]["commission_fen"]) == (
        "plan_unsafe",
        -500,
        350,
    )
    assert "老茶" in said["detail"]
    assert "43.00" in said["detail"]
    assert await versions(shop) == []


async def test_one_person_saves_with_a_code_and_it_is_in_force(owner, shop):
    assert (await save(owner, shop, code=False)).json()["code"] == "fresh_code_needed"
    assert (await save(owner, shop)).status_code == 201
    (plan,) = (await owner.get("/distribution/plans")).json()["items"]
    assert (plan["version"], plan["in_force"], plan["rules"][0]["rate_bp"]) == (1, True, 800)
    room = (
        await shop.read(
            margins.look,
            Source("campaign", decode("pln", plan["id"]), "activity"),
            [Wish(shop.skus[0][0], 0)],
        )
    )[0]
    assert room.claim_fen == 544


async def test_a_second_person_decides_and_it_never_works_backwards(owner, shop, colleague):
    second = await (await colleague(owner, "finance", "cai@qinghe.test")).turn_on_totp()
    answer = await save(owner, shop, code=False)
    assert answer.status_code == 202, answer.text
    assert await versions(shop) == []
    shop.db.clock.advance(timedelta(hours=1))
    approved = await second.act(
        "POST", f"/approvals/{answer.json()['approval_id']}/approve", **{"Lianyi-Code": second.code(1)}
    )
    assert approved.status_code == 200, approved.text
    (plan,) = await shop.read(reads.listed, None, 10)
    assert plan.effective_at == shop.db.clock.now()
    assert plan.saved_by == owner.staff["name"]


async def test_whoever_has_not_seen_the_newest_version_is_told(owner, shop):
    assert (await save(owner, shop)).status_code == 201
    stale = (await save(owner, shop)).json()
    assert (stale["code"], stale["data"]["version"]) == ("plan_stale", 1)
    assert (await save(owner, shop, {"scope": "tenant", "rate_bp": 500}, seen=1)).status_code == 201
    assert await versions(shop) == [2, 1]


@pytest.mark.parametrize(
    ("rules", "more", "code", "field"),
    [
        ([{"scope": "tenant", "rate_bp": 2800}], {"grades": [{"grade": 2, "factor_bp": 12000}]}, "plan_unlawful", "rules.0"),
        ([{"scope": "tenant", "rate_bp": 3100}], {}, "plan_wrong", "rules.0"),
        ([{"scope": "sku", "scope_id": "prd_123"}], {}, "plan_wrong", "rules.0"),
        ([{"scope": "tenant", "rate_bp": 100}], {"freeze_days": 3}, "plan_wrong", "freeze_days"),
    ],
)  # fmt: skip
async def test_what_is_refused(owner, shop, rules, more, code, field):
    refused = (await save(owner, shop, *rules, **more)).json()
    assert (refused["code"], refused["field"]) == (code, field)
    assert await versions(shop) == []


async def test_costs_that_nobody_said_are_asked_for_or_accepted(owner, shop):
    await stock(shop, 9900, None, title="新茶")
    assert (await save(owner, shop)).json()["code"] == "plan_cost_unknown"
    assert (await save(owner, shop, accept_unknown_cost=True)).status_code == 201


async def test_who_may(owner, shop, colleague):
    content = await colleague(owner, "content", "wen@qinghe.test")
    assert (await content.get("/distribution/plans")).status_code == 403
    operations = await colleague(owner, "operations", "yun@qinghe.test")
    assert (await operations.get("/distribution/plans")).status_code == 200
    assert (await save(operations, shop, code=False)).status_code == 403
