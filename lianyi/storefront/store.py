"""Writing SQL of storefront."""

from lianyi.kit.db import Statement

ARRANGE = Statement(
    """
    insert into storefront_home (tenant_id, one, content, version, updated_at)
    select %(tenant)s, 1, %(content)s::jsonb, 1, %(now)s where %(version)s = 0
    on conflict (tenant_id, one) do nothing
    """
)
REARRANGE = Statement(
    """
    update storefront_home set content = %(content)s::jsonb, version = version + 1, updated_at = %(now)s
    where tenant_id = %(tenant)s and one = 1 and version = %(version)s
    """
)
# What a person keeps is counted: one hand at a time.
LOCK_FAVOURITES = Statement(
    """
    select pg_advisory_xact_lock(
      hashtextextended('storefront_favourite:' || %(tenant)s::text || %(person_id)s::text, 0))
    """
)
LIKE = Statement(
    """
    insert into storefront_favourite (tenant_id, person_id, product_id, at)
    select %(tenant)s, %(person_id)s, %(product_id)s, %(now)s
    where (select count(*) from storefront_favourite where tenant_id = %(tenant)s and person_id = %(person_id)s)
      < %(count_max)s
      or exists (
        select 1 from storefront_favourite
        where tenant_id = %(tenant)s and person_id = %(person_id)s and product_id = %(product_id)s)
    on conflict (tenant_id, person_id, product_id) do update set at = storefront_favourite.at
    """
)
UNLIKE = Statement(
    """
    delete from storefront_favourite
    where tenant_id = %(tenant)s and person_id = %(person_id)s and product_id = %(product_id)s
    """
)
LOOK = Statement(
    """
    insert into storefront_footprint (tenant_id, person_id, product_id, at)
    values (%(tenant)s, %(person_id)s, %(product_id)s, %(now)s)
    on conflict (tenant_id, person_id, product_id) do update set at = excluded.at
    """
)
TRIM_FOOTPRINTS = Statement(
    """
    delete from storefront_footprint f
    where f.tenant_id = %(tenant)s and f.person_id = %(person_id)s and f.at < (
      select at from storefront_footprint
      where tenant_id = %(tenant)s and person_id = %(person_id)s order by at desc offset %(kept)s limit 1)
    """
)
FORGET_FOOTPRINTS = Statement(
    "delete from storefront_footprint where tenant_id = %(tenant)s and person_id = %(person_id)s"
)
FORGET_FAVOURITES = Statement(
    "delete from storefront_favourite where tenant_id = %(tenant)s and person_id = %(person_id)s"
)
MERGE_FAVOURITES = Statement(
    """
    insert into storefront_favourite (tenant_id, person_id, product_id, at)
    select tenant_id, %(into_person_id)s, product_id, at from storefront_favourite
    where tenant_id = %(tenant)s and person_id = %(from_person_id)s
    on conflict do nothing
    """
)
