"""One's own income and withheld tax by the year, of commission and of prizes in money; also for whoever left."""

import asyncio
from typing import Annotated, Literal

from fastapi import Path, Response
from pydantic import BaseModel

from lianyi.distribution.queries import tax_years as queries
from lianyi.distribution.rules import year_statement as drawing
from lianyi.distribution.types.tax_years import Holder
from lianyi.identity.edges import CurrentShopper
from lianyi.kit.files import PDF, gives
from lianyi.kit.http import Own, Read, edge
from lianyi.kit.limits import rate_limit

router = edge("/api/shop/distribution/tax-years", tags=["shop: pay-outs"])
own = edge("/api/shop/distribution/tax-years", tags=["shop: pay-outs"], own=True)
Year = Annotated[int, Path(ge=2000, le=2999)]


class OwnTaxYear(BaseModel):
    """What arrived in a year: `gross_fen` − `tax_fen` − `fee_fen` = `net_fen`."""

    year: int
    payouts: int
    gross_fen: int
    tax_fen: int
    fee_fen: int
    net_fen: int


class OwnTaxYears(BaseModel):
    items: list[OwnTaxYear]


class YearLineOut(BaseModel):
    """A month's income of one kind: commission (labour) or prizes in money."""

    month: str
    item: Literal["labour", "prize"]
    payouts: int
    gross_fen: int
    tax_fen: int
    fee_fen: int
    net_fen: int


class HolderOut(BaseModel):
    """The lines of one ID number, masked; there are two where a number was corrected within the year."""

    name_masked: str
    id_masked: str
    lines: list[YearLineOut]


class YearStatementOut(BaseModel):
    """`payer` withheld the tax. Transfers under way count once they have arrived."""

    year: int
    payer: str
    holders: list[HolderOut]


@router.get("")
async def tax_years(session: Read, shopper: CurrentShopper) -> OwnTaxYears:
    """The years in which one was paid, newest first."""
    found = await queries.years(session, shopper.person)
    return OwnTaxYears(items=[OwnTaxYear.model_validate(one, from_attributes=True) for one in found])


@router.get("/{year}")
async def tax_year(session: Read, shopper: CurrentShopper, year: Year) -> YearStatementOut:
    """One's own year, month by month."""
    found = await queries.statement(session, shopper.person, year)
    return YearStatementOut(year=year, payer=found.payer, holders=[_holder(one) for one in found.holders])


@own.get(
    "/{year}/statement.pdf",
    response_class=Response,
    responses=gives(PDF),
    dependencies=[rate_limit("20/hour", name="tax-statement")],
)
async def tax_statement(db: Own, shopper: CurrentShopper, year: Year) -> Response:
    """One's own year as a paper, with one's name in clear."""
    async with db.read(shopper.tenant) as session:
        found = await queries.own_statement(session, shopper.person, year)
    data = await asyncio.to_thread(drawing.draw, found)
    name = drawing.FILE_NAME.format(year=year)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(data, media_type=PDF, headers=headers)


def _holder(one: Holder) -> HolderOut:
    lines = [
        YearLineOut(
            month=f"{line.month:%Y-%m}", item=line.item, payouts=line.payouts, gross_fen=line.gross_fen,
            tax_fen=line.tax_fen, fee_fen=line.fee_fen, net_fen=line.net_fen,
        )
        for line in one.lines
    ]  # fmt: skip
    return HolderOut(name_masked=one.name, id_masked=one.id_masked, lines=lines)
