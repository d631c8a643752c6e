"""What the ledger tells: balances, statements, and why a fen is where it is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.kit.db import ReadSession, Statement
from lianyi.ledger.errors import NoSuchAccount
from lianyi.ledger.types import Account, Line, Step

STATEMENT_MAX = 20_000

ACCOUNTS = Statement(
    """
    select id, purpose, owner_kind, owner_id, currency, posted_fen, held_fen from ledger_account
    where tenant_id = %(tenant)s order by owner_kind desc, purpose limit 500
    """,
    Account,
)
ACCOUNT = Statement(
    """
    select id, purpose, owner_kind, owner_id, currency, posted_fen, held_fen from ledger_account
    where tenant_id = %(tenant)s and id = %(id)s
    """,
    Account,
)
SUM = Statement(
    "select coalesce(sum(posted_fen), 0)::bigint as sum_fen from ledger_account where tenant_id = %(tenant)s",
    int,
)
# A capture moves the fen of its hold; a hold and a void move nothing.
BALANCE_AT = Statement(
    """
    select coalesce(sum(case when target_id = %(id)s then amount_fen else -amount_fen end), 0)::bigint as balance_fen
    from ledger_transfer
    where tenant_id = %(tenant)s and (source_id = %(id)s or target_id = %(id)s)
      and stage in ('posted', 'captured') and at < %(before)s
    """,
    int,
)
LINES = Statement(
    """
    select id, at, kind, stage, memo, reference, amount_fen, balance_fen, subject_kind, subject_id from (
      select id, at, kind, stage, memo, reference, subject_kind, subject_id,
             case when target_id = %(id)s then amount_fen else -amount_fen end as amount_fen,
             %(opening_fen)s + sum(case when target_id = %(id)s then amount_fen else -amount_fen end)
               over (order by at, id rows unbounded preceding)::bigint as balance_fen
      from ledger_transfer
      where tenant_id = %(tenant)s and (source_id = %(id)s or target_id = %(id)s)
        and stage in ('posted', 'captured') and at >= %(from_at)s and at < %(to_at)s
    ) lines
    where (at, id) > (%(after_at)s, %(after_id)s)
    order by at, id limit %(limit)s
    """,
    Line,
)
TRAIL = Statement(
    """
    select t.id, t.at, t.kind, t.stage, t.amount_fen, s.purpose as source, g.purpose as target, t.memo, t.reference
    from ledger_transfer t
    join ledger_account s on s.tenant_id = t.tenant_id and s.id = t.source_id
    join ledger_account g on g.tenant_id = t.tenant_id and g.id = t.target_id
    where t.tenant_id = %(tenant)s and t.subject_kind = %(kind)s and t.subject_id = %(id)s
    order by t.at, t.id limit 200
    """,
    Step,
)


@dataclass(frozen=True, slots=True)
class Recorded:
    source_id: UUID
    target_id: UUID
    amount_fen: int


RECORDED = Statement(
    "select source_id, target_id, amount_fen from ledger_transfer where tenant_id = %(tenant)s and key = %(key)s",
    Recorded,
)


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """`opening_fen` + the lines of the whole period = `closing_fen`."""

    account: Account
    opening_fen: int
    closing_fen: int
    lines: list[Line]


async def accounts(session: ReadSession) -> list[Account]:
    """Every account of the tenant with its balance."""
    return await session.all(ACCOUNTS)


async def sum_fen(session: ReadSession) -> int:
    """The sum of all balances; zero, or something is deeply wrong."""
    return await session.one(SUM)


async def statement(
    session: ReadSession,
    account_id: UUID,
    from_at: datetime,
    to_at: datetime,
    *,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 100,
) -> AccountStatement:
    """Lines from `from_at` up to before `to_at`, oldest first. Raises NoSuchAccount."""
    account = await session.maybe(ACCOUNT, id=account_id)
    if account is None:
        raise NoSuchAccount
    opening_fen = await session.one(BALANCE_AT, id=account_id, before=from_at)
    closing_fen = await session.one(BALANCE_AT, id=account_id, before=to_at)
    after_at, after_id = after or (from_at.replace(year=1970), UUID(int=0))
    lines = await session.all(
        LINES, id=account_id, opening_fen=opening_fen, from_at=from_at, to_at=to_at,
        after_at=after_at, after_id=after_id, limit=min(limit, STATEMENT_MAX),
    )  # fmt: skip
    return AccountStatement(account, opening_fen, closing_fen, lines)


async def trail(session: ReadSession, kind: str, subject_id: UUID) -> list[Step]:
    """Every step of a subject's money, oldest first: the answer to "why"."""
    return await session.all(TRAIL, kind=kind, id=subject_id)


async def recorded(session: ReadSession, key: str) -> Recorded:
    """The transfer under a key."""
    return await session.one(RECORDED, key=key)
