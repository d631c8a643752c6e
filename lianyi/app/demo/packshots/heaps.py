"""Dishes and jars of nuts, grains and leaves: each piece is painted once and laid many times."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from lianyi.app.demo.packshots import ceramics, paint, produce
from lianyi.app.demo.packshots.paint import Point
from lianyi.app.demo.packshots.palette import colour, mix


@dataclass(frozen=True)
class Crumb:
    """One kind of small thing in a dish."""

    tones: tuple[str, ...]
    long: float  # thousandths
    wide: float
    build: str = "bean"  # bean, leaf, flat, nut


CRUMBS: dict[str, Crumb] = {
    "green tea": Crumb(("#6B7A3C", "#7F8C4A", "#586733", "#8F9A5C"), 44, 8, "leaf"),
    "black tea": Crumb(("#3A241B", "#4B2E20", "#2C1B15", "#6A4527"), 36, 7, "leaf"),
    "oolong": Crumb(("#3F4A32", "#535C3A", "#2F3727", "#6A6B44"), 25, 20, "nut"),
    "chrysanthemum": Crumb(("#EBD9A2", "#F1E6C3", "#E3C67A"), 70, 60, "flower"),
    "rose": Crumb(("#B24E63", "#C76C7A", "#94384E"), 48, 44, "flower"),
    "rice": Crumb(("#F3EDDD", "#EBE3CF", "#F7F3E8"), 17, 6, "bean"),
    "millet": Crumb(("#E4BC4C", "#EACB6C", "#D8A938"), 8.5, 8, "nut"),
    "red bean": Crumb(("#7C1F22", "#8E2B2A", "#681A1E"), 21, 15, "bean"),
    "black rice": Crumb(("#2C2029", "#3B2A33", "#221A20"), 17, 6, "bean"),
    "lotus seed": Crumb(("#EADFC2", "#E2D2AC", "#F0E8D2"), 30, 27, "nut"),
    "walnut": Crumb(("#C99B62", "#B98850", "#D8B07A"), 62, 50, "knot"),
    "almond": Crumb(("#A8683A", "#B57645", "#93582F"), 50, 27, "bean"),
    "cashew": Crumb(("#E6CD9E", "#DFC08A", "#EBD8B2"), 54, 36, "moon"),
    "jujube": Crumb(("#8E2A22", "#7A2019", "#A5382C"), 66, 42, "knot"),
    "mango": Crumb(("#EBA12E", "#F0B24A", "#DE8C1E"), 132, 40, "flat"),
    "persimmon": Crumb(("#C8642A", "#D67A3C", "#B4541F"), 120, 112, "flat"),
    "goji": Crumb(("#C23A26", "#D14E34", "#A92F20"), 22, 10, "bean"),
    "tangerine peel": Crumb(("#A85F26", "#BD7534", "#8E4C1C"), 88, 26, "flat"),
    "mushroom": Crumb(("#6B4A34", "#7D5A40", "#5A3C2A"), 82, 78, "cap"),
    "cookie": Crumb(("#CFA163", "#D8AE74", "#C39352"), 122, 122, "round"),
}


def dish(
    picture: Image.Image,
    *,
    of: str,
    tone: str = "rice",
    rim: str | None = None,
    r: float = 330,
    spill: int = 14,
) -> None:
    """A dish heaped with one thing, seen from above, a little spilt beside it."""
    size = picture.size
    centre = (500.0, 490.0)
    crumb = CRUMBS[of]
    ceramics.plate(picture, tone=tone, rim=rim, centre=centre, r=r, speckle=0.35)
    rng = paint.dice("dish" + of)
    sprites = [_crumb(crumb, tone_of, f"{of}{place}") for place in range(5) for tone_of in crumb.tones]
    heap = r * 0.80
    bed = paint.soft(paint.ellipse(size, centre, (heap - crumb.long * 0.55,) * 2), 5)
    paint.stain(picture, mix(colour(crumb.tones[0]), paint.SHADE, 0.5), bed)
    count = min(6500, round(3.1 * math.pi * heap * heap / (crumb.long * crumb.wide)))
    for place in range(count):
        inwards = max(0.0, place / count - 0.55)
        reach = (heap - crumb.long * 0.3) * math.sqrt(rng.random()) * (1 - 0.6 * inwards)
        angle = rng.uniform(0, 2 * math.pi)
        at = (centre[0] + reach * math.cos(angle), centre[1] + reach * math.sin(angle) - 22 * inwards)
        _strew(picture, rng.choice(sprites), at, rng.uniform(0, 360))
    for _ in range(spill):
        angle, reach = rng.uniform(0.1, 1.3), rng.uniform(r + 14, r + 92)
        at = (centre[0] + reach * math.cos(angle), centre[1] + reach * math.sin(angle))
        if crumb.long < 70:
            _strew(picture, rng.choice(sprites), at, rng.uniform(0, 360))


def heap_into(skin: Image.Image, of: str, box: tuple[float, float, float, float]) -> None:
    """Fill a region of a skin with one thing, as it lies behind glass."""
    crumb = CRUMBS[of]
    left, top, right, base = box
    rng = paint.dice("glass" + of)
    sprites = [_crumb(crumb, tone, f"{of}{place}") for place in range(4) for tone in crumb.tones]
    skin.paste(
        mix(colour(crumb.tones[0]), paint.SHADE, 0.5),
        (paint.px(left), paint.px(top), paint.px(right), paint.px(base)),
    )
    count = min(4200, round(3.0 * (right - left) * (base - top) / (crumb.long * crumb.wide)))
    for place in range(count):
        at = (
            rng.uniform(left, right),
            top + (base - top) * (1.02 - place / count * 0.98 + rng.uniform(-0.08, 0.08)),
        )
        _strew(skin, rng.choice(sprites), at, rng.uniform(0, 360))


def _strew(picture: Image.Image, sprite: tuple[Image.Image, Image.Image], at: Point, angle: float) -> None:
    """Shade below, then the thing; the light stays put while the thing turns."""
    body, shade = sprite
    spun = body.rotate(angle, Image.Resampling.BICUBIC, expand=True)
    dusk = shade.rotate(angle, Image.Resampling.BILINEAR, expand=True)
    x, y = paint.px(at[0]), paint.px(at[1])
    offset = max(2, round(min(body.size) * 0.09))
    picture.paste(paint.SHADE, (x - dusk.width // 2 + offset, y - dusk.height // 2 + offset), dusk)
    alpha = spun.getchannel("A")
    light = ImageChops.subtract(_nudged(alpha, -offset), _nudged(alpha, offset), scale=4.4, offset=128)
    light = light.filter(ImageFilter.GaussianBlur(max(1.0, offset * 0.8)))
    picture.paste(
        paint.shaded(spun.convert("RGB"), light), (x - spun.width // 2, y - spun.height // 2), alpha
    )


def _nudged(mask: Image.Image, by: int) -> Image.Image:
    return mask.transform(mask.size, Image.Transform.AFFINE, (1, 0, by, 0, 1, by))


def _crumb(crumb: Crumb, tone: str, seed: str) -> tuple[Image.Image, Image.Image]:
    """A small thing and its shadow, both in final pixels."""
    fine = 3
    wide, high = paint.px(crumb.long) * fine, paint.px(crumb.wide) * fine
    pad = round(max(wide, high) * 0.3)
    size = (wide + pad * 2, high + pad * 2)
    mask = Image.new("L", size, 0)
    rng = paint.dice(seed)
    BUILDS[crumb.build](ImageDraw.Draw(mask), (pad, pad, pad + wide, pad + high), rng.random)
    base = colour(tone)
    skin = paint.flat(size, mix(base, (0, 0, 0), rng.uniform(0, 0.12)))
    if crumb.build in {"knot", "flower", "cap", "flat", "round"}:
        wrinkle = paint.noise(size, seed, max(crumb.wide * 0.10, 3.0) * fine, 1.5)
        skin = paint.shaded(
            skin, paint.relief(wrinkle, 4.0, 0.42 if crumb.build not in {"flat", "round"} else 0.05)
        )
    if crumb.build == "round":
        seeds = (
            paint.noise(size, seed + "seed", 7)
            .point([255 if v > 214 else 0 for v in range(256)])
            .filter(ImageFilter.GaussianBlur(2))
        )
        paint.stain(skin, (246, 232, 200), paint.dim(seeds, 0.8))
    if crumb.build == "flower":
        heart = produce.ball(size, (size[0] / 2, size[1] / 2), wide * 0.26)
        paint.stain(skin, mix(base, (178, 120, 30), 0.55), paint.dim(heart, 0.9))
    puff = mask.filter(ImageFilter.GaussianBlur(min(wide, high) * 0.16))
    skin = paint.shaded(skin, puff.point([round(92 + v * 0.19) for v in range(256)]))
    layer = skin.convert("RGBA")
    layer.putalpha(mask)
    small = (max(2, size[0] // fine), max(2, size[1] // fine))
    shade = mask.filter(ImageFilter.GaussianBlur(max(3.0, min(wide, high) * 0.09))).point(
        [round(v * 0.46) for v in range(256)]
    )
    return layer.resize(small, Image.Resampling.LANCZOS), shade.resize(small, Image.Resampling.LANCZOS)


Box = tuple[int, int, int, int]
Chance = Callable[[], float]


def _bean(pen: ImageDraw.ImageDraw, box: Box, chance: Chance) -> None:
    del chance
    pen.ellipse(box, fill=255)


def _blade(pen: ImageDraw.ImageDraw, box: Box, chance: Chance) -> None:
    x0, y0, x1, y1 = box
    bend = (chance() - 0.5) * (y1 - y0) * 1.6
    upper, lower = [], []
    for step in range(21):
        t = step / 20
        x = x0 + (x1 - x0) * t
        mid = (y0 + y1) / 2 + bend * math.sin(math.pi * t)
        half = (y1 - y0) / 2 * math.sin(math.pi * t) ** 0.7
        upper.append((x, mid - half))
        lower.append((x, mid + half))
    pen.polygon([*upper, *reversed(lower)], fill=255)


def _lump(pen: ImageDraw.ImageDraw, box: Box, chance: Chance) -> None:
    """A roundish outline with a few dents."""
    x0, y0, x1, y1 = box
    phase, waves = chance() * 6.3, 3 + int(chance() * 4)
    points = []
    for step in range(72):
        angle = step / 72 * 2 * math.pi
        reach = 1 - 0.09 * (1 + math.sin(angle * waves + phase)) / 2
        points.append(
            (
                (x0 + x1) / 2 + (x1 - x0) / 2 * reach * math.cos(angle),
                (y0 + y1) / 2 + (y1 - y0) / 2 * reach * math.sin(angle),
            )
        )
    pen.polygon(points, fill=255)


def _blossom(pen: ImageDraw.ImageDraw, box: Box, chance: Chance) -> None:
    x0, y0, x1, y1 = box
    x, y, r = (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2
    turn_by = chance() * 6.3
    for petal in range(13):
        angle = turn_by + petal / 13 * 2 * math.pi
        far = r * (0.72 + 0.2 * chance())
        cx, cy = x + math.cos(angle) * far * 0.68, y + math.sin(angle) * far * 0.68
        half = r * 0.27
        pen.ellipse((cx - half, cy - half, cx + half, cy + half), fill=255)
    pen.ellipse((x - r * 0.5, y - r * 0.5, x + r * 0.5, y + r * 0.5), fill=255)


def _crescent(pen: ImageDraw.ImageDraw, box: Box, chance: Chance) -> None:
    x0, y0, x1, y1 = box
    del chance
    points_out = [
        (
            x0 + (x1 - x0) * (1 - math.cos(t / 24 * math.pi)) / 2,
            y1 - (y1 - y0) * math.sin(t / 24 * math.pi) ** 0.75,
        )
        for t in range(25)
    ]
    points_in = [
        (x0 + (x1 - x0) * (0.12 + 0.76 * t / 24), y1 + (y1 - y0) * (0.04 - 0.30 * math.sin(t / 24 * math.pi)))
        for t in range(24, -1, -1)
    ]
    pen.polygon([*points_out, *points_in], fill=255)


def _slice(pen: ImageDraw.ImageDraw, box: Box, chance: Chance) -> None:
    x0, y0, x1, y1 = box
    if abs((x1 - x0) - (y1 - y0)) < (x1 - x0) * 0.1:
        _lump(pen, box, chance)
    else:
        pen.rounded_rectangle(box, (y1 - y0) * 0.42, fill=255)


BUILDS: dict[str, Callable[[ImageDraw.ImageDraw, Box, Chance], None]] = {
    "bean": _bean,
    "nut": _lump,
    "leaf": _blade,
    "knot": _lump,
    "cap": _lump,
    "flower": _blossom,
    "round": _bean,
    "moon": _crescent,
    "flat": _slice,
}
