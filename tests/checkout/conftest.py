import pytest_asyncio

from lianyi.identity import actions as identity
from lianyi.identity.types import AddressDraft, System
from lianyi.supply.actions import FreightDraft, create_freight_template
from lianyi.supply.types import FreightKind, FreightRule
from tests.live_shop import open_live
from tests.order_world import open_shop

HANGZHOU = AddressDraft(
    "王小明", "13800001234", "浙江省", "杭州市", "西湖区", "330106", "文三路 1 号", "310000", True
)
URUMQI = AddressDraft(
    "王小明", "13800001234", "新疆维吾尔自治区", "乌鲁木齐市", "天山区", "650102", "人民路 2 号", "", False
)
LHASA = AddressDraft(
    "王小明", "13800001234", "西藏自治区", "拉萨市", "城关区", "540102", "北京路 3 号", "", False
)


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    """Two SKUs (68.00 yuan, ten pieces; 30.00 yuan, five pieces); freight 8 yuan, Xinjiang 20, Tibet not at all."""
    shop = await open_shop(db, world)
    await shop.stock_up(6800, 10)
    await shop.stock_up(3000, 5, title="茉莉花茶")
    draft = FreightDraft(
        "全国", FreightKind.BY_PIECE,
        [
            FreightRule(("*",), 1, 800, 99, 0),
            FreightRule(("650000",), 1, 2000, 99, 0),
            FreightRule(("540000",), excluded=True),
        ],
        is_default=True,
    )  # fmt: skip
    await shop.write(create_freight_template, System(shop.tenant, "test"), draft)
    shop.home, shop.far, shop.nowhere = [
        await shop.write(identity.add_address, shop.shopper, draft) for draft in (HANGZHOU, URUMQI, LHASA)
    ]
    return shop


@pytest_asyncio.fixture(loop_scope="session")
async def live(app, db, world, clock, settle):
    async with open_live(app, db, world, clock, settle) as opened:
        yield opened
