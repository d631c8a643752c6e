"""Who shared what, and who came by it; and the consent to be named to whoever shared."""

import sqlalchemy as sa
from alembic import op
from tenancy import protect

revision = "0014_social"
down_revision = "0013_messages_notices"

CONSENTS = "kind in ('terms', 'privacy', 'marketing', 'personalisation', 'shown_to_sharer')"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _share()
    _visit()
    _visitor()
    op.drop_constraint("identity_consent_kind_check", "identity_consent", type_="check")
    op.create_check_constraint("identity_consent_kind_check", "identity_consent", CONSENTS)


def _share() -> None:
    op.create_table(
        "social_share",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("made_by", sa.Uuid, nullable=False),
        sa.Column("sharer_visitor_id", sa.Uuid),
        sa.Column("sharer_person_id", sa.Uuid),
        sa.Column("target_kind", sa.Text, nullable=False),
        sa.Column("target_id", sa.Uuid),
        sa.Column("campaign_id", sa.Uuid),
        sa.Column("parent_id", sa.Uuid),
        sa.Column("root_id", sa.Uuid, nullable=False),
        sa.Column("depth", sa.SmallInteger, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("shows_sharer", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="social_share_pkey"),
        sa.CheckConstraint("depth between 0 and 255", name="social_share_depth_check"),
        sa.CheckConstraint("(parent_id is null) = (root_id = id)", name="social_share_root_check"),
        sa.CheckConstraint("parent_id <> id", name="social_share_parent_check"),
        sa.CheckConstraint("channel in ('mini', 'wechat_h5', 'h5')", name="social_share_channel_check"),
        sa.UniqueConstraint("tenant_id", "number", name="social_share_tenant_id_number_key"),
    )
    op.create_index(
        "social_share_node_key",
        "social_share",
        ["tenant_id", "made_by", "target_kind", "target_id", "campaign_id", "parent_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_index("social_share_sharer_visitor_id_idx", "social_share", ["tenant_id", "sharer_visitor_id"])
    op.create_index(
        "social_share_sharer_person_id_idx", "social_share", ["tenant_id", "sharer_person_id", "id"]
    )
    op.create_index("social_share_parent_id_idx", "social_share", ["tenant_id", "parent_id"])
    opened = {"postgresql_where": sa.text("opened_at is not null")}
    op.create_index(
        "social_share_campaign_id_idx", "social_share", ["tenant_id", "campaign_id", "id"], **opened
    )
    op.create_index(
        "social_share_target_idx", "social_share", ["tenant_id", "target_kind", "target_id", "id"], **opened
    )
    op.create_index(
        "social_share_unopened_idx",
        "social_share",
        ["tenant_id", "created_at"],
        postgresql_where=sa.text("opened_at is null"),
    )
    protect("social_share")


def _visit() -> None:
    op.create_table(
        "social_visit",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("share_id", sa.Uuid, nullable=False),
        sa.Column("visitor_id", sa.Uuid, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("person_id", sa.Uuid),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("scene", sa.Integer),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("opens", sa.Integer, nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "share_id", "visitor_id", "day", name="social_visit_pkey"),
        sa.CheckConstraint("kind in ('human', 'self', 'robot')", name="social_visit_kind_check"),
        sa.CheckConstraint("opens > 0", name="social_visit_opens_check"),
    )
    op.create_index("social_visit_visitor_id_idx", "social_visit", ["tenant_id", "visitor_id", "at"])
    op.create_index("social_visit_person_id_idx", "social_visit", ["tenant_id", "person_id", "at"])
    op.create_index("social_visit_day_idx", "social_visit", ["tenant_id", "day"])
    protect("social_visit")


def _visitor() -> None:
    op.create_table(
        "social_visitor",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("visitor_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minute_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minute_opens", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "visitor_id", name="social_visitor_pkey"),
    )
    op.create_index("social_visitor_person_id_idx", "social_visitor", ["tenant_id", "person_id"])
    op.create_index("social_visitor_seen_at_idx", "social_visitor", ["tenant_id", "seen_at"])
    protect("social_visitor")
