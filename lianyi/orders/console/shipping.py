"""Shipping in the console: parcels, tracking, packing list, carriers, what WeChat refused."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel, Field

from lianyi.identity import queries as identity_reads
from lianyi.identity.edges import check_permission, require
from lianyi.identity.types import Staff
from lianyi.kit.files import CSV, HTML, XLSX, gives
from lianyi.kit.http import Own, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.orders import actions, queries
from lianyi.orders.console.changing import actor_of
from lianyi.orders.rules.carriers import CARRIERS
from lianyi.orders.rules.packing import Paper, packing_list
from lianyi.orders.types import NewParcel, Portion

router = edge("/api/console", tags=["console: shipping"])
# The file of what waits is not an answer to be kept for a repeated key: it is made of what is true now.
files_router = edge("/api/console", tags=["console: shipping"], own=True)
FILE_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
OrderRef = Annotated[UUID, as_word("ord")]
ParcelRef = Annotated[UUID, as_word("pcl")]
Shipper = Annotated[Staff, require("orders.ship")]


class CarrierOut(BaseModel):
    code: str
    name: str
    name_en: str


class Carriers(BaseModel):
    items: list[CarrierOut]


@router.get("/carriers")
async def carriers(_session: Read, _staff: Annotated[Staff, require("orders.read")]) -> Carriers:
    """Carriers with WeChat's codes."""
    return Carriers(items=[CarrierOut(code=one.code, name=one.name, name_en=one.name_en) for one in CARRIERS])


class ParcelLineIn(BaseModel):
    line_id: Annotated[UUID, as_word("oln")]
    quantity: int = Field(ge=1, le=9999)


class TrackingIn(BaseModel):
    carrier_code: str = Field(min_length=1, max_length=20)
    tracking_no: str = Field(min_length=1, max_length=60)


class ShipIn(TrackingIn):
    """`lines` missing: everything that is left goes into this parcel."""

    lines: list[ParcelLineIn] | None = Field(default=None, min_length=1, max_length=100)


class ShipOut(BaseModel):
    parcel_id: ParcelRef
    state: str


@router.post("/orders/{order_id}/ship", status_code=201)
async def ship(session: Write, staff: Shipper, order_id: OrderRef, given: ShipIn) -> ShipOut:
    """Ship one parcel; the last unit moves the order to `shipped`."""
    portions = (
        None if given.lines is None else tuple(Portion(line.line_id, line.quantity) for line in given.lines)
    )
    parcel = NewParcel(given.carrier_code, given.tracking_no, portions)
    (parcel_id,) = await actions.ship(session, actor_of(staff), order_id, [parcel])
    return ShipOut(parcel_id=parcel_id, state=(await queries.order(session, order_id)).state)


@router.put("/parcels/{parcel_id}", status_code=204)
async def edit_parcel(session: Write, staff: Shipper, parcel_id: ParcelRef, given: TrackingIn) -> None:
    """Correct carrier or tracking number; WeChat is told again."""
    await actions.edit_parcel(
        session, actor_of(staff), parcel_id, carrier_code=given.carrier_code, tracking_no=given.tracking_no
    )


@router.post("/parcels/{parcel_id}/wechat", status_code=204)
async def retry_upload(session: Write, _staff: Shipper, parcel_id: ParcelRef) -> None:
    """Tell WeChat again about a parcel it refused."""
    await actions.retry_upload(session, parcel_id)


@router.get("/orders/{order_id}/packing.html", response_class=Response, responses=gives(HTML))
async def packing(
    session: Read, _staff: Annotated[Staff, require("orders.ship")], order_id: OrderRef,
    paper: Annotated[Paper, Query()] = "a5",
) -> Response:  # fmt: skip
    """The packing list of one order to print, on A5 or A4; the receiver is masked as in the list."""
    order = await queries.order(session, order_id)
    shop = await identity_reads.tenant(session)
    lines = await queries.lines(session, order_id)
    page = packing_list(shop.name, shop.contact_phone, order, lines, paper)
    headers = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
    return Response(page, media_type="text/html; charset=utf-8", headers=headers)


@files_router.post("/orders/to-ship.{kind}", response_class=Response, responses=gives(XLSX, CSV))
async def to_ship_file(db: Own, staff: Shipper, kind: Literal["xlsx", "csv"]) -> Response:
    """The orders to ship with receivers in clear, at most 1,000, the earliest paid first; who took it is recorded.

    Filled in with carrier and tracking number it goes to `/imports` with kind `shipments`. Needs `people.reveal` too.
    """
    check_permission(staff, "people.reveal")
    data = await actions.to_ship_file(db, staff, kind)
    headers = {"Content-Disposition": f'attachment; filename="to-ship.{kind}"', "Cache-Control": "no-store"}
    return Response(data, media_type=FILE_TYPES[kind], headers=headers)
