import pytest_asyncio

from lianyi.catalog import actions as catalog
from lianyi.catalog.types import Option, ProductDraft, ProductState, SkuDraft
from lianyi.inventory import actions
from lianyi.inventory.types import AdjustReason


@pytest_asyncio.fixture(loop_scope="session")
async def goods(db, clerk):
    """A product on the shelf with two SKUs, ten pieces each; answers their ids, sorted."""
    draft = ProductDraft(
        title="明前龙井",
        options=(Option("规格", ("50g", "100g")),),
        skus=(SkuDraft(("50g",), 6800), SkuDraft(("100g",), 12800)),
    )
    async with db.write(clerk.tenant) as session:
        product = await catalog.create_product(session, clerk, draft)
        await catalog.set_shelf(session, clerk, [product.id], ProductState.ON_SHELF)
        for sku_id in product.sku_ids:
            await actions.receive(session, clerk, sku_id, 10, AdjustReason.PURCHASE)
    return product
