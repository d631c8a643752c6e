"""The table of assists: what each run is for. The checks say what no program error may break."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Index, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from lianyi.kit.tables import tenant_table

PROMISE = "promotions_assist_promise"

promise = tenant_table(
    PROMISE,
    Column("run_id", Uuid, nullable=False),
    Column("campaign_id", Uuid, nullable=False),
    # null: the run is for a coupon
    Column("sku_id", Uuid),
    Column("product_id", Uuid),
    Column("reward_fen", BigInteger, nullable=False),
    # as they were told when the run was opened
    Column("rules_zh", JSONB, nullable=False),
    Column("rules_en", JSONB, nullable=False),
    # open: friends are missing; kept: full, its worth and its piece are held for it; given; gone: not claimed, or back
    Column("state", Text, nullable=False),
    Column("held_fen", BigInteger, nullable=False, server_default="0"),
    Column("counted", Boolean, nullable=False, server_default="false"),
    Column("grant_id", Uuid),
    Column("piece_id", Uuid),
    CheckConstraint("state in ('open', 'kept', 'given', 'gone')", "state"),
    CheckConstraint("reward_fen > 0 and held_fen >= 0", "amounts"),
    CheckConstraint("(sku_id is null) = (product_id is null)", "goods"),
    CheckConstraint("state not in ('kept', 'given') or grant_id is not null", "kept"),
    CheckConstraint("state <> 'open' or (held_fen = 0 and not counted)", "open"),
    Index(f"{PROMISE}_campaign_idx", "tenant_id", "campaign_id"),
    key=("run_id",),
)
