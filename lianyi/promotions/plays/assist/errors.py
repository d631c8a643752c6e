"""Every "no" of assists; who may help, and once each, is the frame's to refuse."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class NoAssist(NotFound):
    code = "no_assist"
    zh = "现在没有这个助力活动"
    en = "There is no such assist now"


class TooLateToOpen(Refusal):
    code = "assist_too_late"
    zh = "活动快结束了,来不及发起新的助力"
    en = "The campaign is about to end; no run can be opened any more"


class NotFull(Refusal):
    """data: missing: people still needed."""

    code = "assist_not_full"
    zh = "还差 {missing} 位好友助力,助满才能按这个价格下单"
    en = "{missing} friends are still needed before this price holds"


class HelperCouponGone(Refusal):
    """The helpers' coupons are all given; who confirms without one may still help. Nothing has moved."""

    code = "assist_helper_coupon_gone"
    zh = "好友的券已发完,现在助力没有券"
    en = "The helpers' coupons are all given; a help earns none now"


class RewardGone(Refusal):
    """The pieces, the budget or the coupons are used up. Nothing has moved: the last help can be given again."""

    code = "assist_reward_gone"
    zh = "名额或奖励已发完,这次没有计入;有名额放回后可以再来"
    en = "Everything is given away; this was not counted, and can be done again when a piece comes back"


class OneSkuARun(Invalid):
    code = "assist_one_sku"
    zh = "助力得到的是一件商品,请单独下单"
    en = "A run is for one piece of one SKU, ordered alone"


class AssistWrong(Invalid):
    """Settings that contradict themselves. data: reason_zh, reason_en."""

    code = "assist_wrong"
    zh = "{reason_zh}"
    en = "{reason_en}"

    def __init__(self, field: str, zh: str, en: str) -> None:
        super().__init__(field=field, reason_zh=zh, reason_en=en)
