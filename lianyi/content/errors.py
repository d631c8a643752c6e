"""Refusals of content."""

from lianyi.kit.errors import Invalid, NotFound, TooMany


class TargetGone(NotFound):
    code = "share_target_not_found"
    zh = "要分享的内容已下架或不存在"
    en = "What was to be shared is gone or was never there"


class TargetIdMissing(Invalid):
    code = "share_target_id_missing"
    zh = "请说明要分享哪一个"
    en = "Say which one is to be shared"


class PictureUnknown(NotFound):
    code = "picture_not_found"
    zh = "没有这张图片"
    en = "There is no such picture"


class DrawingBusy(TooMany):
    code = "drawing_busy"
    zh = "图片正在排队生成,请 {retry_after_seconds} 秒后再试"
    en = "Pictures are waiting to be drawn; try again in {retry_after_seconds} seconds"
