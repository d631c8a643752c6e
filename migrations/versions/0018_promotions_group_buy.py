"""Teams, their seats, and every step of a team."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from tenancy import append_only, protect

revision = "0018_promotions_group_buy"
down_revision = "0017_promotions"

TEAM = "promotions_group_buy_team"
SEAT = "promotions_group_buy_seat"
STEP = "promotions_group_buy_step"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _team()
    _seat()
    _step()


def _team() -> None:
    op.create_table(
        TEAM,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("sku_id", sa.Uuid, nullable=False),
        sa.Column("product_id", sa.Uuid, nullable=False),
        sa.Column("leader_person_id", sa.Uuid),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("need", sa.SmallInteger, nullable=False),
        sa.Column("people_max", sa.SmallInteger, nullable=False),
        sa.Column("taken", sa.SmallInteger, nullable=False),
        sa.Column("joined", sa.SmallInteger, nullable=False),
        sa.Column("topped_up", sa.SmallInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("merged_into", sa.Uuid),
        sa.Column("price_fen", sa.BigInteger, nullable=False),
        sa.Column("rules", postgresql.JSONB, nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True)),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "state in ('pending', 'forming', 'filled', 'failed', 'void')", name=f"{TEAM}_state_check"
        ),
        sa.CheckConstraint(
            "need between 2 and people_max and people_max <= 100", name=f"{TEAM}_people_check"
        ),
        sa.CheckConstraint(
            "0 <= joined and joined <= taken and 0 <= topped_up and taken + topped_up <= people_max",
            name=f"{TEAM}_seats_check",
        ),
        sa.CheckConstraint("price_fen > 0", name=f"{TEAM}_price_check"),
        sa.CheckConstraint(
            "state not in ('forming', 'filled', 'failed') or (opened_at is not null and expires_at is not null)",
            name=f"{TEAM}_opened_check",
        ),
        sa.CheckConstraint(
            "(state in ('filled', 'failed', 'void')) = (finished_at is not null)",
            name=f"{TEAM}_finished_check",
        ),
        sa.CheckConstraint("merged_into is null or state = 'void'", name=f"{TEAM}_merged_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"{TEAM}_pkey"),
    )
    op.create_index(
        f"{TEAM}_forming_idx", TEAM, ["tenant_id", "campaign_id", "sku_id", "opened_at", "id"],
        postgresql_where=sa.text("state = 'forming'"),
    )  # fmt: skip
    op.create_index(
        f"{TEAM}_due_idx", TEAM, ["tenant_id", "expires_at"], postgresql_where=sa.text("state = 'forming'")
    )
    op.create_index(
        f"{TEAM}_campaign_idx",
        TEAM,
        ["tenant_id", "campaign_id", sa.text("created_at desc"), sa.text("id desc")],
    )
    op.create_index(
        f"{TEAM}_created_idx", TEAM, ["tenant_id", sa.text("created_at desc"), sa.text("id desc")]
    )
    op.create_index(f"{TEAM}_product_idx", TEAM, ["tenant_id", "product_id", "opened_at"])
    protect(TEAM)


def _seat() -> None:
    op.create_table(
        SEAT,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("team_id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("leader", sa.Boolean, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("price_fen", sa.BigInteger, nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("moved_from", sa.Uuid),
        sa.Column("share_id", sa.Uuid),
        sa.Column("doubled", sa.Boolean, nullable=False, server_default=sa.text("false")),
        sa.CheckConstraint(
            "state in ('held', 'in', 'left', 'released', 'refunded')", name=f"{SEAT}_state_check"
        ),
        sa.CheckConstraint("quantity > 0 and price_fen > 0", name=f"{SEAT}_price_check"),
        sa.CheckConstraint("state <> 'in' or joined_at is not null", name=f"{SEAT}_joined_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"{SEAT}_pkey"),
    )
    op.create_index(f"{SEAT}_order_id_key", SEAT, ["tenant_id", "order_id"], unique=True)
    op.create_index(
        f"{SEAT}_person_once_key", SEAT, ["tenant_id", "team_id", "person_id"], unique=True,
        postgresql_where=sa.text("state in ('held', 'in') and not doubled"),
    )  # fmt: skip
    op.create_index(
        f"{SEAT}_held_once_key", SEAT, ["tenant_id", "campaign_id", "person_id"], unique=True,
        postgresql_where=sa.text("state = 'held' and not doubled"),
    )  # fmt: skip
    op.create_index(f"{SEAT}_team_idx", SEAT, ["tenant_id", "team_id", "held_at"])
    op.create_index(f"{SEAT}_moved_idx", SEAT, ["tenant_id", "moved_from"])
    op.create_index(
        f"{SEAT}_person_idx", SEAT, ["tenant_id", "person_id", sa.text("held_at desc"), sa.text("id desc")]
    )
    protect(SEAT)


def _step() -> None:
    op.create_table(
        STEP,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("team_id", sa.Uuid, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("seat_id", sa.Uuid),
        sa.Column("data", postgresql.JSONB, nullable=False),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"{STEP}_pkey"),
    )
    op.create_index(f"{STEP}_team_idx", STEP, ["tenant_id", "team_id", "seq"])
    protect(STEP)
    append_only(STEP)
