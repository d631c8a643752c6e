"""Reads of group buy: teams and seats, what the pages show, what the past says."""

from lianyi.promotions.plays.group_buy.queries.figures import campaign_facts, figures, past_teams, share_facts
from lianyi.promotions.plays.group_buy.queries.lists import (
    MyTeam,
    forming_for,
    my_teams,
    own_teams,
    staff_page,
)
from lianyi.promotions.plays.group_buy.queries.pages import (
    Face,
    StaffTeam,
    TeamLine,
    goods_of,
    my_page,
    offer,
    running_offers,
    staff_list,
    staff_team,
    team_page,
)
from lianyi.promotions.plays.group_buy.queries.shared import live, mine
from lianyi.promotions.plays.group_buy.queries.single import (
    due,
    history,
    late_choice,
    live_seats,
    members,
    merge_choice,
    my_seat,
    seat_of_order,
    seats_of_team,
    sits_elsewhere,
    team,
    team_and_live_seats,
)

__all__ = [
    "Face", "MyTeam", "StaffTeam", "TeamLine", "campaign_facts", "due", "figures", "forming_for", "goods_of", "history",
    "late_choice", "live", "live_seats", "members", "merge_choice", "mine", "my_page", "my_seat", "my_teams", "offer",
    "own_teams", "past_teams", "running_offers", "seat_of_order", "seats_of_team", "share_facts", "sits_elsewhere",
    "staff_list", "staff_page", "staff_team", "team", "team_and_live_seats", "team_page",
]  # fmt: skip
