"""After-sales: cases with their lines, history, evidence and return addresses; an order knows what came back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from tenancy import append_only, protect

revision = "0023_trust_aftersales"
down_revision = "0022_payments_guarantee"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _orders()
    _case()
    _case_line()
    _step()
    _picture()
    _return_address()


def _at(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _orders() -> None:
    op.execute(
        """
        alter table orders_order
          add column open_cases smallint not null default 0,
          add column cases smallint not null default 0,
          add constraint orders_order_cases_check check (open_cases between 0 and cases and cases <= 10)
        """
    )
    op.execute(
        """
        alter table orders_line
          add column returned_quantity integer not null default 0,
          add column withheld_fen bigint not null default 0,
          add constraint orders_line_returned_check check (returned_quantity between 0 and shipped_quantity),
          add constraint orders_line_withheld_check check (
            withheld_fen >= 0 and refunded_fen + withheld_fen <= amount_fen + adjust_share_fen)
        """
    )


def _case() -> None:
    op.create_table(
        "trust_case",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("order_number", sa.Text, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("round", sa.SmallInteger, nullable=False, server_default=sa.text("1")),
        sa.Column("amount_fen", sa.BigInteger, nullable=False),
        sa.Column("proposed_fen", sa.BigInteger),
        sa.Column("proposed_from", sa.Text),
        sa.Column("freight_fen", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("refunded_fen", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("refund_id", sa.Uuid),
        sa.Column("return_freight_fen", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.Column("return_freight", sa.Text, nullable=False, server_default=sa.text("'none'")),
        sa.Column("return_to_sealed", sa.LargeBinary),
        sa.Column("return_carrier", sa.Text),
        sa.Column("return_tracking_no", sa.Text),
        sa.Column("reship_carrier", sa.Text),
        sa.Column("reship_tracking_no", sa.Text),
        sa.Column("restocked", sa.Boolean),
        sa.Column("extended", sa.Boolean, nullable=False, server_default=sa.text("false")),
        _at("applied_at", nullable=False),
        _at("updated_at", nullable=False),
        _at("deadline_at"),
        _at("reminded_at"),
        _at("received_at"),
        _at("ended_at"),
        sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("1")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="trust_case_pkey"),
        *_case_checks(),
    )
    _case_indexes()
    protect("trust_case")


def _case_checks() -> list[sa.CheckConstraint]:
    checks = {
        "kind": "kind in ('refund_only', 'return_refund', 'exchange')",
        "reason": (
            "reason in ('no_reason', 'quality', 'damaged', 'wrong_item', 'missing', 'not_as_described', "
            "'not_received', 'agreed')"
        ),
        "state": (
            "state in ('applied', 'proposed', 'agreed', 'returning', 'received', 'reshipped', 'refunding', 'refused', "
            "'refunded', 'exchanged', 'withdrawn', 'closed')"
        ),
        "ended": "(ended_at is not null) = (state in ('refunded', 'exchanged', 'withdrawn', 'closed'))",
        "clock": (
            "(deadline_at is null) = (state in ('refunding', 'refunded', 'exchanged', 'withdrawn', 'closed'))"
        ),
        "proposal": "(state = 'proposed') = (proposed_fen is not null)",
        "proposed_from": "proposed_from in ('applied', 'received')",
        "amounts": "amount_fen >= 0 and freight_fen >= 0 and refunded_fen >= 0",
        "proposed": "proposed_fen > 0 and proposed_fen < amount_fen",
        "return_freight": "return_freight in ('none', 'claimed', 'accepted', 'declined', 'paid')",
        "return_freight_fen": "(return_freight = 'none') = (return_freight_fen = 0)",
    }
    return [sa.CheckConstraint(text, name=f"trust_case_{name}_check") for name, text in checks.items()]


def _case_indexes() -> None:
    newest = [sa.text("applied_at desc"), sa.text("id desc")]
    op.create_index("trust_case_order_id_idx", "trust_case", ["tenant_id", "order_id"])
    op.create_index("trust_case_person_idx", "trust_case", ["tenant_id", "person_id", *newest])
    op.create_index("trust_case_applied_idx", "trust_case", ["tenant_id", *newest])
    op.create_index("trust_case_state_idx", "trust_case", ["tenant_id", "state", *newest])
    op.create_index(
        "trust_case_deadline_idx", "trust_case", ["tenant_id", "deadline_at"],
        postgresql_where=sa.text("deadline_at is not null"),
    )  # fmt: skip
    op.create_index(
        "trust_case_return_freight_idx", "trust_case", ["tenant_id", "id"],
        postgresql_where=sa.text("return_freight in ('claimed', 'accepted')"),
    )  # fmt: skip
    op.create_index(
        "trust_case_refund_id_key", "trust_case", ["tenant_id", "refund_id"], unique=True,
        postgresql_where=sa.text("refund_id is not null"),
    )  # fmt: skip


def _case_line() -> None:
    op.create_table(
        "trust_case_line",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("line_id", sa.Uuid, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("amount_fen", sa.BigInteger, nullable=False),
        sa.Column("is_open", sa.Boolean, nullable=False, server_default=sa.text("true")),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", "line_id", name="trust_case_line_pkey"),
        sa.CheckConstraint("quantity > 0 and amount_fen >= 0", name="trust_case_line_positive_check"),
    )
    op.create_index(
        "trust_case_line_open_key", "trust_case_line", ["tenant_id", "line_id"], unique=True,
        postgresql_where=sa.text("is_open"),
    )  # fmt: skip
    protect("trust_case_line")


def _step() -> None:
    op.create_table(
        "trust_step",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        _at("at", nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("actor_kind", sa.Text, nullable=False),
        sa.Column("actor_id", sa.Uuid),
        sa.Column("actor_name", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("pictures", postgresql.JSONB, nullable=False),
        sa.Column("data", postgresql.JSONB, nullable=False),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="trust_step_pkey"),
        sa.CheckConstraint(
            "actor_kind in ('shopper', 'staff', 'system')", name="trust_step_actor_kind_check"
        ),
    )
    op.create_index("trust_step_case_id_idx", "trust_step", ["tenant_id", "case_id", "seq"])
    protect("trust_step")
    append_only("trust_step")


def _picture() -> None:
    op.create_table(
        "trust_picture",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid),
        sa.Column("owner_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("preview", sa.Text, nullable=False),
        _at("created_at", nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="trust_picture_pkey"),
    )
    op.create_index("trust_picture_case_id_idx", "trust_picture", ["tenant_id", "case_id"])
    op.create_index(
        "trust_picture_loose_idx", "trust_picture", ["tenant_id", "owner_id", "created_at"],
        postgresql_where=sa.text("case_id is null"),
    )  # fmt: skip
    protect("trust_picture")


def _return_address() -> None:
    op.create_table(
        "trust_return_address",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("is_default", sa.Boolean, nullable=False),
        _at("created_at", nullable=False),
        _at("updated_at", nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="trust_return_address_pkey"),
    )
    op.create_index(
        "trust_return_address_default_key", "trust_return_address", ["tenant_id"], unique=True,
        postgresql_where=sa.text("is_default"),
    )  # fmt: skip
    protect("trust_return_address")
