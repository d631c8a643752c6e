"""Shapes of cards and posters, pure: rounded pictures, thin rings, codes; smoothed by drawing them larger first."""

import io
from functools import lru_cache

import segno
from PIL import Image, ImageDraw, ImageOps

from lianyi.content.rules.setting import Colour

FINE = 4
# The largest picture that may be opened here: ours are smaller, a stranger's avatar may not be.
SIDE_MAX = 2000

# The tokens of web/kit that a picture needs; it carries no style sheet.
ACCENT, WATER, INK, INK_2, INK_3 = (217, 72, 43), (31, 111, 120), (27, 31, 35), (87, 96, 106), (138, 147, 157)
GROUND, SURFACE, LINE, WATER_WASH = (246, 247, 245), (255, 255, 255), (230, 232, 230), (231, 241, 242)


def colour_of(theme: str) -> Colour:
    """The shop's colour, or persimmon where it would be hard to read on white (large figures need 3 : 1)."""
    try:
        red, green, blue = bytes.fromhex(theme.removeprefix("#"))
    except ValueError:
        return ACCENT
    return (red, green, blue) if _contrast_on_white((red, green, blue)) >= 3 else ACCENT


def _contrast_on_white(colour: Colour) -> float:
    """The contrast of WCAG 2.2 against white."""
    parts = [value / 255 for value in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def opened(data: bytes | None) -> Image.Image | None:
    """A picture of ours, or a stranger's small one; None for anything else."""
    if data is None:
        return None
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as found:
            if max(found.size) > SIDE_MAX:
                return None
            if found.mode in {"RGBA", "LA", "PA"} or "transparency" in found.info:
                plain = Image.new("RGB", found.size, SURFACE)
                plain.paste(found.convert("RGBA"), mask=found.convert("RGBA").getchannel("A"))
                return plain
            return found.convert("RGB")
    except (OSError, ValueError, SyntaxError):
        return None


def squared(picture: Image.Image, side: int) -> Image.Image:
    """The middle of a picture as a square."""
    return ImageOps.fit(picture, (side, side), Image.Resampling.BICUBIC)


@lru_cache(maxsize=16)
def corners(width: int, height: int, radius: int, *, bottom: bool = True) -> Image.Image:
    """A mask with round corners; without `bottom` only the upper two."""
    large = Image.new("L", (width * 2, height * 2), 0)
    below = 0 if bottom else radius * 4
    ImageDraw.Draw(large).rounded_rectangle(
        (0, 0, width * 2 - 1, height * 2 - 1 + below), radius * 2, fill=255
    )
    return large.resize((width, height), Image.Resampling.BOX)


@lru_cache(maxsize=16)
def _rings(side: int, radii: tuple[int, ...], width: int, dot: int) -> Image.Image:
    """A mask of thin arcs open to the upper right, with a dot in the middle when `dot` is not 0."""
    large = Image.new("L", (side * FINE, side * FINE), 0)
    draw, middle = ImageDraw.Draw(large), side * FINE // 2
    for radius in radii:
        reach = radius * FINE
        draw.arc((middle - reach, middle - reach, middle + reach, middle + reach), 20, 290, 255, width * FINE)
    if dot:
        reach = dot * FINE
        draw.ellipse((middle - reach, middle - reach, middle + reach, middle + reach), 255)
    return large.resize((side, side), Image.Resampling.BOX)


def draw_rings(
    onto: Image.Image, centre: tuple[int, int], radii: tuple[int, ...], width: int, fill: Colour, dot: int = 0
) -> None:
    """Draw two or three thin concentric arcs: the mark of what people hand on."""
    side = (max(radii) + width) * 2
    onto.paste(fill, (centre[0] - side // 2, centre[1] - side // 2), _rings(side, radii, width, dot))


def draw_disc(onto: Image.Image, centre: tuple[int, int], radius: int, fill: Colour) -> None:
    """Draw a smooth filled circle."""
    onto.paste(fill, (centre[0] - radius, centre[1] - radius), corners(radius * 2, radius * 2, radius))


def paste_round(
    onto: Image.Image, picture: Image.Image, at: tuple[int, int], radius: int, *, bottom: bool = True
) -> None:
    """Paste a picture with round corners."""
    onto.paste(picture, at, corners(picture.width, picture.height, radius, bottom=bottom))


def qr(text: str, side: int) -> Image.Image:
    """A QR code with its quiet zone, every module the same whole number of pixels."""
    matrix = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix_iter(scale=1, border=2)]
    small = Image.frombytes("L", (len(matrix[0]), len(matrix)), b"".join(matrix)).point(
        lambda on: 0 if on else 255
    )
    scale = max(1, side // small.width)
    code = Image.new("RGB", (side, side), SURFACE)
    grown = small.resize((small.width * scale, small.height * scale), Image.Resampling.NEAREST)
    code.paste(grown, ((side - grown.width) // 2, (side - grown.height) // 2))
    return code


def jpeg(picture: Image.Image) -> bytes:
    """The bytes that travel."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=84, subsampling=0)
    return out.getvalue()
