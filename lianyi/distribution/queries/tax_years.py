"""Withheld tax by the year: of the shop, and of one person as their statement.

A payer tells people what they were paid and what was withheld (个人所得税法, article 10). A person's year is what was paid
under the names that they gave themselves: by the ID number alone, whoever typed somebody else's would read their income.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from lianyi.distribution.errors.payouts import NothingWithheld
from lianyi.distribution.queries.tax import SealedName, opened
from lianyi.distribution.types.tax_years import Holder, TaxYear, TaxYearPerson, YearLine, YearStatement
from lianyi.identity import queries as identity
from lianyi.kit.db import ReadSession, Statement

YEARS_MAX, LINES_MAX = 30, 500
_SUMS = """count(*)::int as payouts, sum(t.gross_fen)::bigint as gross_fen, sum(t.tax_fen)::bigint as tax_fen,
      coalesce(sum(p.fee_fen), 0)::bigint as fee_fen,
      sum(t.gross_fen - t.tax_fen - coalesce(p.fee_fen, 0))::bigint as net_fen"""
_ROWS = """distribution_tax t
    join distribution_real_name n on n.tenant_id = t.tenant_id and n.id = t.real_name_id
    left join distribution_payout p on p.tenant_id = t.tenant_id and p.id = t.payout_id
    where t.tenant_id = %(tenant)s and t.state = 'withheld'"""
YEARS = Statement(
    f"""
    select extract(year from t.month)::int as year, count(distinct t.taxpayer)::int as people, {_SUMS}
    from {_ROWS} and (%(person_id)s::uuid is null or n.person_id = %(person_id)s)
    group by 1 order by 1 desc limit %(limit)s
    """,  # noqa: S608  put together from constants
    TaxYear,
)
PEOPLE_OF_YEAR = Statement(
    f"""
    select n.person_id, (array_agg(n.name_masked order by n.id desc))[1] as name_masked,
      (array_agg(n.id_masked order by n.id desc))[1] as id_masked, {_SUMS}
    from {_ROWS} and t.month between %(first)s and %(last)s
    group by n.person_id order by sum(t.gross_fen) desc, n.person_id limit %(limit)s
    """,  # noqa: S608  put together from constants
    TaxYearPerson,
)
LINES_OF_YEAR = Statement(
    f"""
    select t.taxpayer, (array_agg(n.name_masked order by n.id desc))[1] as name_masked,
      (array_agg(n.id_masked order by n.id desc))[1] as id_masked, t.month, t.item, {_SUMS}
    from {_ROWS} and n.person_id = %(person_id)s and t.month between %(first)s and %(last)s
    group by t.taxpayer, t.month, t.item order by t.taxpayer, t.month, t.item limit %(limit)s
    """,  # noqa: S608  put together from constants
    YearLine,
)
SEALED_OF_YEAR = Statement(
    """
    select distinct on (n.taxpayer) n.id, n.person_id, n.taxpayer, n.name_sealed, n.id_sealed, n.verified_at
    from distribution_tax t
    join distribution_real_name n on n.tenant_id = t.tenant_id and n.id = t.real_name_id
    where t.tenant_id = %(tenant)s and n.person_id = %(person_id)s and t.month between %(first)s and %(last)s
      and t.state = 'withheld'
    order by n.taxpayer, n.id desc limit %(limit)s
    """,
    SealedName,
)


async def years(session: ReadSession, person_id: UUID | None = None) -> list[TaxYear]:
    """Years with withholding, newest first: of the whole shop, or of one person. One statement."""
    return await session.all(YEARS, person_id=person_id, limit=YEARS_MAX)


async def people(session: ReadSession, year: int, limit: int) -> list[TaxYearPerson]:
    """Who was paid in a year, most first, masked. One statement."""
    return await session.all(PEOPLE_OF_YEAR, **_bounds(year), limit=limit)


async def statement(session: ReadSession, person_id: UUID, year: int) -> YearStatement:
    """A person's year, masked. Two statements. Raises NothingWithheld."""
    return await _statement(session, person_id, year, {})


async def own_statement(session: ReadSession, person_id: UUID, year: int) -> YearStatement:
    """One's own year with one's name in clear; for its owner's eyes alone. Three statements. Raises NothingWithheld."""
    sealed = await session.all(SEALED_OF_YEAR, person_id=person_id, **_bounds(year), limit=LINES_MAX)
    return await _statement(
        session, person_id, year, {bytes(one.taxpayer): opened(one).name for one in sealed}
    )


async def _statement(
    session: ReadSession, person_id: UUID, year: int, names: Mapping[bytes, str]
) -> YearStatement:
    lines = await session.all(LINES_OF_YEAR, person_id=person_id, **_bounds(year), limit=LINES_MAX)
    if not lines:
        raise NothingWithheld
    shop = await identity.tenant(session)
    return YearStatement(year, shop.licence.company or shop.name, _holders(lines, names), session.now)


def _holders(lines: Sequence[YearLine], names: Mapping[bytes, str]) -> tuple[Holder, ...]:
    found = []
    for taxpayer, group in groupby(lines, lambda line: bytes(line.taxpayer)):
        own = tuple(group)
        found.append(Holder(names.get(taxpayer, own[-1].name_masked), own[-1].id_masked, own))
    return tuple(found)


def _bounds(year: int) -> dict[str, date]:
    return {"first": date(year, 1, 1), "last": date(year, 12, 1)}
