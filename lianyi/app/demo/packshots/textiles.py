"""Towels, throws, cushions, aprons: cloth folded and laid."""

from PIL import Image, ImageChops

from lianyi.app.demo.packshots import labels, paint, slabs, stage
from lianyi.app.demo.packshots.palette import colour, mix

Words = dict[str, str]


def stack(
    picture: Image.Image,
    *,
    tones: list[str],
    words: Words | None = None,
    wide: float = 520,
    each: float = 118,
    base: float = 810,
    pile: bool = True,
    stripe: str | None = None,
) -> None:
    """Folded cloths on top of one another, folds to us; `pile` gives the loops of towelling."""
    size = picture.size
    x = 500.0
    left, right = x - wide / 2, x + wide / 2
    whole = paint.empty(size)
    for place in range(len(tones)):
        y = base - (place + 1) * each
        whole = ImageChops.lighter(whole, paint.rounded(size, (left, y, right, y + each), each * 0.4))
    stage.cast(picture, whole, base - 8, depth=0.4)
    stage.contact(picture, (x, base - 8), (wide * 0.49, 22), 0.6)
    for place, tone in enumerate(tones):
        y = base - (place + 1) * each
        sway = (-7, 6, -3, 8)[place % 4]
        _fold(
            picture,
            (left + sway, y, right + sway, y + each),
            tone,
            pile=pile,
            stripe=stripe,
            seed=f"{tone}{place}",
        )
    if words:
        _sleeve(picture, words, x, base - len(tones) * each, base)


def _fold(
    picture: Image.Image,
    box: tuple[float, float, float, float],
    tone: str,
    *,
    pile: bool,
    stripe: str | None,
    seed: str,
) -> None:
    """One cloth folded twice: two soft lips with the crease between."""
    size = picture.size
    x0, y0, x1, y1 = box
    tall = y1 - y0
    mask = paint.rounded(size, box, tall * 0.40)
    height = paint.empty(size)
    for share in (0.0, 0.5):
        lip = paint.rounded(
            size, (x0 + 3, y0 + tall * share + 2, x1 - 3, y0 + tall * (share + 0.5) - 1), tall * 0.25
        )
        height = ImageChops.lighter(height, paint.soft(lip, tall * 0.085))
    surface = slabs.terry(size, seed) if pile else slabs.woven(size, seed, 2.4)
    skin = paint.flat(size, colour(tone))
    if stripe:
        for offset in (0.10, 0.135):
            at = x0 + (x1 - x0) * offset
            band = paint.rounded(size, (at, y0, at + 9, y1), 0)
            paint.stain(skin, colour(stripe), paint.dim(band, 0.9))
    skin = paint.shaded(skin, paint.relief(surface, 0.8, 0.30 if pile else 0.28))
    skin = paint.mottled(skin, paint.noise(size, seed + "soft", 30), 0.10)
    light = paint.soft(paint.relief(height, tall * 0.10, 0.95), 2).point(
        [max(52, min(196, v)) for v in range(256)]
    )
    skin = paint.shaded(skin, light)
    across = Image.new("L", size, 128)
    across.paste(
        paint.ramp((paint.px(x1 - x0), size[1]), [120, 140, 132, 122, 84], vertical=False), (paint.px(x0), 0)
    )
    skin = paint.shaded(skin, across)
    crease = paint.soft(paint.line(size, [(x0 + 22, y0 + tall * 0.5), (x1 - 4, y0 + tall * 0.5)], 3), 2.5)
    paint.stain(skin, paint.SHADE, paint.dim(crease, 0.5))
    under = paint.soft(paint.rounded(size, (x0 + 8, y1 - 9, x1 - 8, y1 + 3), 4), 5)
    paint.stain(skin, paint.SHADE, paint.dim(under, 0.4))
    picture.paste(skin, (0, 0), mask)


