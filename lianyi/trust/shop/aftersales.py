"""What shoppers do about goods they have: see what is possible, apply, follow, answer, send back."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from lianyi.identity.edges import CurrentShopper
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.limits import rate_limit
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.orders import queries as orders
from lianyi.orders.types import Line
from lianyi.trust.actions import aftersales as actions
from lianyi.trust.queries import aftersales as queries
from lianyi.trust.rules import windows
from lianyi.trust.rules.acts import shopper_may
from lianyi.trust.rules.clocks import RETURN_FREIGHT_FEN_MAX, ROUNDS_MAX
from lianyi.trust.rules.reasons import KIND_WORDS, REASON_WORDS, WHY_WORDS, seller_pays
from lianyi.trust.rules.words import STAFF_ONLY, word
from lianyi.trust.shop.shapes import (
    CaseDetail,
    CaseHead,
    CaseRef,
    KindOfferOut,
    LineOfferOut,
    LineRef,
    OrderRef,
    Pictures,
    ReasonOut,
    detail_fields,
    heads,
)
from lianyi.trust.types.aftersales import (
    REASONS,
    Application,
    HandIn,
    Kind,
    LineOffer,
    Reason,
    Said,
    Wanted,
)

router = edge("/api/shop", tags=["shop: after-sales"])
Listed = Literal["all", "open", "ended"]


class Options(BaseModel):
    """What may be asked for an order now, line by line, and every reason with its words."""

    order_id: OrderRef
    order_number: str
    lines: list[LineOfferOut]
    reasons: list[ReasonOut]
    pictures_max: int
    words_max: int


WORDS_MAX = 500
PICTURES_MAX = 9


@router.get("/orders/{order_id}/aftersales/options")
async def options(session: Read, shopper: CurrentShopper, order_id: OrderRef, language: Language) -> Options:
    """What after-sales an own order may have now, and what is against the rest."""
    order = await orders.order_of(session, shopper.person, order_id)
    lines = await orders.lines(session, order.id)
    taken = await queries.open_lines(session, order.id)
    offers = windows.offers(order, lines, taken, session.now)
    return Options(
        order_id=order.id, order_number=order.number, pictures_max=PICTURES_MAX, words_max=WORDS_MAX,
        lines=[_offer_out(offer, line, language) for offer, line in zip(offers, lines, strict=True)],
        reasons=[
            ReasonOut(reason=one, text=word(REASON_WORDS, one, language), seller_pays=seller_pays(one))
            for one in REASONS
        ],
    )  # fmt: skip


def _offer_out(offer: LineOffer, line: Line, language: str) -> LineOfferOut:
    return LineOfferOut(
        line_id=line.id, title=line.title, option_text=line.option_text, picture_url=line.picture_url,
        price_fen=line.price_fen, quantity_max=offer.quantity_max, amount_max_fen=offer.amount_max_fen,
        no_reason_until=offer.no_reason_until, no_reason_why_not=offer.no_reason_why_not,
        no_reason_why_not_text=_why(offer.no_reason_why_not, language),
        kinds=[
            KindOfferOut(
                kind=one.kind, text=word(KIND_WORDS, one.kind, language), reasons=list(one.reasons),
                why_not=one.why_not, why_not_text=_why(one.why_not, language),
            )
            for one in offer.kinds
        ],
        why_not=offer.why_not, why_not_text=_why(offer.why_not, language),
    )  # fmt: skip


def _why(why_not: str | None, language: str) -> str | None:
    return None if why_not is None else word(WHY_WORDS, why_not, language)


class CarrierOut(BaseModel):
    code: str
    name: str


class Carriers(BaseModel):
    items: list[CarrierOut]


@router.get("/aftersales/carriers")
async def carriers(_session: Read, _shopper: CurrentShopper, language: Language) -> Carriers:
    """Carriers for the parcel that goes back."""
    return Carriers(
        items=[
            CarrierOut(code=code, name=en if language == "en" else zh) for code, zh, en in orders.carriers()
        ]
    )


@router.get("/aftersales")
async def list_cases(
    session: Read, shopper: CurrentShopper, page: PageQuery, language: Language, state: Listed = "all",
    order_id: Annotated[OrderRef | None, Query()] = None,
) -> Page[CaseHead]:  # fmt: skip
    """One's own cases, newest first; of one order, when it is named."""
    wanted = queries.CaseFilter(person_id=shopper.person, order_id=order_id, states=queries.states_of(state))
    found = await queries.page(session, wanted, limit=page.limit, after=page.after(datetime, UUID))
    return Page[CaseHead](
        items=[CaseHead(**fields) for fields in await heads(session, found[: page.limit], language)],
        next_cursor=next_cursor(found, page.limit, "applied_at", "id"),
    )


