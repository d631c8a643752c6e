"""Refusals of margin; nothing has moved when one is raised."""

from lianyi.kit.errors import Refusal


class MarginTooThin(Refusal):
    """data: sku_id (prefixed), title, price_fen, claim_fen, cost_fen (null: unknown), left_fen, floor_fen."""

    code = "margin_too_thin"
    zh = (
        "「{title}」售价 {price_yuan} 元,优惠最多让利 {claim_yuan} 元,成本 {cost_yuan} 元,"
        "只剩 {left_yuan} 元,低于底线 {floor_yuan} 元"
    )
    en = (
        "“{title}” sells for {price_yuan}; discounts may take {claim_yuan}, it costs {cost_yuan}: {left_yuan} yuan are left,"
        " below the floor of {floor_yuan}"
    )


class CostUnknown(Refusal):
    """data: sku_ids (prefixed), titles."""

    code = "cost_unknown"
    zh = "「{titles}」没有填成本,无法核对利润;请补填成本,或确认自行承担"
    en = "Nobody said what “{titles}” costs, so the margin cannot be checked; fill it in, or accept this openly"
