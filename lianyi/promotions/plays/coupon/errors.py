"""Every "no" of coupons."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class CouponUnknown(NotFound):
    code = "coupon_unknown"
    zh = "没有找到这张券"
    en = "This coupon was not found"


class CouponUsed(Refusal):
    code = "coupon_used"
    zh = "这张券已经用在另一个订单上"
    en = "This coupon is used by another order"


class CouponExpired(Refusal):
    code = "coupon_expired"
    zh = "这张券已过期"
    en = "This coupon has expired"


class CouponNotYet(Refusal):
    """data: from_day."""

    code = "coupon_not_yet"
    zh = "这张券 {from_day} 起可用"
    en = "This coupon is good from {from_day}"


class CouponNotForThese(Refusal):
    code = "coupon_not_for_these"
    zh = "这些商品不适用"
    en = "It is not good for these goods"


class BelowThreshold(Refusal):
    """data: missing_fen, missing_yuan."""

    code = "below_threshold"
    zh = "还差 {missing_yuan} 元可用"
    en = "{missing_yuan} yuan more and it can be used"


class GiftNotInOrder(Refusal):
    code = "gift_not_in_order"
    zh = "把赠品加进订单后可用"
    en = "Put the gift into the order to use it"


class CouponNotCollectable(Refusal):
    code = "coupon_not_collectable"
    zh = "这种券不能直接领取"
    en = "This coupon is not collected this way"


class CouponTaken(Refusal):
    """data: per_person_max."""

    code = "coupon_taken"
    zh = "每人限领 {per_person_max} 张,你已领过"
    en = "At most {per_person_max} each, and you have them"


class CouponsGone(Refusal):
    code = "coupons_gone"
    zh = "券已领完"
    en = "All coupons have been taken"


class CodeWrong(NotFound):
    code = "coupon_code_wrong"
    zh = "口令不对,或活动已结束"
    en = "The code is wrong, or its campaign is over"


class TermsIncomplete(Invalid):
    """data: reason_zh, reason_en; `field` is the setting."""

    code = "terms_incomplete"
    zh = "{reason_zh}"
    en = "{reason_en}"

    def __init__(self, field: str, zh: str, en: str) -> None:
        super().__init__(field=f"settings.{field}", reason_zh=zh, reason_en=en)
