"""Cups, bowls, plates and pots: glaze, clay and what is poured in."""

from PIL import Image, ImageChops

from lianyi.app.demo.packshots import labels, paint, slabs, stage, turn
from lianyi.app.demo.packshots.paint import Point, Size
from lianyi.app.demo.packshots.palette import Colour, colour, mix


def glazed(
    size: Size, tone: str, clay: str | None, edge: float, seed: str, *, speckle: float = 0.0
) -> Image.Image:
    """Glaze above a wavy line at `edge`, bare clay below; `speckle` is iron in the clay."""
    skin = paint.mottled(paint.flat(size, colour(tone)), paint.noise(size, seed, 90), 0.05)
    if speckle:
        iron = paint.noise(size, seed + "iron", 2.4).point([255 if v > 232 else 0 for v in range(256)])
        paint.stain(skin, mix(colour(tone), paint.SHADE, 0.6), paint.dim(paint.soft(iron, 0.7), speckle))
    if clay:
        rng = paint.dice(seed)
        wave = paint.curve([(place * 50.0, edge + rng.uniform(-7, 7)) for place in range(-1, 23)])
        bare = paint.polygon(size, [*wave, (1100, 1000), (-50, 1000)])
        raw = paint.mottled(paint.flat(size, colour(clay)), paint.noise(size, seed + "clay", 1.4), 0.12)
        lip = paint.soft(paint.line(size, wave, 5), 2)
        paint.stain(skin, mix(colour(tone), paint.SHADE, 0.3), paint.dim(lip, 0.5))
        skin.paste(raw, (0, 0), bare)
    return skin


def _handle(picture: Image.Image, path: list[Point], width: float, skin: Image.Image) -> None:
    mask = paint.line(picture.size, path, width)
    light = paint.relief(paint.soft(mask, width * 0.22), width * 0.22, 1.5).point(
        [max(58, min(212, v)) for v in range(256)]
    )
    picture.paste(paint.shaded(skin, light), (0, 0), mask)


def mug(
    picture: Image.Image,
    *,
    tone: str,
    clay: str | None = "clay",
    x: float = 470,
    base: float = 790,
    r: float = 150,
    high: float = 300,
    speckle: float = 0.5,
    tea: str | None = None,
    inside: str = "rice",
) -> None:
    """A mug with a handle to the right."""
    size = picture.size
    top = base - high
    tilt = 0.2
    form = turn.lathe(x, [(top, r), (base - 40, r * 0.985), (base, r * 0.84)], tilt, ease=44)
    skin = glazed(size, tone, clay, base - high * 0.14, "mug" + tone, speckle=speckle)
    loop = paint.curve(
        [
            (x + r * 0.90, top + high * 0.22),
            (x + r * 1.34, top + high * 0.18),
            (x + r * 1.62, top + high * 0.42),
            (x + r * 1.44, top + high * 0.70),
            (x + r * 0.92, top + high * 0.78),
        ]
    )
    plain = glazed(size, tone, None, 0, "mug" + tone, speckle=speckle)
    _handle(picture, loop, r * 0.2, plain)
    turn.turn(picture, form, skin, turn.GLAZE, shadow=True)
    turn.hollow(picture, (x, top), r, tilt, colour(inside), lip=7)
    if tea:
        _poured(picture, (x, top), r - 8, tilt, depth=high * 0.13, tone=colour(tea))


def _poured(picture: Image.Image, mouth: Point, r: float, tilt: float, *, depth: float, tone: Colour) -> None:
    """Tea in a cup: seen inside the mouth, a bright rim where it meets the wall."""
    x, y = mouth
    inside = paint.ellipse(picture.size, (x, y + 2), (r, r * tilt))
    surface = paint.ellipse(picture.size, (x, y + depth), (r * 0.985, r * tilt * 0.985))
    both = ImageChops.multiply(inside, surface)
    light = paint.ramp(picture.size, [120, 150, 120], vertical=False)
    picture.paste(paint.shaded(paint.flat(picture.size, tone), light), (0, 0), both)
    ring = ImageChops.subtract(
        both,
        ImageChops.multiply(
            inside, paint.ellipse(picture.size, (x, y + depth + 2), (r * 0.955, r * tilt * 0.93))
        ),
    )
    paint.stain(picture, mix(tone, (255, 240, 205), 0.55), paint.dim(ring, 0.6))
    window = paint.soft(
        paint.ellipse(
            picture.size, (x - r * 0.3, y + depth * 1.2 + r * tilt * 0.2), (r * 0.22, r * tilt * 0.16)
        ),
        5,
    )
    paint.stain(picture, (255, 255, 255), paint.dim(ImageChops.multiply(window, both), 0.3))


