"""People who sell: how they join, what they agreed to, their states, invitations, pool and picks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from tenancy import append_only, protect

revision = "0028_distribution_shopkeepers"
down_revision = "0027_ledger_by_time"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _join()
    _agreement()
    _shopkeeper()
    _step()
    _invite()
    _pool()
    _pick()


def _join() -> None:
    op.create_table(
        "distribution_join",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("ways", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("probation_days", sa.SmallInteger, nullable=False),
        sa.Column("picks_max", sa.SmallInteger, nullable=False),
        sa.Column("pool_all", sa.Boolean, nullable=False),
        sa.Column("grades", postgresql.JSONB, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "ways <@ array['everyone', 'application', 'invitation']", name="distribution_join_ways_check"
        ),
        sa.CheckConstraint("picks_max between 1 and 500", name="distribution_join_picks_check"),
        sa.CheckConstraint("probation_days between 0 and 365", name="distribution_join_probation_check"),
        sa.PrimaryKeyConstraint("tenant_id", name="distribution_join_pkey"),
    )
    protect("distribution_join")


def _agreement() -> None:
    op.create_table(
        "distribution_agreement",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("body_zh", sa.Text, nullable=False),
        sa.Column("body_en", sa.Text, nullable=False),
        sa.Column("staff_id", sa.Uuid, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "version", name="distribution_agreement_pkey"),
    )
    protect("distribution_agreement")
    append_only("distribution_agreement")


def _shopkeeper() -> None:
    op.create_table(
        "distribution_shopkeeper",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("grade", sa.SmallInteger, nullable=False),
        sa.Column("way", sa.Text, nullable=False),
        sa.Column("invited_by", sa.Uuid),
        sa.Column("invite_id", sa.Uuid),
        sa.Column("agreement_version", sa.Integer, nullable=False),
        sa.Column("adult_declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decided_words", sa.Text, server_default=sa.text("''"), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("probation_until", sa.DateTime(timezone=True)),
        sa.Column("suspended_until", sa.DateTime(timezone=True)),
        sa.Column("suspended_words", sa.Text, server_default=sa.text("''"), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True)),
        sa.Column("shop_name", sa.Text, server_default=sa.text("''"), nullable=False),
        sa.Column("shop_words", sa.Text, server_default=sa.text("''"), nullable=False),
        sa.Column("persona", sa.Text, server_default=sa.text("''"), nullable=False),
        sa.Column("cover_product_id", sa.Uuid),
        sa.Column("graded_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer, server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "(state = 'left') = (left_at is not null)", name="distribution_shopkeeper_left_check"
        ),
        sa.CheckConstraint(
            "state = 'suspended' or suspended_until is null", name="distribution_shopkeeper_suspended_check"
        ),
        sa.CheckConstraint(
            "state in ('applied', 'refused', 'probation', 'active', 'suspended', 'left')",
            name="distribution_shopkeeper_state_check",
        ),
        sa.CheckConstraint(
            "state not in ('probation', 'active') or started_at is not null",
            name="distribution_shopkeeper_started_check",
        ),
        sa.CheckConstraint(
            "way in ('everyone', 'application', 'invitation')", name="distribution_shopkeeper_way_check"
        ),
        sa.CheckConstraint("grade between 1 and 9", name="distribution_shopkeeper_grade_check"),
        sa.CheckConstraint("invited_by <> id", name="distribution_shopkeeper_invited_by_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="distribution_shopkeeper_pkey"),
    )
    op.create_index(
        "distribution_shopkeeper_invited_by_idx", "distribution_shopkeeper", ["tenant_id", "invited_by"]
    )
    op.create_index(
        "distribution_shopkeeper_person_id_key",
        "distribution_shopkeeper",
        ["tenant_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'left'"),
    )
    op.create_index(
        "distribution_shopkeeper_probation_idx",
        "distribution_shopkeeper",
        ["tenant_id", "probation_until"],
        postgresql_where=sa.text("state = 'probation'"),
    )
    op.create_index(
        "distribution_shopkeeper_state_idx",
        "distribution_shopkeeper",
        ["tenant_id", "state", "applied_at", "id"],
    )
    op.create_index(
        "distribution_shopkeeper_graded_idx",
        "distribution_shopkeeper",
        ["tenant_id", sa.text("graded_at nulls first"), "id"],
        postgresql_where=sa.text("state in ('probation', 'active')"),
    )
    op.create_index(
        "distribution_shopkeeper_suspended_idx",
        "distribution_shopkeeper",
        ["tenant_id", "suspended_until"],
        postgresql_where=sa.text("state = 'suspended'"),
    )
    protect("distribution_shopkeeper")


def _step() -> None:
    op.create_table(
        "distribution_step",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("shopkeeper_id", sa.Uuid, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("grade", sa.SmallInteger, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("by_id", sa.Uuid),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.CheckConstraint("by in ('person', 'staff', 'system')", name="distribution_step_by_check"),
        sa.PrimaryKeyConstraint("tenant_id", "seq", name="distribution_step_pkey"),
    )
    op.create_index(
        "distribution_step_shopkeeper_idx", "distribution_step", ["tenant_id", "shopkeeper_id", "at", "seq"]
    )
    protect("distribution_step")
    append_only("distribution_step")


def _invite() -> None:
    op.create_table(
        "distribution_invite",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("shopkeeper_id", sa.Uuid),
        sa.Column("staff_id", sa.Uuid),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("uses_max", sa.SmallInteger, nullable=False),
        sa.Column("used", sa.SmallInteger, server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "(shopkeeper_id is null) <> (staff_id is null)", name="distribution_invite_whose_check"
        ),
        sa.CheckConstraint("used between 0 and uses_max", name="distribution_invite_used_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="distribution_invite_pkey"),
    )
    op.create_index("distribution_invite_code_key", "distribution_invite", ["tenant_id", "code"], unique=True)
    op.create_index(
        "distribution_invite_created_idx",
        "distribution_invite",
        ["tenant_id", sa.literal_column("created_at desc"), sa.literal_column("id desc")],
    )
    op.create_index(
        "distribution_invite_shopkeeper_idx", "distribution_invite", ["tenant_id", "shopkeeper_id"]
    )
    protect("distribution_invite")


def _pool() -> None:
    op.create_table(
        "distribution_pool",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("product_id", sa.Uuid, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "product_id", name="distribution_pool_pkey"),
    )
    protect("distribution_pool")


def _pick() -> None:
    op.create_table(
        "distribution_pick",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("shopkeeper_id", sa.Uuid, nullable=False),
        sa.Column("product_id", sa.Uuid, nullable=False),
        sa.Column("place", sa.SmallInteger, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("picked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "shopkeeper_id", "product_id", name="distribution_pick_pkey"),
    )
    op.create_index("distribution_pick_product_idx", "distribution_pick", ["tenant_id", "product_id"])
    protect("distribution_pick")
