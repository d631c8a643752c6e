"""Telling shoppers what became of their case. Told twice arrives once: each notice has its key."""

from lianyi.kit.db import Session
from lianyi.messages import actions as messages
from lianyi.messages.types import NoticeKind, NoticeValue
from lianyi.orders import queries as order_reads
from lianyi.trust.queries import aftersales as queries
from lianyi.trust.rules import notices
from lianyi.trust.types.aftersales import Address, Case


async def tell_agreed(session: Session, case: Case, address: Address) -> None:
    """Where to send the goods, and until when."""
    await _tell(session, notices.AGREED, case, address=address.full_text, until=_until(case))


async def tell_refused(session: Session, case: Case, why: str) -> None:
    """Why not, and until when the application can be revised."""
    await _tell(session, notices.REFUSED, case, why=why, until=_until(case))


async def tell_proposed(session: Session, case: Case) -> None:
    """What the merchant proposes."""
    await _tell(session, notices.PROPOSED, case, amount=case.proposed_fen or 0, until=_until(case))


async def tell_near(session: Session, case: Case) -> None:
    """What is still to do before the time is over."""
    await _tell(session, notices.NEAR, case, act=notices.TO_DO[case.state], until=_until(case))


async def tell_reshipped(session: Session, case: Case, carrier_code: str, tracking_no: str) -> None:
    """Which parcel brings the exchange."""
    await _tell(
        session, notices.RESHIPPED, case, carrier=order_reads.carrier_words(carrier_code, "zh"),
        tracking_no=tracking_no, at=session.now,
    )  # fmt: skip


def _until(case: Case) -> NoticeValue:
    assert case.deadline_at is not None  # every state that is told of has a clock
    return case.deadline_at


async def _tell(session: Session, kind: NoticeKind, case: Case, **values: NoticeValue) -> None:
    asked = {part.line_id for part in await queries.lines(session, case.id)}
    lines = [line for line in await order_reads.lines(session, case.order_id) if line.id in asked]
    more = f"等 {len(lines)} 种商品" if len(lines) > 1 else ""
    values |= {"title": f"{lines[0].title}{more}" if lines else "", "number": case.order_number}
    await messages.notify(
        session,
        kind,
        case.person_id,
        key=f"{case.id}:{case.version}",
        page=notices.case_page(case.id),
        values=values,
    )
