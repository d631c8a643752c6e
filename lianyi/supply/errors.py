"""Refusals of supply."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class FreightTemplateInvalid(Invalid):
    code = "freight_template_invalid"
    zh = "运费模板有误:{reason}"
    en = "The freight template is wrong: {reason}"


class FreightTemplateGone(NotFound):
    code = "freight_template_not_found"
    zh = "没有这个运费模板"
    en = "There is no such freight template"


class FreightTemplateInUse(Refusal):
    code = "freight_template_in_use"
    zh = "还有 {count} 个商品在用这个运费模板,请先换成别的"
    en = "{count} products use this freight template; give them another one first"
