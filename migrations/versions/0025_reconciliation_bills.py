"""Bills of WeChat Pay, their lines, and what does not match the books."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY
from tenancy import protect

revision = "0025_reconciliation_bills"
down_revision = "0024_trust_complaints"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_index(
        "ledger_transfer_reference_idx",
        "ledger_transfer",
        ["tenant_id", "reference"],
        postgresql_where=sa.text("reference <> ''"),
    )
    _bill()
    _line()
    _difference()


def _bill() -> None:
    op.create_table(
        "reconciliation_bill",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, server_default="0", nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True)),
        sa.Column("recheck_at", sa.DateTime(timezone=True)),
        sa.Column("run", sa.Integer, server_default="0", nullable=False),
        sa.Column("sha1", sa.Text),
        sa.Column("error", sa.Text),
        sa.Column("line_count", sa.Integer, server_default="0", nullable=False),
        sa.Column("breaks", ARRAY(sa.Integer), server_default="{}", nullable=False),
        sa.Column("opening_fen", sa.BigInteger),
        sa.Column("closing_fen", sa.BigInteger),
        sa.Column("sum_fen", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("gap_fen", sa.BigInteger),
        sa.Column("downloaded_at", sa.DateTime(timezone=True)),
        sa.Column("matched_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("kind in ('trade', 'funds')", name="reconciliation_bill_kind_check"),
        sa.CheckConstraint(
            "state in ('awaited', 'downloaded', 'matched', 'empty', 'missing', 'late', 'damaged', 'failed')",
            name="reconciliation_bill_state_check",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "day", "kind", name="reconciliation_bill_pkey"),
    )
    op.create_index(
        "reconciliation_bill_due_idx",
        "reconciliation_bill",
        ["tenant_id", "next_try_at"],
        postgresql_where=sa.text("next_try_at is not null"),
    )
    protect("reconciliation_bill")


def _line() -> None:
    op.create_table(
        "reconciliation_line",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("copy", sa.Integer, nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("amount_fen", sa.BigInteger, nullable=False),
        sa.Column("fee_fen", sa.BigInteger, nullable=False),
        sa.Column("balance_fen", sa.BigInteger),
        sa.Column("transaction_id", sa.Text, nullable=False),
        sa.Column("business_no", sa.Text, nullable=False),
        sa.Column("own_no", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("rate", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("raw", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("transfer_id", sa.Uuid),
        sa.Column("booked_at", sa.DateTime(timezone=True)),
        sa.Column("booked_fen", sa.BigInteger),
        sa.Column("order_id", sa.Uuid),
        sa.CheckConstraint(
            "state in ('open', 'matched', 'waiting', 'differs', 'foreign')",
            name="reconciliation_line_state_check",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="reconciliation_line_pkey"),
    )
    table = "reconciliation_line"
    op.create_index(
        "reconciliation_line_key", table, ["tenant_id", "day", "kind", "type", "number", "copy"], unique=True
    )
    op.create_index("reconciliation_line_row_idx", table, ["tenant_id", "day", "kind", "row"])
    for name, column in (
        ("number", "number"), ("transaction", "transaction_id"), ("business", "business_no"), ("own", "own_no"),
        ("transfer", "transfer_id"), ("order", "order_id"),
    ):  # fmt: skip
        op.create_index(f"reconciliation_line_{name}_idx", table, ["tenant_id", column])
    protect(table)


def _difference() -> None:
    op.create_table(
        "reconciliation_difference",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("row", sa.Integer),
        sa.Column("bill_fen", sa.BigInteger),
        sa.Column("books_fen", sa.BigInteger),
        sa.Column("line_id", sa.Uuid),
        sa.Column("transfer_id", sa.Uuid),
        sa.Column("order_id", sa.Uuid),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("seen_run", sa.Integer, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("closed_by", sa.Text),
        sa.Column("note", sa.Text, server_default="", nullable=False),
        sa.CheckConstraint(
            "state in ('open', 'waiting', 'taken', 'foreign', 'closed')",
            name="reconciliation_difference_state_check",
        ),
        sa.CheckConstraint(
            "(closed_at is null) = (state in ('open', 'waiting'))",
            name="reconciliation_difference_closed_check",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="reconciliation_difference_pkey"),
    )
    table = "reconciliation_difference"
    op.create_index("reconciliation_difference_key_key", table, ["tenant_id", "key"], unique=True)
    op.create_index("reconciliation_difference_day_idx", table, ["tenant_id", "day", "id"])
    op.create_index(
        "reconciliation_difference_open_idx",
        table,
        ["tenant_id", "day"],
        postgresql_where=sa.text("state in ('open', 'waiting')"),
    )
    protect(table)
