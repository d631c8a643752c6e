"""The committed pictures are what the generator draws, so that whoever changes the one changes the other."""

import pytest
from PIL import Image, ImageChops, ImageStat

from lianyi.app.demo import catalogue
from lianyi.app.demo.packshots import labels, scenes

# Two without a word on them, which a machine without Chinese fonts can draw too, and one with a label.
PLAIN = ("TBL-005", "FRU-006")
LABELLED = "TEA-001"


def _difference(code):
    product = next(product for product in catalogue.products() if product.code == code)
    with Image.open(catalogue.PICTURES / product.pictures[0]) as kept:
        drawn = scenes.draw(product.recipes[0]).resize((250, 250), Image.Resampling.BOX)
        small = kept.convert("RGB").resize((250, 250), Image.Resampling.BOX)
    return max(ImageStat.Stat(ImageChops.difference(drawn, small)).mean)


@pytest.mark.parametrize("code", PLAIN)
def test_a_picture_without_words_is_drawn_again_the_same(code):
    assert _difference(code) < 2.0


@pytest.mark.skipif(
    not labels.fonts_present(), reason="the drawn pictures are committed; only drawing needs fonts"
)
def test_a_label_is_drawn_again_the_same():
    assert _difference(LABELLED) < 2.0


def test_two_draws_of_a_recipe_are_equal_to_the_bit():
    recipe = {"shape": "group", "ground": "sage", "kind": "persimmon"}
    assert scenes.draw(recipe).tobytes() == scenes.draw(recipe).tobytes()
