"""A tea that a shop sells in two sizes, and how tests write it."""

from dataclasses import replace

from lianyi.catalog import actions, queries
from lianyi.catalog.types import Option, ProductDraft, ProductState, SkuDraft

DRAFT = ProductDraft(
    title="明前龙井 特级绿茶",
    code="TEA-001",
    brand="狮峰",
    tags=("新茶",),
    description="<p>当季<script>alert(1)</script></p>",
    options=(Option("规格", ("50g", "100g")),),
    skus=(
        SkuDraft(("50g",), 6800, code="TEA-001-50", weight_g=80),
        SkuDraft(("100g",), 12800, code="TEA-001-100"),
    ),
)


async def create(db, clerk, draft=DRAFT, *, shelf=True, **changes):
    async with db.write(clerk.tenant) as session:
        saved = await actions.create_product(session, clerk, replace(draft, **changes))
        if shelf:
            await actions.set_shelf(session, clerk, [saved.id], ProductState.ON_SHELF)
    return saved


async def whole(db, clerk, product_id):
    async with db.read(clerk.tenant) as session:
        return await queries.product(session, product_id)
