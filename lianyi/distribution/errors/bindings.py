"""Refusals about whose customer somebody is."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class RuleInvalid(Invalid):
    code = "attribution_rule_invalid"
    zh = "保护期不能长于有效期"
    en = "The protection period cannot be longer than the validity period"


class CustomerUnknown(NotFound):
    code = "customer_not_found"
    zh = "没有这位顾客"
    en = "There is no such customer"


class BindingRefused(Refusal):
    code = "binding_refused"
    zh = "这位顾客不能归属给该店主:{why_zh}"
    en = "This customer cannot become this shopkeeper's: {why_en}"


class NothingToRelease(Refusal):
    code = "nothing_to_release"
    zh = "这位顾客目前不属于任何店主"
    en = "This customer is nobody's at present"


class DisputeUnknown(NotFound):
    code = "dispute_not_found"
    zh = "没有这条申诉"
    en = "There is no such appeal"


class DisputeDecided(Refusal):
    code = "dispute_decided"
    zh = "这条申诉已有结果"
    en = "This appeal has been decided"


class DisputedAlready(Refusal):
    code = "disputed_already"
    zh = "这位顾客或订单的申诉正在处理"
    en = "An appeal about this customer or order is being looked at"


class NothingToDispute(Invalid):
    code = "nothing_to_dispute"
    zh = "没有找到这个订单号,请核对"
    en = "There is no order of this number; please check it"


class DisputesTooMany(Refusal):
    code = "disputes_too_many"
    zh = "处理中的申诉最多 {disputes_max} 条"
    en = "At most {disputes_max} appeals at once"
