"""Which transfer a line of a bill stands for, and what is wrong when none does.

A line is matched by the ledger's key where WeChat's number or ours leads to it (`pay:<transaction>`, `refund:<ours>`,
`payout:…`, `fee:…`, `bank:…`, `foreign:…`), else by the reference that the transfer carries (profit sharing). Amounts
must be equal.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from uuid import UUID

from lianyi.ledger.types import Booked, Stage
from lianyi.reconciliation.types import BillKind, Frame, KeptLine, LineState, LineType, What

_OURS = re.compile(r"R([0-9a-f]{32})")
_PAYOUT = re.compile(r"[0-9a-f]{32}")
_REFUND_KEY = re.compile(r"refund:([0-9a-f-]{36})(:captured)?")
# WeChat's own words for a refund that is over; anything else is still under way or came to nothing.
_DONE = "SUCCESS"
KINDS_OF: Mapping[LineType, frozenset[str]] = {
    LineType.PAYMENT: frozenset({"payment", "stray_payment"}),
    LineType.REFUND: frozenset({"refund"}),
    LineType.FEE: frozenset({"fee", "fee_back"}),
    LineType.FEE_BACK: frozenset({"fee", "fee_back"}),
    LineType.SHARE: frozenset({"share"}),
    LineType.UNSHARE: frozenset({"unshare"}),
    LineType.TRANSFER: frozenset({"payout", "prize"}),
    LineType.WITHDRAWAL: frozenset({"withdrawal"}),
    LineType.TOPUP: frozenset({"topup"}),
    LineType.OTHER: frozenset(),
}
SPLITS = frozenset({LineType.SHARE, LineType.UNSHARE})
# Transfers that a bill must show on the day on which the books have them; the others are booked after bills.
EXPECTED: Mapping[BillKind, frozenset[str]] = {
    BillKind.TRADE: frozenset({"payment", "stray_payment", "refund"}),
    BillKind.FUNDS: frozenset({"payment", "stray_payment", "refund", "share", "unshare", "payout", "prize"}),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a line came to. `what` is None when nothing is to be settled."""

    line: KeptLine
    state: LineState
    transfer: Booked | None
    booked_fen: int | None
    what: What | None


def refund_id_of(own_no: str) -> UUID | None:
    """The refund whose number at WeChat this is; None when it is not one of ours."""
    found = _OURS.fullmatch(own_no)
    return UUID(found[1]) if found else None


def payout_id_of(own_no: str) -> UUID | None:
    """The pay-out or prize whose number at WeChat this is; None when it is not one of ours."""
    return UUID(own_no) if _PAYOUT.fullmatch(own_no) else None


def refund_of_key(key: str) -> UUID | None:
    """The refund that a transfer's key names; None for other transfers."""
    found = _REFUND_KEY.fullmatch(key)
    return UUID(found[1]) if found else None


def subject_no(line: KeptLine) -> str:
    """WeChat's number of what a line is about: the payment, the refund, the split."""
    return line.business_no if line.kind is BillKind.FUNDS and line.business_no else line.number


def foreign_key(line: KeptLine) -> str:
    """The key under which a line is booked as not ours; the same for both bills of a payment or refund."""
    same = line.type in {LineType.PAYMENT, LineType.REFUND}
    return f"foreign:{subject_no(line) if same else line.number}"


def keys_of(line: KeptLine) -> list[str]:
    """Keys of transfers that the line may stand for."""
    keys = [foreign_key(line)]
    match line.type:
        case LineType.PAYMENT:
            keys.append(f"pay:{subject_no(line)}")
        case LineType.REFUND:
            ours = refund_id_of(line.own_no)
            if ours is not None:
                keys += [f"refund:{ours}", f"refund:{ours}:captured"]
        case LineType.WITHDRAWAL | LineType.TOPUP:
            keys.append(f"bank:{line.number}")
        case LineType.UNSHARE:
            keys.append(f"unshare:{line.own_no}")
        case LineType.TRANSFER:
            ours = payout_id_of(line.own_no)
            if ours is not None:
                keys += [f"{kind}:{ours}{end}" for kind in ("payout", "prize") for end in ("", ":captured")]
        case _:
            pass
    return keys


def references_of(line: KeptLine) -> list[str]:
    """WeChat's numbers that a transfer for this line may carry."""
    return [number for number in (subject_no(line), line.number) if number]


