"""The demo shop is opened as a merchant would open it: keys, freight, categories, pictures, goods, stock, home page."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lianyi.app.demo import catalogue
from lianyi.app.demo.cast import COLLEAGUES, OWNER, RETURNS
from lianyi.app.demo.sandbox import keys_of
from lianyi.app.demo.signin import Login, new_password
from lianyi.catalog import actions as catalog
from lianyi.catalog.types import (
    CategoryId,
    Option,
    ProductDraft,
    ProductId,
    ProductState,
    ReturnPolicy,
    SkuDraft,
)
from lianyi.identity import actions as identity_actions
from lianyi.identity import queries as identity
from lianyi.identity.types import Licence, OpenShop, ShopSettings, Staff
from lianyi.inventory import actions as inventory
from lianyi.inventory.types import AdjustReason
from lianyi.kit.db import Database, Session
from lianyi.kit.ids import TenantId, encode
from lianyi.media import actions as media
from lianyi.payments import actions as payments
from lianyi.storefront import actions as storefront
from lianyi.storefront.types import Banner, HomeContent, Section
from lianyi.supply import actions as supply
from lianyi.supply.types import FreightKind, FreightRule
from lianyi.trust.actions import aftersales
from lianyi.trust.types.aftersales import Address
from lianyi.wechat.types import AppKind

DEVICE = "demo"
NOTICE = "演示店铺:商品、人物与订单都是虚构的,付款走沙箱,不会扣真钱。"
FAR = ("540000", "650000")  # 西藏, 新疆


@dataclass
class Staffed:
    """An opened shop and who works in it; `staff` by role."""

    tenant: TenantId
    slug: str
    owner: Staff
    staff: dict[str, Staff]
    logins: tuple[Login, ...]


async def open_shop(db: Database, slug: str, merchant: dict[str, Any]) -> Staffed:
    """Open the shop with its owner and colleagues, its rules and its keys at WeChat."""
    password = new_password()
    wish = OpenShop(
        shop_name=catalogue.SHOP_NAME,
        owner_name=OWNER.name,
        login=_login(OWNER.login, slug),
        password=password,
        slug=slug,
    )
    opened = await identity_actions.open_shop(db, wish, DEVICE)
    logins = [Login(OWNER.name, OWNER.role.value, wish.login, password)]
    async with db.read(opened.tenant) as session:
        found = await identity.staff_of(session, opened.token)
    assert found is not None
    owner = found[0]
    staff = {OWNER.role.value: owner}
    for colleague in COLLEAGUES:
        login = Login(colleague.name, colleague.role.value, _login(colleague.login, slug), new_password())
        new = identity_actions.NewColleague(login.name, login.login, colleague.role, login.password)
        async with db.write(opened.tenant) as session:
            await identity_actions.add_staff(session, owner, new)
        logins.append(login)
        staff[login.role] = await _sign_in(db, opened.tenant, login)
    async with db.write(opened.tenant) as session:
        await identity_actions.change_settings(session, owner, _rules())
        await aftersales.put_return_address(session, owner, _returns(), is_default=True)
        await _keys(session, owner, merchant)
    return Staffed(opened.tenant, opened.slug, owner, staff, tuple(logins))


def _login(login: str, slug: str) -> str:
    """A second demo shop in the same database has logins of its own."""
    return login if slug == catalogue.SHOP_SLUG else login.replace("@", f"+{slug}@")


async def _sign_in(db: Database, tenant: TenantId, login: Login) -> Staff:
    signed_in = await identity_actions.sign_in(
        db, identity_actions.Credentials(login.login, login.password), DEVICE
    )
    async with db.read(tenant) as session:
        found = await identity.staff_of(session, signed_in.token)
    assert found is not None
    return found[0]


def _rules() -> identity_actions.ShopChange:
    return identity_actions.ShopChange(
        name=catalogue.SHOP_NAME,
        theme_color="#D9482B",
        contact_phone="400-000-0000",
        licence=Licence(company="山海小集(演示)", licence_no="00000000DEMO000000", icp="演示,无备案"),
        settings=ShopSettings(order_close_minutes=120, notice=NOTICE, guarantee=True),
    )


def _returns() -> Address:
    return Address(**{name: str(value) for name, value in RETURNS.items() if name != "is_default"})


async def _keys(session: Session, owner: Staff, merchant: dict[str, Any]) -> None:
    await payments.save_keys(session, keys_of(merchant))
    mini = identity_actions.AppKeys(
        merchant["mini_appid"], merchant["mini_secret"], merchant["push_token"], merchant["encoding_aes_key"]
    )
    account = next(app for app in merchant["apps"] if app["appid"] == merchant["oa_appid"])
    official = identity_actions.AppKeys(
        merchant["oa_appid"], merchant["oa_secret"], account["push_token"], account["encoding_aes_key"]
    )
    await identity_actions.set_wechat_app(session, owner, AppKind.MINI, mini)
    await identity_actions.set_wechat_app(session, owner, AppKind.OFFICIAL, official)


async def stock_shop(db: Database, shop: Staffed, goods: Sequence[catalogue.Product]) -> dict[str, UUID]:
    """Put the goods on the shelves; answers the id of every SKU by its code."""
    names = [name for product in goods for name in product.pictures]
    names += [banner.picture for banner in catalogue.BANNERS]
    names += [f"icons/{category.picture}" for category in catalogue.categories()]
    pictures = await _pictures(db, shop, names)
    async with db.write(shop.tenant) as session:
        freight = await _freight(session, shop.owner)
        categories = await _categories(session, pictures)
    skus: dict[str, UUID] = {}
    ids: dict[str, ProductId] = {}
    for product in goods:
        async with db.write(shop.tenant) as session:
            ids[product.code], fresh = await _product(
                session, shop, product, pictures, categories[product.category], freight[product.freight]
            )
        skus |= fresh
    async with db.write(shop.tenant) as session:
        await storefront.arrange_home(session, shop.staff["content"], _home(pictures, categories, ids), 0)
    return skus


async def _pictures(db: Database, shop: Staffed, names: Sequence[str]) -> dict[str, UUID]:
    """Decode and encode outside of any transaction, then keep all."""
    files = [(name, (catalogue.PICTURES / name).read_bytes()) for name in dict.fromkeys(names)]
    encoded = await asyncio.gather(*(media.encode_picture(data, name) for name, data in files))
    kept: dict[str, UUID] = {}
    async with db.write(shop.tenant) as session:
        for (name, _), one in zip(files, encoded, strict=True):
            kept[name] = (await media.accept_picture(session, shop.staff["content"], one)).id
    return kept


async def _freight(session: Session, owner: Staff) -> dict[str, UUID]:
    """Two ways to send: dry goods by weight, free from 99 yuan; fresh ones by air, not everywhere."""
    standard = supply.FreightDraft(
        "标准快递", FreightKind.BY_WEIGHT,
        (
            FreightRule(FAR, first=1000, first_fen=18_00, step=1000, step_fen=12_00),
            FreightRule(("*",), first=1000, first_fen=8_00, step=1000, step_fen=3_00, free_from_fen=99_00),
        ),
        is_default=True,
    )  # fmt: skip
    fresh = supply.FreightDraft(
        "生鲜空运", FreightKind.BY_PIECE,
        (
            FreightRule(FAR, excluded=True),
            FreightRule(("*",), first=1, first_fen=12_00, step=1, step_fen=6_00, free_from_fen=128_00),
        ),
    )  # fmt: skip
    return {
        "standard": (await supply.create_freight_template(session, owner, standard)).id,
        "fresh": (await supply.create_freight_template(session, owner, fresh)).id,
    }


async def _categories(session: Session, pictures: dict[str, UUID]) -> dict[tuple[str, str], CategoryId]:
    found: dict[tuple[str, str], CategoryId] = {}
    for top in catalogue.categories():
        parent = await catalog.create_category(
            session, name=top.name, icon=top.icon, picture_id=pictures[f"icons/{top.picture}"]
        )
        found[top.name, ""] = parent
        for child in top.children:
            found[top.name, child] = await catalog.create_category(session, name=child, parent_id=parent)
    return found


def _home(
    pictures: dict[str, UUID], categories: dict[tuple[str, str], CategoryId], ids: dict[str, ProductId]
) -> HomeContent:
    return HomeContent(
        banners=tuple(
            Banner(
                pictures[one.picture], one.title, f"category/{encode('cat', categories[one.category, ''])}"
            )
            for one in catalogue.BANNERS
        ),
        sections=tuple(
            Section(
                one.title,
                categories[one.category, ""] if one.category else None,
                tuple(ids[code] for code in one.codes),
            )
            for one in catalogue.SECTIONS
        ),
    )


async def _product(
    session: Session,
    shop: Staffed,
    product: catalogue.Product,
    pictures: dict[str, UUID],
    category: CategoryId,
    freight: UUID,
) -> tuple[ProductId, dict[str, UUID]]:
    draft = ProductDraft(
        code=product.code,
        title=product.title,
        subtitle=product.subtitle,
        category_id=category,
        brand=catalogue.SHOP_NAME,
        tags=product.tags,
        description=product.description,
        picture_ids=tuple(pictures[name] for name in product.pictures),
        options=tuple(Option(name, values) for name, values in product.options()),
        skus=tuple(
            SkuDraft(
                code=sku.code, option_values=sku.option_values, price_fen=sku.price_fen, cost_fen=sku.cost_fen,
                weight_g=sku.weight_g, barcode=sku.barcode,
            )
            for sku in product.skus
        ),
        return_policy=ReturnPolicy(product.return_policy),
        freight_template_id=freight,
    )  # fmt: skip
    saved = await catalog.create_product(session, shop.staff["content"], draft)
    for sku, sku_id in zip(product.skus, saved.sku_ids, strict=True):
        await inventory.receive(
            session, shop.staff["warehouse"], sku_id, sku.stock, AdjustReason.PURCHASE, "开店进货"
        )
    await catalog.set_shelf(session, shop.staff["operations"], [saved.id], ProductState.ON_SHELF)
    return saved.id, {sku.code: sku_id for sku, sku_id in zip(product.skus, saved.sku_ids, strict=True)}
