"""What inventory does when facts are told: keep the cards of products honest."""

from lianyi.catalog import queries as catalog_queries
from lianyi.catalog.types import SkuId
from lianyi.inventory import actions
from lianyi.inventory.events import StockBack, StockGone
from lianyi.kit.db import Session
from lianyi.kit.outbox import on


@on(StockGone)
async def card_of_sold_out(session: Session, event: StockGone) -> None:
    """The card may say sold out now."""
    await actions.refresh_sold_out(session, await catalog_queries.product_of(session, SkuId(event.sku_id)))


@on(StockBack)
async def card_of_back_again(session: Session, event: StockBack) -> None:
    """The card may no longer say sold out."""
    await actions.refresh_sold_out(session, await catalog_queries.product_of(session, SkuId(event.sku_id)))
