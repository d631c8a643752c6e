"""Tables of flash sales. The checks say what no program error may break."""

from sqlalchemy import CheckConstraint, Column, DateTime, Index, Integer, Text, Uuid, text

from lianyi.kit.tables import tenant_table

SHELF = "promotions_flash_sale_shelf"
USE = "promotions_flash_sale_use"

shelf = tenant_table(
    SHELF,
    Column("campaign_id", Uuid, nullable=False),
    Column("opens_at", DateTime(timezone=True), nullable=False),
    Column("sku_id", Uuid, nullable=False),
    # as the campaign says it now; null: no limit of the slot
    Column("quota", Integer),
    Column("taken", Integer, nullable=False),
    Column("paid", Integer, nullable=False, server_default="0"),
    CheckConstraint("0 <= paid and paid <= taken and (quota is null or taken <= quota)", "counts"),
    key=("campaign_id", "opens_at", "sku_id"),
)

use = tenant_table(
    USE,
    Column("order_id", Uuid, nullable=False),
    Column("campaign_id", Uuid, nullable=False),
    Column("opens_at", DateTime(timezone=True), nullable=False),
    Column("sku_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    CheckConstraint("state in ('held', 'paid', 'released', 'returned')", "state"),
    CheckConstraint("quantity > 0", "quantity"),
    Index(f"{USE}_campaign_idx", "tenant_id", "campaign_id", text("at desc"), text("order_id desc")),
    Index(f"{USE}_person_idx", "tenant_id", "person_id"),
    key=("order_id",),
)