def bowl(
    picture: Image.Image,
    *,
    tone: str,
    inside: str = "rice",
    clay: str | None = "clay",
    x: float = 500,
    base: float = 770,
    r: float = 235,
    high: float = 200,
    speckle: float = 0.4,
    rim: str | None = None,
    shadow: bool = True,
) -> None:
    """A bowl on its foot ring."""
    size = picture.size
    top, tilt = base - high, 0.27
    foot = turn.lathe(x, [(base - 26, r * 0.46), (base, r * 0.44)], tilt)
    raw = paint.mottled(paint.flat(size, colour(clay or tone)), paint.noise(size, "foot", 1.4), 0.12)
    form = turn.lathe(
        x,
        [
            (top, r),
            (top + high * 0.22, r * 0.965),
            (top + high * 0.55, r * 0.80),
            (top + high * 0.80, r * 0.56),
            (base - 18, r * 0.40),
        ],
        tilt,
        ease=60,
    )
    if shadow:
        whole = ImageChops.lighter(form.mask(size), foot.mask(size))
        stage.cast(picture, whole, base, depth=0.4)
        stage.contact(picture, (x + 14, base + 4), (r * 0.78, r * 0.17), 0.4)
    turn.turn(picture, foot, raw, turn.MATTE)
    stage_band = paint.soft(paint.ellipse(size, (x, base - 22), (r * 0.44, r * 0.1)), 8)
    paint.stain(picture, paint.SHADE, paint.dim(ImageChops.multiply(stage_band, foot.mask(size)), 0.5))
    skin = glazed(size, tone, None, 0, "bowl" + tone, speckle=speckle)
    turn.turn(picture, form, skin, turn.GLAZE)
    turn.hollow(picture, (x, top), r, tilt, colour(inside), lip=7)
    well = paint.soft(
        paint.ellipse(size, (x + r * 0.05, top + r * tilt * 0.42), (r * 0.5, r * tilt * 0.36)), 16
    )
    inner = paint.ellipse(size, (x, top), (r - 9, (r - 9) * tilt))
    paint.stain(
        picture, mix(colour(inside), paint.SHADE, 0.45), paint.dim(ImageChops.multiply(well, inner), 0.3)
    )
    if rim:
        band = ImageChops.subtract(
            paint.ellipse(size, (x, top), (r, r * tilt)),
            paint.ellipse(size, (x, top + 1), (r - 8, (r - 8) * tilt)),
        )
        paint.stain(picture, colour(rim), paint.dim(band, 0.85))


def bowls(picture: Image.Image, *, tones: list[str], rim: str | None = None) -> None:
    """Bowls of one family: some nested, and one beside them."""
    size = picture.size
    first, *rest = tones
    r, high, x = 200.0, 168.0, 390.0
    for place, tone in enumerate(rest):
        base = 800 - place * 62
        below = picture.copy()
        bowl(picture, tone=tone, x=x, base=base, r=r, high=high, shadow=place == 0, rim=rim)
        if place:
            # The one below holds it: its front wall, from its own mouth down, stands before this one's foot.
            mouth = (x, base + 62 - high)
            front = paint.polygon(
                size, [*paint.round_points(mouth, (r, r * 0.27), 180, 0), (x + r, 960), (x - r, 960)]
            )
            picture.paste(below, (0, 0), front)
    bowl(picture, tone=first, x=700, base=838, r=172, high=146, rim=rim)


