"""Red packets, their parts, the limits of a day; and how much campaigns may owe people in money a day."""

import sqlalchemy as sa
from alembic import op
from tenancy import protect

revision = "0046_promotions_red_packet"
down_revision = "0045_promotions_assist"

PACKET, PART = "promotions_red_packet", "promotions_red_packet_part"
DAY, PERSON = "promotions_red_packet_day", "promotions_red_packet_person"
LIMIT, CASH_DAY = "promotions_cash_limit", "promotions_cash_day"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _packets()
    _parts()
    _days()
    _cash()
    for table in (PACKET, PART, DAY, PERSON, LIMIT, CASH_DAY):
        protect(table)


def _packets() -> None:
    op.create_table(
        PACKET,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("order_id", sa.Uuid),
        sa.Column("week", sa.Date),
        sa.Column("split", sa.Text, nullable=False),
        sa.Column("parts", sa.Integer, nullable=False),
        sa.Column("fen", sa.BigInteger, nullable=False),
        sa.Column("taken", sa.Integer, nullable=False, server_default="0"),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("grant_id", sa.Uuid, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("state in ('open', 'taken', 'over', 'void')", name=f"{PACKET}_state_check"),
        sa.CheckConstraint("split in ('shared', 'own', 'lucky')", name=f"{PACKET}_split_check"),
        sa.CheckConstraint(
            "fen > 0 and parts > 0 and taken between 0 and parts", name=f"{PACKET}_parts_check"
        ),
        sa.CheckConstraint("(order_id is null) <> (week is null)", name=f"{PACKET}_from_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"{PACKET}_pkey"),
    )
    op.create_index(
        f"{PACKET}_order_key", PACKET, ["tenant_id", "order_id", "campaign_id"], unique=True,
        postgresql_where=sa.text("order_id is not null"),
    )  # fmt: skip
    op.create_index(
        f"{PACKET}_week_key", PACKET, ["tenant_id", "campaign_id", "person_id", "week"], unique=True,
        postgresql_where=sa.text("week is not null"),
    )  # fmt: skip
    newest = [sa.text("at desc"), sa.text("id desc")]
    op.create_index(f"{PACKET}_person_idx", PACKET, ["tenant_id", "person_id", *newest])
    op.create_index(f"{PACKET}_campaign_idx", PACKET, ["tenant_id", "campaign_id", *newest])
    op.create_index(
        f"{PACKET}_due_idx", PACKET, ["tenant_id", "expires_at"], postgresql_where=sa.text("state = 'open'")
    )


def _parts() -> None:
    op.create_table(
        PART,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("packet_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("nth", sa.Integer, nullable=False),
        sa.Column("fen", sa.BigInteger, nullable=False),
        sa.Column("roll", sa.Integer),
        sa.Column("pays", sa.Text, nullable=False),
        sa.Column("run_id", sa.Uuid),
        sa.Column("grant_id", sa.Uuid, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("fen > 0 and nth > 0", name=f"{PART}_amounts_check"),
        sa.CheckConstraint("roll between 0 and 9999", name=f"{PART}_roll_check"),
        sa.CheckConstraint("pays in ('coupon', 'cash')", name=f"{PART}_pays_check"),
        sa.PrimaryKeyConstraint("tenant_id", "packet_id", "person_id", name=f"{PART}_pkey"),
    )
    op.create_index(f"{PART}_nth_key", PART, ["tenant_id", "packet_id", "nth"], unique=True)
    op.create_index(
        f"{PART}_person_idx", PART, ["tenant_id", "person_id", sa.text("at desc"), sa.text("packet_id desc")]
    )


def _days() -> None:
    op.create_table(
        DAY,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("fen", sa.BigInteger, nullable=False),
        sa.CheckConstraint("fen >= 0", name=f"{DAY}_fen_check"),
        sa.PrimaryKeyConstraint("tenant_id", "day", name=f"{DAY}_pkey"),
    )
    op.create_table(
        PERSON,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("fen", sa.BigInteger, nullable=False),
        sa.CheckConstraint("count >= 0 and fen >= 0", name=f"{PERSON}_counts_check"),
        sa.PrimaryKeyConstraint("tenant_id", "person_id", "day", name=f"{PERSON}_pkey"),
    )


def _cash() -> None:
    op.create_table(
        LIMIT,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("day_fen", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("day_fen >= 0", name=f"{LIMIT}_day_check"),
        sa.PrimaryKeyConstraint("tenant_id", name=f"{LIMIT}_pkey"),
    )
    op.create_table(
        CASH_DAY,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("fen", sa.BigInteger, nullable=False),
        sa.CheckConstraint("fen >= 0", name=f"{CASH_DAY}_fen_check"),
        sa.PrimaryKeyConstraint("tenant_id", "day", name=f"{CASH_DAY}_pkey"),
    )
