"""The demo shop keeps the law it shows others: honest words, valid codes, pictures that exist."""

import re
from itertools import pairwise

import pytest
from PIL import Image

from lianyi.app.demo import catalogue

# Advertising law art. 9: superlatives and the state; food and cosmetics may not promise cures (art. 17).
FORBIDDEN = re.compile(
    r"最|第一|国家级|顶级|极品|唯一|独家|治疗|治愈|疗效|药效|抗癌|降血|减肥|排毒|养生|销量|热卖|爆款"
)


def test_the_shop_is_large_enough_to_be_looked_at():
    goods = catalogue.products()
    assert len(goods) == 72
    assert len(catalogue.categories()) == 9
    assert sum(len(product.pictures) > 1 for product in goods) >= 25
    assert len({recipe["shape"] for product in goods for recipe in product.recipes}) >= 18


def test_every_code_and_barcode_is_used_once():
    skus = [sku for product in catalogue.products() for sku in product.skus]
    assert len({sku.code for sku in skus}) == len(skus)
    assert len({sku.barcode for sku in skus}) == len(skus)
    assert len({product.code for product in catalogue.products()}) == len(catalogue.products())


@pytest.mark.parametrize("product", catalogue.products(), ids=lambda product: product.code)
def test_a_product_is_complete_and_honest(product):
    assert 0 < len(product.title) <= 40
    assert 1 <= len(product.skus) <= 6
    assert product.return_policy in {"yes", "excluded_by_law", "excluded_by_confirmation"}
    top = next(category for category in catalogue.categories() if category.name == product.category[0])
    assert product.category[1] in top.children
    words = " ".join((product.title, product.subtitle, product.description, *product.tags))
    assert FORBIDDEN.search(words.replace("不适用", "")) is None
    assert product.description.count("<p>") >= 4
    assert "<table>" in product.description
    assert all(0 < sku.cost_fen < sku.price_fen for sku in product.skus)
    assert all(sku.weight_g > 0 and sku.stock > 0 for sku in product.skus)
    assert all(len(sku.option_values) == len(product.option_names) for sku in product.skus)
    assert len({sku.option_values for sku in product.skus}) == len(product.skus)


@pytest.mark.parametrize("product", catalogue.products(), ids=lambda product: product.code)
def test_a_barcode_is_an_ean_13_for_own_use(product):
    for sku in product.skus:
        digits = [int(digit) for digit in sku.barcode]
        assert len(digits) == 13
        assert 20 <= int(sku.barcode[:2]) <= 29
        assert sum(digits[0::2]) % 10 == (-3 * sum(digits[1::2])) % 10


def test_the_known_check_digit():
    assert catalogue.ean13("400638133393") == "4006381333931"  # GS1's own example


def test_fresh_fruit_is_not_returned_without_reason():
    for product in catalogue.products():
        if product.category[0] == "时令鲜果":
            assert product.return_policy == "excluded_by_law"
            assert product.freight == "fresh"


def test_every_picture_is_there_square_and_small_in_sum():
    total = 0
    for product in catalogue.products():
        for name in product.pictures:
            path = catalogue.PICTURES / name
            total += path.stat().st_size
            with Image.open(path) as picture:
                assert picture.size == (1000, 1000)
    for banner in catalogue.BANNERS:
        path = catalogue.PICTURES / banner.picture
        total += path.stat().st_size
        with Image.open(path) as picture:
            assert picture.size == (1500, 640)
        assert banner.category in {category.name for category in catalogue.categories()}
    assert total <= 5 * 1024 * 1024
    used = {name for product in catalogue.products() for name in product.pictures}
    used |= {banner.picture for banner in catalogue.BANNERS} | {catalogue.MEMBER_CARD}
    assert {path.name for path in catalogue.PICTURES.glob("*.webp")} == used


def test_every_category_has_its_icon():
    for category in catalogue.categories():
        text = (catalogue.PICTURES / "icons" / f"{category.icon}.svg").read_text(encoding="utf-8")
        assert 'stroke-width="2.5"' in text
        with Image.open(catalogue.PICTURES / "icons" / category.picture) as tile:
            assert tile.size == (200, 200)


def test_options_come_in_the_order_they_first_appear():
    bowl = next(product for product in catalogue.products() if product.code == "TBL-001")
    assert bowl.options() == [("颜色", ("青釉", "米白")), ("数量", ("一只", "四只"))]
    assert all(one.code < other.code for one, other in pairwise(bowl.skus))
