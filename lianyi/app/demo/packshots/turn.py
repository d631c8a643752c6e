"""Things turned on a lathe: jars, bottles, tins, bowls. Seen from a little above, lit by a window."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image

from lianyi.app.demo.packshots import paint, stage
from lianyi.app.demo.packshots.paint import Point

SAMPLES = 256
FINE = 40  # steps of lean to a radian: coarse enough to share strips, fine enough to show no bands
STEEP = round(FINE * 1.53)
KEY = (-0.52, 0.50, 0.69)  # towards the window: left, up, towards us


@dataclass(frozen=True)
class Finish:
    """How a surface answers light; shares of 1."""

    ambient: float
    diffuse: float
    window: float  # the sharp reflection of the window, left
    strip: float  # the thin one, right
    blur: float  # softness of both
    edge: float = 0.25  # how much the turning-away edge darkens
    bounce: float = 0.10  # light coming back from the table, right


MATTE = Finish(0.50, 0.60, 0.05, 0.0, 0.30)
PAPER = Finish(0.55, 0.54, 0.0, 0.0, 0.3, edge=0.2)
SATIN = Finish(0.44, 0.62, 0.20, 0.06, 0.14)
GLAZE = Finish(0.46, 0.60, 0.46, 0.16, 0.05, edge=0.3)
GLASS = Finish(0.62, 0.42, 0.58, 0.34, 0.03, edge=0.42, bounce=0.22)
METAL = Finish(0.34, 0.66, 0.50, 0.30, 0.10, edge=0.5, bounce=0.3)


@dataclass(frozen=True)
class Lathe:
    """A profile: rows of (y, radius) from top to bottom around the axis `x`; `tilt`: how far we look down."""

    x: float
    rows: tuple[Point, ...]
    tilt: float = 0.16

    @property
    def top(self) -> float:
        return self.rows[0][0]

    @property
    def base(self) -> float:
        return self.rows[-1][0]

    def radius(self, y: float) -> float:
        if y <= self.top:
            return self.rows[0][1]
        for (above, wide), (below, narrow) in zip(self.rows, self.rows[1:], strict=False):
            if y <= below:
                return wide + (narrow - wide) * (y - above) / max(below - above, 1e-6)
        return self.rows[-1][1]

    def mask(self, size: paint.Size) -> Image.Image:
        right = [(self.x + r, y) for y, r in self.rows]
        left = [(self.x - r, y) for y, r in reversed(self.rows)]
        (bottom, r_bottom), (top, r_top) = self.rows[-1], self.rows[0]
        under = paint.round_points((self.x, bottom), (r_bottom, r_bottom * self.tilt), 0, 180)
        over = paint.round_points((self.x, top), (r_top, r_top * self.tilt), 180, 360)
        return paint.polygon(size, [*right, *under, *left, *over])


def lathe(x: float, points: Sequence[Point], tilt: float = 0.16, ease: float = 16) -> Lathe:
    """A lathe from a few points (y, radius), its corners eased over `ease` so that no wall breaks hard."""
    rows = [points[0]]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        start, end = _towards(corner, before, ease), _towards(corner, after, ease)
        for step in range(13):
            t = step / 12
            rows.append(
                (
                    (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * corner[0] + t * t * end[0],
                    (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * corner[1] + t * t * end[1],
                )
            )
    return Lathe(x, (*rows, points[-1]), tilt)


def _towards(corner: Point, other: Point, reach: float) -> Point:
    far = math.dist(corner, other)
    share = min(reach, far * 0.5) / max(far, 1e-6)
    return corner[0] + (other[0] - corner[0]) * share, corner[1] + (other[1] - corner[1]) * share


def turn(
    picture: Image.Image,
    form: Lathe,
    albedo: Image.Image,
    finish: Finish,
    *,
    shadow: bool = False,
    mask: Image.Image | None = None,
) -> Image.Image:
    """Set the form on the picture, its skin taken from `albedo`; answers the mask it filled."""
    mask = mask or form.mask(picture.size)
    if shadow:
        stage.cast(picture, mask, form.base)
        _, r = form.rows[-1]
        stage.contact(picture, (form.x, form.base), (r, r * form.tilt))
    light, shine = glow(picture.size, form, finish)
    picture.paste(paint.lit(albedo, light, shine), (0, 0), mask)
    return mask


def glow(size: paint.Size, form: Lathe, finish: Finish) -> tuple[Image.Image, Image.Image]:
    """The diffuse light and the reflections on a form, row by row."""
    light, shine = paint.empty(size), paint.empty(size)
    reach = form.rows[-1][1] * form.tilt
    first = paint.px(form.top - form.rows[0][1] * form.tilt) - 2
    last = paint.px(form.base + reach) + 3
    for row in range(max(0, first), min(size[1], last)):
        y = row / paint.SCALE
        r = form.radius(y)
        if r < 0.6:
            continue
        slope = (form.radius(y + 1.2) - form.radius(y - 1.2)) / 2.4
        step = max(-STEEP, min(STEEP, round(math.atan(slope) * FINE)))
        soft, sharp = _strips(finish, step)
        wide = paint.px(r) * 2 + 4
        where = (paint.px(form.x) - wide // 2, row)
        light.paste(soft.resize((wide, 1), Image.Resampling.BILINEAR), where)
        shine.paste(sharp.resize((wide, 1), Image.Resampling.BILINEAR), where)
    return light, shine


@cache
def _strips(finish: Finish, step: int) -> tuple[Image.Image, Image.Image]:
    """One row of light and of reflections across a round wall that leans by `step` parts of a radian."""
    lean = math.tan(step / FINE) if abs(step) < STEEP else math.copysign(25, step)
    flat = 1 / math.sqrt(1 + lean * lean)
    up = lean * flat
    soft, sharp = bytearray(), bytearray()
    for sample in range(SAMPLES):
        u = (sample + 0.5) / SAMPLES * 2 - 1
        z = math.sqrt(max(0.0, 1 - u * u))
        facing = u * flat * KEY[0] + up * KEY[1] + z * flat * KEY[2]
        value = finish.ambient + finish.diffuse * max(0.0, facing) + 0.06 * up
        value *= 1 - finish.edge * abs(u) ** 7
        value += finish.bounce * max(0.0, u) ** 5 * flat
        soft.append(max(0, min(255, round(value * 255))))
        mirror = finish.window * _bell(u + 0.50, 0.13, finish.blur) + finish.strip * _bell(
            u - 0.80, 0.035, finish.blur
        )
        mirror *= math.exp(-((up * 1.6) ** 2)) if up < 0 else math.exp(-((up * 0.9) ** 2))
        sharp.append(max(0, min(255, round(mirror * 255))))
    return Image.frombytes("L", (SAMPLES, 1), bytes(soft)), Image.frombytes("L", (SAMPLES, 1), bytes(sharp))


def _bell(offset: float, half: float, blur: float) -> float:
    """1 inside a bar of half-width `half`, falling softly over `blur`."""
    past = max(0.0, abs(offset) - half)
    return math.exp(-((past / max(blur, 1e-3)) ** 2))


def disc(
    picture: Image.Image,
    centre: Point,
    radius: float,
    tilt: float,
    tone: tuple[int, int, int],
    *,
    bright: float = 1.0,
) -> None:
    """A level round face seen from above: a lid's top, the surface of tea."""
    mask = paint.ellipse(picture.size, centre, (radius, radius * tilt))
    left, right = paint.px(centre[0] - radius), paint.px(centre[0] + radius)
    light = paint.empty(picture.size)
    band = paint.ramp(
        (max(1, right - left), picture.height), [250 * bright, 240 * bright, 214 * bright], vertical=False
    )
    light.paste(band, (left, 0))
    face = paint.lit(
        paint.flat(picture.size, tone),
        light.point([min(255, v) for v in range(256)]),
        paint.empty(picture.size),
    )
    picture.paste(face, (0, 0), mask)


