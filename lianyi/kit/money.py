"""Money is integer fen. Splits use the largest remainder, so parts always sum to the whole."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from lianyi.kit.errors import Invalid

FEN_MAX = 1_000_000_000_00  # a billion yuan: nothing real is larger, and bigint sums stay far from their end


class NotMoney(Invalid):
    code = "not_money"
    zh = "「{value}」不是金额,请填如 12.50 的元数"
    en = "“{value}” is not an amount; write yuan such as 12.50"


def split(total_fen: int, weights: Sequence[int]) -> list[int]:
    """Divide `total_fen` (≥ 0) in proportion to `weights` (≥ 0); floor each, then the largest remainders get one fen.

    Ties go to the earlier weight. All-zero weights divide evenly. The parts sum to the total exactly.
    """
    if not weights:
        if total_fen:
            raise ValueError("an amount needs at least one part")
        return []
    base = list(weights) if any(weights) else [1] * len(weights)
    whole = sum(base)
    parts = [total_fen * weight // whole for weight in base]
    remainders = [total_fen * weight % whole for weight in base]
    for index in sorted(range(len(base)), key=lambda i: (-remainders[i], i))[: total_fen - sum(parts)]:
        parts[index] += 1
    return parts


def format_yuan(fen: int) -> str:
    """`-1234` fen as `-12.34`."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def parse_yuan(text: str) -> int:
    """`12.5` or `¥1,200` yuan as fen. Raises NotMoney on more than two decimals or anything else."""
    cleaned = text.strip().removeprefix("¥").removeprefix("￥").removesuffix("元").replace(",", "").strip()
    try:
        fen = Decimal(cleaned) * 100
    except InvalidOperation:
        raise NotMoney(value=text[:40]) from None
    if not fen.is_finite() or fen != fen.to_integral_value() or abs(fen) > FEN_MAX:
        raise NotMoney(value=text[:40])
    return int(fen)
