"""Every "no" of prizes in money. Nothing has moved when one of these is raised."""

from lianyi.kit.errors import NotFound, Refusal


class PrizeUnknown(NotFound):
    code = "prize_unknown"
    zh = "没有找到这份奖金"
    en = "This prize was not found"


class PrizeNameMissing(Refusal):
    code = "prize_name_missing"
    zh = "请先填写实名信息并单独同意(奖金由商家代扣个人所得税)"
    en = "Give your real name first and agree separately; the shop withholds tax on prizes"


class PrizeNeedsWeChat(Refusal):
    code = "prize_needs_wechat"
    zh = "奖金转到微信零钱,请在微信中打开本店并登录一次"
    en = "A prize comes to your WeChat wallet: open this shop in WeChat and sign in once"


class PrizeNotWaiting(Refusal):
    """data: state."""

    code = "prize_not_waiting"
    zh = "这份奖金现在是「{state_zh}」,不能再领"
    en = "This prize is {state_en}; it cannot be asked for now"


class PrizeNotConfirmable(Refusal):
    code = "prize_not_confirmable"
    zh = "这份奖金现在不需要确认收款"
    en = "There is nothing to confirm for this prize now"
