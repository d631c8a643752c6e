"""Fruit: each one painted as a lit ball with its own peel, then set on the table or into a crate."""

import math
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from lianyi.app.demo.packshots import paint, slabs, stage
from lianyi.app.demo.packshots.paint import Point
from lianyi.app.demo.packshots.palette import Colour, colour, mix


@dataclass(frozen=True)
class Fruit:
    """One kind: skin, where it blushes, how it is built and what grows out of it."""

    skin: str
    blush: str
    tall: float = 1.0  # height by width
    pores: float = 0.0  # citrus peel
    specks: float = 0.0  # lenticels of a pear
    fuzz: float = 0.0  # kiwi, peach
    taper: float = 0.0  # how much slimmer the top is
    stem: str = "stalk"  # stalk, calyx, leaf, crown, none
    gloss: float = 0.5


FRUITS: dict[str, Fruit] = {
    "orange": Fruit("#E8851C", "#F2A63A", 0.96, pores=0.5, stem="leaf", gloss=0.4),
    "mandarin": Fruit("#E9771B", "#F4A02F", 0.80, pores=0.45, stem="leaf", gloss=0.45),
    "pomelo": Fruit("#D9C95B", "#E9DE86", 1.10, pores=0.4, taper=0.34, stem="stalk", gloss=0.25),
    "apple": Fruit("#B7281F", "#E8B95A", 0.92, specks=0.3, stem="stalk", gloss=0.6),
    "pear": Fruit("#C39A4A", "#DDC27C", 1.02, specks=0.9, taper=0.12, stem="stalk", gloss=0.3),
    "persimmon": Fruit("#DD6420", "#EE8E3A", 0.78, stem="calyx", gloss=0.55),
    "kiwi": Fruit("#7D6236", "#9A7C48", 1.14, fuzz=0.6, stem="none", gloss=0.08),
    "pomegranate": Fruit("#B23A2C", "#D98A4E", 0.97, stem="crown", gloss=0.45),
    "chestnut": Fruit("#5A2E19", "#7E4526", 0.88, stem="none", gloss=0.7),
}
CUT = 420  # a fruit is painted this wide once, then reduced


def piece(kind: str, seed: str, *, wide: float) -> Image.Image:
    """One fruit, `wide` thousandths across, on nothing; RGBA with room around for its leaf."""
    fruit = FRUITS[kind]
    room = CUT * 2
    size = (room, room)
    rx, ry = CUT / 2, CUT / 2 * fruit.tall
    middle = (room / 2, room / 2 + CUT * 0.06)
    mask = Image.new("L", size, 0)
    outline = []
    for step in range(181):
        angle = step * math.pi / 90
        slim = 1 - fruit.taper * ((1 - math.sin(angle)) / 2) ** 1.6
        outline.append((middle[0] + rx * slim * math.cos(angle), middle[1] + ry * math.sin(angle)))
    ImageDraw.Draw(mask).polygon(outline, fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(1.2))
    tone, blush = colour(fruit.skin), colour(fruit.blush)
    patch = ball(size, (middle[0] - rx * 0.5, middle[1] + ry * 0.2), rx * 1.5)
    skin = paint.blend(tone, blush, ImageChops.blend(patch, paint.noise(size, seed, 22, 0.5), 0.35))
    if fruit.pores:
        skin = paint.shaded(
            skin, paint.relief(paint.noise(size, seed + "pore", 2.6), 0.7, 0.25 * fruit.pores)
        )
    if fruit.specks:
        dots = paint.noise(size, seed + "speck", 2.4).point([255 if v > 226 else 0 for v in range(256)])
        paint.stain(
            skin,
            mix(blush, (255, 250, 225), 0.4),
            paint.dim(dots.filter(ImageFilter.GaussianBlur(0.8)), fruit.specks * 0.5),
        )
    if fruit.fuzz:
        skin = paint.mottled(skin, paint.noise(size, seed + "fuzz", 1.2), 0.16)
    skin = _rounded_light(skin, middle, (rx, ry), fruit.gloss)
    layer = Image.new("RGBA", size, (0, 0, 0, 0))
    layer.paste(skin, (0, 0), mask)
    _crown(layer, fruit.stem, (middle[0], middle[1] - ry), rx, seed)
    share = wide * paint.SCALE / CUT
    side = round(room * share)
    return layer.resize((side, side), Image.Resampling.LANCZOS)


