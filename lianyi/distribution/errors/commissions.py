"""Refusals of commission."""

from lianyi.kit.errors import NotFound


class CommissionUnknown(NotFound):
    """Also for somebody else's: nobody learns that it exists."""

    code = "commission_not_found"
    zh = "没有这笔佣金"
    en = "There is no such commission"