def cups(picture: Image.Image, *, tones: list[str], tea: str = "#B96A22") -> None:
    """Small tea cups without handles, each filled."""
    spots = [(330.0, 720.0), (560.0, 690.0), (690.0, 830.0), (420.0, 850.0)]
    order = sorted(zip(spots, tones, strict=False), key=lambda pair: pair[0][1])
    for (x, base), tone in order:
        r, high, tilt = 112.0, 132.0, 0.30
        form = turn.lathe(
            x,
            [(base - high, r), (base - high * 0.5, r * 0.86), (base - 12, r * 0.56), (base, r * 0.5)],
            tilt,
            ease=40,
        )
        turn.turn(
            picture,
            form,
            glazed(picture.size, tone, None, 0, f"cup{x}", speckle=0.4),
            turn.GLAZE,
            shadow=True,
        )
        turn.hollow(picture, (x, base - high), r, tilt, colour("white"), lip=5)
        _poured(picture, (x, base - high), r - 6, tilt, depth=22, tone=colour(tea))


def plate(
    picture: Image.Image,
    *,
    tone: str,
    rim: str | None = None,
    centre: Point = (500, 500),
    r: float = 345,
    speckle: float = 0.5,
) -> None:
    """A plate from above."""
    size = picture.size
    mask = paint.ellipse(size, centre, (r, r))
    skin = glazed(size, tone, None, 0, f"plate{tone}", speckle=speckle)
    height = ImageChops.add(
        paint.dim(paint.soft(mask, 10), 0.5),
        paint.dim(
            paint.soft(ImageChops.subtract(mask, paint.ellipse(size, centre, (r * 0.70, r * 0.70))), 9), 0.5
        ),
    )
    if rim:
        band = ImageChops.subtract(mask, paint.ellipse(size, centre, (r * 0.968, r * 0.968)))
        paint.stain(skin, colour(rim), paint.dim(paint.soft(band, 1.2), 0.8))
    light = paint.soft(paint.relief(height, 8, 1.15), 1.5).point([max(78, min(196, v)) for v in range(256)])
    stage.drop(picture, mask, 22)
    picture.paste(paint.shaded(skin, light), (0, 0), mask)
    window = paint.soft(
        paint.ellipse(size, (centre[0] - r * 0.44, centre[1] - r * 0.5), (r * 0.3, r * 0.14)).rotate(
            42, center=(paint.px(centre[0] - r * 0.44), paint.px(centre[1] - r * 0.5))
        ),
        20,
    )
    picture.paste(paint.screen(picture, paint.dim(ImageChops.multiply(window, mask), 0.25)), (0, 0))


def teapot(
    picture: Image.Image,
    *,
    tone: str,
    matte: bool = True,
    x: float = 490,
    base: float = 800,
    grow: float = 1.0,
) -> None:
    """A round teapot, `grow` times its usual size: spout left, handle right, a lid with a knob."""
    size = picture.size
    tilt = 0.2
    finish = turn.SATIN if matte else turn.GLAZE
    skin = glazed(size, tone, None, 0, "pot" + tone, speckle=0.15)

    def at(*points: Point) -> list[Point]:
        """Points measured from the middle of the foot, upwards positive."""
        return [(x + across * grow, base - up * grow) for across, up in points]

    def ring(*rows: Point) -> list[Point]:
        return [(base - up * grow, r * grow) for up, r in rows]

    spout = paint.empty(size)
    bend = paint.curve(at((-140, 140), (-196, 174), (-232, 236), (-266, 288)))
    for step, point in enumerate(bend):
        thick = (46 - 31 * (step / len(bend)) ** 0.7) * grow
        spout = ImageChops.lighter(spout, paint.ellipse(size, point, (thick, thick)))
    loop = paint.curve(at((150, 210), (214, 244), (286, 204), (282, 128), (226, 74), (152, 70)))
    stage.cast(picture, spout, base, depth=0.2)
    light = paint.relief(paint.soft(spout, 14 * grow), 9 * grow, 1.5).point(
        [max(60, min(206, v)) for v in range(256)]
    )
    _handle(picture, loop, 30 * grow, skin)
    picture.paste(paint.shaded(skin, light), (0, 0), spout)
    form = turn.lathe(
        x,
        ring((270, 96), (248, 138), (200, 182), (138, 196), (70, 176), (20, 132), (0, 112)),
        tilt,
        ease=50 * grow,
    )
    turn.turn(picture, form, skin, finish, shadow=True)
    collar = turn.lathe(x, ring((274, 92), (264, 104)), tilt)
    turn.turn(picture, collar, skin, finish)
    lid = turn.lathe(x, ring((314, 26), (304, 58), (284, 88), (270, 94)), tilt, ease=14 * grow)
    turn.turn(picture, lid, skin, finish)
    knob = turn.lathe(x, ring((354, 14), (344, 25), (328, 25), (314, 13)), tilt, ease=10 * grow)
    turn.turn(picture, knob, skin, finish)


