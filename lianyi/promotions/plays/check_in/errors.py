"""Every "no" of check-ins."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class NoCheckIn(NotFound):
    code = "no_check_in"
    zh = "现在没有签到活动"
    en = "There is no check-in now"


class CheckedInAlready(Refusal):
    code = "checked_in_already"
    zh = "今天已经签到,明天再来"
    en = "You have checked in today; come again tomorrow"


class RewardsOver(Refusal):
    code = "rewards_over"
    zh = "签到奖励已发完,活动到此为止"
    en = "The rewards have all been given; the check-in is over"


class DayNotMissed(Refusal):
    """data: day."""

    code = "day_not_missed"
    zh = "{day} 不能补签"
    en = "{day} cannot be made up"


class NoMakeUpLeft(Refusal):
    code = "no_make_up_left"
    zh = "补签卡已用完"
    en = "You have no make-up left"


class NoNextDay(Refusal):
    code = "check_in_no_next_day"
    zh = "活动明天就结束了,没有可以提醒的签到"
    en = "The check-in is over by tomorrow; there is nothing to be reminded of"


class CurveWrong(Invalid):
    """data: reason_zh, reason_en."""

    code = "curve_wrong"
    zh = "{reason_zh}"
    en = "{reason_en}"

    def __init__(self, field: str, zh: str, en: str) -> None:
        super().__init__(field=f"settings.{field}", reason_zh=zh, reason_en=en)
