"""Jars, tins, bottles, tubes, candles: what is turned and carries a label."""

from PIL import Image

from lianyi.app.demo.packshots import heaps, labels, paint, stage, turn
from lianyi.app.demo.packshots.palette import colour, mix

Words = dict[str, str]


def _dressed(
    picture: Image.Image,
    form: turn.Lathe,
    skin: Image.Image,
    sheet: Image.Image,
    *,
    top: float,
    height: float,
    turned: float = 0.0,
) -> None:
    layer = turn.wrap(picture.size, sheet, form, top, height, turned=turned)
    skin.paste(layer.convert("RGB"), (0, 0), layer.getchannel("A"))


def tin(
    picture: Image.Image,
    words: Words,
    *,
    tone: str,
    lid: str = "brass",
    x: float = 500,
    base: float = 800,
    r: float = 175,
    high: float = 470,
    layout: str = "column",
    turned: float = 0.0,
) -> None:
    """A tea caddy: a painted cylinder, a lid of metal or of the same paint."""
    top = base - high
    seam = top + high * 0.17
    body = turn.lathe(x, [(seam, r), (base - 4, r), (base, r - 4)])
    skin = paint.flat(picture.size, colour(tone))
    tall = high * 0.70
    sheet = labels.LAYOUTS[layout](r * 1.36, tall, **words)
    _dressed(picture, body, skin, sheet, top=seam + high * 0.06, height=tall, turned=turned)
    turn.turn(picture, body, skin, turn.SATIN, shadow=True)
    cover = turn.lathe(x, [(top + 5, r - 1), (top + 12, r + 3), (seam, r + 3)])
    cap = colour(lid)
    turn.turn(
        picture, cover, paint.flat(picture.size, cap), turn.METAL if lid in {"brass", "steel"} else turn.SATIN
    )
    turn.disc(picture, (x, top + 5), r - 1, body.tilt, mix(cap, (255, 255, 255), 0.12))
    line = paint.soft(
        paint.line(picture.size, paint.round_points((x, seam), (r + 2, r * body.tilt), 0, 180), 3), 1.2
    )
    paint.stain(picture, paint.SHADE, paint.dim(line, 0.5))


def jar(
    picture: Image.Image,
    words: Words,
    *,
    tone: str,
    lid: str = "brass",
    x: float = 500,
    base: float = 800,
    r: float = 180,
    high: float = 400,
    layout: str = "banner",
    turned: float = 0.0,
    cloudy: float = 0.0,
    of: str | None = None,
) -> None:
    """A glass jar; `tone` is what is inside, `cloudy` how lumpy (0 to 1), `of` the things that fill it."""
    top = base - high
    shoulder = top + high * 0.24
    form = turn.lathe(
        x,
        [
            (top + high * 0.15, r * 0.82),
            (top + high * 0.18, r * 0.84),
            (shoulder, r),
            (base - 20, r),
            (base, r * 0.9),
        ],
        0.15,
        ease=30,
    )
    fill = colour(tone)
    skin = paint.blend(
        mix(fill, (0, 0, 0), 0.12),
        mix(fill, (255, 235, 190), 0.22),
        paint.ramp(picture.size, [150, 60, 190], vertical=False),
    )
    if cloudy:
        skin = paint.mottled(skin, paint.noise(picture.size, words["name"], 9), cloudy)
        skin = paint.mottled(skin, paint.noise(picture.size, words["name"] + "lumps", 22), cloudy)
    if of:
        heaps.heap_into(skin, of, (x - r, top + high * 0.17, x + r, base))
    # Above the filling the glass is empty and shows the ground through.
    level = top + high * 0.235
    air = paint.empty(picture.size)
    air.paste(165, (0, 0, picture.width, paint.px(level)))
    skin.paste(picture, (0, 0), air)
    # Honey and jam glow where the light leaves them: lower right.
    core = paint.soft(
        paint.ellipse(picture.size, (x + r * 0.4, base - high * 0.16), (r * 0.5, high * 0.16)), 30
    )
    skin = paint.screen(skin, paint.dim(core, 0.22))
    tall = high * 0.47
    sheet = labels.LAYOUTS[layout](r * 2.1, tall, **words)
    _dressed(picture, form, skin, sheet, top=shoulder + high * 0.10, height=tall, turned=turned)
    turn.turn(picture, form, skin, turn.GLASS, shadow=True)
    cap = colour(lid)
    cover = turn.lathe(x, [(top + 4, r * 0.86), (top + 9, r * 0.895), (top + high * 0.155, r * 0.895)], 0.15)
    turn.turn(
        picture, cover, paint.flat(picture.size, cap), turn.METAL if lid in {"brass", "steel"} else turn.SATIN
    )
    turn.disc(picture, (x, top + 4), r * 0.86, 0.15, mix(cap, (255, 255, 255), 0.15))
    shade = paint.soft(
        paint.line(
            picture.size, paint.round_points((x, top + high * 0.16), (r * 0.86, r * 0.13), 10, 170), 7
        ),
        4,
    )
    paint.stain(picture, paint.SHADE, paint.dim(shade, 0.35))


