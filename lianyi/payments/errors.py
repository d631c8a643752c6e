"""Refusals of payments."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


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
    """Keys of another merchant would leave money that is under way with nobody to take, give or release it."""

    code = "merchant_in_use"
    zh = (
        "商户号 {mchid} 还有 {count} 笔付款、退款、担保货款或提现没有完成,现在不能换成别的商户号。"
        "请先下架商品,等它们完成或过期后再换"
    )
    en = (
        "Merchant {mchid} still has {count} payments, refunds, guaranteed sums or pay-outs under way, so it cannot be "
        "replaced by another one now. Take the goods off the shelf, wait until they are done or have expired, and try again"
    )


class GuaranteeNotAllowed(Refusal):
    """WeChat's NO_AUTH to a payment that should be frozen: the merchant number has no profit sharing."""

    code = "guarantee_not_allowed"
    zh = (
        "这个商户号还没有开通微信支付「分账」,暂时不能用担保方式收款。商家请在微信支付商户平台 → 产品中心开通分账,"
        "或在店铺设置里关闭「担保交易」"
    )
    en = (
        "This merchant number has no profit sharing at WeChat Pay, so it cannot be paid under the guarantee. The merchant "
        "opens it in WeChat Pay's merchant platform under products, or turns the guarantee off in the shop's settings"
    )


class ClaimTooLarge(Refusal):
    code = "claim_too_large"
    zh = "分账 {amount_fen} 分超过上限:一笔订单的全部分账最多为实付的 30%,还剩 {left_fen} 分"
    en = "A share of {amount_fen} fen is too much: all shares are at most 30% of what was paid; {left_fen} fen are left"


class NotGuaranteed(Refusal):
    code = "not_guaranteed"
    zh = "这笔订单没有使用担保交易,或已经放款,不能分账"
    en = (
        "This order was not paid under the guarantee, or was released already, so nothing of it can be shared"
    )


class NoSuchReceiver(NotFound):
    code = "receiver_not_found"
    zh = "没有这个分账接收方"
    en = "There is no such receiver"


class ReceiverKnown(Refusal):
    code = "receiver_known"
    zh = "已经有这个分账接收方"
    en = "This receiver is there already"


class ReceiverOwed(Refusal):
    code = "receiver_owed"
    zh = "还有 {count} 笔订单要分给这个接收方,放款以后才能删除;可以先把固定比例改为 0"
    en = "{count} orders still owe this receiver a share; remove it when they are released. Set its standing share to 0 now"


class ReceiverWrong(Invalid):
    code = "receiver_wrong"
    zh = "「{what_zh}」不对:{why_zh}"
    en = "“{what_en}” is not right: {why_en}"


class StandingTooMuch(Invalid):
    code = "standing_too_much"
    zh = "固定分账比例合计 {sum_percent}% 超过微信支付的上限 30%"
    en = "Standing shares add up to {sum_percent}%, above WeChat Pay's limit of 30%"


class NothingToRetry(Refusal):
    code = "nothing_to_retry"
    zh = "这笔担保货款没有等待重试的放款"
    en = "There is no release of this payment that waits to be tried again"


class NoGuarantee(NotFound):
    code = "guarantee_not_found"
    zh = "这笔订单没有担保货款"
    en = "This order has no money under the guarantee"
