"""What the staff decide about a case."""

from typing import Annotated
from uuid import UUID

from fastapi import UploadFile
from pydantic import BaseModel, Field

from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.kit.http import Own, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.limits import rate_limit
from lianyi.media import actions as media
from lianyi.trust.actions import aftersales as actions
from lianyi.trust.shop.shapes import CaseRef, EvidenceOut, Pictures, evidence_out
from lianyi.trust.types.aftersales import Paying, Said

router = edge("/api/console", tags=["console: after-sales"])
darkroom = edge("/api/console", tags=["console: after-sales"], own=True)
Decider = Annotated[Staff, require("aftersales.write")]
AddressRef = Annotated[UUID, as_word("rta")]


class SaidIn(BaseModel):
    note: str = Field(default="", max_length=500)
    picture_ids: Pictures = []

    def said(self) -> Said:
        """As the actions take it."""
        return Said(self.note, tuple(self.picture_ids))


class ReasonedIn(SaidIn):
    note: str = Field(min_length=1, max_length=500)


@darkroom.post(
    "/aftersales/pictures", status_code=201, dependencies=[rate_limit("60/minute", name="evidence")]
)
async def upload_evidence(db: Own, staff: Decider, file: UploadFile) -> EvidenceOut:
    """Keep a picture for a case; only the two sides will see it."""
    encoded = await media.read_picture(file.read, file.filename or "")
    async with db.write(staff.tenant) as session:
        picture = await actions.keep_picture(session, staff, encoded)
        return evidence_out(session, picture)


class AgreeIn(SaidIn):
    """No address takes the default; a refund alone needs none."""

    return_address_id: AddressRef | None = None


@router.post("/aftersales/{case_id}/agree", status_code=204)
async def agree(session: Write, staff: Decider, case_id: CaseRef, given: AgreeIn) -> None:
    """Say yes: the money leaves, or the shopper learns where to send the goods."""
    await actions.agree(session, staff, case_id, given.return_address_id, given.said())


class AddressIn(BaseModel):
    return_address_id: AddressRef | None = None


@router.post("/aftersales/{case_id}/address", status_code=204)
async def give_address(session: Write, staff: Decider, case_id: CaseRef, given: AddressIn) -> None:
    """Say where the goods go of a case that was agreed to by itself."""
    await actions.give_address(session, staff, case_id, given.return_address_id)


class ProposeIn(ReasonedIn):
    amount_fen: int = Field(ge=1, le=100_000_000)


@router.post("/aftersales/{case_id}/propose", status_code=204)
async def propose(session: Write, staff: Decider, case_id: CaseRef, given: ProposeIn) -> None:
    """Propose a lower amount, which the shopper accepts or not."""
    await actions.propose(session, staff, case_id, given.amount_fen, given.said())


@router.post("/aftersales/{case_id}/refuse", status_code=204)
async def refuse(session: Write, staff: Decider, case_id: CaseRef, given: ReasonedIn) -> None:
    """Say no, with the reason that the shopper will read."""
    await actions.refuse(session, staff, case_id, given.said())


class ReceiveIn(SaidIn):
    """`restock`: the goods can be sold again. `propose_fen`: not the whole amount, if the shopper accepts."""

    restock: bool
    propose_fen: int | None = Field(default=None, ge=1, le=100_000_000)


@router.post("/aftersales/{case_id}/receive", status_code=204)
async def receive(session: Write, staff: Decider, case_id: CaseRef, given: ReceiveIn) -> None:
    """The goods are back and looked at: the money leaves; an exchange waits to be sent."""
    await actions.receive(
        session, staff, case_id, restock=given.restock, propose_fen=given.propose_fen, said=given.said()
    )


class RestockIn(BaseModel):
    restock: bool


@router.post("/aftersales/{case_id}/restock", status_code=204)
async def restock(session: Write, staff: Decider, case_id: CaseRef, given: RestockIn) -> None:
    """Book the goods of a case that ran out: can they be sold again?"""
    await actions.restock(session, staff, case_id, back=given.restock)


@router.post("/aftersales/{case_id}/refund", status_code=204)
async def refund(session: Write, staff: Decider, case_id: CaseRef, given: SaidIn) -> None:
    """Give all that is asked without waiting for goods, or instead of an exchange."""
    await actions.refund_now(session, staff, case_id, given.said())


class ReshipIn(BaseModel):
    carrier_code: str = Field(min_length=1, max_length=20)
    tracking_no: str = Field(min_length=1, max_length=60)


@router.post("/aftersales/{case_id}/reship", status_code=204)
async def reship(session: Write, staff: Decider, case_id: CaseRef, given: ReshipIn) -> None:
    """Send the exchange."""
    await actions.reship(session, staff, case_id, given.carrier_code, given.tracking_no)


@router.post("/aftersales/{case_id}/extend", status_code=204)
async def extend(session: Write, staff: Decider, case_id: CaseRef) -> None:
    """Give the shopper seven more days, once a step."""
    await actions.extend(session, staff, case_id)


class ReturnFreightIn(BaseModel):
    """`paid` says that what was accepted has been paid by hand; the note names how."""

    decision: Paying
    note: str = Field(default="", max_length=200)


@router.post("/aftersales/{case_id}/return-freight", status_code=204)
async def decide_return_freight(
    session: Write, staff: Decider, case_id: CaseRef, given: ReturnFreightIn
) -> None:
    """Bear the declared freight of the return, or not, or say that it was paid."""
    await actions.decide_return_freight(session, staff, case_id, given.decision, given.note)


@router.post("/aftersales/{case_id}/note", status_code=204)
async def note(session: Write, staff: Decider, case_id: CaseRef, given: ReasonedIn) -> None:
    """Add a note that only the staff see."""
    await actions.note(session, staff, case_id, given.said())
