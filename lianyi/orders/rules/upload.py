"""What WeChat's shipping management is told about an order's parcels (upload_shipping_info)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from lianyi.orders.rules.carriers import VIRTUAL
from lianyi.orders.types import Line, Order, Parcel
from lianyi.wechat.types import Shipment, ShippedParcel

NOT_STORED_YET = 10060001
ITEM_DESC_CHARS_MAX = 120
EXPRESS, VIRTUAL_GOODS = 1, 3
# WeChat answers these when it is busy or has not seen the payment yet; everything else is for a person to read.
PASSING = frozenset({-1, NOT_STORED_YET, 45009, 45011})


def item_desc(lines: Sequence[Line], parcel: Parcel) -> str:
    """`棉T恤 红 L*1;帽子*2`, at most 120 characters; a box without lines of its own says so."""
    title_of = {str(line.id): f"{line.title} {line.option_text}".strip() for line in lines}
    parts = [f"{title_of.get(str(part['line_id']), '商品')[:40]}*{part['quantity']}" for part in parcel.lines]
    return (";".join(parts) or f"{lines[0].title[:40]} 等的另一箱" if lines else "商品")[:ITEM_DESC_CHARS_MAX]


def parcels_to_tell(order: Order, parcels: Sequence[Parcel]) -> list[Parcel]:
    """The parcels of one call.

    While the order is not whole, calls add up: only what is new is told. Once WeChat has heard of every parcel of a
    whole order, a call replaces all of them (the one re-shipment it allows): a corrected number is told with the rest.
    """
    whole = order.state != "to_ship"
    if whole and all(parcel.wechat_uploads for parcel in parcels):
        return list(parcels)
    return [parcel for parcel in parcels if parcel.wechat_state == "pending"]


def shipment(
    order: Order, lines: Sequence[Line], parcels: Sequence[Parcel], openid: str, now: datetime
) -> Shipment:
    """One parcel that is the whole order is unified delivery, anything else is split.

    The upload time must grow from call to call, also within a millisecond: earlier calls are counted onto it.
    """
    whole = order.state != "to_ship"
    earlier = sum(parcel.wechat_uploads for parcel in parcels)
    virtual = all(parcel.carrier_code == VIRTUAL.code for parcel in parcels)
    return Shipment(
        transaction_id=order.transaction_id or "",
        payer_openid=openid,
        parcels=tuple(
            ShippedParcel(
                item_desc=item_desc(lines, parcel),
                tracking_no=None if virtual else parcel.tracking_no,
                express_company=None if virtual else parcel.carrier_code,
                receiver_contact=order.phone_masked or None,
            )
            for parcel in parcels_to_tell(order, parcels)
        ),
        uploaded_at=now + timedelta(milliseconds=earlier),
        logistics_type=VIRTUAL_GOODS if virtual else EXPRESS,
        split=len(parcels) > 1 or not whole,
        all_delivered=whole,
    )
