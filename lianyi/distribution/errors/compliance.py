"""Every "no" of compliance."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class FindingUnknown(NotFound):
    code = "finding_unknown"
    zh = "没有这条合规发现"
    en = "There is no such finding"


class RuleUnknown(NotFound):
    code = "rule_unknown"
    zh = "没有这条规则"
    en = "There is no such rule"


class FindingInOtherState(Refusal):
    """data: state, state_zh, state_en."""

    code = "finding_in_other_state"
    zh = "这条发现{state_zh},不能这样处理"
    en = "This finding is {state_en}; that cannot be done now"


class WordsWanted(Invalid):
    code = "words_wanted"
    zh = "请写明怎么核对、怎么处理的"
    en = "Say how it was looked into and what was done"


class NeverScanned(NotFound):
    code = "never_scanned"
    zh = "还没有检查过,今晚会自动检查,也可以现在检查"
    en = "Nothing was looked at yet; it happens tonight, or now if asked"
