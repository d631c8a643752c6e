"""What only WeChat's bills can tell is booked from them: its fee, withdrawals and top-ups, and money that is not ours."""

from collections.abc import Sequence
from dataclasses import replace

from lianyi.kit.db import Session
from lianyi.ledger import actions as ledger
from lianyi.ledger import queries as ledger_reads
from lianyi.ledger.types import AccountRef, Purpose, Subject, Transfer
from lianyi.reconciliation.rules import matching
from lianyi.reconciliation.rules.matching import Verdict
from lianyi.reconciliation.types import BillKind, KeptLine, LineState, LineType, What

_GOOD = {LineState.MATCHED, LineState.FOREIGN}


async def book_bank(session: Session, page: Sequence[KeptLine]) -> None:
    """Withdrawals and top-ups: facts of WeChat that nobody can refuse, each once by the fund-flow number."""
    for line in page:
        if line.type not in {LineType.WITHDRAWAL, LineType.TOPUP} or line.copy:
            continue
        word = "提现到银行" if line.type is LineType.WITHDRAWAL else "充值"
        await move(
            session, Purpose.BANK, line.amount_fen, Subject("bill_line", line.id),
            key=f"bank:{line.number}", kind=line.type.value, memo=f"{word}(资金账单 {line.day})", reference=line.number,
        )  # fmt: skip


async def book_fees(session: Session, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """WeChat's fee of every trade line that matches; a fee that is not its rate's waits for somebody to look."""
    with_fee = [
        one for one in verdicts if one.line.kind is BillKind.TRADE and one.line.fee_fen and one.state in _GOOD
    ]
    if not with_fee:
        return list(verdicts)
    booked = {
        one.key: one.amount_fen
        for one in await ledger_reads.find(session, [f"fee:{one.line.number}" for one in with_fee], [])
    }
    wrong = set()
    for verdict in with_fee:
        known_fen = booked.get(f"fee:{verdict.line.number}")
        if known_fen is None and fits(verdict.line):
            await book_fee(session, verdict.line, -verdict.line.fee_fen, subject_of(verdict))
        elif known_fen != -verdict.line.fee_fen:
            wrong.add(verdict.line.id)
    return [
        replace(one, state=LineState.DIFFERS, what=What.FEE) if one.line.id in wrong else one
        for one in verdicts
    ]


def fits(line: KeptLine) -> bool:
    """A payment's fee is checked against its rate; what is given back on refunds is rounded over all of them."""
    return line.type is not LineType.PAYMENT or matching.fee_fits_rate(line)


def subject_of(verdict: Verdict) -> Subject:
    """What the fen are about: the order of the transfer, else the line itself."""
    transfer = verdict.transfer
    if transfer is not None and transfer.subject_kind == "order":
        return Subject("order", transfer.subject_id)
    return Subject("bill_line", verdict.line.id)


async def book_fee(
    session: Session, line: KeptLine, amount_fen: int, subject: Subject, *, key: str | None = None
) -> None:
    """`amount_fen` < 0 was taken by WeChat, > 0 given back."""
    number = matching.subject_no(line)
    kind, words = ("fee", "微信支付手续费") if amount_fen < 0 else ("fee_back", "退回微信支付手续费")
    await move(
        session, Purpose.FEES, amount_fen, subject, key=key or f"fee:{number}",
        kind=kind, memo=f"{words}(账单 {line.day})", reference=number,
    )  # fmt: skip


async def fee_booked(session: Session, line: KeptLine) -> tuple[int, Subject]:
    """What the books have as fees of the payment or refund a line is about, and what those fen are about."""
    number = matching.subject_no(line)
    found = await ledger_reads.find(
        session, [f"fee:{number}", f"pay:{number}", f"foreign:{number}"], [number]
    )
    subjects = [Subject("order", one.subject_id) for one in found if one.subject_kind == "order"]
    booked_fen = sum(one.amount_fen for one in found if one.kind in {"fee", "fee_back"})
    return booked_fen, subjects[0] if subjects else Subject("bill_line", line.id)


async def move(
    session: Session,
    outside: Purpose,
    amount_fen: int,
    subject: Subject,
    *,
    key: str,
    kind: str,
    memo: str,
    reference: str,
) -> None:
    """From `outside` to what is earned, or back when `amount_fen` < 0. Once by key."""
    if amount_fen == 0:
        return
    ends = (AccountRef(outside), AccountRef(Purpose.EARNED))
    source, target = ends if amount_fen > 0 else ends[::-1]
    await ledger.transfer(
        session,
        Transfer(
            key=key, kind=kind, source=source, target=target, amount_fen=abs(amount_fen), subject=subject,
            memo=memo[:80], reference=reference,
        ),
    )  # fmt: skip
