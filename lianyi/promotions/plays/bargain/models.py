"""The table of bargains: written once. The checks say what no program error may break."""

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Index, Integer, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from lianyi.kit.tables import tenant_table

RUN = "promotions_bargain_run"

run = tenant_table(
    RUN,
    Column("id", Uuid, nullable=False),
    Column("campaign_id", Uuid, nullable=False),
    Column("sku_id", Uuid, nullable=False),
    Column("product_id", Uuid, nullable=False),
    Column("list_fen", BigInteger, nullable=False),
    Column("start_fen", BigInteger, nullable=False),
    Column("floor_fen", BigInteger, nullable=False),
    Column("cuts", ARRAY(BigInteger), nullable=False),
    Column("pay_minutes", Integer, nullable=False),
    Column("grant_id", Uuid, nullable=False),
    Column("rules_zh", JSONB, nullable=False),
    Column("rules_en", JSONB, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    CheckConstraint("1 <= floor_fen and floor_fen < start_fen and start_fen <= list_fen", "prices"),
    CheckConstraint("0 < all (cuts) and cardinality(cuts) between 1 and 100", "cuts"),
    Index(f"{RUN}_campaign_idx", "tenant_id", "campaign_id", "at", "id"),
)
