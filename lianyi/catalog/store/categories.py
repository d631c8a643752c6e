"""Categories: one function, one statement."""

from collections.abc import Sequence
from uuid import UUID

from psycopg.errors import ForeignKeyViolation, UniqueViolation

from lianyi.catalog.errors import CategoryGone, CategoryInvalid
from lianyi.catalog.types import CategoryId
from lianyi.kit.db import Session, Statement

INSERT = Statement(
    """
    insert into catalog_category (tenant_id, id, parent_id, name, icon, picture, position, shown, path)
    values (%(tenant)s, %(id)s, %(parent_id)s, %(name)s, %(icon)s, %(picture)s::jsonb,
      (select coalesce(max(position) + 1, 0) from catalog_category
       where tenant_id = %(tenant)s and parent_id is not distinct from %(parent_id)s::uuid),
      %(shown)s, %(path)s::uuid[])
    """
)
UPDATE = Statement(
    """
    update catalog_category set name = %(name)s, icon = %(icon)s, picture = %(picture)s::jsonb, shown = %(shown)s
    where tenant_id = %(tenant)s and id = %(id)s
    """
)
ORDER = Statement(
    """
    update catalog_category c set position = given.position
    from unnest(%(ids)s::uuid[]) with ordinality as given (id, position)
    where c.tenant_id = %(tenant)s and c.id = given.id
    """
)
DELETE = Statement("delete from catalog_category where tenant_id = %(tenant)s and id = %(id)s")
LOCK_ALL = Statement(
    "select id from catalog_category where tenant_id = %(tenant)s order by id for update", UUID
)


async def insert(
    session: Session,
    category_id: CategoryId,
    *,
    parent_id: CategoryId | None,
    name: str,
    icon: str,
    picture: str | None,
    shown: bool,
    path: Sequence[UUID],
) -> None:
    """Add at the end of its parent. Raises CategoryInvalid when a sibling has the name, CategoryGone without the parent."""
    try:
        await session.run(
            INSERT, id=category_id, parent_id=parent_id, name=name, icon=icon, picture=picture, shown=shown,
            path=list(path),
        )  # fmt: skip
    except UniqueViolation as error:
        raise _name_taken() from error
    except ForeignKeyViolation as error:
        raise CategoryGone(field="parent_id") from error


async def update(
    session: Session, category_id: CategoryId, *, name: str, icon: str, picture: str | None, shown: bool
) -> None:
    """Raises CategoryInvalid when a sibling has the name."""
    try:
        await session.run(UPDATE, id=category_id, name=name, icon=icon, picture=picture, shown=shown)
    except UniqueViolation as error:
        raise _name_taken() from error


async def order(session: Session, ids: Sequence[CategoryId]) -> None:
    """Give positions in the order of the ids."""
    await session.run(ORDER, ids=list(ids))


async def delete(session: Session, category_id: CategoryId) -> None:
    await session.run(DELETE, id=category_id)


async def lock_all(session: Session) -> None:
    """One change of the tree at a time."""
    await session.all(LOCK_ALL)


def _name_taken() -> CategoryInvalid:
    return CategoryInvalid("name", "同一层已有这个名称的分类", "A category of this name stands beside it")
