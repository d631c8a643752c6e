"""What each night's look found, what was found wrong, and the chain of evidence."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB
from tenancy import append_only, protect

revision = "0033_distribution_compliance"
down_revision = "0032_distribution_payouts"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _scan()
    _root()
    _outlet()
    _payee()
    _finding()
    _step()
    _evidence()
    _by_time()


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _needed(
    name: str, kind: sa.types.TypeEngine[object] | type[sa.types.TypeEngine[object]]
) -> sa.Column[object]:
    return sa.Column(name, kind, nullable=False)


def _scan() -> None:
    op.create_table(
        "distribution_scan",
        _needed("tenant_id", sa.Uuid),
        _needed("id", sa.Uuid),
        _needed("day", sa.Date),
        _at("at"),
        _needed("shopkeepers", sa.Integer),
        _needed("roots", sa.Integer),
        _needed("depth_max", sa.Integer),
        _needed("people_max", sa.Integer),
        _needed("orders", sa.Integer),
        _needed("lines", sa.Integer),
        _needed("sales_fen", sa.BigInteger),
        _needed("commission_fen", sa.BigInteger),
        _needed("paid_out_fen", sa.BigInteger),
        _needed("own_orders", sa.Integer),
        _needed("own_fen", sa.BigInteger),
        _needed("wrong", JSONB),
        _needed("levels", JSONB),
        _needed("digest", sa.Text),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="distribution_scan_pkey"),
    )
    op.create_index("distribution_scan_at_idx", "distribution_scan", ["tenant_id", sa.text("at desc")])
    protect("distribution_scan")
    append_only("distribution_scan")


def _root() -> None:
    table = "distribution_scan_root"
    op.create_table(
        table,
        _needed("tenant_id", sa.Uuid),
        _needed("scan_id", sa.Uuid),
        _needed("shopkeeper_id", sa.Uuid),
        _needed("seq", sa.Integer),
        _needed("people", sa.Integer),
        _needed("depth", sa.Integer),
        _needed("earning", sa.Integer),
        _needed("commission_fen", sa.BigInteger),
        _needed("sales_fen", sa.BigInteger),
        _needed("levels", JSONB),
        sa.PrimaryKeyConstraint("tenant_id", "scan_id", "shopkeeper_id", name=f"{table}_pkey"),
    )
    op.create_index(f"{table}_seq_key", table, ["tenant_id", "scan_id", "seq"], unique=True)
    protect(table)
    append_only(table)


def _outlet() -> None:
    table = "distribution_scan_outlet"
    op.create_table(
        table,
        _needed("tenant_id", sa.Uuid),
        _needed("scan_id", sa.Uuid),
        _needed("shopkeeper_id", sa.Uuid),
        _needed("seq", sa.Integer),
        _needed("own_orders", sa.Integer),
        _needed("own_fen", sa.BigInteger),
        _needed("consumer_orders", sa.Integer),
        _needed("consumer_fen", sa.BigInteger),
        sa.PrimaryKeyConstraint("tenant_id", "scan_id", "shopkeeper_id", name=f"{table}_pkey"),
    )
    op.create_index(f"{table}_seq_key", table, ["tenant_id", "scan_id", "seq"], unique=True)
    protect(table)
    append_only(table)


def _payee() -> None:
    table = "distribution_scan_payee"
    op.create_table(
        table,
        _needed("tenant_id", sa.Uuid),
        _needed("scan_id", sa.Uuid),
        _needed("shopkeeper_id", sa.Uuid),
        _needed("seq", sa.Integer),
        _needed("orders", sa.Integer),
        _needed("lines", sa.Integer),
        _needed("sales_fen", sa.BigInteger),
        _needed("commission_fen", sa.BigInteger),
        _needed("paid_out_fen", sa.BigInteger),
        sa.PrimaryKeyConstraint("tenant_id", "scan_id", "shopkeeper_id", name=f"{table}_pkey"),
    )
    op.create_index(f"{table}_seq_key", table, ["tenant_id", "scan_id", "seq"], unique=True)
    protect(table)
    append_only(table)


def _finding() -> None:
    table = "distribution_finding"
    op.create_table(
        table,
        _needed("tenant_id", sa.Uuid),
        _needed("id", sa.Uuid),
        _needed("rule", sa.Text),
        _needed("version", sa.Integer),
        _needed("area", sa.Text),
        _needed("severity", sa.Text),
        _needed("subject", sa.Text),
        _needed("zh", sa.Text),
        _needed("en", sa.Text),
        _needed("source", sa.Text),
        _needed("switched", sa.Text),
        _needed("state", sa.Text),
        _at("found_at"),
        _at("seen_at"),
        _at("resolved_at", nullable=True),
        sa.CheckConstraint(
            "severity in ('refuse', 'warn', 'stop', 'report')", name=f"{table}_severity_check"
        ),
        sa.CheckConstraint("state in ('open', 'acknowledged', 'resolved')", name=f"{table}_state_check"),
        sa.CheckConstraint("switched in ('', 'plan', 'campaign')", name=f"{table}_switched_check"),
        sa.CheckConstraint(
            "(state = 'resolved') = (resolved_at is not null)", name=f"{table}_resolved_check"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"{table}_pkey"),
    )
    op.create_index(
        f"{table}_open_key", table, ["tenant_id", "rule", "subject"], unique=True,
        postgresql_where=sa.text("state <> 'resolved'"),
    )  # fmt: skip
    newest = [sa.text("found_at desc"), sa.text("id desc")]
    op.create_index(f"{table}_state_idx", table, ["tenant_id", "state", *newest])
    op.create_index(f"{table}_rule_idx", table, ["tenant_id", "rule", *newest])
    op.create_index(
        f"{table}_paused_idx", table, ["tenant_id", "found_at"], postgresql_where=sa.text("switched = 'plan'")
    )
    protect(table)


def _step() -> None:
    table = "distribution_finding_step"
    op.create_table(
        table,
        _needed("tenant_id", sa.Uuid),
        _needed("id", sa.Uuid),
        _needed("finding_id", sa.Uuid),
        _needed("state", sa.Text),
        _needed("by", sa.Text),
        _needed("words", sa.Text),
        _at("at"),
        sa.CheckConstraint("state in ('open', 'acknowledged', 'resolved')", name=f"{table}_state_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"{table}_pkey"),
    )
    op.create_index(f"{table}_finding_idx", table, ["tenant_id", "finding_id", "id"])
    protect(table)
    append_only(table)


def _evidence() -> None:
    table = "distribution_evidence"
    op.create_table(
        table,
        _needed("tenant_id", sa.Uuid),
        _needed("seq", sa.BigInteger),
        _at("at"),
        _needed("kind", sa.Text),
        _needed("payload", sa.Text),
        _needed("prev_hash", sa.Text),
        _needed("hash", sa.Text),
        sa.CheckConstraint(
            "seq > 0 and length(hash) = 64 and length(prev_hash) = 64", name=f"{table}_link_check"
        ),
        sa.CheckConstraint(
            "kind in ('scan', 'commission', 'binding', 'payout', 'finding', 'rules')",
            name=f"{table}_kind_check",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "seq", name=f"{table}_pkey"),
    )
    op.create_index(f"{table}_kind_idx", table, ["tenant_id", "kind", "seq"])
    protect(table)
    append_only(table)
    head = "distribution_evidence_head"
    op.create_table(
        head,
        _needed("tenant_id", sa.Uuid),
        _needed("seq", sa.BigInteger),
        _needed("hash", sa.Text),
        sa.CheckConstraint("seq >= 0 and length(hash) = 64", name=f"{head}_link_check"),
        sa.PrimaryKeyConstraint("tenant_id", name=f"{head}_pkey"),
    )
    protect(head)


def _by_time() -> None:
    """What a day wrote, for its hash: both logs are written in the order of time, so a block index is enough."""
    op.create_index(
        "distribution_commission_entry_at_idx",
        "distribution_commission_entry",
        ["at"],
        postgresql_using="brin",
    )
    op.create_index(
        "distribution_binding_written_idx", "distribution_binding", ["written_at"], postgresql_using="brin"
    )
    op.create_index(
        "distribution_payout_paid_idx", "distribution_payout", ["tenant_id", "ended_at"],
        postgresql_where=sa.text("state = 'paid'"),
    )  # fmt: skip
