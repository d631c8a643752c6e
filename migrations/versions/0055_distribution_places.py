"""Places of a person, also those they left, and accounts of one ID number, also those that took it back, by an index."""

from alembic import op

revision = "0055_distribution_places"
down_revision = "0054_promotions_check_in_points"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_index(
        "distribution_shopkeeper_person_idx", "distribution_shopkeeper", ["tenant_id", "person_id"]
    )
    op.create_index(
        "distribution_real_name_taxpayer_idx", "distribution_real_name", ["tenant_id", "taxpayer"]
    )
