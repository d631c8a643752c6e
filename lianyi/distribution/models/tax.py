"""Real names, sealed, and the tax withheld of each pay-out. `taxpayer` is a keyed hash of the ID number."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    Uuid,
    text,
)

from lianyi.kit.tables import tenant_table


def _at(name: str, *, nullable: bool = True) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def _fen(name: str) -> Column[object]:
    return Column(name, BigInteger, nullable=False)


# A withdrawn name is kept apart, sealed, only while tax records need it; nobody is paid by it.
real_name = tenant_table(
    "distribution_real_name",
    Column("id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("taxpayer", LargeBinary, nullable=False),
    Column("name_sealed", LargeBinary, nullable=False),
    Column("id_sealed", LargeBinary, nullable=False),
    Column("name_masked", Text, nullable=False),
    Column("id_masked", Text, nullable=False),
    Column("consent_version", Integer, nullable=False),
    _at("consented_at", nullable=False),
    _at("verified_at"),
    _at("withdrawn_at"),
    Column("keep_until", Date),
    CheckConstraint("(withdrawn_at is null) = (keep_until is null)", name="kept"),
    Index(
        "distribution_real_name_person_key", "tenant_id", "person_id", unique=True,
        postgresql_where=text("withdrawn_at is null"),
    ),
    Index(
        "distribution_real_name_taxpayer_key", "tenant_id", "taxpayer", unique=True,
        postgresql_where=text("withdrawn_at is null"),
    ),
    # who else gave this ID number, also when it was taken back
    Index("distribution_real_name_taxpayer_idx", "tenant_id", "taxpayer"),
    # all that somebody gave, also what was taken back: their year's statement
    Index("distribution_real_name_person_idx", "tenant_id", "person_id"),
    Index(
        "distribution_real_name_keep_idx", "tenant_id", "keep_until",
        postgresql_where=text("keep_until is not null"),
    ),
)  # fmt: skip

tax = tenant_table(
    "distribution_tax",
    Column("payout_id", Uuid, nullable=False),
    Column("real_name_id", Uuid, nullable=False),
    Column("taxpayer", LargeBinary, nullable=False),
    Column("month", Date, nullable=False),
    Column("state", Text, nullable=False),
    Column("strategy", Text, nullable=False),
    # what kind of income: commission (劳务报酬), or a prize (偶然所得) whose transfer `payout_id` names
    Column("item", Text, nullable=False, server_default="labour"),
    _fen("before_fen"),
    _fen("gross_fen"),
    Column("months", SmallInteger, nullable=False),
    _fen("base_fen"),
    Column("rate_bp", SmallInteger, nullable=False),
    _fen("quick_fen"),
    _fen("due_fen"),
    _fen("withheld_fen"),
    _fen("tax_fen"),
    _at("at", nullable=False),
    CheckConstraint("state in ('planned', 'withheld', 'void')", name="state"),
    CheckConstraint("strategy in ('once', 'cumulative')", name="strategy"),
    CheckConstraint("item in ('labour', 'prize')", name="item"),
    CheckConstraint("tax_fen = greatest(due_fen - withheld_fen, 0)", name="tax"),
    CheckConstraint("extract(day from month) = 1", name="month"),
    Index("distribution_tax_taxpayer_idx", "tenant_id", "taxpayer", "month"),
    Index("distribution_tax_month_idx", "tenant_id", "month"),
    Index("distribution_tax_name_idx", "tenant_id", "real_name_id"),
    key=("payout_id",),
)

remittance = tenant_table(
    "distribution_remittance",
    Column("id", Uuid, nullable=False),
    Column("month", Date, nullable=False),
    _fen("tax_fen"),
    Column("receipt", Text, nullable=False),
    Column("marked_by", Text, nullable=False),
    _at("at", nullable=False),
    CheckConstraint("tax_fen > 0", name="tax"),
    Index("distribution_remittance_month_idx", "tenant_id", "month"),
)
