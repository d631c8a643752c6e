"""`evidence-verify`: the chain of evidence of every shop looked through, for whoever operates the deployment."""

from rich.table import Table

from lianyi.distribution.actions.evidence import verify
from lianyi.identity import queries as identity
from lianyi.kit.db import Database


async def table(dsn: str, slug: str | None) -> tuple[Table, bool]:
    """How the chain of every shop, or of one, stands; False when one does not fit."""
    db = Database(dsn, connections=1)
    await db.open()
    try:
        return await tables(db, slug)
    finally:
        await db.close()


async def tables(db: Database, slug: str | None) -> tuple[Table, bool]:
    """The same over an open database."""
    shown = Table("shop", "links", "last hash", "breaks at", "days edited since", title="evidence")
    well = True
    for tenant in await identity.every_tenant(db):
        async with db.read(tenant) as session:
            shop = await identity.tenant(session)
        if slug not in {None, shop.slug}:
            continue
        found = await verify(db, tenant)
        well = well and found.ok
        broken = "" if found.broken_at is None else str(found.broken_at)
        shown.add_row(shop.slug, str(found.links), found.head, broken, ", ".join(found.changed))
    return shown, well
