"""HTTP for staff: products with their stock, files in and out, freight templates."""

from lianyi.supply.console.freight import router as freight
from lianyi.supply.console.goods import goods
from lianyi.supply.console.sheets import sheets, sheets_back

__all__ = ["freight", "goods", "sheets", "sheets_back"]
