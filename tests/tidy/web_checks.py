"""What the front ends may not contain: looks that are not tokens, words outside the word files."""

import re
from collections.abc import Iterator

from tests.tidy.sources import Source

COLOUR = re.compile(
    r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b(?![\w-])|\b(?:rgba?|hsla?)\(\s*\d"
)
STENCIL = re.compile(
    r"""(?:fill|stroke)=\\?["']#000\\?["']"""
)  # a mask: the colour comes from the token behind it
TYPE_SIZE = re.compile(r"font-size:\s*[\d.]+(?:px|rpx|rem)\b|font-weight:\s*\d")
ROUNDING = re.compile(r"border-radius:\s*[1-9][\d.]*(?:px|rpx)\b")
CHINESE = re.compile(r"[一-鿿]")
PAIR = re.compile(r"""\[\s*'[^']*[一-鿿][^']*',\s*'[A-Z][^']*'\s*\]""")  # ['开店', 'Shop opened']
NAMES = re.compile("涟漪|简体中文|中文|(?<=} )万(?=`)")  # a name is the same in every language
COMMENT = re.compile(r"/\*.*?\*/|<!--.*?-->|(?<![:'\"])//[^\n]*", re.DOTALL)
FEN_BY_HAND = re.compile(r"\w*(?:_fen|Fen)\b\s*/\s*100|/\s*100\)?\.toFixed")


def in_front(source: Source) -> bool:
    return source.parts[0] == "web" and source.parts[1] in {"console", "shop"} and "src" in source.parts


def own_colour(source: Source) -> Iterator[str]:
    for number, line in _lines(source):
        if COLOUR.search(STENCIL.sub("", line)):
            yield source.at(
                number,
                "a colour of its own; use a token of web/kit (var(--ly-…), color-mix of tokens for shades)",
            )


def own_type(source: Source) -> Iterator[str]:
    for number, line in _lines(source):
        if TYPE_SIZE.search(line):
            yield source.at(
                number, "a size or weight of type of its own; use var(--ly-type-…) and var(--ly-weight-…)"
            )
        if ROUNDING.search(line):
            yield source.at(number, "a rounding of its own; use var(--ly-radius-…)")


def words_out_of_place(source: Source) -> Iterator[str]:
    """Chinese stands in a words file, in a call of words(chinese, english), or in a pair with its English."""
    if re.search(
        r"(^|/)(words|names|texts|regions)(/|\.ts$)|\wWords\.ts$", source.path
    ):  # words, legal texts, places
        return
    for number, line in enumerate(_without_words_calls(_without_comments(source.text)).splitlines(), 1):
        if CHINESE.search(NAMES.sub("", PAIR.sub("", line))) and not re.search(r"\ben:", line):
            yield source.at(number, "words stand in the words files, Chinese and English together")


def fen_by_hand(source: Source) -> Iterator[str]:
    for number, line in _lines(source):
        if FEN_BY_HAND.search(line):
            yield source.at(number, "fen turned into yuan by hand; use web/kit/money.ts")


def _lines(source: Source) -> Iterator[tuple[int, str]]:
    """Lines without comments, numbered as in the file."""
    return enumerate(_without_comments(source.text).splitlines(), 1)


def _without_comments(text: str) -> str:
    return COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)


def _without_words_calls(text: str) -> str:
    """The text with every `words(…)` call emptied: the compiler holds that both of its languages are complete."""
    kept, at = [], 0
    while (start := text.find("words(", at)) >= 0:
        kept.append(text[at:start])
        depth, end = 0, start + len("words")
        while end < len(text):
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
            if depth == 0:
                break
        kept.append("\n" * text.count("\n", start, end))
        at = end
    return "".join([*kept, text[at:]])
