"""The look of the pages: one style sheet and the frame; calm, readable at 375 px."""

from html import escape
from pathlib import Path
from string import Template

STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")

_FRAME = Template(
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width,initial-scale=1"><title>$title</title>'
    '<link rel="icon" href="data:,"><style>$style</style></head><body><main class="$kind">$body</main></body></html>'
)


def page(title: str, body: str, *, phone: bool = False) -> str:
    """A whole page; `body` is trusted markup, its variable parts escaped by whoever built it."""
    return _FRAME.substitute(title=escape(title), style=STYLE, body=body, kind="phone" if phone else "")


def yuan(fen: int) -> str:
    """Fen as yuan: 9900 is 99.00."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02}"


def rows(pairs: list[tuple[str, str]]) -> str:
    return "".join(
        f'<div class="row"><span>{escape(name)}</span><span>{escape(value)}</span></div>'
        for name, value in pairs
    )
