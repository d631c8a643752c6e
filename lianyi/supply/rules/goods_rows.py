"""Rows of a file into products: rows with one product code are one product, merged into the one that exists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

from lianyi.catalog.types import (
    CategoryId,
    Option,
    Product,
    ProductDraft,
    ProductState,
    ReturnPolicy,
    RowError,
    SkuDraft,
)
from lianyi.supply.rules.columns import PRODUCTS, Cells

NAMES = {column.key: column.name for column in PRODUCTS}
SIBLING = "同一商品的其他行有误,整个商品都没有写入 (another row of this product is wrong, so nothing of it was written)"
# Which column a refusal about a field of the product points to.
FIELDS = {
    "code": "product_code", "title": "title", "subtitle": "subtitle", "category_id": "category", "brand": "brand",
    "tags": "tags", "options": "option", "option_values": "option", "skus": "sku_code", "price_fen": "price",
    "market_price_fen": "market_price", "cost_fen": "cost", "weight_g": "weight_g", "barcode": "barcode",
    "description": "description", "picture_ids": "pictures", "freight_template_id": "freight_template", "counted": "stock",
}  # fmt: skip
OF_THE_PRODUCT = (
    "title", "subtitle", "category", "brand", "tags", "return_policy", "freight_template", "description", "pictures", "state",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that are written together or not at all."""

    rows: tuple[Cells, ...]

    @property
    def lines(self) -> tuple[int, ...]:
        """The rows' line numbers."""
        return tuple(row.line for row in self.rows)

    @property
    def problems(self) -> tuple[RowError, ...]:
        """What is wrong with single cells."""
        return tuple(problem for row in self.rows for problem in row.problems)


@dataclass(frozen=True, slots=True)
class Known:
    """What names in the file stand for in this shop."""

    categories: Mapping[tuple[str, ...], CategoryId]
    templates: Mapping[str, UUID]


class RowRefused(Exception):
    """A row that cannot be used, told by its error."""

    def __init__(self, error: RowError) -> None:
        super().__init__(error.reason)
        self.error = error


def by_key(rows: Iterable[Cells], key: str) -> list[Group]:
    """Rows with one key together, in the order in which the file names them; rows without a key stand alone."""
    groups: dict[object, list[Cells]] = {}
    for row in rows:
        groups.setdefault(row.values.get(key) or ("line", row.line), []).append(row)
    return [Group(tuple(group)) for group in groups.values()]


def refused_together(group: Group, errors: Sequence[RowError]) -> list[RowError]:
    """The errors, and one for each row that fails only because a sibling does."""
    bad = {error.line for error in errors}
    siblings = [
        RowError(row.line, NAMES["product_code"], row.raw.get("product_code", ""), SIBLING)
        for row in group.rows
        if row.line not in bad
    ]
    return [*errors, *siblings]


def error_at(group: Group, field: str | None, reason: str) -> RowError:
    """A refusal about a field of the product as an error of a row and a column: `skus.1.price_fen` is the second row."""
    steps = (field or "code").split(".")
    number = int(steps[1]) if len(steps) > 1 and steps[0] == "skus" and steps[1].isdigit() else 0
    row = group.rows[min(number, len(group.rows) - 1)]
    name = next((FIELDS[step] for step in reversed(steps) if step in FIELDS), "product_code")
    return RowError(row.line, NAMES[name], row.raw.get(name, ""), reason)


def draft_of(
    group: Group, before: Product | None, known: Known, picture_ids: tuple[UUID, ...] | None
) -> ProductDraft:
    """The product as the file wants it: columns the file lacks, and SKUs it does not name, stay as they are.

    Raises RowRefused when rows contradict one another, or name what the shop does not have.
    """
    said = _said(group)
    base = _draft_before(before) if before else ProductDraft(title="", skus=())
    skus = _skus(group, before)
    options = _options(group, base.options)
    listed = {sku.code for sku in skus}
    kept = tuple(sku for sku in base.skus if sku.code not in listed)
    return replace(
        base,
        code=str(group.rows[0].values["product_code"]),
        title=cast("str", said.get("title", base.title)),
        subtitle=cast("str", said.get("subtitle", base.subtitle)),
        brand=cast("str", said.get("brand", base.brand)),
        tags=tuple(cast("list[str]", said["tags"])) if "tags" in said else base.tags,
        description=cast("str", said.get("description", base.description)),
        category_id=_category(group, said, known) if "category" in said else base.category_id,
        freight_template_id=_template(group, said, known)
        if "freight_template" in said
        else base.freight_template_id,
        return_policy=cast("ReturnPolicy", said.get("return_policy") or base.return_policy),
        picture_ids=base.picture_ids if picture_ids is None else picture_ids,
        options=options,
        skus=(*skus, *kept),
    )


