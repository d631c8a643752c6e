"""${message}

Forward only. Compatible with the code before it: add nullable or defaulted columns, never rename or drop in the same
release; backfill in a job, not here. No application imports: history must not change when the application does.
"""

import sqlalchemy as sa
from alembic import op
from tenancy import protect

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute("set local statement_timeout = '60s'")
    ${upgrades if upgrades else "protect('…')"}
