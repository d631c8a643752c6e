"""Pictures, kept once per content."""

import sqlalchemy as sa
from alembic import op
from tenancy import protect

revision = "0004_media"
down_revision = "0003_messages"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _asset()


def _asset() -> None:
    op.create_table(
        "media_asset",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("mime", sa.Text, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("preview", sa.Text, nullable=False),
        sa.Column("created_by", sa.Uuid),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="media_asset_pkey"),
        sa.UniqueConstraint("tenant_id", "sha256", name="media_asset_tenant_id_sha256_key"),
    )
    op.create_index("media_asset_created_idx", "media_asset", ["tenant_id", "created_at", "id"])
    protect("media_asset")
