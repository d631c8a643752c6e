"""Refusals of members; nothing has moved when one is raised."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class LevelUnknown(NotFound):
    code = "level_unknown"
    zh = "没有找到这个会员等级"
    en = "This level was not found"


class MemberUnknown(NotFound):
    code = "member_unknown"
    zh = "没有找到这位会员"
    en = "This member was not found"


class ProgramInvalid(Invalid):
    """`field` names the setting: `levels.2.spend_fen`."""

    code = "program_invalid"
    zh = "{problem_zh}"
    en = "{problem_en}"

    def __init__(self, field: str, problem_zh: str, problem_en: str) -> None:
        super().__init__(field=field, problem_zh=problem_zh, problem_en=problem_en)


class StaleProgram(Refusal):
    code = "stale_program"
    zh = "别人刚改过会员设置,请刷新后再改"
    en = "Somebody has just changed these settings; reload and try again"


class LevelHeld(Refusal):
    code = "level_held"
    zh = "「{name}」还有 {people} 位会员,不能删除"
    en = "“{name}” still has {people} members and cannot be removed"


class CardSkuUnknown(Invalid):
    code = "card_sku_unknown"
    zh = "「{name}」的会员卡商品不存在"
    en = "The card of “{name}” is no product of this shop"


class PointsShort(Refusal):
    """data: points (what is there), wanted."""

    code = "points_short"
    zh = "积分不足:需要 {wanted} 积分,现有 {points} 积分,请重新确认订单"
    en = "Not enough points: {wanted} are needed and {points} are there; please confirm the order again"


class PointsOff(Refusal):
    code = "points_off"
    zh = "本店没有开通积分"
    en = "This shop has no points"


class AdjustmentTooLarge(Invalid):
    code = "points_adjustment_too_large"
    zh = "一次最多调整 {points_max} 积分"
    en = "At most {points_max} points at once"


class UntilPast(Invalid):
    code = "level_until_past"
    zh = "到期时间应在今天之后"
    en = "The level must last beyond today"


class BirthdayInvalid(Invalid):
    code = "birthday_invalid"
    zh = "没有这一天"
    en = "There is no such day"


class BirthdayNeedsConsent(Invalid):
    code = "birthday_needs_consent"
    zh = "请先同意商家使用你的生日"
    en = "Please agree that the shop may use your birthday"


class BirthdaySetRecently(Refusal):
    code = "birthday_set_recently"
    zh = "生日一年只能改一次,{until} 之后可以再改"
    en = "A birthday can be changed once a year, again from {until}"
