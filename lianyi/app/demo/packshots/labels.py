"""The shop's labels: a name in Song type, a rule, few words, one motif. The same hand on every product."""

import math
from collections.abc import Callable
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from lianyi.app.demo.packshots import paint
from lianyi.app.demo.packshots.palette import Colour, colour, mix

FONTS = Path("/usr/share/fonts/opentype/noto")
FACES = {
    "song": "NotoSerifCJK-Bold.ttc",
    "song-light": "NotoSerifCJK-Regular.ttc",
    "hei": "NotoSansCJK-Regular.ttc",
    "hei-bold": "NotoSansCJK-Bold.ttc",
}
SIMPLIFIED = 2  # the index of the mainland Chinese face in Noto's collections
HOUSE = "山海小集"
LATIN = "SHANHAI XIAOJI"


def fonts_present() -> bool:
    """Drawing a label needs Noto CJK on the machine; a shop that only uses the drawn pictures does not."""
    return all((FONTS / name).exists() for name in FACES.values())


@cache
def font(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / FACES[face]), max(6, size), index=SIMPLIFIED)


class Sheet:
    """Paper to print on, measured in thousandths like everything else, drawn at twice its final size."""

    def __init__(self, wide: float, high: float, tone: str | Colour, ink: str | Colour) -> None:
        self.wide, self.high = wide, high
        self.tone = colour(tone) if isinstance(tone, str) else tone
        self.ink = colour(ink) if isinstance(ink, str) else ink
        self.grow = paint.SCALE * 2
        self.picture = Image.new(
            "RGBA", (round(wide * self.grow), round(high * self.grow)), (*self.tone, 255)
        )
        self.draw = ImageDraw.Draw(self.picture)

    def across(
        self,
        text: str,
        y: float,
        size: float,
        face: str = "song",
        *,
        spread: float = 0.0,
        tone: Colour | None = None,
        x: float | None = None,
    ) -> None:
        """One line centred on `x`, its middle at `y`; `spread` is room between letters."""
        cut = font(face, round(size * self.grow))
        gap = spread * size * self.grow
        widths = [cut.getlength(letter) for letter in text]
        pen = (x if x is not None else self.wide / 2) * self.grow - (sum(widths) + gap * (len(text) - 1)) / 2
        for letter, width in zip(text, widths, strict=True):
            self.draw.text(
                (pen, y * self.grow), letter, font=cut, fill=(*(tone or self.ink), 255), anchor="lm"
            )
            pen += width + gap

    def down(
        self,
        text: str,
        x: float,
        top: float,
        size: float,
        face: str = "song",
        *,
        lead: float = 1.12,
        tone: Colour | None = None,
    ) -> float:
        """One column from `top`; answers where it ends."""
        cut = font(face, round(size * self.grow))
        for place, letter in enumerate(text):
            middle = (top + size * lead * (place + 0.5)) * self.grow
            self.draw.text(
                (x * self.grow, middle), letter, font=cut, fill=(*(tone or self.ink), 255), anchor="mm"
            )
        return top + size * lead * len(text)

    def rule(
        self, x0: float, y0: float, x1: float, y1: float, *, weight: float = 1.2, tone: Colour | None = None
    ) -> None:
        g = self.grow
        self.draw.line(
            (x0 * g, y0 * g, x1 * g, y1 * g), fill=(*(tone or self.ink), 255), width=max(1, round(weight * g))
        )

    def frame(self, inset: float, weight: float = 1.2, tone: Colour | None = None) -> None:
        g = self.grow
        box = (inset * g, inset * g, (self.wide - inset) * g, (self.high - inset) * g)
        self.draw.rectangle(box, outline=(*(tone or self.ink), 255), width=max(1, round(weight * g)))

    def seal(self, x: float, y: float, size: float, tone: Colour, paper: Colour | None = None) -> None:
        """The house's seal: four characters, two by two, cut out of a small square."""
        g = self.grow
        half = size / 2
        self.draw.rounded_rectangle(
            ((x - half) * g, (y - half) * g, (x + half) * g, (y + half) * g),
            size * 0.14 * g,
            fill=(*tone, 255),
        )
        cut = font("song", round(size * 0.38 * g))
        for place, letter in enumerate(HOUSE):
            across, below = (0.225, -0.225)[place // 2], (-0.215, 0.215)[place % 2]
            where = ((x + size * across) * g, (y + size * below) * g)
            self.draw.text(where, letter, font=cut, fill=(*(paper or self.tone), 255), anchor="mm")

    def motif(self, name: str, x: float, y: float, size: float, tone: Colour) -> None:
        """A drawing `size` wide around (x, y)."""
        over = Image.new("L", self.picture.size, 0)
        MOTIFS[name](ImageDraw.Draw(over), x * self.grow, y * self.grow, size * self.grow)
        self.picture.paste((*tone, 255), (0, 0), over)

    def done(self) -> Image.Image:
        return self.picture.reduce(2)


def column(
    wide: float, high: float, *, name: str, small: str, net: str, tone: str, ink: str, accent: str, motif: str
) -> Image.Image:
    """A tall label: the name in a column, motif beneath, net content at the foot."""
    sheet = Sheet(wide, high, tone, ink)
    second = colour(accent)
    sheet.frame(wide * 0.05, 0.9, mix(sheet.ink, sheet.tone, 0.45))
    size = min(wide * 0.30, high * 0.45 / len(name) / 1.1)
    sheet.seal(wide / 2, high * 0.115, min(wide, high) * 0.14, second)
    sheet.down(name, wide / 2, high * 0.42 - size * 0.55 * len(name), size, lead=1.1)
    quiet = mix(sheet.ink, sheet.tone, 0.3)
    sheet.motif(motif, wide / 2, high * 0.735, min(wide * 0.44, high * 0.17), second)
    sheet.across(
        small,
        high * 0.852,
        min(wide * 0.068, wide * 0.7 / max(6, len(small))),
        "hei",
        spread=0.16,
        tone=quiet,
    )
    sheet.across(net, high * 0.907, wide * 0.055, "hei", spread=0.1, tone=quiet)
    return sheet.done()


def banner(
    wide: float, high: float, *, name: str, small: str, net: str, tone: str, ink: str, accent: str, motif: str
) -> Image.Image:
    """A wide label: motif, the name across, small words, a rule."""
    sheet = Sheet(wide, high, tone, ink)
    second = colour(accent)
    quiet = mix(sheet.ink, sheet.tone, 0.28)
    sheet.rule(0, high * 0.035, wide, high * 0.035, weight=1.4, tone=second)
    sheet.rule(0, high * 0.965, wide, high * 0.965, weight=1.4, tone=second)
    sheet.motif(motif, wide / 2, high * 0.255, min(wide * 0.34, high * 0.34), second)
    size = min(high * 0.22, wide * 0.74 / len(name))
    sheet.across(name, high * 0.545, size, spread=0.08)
    sheet.across(small, high * 0.725, min(high * 0.075, wide * 0.045), "hei", spread=0.2, tone=quiet)
    sheet.rule(wide * 0.44, high * 0.79, wide * 0.56, high * 0.79, weight=0.9, tone=quiet)
    sheet.across(
        f"{LATIN} · {net}", high * 0.87, min(high * 0.058, wide * 0.034), "hei", spread=0.1, tone=quiet
    )
    return sheet.done()


def block(
    wide: float, high: float, *, name: str, small: str, net: str, tone: str, ink: str, accent: str, motif: str
) -> Image.Image:
    """Paper above, a field of colour with the motif below: for boxes and pouches."""
    sheet = Sheet(wide, high, tone, ink)
    second = colour(accent)
    g = sheet.grow
    field = high * 0.60
    sheet.draw.rectangle((0, field * g, wide * g, high * g), fill=(*second, 255))
    pale = mix(second, (255, 255, 255), 0.30)
    sheet.motif(motif, wide / 2, field + (high - field) * 0.47, min(wide * 0.62, (high - field) * 0.95), pale)
    sheet.seal(wide * 0.17, high * 0.10, wide * 0.12, second)
    sheet.across(
        LATIN,
        high * 0.10,
        wide * 0.034,
        "hei",
        spread=0.24,
        x=wide * 0.62,
        tone=mix(sheet.ink, sheet.tone, 0.4),
    )
    size = min(wide * 0.8 / len(name), wide * 0.2, high * 0.17)
    sheet.across(name, high * 0.30, size, spread=0.06)
    sheet.across(small, high * 0.445, wide * 0.05, "hei", spread=0.22, tone=mix(sheet.ink, sheet.tone, 0.3))
    sheet.rule(wide * 0.46, high * 0.505, wide * 0.54, high * 0.505, weight=1, tone=second)
    sheet.across(net, high * 0.552, wide * 0.042, "hei", spread=0.1, tone=mix(sheet.ink, sheet.tone, 0.3))
    return sheet.done()


def stamp(
    wide: float, high: float, *, name: str, small: str, net: str, tone: str, ink: str, accent: str, motif: str
) -> Image.Image:
    """A plain small label: name and one line, for little things."""
    sheet = Sheet(wide, high, tone, ink)
    second = colour(accent)
    sheet.frame(min(wide, high) * 0.06, 0.9, second)
    sheet.motif(motif, wide / 2, high * 0.27, min(wide, high) * 0.3, second)
    size = min(high * 0.2, wide * 0.72 / len(name))
    sheet.across(name, high * 0.56, size, spread=0.06)
    sheet.across(
        small or net,
        high * 0.75,
        min(high * 0.08, wide * 0.05),
        "hei",
        spread=0.16,
        tone=mix(sheet.ink, sheet.tone, 0.3),
    )
    return sheet.done()


LAYOUTS: dict[str, Callable[..., Image.Image]] = {
    "column": column,
    "banner": banner,
    "block": block,
    "stamp": stamp,
}

Pen = ImageDraw.ImageDraw


def _hills(pen: Pen, x: float, y: float, s: float) -> None:
    for place, (dx, r) in enumerate(((-0.24, 0.26), (0.2, 0.3), (0.0, 0.2))):
        for ring in range(4):
            reach = s * r * (1 - ring * 0.24)
            box = (x + dx * s - reach, y + s * 0.2 - reach, x + dx * s + reach, y + s * 0.2 + reach)
            if ring == 0:
                pen.pieslice(box, 180, 360, fill=0)
            pen.arc(box, 180, 360, fill=255, width=max(1, round(s * 0.016)))
        del place
    pen.line((x - s * 0.5, y + s * 0.2, x + s * 0.5, y + s * 0.2), fill=255, width=max(1, round(s * 0.016)))


def _waves(pen: Pen, x: float, y: float, s: float) -> None:
    for row in range(4):
        for step in range(-3, 4):
            for ring in (1.0, 0.62, 0.26):
                reach = s * 0.085 * ring
                cx = x + (step + (row % 2) * 0.5 - 0.25) * s * 0.165
                cy = y - s * 0.12 + row * s * 0.085
                if abs(cx - x) > s * 0.5:
                    continue
                box = (cx - reach, cy - reach, cx + reach, cy + reach)
                if ring == 1.0:
                    pen.pieslice(box, 180, 360, fill=0)
                pen.arc(box, 180, 360, fill=255, width=max(1, round(s * 0.014)))


def _sun(pen: Pen, x: float, y: float, s: float) -> None:
    r = s * 0.24
    pen.ellipse((x - r, y - r, x + r, y + r), fill=255)
    for row in range(4):
        level = y + r * (0.25 + row * 0.24)
        pen.line((x - s * 0.42, level, x + s * 0.42, level), fill=0, width=round(s * 0.016))


def _moon(pen: Pen, x: float, y: float, s: float) -> None:
    r = s * 0.26
    pen.ellipse((x - r, y - r, x + r, y + r), fill=255)
    pen.ellipse((x - r * 0.45, y - r * 1.2, x + r * 1.45, y + r * 0.7), fill=0)


def _petal(pen: Pen, x: float, y: float, length: float, width: float, *, angle: float) -> None:
    """A leaf from (x, y) outwards along `angle` degrees."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    outline = []
    for side in (1, -1):
        steps = range(21) if side == 1 else range(20, -1, -1)
        for step in steps:
            t = step / 20
            off = side * width * math.sin(math.pi * t**0.85)
            outline.append((x + c * length * t - s * off, y + s * length * t + c * off))
    pen.polygon(outline, fill=255)


def _leaf(pen: Pen, x: float, y: float, s: float) -> None:
    pen.line((x, y + s * 0.4, x, y - s * 0.1), fill=255, width=max(1, round(s * 0.018)))
    _petal(pen, x, y - s * 0.02, s * 0.42, s * 0.085, angle=-90)
    _petal(pen, x, y + s * 0.16, s * 0.36, s * 0.075, angle=-150)
    _petal(pen, x, y + s * 0.16, s * 0.36, s * 0.075, angle=-30)


def _grain(pen: Pen, x: float, y: float, s: float) -> None:
    pen.line((x, y + s * 0.46, x, y - s * 0.3), fill=255, width=max(1, round(s * 0.014)))
    for row in range(5):
        level = y + s * (0.14 - row * 0.105)
        _petal(pen, x, level, s * 0.17, s * 0.036, angle=-125)
        _petal(pen, x, level, s * 0.17, s * 0.036, angle=-55)
    _petal(pen, x, y - s * 0.26, s * 0.18, s * 0.036, angle=-90)


def _flower(pen: Pen, x: float, y: float, s: float) -> None:
    for turn in range(8):
        _petal(pen, x, y, s * 0.36, s * 0.075, angle=turn * 45)
    pen.ellipse((x - s * 0.085, y - s * 0.085, x + s * 0.085, y + s * 0.085), fill=0)
    pen.ellipse((x - s * 0.055, y - s * 0.055, x + s * 0.055, y + s * 0.055), fill=255)


def _fruit(pen: Pen, x: float, y: float, s: float) -> None:
    r = s * 0.25
    pen.ellipse((x - r, y - r * 0.8, x + r, y + r * 1.15), fill=255)
    pen.line((x, y - r * 0.75, x + s * 0.03, y - r * 1.4), fill=255, width=max(1, round(s * 0.022)))
    _petal(pen, x + s * 0.02, y - r * 1.1, s * 0.24, s * 0.055, angle=-24)


def _drop(pen: Pen, x: float, y: float, s: float) -> None:
    outline = []
    for step in range(61):
        t = step / 60 * 2 * math.pi
        outline.append(
            (x + s * 0.2 * math.sin(t) * math.sin(t / 2) ** 1.3, y - s * 0.34 * math.cos(t) * 0.95)
        )
    pen.polygon(outline, fill=255)


def _dots(pen: Pen, x: float, y: float, s: float) -> None:
    for row in range(-2, 3):
        for step in range(-3, 4):
            r = s * 0.026 * (1.5 - abs(row) * 0.22)
            cx, cy = x + (step + (row % 2) * 0.5) * s * 0.13, y + row * s * 0.105
            pen.ellipse((cx - r, cy - r, cx + r, cy + r), fill=255)


def _rings(pen: Pen, x: float, y: float, s: float) -> None:
    for reach in (0.36, 0.24):
        r = s * reach
        pen.arc((x - r, y - r, x + r, y + r), -15, 285, fill=255, width=max(1, round(s * 0.04)))
    r = s * 0.1
    pen.ellipse((x - r, y - r, x + r, y + r), fill=255)


def _stripes(pen: Pen, x: float, y: float, s: float) -> None:
    for step in range(-4, 5):
        tall = s * (0.30 - abs(step) * 0.03)
        cx = x + step * s * 0.09
        pen.line((cx, y - tall, cx, y + tall), fill=255, width=max(1, round(s * 0.022)))


MOTIFS: dict[str, Callable[[Pen, float, float, float], None]] = {
    "hills": _hills,
    "waves": _waves,
    "sun": _sun,
    "moon": _moon,
    "leaf": _leaf,
    "grain": _grain,
    "flower": _flower,
    "fruit": _fruit,
    "drop": _drop,
    "dots": _dots,
    "rings": _rings,
    "stripes": _stripes,
}
