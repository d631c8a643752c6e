"""A difference is settled by a person: WeChat is asked and believed, or the money is said not to be ours, or it waits.

No amount is ever typed. What is booked comes from WeChat's own answer or from its bill.
"""

from uuid import UUID

from lianyi.identity import actions as identity
from lianyi.identity.types import Change, Staff
from lianyi.kit.db import Database, ReadSession, Session
from lianyi.kit.ids import encode
from lianyi.ledger import queries as ledger
from lianyi.ledger.types import Purpose, Subject
from lianyi.payments import actions as payments
from lianyi.payments import queries as payment_reads
from lianyi.payments.errors import WeChatPayUnanswered
from lianyi.payments.queries import numbers
from lianyi.payments.types import Attempt, Refund
from lianyi.reconciliation import queries, store
from lianyi.reconciliation.actions import facts
from lianyi.reconciliation.actions.match import match_day
from lianyi.reconciliation.errors import ActNotPossible, DifferenceSettled, WeChatDisagrees
from lianyi.reconciliation.queries import work
from lianyi.reconciliation.rules import matching, reasons
from lianyi.reconciliation.types import (
    Act,
    BillKind,
    Difference,
    DifferenceState,
    KeptLine,
    LineType,
    Reason,
    What,
)
from lianyi.wechat import pay
from lianyi.wechat.pay import PayKeys, PayRefused, PayUnanswered, RefundStatus, TradeState

NOTE_MAX, NAME_MAX = 200, 60
_ENDS = {Act.TAKE_IN: DifferenceState.TAKEN, Act.FOREIGN: DifferenceState.FOREIGN}
identity.name_acts(
    {
        "difference.settled": ("处理对账差异", "Difference settled"),
        "bill.retried": ("重新下载账单", "Bills fetched anew"),
    }
)


async def settle(db: Database, staff: Staff, difference_id: UUID, act: Act, note: str) -> Difference:
    """Settle one difference and look at its day again. The same act of the same person twice is as good as once.

    Raises NoSuchDifference, DifferenceSettled, ActNotPossible, WeChatDisagrees (nothing was booked then),
    WeChatPayRefused and WeChatPayUnanswered (ask again).
    """
    async with db.read(staff.tenant) as session:
        found = await queries.difference(session, difference_id)
        line = await queries.line_of(session, found)
        line_type = line.type if line else (await queries.kinds_behind(session, [found])).get(found.id)
    if found.closed_at is not None:
        if found.state is _ENDS.get(act) and found.closed_by == staff.name[:NAME_MAX]:
            return found  # the same act of the same person, sent again because its answer was lost
        raise DifferenceSettled
    if act not in reasons.acts_for(found, line_type):
        raise ActNotPossible
    match act:
        case Act.TAKE_IN:
            said = await _take_in(db, staff, found, line)
            await _end(db, staff, found, DifferenceState.TAKEN, note or said)
        case Act.FOREIGN:
            await _book_foreign(db, staff, found, line, note)
        case Act.WAIT:
            await _end(db, staff, found, DifferenceState.WAITING, note or "等待后续账单")
        case Act.RETRY:
            async with db.write(staff.tenant) as session:
                await session.later(store.RETRY, day=found.day, kinds=[found.kind.value])
                await _note(session, staff, found, act.value, note)
    await match_day(db, staff.tenant, found.day, found.kind)
    async with db.read(staff.tenant) as session:
        return await queries.difference(session, difference_id)


async def _end(db: Database, staff: Staff, found: Difference, state: DifferenceState, note: str) -> None:
    async with db.write(staff.tenant) as session:
        await _settled(session, staff, found, state, note)


async def _settled(
    session: Session, staff: Staff, found: Difference, state: DifferenceState, note: str
) -> None:
    """One guarded update; whoever comes second is told that it is settled. A difference closes at most once."""
    done = await session.run(
        store.SETTLE, id=found.id, state=state.value, note=note[:NOTE_MAX], by=staff.name[:NAME_MAX]
    )
    if not done:
        raise DifferenceSettled
    await _note(session, staff, found, state.value, note)


async def _note(session: Session, staff: Staff, found: Difference, how: str, note: str) -> None:
    after = {
        "how": how, "day": found.day.isoformat(), "number": found.number, "bill_fen": found.bill_fen,
        "books_fen": found.books_fen, "note": note[:NOTE_MAX],
    }  # fmt: skip
    await identity.note_change(
        session, staff, Change("difference.settled", encode("dif", found.id), after=after)
    )


async def _book_foreign(
    db: Database, staff: Staff, found: Difference, line: KeptLine | None, note: str
) -> None:
    """Not ours: booked against an account of its own, so that the books go on saying what WeChat holds."""
    async with db.write(staff.tenant) as session:
        await session.maybe(store.LOCK_DIFFERENCE, id=found.id)
        await _settled(session, staff, found, DifferenceState.FOREIGN, note)
        subject = Subject("bill_line", line.id if line else found.id)
        await facts.move(
            session, Purpose.FOREIGN, line.amount_fen if line else found.bill_fen or 0, subject,
            key=matching.foreign_key(line) if line else f"foreign:{found.id}", kind="foreign",
            memo=note or "不是本店的资金", reference=matching.subject_no(line) if line else "",
        )  # fmt: skip
        if found.what is What.BALANCE:
            await session.later(store.RECHECK_FROM, day=found.day)
        else:
            days = [found.day]
            for kind in BillKind:
                await session.later(store.RECHECK, days=days, kind=kind.value)


