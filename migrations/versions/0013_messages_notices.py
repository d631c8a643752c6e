"""Notices, the consents they use up, each person's daily budget and switches, and how a shop sends them.

An order remembers that its shopper was reminded of paying.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from tenancy import protect

revision = "0013_messages_notices"
down_revision = "0012_storefront"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _notice()
    _consent()
    _person()
    _arrangement()
    op.add_column("orders_order", _at("reminded_at"))


def _at(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _notice() -> None:
    op.create_table(
        "messages_notice",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("page", sa.Text, nullable=False),
        sa.Column("data", postgresql.JSONB, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("errcode", sa.Integer),
        sa.Column("app", sa.Text),
        sa.Column("template_id", sa.Text),
        sa.Column("budget_day", sa.Date),
        sa.Column("msg_id", sa.Text),
        sa.Column("tries", sa.SmallInteger, nullable=False, server_default=sa.text("0")),
        _at("created_at", nullable=False),
        _at("try_at"),
        _at("until_at"),
        _at("sent_at"),
        _at("read_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="messages_notice_pkey"),
        sa.CheckConstraint(
            "state in ('queued', 'waiting', 'sending', 'sent', 'skipped', 'failed')",
            name="messages_notice_state_check",
        ),
        sa.CheckConstraint("app in ('mini', 'official')", name="messages_notice_app_check"),
        sa.CheckConstraint(
            "(try_at is not null) = (state in ('queued', 'waiting', 'sending'))",
            name="messages_notice_due_check",
        ),
    )
    op.create_index(
        "messages_notice_kind_key_key", "messages_notice", ["tenant_id", "kind", "key"], unique=True
    )
    op.create_index("messages_notice_person_id_idx", "messages_notice", ["tenant_id", "person_id", "id"])
    op.create_index("messages_notice_state_idx", "messages_notice", ["tenant_id", "state", "id"])
    op.create_index("messages_notice_created_at_idx", "messages_notice", ["tenant_id", "created_at"])
    op.create_index(
        "messages_notice_try_at_idx", "messages_notice", ["tenant_id", "try_at"],
        postgresql_where=sa.text("try_at is not null"),
    )  # fmt: skip
    protect("messages_notice")


def _consent() -> None:
    op.create_table(
        "messages_consent",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("app", sa.Text, nullable=False),
        sa.Column("template_id", sa.Text, nullable=False),
        sa.Column("by_client", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("by_push", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("used", sa.Integer, nullable=False, server_default=sa.text("0")),
        _at("updated_at", nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "person_id", "app", "template_id", name="messages_consent_pkey"),
        sa.CheckConstraint("app in ('mini', 'official')", name="messages_consent_app_check"),
        sa.CheckConstraint(
            "used >= 0 and used <= greatest(by_client, by_push)", name="messages_consent_used_check"
        ),
    )
    protect("messages_consent")


def _person() -> None:
    op.create_table(
        "messages_budget",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("spent", sa.SmallInteger, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "person_id", "day", name="messages_budget_pkey"),
        sa.CheckConstraint("spent >= 0", name="messages_budget_spent_check"),
    )
    op.create_index("messages_budget_day_idx", "messages_budget", ["tenant_id", "day"])
    protect("messages_budget")
    op.create_table(
        "messages_switch",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        _at("off_at", nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "person_id", "kind", name="messages_switch_pkey"),
    )
    protect("messages_switch")


def _arrangement() -> None:
    op.create_table(
        "messages_kind",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("is_on", sa.Boolean, nullable=False),
        sa.Column("mini_template_id", sa.Text),
        sa.Column("mini_keys", postgresql.JSONB),
        sa.Column("official_template_id", sa.Text),
        sa.Column("official_keys", postgresql.JSONB),
        _at("updated_at", nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "code", name="messages_kind_pkey"),
    )
    protect("messages_kind")
    op.create_table(
        "messages_setting",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("quiet_from", sa.SmallInteger, nullable=False),
        sa.Column("quiet_to", sa.SmallInteger, nullable=False),
        sa.Column("daily_budget", sa.SmallInteger, nullable=False),
        _at("updated_at", nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name="messages_setting_pkey"),
        sa.CheckConstraint(
            "quiet_from between 0 and 1439 and quiet_to between 0 and 1439 and daily_budget between 0 and 100",
            name="messages_setting_ranges_check",
        ),
    )
    protect("messages_setting")
