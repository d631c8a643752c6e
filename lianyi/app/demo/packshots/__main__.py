"""Draw the demo's pictures anew: `python -m lianyi.app.demo.packshots [code | banner | card …]`, with Noto CJK."""

import sys

from lianyi.app.demo import catalogue
from lianyi.app.demo.packshots import banners, labels, scenes


def redraw(wanted: list[str]) -> int:
    """Draw the pictures of the wanted products, or of all; answers how many were drawn."""
    drawn = 0
    for name in banners.SCENES:
        if not wanted or name in wanted:
            banners.draw(name).save(catalogue.PICTURES / name, "WEBP", quality=scenes.QUALITY, method=6)
            drawn += 1
    if not wanted or catalogue.MEMBER_CARD in wanted:
        card = scenes.draw(catalogue.MEMBER_CARD_RECIPE)
        card.save(catalogue.PICTURES / catalogue.MEMBER_CARD, "WEBP", quality=scenes.QUALITY, method=6)
        drawn += 1
    for product in catalogue.products():
        if wanted and product.code not in wanted:
            continue
        for name, recipe in zip(product.pictures, product.recipes, strict=True):
            scenes.draw(recipe).save(catalogue.PICTURES / name, "WEBP", quality=scenes.QUALITY, method=6)
            sys.stdout.write(f"{name}\n")
            sys.stdout.flush()
            drawn += 1
    return drawn


if __name__ == "__main__":
    if not labels.fonts_present():
        sys.exit("Noto CJK is not here (Debian: fonts-noto-cjk). The drawn pictures are in the repository.")
    catalogue.PICTURES.mkdir(exist_ok=True)
    sys.stdout.write(f"{redraw(sys.argv[1:])} pictures\n")