async def _take_in(db: Database, staff: Staff, found: Difference, line: KeptLine | None) -> str:
    """Ask WeChat and do what it says; what was said, for the note. Raises WeChatDisagrees."""
    if found.what is What.FEE and line is not None:
        return await _take_fee(db, staff, line)
    async with db.read(staff.tenant) as session:
        keys = await payment_reads.pay_keys(session)
        number = line.own_no if line and line.own_no else found.number
        attempt = await numbers.attempt(session, number)
        refund = await numbers.refund(session, number) or await _refund_behind(session, found)
    try:
        if attempt is not None:
            return await _ask_payment(db, staff, keys, found, attempt)
        if refund is not None:
            return await _ask_refund(db, staff, keys, found, refund)
        if found.reason is Reason.REFUND_AT_WECHAT and line is not None:
            return await _adopt_refund(db, staff, keys, line)
    except PayRefused as refusal:
        raise WeChatDisagrees(answer=f"{refusal.code} {refusal.message}") from refusal
    except PayUnanswered as silence:
        raise WeChatPayUnanswered from silence
    raise ActNotPossible


async def _refund_behind(session: ReadSession, found: Difference) -> Refund | None:
    """The refund behind a transfer of the books that no line brings."""
    for one in await ledger.find(session, [], [found.number]):
        refund_id = matching.refund_of_key(one.key) if one.id == found.transfer_id else None
        if refund_id is not None:
            return await payment_reads.refund(session, refund_id)
    return None


async def _ask_payment(db: Database, staff: Staff, keys: PayKeys, found: Difference, attempt: Attempt) -> str:
    trade = await pay.query(keys, attempt.out_trade_no)
    if trade is None or trade.state not in {TradeState.SUCCESS, TradeState.REFUND}:
        raise WeChatDisagrees(answer=trade.state.value if trade else "ORDER_NOT_EXIST")
    if found.what is What.UNKNOWN_HERE:
        if trade.transaction_id != found.number or trade.total_fen != found.bill_fen:
            raise WeChatDisagrees(answer=f"{trade.transaction_id} {trade.total_fen}")
        async with db.write(staff.tenant) as session:
            verdict = await payments.settle(session, trade, keys.mchid)
        return f"向微信查询后入账({verdict})"
    if trade.total_fen != attempt.amount_fen:
        raise WeChatDisagrees(answer=str(trade.total_fen))
    return "向微信查询:账本的金额和笔数是对的"


async def _ask_refund(db: Database, staff: Staff, keys: PayKeys, found: Difference, refund: Refund) -> str:
    answer = await pay.query_refund(keys, refund.out_refund_no)
    if answer is None or answer.status is not RefundStatus.SUCCESS or answer.refund_fen != refund.amount_fen:
        raise WeChatDisagrees(
            answer=f"{answer.status} {answer.refund_fen}" if answer else "RESOURCE_NOT_EXISTS"
        )
    if found.what is What.UNKNOWN_HERE:
        async with db.write(staff.tenant) as session:
            await payments.end_refund(session, refund, answer)
        return "向微信查询后入账"
    return "向微信查询:账本的金额和笔数是对的"


async def _adopt_refund(db: Database, staff: Staff, keys: PayKeys, line: KeptLine) -> str:
    """A refund that somebody made on WeChat's own platform: it is booked on the order it was paid from."""
    answer = await pay.query_refund(keys, line.own_no)
    if answer is None or answer.status is not RefundStatus.SUCCESS or answer.refund_fen != -line.amount_fen:
        raise WeChatDisagrees(
            answer=f"{answer.status} {answer.refund_fen}" if answer else "RESOURCE_NOT_EXISTS"
        )
    async with db.write(staff.tenant) as session:
        behind = await work.transactions_behind(session, [answer.refund_id])
        await payments.adopt_refund(session, behind.get(answer.refund_id, ""), answer)
    return "微信商户平台上的退款,向微信查询后入账"


async def _take_fee(db: Database, staff: Staff, line: KeptLine) -> str:
    """The fee that the money shows: what the fund-flow bill took, else what the trade bill says."""
    number = matching.subject_no(line)
    async with db.write(staff.tenant) as session:
        about = await queries.lines_about(session, [number], None)
        fees = {LineType.FEE, LineType.FEE_BACK}
        taken = [
            one
            for one in about
            if one.kind is BillKind.FUNDS and one.type in fees and one.business_no == number
        ]
        wanted_fen = sum(one.amount_fen for one in taken) if taken else -line.fee_fen
        booked_fen, subject = await facts.fee_booked(session, line)
        await facts.book_fee(
            session, line, wanted_fen - booked_fen, subject,
            key=f"fee:{number}" if not booked_fen else f"fee:{number}:{line.id}",
        )  # fmt: skip
        for kind in BillKind:
            await session.later(store.RECHECK, days=[line.day], kind=kind.value)
    return "按资金账单实际扣收的手续费入账" if taken else "按交易账单的手续费入账"
