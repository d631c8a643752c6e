"""Real names and withheld tax, as a page, a pay-out and the tax office need them. Clear names only by `clear_name`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lianyi.distribution.types.tax import Income, RealName, RealNameClear, TaxMonth, TaxPerson, Working
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.secrets import vault

PEOPLE_MAX = 20_000
NAME_CONTEXT, ID_CONTEXT = "distribution_real_name.name", "distribution_real_name.id"
REAL_NAME = Statement(
    """
    select person_id, name_masked, id_masked, consent_version, consented_at, verified_at from distribution_real_name
    where tenant_id = %(tenant)s and person_id = %(person_id)s and withdrawn_at is null
    """,
    RealName,
)


@dataclass(frozen=True, slots=True)
class SealedName:
    id: UUID
    person_id: UUID
    taxpayer: bytes
    name_sealed: bytes
    id_sealed: bytes
    verified_at: datetime | None


SEALED = Statement(
    """
    select id, person_id, taxpayer, name_sealed, id_sealed, verified_at from distribution_real_name
    where tenant_id = %(tenant)s and person_id = %(person_id)s and withdrawn_at is null
    """,
    SealedName,
)
SEALED_BY_PAYOUT = Statement(
    """
    select n.id, n.person_id, n.taxpayer, n.name_sealed, n.id_sealed, n.verified_at from distribution_tax t
    join distribution_real_name n on n.tenant_id = t.tenant_id and n.id = t.real_name_id
    where t.tenant_id = %(tenant)s and t.payout_id = %(payout_id)s
    """,
    SealedName,
)
SEALED_OF_MONTH = Statement(
    """
    select distinct on (n.taxpayer) n.id, n.person_id, n.taxpayer, n.name_sealed, n.id_sealed, n.verified_at
    from distribution_tax t
    join distribution_real_name n on n.tenant_id = t.tenant_id and n.id = t.real_name_id
    where t.tenant_id = %(tenant)s and t.month = %(month)s and t.state = 'withheld'
    order by n.taxpayer, n.id desc limit %(limit)s
    """,
    SealedName,
)
INCOME = Statement(
    """
    select month, sum(gross_fen)::bigint as gross_fen, sum(tax_fen)::bigint as tax_fen from distribution_tax
    where tenant_id = %(tenant)s and taxpayer = %(taxpayer)s and month between %(first)s and %(last)s and state <> 'void'
      and item = 'labour'
    group by month order by month
    """,
    Income,
)
WORKING = Statement(
    """
    select strategy, month, before_fen, gross_fen, months, base_fen, rate_bp, quick_fen, due_fen, withheld_fen, tax_fen
    from distribution_tax where tenant_id = %(tenant)s and payout_id = %(payout_id)s
    """,
    Working,
)
MONTHS = Statement(
    """
    select t.month, (count(distinct t.taxpayer) filter (where t.state = 'withheld'))::int as people,
      (count(*) filter (where t.state = 'withheld'))::int as payouts,
      coalesce(sum(t.gross_fen) filter (where t.state = 'withheld'), 0)::bigint as gross_fen,
      coalesce(sum(t.tax_fen) filter (where t.state = 'withheld'), 0)::bigint as withheld_fen,
      coalesce(sum(t.tax_fen) filter (where t.state = 'planned'), 0)::bigint as planned_fen,
      coalesce((select sum(r.tax_fen) from distribution_remittance r
        where r.tenant_id = t.tenant_id and r.month = t.month), 0)::bigint as remitted_fen
    from distribution_tax t where t.tenant_id = %(tenant)s and t.state <> 'void'
      and (%(month)s::date is null or t.month = %(month)s)
    group by t.tenant_id, t.month order by t.month desc limit 120
    """,
    TaxMonth,
)
PEOPLE = Statement(
    """
    select (array_agg(n.person_id order by n.id desc))[1] as person_id, t.taxpayer, t.item,
      (array_agg(n.name_masked order by n.id desc))[1] as name_masked,
      (array_agg(n.id_masked order by n.id desc))[1] as id_masked, count(*)::int as payouts,
      sum(t.gross_fen)::bigint as gross_fen, sum(t.tax_fen)::bigint as tax_fen,
      coalesce(sum(p.fee_fen), 0)::bigint as fee_fen,
      sum(t.gross_fen - t.tax_fen - coalesce(p.fee_fen, 0))::bigint as net_fen
    from distribution_tax t
    join distribution_real_name n on n.tenant_id = t.tenant_id and n.id = t.real_name_id
    left join distribution_payout p on p.tenant_id = t.tenant_id and p.id = t.payout_id
    where t.tenant_id = %(tenant)s and t.month = %(month)s and t.state = 'withheld'
    group by t.taxpayer, t.item order by sum(t.gross_fen) desc, t.taxpayer limit %(limit)s
    """,
    TaxPerson,
)


@dataclass(frozen=True, slots=True)
class Remittance:
    id: UUID
    month: date
    tax_fen: int
    receipt: str
    marked_by: str
    at: datetime


REMITTANCES = Statement(
    """
    select id, month, tax_fen, receipt, marked_by, at from distribution_remittance
    where tenant_id = %(tenant)s and month = %(month)s order by at limit 100
    """,
    Remittance,
)


async def real_name(session: ReadSession, person_id: UUID) -> RealName | None:
    """What is known of somebody's real name, masked; None when nothing was given or it was withdrawn."""
    return await session.maybe(REAL_NAME, person_id=person_id)


def opened(sealed: SealedName) -> RealNameClear:
    """A name in clear. Whoever calls this for a person's eyes logs the look (identity.note_access)."""
    return RealNameClear(
        sealed.person_id, bytes(sealed.taxpayer), vault().open(sealed.name_sealed, NAME_CONTEXT),
        vault().open(sealed.id_sealed, ID_CONTEXT),
    )  # fmt: skip


async def income(session: ReadSession, taxpayer: bytes, month: date) -> list[Income]:
    """A taxpayer's months of this year up to `month`, with what is being paid."""
    return await session.all(INCOME, taxpayer=taxpayer, first=month.replace(month=1), last=month)


async def working(session: ReadSession, payout_id: UUID) -> Working | None:
    """How the tax of a pay-out was worked out; None until it is sent."""
    return await session.maybe(WORKING, payout_id=payout_id)


async def months(session: ReadSession) -> list[TaxMonth]:
    """Months with withholding, newest first."""
    return await session.all(MONTHS, month=None)


async def month(session: ReadSession, first: date) -> TaxMonth | None:
    """One month."""
    return await session.maybe(MONTHS, month=first)


def empty_month(first: date) -> TaxMonth:
    """A month in which nobody was paid."""
    return TaxMonth(first, 0, 0, 0, 0, 0, 0)


async def people(session: ReadSession, first: date) -> list[TaxPerson]:
    """Who earned in a month, most first, masked."""
    return await session.all(PEOPLE, month=first, limit=PEOPLE_MAX)


async def remittances(session: ReadSession, first: date) -> Sequence[Remittance]:
    """What of a month was handed on to the tax office."""
    return await session.all(REMITTANCES, month=first)
