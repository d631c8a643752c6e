"""States and history in words, Chinese and English."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from lianyi.kit.clock import BUSINESS_ZONE
from lianyi.kit.money import format_yuan
from lianyi.orders.rules.carriers import carrier_name
from lianyi.orders.types import Order

STATE_WORDS: Mapping[str, tuple[str, str]] = {
    "awaiting_payment": ("待付款", "awaiting payment"),
    "forming": ("待成团", "waiting for the team"),
    "to_ship": ("待发货", "to be shipped"),
    "shipped": ("待收货", "shipped"),
    "received": ("已收货", "received"),
    "completed": ("已完成", "completed"),
    "closed": ("已关闭", "closed"),
}
REFUND_WORDS: Mapping[str, tuple[str, str]] = {
    "requested": ("待处理", "waiting for the seller"),
    "processing": ("退款中", "on its way"),
    "succeeded": ("已退款", "refunded"),
    "failed": ("退款未成功", "not successful yet"),
    "rejected": ("已拒绝", "declined"),
    "withdrawn": ("已撤回", "withdrawn"),
}
CLOSE_WORDS: Mapping[str, tuple[str, str]] = {
    "shopper": ("买家取消", "cancelled by the shopper"),
    "staff": ("商家关闭", "closed by the shop"),
    "deadline": ("超时未付款", "not paid in time"),
    "refunded": ("已全额退款", "fully refunded"),
    "given_back": ("已全部退回,没有付过款", "given back whole; no money had been paid"),
}
# {…} are str.format fields over the event's data with money already in yuan
HISTORY_WORDS: Mapping[str, tuple[str, str]] = {
    "placed": ("提交订单", "Order placed"),
    "price_changed": ("商家改价,应付 {new_yuan} 元", "The shop changed the price to {new_yuan} yuan"),
    "address_changed": ("修改收货地址", "Delivery address changed"),
    "paid": ("付款成功", "Paid"),
    "nothing_to_pay": ("优惠已全部抵扣,免支付", "Discounts cover all of it: nothing to pay"),
    "formed": ("已成团,等待发货", "The team is full; to be shipped"),
    "reopened": ("付款晚到,订单恢复", "A late payment arrived; the order goes on"),
    "payment_returned": ("订单关闭后到账的付款已原路退回", "A payment that came after closing was sent back"),
    "amount_mismatch": ("付款金额与订单不一致", "The paid amount differs from the order"),
    "shipped": ("{carrier} {tracking_no} 已发出", "{carrier} {tracking_no} has left"),
    "tracking_changed": ("物流更新为 {carrier} {tracking_no}", "Tracking changed to {carrier} {tracking_no}"),
    "urged": ("提醒卖家发货", "The seller was asked to ship"),
    "received": ("确认收货", "Received"),
    "completed": ("交易完成", "Completed"),
    "closed": ("订单关闭:{why}", "Closed: {why}"),
    "refund_requested": ("申请退款 {amount_yuan} 元", "Refund of {amount_yuan} yuan requested"),
    "refund_withdrawn": ("撤回退款申请", "Refund request withdrawn"),
    "refund_rejected": ("退款申请未通过", "Refund request declined"),
    "refund_granted": ("退款 {amount_yuan} 元处理中", "Refund of {amount_yuan} yuan is on its way"),
    "refund_succeeded": ("已退款 {amount_yuan} 元", "{amount_yuan} yuan refunded"),
    "refund_failed": ("退款 {amount_yuan} 元未成功", "Refund of {amount_yuan} yuan did not go through"),
    "refunded_at_wechat": (
        "在微信商户平台退款 {amount_yuan} 元",
        "{amount_yuan} yuan given back on WeChat's own platform",
    ),
    "refund_retried": ("重新退款 {amount_yuan} 元", "Refund of {amount_yuan} yuan tried again"),
    "case_opened": ("申请售后", "After-sales requested"),
    "case_ended": ("售后结束", "After-sales ended"),
    "exchange_shipped": (
        "换货 {carrier} {tracking_no} 已发出",
        "The exchange has left: {carrier} {tracking_no}",
    ),
    "released": (
        "担保货款已结算给商家 {amount_yuan} 元",
        "{amount_yuan} yuan released from the guarantee to the shop",
    ),
    "release_failed": ("担保放款没有成功", "The release from the guarantee failed"),
    "claim_failed": (
        "分账 {amount_yuan} 元没有成功,归商家",
        "A share of {amount_yuan} yuan failed and stays with the shop",
    ),
    "guarantee_ending": (
        "担保 3 天内到期,微信将自动解冻",
        "The guarantee ends within 3 days: WeChat will let go by itself",
    ),
    "guarantee_ended": (
        "担保满 30 天,微信已自动解冻",
        "After 30 days WeChat has let go of the money by itself",
    ),
    "noted": ("修改备注", "Note changed"),
    "revealed": ("查看收货人信息", "Receiver's data shown"),
    "wechat_failed": ("发货信息上传微信失败", "Shipping information was refused by WeChat"),
}
# The same steps when no money is in them: goods that cost nothing after their discounts.
MONEYLESS_WORDS: Mapping[str, tuple[str, str]] = {
    "refund_requested": ("申请退回(没有付过款)", "Asked to give it back; nothing was paid for it"),
    "refund_granted": (
        "已退回,没有付过款,不产生退款;用掉的积分和优惠按规则退回",
        "Given back: nothing was paid, so no money comes back; points and coupons return by their rules",
    ),
}
# which part of the program did something, for the history in the console
SYSTEM_WORDS: Mapping[str, tuple[str, str]] = {
    "payments": ("微信支付", "WeChat Pay"),
    "team": ("拼团", "the team"),
    "campaign": ("活动", "the campaign"),
    "clock": ("到时自动", "by the clock"),
    "checkout": ("下单结算", "checkout"),
    "aftersales": ("售后", "after-sales"),
    "wechat": ("微信", "WeChat"),
    "import": ("批量导入", "import by sheet"),
    "refund_review_off": ("退款免审核", "refunds without review"),
}
STAFF_ONLY = frozenset(
    {
        "noted", "revealed", "wechat_failed", "amount_mismatch", "refund_retried", "release_failed", "claim_failed",
        "guarantee_ending", "guarantee_ended",
    }
)  # fmt: skip


def word(words: Mapping[str, tuple[str, str]], key: str, language: str) -> str:
    """One word in the asked language; the key itself if it is unknown."""
    pair = words.get(key)
    return key if pair is None else pair[language == "en"]


def history_text(kind: str, data: Mapping[str, Any], language: str) -> str:
    """An event as a sentence."""
    fields: dict[str, Any] = {
        key.removesuffix("_fen") + "_yuan": format_yuan(value)
        for key, value in data.items()
        if key.endswith("_fen") and isinstance(value, int)
    }
    fields["carrier"] = carrier_name(str(data.get("carrier_code", "")), language)
    fields["tracking_no"] = data.get("tracking_no", "")
    fields["why"] = word(CLOSE_WORDS, str(data.get("reason", "")), language)
    moneyless = kind in MONEYLESS_WORDS and data.get("amount_fen") == 0
    return word(MONEYLESS_WORDS if moneyless else HISTORY_WORDS, kind, language).format_map(fields)


def came_back(order: Order) -> str:
    """The word of CLOSE_WORDS for an order of which everything came back."""
    return "given_back" if order.free else "refunded"


def closed_text(order: Order, language: str) -> str | None:
    """Why an order is closed, in words; None when it is not."""
    if order.close_reason is None:
        return None
    reason = came_back(order) if order.close_reason == "refunded" else order.close_reason
    return word(CLOSE_WORDS, reason, language)


def guarantee_text(
    held: str, settles_on: datetime | None, released_at: datetime | None, language: str
) -> str:
    """Where the buyer's money is, in a sentence; days are those of the shop's calendar."""
    english = language == "en"
    at = settles_on if held == "frozen" else released_at
    day = _day(at, english=english) if at else ""
    words = {
        "frozen": (f"货款担保中 · 预计 {day}结算给商家", f"Guaranteed · to the shop by {day}")
        if day
        else ("货款担保中", "Guaranteed"),
        "releasing": (
            "订单已完成 · 货款正在结算给商家",
            "Completed · the money is being released to the shop",
        ),
        "failed": ("订单已完成 · 货款正在结算给商家", "Completed · the money is being released to the shop"),
        "unfrozen": (
            "微信担保期已满 · 售后仍由商家负责",
            "WeChat's guarantee is over · the shop still answers for it",
        ),
        "released": (f"货款已于 {day}结算给商家", f"The money went to the shop on {day}"),
        "refunded": ("货款已全部退回", "Everything was given back"),
    }
    return word(words, held, language)


def _day(at: datetime, *, english: bool) -> str:
    day = at.astimezone(ZoneInfo(BUSINESS_ZONE))
    return f"{day:%Y-%m-%d}" if english else f"{day.month} 月 {day.day} 日"
