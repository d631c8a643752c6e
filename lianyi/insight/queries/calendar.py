"""When campaigns run, and which of them meet."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.queries import SkuWorth
from lianyi.insight.rules import calendar as rules
from lianyi.insight.types import Calendar, MetGoods
from lianyi.kit.clock import day_bounds
from lianyi.kit.db import ReadSession
from lianyi.promotions import queries as promotions


async def calendar(session: ReadSession, first: date, last: date) -> Calendar:
    """Campaigns that run between two business days, drafts as well, and the pairs of them that meet.

    As `planned`, and one statement for the names of goods.
    """
    found = await promotions.planned(session, day_bounds(first)[0], day_bounds(last)[1])
    met = rules.conflicts(found, session.now)
    named = [rules.named(one) for one in met]
    known = await catalog.worth(session, sorted({sku_id for sku_ids in named for sku_id in sku_ids}))
    goods = [_goods([known[sku_id] for sku_id in sku_ids if sku_id in known]) for sku_ids in named]
    return Calendar(
        tuple(one.campaign for one in found), tuple(met), tuple(goods), len(found) == promotions.PLANNED_MAX
    )


def _goods(skus: Sequence[SkuWorth]) -> tuple[MetGoods, ...]:
    """A product once, with its variants: how a merchant speaks of goods."""
    products: dict[UUID, list[SkuWorth]] = {}
    for sku in skus:
        products.setdefault(sku.product_id, []).append(sku)
    return tuple(
        MetGoods(own[0].title, tuple(sku.option_text for sku in own if sku.option_text))
        for own in products.values()
    )
