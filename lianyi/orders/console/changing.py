"""Changing an order in the console: price, address, notes, closing, revealing the receiver."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from lianyi.identity import actions as identity
from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.kit.http import Own, Write, edge
from lianyi.kit.ids import as_word, encode
from lianyi.orders import actions, queries
from lianyi.orders.errors import ReceiverForgotten
from lianyi.orders.types import Actor, Receiver

router = edge("/api/console", tags=["console: orders"])
outside_router = edge("/api/console", tags=["console: orders"], own=True)
OrderRef = Annotated[UUID, as_word("ord")]


def actor_of(staff: Staff) -> Actor:
    """A member of the staff as an order's history names them."""
    return Actor("staff", staff.staff, staff.name)


class PriceIn(BaseModel):
    """`adjust_fen` is the whole adjustment (negative: a discount), not a change of the present one."""

    adjust_fen: int = Field(ge=-100_000_000, le=100_000_000)
    freight_fen: int = Field(ge=0, le=10_000_000)
    reason: str = Field(default="", max_length=200)


class PriceOut(BaseModel):
    payable_fen: int


@router.put("/orders/{order_id}/price")
async def change_price(
    session: Write, staff: Annotated[Staff, require("orders.price")], order_id: OrderRef, given: PriceIn
) -> PriceOut:
    """Set freight and adjustment before payment."""
    payable_fen = await actions.change_price(
        session, actor_of(staff), order_id, adjust_fen=given.adjust_fen, freight_fen=given.freight_fen,
        reason=given.reason,
    )  # fmt: skip
    return PriceOut(payable_fen=payable_fen)


class ReceiverIn(BaseModel):
    name: str = Field(min_length=1, max_length=40)
    phone: str = Field(pattern=r"^1[3-9]\d{9}$")
    province: str = Field(min_length=1, max_length=40)
    city: str = Field(min_length=1, max_length=40)
    district: str = Field(default="", max_length=40)
    region_code: str = Field(pattern=r"^\d{6}$")
    detail: str = Field(min_length=1, max_length=200)
    postcode: str = Field(default="", max_length=10)


@router.put("/orders/{order_id}/address", status_code=204)
async def change_address(
    session: Write, staff: Annotated[Staff, require("orders.write")], order_id: OrderRef, given: ReceiverIn
) -> None:
    """Send the order elsewhere, before any parcel has left; freight stays as it is."""
    await actions.change_address(session, actor_of(staff), order_id, Receiver(**given.model_dump()))


class NoteIn(BaseModel):
    staff_note: str = Field(default="", max_length=500)
    flag: int = Field(default=0, ge=0, le=5)


@router.put("/orders/{order_id}/note", status_code=204)
async def note(
    session: Write, staff: Annotated[Staff, require("orders.write")], order_id: OrderRef, given: NoteIn
) -> None:
    """The staff's own note and flag; the shopper never sees them."""
    await actions.note(session, staff, order_id, staff_note=given.staff_note, flag=given.flag)


class ReasonIn(BaseModel):
    reason: str = Field(default="", max_length=200)


@outside_router.post("/orders/{order_id}/close", status_code=204)
async def close(
    db: Own, staff: Annotated[Staff, require("orders.write")], order_id: OrderRef, given: ReasonIn
) -> None:
    """Close an unpaid order, at WeChat first."""
    await actions.close_by_staff(db, staff, order_id, given.reason)


class RevealOut(BaseModel):
    name: str
    phone: str
    address: str
    detail: str
    postcode: str


@router.post("/orders/{order_id}/reveal")
async def reveal(
    session: Write, staff: Annotated[Staff, require("people.reveal")], order_id: OrderRef
) -> RevealOut:
    """Show the receiver's name, phone and address; who looked is written down."""
    receiver = await queries.receiver(session, order_id)
    if receiver is None:
        raise ReceiverForgotten
    await identity.note_access(session, staff, encode("ord", order_id), ["name", "phone", "address"])
    return RevealOut(
        name=receiver.name, phone=receiver.phone, address=receiver.full_text, detail=receiver.detail,
        postcode=receiver.postcode,
    )  # fmt: skip