def bottle(
    picture: Image.Image,
    words: Words,
    *,
    tone: str,
    lid: str = "ink",
    x: float = 500,
    base: float = 830,
    r: float = 112,
    high: float = 610,
    layout: str = "column",
    neck: float = 0.34,
    turned: float = 0.0,
) -> None:
    """A glass bottle with a long neck: soy sauce, vinegar, oil."""
    top = base - high
    thin = r * neck
    form = turn.lathe(
        x,
        [
            (top + 40, thin),
            (top + high * 0.17, thin),
            (top + high * 0.24, thin * 1.1),
            (top + high * 0.37, r),
            (base - 20, r),
            (base, r * 0.92),
        ],
        0.13,
        ease=60,
    )
    fill = colour(tone)
    skin = paint.blend(
        mix(fill, (0, 0, 0), 0.25),
        mix(fill, (255, 226, 170), 0.2),
        paint.ramp(picture.size, [120, 40, 210], vertical=False),
    )
    tall = high * 0.42
    sheet = labels.LAYOUTS[layout](r * 1.5, tall, **words)
    _dressed(picture, form, skin, sheet, top=top + high * 0.465, height=tall, turned=turned)
    turn.turn(picture, form, skin, turn.GLASS, shadow=True)
    cover = turn.lathe(x, [(top + 2, thin * 1.08), (top + 6, thin * 1.16), (top + 62, thin * 1.16)], 0.13)
    turn.turn(picture, cover, paint.flat(picture.size, colour(lid)), turn.SATIN)
    turn.disc(picture, (x, top + 2), thin * 1.08, 0.13, mix(colour(lid), (255, 255, 255), 0.18))


def pump(
    picture: Image.Image,
    words: Words,
    *,
    tone: str,
    lid: str = "charcoal",
    x: float = 500,
    base: float = 820,
    r: float = 135,
    high: float = 420,
    layout: str = "column",
) -> None:
    """A pump bottle of one colour: hand wash, body wash, shampoo."""
    top = base - high
    form = turn.lathe(
        x,
        [(top, r * 0.46), (top + 16, r * 0.8), (top + 64, r), (base - 20, r), (base, r * 0.9)],
        0.14,
        ease=40,
    )
    stem = turn.lathe(x, [(top - 108, 13), (top - 20, 13)], 0.14)
    collar = turn.lathe(x, [(top - 46, r * 0.40), (top - 42, r * 0.43), (top + 4, r * 0.43)], 0.14)
    cap = paint.flat(picture.size, colour(lid))
    skin = paint.flat(picture.size, colour(tone))
    tall = high * 0.66
    sheet = labels.LAYOUTS[layout](r * 1.42, tall, **words)
    _dressed(picture, form, skin, sheet, top=top + high * 0.22, height=tall)
    turn.turn(picture, form, skin, turn.SATIN, shadow=True)
    turn.turn(picture, collar, cap, turn.SATIN)
    turn.disc(picture, (x, top - 46), r * 0.40, 0.14, mix(colour(lid), (255, 255, 255), 0.1))
    turn.turn(picture, stem, cap, turn.SATIN)
    spout = paint.curve([(x + 18, top - 124), (x - 40, top - 126), (x - 96, top - 118), (x - 112, top - 100)])
    mask = paint.line(picture.size, spout, 21)
    light = paint.relief(paint.soft(mask, 6), 4, 1.6)
    picture.paste(paint.shaded(cap, light), (0, 0), mask)
    head = turn.lathe(x, [(top - 142, 34), (top - 137, 38), (top - 108, 38), (top - 104, 32)], 0.14)
    turn.turn(picture, head, cap, turn.SATIN)
    turn.disc(picture, (x, top - 142), 34, 0.14, mix(colour(lid), (255, 255, 255), 0.16))


