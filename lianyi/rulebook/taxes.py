"""Income tax that a payer withholds: labour remuneration by two lawful formulas, and prizes. Pure; integer fen.

Sources: 个人所得税法 articles 3, 6, 9, 11, 14 (rates, 20 % off, withholding agent); 公告2018年第61号 (prepayment a time);
公告2025年第16号 (cumulative withholding for people who earn through an internet platform). Which of the two applies to a
shop is a tax adviser's decision, so it is a setting. Every division is exact until the end and rounds half up to the fen.
"""

from dataclasses import dataclass

YUAN = 100
# 个人所得税法 3, 6: prizes (偶然所得) are taxed whole, each by itself.
PRIZE_RATE_BP = 2000
# 公告2018年第61号: a time's income up to 4,000 yuan is lessened by 800, a larger one by a fifth.
ONCE_SMALL_FEN, ONCE_DEDUCTION_FEN = 4_000 * YUAN, 800 * YUAN
# 公告2025年第16号: 5,000 yuan a month are free.
MONTHLY_FREE_FEN = 5_000 * YUAN
# 公告2025年第16号 as told by one source: after so many months without income the count begins anew.
RESTART_AFTER_MONTHS = 2


@dataclass(frozen=True, slots=True)
class Bracket:
    """Up to `upto_fen` of the base (None: without end) at `rate_bp`, less the quick deduction `quick_fen`."""

    upto_fen: int | None
    rate_bp: int
    quick_fen: int


ONCE = (
    Bracket(20_000 * YUAN, 2000, 0),
    Bracket(50_000 * YUAN, 3000, 2_000 * YUAN),
    Bracket(None, 4000, 7_000 * YUAN),
)
YEARLY = (
    Bracket(36_000 * YUAN, 300, 0),
    Bracket(144_000 * YUAN, 1000, 2_520 * YUAN),
    Bracket(300_000 * YUAN, 2000, 16_920 * YUAN),
    Bracket(420_000 * YUAN, 2500, 31_920 * YUAN),
    Bracket(660_000 * YUAN, 3000, 52_920 * YUAN),
    Bracket(960_000 * YUAN, 3500, 85_920 * YUAN),
    Bracket(None, 4500, 181_920 * YUAN),
)


@dataclass(frozen=True, slots=True)
class Levy:
    """A tax with its arithmetic: `base_fen` × `rate_bp` − `quick_fen` = `tax_fen`. The base is shown rounded half up."""

    base_fen: int
    rate_bp: int
    quick_fen: int
    tax_fen: int


def labour_once(income_fen: int) -> Levy:
    """Tax of one time's income (≥ 0): what one person earns of one kind within a month counts as one time (实施条例)."""
    if income_fen <= ONCE_SMALL_FEN:
        return _levy(max(income_fen - ONCE_DEDUCTION_FEN, 0) * 5, ONCE)
    return _levy(income_fen * 4, ONCE)


def labour_cumulative(income_fen: int, months: int) -> Levy:
    """Tax of all income so far (≥ 0) in `months` (≥ 1) months; what was withheld before is the caller's to take off."""
    return _levy(max(income_fen * 4 - months * MONTHLY_FREE_FEN * 5, 0), YEARLY)


def counted_months(earned: set[int], month: int) -> int:
    """How many months count by `month` (1–12) when those in `earned` had income: the last run without a long pause.

    The month itself counts, whether income was there before or comes now.
    """
    count, pause = 1, 0
    for earlier in range(month - 1, 0, -1):
        if earlier in earned:
            count, pause = count + 1, 0
            continue
        pause += 1
        if pause >= RESTART_AFTER_MONTHS:
            break
    return count


def counted_from(earned: set[int], month: int) -> int:
    """The first month of the run that `counted_months` counts."""
    first, pause = month, 0
    for earlier in range(month - 1, 0, -1):
        if earlier in earned:
            first, pause = earlier, 0
            continue
        pause += 1
        if pause >= RESTART_AFTER_MONTHS:
            break
    return first


def prize(prize_fen: int) -> int:
    """Tax of one prize, half up to the fen."""
    return _half_up(prize_fen * PRIZE_RATE_BP, 10_000)


def _levy(base_fifths: int, table: tuple[Bracket, ...]) -> Levy:
    """`base_fifths`: the base in fifths of a fen, so that four fifths of an income are whole."""
    bracket = next(one for one in table if one.upto_fen is None or base_fifths <= one.upto_fen * 5)
    tax_fen = _half_up(base_fifths * bracket.rate_bp - bracket.quick_fen * 50_000, 50_000)
    return Levy(_half_up(base_fifths, 5), bracket.rate_bp, bracket.quick_fen, max(tax_fen, 0))


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)
