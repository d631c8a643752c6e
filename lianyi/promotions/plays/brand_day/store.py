"""Writing SQL of brand days."""

from lianyi.kit.db import Statement

# The unique index says that a date has one campaign, whoever publishes at once.
BOOK = Statement(
    """
    insert into promotions_brand_day_date (tenant_id, campaign_id, day) values (%(tenant)s, %(campaign_id)s, %(day)s)
    on conflict do nothing
    """
)
LET_GO = Statement(
    """
    update promotions_brand_day_date set over = true
    where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and not over
    """
)
