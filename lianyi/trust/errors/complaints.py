"""Every "no" about complaints. WeChat's own refusals are shown in its words."""

from lianyi.kit.errors import NotFound, Refusal


class ComplaintUnknown(NotFound):
    code = "complaint_unknown"
    zh = "没有找到这个投诉"
    en = "This complaint was not found"


class ComplaintActNotPossible(Refusal):
    """data: act, act_zh, act_en."""

    code = "complaint_act_not_possible"
    zh = "投诉现在的状态不能{act_zh}"
    en = "As the complaint stands, one cannot {act_en}"


class ComplaintWordsMissing(Refusal):
    status = 422
    code = "complaint_words_missing"
    zh = "请写明内容,买家会看到"
    en = "Say something; the shopper will read it"


class ComplaintActUnderWay(Refusal):
    code = "complaint_act_under_way"
    zh = "上一次处理还在等微信回答,请稍后再试"
    en = "The act before this one still waits for WeChat's answer; try again in a moment"


class ComplaintRefused(Refusal):
    """WeChat said no; `words` are its own."""

    code = "complaint_refused"
    zh = "微信没有接受:{words}"
    en = "WeChat did not accept it: {words}"


class ComplaintWithoutOrder(Refusal):
    code = "complaint_without_order"
    zh = "这个投诉对应的交易不是本店的订单,请在微信商户平台处理"
    en = "The transaction is no order of this shop; handle it at WeChat's merchant platform"


class ComplaintCaseOpen(Refusal):
    """data: order_number."""

    code = "complaint_case_open"
    zh = "订单 {order_number} 有进行中的售后,请在售后里处理这笔钱"
    en = "Order {order_number} has an open after-sales case; the money is decided there"


class ComplaintNothingToRefund(Refusal):
    code = "complaint_nothing_to_refund"
    zh = "订单已经没有可退的金额"
    en = "Nothing of the order is left to refund"


class ComplaintPhoneUnknown(NotFound):
    code = "complaint_phone_unknown"
    zh = "没有买家的联系电话"
    en = "There is no phone number of the shopper"