def ball(size: paint.Size, centre: Point, radius: float) -> Image.Image:
    """White at the centre, black from `radius` on."""
    side = max(2, round(radius * 2))
    bloom = (
        Image.radial_gradient("L")
        .resize((side, side), Image.Resampling.BICUBIC)
        .point([max(0, 255 - round(v * 1.42)) for v in range(256)])
    )
    field = Image.new("L", size, 0)
    field.paste(bloom, (round(centre[0] - radius), round(centre[1] - radius)))
    return field


def _rounded_light(skin: Image.Image, middle: Point, radii: Point, gloss: float) -> Image.Image:
    x, y = middle
    rx, ry = radii
    size = skin.size
    bright = ball(size, (x - rx * 0.34, y - ry * 0.36), rx * 1.62)
    light = bright.point(
        [round(92 + v * 0.27) if v < 128 else round(92 + 128 * 0.27 + (v - 128) * 0.22) for v in range(256)]
    )
    rim = ball(size, (x - rx * 0.10, y - ry * 0.10), rx * 1.28)
    light = ImageChops.multiply(light, rim.point([min(255, 178 + v * 3) for v in range(256)]))
    lift = ball(size, (x + rx * 0.55, y + ry * 0.78), rx * 0.6)
    out = paint.screen(paint.shaded(skin, light), paint.dim(lift, 0.10))
    spot = ball(size, (x - rx * 0.36, y - ry * 0.44), rx * 0.5)
    core = ball(size, (x - rx * 0.38, y - ry * 0.46), rx * 0.24)
    return paint.screen(paint.screen(out, paint.dim(spot, 0.34 * gloss)), paint.dim(core, 0.42 * gloss))


def _crown(layer: Image.Image, stem: str, top: Point, rx: float, seed: str) -> None:
    x, y = top
    rng = paint.dice(seed + "stem")
    draw = ImageDraw.Draw(layer)
    if stem in {"stalk", "leaf"}:
        dent = ball(layer.size, (x + 4, y + rx * 0.20), rx * 0.34)
        shade = Image.new("RGBA", layer.size, (*paint.SHADE, 0))
        shade.putalpha(ImageChops.multiply(paint.dim(dent, 0.42), layer.getchannel("A")))
        layer.alpha_composite(shade)
        draw.line(
            [(x + 2, y + rx * 0.20), (x + 6, y), (x + 18, y - rx * 0.2)],
            fill=(92, 66, 40, 255),
            width=max(4, round(rx * 0.055)),
            joint="curve",
        )
    if stem == "leaf":
        for angle in (rng.uniform(-44, -18),):
            _leaf(layer, (x + 8, y + rx * 0.06), rx * 1.15, angle)
    if stem == "calyx":
        for angle in range(20, 380, 90):
            _leaf(
                layer,
                (x + 2, y + rx * 0.20),
                rx * 0.62,
                angle + rng.uniform(-9, 9),
                tone=(122, 118, 62),
                squash=0.52,
            )
        draw.ellipse((x - rx * 0.07, y + rx * 0.14, x + rx * 0.1, y + rx * 0.26), fill=(88, 70, 40, 255))
    if stem == "crown":
        for angle in (-118, -100, -82, -64):
            _leaf(layer, (x, y + rx * 0.12), rx * 0.42, angle, tone=(168, 92, 54), broad=0.20)


def _leaf(
    layer: Image.Image,
    root: Point,
    length: float,
    angle: float,
    *,
    tone: Colour = (74, 108, 58),
    squash: float = 1.0,
    broad: float = 0.20,
) -> None:
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    halves: list[list[Point]] = [[], []]
    spine = []
    for step in range(25):
        t = step / 24
        bend = math.sin(t * math.pi) * length * 0.05
        across = broad * length * math.sin(math.pi * t**0.8)
        mid = (root[0] + c * length * t - s * bend, root[1] + (s * length * t + c * bend) * squash)
        spine.append(mid)
        halves[0].append((mid[0] + s * across, mid[1] - c * across * squash))
        halves[1].append((mid[0] - s * across, mid[1] + c * across * squash))
    draw = ImageDraw.Draw(layer)
    draw.polygon([*halves[0], *reversed(spine)], fill=(*mix(tone, (255, 255, 220), 0.22), 255))
    draw.polygon([*halves[1], *reversed(spine)], fill=(*mix(tone, (0, 0, 0), 0.14), 255))
    draw.line(spine, fill=(*mix(tone, (255, 255, 220), 0.45), 255), width=max(2, round(length * 0.012)))


