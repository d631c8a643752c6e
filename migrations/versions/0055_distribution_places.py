"""Places of a person: found by an index also when they left them."""

from alembic import op

revision = "0055_distribution_places"
down_revision = "0054_promotions_check_in_points"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_index(
        "distribution_shopkeeper_person_idx", "distribution_shopkeeper", ["tenant_id", "person_id"]
    )