def match(
    lines: Sequence[KeptLine], found: Iterable[Booked], split_sums: Mapping[str, int] | None = None
) -> list[Verdict]:
    """A verdict a line. A transfer serves one line only, but fees of one payment and claims of one split are summed.

    `split_sums` are the sums of all rows of profit sharing with a number, whichever page they stand on.
    """
    by_key: dict[str, list[Booked]] = {}
    by_reference: dict[str, list[Booked]] = {}
    for one in found:
        by_key.setdefault(one.key, []).append(one)
        by_reference.setdefault(one.reference, []).append(one)
    used: set[UUID] = set()
    verdicts = []
    for line in lines:
        likely = _likely(line, by_key, by_reference)
        if line.type in {LineType.FEE, LineType.FEE_BACK}:
            verdict = _fee(line, likely)
        elif _is_whole_split(line, likely, split_sums or {}):
            verdict = Verdict(line, LineState.MATCHED, likely[0], line.amount_fen, None)
        else:
            verdict = _one(line, likely, used)
        if verdict.transfer is not None and verdict.state in {LineState.MATCHED, LineState.FOREIGN}:
            used.add(verdict.transfer.id)
        verdicts.append(verdict)
    return verdicts


def _likely(
    line: KeptLine, by_key: Mapping[str, list[Booked]], by_reference: Mapping[str, list[Booked]]
) -> list[Booked]:
    kinds = KINDS_OF[line.type]
    found: dict[UUID, Booked] = {}
    for key in keys_of(line):
        found |= {one.id: one for one in by_key.get(key, ())}
    for number in references_of(line):
        found |= {one.id: one for one in by_reference.get(number, ()) if one.kind in kinds}
    return list(found.values())


def _is_whole_split(line: KeptLine, likely: Sequence[Booked], sums: Mapping[str, int]) -> bool:
    """Several claims of one receiver are one share at WeChat: rows and transfers of a split are equal as a whole."""
    if line.type not in SPLITS or line.copy or not likely:
        return False
    return sums.get(line.business_no) == sum(one.amount_fen for one in likely)


def _one(line: KeptLine, likely: Sequence[Booked], used: set[UUID]) -> Verdict:
    free = [one for one in likely if one.id not in used]
    if line.copy or (likely and not free):
        return Verdict(line, LineState.DIFFERS, likely[0] if likely else None, None, What.DOUBLED)
    equal = next((one for one in free if one.amount_fen == line.amount_fen), None)
    if equal is not None and equal.stage is Stage.PENDING:
        return _promised(line, equal)
    if equal is not None:
        state = LineState.FOREIGN if equal.kind == "foreign" else LineState.MATCHED
        return Verdict(line, state, equal, equal.amount_fen, None)
    return _unequal(line, free)


def _unequal(line: KeptLine, free: Sequence[Booked]) -> Verdict:
    """No transfer has the amount: nothing that moved yet, or a difference."""
    if _nothing_moved(line):
        return Verdict(line, LineState.WAITING, None, None, None)
    if not free:
        return Verdict(line, LineState.DIFFERS, None, None, What.UNKNOWN_HERE)
    booked_fen = 0 if free[0].stage is Stage.PENDING else free[0].amount_fen
    return Verdict(line, LineState.DIFFERS, free[0], booked_fen, What.AMOUNT)


def _promised(line: KeptLine, held: Booked) -> Verdict:
    """A refund that the books only promise: under way at WeChat too, or done there and not heard of here."""
    if line.kind is BillKind.FUNDS or line.status != _DONE:
        return Verdict(line, LineState.WAITING, held, None, None)
    return Verdict(line, LineState.DIFFERS, held, None, What.UNKNOWN_HERE)


def _nothing_moved(line: KeptLine) -> bool:
    return line.kind is BillKind.TRADE and line.type is LineType.REFUND and line.status not in {_DONE, ""}


def _fee(line: KeptLine, likely: Sequence[Booked]) -> Verdict:
    booked_fen = sum(one.amount_fen for one in likely)
    if line.copy:
        return Verdict(line, LineState.DIFFERS, None, None, What.DOUBLED)
    if likely and booked_fen == line.amount_fen:
        return Verdict(line, LineState.MATCHED, likely[0], booked_fen, None)
    if likely:
        return Verdict(line, LineState.DIFFERS, likely[0], booked_fen, What.FEE)
    return Verdict(line, LineState.DIFFERS, None, None, What.FEE)


def fee_fits_rate(line: KeptLine) -> bool:
    """Whether the fee of a trade line is what its own rate says, to the fen; a line without a rate fits."""
    try:
        rate = Decimal(line.rate.strip().removesuffix("%"))
    except InvalidOperation:
        return True
    exact_fen = (rate * line.amount_fen).scaleb(-2)
    return abs(exact_fen - line.fee_fen) <= 1


def gap_fen(closing_fen: int, ours_fen: int, frame: Frame) -> int:
    """What WeChat's closing balance has beyond the books and everything that is known not to match."""
    expected_fen = ours_fen + frame.early_fen - frame.late_fen + frame.settled_fen
    known_fen = frame.unmatched_fen - frame.uncovered_fen + frame.breaks_fen
    return closing_fen - expected_fen - known_fen
