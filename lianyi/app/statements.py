"""The platform's statement: what every shop's books had and have, for whoever operates the deployment."""

from datetime import datetime

from rich.table import Table

from lianyi.identity import queries as identity
from lianyi.kit.clock import day_bounds
from lianyi.kit.db import Database, ReadSession
from lianyi.kit.money import format_yuan
from lianyi.ledger import queries as ledger
from lianyi.ledger import rules
from lianyi.ledger.types import AT_WECHAT, AccountSummary
from lianyi.reconciliation import queries as reconciliation

HEADER = ("shop", "account", "opening", "in", "out", "closing", "bills")


async def table(dsn: str, month: str, slug: str | None) -> Table:
    """Every shop, or one, in a month. Raises MonthNotRight."""
    first, last = rules.month_days(month)
    db = Database(dsn, connections=1)
    await db.open()
    made = Table(*HEADER, title=f"statement {month}")
    try:
        for tenant in await identity.every_tenant(db):
            async with db.read(tenant) as session:
                shop = await identity.tenant(session)
                if slug not in {None, shop.slug}:
                    continue
                for row in await rows(session, day_bounds(first)[0], day_bounds(last)[1]):
                    made.add_row(shop.slug, *row)
    finally:
        await db.close()
    return made


async def rows(session: ReadSession, from_at: datetime, to_at: datetime) -> list[tuple[str, ...]]:
    """One shop: a row an account, and one for what lies at WeChat with the standing of its bills."""
    found = await ledger.summary(session, from_at, to_at)
    standing = await reconciliation.standing(session)
    inside = [one for one in found if one.purpose in AT_WECHAT]
    bills = f"{standing.reconciled_lines} lines, {standing.differences} open, {standing.late_bills} late"
    return [*(_row(one) for one in found), ("at WeChat", *_sums(inside), bills)]


def _row(one: AccountSummary) -> tuple[str, ...]:
    return (one.purpose.value, *_sums([one]), "")


def _sums(found: list[AccountSummary]) -> tuple[str, ...]:
    kinds = [kind.amount_fen for one in found for kind in one.kinds]
    return (
        format_yuan(sum(one.opening_fen for one in found)),
        format_yuan(sum(fen for fen in kinds if fen > 0)),
        format_yuan(-sum(fen for fen in kinds if fen < 0)),
        format_yuan(sum(one.closing_fen for one in found)),
    )
