"""Every "no" that an order can say. A refusal for the state names the state."""

from lianyi.kit.errors import Invalid, NotFound, Refusal, TooMany


class OrderUnknown(NotFound):
    code = "order_unknown"
    zh = "没有找到这个订单"
    en = "This order was not found"


class ParcelUnknown(NotFound):
    code = "parcel_unknown"
    zh = "没有找到这个包裹"
    en = "This parcel was not found"


class RefundUnknown(NotFound):
    code = "refund_unknown"
    zh = "没有找到这笔退款"
    en = "This refund was not found"


class OrderInOtherState(Refusal):
    """data: state (stable word), state_zh, state_en."""

    code = "order_in_other_state"
    zh = "订单{state_zh},不能这样操作"
    en = "The order is {state_en}; this is not possible now"


class StaleOrder(Refusal):
    code = "stale_version"
    zh = "这个订单刚被别人改过,请刷新后再改"
    en = "Somebody changed this order meanwhile; reload before you change it"


class OrderAlreadyPaid(Refusal):
    code = "order_already_paid"
    zh = "订单已经付款,不能取消。可以申请退款"
    en = "The order is paid and cannot be cancelled; you can ask for a refund"


class PayableOutOfRange(Invalid):
    code = "payable_out_of_range"
    zh = "改价后应付 {payable_yuan} 元,须在 0.01 元到商品与运费合计之间可付的范围内"
    en = "The order would cost {payable_yuan} yuan, which cannot be paid"


class RefundRequestOpen(Refusal):
    """A shopper waits for an answer: shipping first would decide it silently."""

    code = "refund_request_open"
    zh = "买家的退款申请还没有处理,请先同意或拒绝"
    en = "The shopper's refund request is still open; decide it first"


class RefundTooMuch(Refusal):
    code = "refund_too_much"
    zh = "最多可退 {quantity_max} 件、{amount_max_yuan} 元"
    en = "At most {quantity_max} pieces and {amount_max_yuan} yuan can be refunded"


class RefundEmpty(Invalid):
    code = "refund_empty"
    zh = "请选择要退的商品或金额"
    en = "Choose what to refund"


class FormingRefundedWhole(Refusal):
    code = "forming_refunded_whole"
    zh = "待成团的订单只能整单全额退款"
    en = "An order that waits for its team can only be refunded whole"


class FreightRefundTooMuch(Refusal):
    code = "freight_refund_too_much"
    zh = "运费最多可退 {amount_max_yuan} 元"
    en = "At most {amount_max_yuan} yuan of freight can be refunded"


class RefundInOtherState(Refusal):
    """data: state (stable word), state_zh, state_en."""

    code = "refund_in_other_state"
    zh = "这笔退款{state_zh},不能这样操作"
    en = "This refund is {state_en}; this is not possible now"


class ShipTooMuch(Refusal):
    code = "ship_too_much"
    zh = "「{title}」还可以发 {quantity_max} 件"
    en = "{quantity_max} pieces of “{title}” are left to ship"


class NothingToShip(Invalid):
    code = "nothing_to_ship"
    zh = "包裹里没有商品"
    en = "There is nothing in this parcel"


class TooManyCases(Refusal):
    code = "too_many_cases"
    zh = "一个订单最多申请 {cases_max} 次售后"
    en = "An order has at most {cases_max} after-sales cases"


class LineUnknown(Invalid):
    code = "line_unknown"
    zh = "商品不在这个订单里"
    en = "This line is not in the order"


class CarrierUnknown(Invalid):
    code = "carrier_unknown"
    zh = "不认识快递公司「{value}」"
    en = "“{value}” is not a known carrier"


class TrackingNumberInvalid(Invalid):
    code = "tracking_number_invalid"
    zh = "运单号应为 6 到 40 位字母或数字"
    en = "A tracking number has 6 to 40 letters or digits"


class ParcelKnown(Refusal):
    code = "parcel_known"
    zh = "这个运单号已经在本订单里"
    en = "This tracking number is already in the order"


class TooManyParcels(Refusal):
    code = "too_many_parcels"
    zh = "一个订单最多 {parcels_max} 个包裹"
    en = "An order has at most {parcels_max} parcels"


class UrgedRecently(TooMany):
    code = "urged_recently"
    zh = "已经提醒过卖家,24 小时内提醒一次就够了"
    en = "The seller has been reminded; once in 24 hours is enough"


class WechatUploadNotFailed(Refusal):
    code = "wechat_upload_not_failed"
    zh = "这个包裹的发货信息没有失败,不用重传"
    en = "The shipping information of this parcel has not failed"


class FileUnreadable(Invalid):
    code = "shipment_file_unreadable"
    zh = "表格缺少「{column}」列,请用模板的表头:订单号、快递公司、运单号"
    en = "The sheet has no column “{column}”; use the template's header"


class NoMiniIdentity(Refusal):
    code = "no_mini_identity"
    zh = "买家没有小程序身份,发货信息无法上传微信"
    en = "The shopper has no mini-program identity; WeChat cannot be told about the parcel"


class ReceiverForgotten(Refusal):
    code = "receiver_forgotten"
    zh = "买家已注销,收货信息已删除"
    en = "The shopper has left; the receiver's data were deleted"
