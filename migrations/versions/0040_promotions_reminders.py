"""Reminders are the frame's: what opens later (a slot, a day) is asked for and told in one place.

The table keeps its rows under a wider name; a view keeps the old name for programs from before, as long as one runs.
"""

from alembic import op

revision = "0040_promotions_reminders"
down_revision = "0039_distribution_own_prices"

OLD, NEW = "promotions_flash_sale_reminder", "promotions_reminder"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute(f"alter table {OLD} rename to {NEW}")
    op.execute(f"alter table {NEW} rename constraint {OLD}_pkey to {NEW}_pkey")
    op.execute(f"alter index {OLD}_due_idx rename to {NEW}_due_idx")
    op.execute(f"alter index {OLD}_person_idx rename to {NEW}_person_idx")
    op.execute(
        "create view promotions_flash_sale_reminder with (security_invoker = true) as select * from promotions_reminder"
    )
    op.execute(f"grant select, insert, update, delete on {OLD} to app")
