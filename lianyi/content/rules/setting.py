"""Setting type, pure: which font has a letter, how a text breaks into lines, how a price stands.

The fonts come along (lianyi/kit/fonts: Noto Sans CJK SC cut down to the 8105 characters of 通用规范汉字表, those
of GB 2312, Latin letters and signs). A letter they lack is looked for in a font of the machine; in none it is a mark.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageDraw, ImageFont

from lianyi import kit
from lianyi.kit.money import format_yuan

FONTS = Path(kit.__file__).parent / "fonts"
OWN = {False: FONTS / "LianyiSans-Regular.otf", True: FONTS / "LianyiSans-Bold.otf"}
# Where Debian, Fedora and Alpine put Noto Sans CJK; index 2 is its Simplified Chinese.
MACHINE = {
    weight: tuple(
        Path(folder) / f"NotoSansCJK-{name}.ttc"
        for folder in (
            "/usr/share/fonts/opentype/noto", "/usr/share/fonts/google-noto-sans-cjk-fonts", "/usr/share/fonts/noto"
        )
    )
    for weight, name in ((False, "Regular"), (True, "Bold"))
}  # fmt: skip
MACHINE_FACE = 2
MARK = "□"
UNKNOWN = "\U0010ffff"
# Nothing to see, and nothing to mark: joiners, directions, variation selectors.
SILENT = frozenset(
    [*map(chr, range(0x200B, 0x2010)), *map(chr, range(0x202A, 0x202F)), *map(chr, range(0xFE00, 0xFE10)), "\u2060", "\ufeff"]
)  # fmt: skip
UNMARKED = frozenset(
    "SMC"
)  # a picture sign or an accent that nobody can draw is left out, a letter is marked
NOT_FIRST = frozenset("，。、；：？！,.;:?!)]}）】》」』”’%…·")
PROBE_PX = 24

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Face:
    """A size and weight of type, in pixels."""

    px: int
    bold: bool = False

    def width(self, text: str) -> int:
        """How wide a text stands."""
        return round(sum(font.getlength(run) for font, run in _runs(text, self)))


def draw_text(draw: ImageDraw.ImageDraw, x: int, baseline: int, text: str, face: Face, fill: Colour) -> int:
    """Write one line from `x` on its baseline; gives where it ends."""
    at = float(x)
    for font, run in _runs(text, face):
        draw.text((round(at), baseline), run, font=font, fill=fill, anchor="ls")
        at += font.getlength(run)
    return round(at)


def is_drawable(letter: str) -> bool:
    """Whether some font here has a letter."""
    return letter != "" and not letter.isspace() and _font_for(letter, Face(PROBE_PX, bold=True))[1] == letter


def lines_of(text: str, face: Face, width: int, lines_max: int) -> list[str]:
    """Break a text into lines of at most `width`; what does not fit ends with an ellipsis.

    Chinese breaks anywhere but before a closing sign; Latin words stay whole unless one alone is too long.
    """
    lines, line = [], ""
    for piece in _pieces(" ".join(text.split())):
        if face.width(line + piece) <= width or (piece in NOT_FIRST and line):
            line += piece
            continue
        if line.strip():
            lines.append(line.strip())
        line = piece.lstrip()
        while face.width(line) > width:
            fits = _fitting(line, face, width)
            lines.append(line[:fits])
            line = line[fits:]
        if len(lines) > lines_max:
            break
    if line.strip():
        lines.append(line.strip())
    if len(lines) <= lines_max:
        return lines
    return [*lines[: lines_max - 1], shortened(lines[lines_max - 1] + "…", face, width)]


def shortened(text: str, face: Face, width: int) -> str:
    """One line of at most `width`, with an ellipsis where something had to go."""
    if face.width(text) <= width:
        return text
    body = text.removesuffix("…")
    return body[: _fitting(body, face, width - face.width("…"))].rstrip() + "…"


def _fitting(text: str, face: Face, width: int) -> int:
    """How many letters from the front fit, at least one."""
    count = 1
    while count < len(text) and face.width(text[: count + 1]) <= width:
        count += 1
    return count


def _pieces(text: str) -> Iterator[str]:
    """What may not be broken: a Latin word with the space before it, or one other letter."""
    word = ""
    for letter in text:
        if letter.isascii() and not letter.isspace():
            word += letter
            continue
        if word:
            yield word
        word = ""
        if letter.isspace():
            word = " "
        else:
            yield letter
    if word:
        yield word


def price_parts(price_fen: int) -> tuple[str, str]:
    """`6850` as 68 and .50; whole yuan stand without fen."""
    whole, _, fen = format_yuan(price_fen).partition(".")
    return whole, "" if fen == "00" else f".{fen}"


def _runs(text: str, face: Face) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
    """A text in stretches of one font each."""
    run, font = "", None
    for letter in text:
        if letter in SILENT:
            continue
        found, shown = _font_for(letter, face)
        if found is not font and run and font is not None:
            yield font, run
            run = ""
        font, run = found, run + shown
    if run and font is not None:
        yield font, run


@lru_cache(maxsize=20_000)
def _font_for(letter: str, face: Face) -> tuple[ImageFont.FreeTypeFont, str]:
    own = _font(OWN[face.bold], 0, face.px)
    if _has(OWN[face.bold], 0, letter):
        return own, letter
    for path in MACHINE[face.bold]:
        if path.is_file() and _has(path, MACHINE_FACE, letter):
            return _font(path, MACHINE_FACE, face.px), letter
    return own, "" if unicodedata.category(letter)[0] in UNMARKED else MARK


@lru_cache(maxsize=64)
def _font(path: Path, index: int, px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), px, index=index, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=20_000)
def _has(path: Path, index: int, letter: str) -> bool:
    """Whether a font draws a letter as itself: what it lacks looks like a letter that does not exist."""
    font = _font(path, index, PROBE_PX)
    return letter.isspace() or bytes(font.getmask(letter)) != _unknown(path, index)


@lru_cache(maxsize=8)
def _unknown(path: Path, index: int) -> bytes:
    return bytes(_font(path, index, PROBE_PX).getmask(UNKNOWN))
