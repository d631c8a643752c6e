"""Boxes, pouches and sacks: what is folded, filled and sealed."""

from PIL import Image, ImageChops

from lianyi.app.demo.packshots import labels, paint, slabs, stage
from lianyi.app.demo.packshots.paint import Point, Size
from lianyi.app.demo.packshots.palette import colour, mix

Words = dict[str, str]
Quad = tuple[Point, Point, Point, Point]  # upper left, upper right, lower right, lower left


def facing(size: Size, sheet: Image.Image, quad: Quad) -> Image.Image:
    """A flat sheet seen in perspective, its corners at `quad`; RGBA."""
    target = [(x * paint.SCALE, y * paint.SCALE) for x, y in quad]
    source = [
        (0.0, 0.0),
        (float(sheet.width), 0.0),
        (float(sheet.width), float(sheet.height)),
        (0.0, float(sheet.height)),
    ]
    rows = []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return sheet.convert("RGBA").transform(
        size, Image.Transform.PERSPECTIVE, _solved(rows), Image.Resampling.BICUBIC
    )


def _solved(rows: list[list[float]]) -> list[float]:
    """Eight equations, eight unknowns, by elimination."""
    count = len(rows)
    for place in range(count):
        best = max(range(place, count), key=lambda row: abs(rows[row][place]))
        rows[place], rows[best] = rows[best], rows[place]
        head = rows[place][place]
        rows[place] = [value / head for value in rows[place]]
        for row in range(count):
            if row != place and rows[row][place]:
                share = rows[row][place]
                rows[row] = [
                    value - share * other for value, other in zip(rows[row], rows[place], strict=True)
                ]
    return [row[-1] for row in rows]


def _face(picture: Image.Image, sheet: Image.Image, quad: Quad, lights: list[float]) -> None:
    layer = facing(picture.size, sheet, quad)
    mask = paint.polygon(picture.size, quad)
    skin = picture.copy()
    skin.paste(layer.convert("RGB"), (0, 0), layer.getchannel("A"))
    left, right = paint.px(min(x for x, _ in quad)), paint.px(max(x for x, _ in quad))
    light = Image.new("L", picture.size, 255)
    light.paste(paint.ramp((right - left, picture.height), lights, vertical=False), (left, 0))
    picture.paste(paint.lit(skin, light, paint.empty(picture.size)), (0, 0), mask)


def box(
    picture: Image.Image,
    words: Words,
    *,
    tone: str,
    x: float = 470,
    base: float = 835,
    wide: float = 330,
    deep: float = 170,
    high: float = 470,
    layout: str = "block",
    side: str | None = None,
) -> None:
    """A folded carton, its front to us, its side to the right, its top just seen."""
    size = picture.size
    shade = colour(side or words["accent"])
    left, edge, right = x - wide * 0.52, x + wide * 0.44, x + wide * 0.44 + deep * 0.62
    top = base - high
    a: Point = (left, top - wide * 0.045)
    b: Point = (edge, top)
    c: Point = (edge, base)
    d: Point = (left, base - wide * 0.085)
    e: Point = (right, top - deep * 0.20)
    f: Point = (right, base - deep * 0.30)
    back: Point = (left + deep * 0.60, top - wide * 0.045 - deep * 0.16)
    outline = paint.polygon(size, [a, back, e, f, c, d])
    stage.cast(picture, outline, base - 26, depth=0.34)
    foot = paint.soft(
        paint.polygon(
            size, [(left - 6, d[1] - 14), c, (right + 12, f[1] - 12), (edge, c[1] + 10), (left - 8, d[1] + 6)]
        ),
        8,
    )
    paint.stain(picture, paint.SHADE, paint.dim(foot, 0.6))
    front = labels.LAYOUTS[layout](wide, high, **words)
    _face(picture, front, (a, b, c, d), [236, 250, 244])
    wall = labels.Sheet(deep, high, mix(shade, (255, 255, 255), 0.04), "rice")
    pale = mix(shade, (255, 255, 255), 0.55)
    wall.down(labels.HOUSE, deep / 2, high * 0.16, deep * 0.15, "song", lead=1.3, tone=pale)
    wall.motif(words["motif"], deep / 2, high * 0.68, deep * 0.5, pale)
    _face(picture, wall.done(), (b, e, f, c), [176, 150, 138])
    roof = labels.Sheet(wide, deep, mix(colour(tone), (255, 255, 255), 0.2), "ink")
    _face(picture, roof.done(), (back, e, b, a), [255, 250, 244])
    seam = paint.line(
        size, [((a[0] + back[0]) / 2, (a[1] + back[1]) / 2), ((b[0] + e[0]) / 2, (b[1] + e[1]) / 2)], 1.4
    )
    paint.stain(picture, paint.SHADE, paint.dim(seam, 0.35))
    rim = paint.soft(paint.line(size, [a, b, c], 2.0), 0.8)
    paint.stain(picture, (255, 255, 255), paint.dim(rim, 0.35))


