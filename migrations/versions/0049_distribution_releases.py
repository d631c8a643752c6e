"""A release is one row a shopkeeper and sweep with its lines in arrays, no longer a row a line.

Rows that were written a line before stay where they are: the view shows both alike. The ledger's unique index over what
a transfer ends holds those that end something, and no longer an entry of nothing for every other transfer.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY
from tenancy import allow, append_only, protect

revision = "0049_distribution_releases"
down_revision = "0048_promotions_taken_once"

RELEASE = "distribution_commission_release"
MOVE = "distribution_commission_move"
PENDING = "ledger_transfer_pending_key"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _release()
    _move()
    op.execute(f"alter index {PENDING} rename to {PENDING}_before")
    op.create_index(
        PENDING, "ledger_transfer", ["tenant_id", "pending_id"], unique=True,
        postgresql_where=sa.text("pending_id is not null"),
    )  # fmt: skip
    op.execute(f"drop index {PENDING}_before")


def _release() -> None:
    op.create_table(
        RELEASE,
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("shopkeeper_id", sa.Uuid, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sweep_id", sa.Uuid, nullable=False),
        sa.Column("order_line_ids", ARRAY(sa.Uuid), nullable=False),
        sa.Column("order_ids", ARRAY(sa.Uuid), nullable=False),
        sa.Column("amounts_fen", ARRAY(sa.BigInteger), nullable=False),
        sa.CheckConstraint(
            "cardinality(order_line_ids) > 0 and cardinality(order_ids) = cardinality(order_line_ids)"
            " and cardinality(amounts_fen) = cardinality(order_line_ids)",
            name=f"{RELEASE}_lines_check",
        ),
        sa.CheckConstraint(
            "0 < all (amounts_fen) and array_position(order_line_ids, null) is null"
            " and array_position(order_ids, null) is null and array_position(amounts_fen, null) is null",
            name=f"{RELEASE}_amounts_check",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "shopkeeper_id", "at", "sweep_id", name=f"{RELEASE}_pkey"),
    )
    op.create_index(f"{RELEASE}_at_idx", RELEASE, ["at"], postgresql_using="brin")
    protect(RELEASE)
    append_only(RELEASE)


def _move() -> None:
    """Every move of every line, whichever of the two tables holds it; row-level security is that of who asks."""
    op.execute(
        """
        create view distribution_commission_move with (security_invoker = true) as
        select tenant_id, id, at, kind, order_id, order_line_id, shopkeeper_id, amount_fen, source, target, transfer_key
        from distribution_commission_entry
        union all
        select r.tenant_id, l.order_line_id as id, r.at, 'release' as kind, l.order_id, l.order_line_id, r.shopkeeper_id,
          l.amount_fen, 'frozen' as source, 'available' as target,
          'commission-release:' || r.sweep_id || ':' || r.shopkeeper_id as transfer_key
        from distribution_commission_release r
        cross join lateral unnest(r.order_line_ids, r.order_ids, r.amounts_fen) as l (order_line_id, order_id, amount_fen)
        """
    )
    allow(MOVE, "select")
