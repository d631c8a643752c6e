"""Every "no" of brand days."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class NoBrandDay(NotFound):
    code = "no_brand_day"
    zh = "没有找到这个品牌日"
    en = "This brand day was not found"


class DayNotOn(Refusal):
    """data: day."""

    code = "brand_day_not_on"
    zh = "品牌日价只在 {day} 当天有效"
    en = "The brand day's price holds on {day} only"


class DayNotAhead(Refusal):
    code = "brand_day_not_ahead"
    zh = "这个品牌日已经开始或不再举行,不用提醒"
    en = "This brand day has begun or is off; there is nothing to be reminded of"


class DayTaken(Refusal):
    """data: day, title: the campaign that has the date."""

    code = "brand_day_taken"
    zh = "{day} 已经是「{title}」,一天只能有一个品牌日"
    en = "{day} is “{title}” already; a date has one brand day"


class NotOneDay(Invalid):
    """data: day."""

    code = "brand_day_not_one_day"
    zh = "品牌日在同一天开始和结束(北京时间),最晚到 {day} 24:00"
    en = "A brand day begins and ends on one date (Beijing time), by midnight of {day}"


class DayPriceTooHigh(Invalid):
    """data: title."""

    code = "brand_day_price_too_high"
    zh = "「{title}」的品牌日价须低于平时售价"
    en = "The price of “{title}” must be below its usual price"
