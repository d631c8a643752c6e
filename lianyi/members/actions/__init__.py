"""The verbs of members, by topic: the program, levels of people, points, cards, what the staff does by hand."""

from lianyi.members.actions.cards import end_cards, take_cards
from lianyi.members.actions.earning import earn, lessen
from lianyi.members.actions.hands import adjust_points, set_level_by_hand, set_super_user
from lianyi.members.actions.margins import claim_new, look, restate_margin
from lianyi.members.actions.people import forget, forget_birthday, give_birthdays, merge, set_birthday
from lianyi.members.actions.points import expire, give_back, give_by_campaign, spend, spend_again, warn_points
from lianyi.members.actions.program import save_program, set_prices
from lianyi.members.actions.standing import end_levels, reassess, tell_change, warn_levels

__all__ = [
    "adjust_points", "claim_new", "earn", "end_cards", "end_levels", "expire", "forget", "forget_birthday", "give_back",
    "give_birthdays", "give_by_campaign", "lessen", "look", "merge", "reassess", "restate_margin", "save_program",
    "set_birthday", "set_level_by_hand", "set_prices", "set_super_user", "spend", "spend_again", "take_cards",
    "tell_change", "warn_levels", "warn_points",
]  # fmt: skip