def counted_of(group: Group) -> dict[int, int]:
    """Pieces that can be sold, by the number of the SKU; empty cells leave the stock alone."""
    return {
        number: cast("int", row.values["stock"])
        for number, row in enumerate(group.rows)
        if row.values.get("stock") is not None
    }


def state_of(group: Group) -> ProductState | None:
    """Where the product shall stand; None leaves it."""
    return cast("ProductState | None", _said(group).get("state"))


def picture_addresses(group: Group) -> list[str]:
    """Addresses of pictures as the file gives them."""
    return cast("list[str]", _said(group).get("pictures") or [])


def _said(group: Group) -> dict[str, Any]:
    """What the rows say about the product; the first that says something speaks, another may not contradict it."""
    said: dict[str, Any] = {}
    for key in OF_THE_PRODUCT:
        if not group.rows[0].has(key):
            continue
        said[key] = group.rows[0].values[key]
        for row in group.rows[1:]:
            value = row.values[key]
            if value and not said[key]:
                said[key] = value
            elif value and value != said[key]:
                reason = "同一商品的各行不一致 (rows of one product contradict one another)"
                raise RowRefused(RowError(row.line, NAMES[key], row.raw[key], reason))
    return said


def _draft_before(product: Product) -> ProductDraft:
    return ProductDraft(
        title=product.title,
        code=product.code,
        subtitle=product.subtitle,
        category_id=product.category_id,
        brand=product.brand,
        tags=product.tags,
        description=product.description,
        picture_ids=product.picture_ids,
        options=product.options,
        return_policy=product.return_policy,
        freight_template_id=product.freight_template_id,
        skus=tuple(
            SkuDraft(
                sku.option_values, sku.price_fen, sku.id, sku.code, sku.market_price_fen, sku.cost_fen, sku.weight_g,
                sku.barcode, sku.picture_id, sku.active,
            )
            for sku in product.skus
        ),
    )  # fmt: skip


def _skus(group: Group, before: Product | None) -> tuple[SkuDraft, ...]:
    existing = {sku.code: sku for sku in _draft_before(before).skus} if before else {}
    skus = []
    for row in group.rows:
        code = str(row.values["sku_code"])
        base = existing.get(code, SkuDraft((), 1, code=code))
        pairs = cast("list[tuple[str, str]]", row.values.get("option") or [])
        values = tuple(value for _, value in pairs) if row.has("option") else base.option_values
        said = row.values
        skus.append(
            replace(
                base,
                option_values=values,
                price_fen=cast("int", said["price"]),
                market_price_fen=cast("int | None", said.get("market_price", base.market_price_fen)),
                cost_fen=cast("int | None", said.get("cost", base.cost_fen)),
                weight_g=cast("int | None", said.get("weight_g", base.weight_g)) or 0,
                barcode=cast("str", said.get("barcode", base.barcode)),
                active=cast("bool", said.get("active", base.active)),
            )
        )
    return tuple(skus)


def _options(group: Group, before: Sequence[Option]) -> tuple[Option, ...]:
    """The options of the product with the values the rows add, in the order in which they come."""
    if not group.rows[0].has("option"):
        return tuple(before)
    first = cast("list[tuple[str, str]]", group.rows[0].values["option"])
    names = [option.name for option in before] or [name for name, _ in first]
    values: list[dict[str, None]] = [dict.fromkeys(option.values) for option in before] or [{} for _ in names]
    for row in group.rows:
        pairs = cast("list[tuple[str, str]]", row.values["option"])
        if [name for name, _ in pairs] != names:
            zh, en = "、".join(names) or "空", ", ".join(names) or "none"
            reason = f"规格名称应当是{zh} (the options of this product are {en})"
            raise RowRefused(RowError(row.line, NAMES["option"], row.raw["option"], reason))
        for number, (_, value) in enumerate(pairs):
            values[number].setdefault(value)
    return tuple(Option(name, tuple(some)) for name, some in zip(names, values, strict=True))


def _category(group: Group, said: Mapping[str, Any], known: Known) -> CategoryId | None:
    path = tuple(said["category"] or ())
    if path and path not in known.categories:
        reason = "没有这个分类,请先在「分类」里建立 (there is no such category)"
        raise RowRefused(RowError(group.rows[0].line, NAMES["category"], "/".join(path), reason))
    return known.categories[path] if path else None


def _template(group: Group, said: Mapping[str, Any], known: Known) -> UUID | None:
    name = said["freight_template"]
    if name and name not in known.templates:
        reason = "没有这个运费模板 (there is no such freight template)"
        raise RowRefused(RowError(group.rows[0].line, NAMES["freight_template"], name, reason))
    return known.templates[name] if name else None
