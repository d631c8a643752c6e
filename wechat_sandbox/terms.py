"""What WeChat and a merchant have agreed: the fee of each payment, and how much of it may be shared.

The fee is taken half-up to the fen at payment and given back with refunds in proportion, rounded cumulatively:
refunds that add up to the whole payment give the whole fee back.
"""

from dataclasses import dataclass

from wechat_sandbox.database import Database

WHOLE = 10_000  # a rate counts in ten-thousandths
MAX_RATIO = 3000  # pay-v3 8: 30 % unless the merchant chose another share


@dataclass(slots=True, frozen=True)
class Terms:
    fee_rate_bp: int = 0
    max_ratio: int = MAX_RATIO


def terms_of(db: Database, mchid: str) -> Terms:
    row = db.one("select fee_rate_bp, max_ratio from terms where mchid = ?", (mchid,))
    return Terms(row["fee_rate_bp"], row["max_ratio"]) if row else Terms()


def change_terms(db: Database, mchid: str, fee_rate_bp: int | None, max_ratio: int | None) -> None:
    """Set what is given; it holds for payments (fee) and splits (ratio) from now on."""
    known = terms_of(db, mchid)
    db.run(
        "insert into terms (mchid, fee_rate_bp, max_ratio) values (?, ?, ?) on conflict (mchid) do update set"
        " fee_rate_bp = excluded.fee_rate_bp, max_ratio = excluded.max_ratio",
        (
            mchid,
            known.fee_rate_bp if fee_rate_bp is None else fee_rate_bp,
            known.max_ratio if max_ratio is None else max_ratio,
        ),
    )


def fee_of(total_fen: int, fee_rate_bp: int) -> int:
    """The fee of a payment in fen, half-up."""
    return (total_fen * fee_rate_bp + WHOLE // 2) // WHOLE


def fee_back(fee_fen: int, total_fen: int, refunded_fen: int, given_back_fen: int, refund_fen: int) -> int:
    """How much of the fee a refund gives back, after `refunded_fen` gave `given_back_fen` back."""
    due_fen = (2 * fee_fen * (refunded_fen + refund_fen) + total_fen) // (2 * total_fen)
    return min(max(due_fen - given_back_fen, 0), refund_fen)
