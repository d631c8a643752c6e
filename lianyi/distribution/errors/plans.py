"""Refusals of commission plans; nothing has moved when one is raised."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class PlanUnknown(NotFound):
    code = "plan_not_found"
    zh = "没有这个佣金方案"
    en = "There is no such commission plan"


class PlanStale(Refusal):
    """Somebody saved another version meanwhile: whoever writes must have seen it."""

    code = "plan_stale"
    zh = "方案已有更新的版本 V{version},请刷新后再改"
    en = "There is a newer version of the plan, V{version}: load it before you change it"


class PlanWrong(Invalid):
    """data: why_zh, why_en."""

    code = "plan_wrong"
    zh = "佣金方案有误:{why_zh}"
    en = "The commission plan is not right: {why_en}"


class PlanUnsafe(Refusal):
    """A piece sold at its worst would leave less than the plan's own floor.

    data: the limiting case in fen (sku_id prefixed, title, grade, price_fen, discounts_fen, commission_fen, cost_fen,
    fulfilment_fen, reserve_fen, target_fen, left_fen).
    """

    code = "plan_unsafe"
    zh = (
        "「{title}」最坏时低于底线:售价 {price_yuan} − 活动优惠 {discounts_yuan} − 佣金 {commission_yuan} − 成本 {cost_yuan}"
        " − 履约 {fulfilment_yuan} − 风险准备 {reserve_yuan} − 目标利润 {target_yuan} = {left_yuan} 元"
    )
    en = (
        "“{title}” falls below the floor at its worst: price {price_yuan} − discounts {discounts_yuan}"
        " − commission {commission_yuan} − cost {cost_yuan} − fulfilment {fulfilment_yuan} − reserve {reserve_yuan}"
        " − target {target_yuan} = {left_yuan} yuan"
    )


class PlanCostUnknown(Refusal):
    """data: titles, count."""

    code = "plan_cost_unknown"
    zh = "{count} 个规格没有填成本(「{titles}」),无法核对利润;请补填,或确认自行承担"
    en = "Nobody said what {count} SKUs cost (“{titles}”), so the gate cannot work; fill it in, or accept this openly"


class PlanUnlawful(Refusal):
    """The rulebook refuses it. data: rules (ids), words_zh, words_en."""

    code = "plan_unlawful"
    zh = "这个方案不合规:{words_zh}"
    en = "This plan is not lawful: {words_en}"
