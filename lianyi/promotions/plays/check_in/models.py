"""Table of check-ins: a person's date is there once, whatever is tapped."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, DateTime, Index, Integer, Uuid, text

from lianyi.kit.tables import tenant_table

DAY = "promotions_check_in_day"

day = tenant_table(
    DAY,
    Column("campaign_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("day", Date, nullable=False),
    Column("nth", Integer, nullable=False),
    Column("fen", BigInteger, nullable=False),
    Column("points", BigInteger, nullable=False, server_default="0"),
    # the how-manieth make-up of its person; null for a day on which they came
    Column("made_up", Integer),
    Column("run_id", Uuid),
    Column("at", DateTime(timezone=True), nullable=False),
    CheckConstraint("nth >= 1 and fen >= 0", "amounts"),
    CheckConstraint("made_up is null or fen = 0", "made_up"),
    CheckConstraint("points >= 0 and (points = 0 or (fen = 0 and made_up is null))", "points"),
    Index(
        f"{DAY}_made_up_key", "tenant_id", "campaign_id", "person_id", "made_up", unique=True,
        postgresql_where=text("made_up is not null"),
    ),
    Index(f"{DAY}_person_idx", "tenant_id", "person_id"),
    Index(f"{DAY}_day_idx", "tenant_id", "campaign_id", "day"),
    key=("campaign_id", "person_id", "day"),
)  # fmt: skip
