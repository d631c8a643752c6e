"""What WeChat's shipping management is told about an order's parcels (upload_shipping_info)."""

from collections.abc import Sequence
from datetime import datetime

from lianyi.orders.types import Line, Order, Parcel
from lianyi.wechat.types import Shipment, ShippedParcel

NOT_STORED_YET = 10060001
ITEM_DESC_CHARS_MAX = 120
# WeChat answers these when it is busy or has not seen the payment yet; everything else is for a person to read.
PASSING = frozenset({-1, NOT_STORED_YET, 45009, 45011})


def item_desc(lines: Sequence[Line], parcel: Parcel) -> str:
    """`棉T恤 红 L*1;帽子*2`, at most 120 characters; a box without lines of its own says so."""
    title_of = {str(line.id): f"{line.title} {line.option_text}".strip() for line in lines}
    parts = [f"{title_of.get(str(part['line_id']), '商品')[:40]}*{part['quantity']}" for part in parcel.lines]
    return (";".join(parts) or f"{lines[0].title[:40]} 等的另一箱" if lines else "商品")[:ITEM_DESC_CHARS_MAX]


def shipment(
    order: Order, lines: Sequence[Line], parcels: Sequence[Parcel], openid: str, uploaded_at: datetime
) -> Shipment:
    """All parcels so far, in the order they left: one whole parcel is unified delivery, anything else is split."""
    all_left = order.state != "to_ship"
    return Shipment(
        transaction_id=order.transaction_id or "",
        payer_openid=openid,
        parcels=tuple(
            ShippedParcel(
                item_desc=item_desc(lines, parcel),
                tracking_no=parcel.tracking_no,
                express_company=parcel.carrier_code,
                receiver_contact=order.phone_masked or None,
            )
            for parcel in parcels
        ),
        uploaded_at=uploaded_at,
        split=len(parcels) > 1 or not all_left,
        all_delivered=all_left,
    )
