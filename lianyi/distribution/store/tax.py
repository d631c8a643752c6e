"""Writing SQL of real names and withheld tax."""

from uuid import UUID

from lianyi.distribution.queries.tax import SealedName
from lianyi.kit.db import Statement

# One statement that both waits for a twin and says whose it is: tax is worked out under this lock.
LOCK_NAME = Statement(
    """
    select id, person_id, taxpayer, name_sealed, id_sealed, verified_at from distribution_real_name
    where tenant_id = %(tenant)s and person_id = %(person_id)s and withdrawn_at is null for update
    """,
    SealedName,
)
# An ID number that another living account holds adds nothing.
ADD_NAME = Statement(
    """
    insert into distribution_real_name (tenant_id, id, person_id, taxpayer, name_sealed, id_sealed, name_masked, id_masked,
      consent_version, consented_at)
    values (%(tenant)s, %(id)s, %(person_id)s, %(taxpayer)s, %(name_sealed)s, %(id_sealed)s, %(name_masked)s,
      %(id_masked)s, %(consent_version)s, %(now)s)
    on conflict (tenant_id, taxpayer) where withdrawn_at is null do nothing
    returning id
    """,
    UUID,
)
# A name that taxed somebody stays sealed as long as tax law wants; any other goes at once.
SEAL_AWAY = Statement(
    """
    update distribution_real_name n set withdrawn_at = %(now)s, keep_until = %(keep_until)s
    where n.tenant_id = %(tenant)s and n.person_id = %(person_id)s and n.withdrawn_at is null
      and exists (select 1 from distribution_tax t where t.tenant_id = n.tenant_id and t.real_name_id = n.id
        and t.state <> 'void')
    """
)
DELETE_NAME = Statement(
    """
    delete from distribution_real_name n where n.tenant_id = %(tenant)s and n.person_id = %(person_id)s
      and n.withdrawn_at is null
      and not exists (select 1 from distribution_tax t where t.tenant_id = n.tenant_id and t.real_name_id = n.id
        and t.state <> 'void')
    """
)
VERIFIED = Statement(
    """
    update distribution_real_name n set verified_at = %(now)s
    from distribution_tax t
    where n.tenant_id = %(tenant)s and t.tenant_id = n.tenant_id and t.payout_id = %(payout_id)s
      and n.id = t.real_name_id and n.verified_at is null
    """
)
FORGET_KEPT = Statement(
    """
    delete from distribution_real_name where tenant_id = %(tenant)s and ctid = any(array(
      select ctid from distribution_real_name
      where tenant_id = %(tenant)s and keep_until <= %(today)s limit %(limit)s))
    returning id
    """,
    UUID,
)
PLAN = Statement(
    """
    insert into distribution_tax (tenant_id, payout_id, real_name_id, taxpayer, month, state, strategy, before_fen,
      gross_fen, months, base_fen, rate_bp, quick_fen, due_fen, withheld_fen, tax_fen, item, at)
    select %(tenant)s, %(payout_id)s, n.id, n.taxpayer, %(month)s, 'planned', %(strategy)s, %(before_fen)s, %(gross_fen)s,
      %(months)s, %(base_fen)s, %(rate_bp)s, %(quick_fen)s, %(due_fen)s, %(withheld_fen)s, %(tax_fen)s, %(item)s,
      %(now)s
    from distribution_real_name n where n.tenant_id = %(tenant)s and n.id = %(real_name_id)s
    """
)
END = Statement(
    """
    update distribution_tax set state = %(state)s
    where tenant_id = %(tenant)s and payout_id = %(payout_id)s and state = 'planned'
    """
)
ADD_REMITTANCE = Statement(
    """
    insert into distribution_remittance (tenant_id, id, month, tax_fen, receipt, marked_by, at)
    values (%(tenant)s, %(id)s, %(month)s, %(tax_fen)s, %(receipt)s, %(marked_by)s, %(now)s)
    """
)
NAME_MERGED = Statement(
    """
    update distribution_real_name n set person_id = %(into_person_id)s
    where n.tenant_id = %(tenant)s and n.person_id = %(from_person_id)s
      and (n.withdrawn_at is not null or not exists (select 1 from distribution_real_name o
        where o.tenant_id = n.tenant_id and o.person_id = %(into_person_id)s and o.withdrawn_at is null))
    """
)