def _sleeve(picture: Image.Image, words: Words, x: float, top: float, base: float) -> None:
    """A paper band around the pile."""
    size = picture.size
    wide, high = 176.0, base - top + 6
    sheet = (
        labels.column(wide, max(high, 190), **words).resize((paint.px(wide), paint.px(high)))
        if high < 190
        else labels.column(wide, high, **words)
    )
    layer = Image.new("RGBA", size, (0, 0, 0, 0))
    layer.paste(sheet, (paint.px(x) - sheet.width // 2, paint.px(top - 4)))
    mask = layer.getchannel("A")
    for reach in (3, 8):
        paint.stain(picture, paint.SHADE, paint.dim(paint.soft(paint.shift(mask, reach, 2), reach), 0.22))
    light = paint.ramp(size, [128, 128], vertical=True)
    curl = paint.ramp((size[0], paint.px(34)), [168, 132, 128])
    light.paste(curl, (0, paint.px(top - 4)))
    tuck = paint.ramp((size[0], paint.px(30)), [128, 104])
    light.paste(tuck, (0, paint.px(base - 26)))
    picture.paste(paint.shaded(layer.convert("RGB"), light), (0, 0), mask)


def cloth(
    picture: Image.Image,
    *,
    tone: str,
    stripe: str | None = None,
    pile: bool = False,
    wide: float = 560,
    high: float = 640,
    angle: float = -7.0,
    fringe: bool = False,
    check: bool = False,
    seed: str = "cloth",
) -> None:
    """A towel, a napkin or a throw, folded once and laid flat."""
    size = picture.size
    middle = (paint.px(500), paint.px(500))
    x0, y0, x1, y1 = 500 - wide / 2, 500 - high / 2, 500 + wide / 2, 500 + high / 2
    skin = paint.flat(size, colour(tone))
    if check and stripe:
        for step in range(0, 1000, 84):
            for band in (
                paint.rounded(size, (step, 0, step + 34, 1000), 0),
                paint.rounded(size, (0, step, 1000, step + 34), 0),
            ):
                paint.stain(skin, colour(stripe), paint.dim(band, 0.42))
    elif stripe:
        for offset in (0.80, 0.835, 0.87):
            at = y0 + high * offset
            paint.stain(
                skin,
                colour(stripe),
                paint.rounded(size, (0, at, 1000, at + (13 if offset == 0.835 else 6)), 0),
            )
    surface = slabs.terry(size, seed) if pile else slabs.woven(size, seed, 2.6)
    skin = paint.shaded(skin, paint.relief(surface, 0.8, 0.32 if pile else 0.28))
    waves = paint.noise(size, seed + "wave", 120)
    skin = paint.shaded(skin, paint.soft(paint.relief(waves, 12, 0.26), 6))
    rng = paint.dice(seed)
    if fringe:
        for place in range(int(wide // 9)):
            at = x0 + 5 + place * 9
            for y, way in ((y0, -1), (y1, 1)):
                tassel = paint.line(
                    size, [(at, y), (at + rng.uniform(-4, 4), y + way * rng.uniform(30, 40))], 4
                )
                slabs.lay(
                    picture,
                    tassel.rotate(angle, Image.Resampling.BICUBIC, center=middle),
                    paint.flat(size, mix(colour(tone), (255, 255, 255), 0.1)),
                    thick=4,
                    edge=2,
                ) if place % 2 == 0 else None
    under = paint.rounded(size, (x0 + 12, y0 + 10, x1 + 8, y1 + 9), 12).rotate(
        angle, Image.Resampling.BICUBIC, center=middle
    )
    slabs.lay(picture, under, skin.rotate(angle, Image.Resampling.BICUBIC, center=middle), thick=12, edge=5)
    top = paint.rounded(size, (x0, y0, x1, y1), 12).rotate(angle, Image.Resampling.BICUBIC, center=middle)
    slabs.lay(
        picture, top, skin.rotate(angle, Image.Resampling.BICUBIC, center=middle), thick=7, edge=6, bulge=0.8
    )
    hem = ImageChops.subtract(
        paint.rounded(size, (x0 + 15, y0 + 15, x1 - 15, y1 - 15), 5),
        paint.rounded(size, (x0 + 17, y0 + 17, x1 - 17, y1 - 17), 4),
    )
    hem = hem.rotate(angle, Image.Resampling.BICUBIC, center=middle)
    paint.stain(picture, mix(colour(tone), paint.SHADE, 0.5), paint.dim(hem, 0.35))


def cushion(
    picture: Image.Image, *, tone: str, piping: str = "rice", motif: str | None = None, base: float = 815
) -> None:
    """A cushion standing against the wall."""
    size = picture.size
    x, half = 500.0, 290.0
    y = base - half + 6
    outline = paint.curve(
        [
            (x - half, y - half + 14),
            (x - half * 0.5, y - half + 34),
            (x, y - half + 38),
            (x + half * 0.5, y - half + 34),
            (x + half, y - half + 14),
            (x + half - 22, y - half * 0.4),
            (x + half - 26, y),
            (x + half - 20, y + half * 0.5),
            (x + half - 4, y + half - 14),
            (x + half * 0.5, y + half - 4),
            (x, y + half),
            (x - half * 0.5, y + half - 4),
            (x - half + 4, y + half - 14),
            (x - half + 20, y + half * 0.5),
            (x - half + 26, y),
            (x - half + 22, y - half * 0.4),
            (x - half, y - half + 14),
        ]
    )
    mask = paint.polygon(size, outline)
    stage.cast(picture, mask, base, depth=0.36)
    stage.contact(picture, (x, base - 4), (half * 0.92, 20), 0.6)
    height = paint.soft(paint.ellipse(size, (x, y), (half * 0.80, half * 0.80)), 66)
    rng = paint.dice("cushion" + tone)
    for place in range(12):
        corner = ((-1, -1), (1, -1), (1, 1), (-1, 1))[place % 4]
        start = (x + corner[0] * half * 0.9, y + corner[1] * half * 0.88)
        end = (x + corner[0] * half * rng.uniform(0.35, 0.6), y + corner[1] * half * rng.uniform(0.3, 0.7))
        fold = paint.soft(paint.line(size, [start, end], 10), 10)
        height.paste(Image.new("L", size, 0 if place % 2 else 255), (0, 0), paint.dim(fold, 0.22))
    skin = paint.flat(size, colour(tone))
    if motif:
        sheet = labels.Sheet(330, 330, (0, 0, 0), (255, 255, 255))
        sheet.motif(motif, 165, 165, 320, (255, 255, 255))
        print_mask = paint.empty(size)
        drawn = sheet.done().convert("L")
        print_mask.paste(drawn, (paint.px(x) - drawn.width // 2, paint.px(y) - drawn.height // 2))
        paint.stain(skin, colour(piping), paint.dim(print_mask, 0.85))
    skin = paint.shaded(skin, paint.relief(slabs.woven(size, tone, 2.6), 0.8, 0.16))
    light = paint.soft(paint.relief(height, 11, 1.25), 4).point([max(54, min(186, v)) for v in range(256)])
    skin = paint.shaded(skin, light)
    picture.paste(skin, (0, 0), mask)
    edge = paint.line(size, outline, 8)
    picture.paste(
        paint.shaded(paint.flat(size, colour(piping)), paint.relief(paint.soft(edge, 3), 2, 0.8)),
        (0, 0),
        edge,
    )


def apron(picture: Image.Image, *, tone: str, strap: str = "walnut", stripe: str | None = None) -> None:
    """An apron from above, its neck loop and pocket."""
    size = picture.size
    for points in ([(405, 175), (420, 92), (500, 66), (580, 92), (595, 175)],):
        band = paint.line(size, paint.curve(points), 17)
        slabs.lay(picture, band, paint.flat(size, colour(strap)), thick=5, edge=3)
    for way in (-1, 1):
        tie = paint.line(
            size,
            paint.curve(
                [
                    (500 + way * 258, 425),
                    (500 + way * 330, 480),
                    (500 + way * 340, 600),
                    (500 + way * 372, 700),
                ]
            ),
            14,
        )
        slabs.lay(picture, tie, paint.flat(size, colour(strap)), thick=5, edge=3)
    right = [(604, 165), *paint.curve([(612, 240), (650, 340), (762, 408)]), (768, 860)]
    mask = paint.polygon(
        size, [(396, 165), *right, (232, 860), *[(1000 - x, y) for x, y in reversed(right[1:-1])]]
    )
    skin = paint.flat(size, colour(tone))
    if stripe:
        for step in range(200, 800, 26):
            paint.stain(
                skin, colour(stripe), paint.dim(paint.rounded(size, (step, 0, step + 3, 1000), 0), 0.7)
            )
    cloth_map = slabs.woven(size, "apron" + tone, 2.6)
    folds = paint.noise(size, "apronfold" + tone, 130)
    skin = paint.shaded(skin, paint.soft(paint.relief(folds, 14, 0.4), 6))
    slabs.lay(picture, mask, skin, thick=9, edge=4, surface=cloth_map, rough=0.28)
    pocket = paint.rounded(size, (358, 560, 642, 760), 10)
    pocket_skin = picture.copy()
    slabs.lay(picture, pocket, pocket_skin, thick=5, edge=3, bulge=0.7)
    seam = ImageChops.subtract(
        paint.rounded(size, (368, 570, 632, 750), 6), paint.rounded(size, (370, 572, 630, 748), 5)
    )
    paint.stain(picture, mix(colour(tone), (255, 255, 255), 0.5), paint.dim(seam, 0.5))
    tag = labels.Sheet(60, 40, "rice", "ink")
    tag.across("山海", 20, 19, "song", spread=0.2)
    slabs.print_on(picture, tag.done(), (610, 600), thick=1)
