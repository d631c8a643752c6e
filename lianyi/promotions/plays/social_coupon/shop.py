"""Social coupons for shoppers: what an order may pass on, passing it on, a pack, taking one."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from lianyi.identity.edges import CurrentChannel, CurrentShopper, MaybeShopper
from lianyi.identity.types import Channel
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.promotions.edges import HelperMarks
from lianyi.promotions.plays.social_coupon import actions, queries, rules
from lianyi.promotions.plays.social_coupon.types import AtWeChat, ClaimState, Ending, Pack, PackState

router = edge("/api/shop/social-coupon", tags=["shop: social coupon"])
PackRef = Annotated[UUID, as_word("team")]
OrderRef = Annotated[UUID, as_word("ord")]
CampaignRef = Annotated[UUID, as_word("cmp")]


class BriefOut(BaseModel):
    """A pack of the reader's own order."""

    id: PackRef
    pieces: int
    face_fen: int
    claimed: int
    state: PackState
    expires_at: datetime


class OfferOut(BaseModel):
    """What an order could pass on; nothing is held for it until it is asked for."""

    campaign_id: CampaignRef
    title: str
    pieces: int
    face_fen: int
    hours: int
    rules: list[str]


class OfOrderOut(BaseModel):
    """One of both, or neither."""

    offer: OfferOut | None
    pack: BriefOut | None


class TakerOut(BaseModel):
    """Masked; `me` is the reader."""

    name: str
    at: datetime
    me: bool


class OpenMiniOut(BaseModel):
    """How a page of WeChat's browser opens the mini program."""

    appid: str
    path: str


class PackOut(BaseModel):
    """A pack. `giver` is masked for everybody else; `can_take`: by the reader, as far as can be said beforehand.

    `claim`: what became of the piece that the reader took; null for none. `wechat`: what WeChat Pay has said of its coupon;
    null when it is the shop's.
    """

    id: PackRef
    campaign_id: CampaignRef
    title: str
    giver: str
    pieces: int
    face_fen: int
    claimed: int
    left: int
    state: PackState
    ended_because: Ending | None
    alive: bool
    mine: bool
    taken: bool
    claim: ClaimState | None
    wechat: AtWeChat | None
    can_take: bool
    takers: list[TakerOut]
    rules: list[str]
    expires_at: datetime
    server_time: datetime
    channels_ok: bool
    open_mini: OpenMiniOut | None


def _brief(pack: Pack) -> BriefOut:
    return BriefOut.model_validate(pack, from_attributes=True)


async def _page(
    session: ReadSession, pack_id: UUID, person_id: UUID | None, channel: Channel, language: str
) -> PackOut:
    found = await queries.pack_page(session, pack_id, person_id, channel)
    pack, campaign = found.pack, found.campaign
    return PackOut(
        id=pack.id, campaign_id=campaign.id, title=campaign.title, giver=found.giver, pieces=pack.pieces,
        face_fen=pack.face_fen, claimed=pack.claimed, left=pack.left, state=pack.state,
        ended_because=pack.ended_because, alive=found.alive, mine=found.mine, taken=found.own is not None,
        claim=found.own.state if found.own else None, wechat=found.own.wechat if found.own else None,
        can_take=found.alive and not found.mine and found.own is None and found.channels_ok,
        takers=[TakerOut.model_validate(one, from_attributes=True) for one in found.takers],
        rules=list(campaign.rules_en if language == "en" else campaign.rules_zh), expires_at=pack.expires_at,
        server_time=session.now, channels_ok=found.channels_ok,
        open_mini=OpenMiniOut(appid=found.open_mini[0], path=found.open_mini[1]) if found.open_mini else None,
    )  # fmt: skip


@router.get("/orders/{order_id}")
async def of_order(
    session: Read, shopper: CurrentShopper, channel: CurrentChannel, language: Language, order_id: OrderRef
) -> OfOrderOut:  # fmt: skip
    """What an own order may pass on, or has passed on."""
    known = await queries.pack_of_order(session, order_id)
    if known is not None and known.person_id == shopper.person:
        return OfOrderOut(offer=None, pack=_brief(known))
    found = await queries.to_pass_on(session, shopper.person, channel, order_id)
    if found is None:
        return OfOrderOut(offer=None, pack=None)
    settings = rules.settings_of(found)
    offer = OfferOut(
        campaign_id=found.id, title=found.title, pieces=settings.pieces, face_fen=settings.face_fen, hours=settings.hours,
        rules=list(found.rules_en if language == "en" else found.rules_zh),
    )  # fmt: skip
    return OfOrderOut(offer=offer, pack=None)


@router.post("/orders/{order_id}/pass-on", status_code=201)
async def pass_on(
    session: Write, shopper: CurrentShopper, channel: CurrentChannel, marks: HelperMarks, order_id: OrderRef
) -> BriefOut:
    """Open the pack of an own order; its worth is held from now on."""
    return _brief(await actions.pass_on(session, shopper, channel, order_id, marks))


@router.get("/packs/{pack_id}")
async def pack(
    session: Read, shopper: MaybeShopper, channel: CurrentChannel, language: Language, pack_id: PackRef
) -> PackOut:  # fmt: skip
    """A pack with all its rules, also for whoever is not signed in."""
    return await _page(session, pack_id, shopper.person if shopper else None, channel, language)


@router.post("/packs/{pack_id}/claim", status_code=201)
async def claim(
    session: Write, shopper: CurrentShopper, channel: CurrentChannel, marks: HelperMarks, language: Language,
    pack_id: PackRef,
) -> PackOut:  # fmt: skip
    """Take one: the confirmation of a page that told all rules."""
    await actions.claim(session, shopper, channel, pack_id, marks)
    return await _page(session, pack_id, shopper.person, channel, language)
