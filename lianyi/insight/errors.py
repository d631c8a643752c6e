"""What insight refuses to answer."""

from lianyi.kit.errors import Invalid


class SpanWrong(Invalid):
    """data: days_max."""

    code = "span_wrong"
    zh = "结束日期不能早于开始日期,一次最多看 {days_max} 天"
    en = "The last day cannot be before the first, and at most {days_max} days are shown at once"


class CompareTwoToFour(Invalid):
    code = "compare_two_to_four"
    zh = "选 2 到 4 个已经发布过的活动来对比"
    en = "Choose two to four campaigns that have been published"
