"""The demo shop's membership: three levels, points, and a card for whoever wants to start at the top."""

from lianyi.app.demo import catalogue
from lianyi.app.demo.opening import Staffed
from lianyi.catalog import actions as catalog
from lianyi.catalog.types import ProductDraft, ProductState, SkuDraft
from lianyi.inventory import actions as inventory
from lianyi.inventory.types import AdjustReason
from lianyi.kit.db import Database
from lianyi.media import actions as media
from lianyi.members import actions as members
from lianyi.members.types import LevelDraft, Program
from lianyi.supply import actions as supply
from lianyi.supply.types import FreightKind, FreightRule

CARD_FEN, CARD_DAYS, CARDS = 99_00, 365, 500
PROGRAM = Program(points_on=True, share_max_bp=10_000)
ABOUT = (
    "<p>付款后立即成为「山海老友」,有效 365 天:会员价 9.5 折、满 59 元免运费、双倍积分、生日赠 200 积分。</p>"
    "<p>未使用会员权益的,7 天内可全额退;之后按剩余天数折算。</p>"
)


async def found(db: Database, shop: Staffed) -> None:
    """Put the card on the shelf and publish the levels, before anybody has bought anything."""
    data = (catalogue.PICTURES / catalogue.MEMBER_CARD).read_bytes()
    encoded = await media.encode_picture(data, "card")
    async with db.write(shop.tenant) as session:
        nothing_to_carry = supply.FreightDraft("无需物流", FreightKind.FREE, (FreightRule(("*",)),))
        freight = await supply.create_freight_template(session, shop.owner, nothing_to_carry)
        picture = await media.accept_picture(session, shop.staff["content"], encoded)
        draft = ProductDraft(
            code="CARD-001", title="山海老友年卡", subtitle="付款即生效,不用寄送", brand=catalogue.SHOP_NAME,
            tags=("会员卡",), description=ABOUT, picture_ids=(picture.id,), freight_template_id=freight.id,
            skus=(SkuDraft((), CARD_FEN, code="CARD-001-A", cost_fen=0, weight_g=0),),
        )  # fmt: skip
        card = await catalog.create_product(session, shop.staff["content"], draft)
        (sku_id,) = card.sku_ids
        await inventory.receive(
            session, shop.staff["warehouse"], sku_id, CARDS, AdjustReason.PURCHASE, "会员卡"
        )
        await catalog.set_shelf(session, shop.staff["operations"], [card.id], ProductState.ON_SHELF)
    levels = (
        LevelDraft("小集之友", orders=1, points_rate_bp=10_000),
        LevelDraft("熟客", spend_fen=200_00, orders=4, off_bp=300, points_rate_bp=15_000),
        LevelDraft(
            "山海老友", spend_fen=600_00, card_sku_id=sku_id, card_days=CARD_DAYS, off_bp=500, points_rate_bp=20_000,
            birthday_points=200, freight="from", freight_from_fen=59_00,
        ),
    )  # fmt: skip
    async with db.write(shop.tenant) as session:
        await members.save_program(
            session, shop.staff["operations"], PROGRAM, levels, accept_unknown_cost=True
        )
