"""Refusals of pay-outs and withholding."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class PayoutUnknown(NotFound):
    code = "payout_not_found"
    zh = "没有这笔提现"
    en = "There is no such pay-out"


class PayoutNotPossible(Refusal):
    """The state is named, because somebody else may have been faster."""

    code = "payout_not_possible"
    zh = "这笔提现现在是「{state}」,不能这样处理"
    en = "This pay-out is “{state}” now, so this cannot be done"


class PayoutOpen(Refusal):
    code = "payout_open"
    zh = "上一笔提现还没有结束,结束或撤销后才能再提"
    en = "The last pay-out has not ended; ask again when it has, or withdraw it"


class NotEnoughAvailable(Refusal):
    code = "not_enough_available"
    zh = "可提现 {available} 元,不足 {amount} 元"
    en = "{available} yuan are available, which is less than {amount}"


class PayoutTooSmall(Refusal):
    code = "payout_too_small"
    zh = "每笔至少提现 {min} 元,扣除税费后至少到账 0.10 元"
    en = "A pay-out is at least {min} yuan, of which 0.10 yuan must arrive after tax and fee"


class PayoutTooLarge(Refusal):
    code = "payout_too_large"
    zh = "超过{limit_zh}上限 {max} 元,现在最多还能提 {left} 元"
    en = "This is above {limit_en} of {max} yuan; {left} yuan can be asked for now"


class TooManyPayouts(Refusal):
    code = "too_many_payouts"
    zh = "每天最多提现 {count} 次,请明天再来"
    en = "At most {count} pay-outs a day; come back tomorrow"


class RealNameMissing(Refusal):
    code = "real_name_missing"
    zh = "请先填写实名信息并单独同意,才能提现(个人所得税由商家代扣代缴)"
    en = "Give your real name and agree to its use first: the shop has to withhold income tax"


class RealNameWrong(Invalid):
    code = "real_name_wrong"
    zh = "「{what_zh}」不对:{why_zh}"
    en = "“{what_en}” is not right: {why_en}"


class RealNameTaken(Refusal):
    code = "real_name_taken"
    zh = "这个身份证号已由本店另一个账号实名;请使用原账号,或先在原账号撤回"
    en = "Another account of this shop has this ID number; use that account, or withdraw it there first"


class RealNameInUse(Refusal):
    code = "real_name_in_use"
    zh = "还有提现没有结束,结束后才能更改或撤回实名信息"
    en = "A pay-out is under way; change or withdraw the real name when it has ended"


class ConsentMissing(Invalid):
    code = "consent_missing"
    zh = "请阅读并同意当前版本({version})的实名信息处理说明"
    en = "Read and agree to version {version} of how real names are used"


class TooYoung(Refusal):
    """Under 18 nobody is paid for distributing (platform-rules.md, section 7)."""

    code = "too_young"
    zh = "未满 18 周岁不能参与分销和提现"
    en = "Nobody under 18 may sell for others or be paid for it"


class PayoutNeedsWeChat(Refusal):
    code = "payout_needs_wechat"
    zh = "提现到微信零钱,请先在微信中打开本店并登录一次"
    en = "Pay-outs go to WeChat: open this shop in WeChat and sign in there once"


class ShopkeeperNotPaid(Refusal):
    code = "shopkeeper_not_paid"
    zh = "当前状态不能提现,请联系商家"
    en = "You cannot be paid out in your present state; please ask the shop"


class NothingToConfirm(Refusal):
    code = "nothing_to_confirm"
    zh = "这笔提现现在不需要确认收款"
    en = "There is nothing to confirm for this pay-out now"


class NothingReady(Refusal):
    code = "nothing_ready"
    zh = "所选的提现都不在待发放状态"
    en = "None of the chosen pay-outs is ready to be sent"


class BatchTooLarge(Refusal):
    code = "batch_too_large"
    zh = "超过商户号每天 {max} 元的转账额度,今天还能发放 {left} 元"
    en = "This is above the account's {max} yuan a day; {left} yuan can still be sent today"


class SettingWrong(Invalid):
    code = "payout_setting_wrong"
    zh = "「{name_zh}」不对:{why_zh}"
    en = "“{name_en}” is not right: {why_en}"


class NothingToRemit(Refusal):
    code = "nothing_to_remit"
    zh = "这个月没有待缴的税款"
    en = "There is no tax of this month to hand on"


class MonthNotOver(Refusal):
    code = "month_not_over"
    zh = "这个月还没有结束或还有提现在途,结束后才能缴税"
    en = "This month is not over, or transfers of it are under way; hand its tax on afterwards"


class NothingWithheld(NotFound):
    code = "nothing_withheld"
    zh = "这一年没有已到账的收入"
    en = "Nothing was paid in this year"
