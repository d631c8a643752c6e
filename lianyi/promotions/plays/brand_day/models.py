"""Table of brand days: a date is booked by one campaign at a time."""

from sqlalchemy import Boolean, Column, Date, Index, Uuid, text

from lianyi.kit.tables import tenant_table

DATE = "promotions_brand_day_date"

booked = tenant_table(
    DATE,
    Column("campaign_id", Uuid, nullable=False),
    Column("day", Date, nullable=False),
    # the campaign is over: the date may be booked anew
    Column("over", Boolean, nullable=False, server_default="false"),
    Index(f"{DATE}_day_key", "tenant_id", "day", unique=True, postgresql_where=text("not over")),
    key=("campaign_id",),
)