@router.get("/aftersales/{case_id}")
async def case_detail(
    session: Read, shopper: CurrentShopper, case_id: CaseRef, language: Language
) -> CaseDetail:
    """One own case with its file in order."""
    case = await queries.case_of(session, shopper.person, case_id)
    steps = [one for one in await queries.steps(session, case.id) if one.kind not in STAFF_ONLY]
    fields = await detail_fields(
        session, case, steps, language, rounds_max=ROUNDS_MAX, freight_max_fen=RETURN_FREIGHT_FEN_MAX
    )
    return CaseDetail(**fields, actions=shopper_may(case))


class WantedIn(BaseModel):
    """Units of a line; no amount asks for all they are worth. An exchange has no amount."""

    line_id: LineRef
    quantity: int = Field(ge=1, le=9999)
    amount_fen: int | None = Field(default=None, ge=1, le=100_000_000)

    def wanted(self) -> Wanted:
        """As the actions take it."""
        return Wanted(self.line_id, self.quantity, self.amount_fen)


class ReviseIn(BaseModel):
    reason: Reason
    words: str = Field(default="", max_length=WORDS_MAX)
    lines: list[WantedIn] = Field(min_length=1, max_length=100)
    picture_ids: Pictures = []


class ApplyIn(ReviseIn):
    kind: Kind


class Applied(BaseModel):
    id: CaseRef


@router.post(
    "/orders/{order_id}/aftersales",
    status_code=201,
    dependencies=[rate_limit("20/minute", name="aftersales")],
)
async def apply(session: Write, shopper: CurrentShopper, order_id: OrderRef, given: ApplyIn) -> Applied:
    """Open a case on lines of an own order that has been shipped."""
    wish = Application(
        given.kind, given.reason, given.words, tuple(line.wanted() for line in given.lines),
        tuple(given.picture_ids),
    )  # fmt: skip
    return Applied(id=await actions.apply(session, shopper, order_id, wish))


@router.post("/aftersales/{case_id}/revise", status_code=204)
async def revise(session: Write, shopper: CurrentShopper, case_id: CaseRef, given: ReviseIn) -> None:
    """Ask again after a refusal; three times at most."""
    await actions.revise(
        session, shopper, case_id, reason=given.reason, lines=tuple(line.wanted() for line in given.lines),
        said=Said(given.words, tuple(given.picture_ids)),
    )  # fmt: skip


@router.post("/aftersales/{case_id}/withdraw", status_code=204)
async def withdraw(session: Write, shopper: CurrentShopper, case_id: CaseRef) -> None:
    """Take an application back, while the goods are here."""
    await actions.withdraw(session, shopper, case_id)


@router.post("/aftersales/{case_id}/accept", status_code=204)
async def accept(session: Write, shopper: CurrentShopper, case_id: CaseRef) -> None:
    """Take the amount that the merchant proposes."""
    await actions.accept(session, shopper, case_id)


class DeclineIn(BaseModel):
    note: str = Field(default="", max_length=200)


@router.post("/aftersales/{case_id}/decline", status_code=204)
async def decline(session: Write, shopper: CurrentShopper, case_id: CaseRef, given: DeclineIn) -> None:
    """Refuse the proposal; the merchant decides again."""
    await actions.decline(session, shopper, case_id, given.note)


class HandInIn(BaseModel):
    """`freight_fen`: what sending back has cost, where the seller bears it (`return_freight.seller_pays`)."""

    carrier_code: str = Field(min_length=1, max_length=20)
    tracking_no: str = Field(min_length=1, max_length=60)
    freight_fen: int = Field(default=0, ge=0, le=RETURN_FREIGHT_FEN_MAX)
    note: str = Field(default="", max_length=200)
    picture_ids: Pictures = []


@router.post("/aftersales/{case_id}/hand-in", status_code=204)
async def hand_in(session: Write, shopper: CurrentShopper, case_id: CaseRef, given: HandInIn) -> None:
    """Say which parcel brings the goods back, or correct it."""
    await actions.hand_in(
        session, shopper, case_id, HandIn(given.carrier_code, given.tracking_no, given.freight_fen),
        Said(given.note, tuple(given.picture_ids)),
    )  # fmt: skip


@router.post("/aftersales/{case_id}/confirm", status_code=204)
async def confirm(session: Write, shopper: CurrentShopper, case_id: CaseRef) -> None:
    """The exchanged goods are here."""
    await actions.confirm(session, shopper, case_id)
