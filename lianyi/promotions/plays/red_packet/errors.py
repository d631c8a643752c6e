"""Every "no" of red packets."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class NoRedPacket(NotFound):
    code = "no_red_packet"
    zh = "没有找到这个红包"
    en = "This red packet was not found"


class NoWeeklyPacket(NotFound):
    code = "no_weekly_packet"
    zh = "现在没有每周红包活动"
    en = "There is no weekly red packet now"


class NotToday(Refusal):
    """data: weekday_zh, weekday_en."""

    code = "not_today"
    zh = "今天不发红包,每{weekday_zh}再来"
    en = "Not today; come again on {weekday_en}"


class TakenAlready(Refusal):
    code = "part_taken_already"
    zh = "这个红包你已经领过了"
    en = "You have taken your part of this red packet"


class TakenHere(Refusal):
    code = "part_taken_here"
    zh = "这台手机或这个微信已经领过这个红包,或者是发红包的人的"
    en = "This phone or WeChat account has had its part, or is the owner's"


class PacketEmpty(Refusal):
    code = "packet_empty"
    zh = "红包已被领完"
    en = "All parts of this red packet are taken"


class PacketOver(Refusal):
    code = "packet_over"
    zh = "红包已过期,没领的金额已退回活动"
    en = "This red packet is over"


class OnlyForOthers(Refusal):
    code = "packet_for_others"
    zh = "这个红包是分给好友的,自己不能领"
    en = "This red packet is for friends; its owner takes none"


class OnlyForOwner(Refusal):
    code = "packet_for_owner"
    zh = "这个红包只能本人领取"
    en = "Only its owner can take this red packet"


class DayLimitReached(Refusal):
    """data: max_count, max_fen."""

    code = "red_packet_day_limit"
    zh = "今天领红包的次数或金额已到上限,明天再来"
    en = "You have reached today's limit of red packets; come again tomorrow"


class ShopDayLimitReached(Refusal):
    code = "red_packet_shop_day_limit"
    zh = "本店今天的红包已发完,明天再来"
    en = "The shop has given all red packets of today; come again tomorrow"


class PacketsGone(Refusal):
    code = "red_packets_gone"
    zh = "红包已发完,活动到此为止"
    en = "All red packets have been given; it is over"


class PacketWrong(Invalid):
    """data: reason_zh, reason_en."""

    code = "red_packet_wrong"
    zh = "{reason_zh}"
    en = "{reason_en}"

    def __init__(self, field: str, zh: str, en: str) -> None:
        super().__init__(field=f"settings.{field}", reason_zh=zh, reason_en=en)
