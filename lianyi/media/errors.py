"""Refusals of media."""

from lianyi.kit.errors import Invalid, NotFound


class PictureTooLarge(Invalid):
    code = "picture_too_large"
    zh = "图片太大:最大 {megabytes} MB、{megapixels} 百万像素"
    en = "The picture is too large: at most {megabytes} MB and {megapixels} megapixels"


class PictureUnreadable(Invalid):
    code = "picture_unreadable"
    zh = "这不是可用的图片,请上传 JPEG、PNG 或 WebP"
    en = "This is not a usable picture; upload JPEG, PNG or WebP"


class PictureGone(NotFound):
    code = "picture_not_found"
    zh = "没有这张图片"
    en = "There is no such picture"
