"""Decisions of social coupons: when one may be passed on, until when, words. Pure; money in fen, instants aware UTC."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from lianyi.kit.errors import Refusal
from lianyi.kit.money import format_yuan
from lianyi.orders.types import Order
from lianyi.promotions.errors import (
    HelpDeviceUsed,
    HelpedAlready,
    HelpForNew,
    HelpLimitReached,
    HelpRunOver,
    HelpYourself,
    NotForYou,
)
from lianyi.promotions.plays.social_coupon.errors import (
    ClaimsReached,
    PackEmpty,
    PackIsYours,
    PackOver,
    PackTaken,
    PackTakenHere,
)
from lianyi.promotions.plays.social_coupon.types import Pack, SocialCouponSettings
from lianyi.promotions.types import Campaign, HelpTerms

PAID_STATES = frozenset({"forming", "to_ship", "shipped", "received", "completed"})
SHOWN_WITHIN = timedelta(days=7)
# A buyer passes on as often as they buy; each order has its own pack.
PACKS_EACH = 1_000_000


def settings_of(campaign: Campaign) -> SocialCouponSettings:
    """A campaign's terms."""
    return SocialCouponSettings.model_validate(campaign.settings)


def terms_of(settings: SocialCouponSettings) -> HelpTerms:
    """Who may take of a pack, and how often: a piece is a step of the frame's run."""
    most = settings.claims_per_person_max
    return HelpTerms(
        need=settings.pieces,
        runs_max=PACKS_EACH,
        per_person_max=most,
        per_day_max=most,
        only_new=settings.for_new,
    )


def in_our_words(refusal: Refusal, settings: SocialCouponSettings) -> Refusal:
    """What the frame says of a help, said of a piece; anything else as it is."""
    words: dict[type[Refusal], Refusal] = {
        HelpedAlready: PackTaken(),
        HelpDeviceUsed: PackTakenHere(),
        HelpYourself: PackIsYours(),
        HelpForNew: not_for_buyers(),
        HelpLimitReached: ClaimsReached(claims_max=settings.claims_per_person_max),
    }
    if isinstance(refusal, HelpRunOver):
        gone = refusal.data["state"] in {"full", "used"}
        return PackEmpty() if gone else PackOver()
    return words.get(type(refusal), refusal)


def kept_fen(order: Order) -> int:
    """What of an order's payment has not gone back, nor is about to."""
    return order.payable_fen - order.granted_fen


def earns(settings: SocialCouponSettings, order: Order) -> bool:
    """Whether enough of an order is paid and kept."""
    return order.state in PAID_STATES and kept_fen(order) >= settings.order_from_fen


def may_open(campaign: Campaign, order: Order, now: datetime) -> bool:
    """Whether an order can open a pack: paid while the campaign ran, and not long ago."""
    if order.paid_at is None or not campaign.running(now):
        return False
    recent = campaign.starts_at <= order.paid_at and now - order.paid_at <= SHOWN_WITHIN
    return recent and earns(settings_of(campaign), order)


def expires_at(campaign: Campaign, now: datetime) -> datetime:
    """When a pack that is opened now ends, never after its campaign."""
    return min(now + timedelta(hours=settings_of(campaign).hours), campaign.ends_at)


def request_number(pack_id: UUID, person_id: UUID) -> str:
    """How WeChat Pay knows a claim, for good: asked again under it, it gives the same coupon."""
    return f"{pack_id.hex}{person_id.hex}"


def assert_open(pack: Pack, now: datetime) -> None:
    """Raises PackOver, PackEmpty as far as it can be seen without a lock."""
    if pack.state != "open" or pack.expires_at <= now:
        raise PackOver
    if not pack.left:
        raise PackEmpty


def state_of(pack: Pack, now: datetime) -> Literal["open", "done", "over"]:
    """Whether something of a pack can still be taken, all of it was, or it is over."""
    if not pack.left:
        return "done"
    return "open" if pack.state == "open" and pack.expires_at > now else "over"


def not_for_buyers() -> NotForYou:
    """The refusal for somebody who has bought here, where the terms are for new customers."""
    return NotForYou(audience="new_customers", audience_zh="没有买过的新客", audience_en="new customers")


def label(face_fen: int) -> tuple[str, str]:
    """A piece in words."""
    return f"{format_yuan(face_fen)} 元券", f"a coupon of {format_yuan(face_fen)} yuan"


def rules_text(campaign: Campaign) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All rules of a campaign in plain words, Chinese and English."""
    one = settings_of(campaign)
    face, least, most = format_yuan(one.face_fen), format_yuan(one.order_from_fen), one.claims_per_person_max
    lines = [
        (
            f"订单实付满 {least} 元,付款后 7 天内可以转赠 {one.pieces} 份优惠券,每份 {face} 元,都一样。",
            f"Within 7 days of paying, an order from {least} yuan passes on {one.pieces} coupons of {face} yuan each.",
        ),
        (
            f"转赠后 {one.hours} 小时内有效,最晚到活动结束;先到先得,领完为止。",
            f"They can be taken for {one.hours} hours, at the latest until the campaign ends; first come, first served.",
        ),
        (
            f"只有别人能领,自己不能领;同一份转赠每人(每台手机、每个微信)一份,整个活动每人最多 {most} 份。",
            f"Only others can take them; one a person, phone and WeChat account of a buyer's, {most} in the whole campaign.",
        ),
        (
            "转赠和打开链接都没有奖励;在页面上看过规则、点「确认领取」才领到。",
            "Nothing is given for passing on or opening the link; a coupon is taken by confirming on this page of rules.",
        ),
        _what_it_is(one),
        (
            "订单退款后不够金额,没有被领的收回;已经领到的不受影响。",
            "When a refund leaves less of the order, what nobody took comes back; what was taken stays.",
        ),
        (
            "为防作弊会核对领取的手机和微信账号;记录异常时由商家核对,核对通过才发放,不通过会说明原因。",
            "Phones and WeChat accounts of takers are compared; what looks made up is checked first; a refusal says why.",
        ),
        ("活动预算用完,就不能再转赠。", "When the campaign's budget is used up, nothing more is passed on."),
    ]  # fmt: skip
    if one.for_new:
        lines.insert(
            3, ("只有没在本店买过的人能领。", "Only people who have not bought here yet can take them.")
        )
    return tuple(zh for zh, _ in lines), tuple(en for _, en in lines)


def _what_it_is(one: SocialCouponSettings) -> tuple[str, str]:
    if one.wechat_stock_id:
        return (
            "领到的是微信支付立减金,在本店用微信支付时自动抵扣,门槛和有效期以微信卡包为准;微信发不出时,改发同样金额的本店优惠券。都不能兑换现金、不能再转赠。",
            "It is a coupon of WeChat Pay that comes off by itself; where WeChat gives none, one of this shop. Never cash.",
        )
    return (
        "领到的是本店优惠券,有自己的门槛和有效期,不能兑换现金、不能再转赠。",
        "It is a coupon of this shop with its own threshold and validity; never cash, and not passed on again.",
    )
