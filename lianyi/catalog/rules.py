"""Decisions of catalog, pure: what a product must be, what its card shows, under which words it is found."""

import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from lianyi.catalog.errors import CategoryInvalid, MarketPriceUnlawful, ProductInvalid
from lianyi.catalog.types import Option, Product, ProductDraft, SkuDraft, SkuId
from lianyi.kit import chinese, html, wire
from lianyi.kit.money import format_yuan
from lianyi.rulebook.content import Place, check_text
from lianyi.rulebook.prices import REASONS, DealHistory, former_price, market_price_problem
from lianyi.rulebook.refusal import obey
from lianyi.rulebook.rule import Finding

OPTIONS_MAX = 3
VALUES_MAX = 30
SKUS_MAX = 200
PICTURES_MAX = 20
TAGS_MAX = 10
TITLE_LENGTH_MAX = 80
SUBTITLE_LENGTH_MAX = 120
WORD_LENGTH_MAX = 40
PRICE_FEN_MAX = 100_000_000
WEIGHT_G_MAX = 1_000_000
CATEGORY_DEPTH_MAX = 3
QUERY_LENGTH_MAX = 50

# Names the shop draws itself; a category may have its own picture instead.
ICONS = (
    "tea", "fruit", "vegetable", "grain", "meat", "seafood", "snack", "drink", "wine", "bakery", "cup", "kitchen",
    "home", "furniture", "textile", "clothing", "shoes", "bag", "jewellery", "beauty", "care", "baby", "toy", "book",
    "stationery", "sport", "outdoor", "phone", "appliance", "plant", "pet", "gift", "health", "craft", "new", "hot",
)  # fmt: skip

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}")
_MARKS = ":;\uff1a\uff1b"  # what separates options in a file, so no name may hold it


def check_draft(draft: ProductDraft) -> ProductDraft:
    """The draft cleaned (spaces, safe description), or ProductInvalid that names the field."""
    clean = replace(
        draft,
        title=_line(draft.title),
        subtitle=_line(draft.subtitle),
        brand=_line(draft.brand),
        tags=tuple(dict.fromkeys(_line(tag) for tag in draft.tags if tag.strip())),
        description=html.sanitise(draft.description),
        picture_ids=tuple(dict.fromkeys(draft.picture_ids)),
    )
    _length("title", clean.title, TITLE_LENGTH_MAX, least=1)
    _length("subtitle", clean.subtitle, SUBTITLE_LENGTH_MAX)
    _length("brand", clean.brand, WORD_LENGTH_MAX)
    _count("tags", clean.tags, TAGS_MAX)
    for number, tag in enumerate(clean.tags):
        _length(f"tags.{number}", tag, 12)
    _count("picture_ids", clean.picture_ids, PICTURES_MAX)
    if len(draft.description) > html.RICH_LENGTH_MAX:
        raise ProductInvalid("description", "描述太长", "The description is too long")
    _code("code", clean.code)
    check_options(clean.options, clean.skus)
    for number, sku in enumerate(clean.skus):
        _check_sku(f"skus.{number}", sku)
    codes = Counter(sku.code for sku in clean.skus if sku.code)
    for number, sku in enumerate(clean.skus):
        if codes[sku.code] > 1:
            raise ProductInvalid(
                f"skus.{number}.code", f"规格编码 {sku.code} 重复", f"SKU code {sku.code} stands twice"
            )
    if not any(sku.active for sku in clean.skus):
        raise ProductInvalid("skus", "至少要有一个在售的规格", "At least one SKU must be for sale")
    return clean


def words_found(product: ProductDraft | Product, on: date) -> tuple[Finding, ...]:
    """What the rules on published words find in a product, each with its field as the subject; tags stand on cards, too."""
    texts = {
        "title": product.title,
        "subtitle": product.subtitle,
        "tags": "\n".join(product.tags),
        "description": html.plain(product.description),
    }
    return tuple(
        one for field, text in texts.items() for one in check_text(text, Place.PRODUCT, on, field) if text
    )


def check_words(draft: ProductDraft, before: Product | None, on: date) -> None:
    """Raises AgainstTheRules that names the phrases, for words that are new: a list that grew must not block a price."""
    obey(
        one
        for one in words_found(draft, on)
        if before is None or getattr(before, one.subject) != getattr(draft, one.subject)
    )


