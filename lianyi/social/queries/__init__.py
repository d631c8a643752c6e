"""Reads of social, and the question that a domain above answers for it.

`share_orders`: how many paid orders came by each of some shares (about: their ids; shares without any are left out).
"""

from lianyi.social.queries.coming import brought, came_by_soon, people_on, share_a_device
from lianyi.social.queries.own import mine, my_figures, names_for_sharer, sharer_shown, visitors_of
from lianyi.social.queries.shares import (
    last_share_to,
    number_of,
    orders_by_share,
    person_of_visitor,
    place_of,
    same_of_person,
    share,
    share_by_token,
    share_of,
    share_orders,
    token_of,
)
from lianyi.social.queries.trees import period, reach, reach_by_day, reaches, tree, tree_figures

__all__ = [
    "brought", "came_by_soon", "last_share_to", "mine", "my_figures", "names_for_sharer", "number_of",
    "orders_by_share", "people_on", "period", "person_of_visitor", "place_of", "reach", "reach_by_day", "reaches",
    "same_of_person", "share", "share_a_device", "share_by_token", "share_of", "share_orders", "sharer_shown", "token_of",
    "tree", "tree_figures", "visitors_of",
]  # fmt: skip
