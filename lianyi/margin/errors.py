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


class LossNotCovered(Refusal):
    """The most that could be lost is more than the budget.

    data: of the SKU that takes most: sku_id (prefixed), title, price_fen, claim_fen, cost_fen, floor_fen, short_fen a
    piece, pieces, sku_loss_fen; of all SKUs: loss_fen, budget_fen, missing_fen.
    """

    code = "loss_not_covered"
    zh = (
        "「{title}」每件成本 {cost_yuan} 元 + 让利 {claim_yuan} 元 + 底线 {floor_yuan} 元 - 售价 {price_yuan} 元"
        " = 亏 {short_yuan} 元,{pieces} 件最多亏 {sku_loss_yuan} 元;全部商品最多亏 {loss_yuan} 元,"
        "活动预算 {budget_yuan} 元,还差 {missing_yuan} 元"
    )
    en = (
        "“{title}” a piece: cost {cost_yuan} + given {claim_yuan} + floor {floor_yuan} - price {price_yuan}"
        " = {short_yuan} lost; {pieces} pieces lose {sku_loss_yuan}, all goods {loss_yuan} yuan at most. The budget of"
        " {budget_yuan} is {missing_yuan} short"
    )


class OtherLossNotCovered(Refusal):
    """A campaign whose budget bears its loss would lose more than that.

    data: campaign_id (prefixed), loss_fen, budget_fen, missing_fen.
    """

    code = "other_loss_not_covered"
    zh = (
        "这些商品上有一个活动,亏损由它的预算承担;加上这项让利,它最多亏 {loss_yuan} 元,预算只有 {budget_yuan} 元,还差"
        " {missing_yuan} 元。请先提高那个活动的预算或降低限量"
    )
    en = (
        "A campaign on these goods bears its loss by its budget: with this it could lose {loss_yuan} yuan, and its budget of"
        " {budget_yuan} is {missing_yuan} short. Raise that budget or lower its quota first"
    )


class CostUnknown(Refusal):
    """data: sku_ids (prefixed), titles."""

    code = "cost_unknown"
    zh = "「{titles}」没有填成本,无法核对利润;请补填成本,或确认自行承担"
    en = "Nobody said what “{titles}” costs, so the margin cannot be checked; fill it in, or accept this openly"
