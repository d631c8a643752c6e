"""Orders by the share they came by. Cards and posters are files and have no table."""

import sqlalchemy as sa
from alembic import op

revision = "0019_content"
down_revision = "0018_promotions_group_buy"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_index(
        "promotions_claim_share_id_idx",
        "promotions_claim",
        ["tenant_id", "share_id"],
        postgresql_where=sa.text("share_id is not null"),
    )
