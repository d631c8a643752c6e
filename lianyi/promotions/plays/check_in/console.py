"""Check-in for the staff: who came on which day."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.kit.http import Read, edge
from lianyi.kit.ids import as_word
from lianyi.promotions.plays.check_in import queries

router = edge("/api/console/check-in", tags=["console: check-in"])
Reader = Annotated[Staff, require("campaigns.read")]


class PerDayOut(BaseModel):
    """A day: people who came, those of them for the first time, what was paid in coupons and in points."""

    day: date
    people: int
    first: int
    paid_fen: int
    paid_points: int


@router.get("/days")
async def days(
    session: Read, _staff: Reader, campaign_id: Annotated[UUID, as_word("cmp")]
) -> list[PerDayOut]:
    """The last 92 days of a campaign, the newest first."""
    return [
        PerDayOut.model_validate(one, from_attributes=True)
        for one in await queries.by_day(session, campaign_id)
    ]
