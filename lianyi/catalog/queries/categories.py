"""The tree of categories."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lianyi.catalog.errors import CategoryGone
from lianyi.catalog.types import Category, CategoryId
from lianyi.kit import wire
from lianyi.kit.db import ReadSession, Statement
from lianyi.media.types import Picture

CATEGORIES_MAX = 500


@dataclass(frozen=True, slots=True)
class CategoryRow:
    id: UUID
    parent_id: UUID | None
    name: str
    icon: str
    picture: dict[str, Any] | None
    position: int
    shown: bool
    path: list[UUID]
    product_count: int


TREE = Statement(
    """
    select c.id, c.parent_id, c.name, c.icon, c.picture, c.position, c.shown, c.path,
      (select count(*)::int from catalog_product p where p.tenant_id = %(tenant)s and p.category_id = c.id)
        as product_count
    from catalog_category c where c.tenant_id = %(tenant)s
    order by cardinality(c.path), c.position, c.id limit %(limit)s
    """,
    CategoryRow,
)
ONE = Statement(
    """
    select c.id, c.parent_id, c.name, c.icon, c.picture, c.position, c.shown, c.path,
      (select count(*)::int from catalog_product p where p.tenant_id = %(tenant)s and p.category_id = c.id)
      + (select count(*)::int from catalog_category d where d.tenant_id = %(tenant)s and d.parent_id = c.id)
        as product_count
    from catalog_category c where c.tenant_id = %(tenant)s and c.id = %(id)s
    """,
    CategoryRow,
)


@dataclass(frozen=True, slots=True)
class ShelfPlace:
    product_id: UUID
    path: list[UUID]


PLACES = Statement(
    """
    select p.id as product_id, c.path from catalog_product p
    join catalog_category c on c.tenant_id = %(tenant)s and c.id = p.category_id
    where p.tenant_id = %(tenant)s and p.id = any(%(product_ids)s::uuid[])
    """,
    ShelfPlace,
)


async def category_paths(session: ReadSession, product_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """The categories that products stand in, from their own up to the root; those that stand in none are left out."""
    found = await session.all(PLACES, product_ids=list(product_ids))
    return {one.product_id: tuple(reversed(one.path)) for one in found}


# The products of these that stand in a category or below it.
WITHIN = Statement(
    """
    select p.id from catalog_product p join catalog_category c on c.tenant_id = %(tenant)s and c.id = p.category_id
    where p.tenant_id = %(tenant)s and p.id = any(%(product_ids)s::uuid[])
      and c.path @> array[%(category_id)s::uuid]
    """,
    UUID,
)
SKUS_WITHIN = Statement(
    """
    select s.id from catalog_sku s join catalog_product p on p.tenant_id = %(tenant)s and p.id = s.product_id
    where s.tenant_id = %(tenant)s and s.active and not s.retired and p.state = 'on_shelf'
      and (%(category_id)s::uuid is null or p.category_id in (
        select id from catalog_category
        where tenant_id = %(tenant)s and path @> array[%(category_id)s::uuid]))
    order by s.id limit %(limit)s
    """,
    UUID,
)


async def categories(session: ReadSession) -> list[Category]:
    """Every category, parents before children, siblings in their order."""
    return [_category(row) for row in await session.all(TREE, limit=CATEGORIES_MAX)]


async def category(session: ReadSession, category_id: CategoryId) -> Category:
    """One category; `product_count` counts what stands in it, categories too. Raises CategoryGone."""
    row = await session.maybe(ONE, id=category_id)
    if row is None:
        raise CategoryGone(field="category_id")
    return _category(row)


async def products_within(
    session: ReadSession, category_id: UUID, product_ids: Sequence[UUID]
) -> frozenset[UUID]:
    """Which of some products stand in a category or below it. One statement."""
    return frozenset(await session.all(WITHIN, category_id=category_id, product_ids=list(product_ids)))


async def skus_for_sale(session: ReadSession, category_id: UUID | None, limit: int) -> list[UUID]:
    """What is for sale in a category and below it, or in the whole shop, at most `limit`. One statement."""
    return await session.all(SKUS_WITHIN, category_id=category_id, limit=limit)


async def path_names(session: ReadSession, category_id: CategoryId | None) -> list[str]:
    """The names from the root to the category; none for no category. Raises CategoryGone."""
    if category_id is None:
        return []
    tree = {one.id: one for one in await categories(session)}
    if category_id not in tree:
        raise CategoryGone(field="category_id")
    return [tree[CategoryId(step)].name for step in tree[category_id].path]


async def category_by_path(session: ReadSession) -> dict[tuple[str, ...], CategoryId]:
    """Every category by the names from the root to it, for files: `茶/绿茶`."""
    tree = await categories(session)
    names = {one.id: one.name for one in tree}
    return {tuple(names[CategoryId(step)] for step in one.path): one.id for one in tree}


def _category(row: CategoryRow) -> Category:
    picture: Picture | None = wire.typed(row.picture, Picture) if row.picture else None
    parent = CategoryId(row.parent_id) if row.parent_id else None
    return Category(
        CategoryId(row.id), parent, row.name, row.icon, picture, row.position, row.shown, tuple(row.path),
        row.product_count,
    )  # fmt: skip