def tube(
    picture: Image.Image,
    words: Words,
    *,
    tone: str,
    lid: str = "white",
    x: float = 500,
    base: float = 820,
    r: float = 108,
    high: float = 560,
) -> None:
    """A tube standing on its cap: flat crimp above, round below."""
    top = base - high
    cap_top = base - high * 0.15
    form = turn.lathe(x, [(top + 34, r * 1.16), (top + 120, r * 1.12), (cap_top, r * 0.98)], 0.0)
    skin = paint.flat(picture.size, colour(tone))
    tall = high * 0.66
    sheet = labels.column(r * 1.5, tall, **words)
    _dressed(picture, form, skin, sheet, top=top + high * 0.11, height=tall)
    cover = turn.lathe(x, [(cap_top, r * 0.9), (base - 4, r * 0.88), (base, r * 0.86)], 0.13)
    turn.turn(picture, cover, paint.flat(picture.size, colour(lid)), turn.SATIN, shadow=True)
    stage.cast(picture, form.mask(picture.size), base, depth=0.25)
    under = turn.lathe(x, [(cap_top - 2, r * 0.985), (cap_top, r * 0.97)], 0.13)
    turn.turn(picture, under, skin, turn.SATIN)
    turn.turn(picture, form, skin, turn.SATIN)
    box = (x - r * 1.17, top, x + r * 1.17, top + 38)
    crimp = paint.rounded(picture.size, box, 3)
    ridges = paint.empty(picture.size)
    for row in range(paint.px(top), paint.px(top + 38)):
        ridges.paste(168 if (row // 7) % 2 else 116, (0, row, picture.width, row + 1))
    picture.paste(paint.shaded(skin, paint.soft(ridges, 0.8)), (0, 0), crimp)


def candle(
    picture: Image.Image,
    words: Words,
    *,
    tone: str,
    x: float = 500,
    base: float = 790,
    r: float = 165,
    high: float = 330,
    wax: str = "rice",
    flame: bool = True,
) -> None:
    """A candle in a glazed cup, lit."""
    top = base - high
    form = turn.lathe(x, [(top, r), (base - 22, r), (base, r * 0.86)], 0.2, ease=24)
    skin = paint.flat(picture.size, colour(tone))
    tall = high * 0.56
    sheet = labels.stamp(r * 1.24, tall, **words)
    _dressed(picture, form, skin, sheet, top=top + high * 0.24, height=tall)
    turn.turn(picture, form, skin, turn.GLAZE, shadow=True)
    turn.hollow(picture, (x, top), r, 0.2, colour(tone), lip=6)
    pool = (x, top + 14)
    inside = paint.ellipse(picture.size, (x, top + 2), (r - 6, (r - 6) * 0.2))
    surface = paint.ellipse(picture.size, pool, (r - 7, (r - 7) * 0.2))
    both = Image.composite(surface, paint.empty(picture.size), inside)
    picture.paste(colour(wax), (0, 0), both)
    if not flame:
        return
    melt = paint.soft(paint.ellipse(picture.size, pool, (r * 0.55, r * 0.10)), 6)
    paint.stain(picture, (255, 236, 190), paint.dim(melt, 0.75))
    wick = paint.line(picture.size, [(x, top + 12), (x + 2, top - 16)], 5)
    paint.stain(picture, colour("charcoal"), wick)
    halo = paint.soft(paint.ellipse(picture.size, (x + 2, top - 50), (46, 70)), 40)
    picture.paste(paint.screen(picture, paint.dim(halo, 0.35)), (0, 0))
    fire = paint.curve(
        [
            (x + 2, top - 104),
            (x + 17, top - 58),
            (x + 14, top - 24),
            (x + 2, top - 10),
            (x - 12, top - 24),
            (x - 14, top - 54),
            (x + 2, top - 104),
        ]
    )
    paint.stain(picture, (255, 205, 110), paint.soft(paint.polygon(picture.size, fire), 3))
    paint.stain(
        picture, (255, 246, 214), paint.soft(paint.ellipse(picture.size, (x + 1, top - 40), (8, 26)), 3)
    )
