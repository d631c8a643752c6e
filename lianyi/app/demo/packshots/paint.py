"""The brushes: masks with clean edges, gradients, textures, relief. Lengths are thousandths of a side."""

import itertools
import math
import random
from collections.abc import Iterable, Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from lianyi.app.demo.packshots.palette import Colour

SCALE = 2  # drawn at twice the size and reduced, so that no edge shows its pixels
EDGE = 2  # masks are drawn finer still, then reduced
SHADE = (54, 38, 32)  # where light is missing the world is warm brown, never grey

Point = tuple[float, float]
Size = tuple[int, int]


def px(length: float) -> int:
    return round(length * SCALE)


def dice(seed: str) -> random.Random:
    return random.Random(seed)  # noqa: S311  the same picture everywhere is the wish; nothing here is secret


def flat(size: Size, tone: Colour) -> Image.Image:
    return Image.new("RGB", size, tone)


def empty(size: Size) -> Image.Image:
    return Image.new("L", size, 0)


def polygon(size: Size, points: Iterable[Point]) -> Image.Image:
    """A filled outline as a mask."""
    big = Image.new("L", (size[0] * EDGE, size[1] * EDGE), 0)
    ImageDraw.Draw(big).polygon([(x * SCALE * EDGE, y * SCALE * EDGE) for x, y in points], fill=255)
    return big.reduce(EDGE)


def ellipse(size: Size, centre: Point, radii: Point) -> Image.Image:
    big = Image.new("L", (size[0] * EDGE, size[1] * EDGE), 0)
    grow = SCALE * EDGE
    (x, y), (a, b) = centre, radii
    ImageDraw.Draw(big).ellipse(((x - a) * grow, (y - b) * grow, (x + a) * grow, (y + b) * grow), fill=255)
    return big.reduce(EDGE)


def rounded(size: Size, box: tuple[float, float, float, float], radius: float) -> Image.Image:
    big = Image.new("L", (size[0] * EDGE, size[1] * EDGE), 0)
    grow = SCALE * EDGE
    ImageDraw.Draw(big).rounded_rectangle([v * grow for v in box], radius * grow, fill=255)
    return big.reduce(EDGE)


def line(size: Size, points: Sequence[Point], width: float) -> Image.Image:
    """A stroke with round ends as a mask."""
    big = Image.new("L", (size[0] * EDGE, size[1] * EDGE), 0)
    grow = SCALE * EDGE
    draw = ImageDraw.Draw(big)
    path = [(x * grow, y * grow) for x, y in points]
    half = width * grow / 2
    draw.line(path, fill=255, width=max(1, round(width * grow)), joint="curve")
    for x, y in (path[0], path[-1]):
        draw.ellipse((x - half, y - half, x + half, y + half), fill=255)
    return big.reduce(EDGE)


def curve(points: Sequence[Point], steps: int = 14) -> list[Point]:
    """A smooth line through all points (Catmull-Rom)."""
    ends = [points[0], *points, points[-1]]
    path: list[Point] = []
    for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(steps):
            t = step / steps
            path.append(
                (
                    _spline(before[0], start[0], end[0], after[0], t),
                    _spline(before[1], start[1], end[1], after[1], t),
                )
            )
    return [*path, points[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def soft(mask: Image.Image, radius: float) -> Image.Image:
    return mask.filter(ImageFilter.GaussianBlur(radius * SCALE))


def dim(mask: Image.Image, share: float) -> Image.Image:
    return mask.point([round(v * share) for v in range(256)])


def ramp(size: Size, stops: Sequence[float], *, vertical: bool = True) -> Image.Image:
    """A smooth grey gradient through `stops` (0 to 255), evenly spaced."""
    fine = 64
    values: list[int] = []
    for here, there in itertools.pairwise(stops):
        for step in range(fine):
            t = step / fine
            values.append(round(here + (there - here) * t * t * (3 - 2 * t)))
    values.append(round(stops[-1]))
    thin = Image.new("L", (1, len(values)) if vertical else (len(values), 1))
    thin.putdata(values)
    return thin.resize(size, Image.Resampling.BICUBIC)


def blend(tone: Colour, other: Colour, share: Image.Image) -> Image.Image:
    """`tone` where `share` is black, `other` where it is white."""
    return ImageOps.colorize(share, tone, other)


def noise(size: Size, seed: str, cell: float, squash: float = 1.0) -> Image.Image:
    """Smooth cloudy noise around 128; `cell` is the size of a grain, `squash` > 1 draws it out sideways."""
    wide = max(2, round(size[0] / (cell * SCALE * squash)))
    high = max(2, round(size[1] / (cell * SCALE)))
    seeds = Image.frombytes("L", (wide, high), dice(seed).randbytes(wide * high))
    return seeds.resize(size, Image.Resampling.BICUBIC)


def shift(picture: Image.Image, right: float, down: float) -> Image.Image:
    """Moved without wrapping around; what comes in repeats nothing and is black."""
    return picture.transform(
        picture.size, Image.Transform.AFFINE, (1, 0, -right * SCALE, 0, 1, -down * SCALE)
    )


def relief(height: Image.Image, reach: float, strength: float) -> Image.Image:
    """Light from the upper left on a height map, 128 where it is level."""
    rise, fall = shift(height, -reach, -reach), shift(height, reach, reach)
    return ImageChops.subtract(rise, fall, scale=1 / strength, offset=128)


def shaded(albedo: Image.Image, light: Image.Image) -> Image.Image:
    """`albedo` under `light`, 128 being as it is: darker towards warm brown, lighter towards white."""
    dark = ImageOps.colorize(light.point([min(255, v * 2) for v in range(256)]), SHADE, (255, 255, 255))
    glow = light.point([max(0, v - 128) for v in range(256)])
    return screen(ImageChops.multiply(albedo, dark), glow)


def lit(albedo: Image.Image, light: Image.Image, shine: Image.Image) -> Image.Image:
    """`albedo` times `light` (255 is full), plus the reflection `shine`."""
    return screen(ImageChops.multiply(albedo, ImageOps.colorize(light, SHADE, (255, 255, 255))), shine)


def screen(picture: Image.Image, glow: Image.Image) -> Image.Image:
    return ImageChops.screen(picture, Image.merge("RGB", (glow, glow, glow)))


def stain(picture: Image.Image, tone: Colour, mask: Image.Image) -> None:
    """Lay `tone` over `picture` through `mask`, in place."""
    picture.paste(tone, (0, 0), mask)


def mottled(picture: Image.Image, cloud: Image.Image, amount: float) -> Image.Image:
    """`picture` with the unevenness of a made thing: `cloud` around 128, `amount` 0 to 1."""
    level = cloud.point([round(128 + (v - 128) * amount) for v in range(256)])
    return shaded(picture, level)


def round_points(
    centre: Point, radii: Point, start: float = 0, end: float = 360, steps: int = 64
) -> list[Point]:
    """Points on an ellipse from `start` to `end` degrees, clockwise from three o'clock."""
    return [
        (
            centre[0] + radii[0] * math.cos(math.radians(start + (end - start) * step / steps)),
            centre[1] + radii[1] * math.sin(math.radians(start + (end - start) * step / steps)),
        )
        for step in range(steps + 1)
    ]
