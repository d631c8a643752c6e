"""What the law says about a price that is shown struck through.

Sources: 明码标价和禁止价格欺诈规定 (2022-07-01) Art. 16: a former price is the lowest deal price in the same venue during the
seven days before; without a deal in them, the last deal price before. Art. 17, 19: no invented former price.
Pure: everything needed is given.
"""

from dataclasses import dataclass
from enum import StrEnum

BASE_WINDOW_DAYS = 7


class BaseKind(StrEnum):
    LOWEST_IN_WINDOW = "lowest_in_window"
    LAST_DEAL = "last_deal"


@dataclass(frozen=True, slots=True)
class DealHistory:
    """What was really paid per piece in one venue: the lowest of the window, and the last before it. None: no deal."""

    lowest_in_window_fen: int | None = None
    last_before_fen: int | None = None


@dataclass(frozen=True, slots=True)
class FormerPrice:
    """The highest price that may be shown struck through, and which rule it comes from."""

    price_fen: int
    kind: BaseKind


class MarketPriceProblem(StrEnum):
    NOT_ABOVE_PRICE = "not_above_price"
    NO_DEAL = "no_deal"
    ABOVE_BASE = "above_base"


REASONS = {
    MarketPriceProblem.NOT_ABOVE_PRICE: (
        "划线价应当高于售价,否则请留空",
        "it must be above the price; else leave it empty",
    ),
    MarketPriceProblem.NO_DEAL: (
        "还没有真实成交,不能标划线价;成交后可用近 7 天的最低成交价",
        "nothing was sold yet, so there is no former price; after a sale the lowest deal of 7 days may be shown",
    ),
    MarketPriceProblem.ABOVE_BASE: (
        "划线价不能高于近 7 天的最低成交价(7 天内没有成交则为最近一次成交价)¥{base}",
        "it may not exceed ¥{base}, the lowest deal of the last 7 days (or the last deal before them)",
    ),
}


def former_price(history: DealHistory) -> FormerPrice | None:
    """The former price by Art. 16; None when nothing was ever sold."""
    if history.lowest_in_window_fen is not None:
        return FormerPrice(history.lowest_in_window_fen, BaseKind.LOWEST_IN_WINDOW)
    if history.last_before_fen is not None:
        return FormerPrice(history.last_before_fen, BaseKind.LAST_DEAL)
    return None


def market_price_problem(
    market_price_fen: int | None, price_fen: int, history: DealHistory
) -> MarketPriceProblem | None:
    """Why a struck-through price may not be shown beside `price_fen`; None when it may (or when there is none)."""
    if market_price_fen is None:
        return None
    if market_price_fen <= price_fen:
        return MarketPriceProblem.NOT_ABOVE_PRICE
    base = former_price(history)
    if base is None:
        return MarketPriceProblem.NO_DEAL
    return MarketPriceProblem.ABOVE_BASE if market_price_fen > base.price_fen else None