def check_options(options: Sequence[Option], skus: Sequence[SkuDraft]) -> None:
    """The SKUs fill the options completely and once. Raises ProductInvalid."""
    _count("options", options, OPTIONS_MAX)
    if not 1 <= len(skus) <= SKUS_MAX:
        raise ProductInvalid(
            "skus", f"规格数应当在 1 到 {SKUS_MAX} 之间", f"A product has 1 to {SKUS_MAX} SKUs"
        )
    if len({option.name for option in options}) != len(options):
        raise ProductInvalid("options", "规格名称重复", "An option's name stands twice")
    for number, option in enumerate(options):
        _check_option(f"options.{number}", option)
    wanted = set(itertools.product(*(option.values for option in options)))
    seen: set[tuple[str, ...]] = set()
    for number, sku in enumerate(skus):
        field = f"skus.{number}.option_values"
        if sku.option_values not in wanted:
            text = "、".join(sku.option_values)
            raise ProductInvalid(
                field, f"「{text}」不是规格的组合", f"“{text}” is not a combination of the options"
            )
        if sku.option_values in seen:
            text = "、".join(sku.option_values)
            raise ProductInvalid(field, f"规格组合「{text}」重复", f"The combination “{text}” stands twice")
        seen.add(sku.option_values)
    if seen != wanted:
        missing = "、".join(min(wanted - seen))
        raise ProductInvalid("skus", f"缺少规格组合「{missing}」", f"The combination “{missing}” is missing")


def _check_option(field: str, option: Option) -> None:
    _length(f"{field}.name", option.name, 20, least=1)
    if not 1 <= len(option.values) <= VALUES_MAX or len(set(option.values)) != len(option.values):
        zh, en = (
            f"每个规格要有 1 到 {VALUES_MAX} 个不同的值",
            f"An option has 1 to {VALUES_MAX} different values",
        )
        raise ProductInvalid(f"{field}.values", zh, en)
    for word in (option.name, *option.values):
        _length(f"{field}.values", word, WORD_LENGTH_MAX, least=1)
        if word != word.strip() or any(mark in word for mark in _MARKS):
            zh, en = (
                f"「{word}」含有空格、冒号或分号",
                f"“{word}” holds a space at its end, a colon or a semicolon",
            )
            raise ProductInvalid(f"{field}.values", zh, en)


def _check_sku(field: str, sku: SkuDraft) -> None:
    _code(f"{field}.code", sku.code)
    for name, fen, least in (("price_fen", sku.price_fen, 1), ("cost_fen", sku.cost_fen or 0, 0)):
        if not least <= fen <= PRICE_FEN_MAX:
            zh, en = "价格应当在 0.01 到 1,000,000 元之间", "A price lies in 0.01 to 1,000,000 yuan"
            raise ProductInvalid(f"{field}.{name}", zh, en)
    if not 0 <= sku.weight_g <= WEIGHT_G_MAX:
        raise ProductInvalid(
            f"{field}.weight_g", "重量应当在 0 到 1,000,000 克之间", "A weight lies in 0 to 1,000,000 g"
        )
    _length(f"{field}.barcode", sku.barcode, 32)


def check_market_price(sku: SkuDraft, history: DealHistory) -> None:
    """Raises MarketPriceUnlawful with the reason in words when the struck-through price was never really paid."""
    problem = market_price_problem(sku.market_price_fen, sku.price_fen, history)
    if problem is None:
        return
    base = former_price(history)
    zh, en = (words.format(base=format_yuan(base.price_fen) if base else "") for words in REASONS[problem])
    raise MarketPriceUnlawful(
        field="market_price_fen",
        sku_code=sku.code,
        problem=problem.value,
        base_fen=base.price_fen if base else None,
        reason_zh=zh,
        reason_en=en,
    )


def with_codes(draft: ProductDraft, product_id: UUID) -> ProductDraft:
    """Give codes where staff wrote none: the product's from its id, a SKU's from the product's and its number."""
    code = draft.code or f"P{product_id.hex[-10:].upper()}"
    taken = {sku.code for sku in draft.skus}
    skus = []
    for number, sku in enumerate(draft.skus, start=1):
        given = sku.code or code if len(draft.skus) == 1 else sku.code or f"{code}-{number}"
        while not sku.code and given in taken:
            given += "x"
        skus.append(replace(sku, code=given))
    return replace(draft, code=code, skus=tuple(skus))


def option_text(options: Sequence[Option], values: Sequence[str]) -> str:
    """`颜色:红;尺寸:L`, as on an order line and in files."""
    return ";".join(f"{option.name}:{value}" for option, value in zip(options, values, strict=True))


