"""`distribution-replay`: the log of whose customer is whose, read again, for whoever operates the deployment."""

from rich.table import Table

from lianyi.distribution.actions.replaying import replay
from lianyi.identity import queries as identity
from lianyi.kit.db import Database


async def table(dsn: str, slug: str | None) -> tuple[Table, Table]:
    """What was read of every shop, or of one, and every difference; the second table is empty when all is well."""
    db = Database(dsn, connections=1)
    await db.open()
    try:
        return await tables(db, slug)
    finally:
        await db.close()


async def tables(db: Database, slug: str | None) -> tuple[Table, Table]:
    """The same over an open database."""
    read = Table("shop", "lines", "customers", "orders", "differences", title="bindings read again")
    differences = Table("shop", "what", "about", "written", "read again")
    for tenant in await identity.every_tenant(db):
        async with db.read(tenant) as session:
            shop = await identity.tenant(session)
        if slug not in {None, shop.slug}:
            continue
        found = await replay(db, tenant)
        read.add_row(
            shop.slug, str(found.lines), str(found.customers), str(found.orders), str(len(found.differences))
        )
        for one in found.differences:
            differences.add_row(shop.slug, one.kind, str(one.about), one.written, one.replayed)
    return read, differences
