"""What the ledger tells: balances, statements, and why a fen is where it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lianyi.kit.db import ReadSession, Statement
from lianyi.ledger import rules
from lianyi.ledger.errors import NoSuchAccount
from lianyi.ledger.types import (
    AT_WECHAT,
    Account,
    AccountRef,
    AccountSummary,
    Booked,
    KindSum,
    Line,
    Purpose,
    Standing,
    Step,
    Sum,
)

STATEMENT_MAX = 20_000
_INSIDE = [purpose.value for purpose in AT_WECHAT]


@dataclass(frozen=True, slots=True)
class Balance:
    id: UUID
    fen: int


@dataclass(frozen=True, slots=True)
class Moved:
    kind: str
    fen: int


ACCOUNTS = Statement(
    """
    select id, purpose, owner_kind, owner_id, currency, posted_fen, held_fen from ledger_account
    where tenant_id = %(tenant)s and currency = 'CNY' order by owner_kind desc, purpose limit 500
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
# Accounts of many owners (a hundred thousand shopkeepers) are one line a purpose.
STANDING = Statement(
    """
    select case when owner_kind = 'tenant' then id end as id, purpose, count(*)::int as owners,
      sum(posted_fen)::bigint as posted_fen, sum(held_fen)::bigint as held_fen
    from ledger_account where tenant_id = %(tenant)s and currency = 'CNY'
    group by owner_kind, purpose, case when owner_kind = 'tenant' then id end
    order by owner_kind desc, purpose limit 500
    """,
    Standing,
)
BY_ID = Statement(
    """
    select id, purpose, owner_kind, owner_id, currency, posted_fen, held_fen from ledger_account
    where tenant_id = %(tenant)s and id = any(%(ids)s::uuid[])
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
# The newest lines of one account, in words without a running balance; two index walks, merged.
LATEST = Statement(
    """
    select id, at, kind, stage, memo, reference, signed as amount_fen, 0::bigint as balance_fen,
      subject_kind, subject_id from (
      (select t.*, -t.amount_fen as signed from ledger_transfer t
       where t.tenant_id = %(tenant)s and t.source_id = %(id)s and t.stage in ('posted', 'captured')
         and (t.at, t.id) < (%(before_at)s, %(before_id)s) order by t.at desc, t.id desc limit %(limit)s)
      union all
      (select t.*, t.amount_fen as signed from ledger_transfer t
       where t.tenant_id = %(tenant)s and t.target_id = %(id)s and t.stage in ('posted', 'captured')
         and (t.at, t.id) < (%(before_at)s, %(before_id)s) order by t.at desc, t.id desc limit %(limit)s)
    ) each order by at desc, id desc limit %(limit)s
    """,
    Line,
)
BALANCES = Statement(
    """
    select id, (posted_fen - held_fen)::bigint as fen from ledger_account
    where tenant_id = %(tenant)s and id = any(%(ids)s::uuid[])
    """,
    Balance,
)
MOVED = Statement(
    """
    select kind, coalesce(sum(amount_fen), 0)::bigint as fen from ledger_transfer
    where tenant_id = %(tenant)s and at >= %(from_at)s and stage in ('posted', 'captured')
      and (source_id = %(id)s or target_id = %(id)s)
    group by kind
    """,
    Moved,
)
TRAIL = Statement(
    """
    select t.id, t.at, t.kind, t.stage, t.amount_fen, s.purpose as source, g.purpose as target, t.memo, t.reference
    from ledger_transfer t
    join ledger_account s on s.tenant_id = t.tenant_id and s.id = t.source_id
    join ledger_account g on g.tenant_id = t.tenant_id and g.id = t.target_id
    where t.tenant_id = %(tenant)s and t.subject_kind = %(kind)s and t.subject_id = %(id)s and s.currency = %(currency)s
    order by t.at, t.id limit 200
    """,
    Step,
)

_BOOKED = """t.id, t.key, t.kind, t.stage, s.purpose as source, g.purpose as target,
    (case when g.purpose = any(%(inside)s::text[]) then t.amount_fen else 0 end
     - case when s.purpose = any(%(inside)s::text[]) then t.amount_fen else 0 end)::bigint as amount_fen,
    t.subject_kind, t.subject_id, t.memo, t.reference, t.at"""
# Transfers by their keys or by WeChat's numbers; of a hold that has ended, only its end.
FIND = Statement(
    f"""
    select {_BOOKED}
    from ledger_transfer t
    join ledger_account s on s.tenant_id = t.tenant_id and s.id = t.source_id
    join ledger_account g on g.tenant_id = t.tenant_id and g.id = t.target_id
    where t.tenant_id = %(tenant)s
      and t.id in (
        select k.id from ledger_transfer k where k.tenant_id = %(tenant)s and k.key = any(%(keys)s::text[])
        union
        select r.id from ledger_transfer r
        where r.tenant_id = %(tenant)s and r.reference <> '' and r.reference = any(%(references)s::text[]))
      and not exists (select 1 from ledger_transfer e where e.tenant_id = %(tenant)s and e.pending_id = t.id)
    order by t.at, t.id limit %(limit)s
    """,  # noqa: S608  our own column list
    Booked,
)
# What came to the merchant's money at WeChat or left it, as far as the books say; inside it nothing is told.
CROSSED = Statement(
    f"""
    select {_BOOKED}
    from ledger_transfer t
    join ledger_account s on s.tenant_id = t.tenant_id and s.id = t.source_id
    join ledger_account g on g.tenant_id = t.tenant_id and g.id = t.target_id
    where t.tenant_id = %(tenant)s and t.stage in ('posted', 'captured')
      and (s.purpose = any(%(inside)s::text[])) <> (g.purpose = any(%(inside)s::text[]))
      and t.at >= %(from_at)s and t.at < %(to_at)s
      and (t.at, t.id) > (%(after_at)s, %(after_id)s)
    order by t.at, t.id limit %(limit)s
    """,  # noqa: S608  our own column list
    Booked,
)
LIES_FEN = Statement(
    """
    select coalesce(sum(
      case when g.purpose = any(%(inside)s::text[]) then t.amount_fen else 0 end
      - case when s.purpose = any(%(inside)s::text[]) then t.amount_fen else 0 end), 0)::bigint as fen
    from ledger_transfer t
    join ledger_account s on s.tenant_id = t.tenant_id and s.id = t.source_id
    join ledger_account g on g.tenant_id = t.tenant_id and g.id = t.target_id
    where t.tenant_id = %(tenant)s and t.stage in ('posted', 'captured') and t.at < %(before)s
    """,
    int,
)
FIRST_AT = Statement(
    """
    select t.at from ledger_transfer t
    join ledger_account a on a.tenant_id = t.tenant_id and a.id = t.source_id and a.currency = 'CNY'
    where t.tenant_id = %(tenant)s order by t.at, t.id limit 1
    """,
    datetime,
)
SUMS = Statement(
    """
    select case when a.owner_kind = 'tenant' then a.id end as account_id, a.purpose,
      coalesce(sum(case when t.at >= %(from_at)s then 0 when t.target_id = a.id then t.amount_fen
                        else -t.amount_fen end), 0)::bigint as opening_fen,
      coalesce(sum(case when t.target_id = a.id then t.amount_fen else -t.amount_fen end), 0)::bigint as closing_fen
    from ledger_account a
    left join ledger_transfer t on t.tenant_id = a.tenant_id and (t.source_id = a.id or t.target_id = a.id)
      and t.stage in ('posted', 'captured') and t.at < %(to_at)s
    where a.tenant_id = %(tenant)s and a.currency = 'CNY'
    group by case when a.owner_kind = 'tenant' then a.id end, a.purpose, a.owner_kind
    order by a.owner_kind desc, a.purpose limit 500
    """,
    Sum,
)
KIND_SUMS = Statement(
    """
    select case when a.owner_kind = 'tenant' then a.id end as account_id, a.purpose, t.kind,
      sum(case when t.target_id = a.id then t.amount_fen else -t.amount_fen end)::bigint as amount_fen,
      count(*)::int as count
    from ledger_transfer t
    join ledger_account a on a.tenant_id = t.tenant_id and a.id in (t.source_id, t.target_id) and a.currency = 'CNY'
    where t.tenant_id = %(tenant)s and t.stage in ('posted', 'captured') and t.at >= %(from_at)s and t.at < %(to_at)s
    group by case when a.owner_kind = 'tenant' then a.id end, a.purpose, t.kind, (t.target_id = a.id)
    order by a.purpose, (t.target_id = a.id) desc, t.kind limit 5000
    """,
    KindSum,
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
    """Every account of the tenant's money with its balance; points have their own pages."""
    return await session.all(ACCOUNTS)


async def standing(session: ReadSession) -> list[Standing]:
    """What stands on every account of the merchant's money, and on those of all other owners by purpose; no points."""
    return await session.all(STANDING)


async def accounts_by_id(session: ReadSession, ids: Sequence[UUID]) -> list[Account]:
    """Accounts by the ids that AccountRef gives them; those that no money ever moved on are left out."""
    return await session.all(BY_ID, ids=list(ids))


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


async def latest(
    session: ReadSession, account: AccountRef, before: tuple[datetime, UUID] | None, limit: int
) -> list[Line]:
    """The newest lines of an account, from before the given one; `balance_fen` is not worked out and 0."""
    before_at, before_id = before or (session.now + timedelta(days=1), UUID(int=0))
    return await session.all(
        LATEST, id=account.id_in(session.tenant), before_at=before_at, before_id=before_id, limit=limit
    )


async def balances(session: ReadSession, accounts: Sequence[AccountRef]) -> dict[UUID, int]:
    """What can be moved out of accounts, by their ids; an account without a row has nothing and is left out."""
    rows = await session.all(BALANCES, ids=[account.id_in(session.tenant) for account in accounts])
    return {row.id: row.fen for row in rows}


async def moved_since(session: ReadSession, account: AccountRef, from_at: datetime) -> dict[str, int]:
    """What each kind of transfer moved into or out of an account since an instant, unsigned."""
    rows = await session.all(MOVED, id=account.id_in(session.tenant), from_at=from_at)
    return {row.kind: row.fen for row in rows}


async def trail(session: ReadSession, kind: str, subject_id: UUID, currency: str = "CNY") -> list[Step]:
    """Every step of a subject's money (or points), oldest first: the answer to "why"."""
    return await session.all(TRAIL, kind=kind, id=subject_id, currency=currency)


async def recorded(session: ReadSession, key: str) -> Recorded:
    """The transfer under a key."""
    return await session.one(RECORDED, key=key)


async def find(
    session: ReadSession, keys: Sequence[str], references: Sequence[str], limit: int = 2000
) -> list[Booked]:
    """Transfers by key or by WeChat's number, oldest first; a hold only while it has not ended."""
    return await session.all(
        FIND, inside=_INSIDE, keys=list(keys), references=[one for one in references if one], limit=limit
    )


async def crossed(
    session: ReadSession, from_at: datetime, to_at: datetime, after: Booked | None, limit: int
) -> list[Booked]:
    """What came to the merchant's money at WeChat or left it in a period, oldest first, from after the given one."""
    after_at, after_id = (after.at, after.id) if after else (from_at.replace(year=1970), UUID(int=0))
    return await session.all(
        CROSSED,
        inside=_INSIDE,
        from_at=from_at,
        to_at=to_at,
        after_at=after_at,
        after_id=after_id,
        limit=limit,
    )


async def at_wechat_fen(session: ReadSession, before: datetime) -> int:
    """What WeChat holds for the merchant before an instant, as far as the books say."""
    return await session.one(LIES_FEN, inside=_INSIDE, before=before)


async def lies_fen(session: ReadSession, purposes: Sequence[Purpose], before: datetime) -> int:
    """What lay on all accounts of some purposes together before an instant; one pass over the transfers."""
    return await session.one(LIES_FEN, inside=[purpose.value for purpose in purposes], before=before)


async def first_at(session: ReadSession) -> datetime | None:
    """When the books begin; None while they are empty."""
    return await session.maybe(FIRST_AT)


async def summary(session: ReadSession, from_at: datetime, to_at: datetime) -> list[AccountSummary]:
    """Every account at both ends of a period, and between them what each kind brought and took."""
    ends = await session.all(SUMS, from_at=from_at, to_at=to_at)
    kinds = await session.all(KIND_SUMS, from_at=from_at, to_at=to_at)
    return [
        AccountSummary(
            one.account_id, one.purpose, one.opening_fen,
            [kind for kind in kinds if (kind.account_id, kind.purpose) == (one.account_id, one.purpose)], one.closing_fen,
        )
        for one in ends
    ]  # fmt: skip


def account_name(purpose: Purpose, language: str) -> str:
    """What an account is called, in `zh` or `en`."""
    zh, en = rules.NAMES[purpose]
    return en if language == "en" else zh


def kind_name(kind: str, language: str) -> str:
    """What a kind of transfer is called, in `zh` or `en`; a kind that nobody named is its own word."""
    zh, en = rules.KINDS.get(kind, (kind, kind))
    return en if language == "en" else zh
