"""Notebooks, pencils, cards, and the presents they go with, seen from above."""

from PIL import Image, ImageChops

from lianyi.app.demo.packshots import labels, paint, slabs
from lianyi.app.demo.packshots.paint import Point
from lianyi.app.demo.packshots.palette import colour, mix

Words = dict[str, str]


def notebook(
    picture: Image.Image,
    words: Words,
    *,
    tone: str,
    band: str = "persimmon",
    angle: float = -9.0,
    second: str | None = None,
) -> None:
    """A cloth-bound notebook with an elastic band; a second one may lie beneath."""
    if second:
        _book(picture, second, (560, 545), angle + 16, words=None, band=None)
    _book(picture, tone, (478, 492), angle, words=words, band=band)


def _book(
    picture: Image.Image, tone: str, centre: Point, angle: float, *, words: Words | None, band: str | None
) -> None:
    size = picture.size
    x, y = centre
    middle = (paint.px(x), paint.px(y))
    pages = slabs.slanted_box(size, (x + 9, y + 7), 430, 606, 8, angle)
    slabs.lay(picture, pages, paint.flat(size, colour("bone")), thick=20, edge=2)
    cover = slabs.slanted_box(size, centre, 436, 612, 14, angle)
    cloth = slabs.woven(size, "book" + tone, 2.6)
    slabs.lay(
        picture,
        cover,
        paint.mottled(paint.flat(size, colour(tone)), paint.noise(size, tone, 60), 0.05),
        thick=5,
        edge=3,
        surface=cloth,
        rough=0.32,
    )
    spine = paint.soft(slabs.slanted_box(size, (x - 190, y), 5, 612, 1, 0), 2).rotate(
        angle, Image.Resampling.BICUBIC, center=middle
    )
    paint.stain(picture, paint.SHADE, paint.dim(ImageChops.multiply(spine, cover), 0.5))
    if words:
        sheet = labels.stamp(190, 150, **words)
        at = slabs.turned([(x + 14, y - 130)], centre, -angle)[0]
        slabs.print_on(picture, sheet, at, angle=angle)
    if band:
        strap = slabs.slanted_box(size, (x + 172, y), 15, 616, 1, 0).rotate(
            angle, Image.Resampling.BICUBIC, center=middle
        )
        slabs.lay(picture, strap, paint.flat(size, colour(band)), thick=4, edge=2)


def pens(picture: Image.Image, *, tones: list[str], angle: float = 34.0, lead: bool = True) -> None:
    """Pencils or brush pens in a row."""
    size = picture.size
    middle = (paint.px(500), paint.px(500))

    def tilt(mask: Image.Image) -> Image.Image:
        return mask.rotate(angle, Image.Resampling.BICUBIC, center=middle)

    for place, tone in enumerate(tones):
        x = 500 + (place - (len(tones) - 1) / 2) * 76
        top, base = 150 + (place % 2) * 22, 850 + (place % 2) * 22
        whole = tilt(
            paint.polygon(
                size,
                [
                    (x - 17, top),
                    (x + 17, top),
                    (x + 17, base - 78),
                    (x + 2, base),
                    (x - 2, base),
                    (x - 17, base - 78),
                ],
            )
        )
        facet = paint.relief(paint.soft(whole, 7), 5, 1.7)
        slabs.lay(picture, whole, paint.flat(size, colour(tone)), thick=14, edge=6, bulge=1.6)
        point = tilt(
            paint.polygon(size, [(x - 17, base - 78), (x + 17, base - 78), (x + 2, base), (x - 2, base)])
        )
        picture.paste(paint.shaded(slabs.wood(size, "bamboo", "point", upright=True), facet), (0, 0), point)
        if lead:
            tip = tilt(
                paint.polygon(size, [(x - 6, base - 22), (x + 6, base - 22), (x + 2, base), (x - 2, base)])
            )
            picture.paste(paint.shaded(paint.flat(size, colour(tone)), facet), (0, 0), tip)
        ring = tilt(paint.rounded(size, (x - 17.5, top + 34, x + 17.5, top + 44), 1))
        picture.paste(paint.shaded(paint.flat(size, colour("brass")), facet), (0, 0), ring)


def cards(picture: Image.Image, words: Words, *, tones: list[str], motifs: list[str]) -> None:
    """A fan of greeting cards over an envelope."""
    size = picture.size
    envelope = slabs.slanted_box(size, (545, 600), 560, 390, 6, -7)
    slabs.lay(
        picture,
        envelope,
        paint.mottled(paint.flat(size, colour("kraft")), paint.noise(size, "kraft", 3), 0.12),
        thick=7,
        edge=2,
    )
    for place, (tone, motif) in enumerate(zip(tones, motifs, strict=True)):
        sheet = labels.Sheet(300, 420, tone, "ink")
        pale = mix(sheet.tone, (255, 255, 255), 0.72) if sum(sheet.tone) < 560 else colour("persimmon")
        sheet.motif(motif, 150, 190, 210, pale)
        sheet.across(
            words["name"] if place == len(tones) - 1 else labels.HOUSE, 360, 22, "song", spread=0.3, tone=pale
        )
        turn_by = (place - (len(tones) - 1) / 2) * -15 + 4
        slabs.print_on(
            picture, sheet.done(), (330 + place * 150, 470 + (place % 2) * 36), angle=turn_by, thick=6
        )


