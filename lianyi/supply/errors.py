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


class FreightTemplateNameTaken(Refusal):
    code = "freight_template_name_taken"
    zh = "已经有叫「{name}」的运费模板"
    en = "There is already a freight template called “{name}”"


class FreightTemplatesFull(Refusal):
    code = "freight_templates_full"
    zh = "运费模板最多 {limit} 个,请先删除不用的"
    en = "There are {limit} freight templates, as many as a shop can have; delete one first"


class FreightTemplateStale(Refusal):
    code = "stale_version"
    zh = "这个运费模板刚被别人改过,请刷新后再改"
    en = "Somebody changed this freight template meanwhile; reload before you change it"


class DefaultFreightTemplateStays(Refusal):
    code = "default_freight_template_stays"
    zh = "默认运费模板不能删除,请先把另一个设为默认"
    en = "The default freight template cannot be deleted; make another one the default first"
