"""A year of withheld tax as staff see it: who was paid, masked, and each one's statement to hand out."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Path, Response
from pydantic import BaseModel

from lianyi.distribution.queries import tax_years as queries
from lianyi.distribution.rules import year_statement as drawing
from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.kit.files import PDF, gives
from lianyi.kit.http import Own, Read, edge
from lianyi.kit.ids import as_word
from lianyi.kit.limits import rate_limit

router = edge("/api/console/distribution/tax-years", tags=["console: withheld tax"])
own = edge("/api/console/distribution/tax-years", tags=["console: withheld tax"], own=True)
Reader = Annotated[Staff, require("tax.read")]
Year = Annotated[int, Path(ge=2000, le=2999)]
PersonRef = Annotated[UUID, as_word("psn")]
PEOPLE_SHOWN = 500


class TaxYearOut(BaseModel):
    """What was paid and withheld in a year, all kinds of income; `people` by ID number."""

    year: int
    people: int
    payouts: int
    gross_fen: int
    tax_fen: int
    fee_fen: int
    net_fen: int


class TaxYears(BaseModel):
    items: list[TaxYearOut]


class TaxYearPersonOut(BaseModel):
    """Masked: a name in clear is for its owner, for WeChat's check and for the tax office's file."""

    person_id: PersonRef
    name_masked: str
    id_masked: str
    payouts: int
    gross_fen: int
    tax_fen: int
    fee_fen: int
    net_fen: int


class TaxYearDetail(BaseModel):
    """At most 500 people, most income first; `more`: there are others."""

    year: int
    persons: list[TaxYearPersonOut]
    more: bool


@router.get("")
async def tax_years(session: Read, _staff: Reader) -> TaxYears:
    """Years with withholding, newest first."""
    found = await queries.years(session)
    return TaxYears(items=[TaxYearOut.model_validate(one, from_attributes=True) for one in found])


@router.get("/{year}")
async def tax_year(session: Read, _staff: Reader, year: Year) -> TaxYearDetail:
    """Who was paid in a year, and what was withheld."""
    found = await queries.people(session, year, PEOPLE_SHOWN + 1)
    persons = [TaxYearPersonOut.model_validate(one, from_attributes=True) for one in found[:PEOPLE_SHOWN]]
    return TaxYearDetail(year=year, persons=persons, more=len(found) > PEOPLE_SHOWN)


@own.get(
    "/{year}/people/{person_id}/statement.pdf",
    response_class=Response,
    responses=gives(PDF),
    dependencies=[rate_limit("200/hour", name="tax-statement-console")],
)
async def tax_statement(db: Own, staff: Reader, year: Year, person_id: PersonRef) -> Response:
    """Somebody's year as a paper, masked; they themselves can take it with their name in clear."""
    async with db.read(staff.tenant) as session:
        found = await queries.statement(session, person_id, year)
    data = await asyncio.to_thread(drawing.draw, found)
    name = drawing.FILE_NAME.format(year=year)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(data, media_type=PDF, headers=headers)
