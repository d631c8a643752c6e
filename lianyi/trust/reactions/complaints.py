"""Facts from below that concern complaints."""

import re

from lianyi.identity.events import PersonDeleted, PersonMerged, WeChatPushed
from lianyi.kit.db import Session
from lianyi.kit.outbox import on
from lianyi.orders.events import OrderRefunded
from lianyi.trust.actions import complaints as actions

PUSHED = "complaint_callback"
# The push may be cut where it is long; the number stands near its beginning and is all that is believed.
NUMBER = re.compile(r'"complaint_order_id"\s*:\s*"?(\d{1,30})')


@on(WeChatPushed)
async def ask_about_complaint(session: Session, pushed: WeChatPushed) -> None:
    """Something happened to a transaction complaint of the mini program."""
    if pushed.kind != PUSHED:
        return
    found = NUMBER.search(pushed.fields.get("BussiCallBackInfo", ""))
    number = found.group(1) if found else pushed.fields.get("complaint_order_id", "")
    if number.isdigit() and len(number) <= 30:
        await actions.want(session, "mini", number)


@on(OrderRefunded)
async def link_refund(session: Session, fact: OrderRefunded) -> None:
    """However it was given: a refund of an order that is complained about belongs to the complaint."""
    await actions.link_refund(session, fact.order_id, fact.refund_id)


@on(PersonDeleted)
async def forget_person(session: Session, fact: PersonDeleted) -> None:
    await actions.forget_person(session, fact.person_id)


@on(PersonMerged)
async def move_person(session: Session, fact: PersonMerged) -> None:
    await actions.move_person(session, fact.from_person_id, fact.into_person_id)
