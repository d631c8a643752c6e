"""The steps of a case in words, Chinese and English. Pure."""

from collections.abc import Mapping
from typing import Any

from lianyi.kit.money import format_yuan

# {…} are str.format fields over the step's data with money already in yuan
STEP_WORDS: Mapping[str, tuple[str, str]] = {
    "applied": ("买家申请售后,退款金额 {amount_yuan} 元", "The shopper applied for {amount_yuan} yuan"),
    "applied_exchange": ("买家申请换货", "The shopper applied for an exchange"),
    "revised": (
        "买家修改申请,退款金额 {amount_yuan} 元",
        "The shopper revised the application: {amount_yuan} yuan",
    ),
    "withdrawn": ("买家撤销申请", "The shopper withdrew the application"),
    "agreed": ("商家同意,请寄回商品", "The seller agreed; please send the goods back"),
    "agreed_by_clock": ("商家超时未处理,自动同意", "The seller did not answer in time: agreed by itself"),
    "address_given": ("商家提供了退货地址", "The seller gave a return address"),
    "proposed": ("商家提议退款 {amount_yuan} 元", "The seller proposed {amount_yuan} yuan"),
    "accepted": ("买家接受退款 {amount_yuan} 元", "The shopper accepted {amount_yuan} yuan"),
    "declined": ("买家不接受商家提议的金额", "The shopper declined the proposal"),
    "refused": ("商家拒绝申请", "The seller declined"),
    "handed_in": (
        "买家已寄回:{carrier} {tracking_no}",
        "The goods are on their way back: {carrier} {tracking_no}",
    ),
    "received": ("商家确认收到退货", "The seller received the goods"),
    "received_by_clock": (
        "商家超时未确认,视为已收货",
        "The seller did not confirm in time: taken as received",
    ),
    "restocked": ("退回的商品已放回库存", "The goods went back into stock"),
    "written_off": ("退回的商品不再销售", "The goods were written off"),
    "refunding": ("退款 {amount_yuan} 元处理中", "{amount_yuan} yuan are on their way"),
    "refunding_by_clock": (
        "商家超时未处理,自动退款 {amount_yuan} 元",
        "Time is over: {amount_yuan} yuan refunded by itself",
    ),
    "refunded": ("已退款 {amount_yuan} 元", "{amount_yuan} yuan refunded"),
    "reshipped": ("换货已发出:{carrier} {tracking_no}", "The exchange has left: {carrier} {tracking_no}"),
    "exchanged": ("买家确认收到换货", "The shopper has the exchange"),
    "exchanged_by_clock": ("到时自动完成换货", "The exchange was completed by itself"),
    "closed": ("买家超时未处理,售后关闭", "The shopper did not act in time: closed"),
    "extended": ("商家延长了 7 天", "The seller gave seven more days"),
    "noted": ("商家备注", "Note of the staff"),
    "return_freight_accepted": (
        "商家承担退货运费 {amount_yuan} 元",
        "The seller bears {amount_yuan} yuan of return freight",
    ),
    "return_freight_declined": (
        "商家未认可退货运费 {amount_yuan} 元",
        "The seller declined {amount_yuan} yuan of freight",
    ),
    "return_freight_paid": (
        "商家已支付退货运费 {amount_yuan} 元",
        "The seller paid {amount_yuan} yuan of return freight",
    ),
}
# The same steps when no money is in them: goods that points and coupons paid for.
MONEYLESS_WORDS: Mapping[str, tuple[str, str]] = {
    "applied": ("买家申请退货,没有付过款", "The shopper asks to give it back; nothing was paid for it"),
    "revised": ("买家修改申请,没有付过款", "The shopper revised the application; nothing was paid"),
    "refunding": ("同意退回,没有付过款,不产生退款", "Agreed: nothing was paid, so no money goes back"),
    "refunding_by_clock": (
        "商家超时未处理,自动退回,不产生退款",
        "Time is over: taken back by itself, no money moves",
    ),
    "refunded": ("已退回,积分和优惠按规则退回", "Given back; points and coupons return by their rules"),
}
STAFF_ONLY = frozenset({"noted", "restocked", "written_off"})


def word(words: Mapping[str, tuple[str, str]], key: str, language: str) -> str:
    """One word in the asked language; the key itself if it is unknown."""
    pair = words.get(key)
    return key if pair is None else pair[language == "en"]


def step_text(kind: str, data: Mapping[str, Any], language: str, carrier: str) -> str:
    """A step as a sentence; `carrier` is the name of its carrier, if it has one."""
    amount_fen = data.get("amount_fen")
    fields = {
        "amount_yuan": format_yuan(amount_fen) if isinstance(amount_fen, int) else "",
        "carrier": carrier,
        "tracking_no": str(data.get("tracking_no", "")),
    }
    moneyless = amount_fen == 0 and kind in MONEYLESS_WORDS
    return word(MONEYLESS_WORDS if moneyless else STEP_WORDS, kind, language).format_map(fields)