def hollow(
    picture: Image.Image,
    centre: Point,
    radius: float,
    tilt: float,
    tone: tuple[int, int, int],
    *,
    lip: float = 5,
) -> None:
    """An open mouth: the lip catches light, the inner wall is bright where the window reaches."""
    x, y = centre
    disc(picture, centre, radius, tilt, tone, bright=1.03)
    inner = radius - lip
    mask = paint.ellipse(picture.size, (x, y + lip * tilt * 0.3), (inner, inner * tilt))
    band = paint.ramp((paint.px(inner) * 2, picture.height), [96, 150, 205, 238, 226], vertical=False)
    light = paint.empty(picture.size)
    light.paste(band, (paint.px(x - inner), 0))
    deep = paint.ramp((picture.width, max(2, paint.px(inner * tilt * 2))), [190, 235, 255])
    down = Image.new("L", picture.size, 255)
    down.paste(deep, (0, paint.px(y - inner * tilt)))
    wall = paint.lit(paint.flat(picture.size, tone), light, paint.empty(picture.size))
    wall = paint.lit(wall, down, paint.empty(picture.size))
    picture.paste(wall, (0, 0), mask)


def wrap(
    size: paint.Size, sheet: Image.Image, form: Lathe, top: float, height: float, *, turned: float = 0.0
) -> Image.Image:
    """A flat sheet bent around the form from `top` down, its middle turned by `turned` radians; RGBA."""
    r = form.radius(top + height / 2)
    span = sheet.width / sheet.height * height / r
    drop = r * form.tilt
    fine = 3
    mesh = []
    for left in range(paint.px(form.x - r), paint.px(form.x + r), fine):
        here = _angle((left - paint.px(form.x)) / paint.px(r)) - turned
        there = _angle((left + fine - paint.px(form.x)) / paint.px(r)) - turned
        if abs(here) > span / 2 + 0.02 and abs(there) > span / 2 + 0.02:
            continue
        a, b = (here / span + 0.5) * sheet.width, (there / span + 0.5) * sheet.width
        sag = drop * math.cos((here + there) / 2 + turned)
        y0 = paint.px(top + sag)
        mesh.append(
            ((left, y0, left + fine, y0 + paint.px(height)), (a, 0, a, sheet.height, b, sheet.height, b, 0))
        )
    return sheet.convert("RGBA").transform(size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC)


def _angle(share: float) -> float:
    return math.asin(max(-1.0, min(1.0, share)))
