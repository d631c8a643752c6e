"""What both edges show of a case."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from lianyi.kit.db import ReadSession
from lianyi.kit.ids import as_word
from lianyi.orders import queries as orders
from lianyi.orders.types import Line
from lianyi.trust.actions import aftersales as actions
from lianyi.trust.queries import aftersales as queries
from lianyi.trust.queries import keeping
from lianyi.trust.rules.clocks import OUTCOME_WORDS, clock_of
from lianyi.trust.rules.reasons import (
    KIND_WORDS,
    REASON_WORDS,
    RETURN_FREIGHT_WORDS,
    STATE_WORDS,
    seller_pays,
)
from lianyi.trust.rules.words import step_text, word
from lianyi.trust.types.aftersales import (
    Address,
    Case,
    CaseLine,
    Evidence,
    Kind,
    Reason,
    ReturnFreight,
    State,
    Step,
    Turn,
)

CaseRef = Annotated[UUID, as_word("afs")]
OrderRef = Annotated[UUID, as_word("ord")]
LineRef = Annotated[UUID, as_word("oln")]
EvidenceRef = Annotated[UUID, as_word("evi")]
Pictures = Annotated[list[EvidenceRef], Field(max_length=9)]


class EvidenceOut(BaseModel):
    """A picture that only the two sides see; its addresses run out after an hour or two."""

    id: EvidenceRef
    url_200: str
    url_960: str
    width: int
    height: int
    preview: str


class CaseLineOut(BaseModel):
    line_id: LineRef
    sku_id: Annotated[UUID, as_word("sku")]
    product_id: Annotated[UUID, as_word("prd")]
    title: str
    option_text: str
    picture_url: str | None
    price_fen: int
    quantity: int
    amount_fen: int


class CaseHead(BaseModel):
    """What every view of a case begins with. `deadline_at` is when `outcome` happens by itself; both are null at the end."""

    id: CaseRef
    order_id: OrderRef
    order_number: str
    kind: Kind
    kind_text: str
    reason: Reason
    reason_text: str
    state: State
    state_text: str
    turn: Turn
    deadline_at: datetime | None
    outcome: str | None
    outcome_text: str | None
    amount_fen: int
    proposed_fen: int | None
    freight_fen: int
    refunded_fen: int
    applied_at: datetime
    updated_at: datetime
    ended_at: datetime | None
    lines: list[CaseLineOut]


class ParcelOut(BaseModel):
    carrier_code: str
    carrier_name: str
    tracking_no: str


class ReturnToOut(BaseModel):
    name: str
    phone: str
    region_code: str
    province: str
    city: str
    district: str
    detail: str
    full_text: str


class ReturnFreightOut(BaseModel):
    """`seller_pays`: the seller bears the freight of this return; `state` of what the shopper declared, paid by hand."""

    seller_pays: bool
    amount_max_fen: int
    amount_fen: int
    state: ReturnFreight
    state_text: str


class StepOut(BaseModel):
    at: datetime
    kind: str
    actor: str
    text: str
    note: str
    pictures: list[EvidenceOut]


class CaseDetail(CaseHead):
    """One case with its file; `actions` are what the asking side may do now."""

    words: str
    round: int
    rounds_max: int
    actions: list[str]
    return_to: ReturnToOut | None
    return_parcel: ParcelOut | None
    reship_parcel: ParcelOut | None
    return_freight: ReturnFreightOut
    received_at: datetime | None
    steps: list[StepOut]
    server_time: datetime


class KindOfferOut(BaseModel):
    kind: Kind
    text: str
    reasons: list[Reason]
    why_not: str | None
    why_not_text: str | None


class LineOfferOut(BaseModel):
    """What may be asked for a line. `no_reason_until` is the last day (China's) of the seven; null before receipt."""

    line_id: LineRef
    title: str
    option_text: str
    picture_url: str | None
    price_fen: int
    quantity_max: int
    amount_max_fen: int
    no_reason_until: date | None
    no_reason_why_not: str | None
    no_reason_why_not_text: str | None
    kinds: list[KindOfferOut]
    why_not: str | None
    why_not_text: str | None


class ReasonOut(BaseModel):
    reason: Reason
    text: str
    seller_pays: bool


def evidence_out(session: ReadSession, picture: Evidence) -> EvidenceOut:
    """A picture with addresses that run out."""
    small, large = (
        actions.picture_url(session.tenant, picture.name, width, session.now) for width in (200, 960)
    )
    return EvidenceOut(
        id=picture.id, url_200=small, url_960=large, width=picture.width, height=picture.height,
        preview=picture.preview,
    )  # fmt: skip


def head_fields(
    case: Case, parts: Sequence[CaseLine], lines: Mapping[UUID, Line], language: str
) -> dict[str, Any]:
    """The fields of `CaseHead`."""
    clock = clock_of(case)
    known = {name: getattr(case, name) for name in CaseHead.model_fields if hasattr(case, name)}
    return known | {
        "kind_text": word(KIND_WORDS, case.kind, language),
        "reason_text": word(REASON_WORDS, case.reason, language),
        "state_text": word(STATE_WORDS, case.state, language),
        "turn": clock.turn,
        "outcome": clock.outcome,
        "outcome_text": word(OUTCOME_WORDS, clock.outcome, language) if clock.outcome else None,
        "lines": [_line_out(part, lines[part.line_id]) for part in parts if part.line_id in lines],
    }


def _line_out(part: CaseLine, line: Line) -> CaseLineOut:
    return CaseLineOut(
        line_id=line.id, sku_id=line.sku_id, product_id=line.product_id, title=line.title,
        option_text=line.option_text, picture_url=line.picture_url, price_fen=line.price_fen, quantity=part.quantity,
        amount_fen=part.amount_fen,
    )  # fmt: skip


async def heads(session: ReadSession, cases: Sequence[Case], language: str) -> list[dict[str, Any]]:
    """The fields of `CaseHead` for a page of a list. 2 statements."""
    parts = await queries.lines_of(session, [case.id for case in cases])
    listed = await orders.lines_of(session, list({case.order_id for case in cases}))
    lines: dict[UUID, Line] = {line.id: line for of_order in listed.values() for line in of_order}
    return [head_fields(case, parts[case.id], lines, language) for case in cases]


async def detail_fields(
    session: ReadSession, case: Case, steps: Sequence[Step], language: str, *, rounds_max: int, freight_max_fen: int
) -> dict[str, Any]:  # fmt: skip
    """The fields of `CaseDetail` but `actions`."""
    (head,) = await heads(session, [case], language)
    pictures = await keeping.pictures(session, [UUID(one) for step in steps for one in step.pictures])
    return head | {
        "words": case.words,
        "round": case.round,
        "rounds_max": rounds_max,
        "return_to": return_to_out(keeping.return_to(case)),
        "return_parcel": _parcel(case.return_carrier, case.return_tracking_no, language),
        "reship_parcel": _parcel(case.reship_carrier, case.reship_tracking_no, language),
        "return_freight": ReturnFreightOut(
            seller_pays=seller_pays(case.reason), amount_max_fen=freight_max_fen, amount_fen=case.return_freight_fen,
            state=case.return_freight, state_text=word(RETURN_FREIGHT_WORDS, case.return_freight, language),
        ),
        "received_at": case.received_at,
        "steps": [_step(session, step, pictures, language) for step in steps],
        "server_time": session.now,
    }  # fmt: skip


def _step(session: ReadSession, step: Step, pictures: Mapping[UUID, Evidence], language: str) -> StepOut:
    carrier = orders.carrier_words(str(step.data.get("carrier_code", "")), language)
    shown = [pictures[UUID(one)] for one in step.pictures if UUID(one) in pictures]
    return StepOut(
        at=step.at, kind=step.kind, actor=step.actor_kind, text=step_text(step.kind, step.data, language, carrier),
        note=step.note, pictures=[evidence_out(session, one) for one in shown],
    )  # fmt: skip


def return_to_out(address: Address | None) -> ReturnToOut | None:
    """Where the goods go, in clear: the shopper must write it on a parcel."""
    if address is None:
        return None
    return ReturnToOut(
        name=address.name, phone=address.phone, region_code=address.region_code, province=address.province,
        city=address.city, district=address.district, detail=address.detail, full_text=address.full_text,
    )  # fmt: skip


def _parcel(carrier: str | None, tracking_no: str | None, language: str) -> ParcelOut | None:
    if carrier is None or tracking_no is None:
        return None
    return ParcelOut(
        carrier_code=carrier, carrier_name=orders.carrier_words(carrier, language), tracking_no=tracking_no
    )
