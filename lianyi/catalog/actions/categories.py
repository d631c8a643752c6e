"""Categories: a tree three deep, in an order the staff chose."""

from collections.abc import Sequence
from uuid import UUID

from lianyi.catalog import queries, rules
from lianyi.catalog.errors import CategoriesFull, CategoryGone, CategoryInUse
from lianyi.catalog.store import categories as store
from lianyi.catalog.types import CategoryId
from lianyi.kit import wire
from lianyi.kit.db import Session
from lianyi.kit.ids import new_id
from lianyi.media import queries as media_queries
from lianyi.media.errors import PictureGone


async def create_category(
    session: Session,
    *,
    name: str,
    parent_id: CategoryId | None = None,
    icon: str = "",
    picture_id: UUID | None = None,
    shown: bool = True,
) -> CategoryId:
    """Add a category at the end of its parent. Raises CategoriesFull, CategoryInvalid, CategoryGone, PictureGone."""
    if len(await queries.categories(session)) >= queries.CATEGORIES_MAX:
        raise CategoriesFull(limit=queries.CATEGORIES_MAX)
    parent = None if parent_id is None else await queries.category(session, parent_id)
    path = parent.path if parent else ()
    clean = rules.check_category(name, icon, len(path) + 1)
    category_id = CategoryId(new_id())
    await store.insert(
        session,
        category_id,
        parent_id=parent_id,
        name=clean,
        icon=icon,
        picture=await _picture(session, picture_id),
        shown=shown,
        path=[*path, category_id],
    )
    return category_id


async def update_category(
    session: Session, category_id: CategoryId, *, name: str, icon: str, picture_id: UUID | None, shown: bool
) -> None:
    """Change name and looks; the place in the tree stays. Raises CategoryGone, CategoryInvalid, PictureGone."""
    category = await queries.category(session, category_id)
    clean = rules.check_category(name, icon, len(category.path))
    picture = await _picture(session, picture_id)
    await store.update(session, category_id, name=clean, icon=icon, picture=picture, shown=shown)


async def order_categories(session: Session, ids: Sequence[CategoryId]) -> None:
    """Give the categories the order of the list. Raises CategoryGone when one of them does not exist."""
    known = {category.id for category in await queries.categories(session)}
    if not set(ids) <= known:
        raise CategoryGone(field="ids")
    await store.order(session, ids)


async def delete_category(session: Session, category_id: CategoryId) -> None:
    """Delete an empty category. Raises CategoryInUse with how much stands in it."""
    await store.lock_all(session)
    category = await queries.category(session, category_id)
    if category.product_count:
        raise CategoryInUse(count=category.product_count)
    await store.delete(session, category_id)


async def _picture(session: Session, picture_id: UUID | None) -> str | None:
    if picture_id is None:
        return None
    found = await media_queries.pictures(session, [picture_id])
    if picture_id not in found:
        raise PictureGone(field="picture_id")
    return wire.dumps(found[picture_id]).decode()
