"""Reads of members, by topic; and what a level does to prices, worked out without asking anybody."""

from lianyi.members.queries.benefits import (
    benefits,
    benefits_soon,
    freight_off_fen,
    member_price_fen,
    off_fen,
    points_offer,
    points_worth_fen,
    spend_lines,
    spent_worth_soon,
)
from lianyi.members.queries.cards import cards, cards_of_person
from lianyi.members.queries.lists import (
    MemberFilter,
    level_figures,
    member_page,
    points_figures,
    priced_skus,
    prices_thin,
)
from lianyi.members.queries.program import level, level_words, levels, program, rules_text, sku_prices
from lianyi.members.queries.standing import changes, count_of, holdings, points_lots, standing, statement

__all__ = [
    "MemberFilter", "benefits", "benefits_soon", "cards", "cards_of_person", "changes", "count_of", "freight_off_fen",
    "holdings", "level", "level_figures", "level_words", "levels", "member_page", "member_price_fen", "off_fen",
    "points_figures", "points_lots", "points_offer", "points_worth_fen", "priced_skus", "prices_thin", "program",
    "rules_text", "sku_prices", "spend_lines", "spent_worth_soon", "standing", "statement",
]  # fmt: skip
