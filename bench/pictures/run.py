"""How long a card and a poster take, drawn and kept: `.venv/bin/python bench/pictures/run.py` prints a table.

No database and no HTTP: what is measured is what a thread does for one picture, and what a kept one costs instead.
"""

import asyncio
import io
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PIL import Image, ImageDraw

from lianyi.content import rules
from lianyi.content.types import Drawing, Facts, Sharer, Shop
from lianyi.kit import config
from lianyi.kit.ids import TenantId, new_id
from lianyi.media import actions as media
from lianyi.media.rules import encode

ROUNDS = 40


def _picture() -> bytes:
    """A product picture as media keeps it: WebP, 960 pixels, with something on it."""
    picture = Image.linear_gradient("L").resize((960, 960)).convert("RGB")
    ImageDraw.Draw(picture).ellipse((200, 200, 760, 760), (60, 90, 80))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return encode(out.getvalue(), "tea.png").variants[960]


def _drawing(number: int) -> Drawing:
    facts = Facts(
        title=f"明前龙井 特级 50 克 礼盒装 {number}", description="今年的头采",
        line=f"还差 {number % 7} 人成团", badge="8 人团",
        price_fen=6850 + number, price_from=False, market_price_fen=8800, picture_url=None,
        page="pages/product/index", ends_at=datetime(2026, 3, 2, 13, 30, tzinfo=UTC),
    )  # fmt: skip
    link = "https://shop.example.com/s/qinghe/#/?scene=0123456789abcdefghj"
    return Drawing(
        Shop("青禾茶事", "qinghe", "#D9482B"), facts, Sharer("林", "林晓", None), "0" * 19, link, link, None
    )


async def _kept(data: bytes) -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        config.configure(config.Config(data_dir=Path(folder)))
        tenant, name, taken = TenantId(new_id()), f"poster-{0:020x}.jpg", []
        await media.keep_drawn(tenant, name, data)
        for _ in range(ROUNDS):
            started = time.perf_counter()
            await media.drawn(tenant, name)
            taken.append((time.perf_counter() - started) * 1000)
        return taken


def _row(name: str, taken: list[float], size: int) -> None:
    ordered = sorted(taken)
    print(
        f"{name:<16}{ordered[0]:>8.1f}{statistics.median(ordered):>9.1f}{ordered[-2]:>9.1f}{size / 1024:>9.0f}"
    )


def main() -> None:
    """Draw each picture with other words and numbers every time, so that nothing but fonts is kept."""
    picture = _picture()
    print(f"{'':<16}{'least':>8}{'median':>9}{'p95':>9}{'KB':>9}   ms, {ROUNDS} rounds")
    started = time.perf_counter()
    poster = rules.poster(_drawing(0), picture, None, None)
    print(f"{'first poster':<16}{(time.perf_counter() - started) * 1000:>8.1f}   loads the fonts")
    for name, draw in (
        ("card", lambda one: rules.card(one, picture)),
        ("poster", lambda one: rules.poster(one, picture, None, None)),
    ):
        taken = []
        for number in range(ROUNDS):
            started = time.perf_counter()
            data = draw(_drawing(number))
            taken.append((time.perf_counter() - started) * 1000)
        _row(name, taken, len(data))
    _row("kept", asyncio.run(_kept(poster)), len(poster))


if __name__ == "__main__":
    main()
