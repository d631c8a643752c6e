"""What a campaign's budget holds for grants: kept by key, once."""

from uuid import UUID

from lianyi.kit.db import Statement

# The row that is there already answers with its own id, so that an act told twice is paid once.
GRANT = Statement(
    """
    insert into promotions_grant (tenant_id, id, campaign_id, person_id, key, given_fen, held_fen, at)
    values (%(tenant)s, %(id)s, %(campaign_id)s, %(person_id)s, %(key)s, %(fen)s, %(fen)s, %(now)s)
    on conflict (tenant_id, campaign_id, key) do update set key = excluded.key
    returning id
    """,
    UUID,
)
SPEND = Statement(
    """
    update promotions_budget set spent_fen = spent_fen + %(fen)s
    where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and spent_fen + %(fen)s <= budget_fen
    """
)
KEEP = Statement(
    """
    with was as (
      select id, campaign_id, held_fen from promotions_grant
      where tenant_id = %(tenant)s and id = %(id)s and held_fen > %(keep_fen)s for update
    ), now_held as (
      update promotions_grant g set held_fen = %(keep_fen)s from was
      where g.tenant_id = %(tenant)s and g.id = was.id returning was.campaign_id, was.held_fen
    )
    update promotions_budget b set spent_fen = b.spent_fen - (n.held_fen - %(keep_fen)s)
    from now_held n where b.tenant_id = %(tenant)s and b.campaign_id = n.campaign_id
    """
)
MERGE_GRANTS = Statement(
    """
    update promotions_grant set person_id = %(into_person_id)s
    where tenant_id = %(tenant)s and person_id = %(from_person_id)s
    """
)