@dataclass(frozen=True, slots=True)
class CardPrices:
    price_fen: int
    price_max_fen: int
    market_price_fen: int | None


def card_prices(skus: Iterable[SkuDraft]) -> CardPrices:
    """The lowest and highest price for sale, and the struck-through price of the very SKU that has the lowest."""
    selling = [sku for sku in skus if sku.active]
    cheapest = min(selling, key=lambda sku: (sku.price_fen, sku.market_price_fen is None))
    return CardPrices(cheapest.price_fen, max(sku.price_fen for sku in selling), cheapest.market_price_fen)


@dataclass(frozen=True, slots=True)
class SearchWords:
    """`words` go into the text search, `text` is for typing errors."""

    words: list[str]
    text: str


def search_words(draft: ProductDraft, category_names: Iterable[str]) -> SearchWords:
    """Everything under which a shopper or the staff would look for the product."""
    codes = [
        draft.code,
        *(sku.code for sku in draft.skus),
        *(sku.barcode for sku in draft.skus if sku.barcode),
    ]
    values = [value for option in draft.options for value in option.values]
    said = [draft.title, draft.subtitle, draft.brand, *draft.tags, *category_names, *values, *codes]
    found: set[str] = set()
    for text in said:
        found |= chinese.index_words(text)
    return SearchWords(sorted(found), chinese.normal(" ".join([draft.title, draft.brand, *codes])))


def query_words(query: str) -> list[str]:
    """The words that all must begin some word of a product; empty when nothing can be searched."""
    return list(dict.fromkeys(chinese.words(query[:QUERY_LENGTH_MAX])))


def text_query(words: Sequence[str]) -> str:
    """A text-search query in PostgreSQL's own syntax; each word quoted, so that no word is an operator."""
    quoted = (word.replace("\\", "\\\\").replace("'", "''") for word in words)
    return " & ".join(f"'{word}':*" for word in quoted)


def snapshot(content: Mapping[str, Any]) -> tuple[str, str]:
    """(sha256, canonical JSON) of a product's page and terms: the same page always has the same hash."""
    encoded = wire.dumps(dict(sorted(wire.plain(content).items())))
    return hashlib.sha256(encoded).hexdigest(), encoded.decode()


def check_category(name: str, icon: str, depth: int) -> str:
    """The cleaned name. Raises CategoryInvalid."""
    clean = _line(name)
    if not 1 <= len(clean) <= 20 or "/" in clean:
        raise CategoryInvalid(
            "name",
            "分类名称要有 1 到 20 个字,不含斜杠",
            "A category's name has 1 to 20 characters and no slash",
        )
    if icon and icon not in ICONS:
        raise CategoryInvalid("icon", "没有这个图标", "There is no such icon")
    if depth > CATEGORY_DEPTH_MAX:
        raise CategoryInvalid(
            "parent_id",
            f"分类最多 {CATEGORY_DEPTH_MAX} 层",
            f"Categories are at most {CATEGORY_DEPTH_MAX} deep",
        )
    return clean


def match_skus(draft: ProductDraft, existing: Mapping[str, SkuId]) -> ProductDraft:
    """Give each SKU without an id the id of the one that has its code; raises ProductInvalid on an unknown id."""
    known = set(existing.values())
    skus = []
    for number, sku in enumerate(draft.skus):
        if sku.id is not None and sku.id not in known:
            raise ProductInvalid(
                f"skus.{number}.id", "这个规格不属于这个商品", "This SKU does not belong to this product"
            )
        skus.append(replace(sku, id=sku.id or existing.get(sku.code)))
    ids = [sku.id for sku in skus if sku.id]
    if len(set(ids)) != len(ids):
        raise ProductInvalid("skus", "同一个规格出现了两次", "One SKU stands twice")
    return replace(draft, skus=tuple(skus))


def _line(text: str) -> str:
    return " ".join(text.split())


def _length(field: str, text: str, most: int, *, least: int = 0) -> None:
    if not least <= len(text) <= most:
        raise ProductInvalid(
            field, f"长度应当在 {least} 到 {most} 个字之间", f"It has {least} to {most} characters"
        )


def _count(field: str, items: Sequence[object], most: int) -> None:
    if len(items) > most:
        raise ProductInvalid(field, f"最多 {most} 个", f"At most {most}")


def _code(field: str, code: str) -> None:
    if code and not _CODE.fullmatch(code):
        zh = "编码由字母、数字和 . _ / - 组成,最多 40 个字"
        raise ProductInvalid(field, zh, "A code consists of letters, digits and . _ / -, at most 40")
