"""Flat things photographed from above: a mask with a thickness, a soft edge and a surface."""

import math

from PIL import Image, ImageChops

from lianyi.app.demo.packshots import paint, stage
from lianyi.app.demo.packshots.paint import Point, Size
from lianyi.app.demo.packshots.palette import colour, mix

Words = dict[str, str]
Texture = str


def lay(
    picture: Image.Image,
    mask: Image.Image,
    albedo: Image.Image,
    *,
    thick: float = 14,
    edge: float = 5,
    bulge: float = 0.9,
    surface: Image.Image | None = None,
    rough: float = 0.5,
) -> None:
    """Lay a thing down: its shadow, its skin, its rounded edge, and the relief of `surface`."""
    stage.drop(picture, mask, thick)
    light = paint.relief(paint.soft(mask, edge), max(2.0, edge * 0.7), bulge)
    skin = paint.shaded(
        albedo,
        light.point(
            [round(128 - (128 - v) * 0.42) if v < 128 else round(128 + (v - 128) * 0.7) for v in range(256)]
        ),
    )
    if surface is not None:
        skin = paint.shaded(skin, paint.relief(surface, 0.8, rough))
    picture.paste(skin, (0, 0), mask)


def woven(size: Size, seed: str, pitch: float = 4.0) -> Image.Image:
    """A plain weave as a height map: threads over and under, uneven as yarn is."""
    step = max(4, paint.px(pitch))
    tile = Image.new("L", (step * 2, step * 2), 96)
    for x, y in ((0, 0), (step, step)):
        tile.paste(paint.ramp((step, step), [120, 210, 120], vertical=True), (x, y))
        other = (x + step) % (step * 2)
        tile.paste(paint.ramp((step, step), [120, 190, 120], vertical=False), (other, y))
    cloth = Image.new("L", size)
    for y in range(0, size[1], step * 2):
        for x in range(0, size[0], step * 2):
            cloth.paste(tile, (x, y))
    return ImageChops.blend(cloth, paint.noise(size, seed, 1.6, 3), 0.22)


def terry(size: Size, seed: str) -> Image.Image:
    """The loops of a towel."""
    return ImageChops.blend(paint.noise(size, seed, 1.5), paint.noise(size, seed + "far", 5), 0.2)


def wood(size: Size, tone: str, seed: str, *, upright: bool = False) -> Image.Image:
    """Planed wood: long grain, a few darker years."""
    base = colour(tone)
    across = (size[1], size[0]) if upright else size
    fine = paint.noise(across, seed, 3, 46)
    years = paint.noise(across, seed + "years", 26, 14)
    grain = ImageChops.blend(fine, years, 0.55)
    if upright:
        grain = grain.transpose(Image.Transpose.ROTATE_90)
    return paint.blend(mix(base, paint.SHADE, 0.36), mix(base, (255, 240, 215), 0.26), grain)


def print_on(
    picture: Image.Image,
    sheet: Image.Image,
    centre: Point,
    *,
    angle: float = 0.0,
    thick: float = 1.5,
    pressed: bool = False,
) -> None:
    """Lay a printed sheet on what is there, or print it into the surface."""
    turned = sheet.rotate(angle, Image.Resampling.BICUBIC, expand=True)
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    layer.paste(turned, (paint.px(centre[0]) - turned.width // 2, paint.px(centre[1]) - turned.height // 2))
    alpha = layer.getchannel("A")
    if not pressed:
        stage.drop(picture, alpha, thick, 0.3)
    picture.paste(layer.convert("RGB"), (0, 0), alpha)


def turned(points: list[Point], centre: Point, angle: float) -> list[Point]:
    """Points rotated by `angle` degrees around `centre`."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y = centre
    return [(x + (a - x) * c - (b - y) * s, y + (a - x) * s + (b - y) * c) for a, b in points]


def slanted_box(
    size: Size, centre: Point, wide: float, high: float, radius: float, angle: float
) -> Image.Image:
    """A rounded rectangle turned by `angle` degrees, as a mask."""
    x, y = centre
    mask = paint.rounded(size, (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2), radius)
    if not angle:
        return mask
    where = (paint.px(x), paint.px(y))
    return mask.rotate(angle, Image.Resampling.BICUBIC, center=where)
