"""Every "no" of after-sales. A refusal for the state names the state."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class CaseUnknown(NotFound):
    code = "aftersales_unknown"
    zh = "没有找到这个售后单"
    en = "This after-sales case was not found"


class CaseInOtherState(Refusal):
    """data: state (stable word), state_zh, state_en."""

    code = "aftersales_in_other_state"
    zh = "售后单{state_zh},不能这样操作"
    en = "The case is {state_en}; this is not possible now"


class CaseNotPossible(Refusal):
    """data: why (stable word), why_zh, why_en."""

    code = "aftersales_not_possible"
    zh = "不能申请售后:{why_zh}"
    en = "After-sales is not possible: {why_en}"


class CaseAmountTooHigh(Invalid):
    code = "aftersales_amount_too_high"
    zh = "「{title}」最多可退 {quantity_max} 件、{amount_max_yuan} 元"
    en = "At most {quantity_max} pieces of “{title}” and {amount_max_yuan} yuan can be given back"


class CaseEmpty(Invalid):
    code = "aftersales_empty"
    zh = "请选择商品和退款金额"
    en = "Choose the goods and the amount"


class CaseLineUnknown(Invalid):
    code = "aftersales_line_unknown"
    zh = "商品不在这个订单里"
    en = "This line is not in the order"


class CaseNotSentBack(Invalid):
    code = "aftersales_not_sent_back"
    zh = "只能申请已寄回的商品和数量"
    en = "Only goods that were sent back, and no more of them, can be asked for"


class LineHasOpenCase(Refusal):
    code = "aftersales_line_open"
    zh = "这件商品已有处理中的售后单"
    en = "This line has an open case already"


class RoundsOver(Refusal):
    code = "aftersales_rounds_over"
    zh = "最多可以修改申请 {rounds_max} 次"
    en = "An application can be revised {rounds_max} times at most"


class ReturnAddressMissing(Refusal):
    code = "return_address_missing"
    zh = "请先在店铺设置里添加退货地址"
    en = "Add a return address in the shop's settings first"


class ReturnAddressUnknown(NotFound):
    code = "return_address_unknown"
    zh = "没有找到这个退货地址"
    en = "This return address was not found"


class ReturnAddressesFull(Refusal):
    code = "return_addresses_full"
    zh = "最多保存 {limit} 个退货地址"
    en = "At most {limit} return addresses are kept"


class ReturnPhoneInvalid(Invalid):
    code = "return_phone_invalid"
    zh = "请填写手机号或带区号的座机号"
    en = "Give a mobile number or a landline with its area code"


class ProposalNotLower(Invalid):
    code = "aftersales_proposal_not_lower"
    zh = "协商金额须在 0.01 元到 {amount_max_yuan} 元之间且低于申请金额"
    en = "A proposal is below what is asked, between 0.01 and {amount_max_yuan} yuan"


class ProposalsOver(Refusal):
    code = "aftersales_proposals_over"
    zh = "最多可以提议 {proposals_max} 次金额,请同意或拒绝"
    en = "An amount can be proposed {proposals_max} times at most; agree or decline"


class ProposalNotForExchange(Refusal):
    code = "aftersales_proposal_not_for_exchange"
    zh = "换货没有退款金额可以协商"
    en = "An exchange has no amount to agree on"


class ReturnFreightNotOwed(Refusal):
    code = "return_freight_not_owed"
    zh = "这个原因的退货运费由买家承担"
    en = "The shopper bears the return freight for this reason"


class ReturnFreightInOtherState(Refusal):
    code = "return_freight_in_other_state"
    zh = "退货运费{state_zh},不能这样操作"
    en = "The return freight is {state_en}; this is not possible now"


class AlreadyExtended(Refusal):
    code = "aftersales_already_extended"
    zh = "每一步只能延长一次"
    en = "A step can be extended once"


class AlreadyInspected(Refusal):
    code = "aftersales_already_inspected"
    zh = "退回的商品已经登记过库存"
    en = "The stock of what came back is booked already"


class EvidenceUnknown(Invalid):
    code = "aftersales_picture_unknown"
    zh = "图片已失效,请重新上传"
    en = "A picture is gone; upload it again"


class EvidenceGone(NotFound):
    code = "aftersales_picture_gone"
    zh = "图片链接已过期,请刷新页面"
    en = "The picture's address has expired; load the page again"


class CasePicturesFull(Refusal):
    code = "aftersales_pictures_full"
    zh = "一个售后单最多 {limit} 张图片"
    en = "A case takes at most {limit} pictures"


class TooManyPictures(Refusal):
    code = "aftersales_too_many_pictures"
    zh = "未使用的图片太多,请稍后再传"
    en = "There are too many unused pictures; try again later"
