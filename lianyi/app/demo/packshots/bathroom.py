"""Soap, toothbrushes, combs, seen from above."""

from PIL import Image, ImageChops

from lianyi.app.demo.packshots import labels, paint, slabs
from lianyi.app.demo.packshots.paint import Size
from lianyi.app.demo.packshots.palette import colour

Words = dict[str, str]


def soap(picture: Image.Image, words: Words, *, tone: str, angle: float = -16.0, dish: bool = True) -> None:
    """A bar of soap, its name pressed in, on a wooden dish."""
    size = picture.size
    middle = (paint.px(500), paint.px(500))
    if dish:
        for place in range(5):
            slat = slabs.slanted_box(size, (500, 500 + (place - 2) * 104), 700, 78, 16, 0).rotate(
                angle, Image.Resampling.BICUBIC, center=middle
            )
            grain = slabs.wood(size, "oak", f"dish{place}").rotate(
                angle, Image.Resampling.BICUBIC, center=middle
            )
            slabs.lay(picture, slat, grain, thick=16, edge=5, bulge=1.2)
    bar = slabs.slanted_box(size, (500, 492), 500, 330, 74, angle)
    skin = paint.mottled(paint.flat(size, colour(tone)), paint.noise(size, words["name"], 60), 0.05)
    skin = paint.mottled(skin, paint.noise(size, words["name"] + "speck", 1.6), 0.05)
    slabs.lay(picture, bar, skin, thick=34, edge=24, bulge=1.1)
    press = Image.new("L", size, 0)
    sheet = Image.new("L", (paint.px(440), paint.px(280)), 0)
    stamp = labels.Sheet(440, 280, (0, 0, 0), (255, 255, 255))
    stamp.across(words["name"], 150, min(92, 380 / len(words["name"])), "song", spread=0.1)
    stamp.across(words["small"], 226, 22, "hei", spread=0.3)
    stamp.motif(words["motif"], 220, 68, 84, (255, 255, 255))
    sheet = stamp.done().convert("L").rotate(angle, Image.Resampling.BICUBIC, expand=True)
    press.paste(sheet, (paint.px(500) - sheet.width // 2, paint.px(492) - sheet.height // 2))
    dent = paint.relief(paint.soft(press.point([255 - v for v in range(256)]), 1.8), 1.2, 0.62)
    picture.paste(paint.shaded(picture, dent), (0, 0), bar)


def brushes(picture: Image.Image, *, tones: list[str], angle: float = 26.0) -> None:
    """Toothbrushes with wooden handles."""
    size = picture.size
    middle = (paint.px(500), paint.px(500))

    def tilt(mask: Image.Image) -> Image.Image:
        return mask.rotate(angle, Image.Resampling.BICUBIC, center=middle)

    for place, tone in enumerate(tones):
        x = 500 + (place - (len(tones) - 1) / 2) * 118
        side = [(170, 17), (300, 17), (340, 10), (430, 11), (640, 20), (800, 17), (850, 12)]
        outline = paint.curve([(x + w, y) for y, w in side]) + paint.curve(
            [(x - w, y) for y, w in reversed(side)]
        )
        handle = tilt(paint.polygon(size, [*outline]))
        skin = slabs.wood(size, "bamboo", f"brush{place}", upright=True).rotate(
            angle, Image.Resampling.BICUBIC, center=middle
        )
        slabs.lay(picture, handle, skin, thick=12, edge=5, bulge=1.6)
        tuft_rows = paint.empty(size)
        for row in range(9):
            for col in (-1, 0, 1):
                tuft_rows = ImageChops.lighter(tuft_rows, _spot(size, x + col * 9.5, 184 + row * 13))
        tufts = tilt(tuft_rows)
        slabs.lay(picture, tufts, paint.flat(size, colour(tone)), thick=7, edge=3, bulge=2)


def _spot(size: Size, x: float, y: float) -> Image.Image:
    spot = Image.new("L", size, 0)
    dot = paint.ellipse((paint.px(14), paint.px(14)), (7, 7), (5.6, 6.4))
    spot.paste(dot, (paint.px(x - 7), paint.px(y - 7)))
    return spot


def comb(picture: Image.Image, *, tone: str = "walnut", angle: float = -24.0) -> None:
    """A wooden comb with an arched back."""
    size = picture.size
    middle = (paint.px(500), paint.px(500))
    back = paint.curve([(190, 500), (240, 400), (380, 345), (500, 335), (620, 345), (760, 400), (810, 500)])
    mask = paint.polygon(size, [*back, (805, 640), (195, 640)])
    gaps = paint.empty(size)
    for place in range(27):
        x = 226 + place * 21
        gaps = ImageChops.lighter(
            gaps, paint.polygon(size, [(x - 2.2, 500), (x + 2.2, 500), (x + 4.4, 650), (x - 4.4, 650)])
        )
    mask = ImageChops.subtract(mask, gaps).rotate(angle, Image.Resampling.BICUBIC, center=middle)
    grain = slabs.wood(size, tone, "comb").rotate(angle, Image.Resampling.BICUBIC, center=middle)
    slabs.lay(picture, mask, grain, thick=14, edge=5, bulge=1.2)