def tumbler(
    picture: Image.Image,
    *,
    tone: str,
    lid: str = "charcoal",
    x: float = 500,
    base: float = 840,
    r: float = 108,
    high: float = 560,
) -> None:
    """An insulated bottle with a loop on its lid."""
    size = picture.size
    top = base - high
    form = turn.lathe(
        x,
        [(top + 104, r * 0.78), (top + 140, r * 0.96), (top + 170, r), (base - 14, r), (base, r * 0.95)],
        0.15,
        ease=30,
    )
    skin = paint.mottled(paint.flat(size, colour(tone)), paint.noise(size, "powder" + tone, 1.6), 0.10)
    mark = turn.wrap(size, _mark(), form, base - high * 0.42, 84, turned=-0.15)
    skin.paste(mark.convert("RGB"), (0, 0), mark.getchannel("A"))
    turn.turn(picture, form, skin, turn.SATIN, shadow=True)
    cap = paint.flat(size, colour(lid))
    cover = turn.lathe(x, [(top + 34, r * 0.70), (top + 44, r * 0.76), (top + 108, r * 0.76)], 0.15, ease=8)
    turn.turn(picture, cover, cap, turn.SATIN)
    turn.disc(picture, (x, top + 34), r * 0.70, 0.15, mix(colour(lid), (255, 255, 255), 0.14))
    _handle(
        picture,
        paint.curve(
            [(x - 54, top + 34), (x - 46, top - 12), (x, top - 28), (x + 46, top - 12), (x + 54, top + 36)]
        ),
        15,
        cap,
    )


def _mark() -> Image.Image:
    """The ring, for printing on steel; RGBA."""
    sheet = labels.Sheet(84, 84, "white", "white")
    sheet.motif("rings", 42, 42, 80, colour("white"))
    plain = sheet.done()
    shape = labels.Sheet(84, 84, (0, 0, 0), "white")
    shape.motif("rings", 42, 42, 80, (225, 225, 225))
    plain.putalpha(shape.done().convert("L"))
    return plain


def pan(picture: Image.Image, *, tone: str = "charcoal", handle: str = "walnut", angle: float = 38.0) -> None:
    """A cast-iron pan from above."""
    size = picture.size
    middle = (paint.px(500), paint.px(500))
    centre = (420.0, 500.0)
    grip = paint.rounded(size, (700, 474, 930, 526), 24).rotate(
        angle, Image.Resampling.BICUBIC, center=middle
    )
    slabs.lay(
        picture,
        grip,
        slabs.wood(size, handle, "grip").rotate(angle, Image.Resampling.BICUBIC, center=middle),
        thick=16,
        edge=9,
        bulge=1.5,
    )
    neck = paint.polygon(size, [(640, 482), (720, 487), (720, 513), (640, 518)]).rotate(
        angle, Image.Resampling.BICUBIC, center=middle
    )
    iron = paint.mottled(paint.flat(size, colour(tone)), paint.noise(size, "iron", 1.8), 0.16)
    slabs.lay(picture, neck, iron, thick=12, edge=4)
    x, y = slabs.turned([centre], (500, 500), -angle)[0]
    body = paint.ellipse(size, (x, y), (268, 268))
    slabs.lay(picture, body, iron, thick=34, edge=6, bulge=1.2)
    well = paint.ellipse(size, (x, y), (246, 246))
    light = paint.relief(paint.soft(well.point([255 - v for v in range(256)]), 13), 9, 1.3).point(
        [max(70, min(210, v)) for v in range(256)]
    )
    floor = paint.shaded(iron, light)
    glow = paint.soft(paint.ellipse(size, (x + 60, y + 70), (150, 120)), 50)
    picture.paste(paint.screen(floor, paint.dim(glow, 0.16)), (0, 0), well)
