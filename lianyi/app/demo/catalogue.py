"""The demo shop's goods: 山海小集, brand-neutral, honest in its words, the same on every machine.

Read from `goods/*.toml`, one file a top category. Prices are fen, weights grams. Nothing here touches a
database.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
GOODS = HERE / "goods"
PICTURES = HERE / "pictures"

SHOP_NAME = "山海小集"
SHOP_SLUG = "shanhai"
RETURN_WORDS = {
    "yes": "签收次日起七日内,商品完好可无理由退货,退货运费由买家承担。",
    "excluded_by_law": (
        "本商品属于鲜活易腐或按要求定作的商品,依《消费者权益保护法》第二十五条不适用七日无理由退货;"
        "有质量问题照价赔付。"
    ),
    "excluded_by_confirmation": (
        "本商品拆封后影响卫生,经您在下单时确认,拆封后不适用七日无理由退货;未拆封可退。"
    ),
}


@dataclass(frozen=True)
class Sku:
    code: str
    option_values: tuple[str, ...]
    price_fen: int
    cost_fen: int
    weight_g: int
    stock: int
    barcode: str  # EAN-13 of the range 20-29, which the standard leaves to shops for their own use


@dataclass(frozen=True)
class Product:
    code: str
    category: tuple[str, str]
    title: str
    subtitle: str
    tags: tuple[str, ...]
    option_names: tuple[str, ...]
    skus: tuple[Sku, ...]
    return_policy: str
    freight: str  # standard, fresh
    description: str  # HTML
    pictures: tuple[str, ...]  # file names under PICTURES, the first one the cover
    recipes: tuple[dict[str, Any], ...]  # how each picture is drawn

    def options(self) -> list[tuple[str, tuple[str, ...]]]:
        """Option names with their values in the order they first appear."""
        return [
            (name, tuple(dict.fromkeys(sku.option_values[place] for sku in self.skus)))
            for place, name in enumerate(self.option_names)
        ]


@dataclass(frozen=True)
class Category:
    name: str
    icon: str  # a name of the set the shop draws; also the name of a line drawing under pictures/icons
    picture: str  # that drawing on its tile, under pictures/icons
    children: tuple[str, ...]


@dataclass(frozen=True)
class Banner:
    picture: str
    title: str
    category: str


MEMBER_CARD = "card-001-1.webp"
MEMBER_CARD_RECIPE: dict[str, Any] = {
    "shape": "membership", "ground": "fog", "label": {"name": "山海老友", "small": "会员年卡"},
}  # fmt: skip
BANNERS = (
    Banner("banner-autumn.webp", "秋冬鲜果,从果园到家", "时令鲜果"),
    Banner("banner-tea.webp", "新茶到了", "茶"),
    Banner("banner-table.webp", "好好吃饭的器物", "餐厨器物"),
)


@dataclass(frozen=True)
class Section:
    """A row of the home page: the goods named, or the first of a category."""

    title: str
    category: str | None = None
    codes: tuple[str, ...] = ()


SECTIONS = (
    Section(
        "掌柜推荐",
        codes=("TEA-001", "FRU-001", "TBL-004", "PAN-005", "CAR-007", "HOM-001", "SNK-006", "PAP-001"),
    ),
    Section("秋冬鲜果", "时令鲜果"),
    Section("一盏好茶", "茶"),
    Section("好好吃饭", "餐厨器物"),
    Section("送给在意的人", codes=("PAP-005", "SNK-006", "CAR-007", "TEA-005", "PAP-002", "HOM-006")),
)


@cache
def categories() -> tuple[Category, ...]:
    return tuple(
        Category(file["name"], file["icon"], f"{file['icon']}.png", tuple(file["children"]))
        for file in _files()
    )


@cache
def products() -> tuple[Product, ...]:
    """All goods in the order a shelf would show them."""
    return tuple(
        _product(file, entry, shelf + 1, place + 1)
        for shelf, file in enumerate(_files())
        for place, entry in enumerate(file["product"])
    )


@cache
def _files() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(GOODS.glob("*.toml")))


def _product(file: dict[str, Any], entry: dict[str, Any], shelf: int, place: int) -> Product:
    policy = entry.get("return_policy", file.get("return_policy", "yes"))
    skus = tuple(
        Sku(
            code=f"{entry['code']}-{suffix}",
            option_values=tuple(values),
            price_fen=price_fen,
            cost_fen=cost_fen,
            weight_g=weight_g,
            stock=stock,
            barcode=ean13(f"20{shelf:02}{place:03}{number + 1:02}000"),
        )
        for number, (suffix, values, price_fen, cost_fen, weight_g, stock) in enumerate(entry["skus"])
    )
    return Product(
        code=entry["code"],
        category=(file["name"], entry["category"]),
        title=entry["title"],
        subtitle=entry["subtitle"],
        tags=tuple(entry["tags"]),
        option_names=tuple(entry["option_names"]),
        skus=skus,
        return_policy=policy,
        freight=file["freight"],
        description=_described(entry, policy),
        pictures=tuple(
            f"{entry['code'].lower()}-{number + 1}.webp" for number in range(len(entry["pictures"]))
        ),
        recipes=tuple(entry["pictures"]),
    )


def ean13(twelve: str) -> str:
    """Twelve digits with their check digit (GS1 General Specifications, 7.9): weights 1, 3 from the left."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return f"{twelve}{-total % 10}"


def _described(entry: dict[str, Any], policy: str) -> str:
    """The goods page: paragraphs, the table of facts, how to keep it, and the terms of return."""
    words = "".join(f"<p>{escape(text)}</p>" for text in entry["intro"])
    facts = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in entry["spec"].items()
    )
    return (
        f"{words}<h3>规格</h3><table><tbody>{facts}</tbody></table>"
        f"<h3>使用与保存</h3><p>{escape(entry['care'])}</p>"
        f"<h3>退换</h3><p>{RETURN_WORDS[policy]}</p>"
    )
