"""Refusals of social."""

from lianyi.kit.errors import Invalid, NotFound


class ShareTokenInvalid(Invalid):
    code = "share_token_invalid"
    zh = "这个分享链接不完整或已失效,可以直接浏览店铺"
    en = "This share link is incomplete or no longer valid; the shop is open all the same"


class ShareUnknown(NotFound):
    code = "share_not_found"
    zh = "没有这条分享"
    en = "There is no such share"


class NobodyShares(Invalid):
    code = "visitor_missing"
    zh = "请先登录,或带上设备编号再分享"
    en = "Sign in, or send the device's number, to share"


class TreeAsksTwice(Invalid):
    code = "tree_wants_one_root"
    zh = "请按活动、对象、顾客或分享之一来查看"
    en = "Ask for a tree by exactly one of campaign, target, person or share"


class PeriodTooLong(Invalid):
    code = "period_too_long"
    zh = "一次最多查看 {days_max} 天"
    en = "At most {days_max} days at once"