def pouch(
    picture: Image.Image,
    words: Words,
    *,
    tone: str,
    x: float = 500,
    base: float = 830,
    wide: float = 380,
    high: float = 560,
    layout: str = "block",
    full: bool = True,
    paper: bool = False,
    seed: str = "",
) -> None:
    """A stand-up pouch: crimped above, filled in the middle, its gusset round below."""
    size = picture.size
    top = base - high
    half = wide / 2
    right = [
        (x + half * 0.955, top),
        (x + half * 0.955, top + 46),
        (x + half * 0.965, top + high * 0.2),
        (x + half * 1.0, base - high * 0.28),
        (x + half * 1.0, base - 42),
    ]
    left = [(2 * x - px, py) for px, py in reversed(right)]
    under = paint.curve(
        [
            (x + half, base - 42),
            (x + half * 0.86, base - 14),
            (x + half * 0.45, base + 4),
            (x, base + 9),
            (x - half * 0.45, base + 4),
            (x - half * 0.86, base - 14),
            (x - half, base - 42),
        ]
    )
    mask = paint.polygon(size, [*right, *under, *left])
    stage.cast(picture, mask, base - 14, depth=0.36)
    stage.contact(picture, (x, base - 20), (half * 0.97, 27), 0.55)
    skin = paint.flat(size, colour(tone))
    if paper:
        skin = paint.mottled(skin, paint.noise(size, "paper" + seed, 2.2, 3), 0.13)
    sheet = (
        labels.LAYOUTS[layout](wide, high * 0.80, **words)
        if full
        else labels.LAYOUTS[layout](wide * 0.62, high * 0.5, **words)
    )
    centre = (x, top + high * 0.565) if full else (x, top + high * 0.54)
    layer = Image.new("RGBA", size, (0, 0, 0, 0))
    layer.paste(sheet, (paint.px(centre[0]) - sheet.width // 2, paint.px(centre[1]) - sheet.height // 2))
    if full:
        # the print runs to the edges: paper colour above, the field's colour below
        skin.paste(colour(words["tone"]), (0, 0, size[0], paint.px(top + high * 0.17)))
        skin.paste(colour(words["accent"]), (0, paint.px(centre[1]), size[0], size[1]))
    skin.paste(layer.convert("RGB"), (0, 0), layer.getchannel("A"))
    picture.paste(_filled(skin, mask, (x, top, base), half, words["name"] + seed), (0, 0), mask)


def _filled(
    skin: Image.Image, mask: Image.Image, where: tuple[float, float, float], half: float, seed: str
) -> Image.Image:
    """The light on a soft bag: a belly, a few creases from the corners, the ribs of the seal."""
    x, top, base = where
    size = skin.size
    high = base - top
    belly = paint.soft(
        paint.rounded(size, (x - half * 0.80, top + high * 0.22, x + half * 0.80, base - 6), half * 0.5), 58
    )
    height = belly.copy()
    rng = paint.dice(seed)
    for place in range(9):
        way = 1 if place % 2 else -1
        start = (
            x + way * half * rng.uniform(0.55, 0.97),
            top + high * rng.uniform(0.10, 0.2) if place < 5 else base - high * rng.uniform(0.03, 0.12),
        )
        end = (
            start[0] - way * half * rng.uniform(0.1, 0.4),
            start[1] + (high * rng.uniform(0.12, 0.25)) * (1 if place < 5 else -1),
        )
        fold = paint.soft(paint.line(size, [start, end], rng.uniform(6, 12)), 9)
        height.paste(Image.new("L", size, 255 if place % 3 else 0), (0, 0), paint.dim(fold, 0.34))
    height = ImageChops.blend(height, paint.noise(size, seed + "dent", 95), 0.10)
    height = paint.soft(height, 5)
    light = paint.soft(paint.relief(height, 9, 2.1), 3)
    light = light.point([max(44, min(206, v)) for v in range(256)])
    skin = paint.shaded(skin, light)
    across = paint.ramp((paint.px(half * 2), size[1]), [112, 138, 131, 124, 88], vertical=False)
    side = Image.new("L", size, 128)
    side.paste(across, (paint.px(x - half), 0))
    skin = paint.shaded(skin, side)
    ribs = Image.new("L", size, 128)
    for row in range(paint.px(top), paint.px(top + 44)):
        ribs.paste(146 if (row // 6) % 2 else 112, (0, row, size[0], row + 1))
    skin = paint.shaded(skin, paint.soft(ribs, 0.7))
    seal = paint.soft(paint.line(size, [(x - half, top + 46), (x + half, top + 46)], 3), 1.6)
    paint.stain(skin, paint.SHADE, paint.dim(seal, 0.42))
    edge = ImageChops.subtract(mask, paint.soft(mask, 7))
    return paint.screen(skin, paint.dim(edge, 0.3))


def sack(
    picture: Image.Image,
    words: Words,
    *,
    tone: str = "bone",
    tie: str = "persimmon",
    x: float = 500,
    base: float = 835,
    wide: float = 430,
    high: float = 500,
    layout: str = "banner",
) -> None:
    """A linen sack tied with a cord: rice, beans, dried fruit."""
    size = picture.size
    half, top = wide / 2, base - high
    neck = top + high * 0.20
    side = [
        (x + half * 0.62, top),
        (x + half * 0.52, top + high * 0.08),
        (x + half * 0.36, neck),
        (x + half * 0.60, neck + high * 0.09),
        (x + half * 0.96, neck + high * 0.26),
        (x + half * 1.02, base - high * 0.28),
        (x + half * 0.93, base - 24),
        (x + half * 0.6, base + 4),
    ]
    right = paint.curve(side)
    left = [(2 * x - px, py) for px, py in reversed(right)]
    ruffle = paint.curve(
        [
            (x - half * 0.62, top),
            (x - half * 0.42, top + 16),
            (x - half * 0.2, top - 6),
            (x, top + 12),
            (x + half * 0.22, top - 8),
            (x + half * 0.44, top + 14),
            (x + half * 0.62, top),
        ]
    )
    mask = paint.polygon(size, [*ruffle, *right, *left])
    stage.cast(picture, mask, base - 14)
    stage.contact(picture, (x, base - 16), (half * 0.92, 30), 0.6)
    cloth = slabs.woven(size, words["name"], 2.4)
    skin = paint.shaded(paint.flat(size, colour(tone)), paint.relief(cloth, 0.8, 0.34))
    sheet = labels.LAYOUTS[layout](wide * 0.66, high * 0.40, **words)
    layer = Image.new("RGBA", size, (0, 0, 0, 0))
    layer.paste(sheet, (paint.px(x) - sheet.width // 2, paint.px(base - high * 0.37) - sheet.height // 2))
    skin.paste(layer.convert("RGB"), (0, 0), layer.getchannel("A"))
    height = paint.soft(paint.ellipse(size, (x, base - high * 0.36), (half * 0.86, high * 0.38)), 60)
    rng = paint.dice(words["name"] + "folds")
    for place in range(15):
        start = (x + half * (place / 14 - 0.5) * 0.66, neck)
        above = (x + half * (place / 14 - 0.5) * 1.25, top + 8)
        below = (x + half * (place / 14 - 0.5) * rng.uniform(1.3, 1.9), neck + high * rng.uniform(0.12, 0.3))
        for end in (above, below):
            fold = paint.soft(paint.line(size, [start, end], 9), 4.5)
            height.paste(Image.new("L", size, 255 if place % 2 else 10), (0, 0), paint.dim(fold, 0.42))
    light = paint.soft(paint.relief(paint.soft(height, 2), 6, 1.7), 2).point(
        [max(40, min(206, v)) for v in range(256)]
    )
    skin = paint.shaded(skin, light)
    across = paint.ramp((paint.px(half * 2.1), size[1]), [104, 138, 134, 120, 72], vertical=False)
    dusk = Image.new("L", size, 128)
    dusk.paste(across, (paint.px(x - half * 1.05), 0))
    picture.paste(paint.shaded(skin, dusk), (0, 0), mask)
    _cord(picture, (x, neck), half * 0.37, tie)


def _cord(picture: Image.Image, neck: Point, reach: float, tie: str) -> None:
    """Two turns of cord around a gathered neck."""
    size = picture.size
    x, y = neck
    for offset in (-7, 4):
        cord = paint.line(size, paint.round_points((x, y + offset), (reach, 12), 8, 172), 8)
        shade = paint.soft(paint.shift(cord, 3, 6), 4)
        paint.stain(picture, paint.SHADE, paint.dim(shade, 0.45))
        picture.paste(
            paint.shaded(paint.flat(size, colour(tie)), paint.relief(paint.soft(cord, 2), 2, 1.6)),
            (0, 0),
            cord,
        )