def membership(picture: Image.Image, words: Words, *, tone: str = "water") -> None:
    """A member's card, in the proportion of a bank card, half out of its sleeve."""
    size = picture.size
    sleeve = slabs.slanted_box(size, (560, 570), 520, 330, 8, -9)
    paper = paint.mottled(paint.flat(size, colour("kraft")), paint.noise(size, "kraft", 3), 0.12)
    slabs.lay(picture, sleeve, paper, thick=7, edge=2)
    sheet = labels.Sheet(500, 316, tone, "rice")
    pale = mix(sheet.tone, (255, 255, 255), 0.34)
    sheet.motif("rings", 380, 158, 200, pale)
    sheet.across(words["name"], 126, 44, "song", spread=0.16, x=150)
    sheet.across(
        words["small"], 188, 22, "song", spread=0.4, x=150, tone=mix(sheet.tone, (255, 255, 255), 0.72)
    )
    sheet.frame(16, 1.4, pale)
    slabs.print_on(picture, sheet.done(), (440, 440), angle=9, thick=6)


def present(
    picture: Image.Image, words: Words, *, tone: str, ribbon: str = "brass", angle: float = -8.0
) -> None:
    """A gift box from above, its ribbon tied, a card tucked in."""
    size = picture.size
    middle = (paint.px(500), paint.px(500))
    lid = slabs.slanted_box(size, (500, 500), 620, 620, 10, angle)
    paper = paint.mottled(paint.flat(size, colour(tone)), paint.noise(size, "gift" + tone, 2.4, 3), 0.10)
    slabs.lay(picture, lid, paper, thick=44, edge=4, bulge=1.0)
    for box in ((500, 500, 44, 622), (500, 500, 622, 44)):
        strip = slabs.slanted_box(size, (box[0], box[1]), box[2], box[3], 1, 0).rotate(
            angle, Image.Resampling.BICUBIC, center=middle
        )
        silk = paint.mottled(paint.flat(size, colour(ribbon)), paint.noise(size, "silk", 1.6, 20), 0.05)
        slabs.lay(picture, strip, silk, thick=4, edge=3, bulge=1.1)
    _bow(picture, ribbon, angle)
    card = labels.stamp(210, 140, **words)
    at = slabs.turned([(655, 690)], (500, 500), -angle)[0]
    slabs.print_on(picture, card, at, angle=angle - 5, thick=4)


def _bow(picture: Image.Image, ribbon: str, angle: float) -> None:
    size = picture.size
    middle = (paint.px(500), paint.px(500))
    silk = paint.flat(size, colour(ribbon))
    tails = (
        [(500, 500), (450, 590), (400, 655), (432, 668), (474, 634), (512, 520)],
        [(500, 500), (566, 580), (636, 622), (610, 650), (548, 622), (490, 520)],
    )
    for tail in tails:
        slabs.lay(
            picture,
            paint.polygon(size, tail).rotate(angle, Image.Resampling.BICUBIC, center=middle),
            silk,
            thick=8,
            edge=6,
            bulge=1.3,
        )
    for way in (-1, 1):
        loop = paint.curve(
            [
                (500, 500),
                (500 + way * 70, 425),
                (500 + way * 158, 402),
                (500 + way * 176, 462),
                (500 + way * 120, 512),
                (500, 502),
            ]
        )
        outer = paint.polygon(size, loop)
        hole = paint.polygon(
            size,
            paint.curve(
                [
                    (500 + way * 40, 487),
                    (500 + way * 86, 446),
                    (500 + way * 140, 430),
                    (500 + way * 148, 462),
                    (500 + way * 104, 490),
                    (500 + way * 40, 487),
                ]
            ),
        )
        slabs.lay(
            picture,
            outer.rotate(angle, Image.Resampling.BICUBIC, center=middle),
            silk,
            thick=14,
            edge=9,
            bulge=1.5,
        )
        dark = paint.soft(hole, 2).rotate(angle, Image.Resampling.BICUBIC, center=middle)
        paint.stain(picture, mix(colour(ribbon), paint.SHADE, 0.62), dark)
    knot = slabs.slanted_box(size, (500, 498), 56, 50, 18, angle)
    slabs.lay(picture, knot, silk, thick=8, edge=9, bulge=1.6)
