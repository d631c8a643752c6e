"""What a home may hold, decided without looking anything up."""

import re

from lianyi.storefront.errors import HomeInvalid
from lianyi.storefront.types import HomeContent

BANNERS_MAX = 8
SECTIONS_MAX = 12
SECTION_PRODUCTS_MAX = 20
SECTION_SHOWN = 10
TITLE_CHARS_MAX = 40
FAVOURITES_MAX = 500
FOOTPRINTS_KEPT = 200
_LINK = re.compile(
    r"(product/prd_[0-9a-z]{26}|category/cat_[0-9a-z]{26}|search\?q=[^\s<>]{1,400})"
)  # a word travels encoded, nine characters a letter


def check(content: HomeContent) -> None:
    """Refuse what a page could not show. Raises HomeInvalid naming the field."""
    if len(content.banners) > BANNERS_MAX:
        raise HomeInvalid(
            field="banners", reason=f"最多 {BANNERS_MAX} 张横幅 (at most {BANNERS_MAX} banners)"
        )
    if len(content.sections) > SECTIONS_MAX:
        raise HomeInvalid(
            field="sections", reason=f"最多 {SECTIONS_MAX} 个栏目 (at most {SECTIONS_MAX} sections)"
        )
    for number, banner in enumerate(content.banners):
        if banner.link and not _LINK.fullmatch(banner.link):
            raise HomeInvalid(
                field=f"banners.{number}.link",
                reason="链接只能指向本店的商品、分类或搜索 (a link leads to a product, category or search of this shop)",
            )
    for number, section in enumerate(content.sections):
        if not section.title.strip():
            raise HomeInvalid(
                field=f"sections.{number}.title", reason="栏目需要标题 (a section needs a title)"
            )
        if len(section.product_ids) > SECTION_PRODUCTS_MAX:
            raise HomeInvalid(
                field=f"sections.{number}.product_ids",
                reason=f"每个栏目最多 {SECTION_PRODUCTS_MAX} 件商品 (at most {SECTION_PRODUCTS_MAX} products)",
            )
