"""The photographer's table: a plain warm ground, light from the upper left, and shadows."""

from PIL import Image, ImageChops

from lianyi.app.demo.packshots import paint
from lianyi.app.demo.packshots.paint import Point, Size
from lianyi.app.demo.packshots.palette import colour, mix


def table(size: Size, ground: str, horizon: float = 640) -> Image.Image:
    """A seamless sweep seen from a little above: wall, soft bend, table."""
    tone = colour(ground)
    bend = size[1] * horizon / 1000
    wall = mix(tone, (255, 255, 255), 0.16)
    floor = mix(tone, paint.SHADE, 0.07)
    share = paint.empty(size)
    share.paste(255, (0, round(bend), size[0], size[1]))
    picture = paint.blend(wall, floor, paint.soft(share, 46))
    return _window(picture)


def flatlay(size: Size, ground: str) -> Image.Image:
    """The same ground seen straight from above."""
    return _window(paint.flat(size, mix(colour(ground), (255, 255, 255), 0.06)))


def _window(picture: Image.Image) -> Image.Image:
    """The light of a big window at the upper left, falling off to the lower right."""
    glow = Image.radial_gradient("L").resize(
        (picture.width * 2, picture.height * 2), Image.Resampling.BICUBIC
    )
    left, top = round(picture.width * 0.68), round(picture.height * 0.72)
    near = glow.crop((left, top, left + picture.width, top + picture.height))
    light = near.point([round(148 - v * 0.17) for v in range(256)])
    return paint.shaded(picture, light)


def cast(
    picture: Image.Image,
    mask: Image.Image,
    base: float,
    *,
    lean: float = 0.62,
    length: float = 0.34,
    depth: float = 0.34,
) -> None:
    """The long soft shadow of an upright thing standing at `base`, falling to the right and back."""
    foot = base * paint.SCALE
    # An output point (x, y) above the foot takes the silhouette's point further up and further left.
    squat = 1 / length
    lying = mask.transform(
        mask.size,
        Image.Transform.AFFINE,
        (1, lean * squat, -lean * squat * foot, 0, squat, foot - squat * foot),
    )
    fade = Image.new("L", mask.size, 255)
    reach = paint.px(330)
    fade.paste(0, (0, 0, mask.width, max(0, round(foot) - reach)))
    fade.paste(paint.ramp((mask.width, reach), [0, 70, 255]), (0, round(foot) - reach))
    near = ImageChops.multiply(paint.soft(lying, 9), fade)
    far = paint.soft(lying, 26)
    paint.stain(picture, paint.SHADE, paint.dim(near, depth * 0.55))
    paint.stain(picture, paint.SHADE, paint.dim(far, depth * 0.5))


def contact(picture: Image.Image, centre: Point, radii: Point, depth: float = 0.6) -> None:
    """The dark line where a thing touches the table, and the dusk around it."""
    x, y = centre
    a, b = radii
    wide = paint.soft(
        paint.ellipse(picture.size, (x + a * 0.07, y + b * 0.22), (a * 1.1, b * 1.15)), max(8.0, b * 0.38)
    )
    tight = paint.soft(paint.ellipse(picture.size, (x, y + 3), (a * 0.985, b)), 4)
    paint.stain(picture, paint.SHADE, paint.dim(wide, depth * 0.55))
    paint.stain(picture, paint.SHADE, paint.dim(tight, depth * 0.8))


def drop(picture: Image.Image, mask: Image.Image, height: float, depth: float = 0.4) -> None:
    """The shadow of a flat thing `height` thick, seen from above."""
    for reach, blur, share in ((0.35, 0.25, 0.8), (1.0, 0.8, 0.55), (2.1, 2.0, 0.4)):
        shadow = paint.soft(paint.shift(mask, height * reach * 0.8, height * reach), height * blur + 1.5)
        paint.stain(picture, paint.SHADE, paint.dim(shadow, depth * share))
