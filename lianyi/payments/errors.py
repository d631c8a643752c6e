"""Refusals of payments."""

from lianyi.kit.errors import NotFound, Refusal


class NoPayment(NotFound):
    code = "payment_not_found"
    zh = "没有这笔支付"
    en = "There is no such payment"


class PaymentNotPending(Refusal):
    code = "payment_not_pending"
    zh = "这笔订单已经支付或关闭"
    en = "This order is already paid or closed"


class PayKeysMissing(Refusal):
    code = "pay_keys_missing"
    zh = "商家还没有设置微信支付,暂时不能付款"
    en = "The merchant has not set up WeChat Pay yet"


class PayMethodUnavailable(Refusal):
    code = "pay_method_unavailable"
    zh = "当前环境不支持这种支付方式"
    en = "This way of paying is not available here"


class WeChatPayRefused(Refusal):
    status = 502
    code = "wechatpay_refused"
    zh = "微信支付拒绝了请求:{message}({wechat_code})"
    en = "WeChat Pay refused: {message} ({wechat_code})"


class WeChatPayUnanswered(Refusal):
    status = 503
    code = "wechatpay_unanswered"
    zh = "微信支付没有回应,没有扣款;请稍后再试"
    en = "WeChat Pay did not answer; nothing was charged. Try again in a moment"


class RefundTooLarge(Refusal):
    code = "refund_too_large"
    zh = "退款 {amount_fen} 分超过了还能退的金额"
    en = "A refund of {amount_fen} fen exceeds what is left to refund"


class NoSuchRefund(NotFound):
    code = "refund_not_found"
    zh = "没有这笔退款"
    en = "There is no such refund"


class PayKeysWrong(Refusal):
    status = 422
    code = "pay_keys_wrong"
    zh = "「{what}」不对:{why}"
    en = "“{what}” is not right: {why}"


class MerchantInUse(Refusal):
    """Keys of another merchant would leave money that is under way with nobody to take or give it."""

    code = "merchant_in_use"
    zh = "商户号 {mchid} 还有 {count} 笔付款或退款没有完成,现在不能换成别的商户号。请先下架商品,等它们完成或过期后再换"
    en = (
        "Merchant {mchid} still has {count} payments or refunds under way, so it cannot be replaced by another one now. "
        "Take the goods off the shelf, wait until they are done or have expired, and try again"
    )
