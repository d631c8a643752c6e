"""A person's yearly statement reads all names they ever gave, also those that were taken back."""

from alembic import op

revision = "0059_distribution_name_person"
down_revision = "0058_catalog_sold"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_index("distribution_real_name_person_idx", "distribution_real_name", ["tenant_id", "person_id"])
