"""Cards and posters, pure: facts in, bytes out. They block for tens of milliseconds; call them in a thread.

A card is what WeChat shows under a share's title, so it has no title of its own; type on it is large, because it is
shown at a fifth of its size. A poster stands alone: picture, title, price, who hands it on, and a code to come by.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw

from lianyi.content.rules.setting import (
    Colour,
    Face,
    draw_text,
    is_drawable,
    lines_of,
    price_parts,
    shortened,
)
from lianyi.content.rules.shapes import (
    GROUND,
    INK,
    INK_2,
    INK_3,
    LINE,
    SURFACE,
    WATER,
    WATER_WASH,
    colour_of,
    draw_disc,
    draw_rings,
    jpeg,
    opened,
    paste_round,
    qr,
    squared,
)
from lianyi.content.types import Drawing, Facts
from lianyi.kit.clock import BUSINESS_ZONE
from lianyi.kit.money import format_yuan

CARD_SIZE = (1000, 800)
POSTER_SIZE = (750, 1334)
CODE_SIDE = 192
CODE_ASKED = 280  # the smallest WeChat draws


def card(drawing: Drawing, picture: bytes | None) -> bytes:
    """The 5 : 4 picture of a share as a JPEG of 1000 × 800 (WeChat's ratio for share pictures)."""
    facts, shown = drawing.facts, opened(picture)
    canvas = Image.new("RGB", CARD_SIZE, SURFACE)
    draw = ImageDraw.Draw(canvas)
    if facts.price_fen is None:
        _card_picture(canvas, drawing, shown, CARD_SIZE[1])
        return jpeg(canvas)
    band = 560 if facts.line else 600
    _card_picture(canvas, drawing, shown, band)
    baseline = band + 126
    end = draw_price(draw, 48, baseline, facts, colour_of(drawing.shop.theme_color), (52, 104, 56))
    room = 952 - end
    if facts.badge:
        room = _card_badge(draw, facts.badge, end + 40, baseline - 38) - end
    if facts.market_price_fen is not None and 24 + struck_width(facts.market_price_fen, Face(40)) < room:
        _struck(draw, end + 24, baseline, facts.market_price_fen, Face(40))
    if facts.line:
        small = Face(44)
        draw_rings(canvas, (70, 745), (9, 15, 21), 2, WATER, dot=4)
        draw_text(draw, 108, 760, shortened(facts.line, small, 844), small, WATER)
    return jpeg(canvas)


def _card_picture(canvas: Image.Image, drawing: Drawing, shown: Image.Image | None, band: int) -> None:
    """The picture whole, in the middle; what is beside it goes on from its edges."""
    if shown is not None:
        side, left = squared(shown, band), (CARD_SIZE[0] - band) // 2
        canvas.paste(side.crop((0, 0, 1, band)).resize((left, band)), (0, 0))
        canvas.paste(side, (left, 0))
        rest = CARD_SIZE[0] - band - left
        canvas.paste(side.crop((band - 1, 0, band, band)).resize((rest, band)), (left + band, 0))
        return
    canvas.paste(WATER_WASH, (0, 0, CARD_SIZE[0], band))
    draw_rings(canvas, (500, band // 2 - 60), (60, 104, 148), 8, WATER, dot=22)
    words = drawing.facts.title if drawing.facts.price_fen is not None else drawing.shop.name
    face = Face(56, bold=True)
    line = shortened(words, face, 880)
    draw_text(ImageDraw.Draw(canvas), (1000 - face.width(line)) // 2, band // 2 + 190, line, face, INK)


def _card_badge(draw: ImageDraw.ImageDraw, text: str, left: int, middle: int) -> int:
    """The short word of a run at the right, right of `left` at least; gives where it begins."""
    face = Face(48, bold=True)
    words = shortened(text, face, 952 - left - 48)
    begin = 952 - 48 - face.width(words)
    draw.rounded_rectangle((begin, middle - 42, 952, middle + 42), 42, WATER_WASH)
    draw_text(draw, begin + 24, middle + 18, words, face, WATER)
    return begin


def poster(drawing: Drawing, picture: bytes | None, code: bytes | None, avatar: bytes | None) -> bytes:
    """A poster as a JPEG of 750 × 1334. Without WeChat's `code` it carries a QR of the share's link."""
    facts, shown = drawing.facts, opened(picture)
    canvas = Image.new("RGB", POSTER_SIZE, GROUND)
    draw = ImageDraw.Draw(canvas)
    _shop_line(canvas, draw, drawing)
    draw.rounded_rectangle((40, 112, 709, 1293), 24, SURFACE)
    if shown is not None:
        paste_round(canvas, squared(shown, 670), (40, 112), 24, bottom=False)
    else:
        paste_round(canvas, Image.new("RGB", (670, 670), WATER_WASH), (40, 112), 24, bottom=False)
        draw_rings(canvas, (375, 447), (90, 156, 222), 5, WATER, dot=30)
    title = Face(36, bold=True)
    y = 842
    for line in lines_of(facts.title, title, 606, 2):
        draw_text(draw, 72, y, line, title, INK)
        y += 50
    _poster_figures(draw, drawing, y + 22)
    draw.line((72, 1074, 677, 1074), LINE, 2)
    _sharer(canvas, draw, drawing, opened(avatar))
    _code(canvas, drawing, opened(code))
    return jpeg(canvas)


def _shop_line(canvas: Image.Image, draw: ImageDraw.ImageDraw, drawing: Drawing) -> None:
    draw_rings(canvas, (62, 62), (9, 15, 21), 2, WATER, dot=4)
    face = Face(30)
    draw_text(draw, 98, 73, shortened(drawing.shop.name, face, 612), face, INK_2)


def _poster_figures(draw: ImageDraw.ImageDraw, drawing: Drawing, top: int) -> None:
    """Price, former price and short word on one line; below it the live sentence, else until when."""
    facts = drawing.facts
    if facts.price_fen is not None:
        end = draw_price(draw, 72, top + 34, facts, colour_of(drawing.shop.theme_color), (32, 64, 36))
        if facts.market_price_fen is not None:
            end = _struck(draw, end + 16, top + 34, facts.market_price_fen, Face(26))
        if facts.badge and end + 100 < 677:
            _poster_badge(draw, facts.badge, end + 20, top)
    face = Face(26)
    line = shortened(facts.line or _until(facts.ends_at) or facts.description, face, 606)
    draw_text(draw, 72, top + 84, line, face, WATER if facts.line else INK_2)


def _poster_badge(draw: ImageDraw.ImageDraw, text: str, left: int, top: int) -> None:
    face = Face(26)
    words = shortened(text, face, 677 - left - 32)
    begin = 677 - 32 - face.width(words)
    draw.rounded_rectangle((begin, top - 6, 677, top + 38), 22, WATER_WASH)
    draw_text(draw, begin + 16, top + 25, words, face, WATER)


def _until(ends_at: datetime | None) -> str:
    if ends_at is None:
        return ""
    here = ends_at.astimezone(ZoneInfo(BUSINESS_ZONE))
    return f"{here.month} 月 {here.day} 日 {here:%H:%M} 截止"


def _sharer(
    canvas: Image.Image, draw: ImageDraw.ImageDraw, drawing: Drawing, avatar: Image.Image | None
) -> None:
    """Who hands it on, inside the rings; without their yes only one letter and nobody's name."""
    sharer, centre = drawing.sharer, (128, 1184)
    draw_rings(canvas, centre, (50, 60), 2, WATER)
    if avatar is not None and sharer.name:
        paste_round(canvas, squared(avatar, 76), (centre[0] - 38, centre[1] - 38), 38)
    else:
        draw_disc(canvas, centre, 38, WATER)
        letter = next((one for one in (sharer.letter, drawing.shop.name[:1]) if is_drawable(one)), "友")
        face = Face(36, bold=True)
        draw_text(draw, centre[0] - face.width(letter) // 2, centre[1] + 13, letter, face, SURFACE)
    name, small = Face(30, bold=True), Face(24)
    said = f"{sharer.name} 分享给你" if sharer.name else "朋友分享给你"
    draw_text(draw, 212, 1176, shortened(said, name, 260), name, INK)
    draw_text(draw, 212, 1218, "长按识别二维码查看", small, INK_3)


def _code(canvas: Image.Image, drawing: Drawing, code: Image.Image | None) -> None:
    side = CODE_SIDE
    shown = qr(drawing.code_link, side) if code is None else squared(code, side)
    canvas.paste(shown, (677 - side, 1184 - side // 2))


def draw_price(
    draw: ImageDraw.ImageDraw, x: int, baseline: int, facts: Facts, fill: Colour, sizes: tuple[int, int, int]
) -> int:
    """¥ small, yuan large, fen small, on one baseline; `起` only where there are dearer pieces. Gives where it ends."""
    sign, large, small = (Face(px, bold=True) for px in sizes)
    whole, fen = price_parts(facts.price_fen or 0)
    at = draw_text(draw, x, baseline, "¥", sign, fill) + 4
    at = draw_text(draw, at, baseline, whole, large, fill)
    at = draw_text(draw, at, baseline, fen, small, fill)
    if facts.price_from:
        at = draw_text(draw, at + 6, baseline, "起", Face(sizes[0] * 3 // 4), INK_2)
    return at


def struck_width(price_fen: int, face: Face) -> int:
    """How wide a former price stands."""
    return face.width(f"¥{format_yuan(price_fen)}")


def _struck(draw: ImageDraw.ImageDraw, x: int, baseline: int, price_fen: int, face: Face) -> int:
    end = draw_text(draw, x, baseline, f"¥{format_yuan(price_fen)}", face, INK_3)
    middle = baseline - face.px * 36 // 100
    draw.line((x, middle, end, middle), INK_3, max(2, face.px // 14))
    return end
