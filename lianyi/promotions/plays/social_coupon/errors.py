"""Every "no" of social coupons."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class PackUnknown(NotFound):
    code = "pack_unknown"
    zh = "没有找到这份立减金"
    en = "These discounts were not found"


class NothingToPassOn(Refusal):
    code = "nothing_to_pass_on"
    zh = "这个订单现在没有可以转赠的立减金"
    en = "This order has no discounts to pass on now"


class PackIsYours(Refusal):
    code = "pack_is_yours"
    zh = "这是你转赠的,只有别人能领"
    en = "You passed these on; only others can take them"


class PackTaken(Refusal):
    code = "pack_taken"
    zh = "你已经领过这一份"
    en = "You have taken one of these"


class PackTakenHere(Refusal):
    code = "pack_taken_here"
    zh = "这台手机或这个微信已经领过这一份"
    en = "One of these has been taken on this phone, or with this WeChat account"


class ClaimsReached(Refusal):
    """data: claims_max."""

    code = "claims_reached"
    zh = "这个活动每人最多领 {claims_max} 份,你已领满"
    en = "At most {claims_max} each in this campaign, and you have them"


class PackEmpty(Refusal):
    code = "pack_empty"
    zh = "已经被领完"
    en = "All of them have been taken"


class PackOver(Refusal):
    code = "pack_over"
    zh = "领取已结束"
    en = "They can no longer be taken"


class CouponsOver(Refusal):
    code = "social_coupons_over"
    zh = "店里的券已经发完,没有领到"
    en = "The shop's coupons have all been given; you took none"


class TermsWrong(Invalid):
    """data: reason_zh, reason_en; `field` is the path of the field."""

    code = "social_terms_wrong"
    zh = "{reason_zh}"
    en = "{reason_en}"

    def __init__(self, field: str, zh: str, en: str) -> None:
        super().__init__(field=field, reason_zh=zh, reason_en=en)
