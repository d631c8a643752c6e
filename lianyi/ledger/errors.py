"""Refusals of the ledger."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class NotEnoughMoney(Refusal):
    code = "not_enough_money"
    zh = "账户余额不足,还差 {missing_fen} 分"
    en = "The account is short of {missing_fen} fen"


class TransferDiffers(Refusal):
    code = "transfer_differs"
    zh = "这笔账已经记过,而且内容不同"
    en = "This transfer was already recorded with other content"


class NoSuchAccount(NotFound):
    code = "account_not_found"
    zh = "没有这个账户"
    en = "There is no such account"


class MonthNotRight(Invalid):
    code = "month_not_right"
    zh = "月份不对,请填如 2026-03"
    en = "The month is not right; write it like 2026-03"