def _set(picture: Image.Image, sprite: Image.Image, centre: Point) -> None:
    picture.paste(
        sprite, (paint.px(centre[0]) - sprite.width // 2, paint.px(centre[1]) - sprite.height // 2), sprite
    )


def group(picture: Image.Image, *, kind: str, spots: list[tuple[float, float, float]] | None = None) -> None:
    """A few fruits standing on the table: (x, foot, width) each, the far ones first."""
    places = spots or [(620, 700, 270), (360, 742, 290), (640, 846, 300)]
    fruit = FRUITS[kind]
    for place, (x, foot, wide) in enumerate(places):
        high = wide * fruit.tall
        mask = paint.ellipse(picture.size, (x, foot - high / 2), (wide / 2, high / 2))
        stage.cast(picture, mask, foot - 4, depth=0.42, length=0.3)
        stage.contact(picture, (x + 4, foot - 12), (wide * 0.30, wide * 0.06), 0.75)
        sprite = piece(kind, f"{kind}{place}", wide=wide)
        _set(picture, sprite, (x, foot - high / 2 - wide * 0.06))


def crate(picture: Image.Image, *, kind: str, columns: int = 4, rows: int = 4, tissue: str = "rice") -> None:
    """A wooden crate from above, the fruit in rows, each in its tissue."""
    size = picture.size
    outer = paint.rounded(size, (110, 110, 890, 890), 8)
    slabs.lay(picture, outer, slabs.wood(size, "bamboo", "crate"), thick=44, edge=3)
    inner = paint.rounded(size, (146, 146, 854, 854), 4)
    picture.paste(mix(colour("bamboo"), paint.SHADE, 0.62), (0, 0), inner)
    fall = ImageChops.subtract(inner, paint.soft(paint.shift(inner, 26, 30), 20))
    for side in ((128, 110, 128, 890), (872, 110, 872, 890)):
        plank = paint.rounded(size, (side[0] - 18, 110, side[2] + 18, 890), 3)
        slabs.lay(picture, plank, slabs.wood(size, "bamboo", f"side{side[0]}", upright=True), thick=4, edge=3)
    for row in range(rows):
        for column in range(columns):
            step_x, step_y = 708 / columns, 708 / rows
            x, y = 146 + step_x * (column + 0.5), 146 + step_y * (row + 0.5)
            rng = paint.dice(f"{kind}{row}{column}")
            _tissue(picture, (x, y), min(step_x, step_y) * 0.53, tissue, rng.random())
            sprite = piece(
                kind, f"{kind}{row}{column}", wide=min(step_x, step_y / max(FRUITS[kind].tall, 0.9)) * 0.86
            )
            sprite = sprite.rotate(rng.uniform(-16, 16), Image.Resampling.BICUBIC)
            shade = paint.soft(paint.ellipse(size, (x + 6, y + 12), (step_x * 0.42, step_y * 0.42)), 8)
            paint.stain(picture, paint.SHADE, paint.dim(ImageChops.multiply(shade, inner), 0.4))
            _set(picture, sprite, (x, y - step_y * 0.03))
    paint.stain(picture, paint.SHADE, paint.dim(fall, 0.5))


def _tissue(picture: Image.Image, centre: Point, r: float, tone: str, turn_by: float) -> None:
    """A scalloped paper cup."""
    size = picture.size
    points = []
    for step in range(120):
        angle = step / 120 * 2 * math.pi + turn_by
        reach = r * (1 + 0.035 * math.sin(angle * 22))
        points.append((centre[0] + reach * math.cos(angle), centre[1] + reach * math.sin(angle)))
    mask = paint.polygon(size, points)
    light = paint.relief(paint.soft(mask, 5), 4, 1.0).point([max(96, min(160, v)) for v in range(256)])
    picture.paste(paint.shaded(paint.flat(size, colour(tone)), light), (0, 0), mask)
