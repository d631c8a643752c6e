"""Reads of identity, and the questions that domains above answer for it.

`own_data`: what a domain keeps of a person, for the export (about: the person's id; answer: plain JSON).
`opening_steps`: what is left to do before the first sale (`has_product`, `has_freight`, …).
`person_figures`: orders and paid fen for a list of people. `shop_facts`: more facts for the shop's front page.
"""

from lianyi.identity.queries.approvals import approval, approvals, approvals_waiting, deciders, is_shared
from lianyi.identity.queries.people import (
    address_for,
    addresses_of,
    addresses_soon,
    consents_of,
    export_person,
    me,
    openid_of,
    people_brief,
    person,
    person_of_openid,
    person_phone_context,
    phone_purpose,
    search_people,
    who_agreed,
)
from lianyi.identity.queries.principals import (
    shopper_of,
    shopper_sessions,
    shoppers_of,
    staff_list,
    staff_of,
    staff_sessions,
)
from lianyi.identity.queries.questions import opening_steps, own_data, person_figures, shop_facts
from lianyi.identity.queries.records import Wanted, access_page, audit_page, witnesses
from lianyi.identity.queries.shops import (
    document,
    every_tenant,
    forget_slugs,
    opening,
    push_keys,
    tenant,
    tenant_by_slug,
    tenant_id_by_slug,
    tenant_soon,
    versions,
    wechat_app,
    wechat_app_views,
    wechat_appids,
)

__all__ = [
    "Wanted",
    "access_page",
    "address_for",
    "addresses_of",
    "addresses_soon",
    "approval",
    "approvals",
    "approvals_waiting",
    "audit_page",
    "consents_of",
    "deciders",
    "document",
    "every_tenant",
    "export_person",
    "forget_slugs",
    "is_shared",
    "me",
    "openid_of",
    "opening",
    "opening_steps",
    "own_data",
    "people_brief",
    "person",
    "person_figures",
    "person_of_openid",
    "person_phone_context",
    "phone_purpose",
    "push_keys",
    "search_people",
    "shop_facts",
    "shopper_of",
    "shopper_sessions",
    "shoppers_of",
    "staff_list",
    "staff_of",
    "staff_sessions",
    "tenant",
    "tenant_by_slug",
    "tenant_id_by_slug",
    "tenant_soon",
    "versions",
    "wechat_app",
    "wechat_app_views",
    "wechat_appids",
    "who_agreed",
    "witnesses",
]  # fmt: skip
