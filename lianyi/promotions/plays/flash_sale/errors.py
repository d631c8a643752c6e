"""Every "no" of flash sales."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class NoFlashSale(NotFound):
    code = "no_flash_sale"
    zh = "这件商品现在没有秒杀"
    en = "There is no flash sale for this product now"


class SlotNotOn(Refusal):
    """data: next_at (ISO instant or null), next_zh, next_en."""

    code = "slot_not_on"
    zh = "现在没有进行中的场次{next_zh}"
    en = "No slot is on now{next_en}"


class SlotSoldOut(Refusal):
    """data: left, waiting: pieces that are taken and not paid yet; they come back when they are not paid in time."""

    code = "slot_sold_out"
    zh = "这一场{left_zh},{waiting_zh}"
    en = "This slot {left_en}; {waiting_en}"


class OneKindAtATime(Invalid):
    code = "one_kind_at_a_time"
    zh = "秒杀一次买一种规格"
    en = "A flash sale sells one kind of goods at a time"


class TooManyAtOnce(Invalid):
    """data: quantity_max."""

    code = "too_many_at_once"
    zh = "秒杀每单最多买 {quantity_max} 件"
    en = "At most {quantity_max} pieces an order in a flash sale"


class FlashPriceTooHigh(Invalid):
    code = "flash_price_too_high"
    zh = "「{title}」的秒杀价须低于平时售价"
    en = "The price of “{title}” must be below its usual price"


class SlotsOverlap(Invalid):
    code = "slots_overlap"
    zh = "场次要在当天结束,并且不能重叠"
    en = "Slots end on their day and do not overlap"
