"""Refusals of reconciliation."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class BillUnreadable(Refusal):
    """A bill that does not hold together is not believed at all."""

    code = "bill_unreadable"
    zh = "账单第 {row} 行有问题:{why_zh}"
    en = "Line {row} of the bill is not right: {why_en}"


class NoSuchDay(NotFound):
    code = "bill_day_not_found"
    zh = "这一天没有对账记录"
    en = "There is nothing to reconcile on this day"


class NoSuchDifference(NotFound):
    code = "difference_not_found"
    zh = "没有这条差异"
    en = "There is no such difference"


class DifferenceSettled(Refusal):
    code = "difference_settled"
    zh = "这条差异已经处理过了"
    en = "This difference is settled already"


class ActNotPossible(Refusal):
    code = "difference_act_not_possible"
    zh = "这条差异不能这样处理"
    en = "This difference cannot be settled in this way"


class WeChatDisagrees(Refusal):
    """WeChat was asked and does not say what its bill says; nothing was booked."""

    code = "wechat_disagrees"
    zh = "已向微信查询,结果和账单不一致({answer}),没有入账"
    en = "WeChat was asked and does not say what its bill says ({answer}); nothing was booked"


class BillNotOffered(Refusal):
    code = "bill_not_offered"
    zh = "微信只提供最近 {days} 天的账单"
    en = "WeChat keeps bills for the last {days} days only"


class MonthOutOfRange(Invalid):
    code = "month_out_of_range"
    zh = "月份不对,请填如 2026-03"
    en = "The month is not right; write it like 2026-03"
