"""Red packets for the staff: the packets of a campaign, who has them, how far they are taken."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from lianyi.identity import queries as identity
from lianyi.identity.edges import require
from lianyi.identity.types import PersonId, Staff
from lianyi.kit.http import Read, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.promotions.plays.red_packet import queries, rules
from lianyi.promotions.plays.red_packet.types import PacketState, Split

router = edge("/api/console/red-packet", tags=["console: red packet"])
Reader = Annotated[Staff, require("campaigns.read")]


class PacketRow(BaseModel):
    """A packet: whose it is, where it came from, how many parts are gone, what each is worth."""

    id: Annotated[UUID, as_word("team")]
    person_id: Annotated[UUID, as_word("psn")]
    nickname: str
    order_id: Annotated[UUID, as_word("ord")] | None
    split: Split
    state: PacketState
    fen: int
    parts: int
    taken: int
    at: datetime
    expires_at: datetime


@router.get("/packets")
async def packets(
    session: Read, _staff: Reader, campaign_id: Annotated[UUID, as_word("cmp")], page: PageQuery
) -> Page[PacketRow]:
    """Packets of a campaign, the newest first."""
    found = await queries.of_campaign(session, campaign_id, page.limit, page.after(datetime, UUID))
    shown = found[: page.limit]
    people = await identity.people_brief(session, [PersonId(one.person_id) for one in shown])
    items = [
        PacketRow(
            id=one.id, person_id=one.person_id,
            nickname=people[PersonId(one.person_id)].nickname if PersonId(one.person_id) in people else "",
            order_id=one.order_id, split=one.split, state=rules.state_of(one, session.now), fen=one.fen,
            parts=one.parts, taken=one.taken, at=one.at, expires_at=one.expires_at,
        )
        for one in shown
    ]  # fmt: skip
    return Page(items=items, next_cursor=next_cursor(found, page.limit, "at", "id"))
