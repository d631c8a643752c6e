"""Tables of members."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    SmallInteger,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from lianyi.kit.tables import tenant_table


def _at(name: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


program = tenant_table(
    "members_program",
    Column("points_on", Boolean, nullable=False),
    Column("earn_per_yuan", Integer, nullable=False),
    Column("points_per_yuan", Integer, nullable=False),
    Column("share_max_bp", Integer, nullable=False),
    Column("points_months", SmallInteger, nullable=False),
    Column("window_days", SmallInteger, nullable=False),
    Column("hold_days", SmallInteger, nullable=False),
    Column("version", Integer, nullable=False),
    _at("updated_at"),
    CheckConstraint("points_per_yuan > 0 and share_max_bp between 1 and 10000", "ranges"),
    key=(),
)

level = tenant_table(
    "members_level",
    Column("id", Uuid, nullable=False),
    Column("rank", SmallInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("spend_fen", BigInteger),
    Column("orders", Integer),
    Column("points", Integer),
    Column("card_sku_id", Uuid),
    Column("card_days", SmallInteger),
    Column("off_bp", Integer, nullable=False),
    Column("points_rate_bp", Integer, nullable=False),
    Column("birthday_points", Integer, nullable=False),
    Column("freight", Text, nullable=False),
    Column("freight_from_fen", BigInteger, nullable=False),
    CheckConstraint("rank between 1 and 10", "rank"),
    CheckConstraint("off_bp between 0 and 9000", "off"),
    CheckConstraint("freight in ('none', 'from', 'free')", "freight"),
)

price = tenant_table(
    "members_price",
    Column("level_id", Uuid, nullable=False),
    Column("sku_id", Uuid, nullable=False),
    Column("price_fen", BigInteger),
    CheckConstraint("price_fen > 0", "amount"),
    key=("level_id", "sku_id"),
)

holding = tenant_table(
    "members_holding",
    Column("person_id", Uuid, nullable=False),
    Column("way", Text, nullable=False),
    Column("level_id", Uuid, nullable=False),
    _at("since_at"),
    _at("until_at", nullable=True),
    Column("warned", Boolean, nullable=False, server_default=text("false")),
    CheckConstraint("way in ('reached', 'card', 'hand')", "way"),
    Index("members_holding_until_at_idx", "tenant_id", "until_at"),
    Index("members_holding_level_id_idx", "tenant_id", "level_id"),
    key=("person_id", "way", "level_id"),
)

person = tenant_table(
    "members_person",
    Column("person_id", Uuid, nullable=False),
    Column("super_user", Boolean, nullable=False, server_default=text("false")),
    Column("owed_points", BigInteger, nullable=False, server_default=text("0")),
    Column("birth_month", SmallInteger),
    Column("birth_day", SmallInteger),
    _at("birthday_set_at", nullable=True),
    Column("birthday_year", SmallInteger, nullable=False, server_default=text("0")),
    _at("joined_at"),
    CheckConstraint("owed_points >= 0", "owed"),
    CheckConstraint("(birth_month is null) = (birth_day is null)", "birthday"),
    Index(
        "members_person_birthday_idx", "tenant_id", "birth_month", "birth_day",
        postgresql_where=text("birth_month is not null"),
    ),
    key=("person_id",),
)  # fmt: skip

change = tenant_table(
    "members_change",
    Column("id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("from_name", Text, nullable=False),
    Column("to_name", Text, nullable=False),
    _at("until_at", nullable=True),
    Column("by_id", Uuid),
    Column("by_name", Text, nullable=False),
    Column("note", Text, nullable=False),
    _at("at"),
    Index("members_change_person_id_idx", "tenant_id", "person_id", "id"),
)

earning = tenant_table(
    "members_earning",
    Column("order_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("kept_fen", BigInteger, nullable=False),
    Column("points", BigInteger, nullable=False),
    Column("earn_per_yuan", Integer, nullable=False),
    Column("rate_bp", Integer, nullable=False),
    _at("at"),
    CheckConstraint("kept_fen >= 0 and points >= 0", "amounts"),
    Index("members_earning_person_id_idx", "tenant_id", "person_id", "at"),
    key=("order_id",),
)

lot = tenant_table(
    "members_lot",
    Column("person_id", Uuid, nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("points", BigInteger, nullable=False),
    Column("warned", Boolean, nullable=False, server_default=text("false")),
    CheckConstraint("points >= 0", "points"),
    Index(
        "members_lot_expires_on_idx", "tenant_id", "expires_on", postgresql_where=text("points > 0"),
    ),
    key=("person_id", "expires_on"),
)  # fmt: skip

spend = tenant_table(
    "members_spend",
    Column("order_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("points", BigInteger, nullable=False),
    Column("worth_fen", BigInteger, nullable=False),
    Column("lines", JSONB, nullable=False),
    Column("parts", JSONB, nullable=False),
    Column("given_points", BigInteger, nullable=False, server_default=text("0")),
    Column("tries", SmallInteger, nullable=False, server_default=text("1")),
    _at("at"),
    CheckConstraint("points > 0 and worth_fen > 0", "amounts"),
    CheckConstraint("given_points between 0 and points", "given"),
    Index("members_spend_person_id_idx", "tenant_id", "person_id"),
    key=("order_id",),
)

card = tenant_table(
    "members_card",
    Column("order_id", Uuid, nullable=False),
    Column("line_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("level_id", Uuid, nullable=False),
    Column("units", Integer, nullable=False),
    Column("ended_units", Integer, nullable=False, server_default=text("0")),
    Column("days", SmallInteger, nullable=False),
    _at("at"),
    CheckConstraint("ended_units between 0 and units", "units"),
    Index("members_card_person_id_idx", "tenant_id", "person_id"),
    key=("order_id", "line_id"),
)
