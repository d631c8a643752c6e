"""Tables of red packets: a part's key is its packet and person, whatever is tapped."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    Text,
    Uuid,
    text,
)

from lianyi.kit.tables import tenant_table

PACKET, PART = "promotions_red_packet", "promotions_red_packet_part"

packet = tenant_table(
    PACKET,
    Column("id", Uuid, nullable=False),
    Column("campaign_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    # where it came from: an order, or the Monday of a weekly event's week
    Column("order_id", Uuid),
    Column("week", Date),
    Column("split", Text, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("fen", BigInteger, nullable=False),
    Column("taken", Integer, nullable=False, server_default="0"),
    Column("state", Text, nullable=False),
    Column("grant_id", Uuid, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    CheckConstraint("state in ('open', 'taken', 'over', 'void', 'refused')", "state"),
    CheckConstraint("split in ('shared', 'own', 'lucky')", "split"),
    CheckConstraint("fen > 0 and parts > 0 and taken between 0 and parts", "parts"),
    CheckConstraint("(order_id is null) <> (week is null)", "from"),
    Index(f"{PACKET}_order_key", "tenant_id", "order_id", "campaign_id", unique=True,
          postgresql_where=text("order_id is not null")),
    Index(f"{PACKET}_week_key", "tenant_id", "campaign_id", "person_id", "week", unique=True,
          postgresql_where=text("week is not null")),
    Index(f"{PACKET}_person_idx", "tenant_id", "person_id", text("at desc"), text("id desc")),
    Index(f"{PACKET}_campaign_idx", "tenant_id", "campaign_id", text("at desc"), text("id desc")),
    Index(f"{PACKET}_due_idx", "tenant_id", "expires_at", postgresql_where=text("state = 'open'")),
)  # fmt: skip

part = tenant_table(
    PART,
    Column("packet_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("nth", Integer, nullable=False),
    Column("fen", BigInteger, nullable=False),
    # what was drawn, 0 to 9999; null where the amount was known
    Column("roll", Integer),
    Column("pays", Text, nullable=False),
    Column("run_id", Uuid),
    Column("grant_id", Uuid, nullable=False),
    # held: its packet's takers look made up, and nothing is paid before the staff have looked
    Column("state", Text, nullable=False, server_default="paid"),
    Column("channel", Text, nullable=False, server_default="mini"),
    Column("day", Date, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    CheckConstraint("state in ('held', 'due', 'paid', 'refused')", "state"),
    CheckConstraint("fen > 0 and nth > 0", "amounts"),
    CheckConstraint("roll between 0 and 9999", "roll"),
    CheckConstraint("pays in ('coupon', 'cash')", "pays"),
    Index(f"{PART}_due_idx", "tenant_id", "at", postgresql_where=text("state = 'due'")),
    Index(f"{PART}_nth_key", "tenant_id", "packet_id", "nth", unique=True),
    Index(f"{PART}_person_idx", "tenant_id", "person_id", text("at desc"), text("packet_id desc")),
    key=("packet_id", "person_id"),
)  # fmt: skip

day = tenant_table(
    "promotions_red_packet_day",
    Column("day", Date, nullable=False),
    Column("fen", BigInteger, nullable=False),
    CheckConstraint("fen >= 0", "fen"),
    key=("day",),
)

person = tenant_table(
    "promotions_red_packet_person",
    Column("person_id", Uuid, nullable=False),
    Column("day", Date, nullable=False),
    Column("count", Integer, nullable=False),
    Column("fen", BigInteger, nullable=False),
    CheckConstraint("count >= 0 and fen >= 0", "counts"),
    key=("person_id", "day"),
)
