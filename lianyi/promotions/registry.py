"""The plays that run here: one line a play, the folder's module. Each has a `play.py` with its PLAY.

The names are resolved at first use, so that a play may use the frame's queries and actions while the frame knows no
play; the composition root resolves and checks all of them before anything is served.
"""

import importlib
from functools import cache

from lianyi.promotions.errors import PlayUnknown
from lianyi.promotions.play import GrantPlay, Play, PricePlay
from lianyi.promotions.rules import check_card
from lianyi.promotions.types import Phase

PLAYS: tuple[str, ...] = (
    "lianyi.promotions.plays.group_buy",
    "lianyi.promotions.plays.coupon",
    "lianyi.promotions.plays.flash_sale",
    "lianyi.promotions.plays.check_in",
    "lianyi.promotions.plays.bargain",
    "lianyi.promotions.plays.brand_day",
    "lianyi.promotions.plays.assist",
    "lianyi.promotions.plays.red_packet",
    "lianyi.promotions.plays.social_coupon",
)


@cache
def plays() -> dict[str, Play]:
    """Every play by its code, each checked. Raises ValueError naming the play whose declaration breaks a rule."""
    found: dict[str, Play] = {}
    for module in PLAYS:
        play = importlib.import_module(f"{module}.play").PLAY
        if not isinstance(play, PricePlay | GrantPlay):
            raise ValueError(f"{module}.play.PLAY is neither a PricePlay nor a GrantPlay")  # noqa: TRY004  a declaration is wrong, not a value's type
        if play.card.code != module.rpartition(".")[2] or play.card.code in found:
            raise ValueError(f"{module}: a play's code is the name of its folder, once")
        if isinstance(play, PricePlay) and not play.stacks_with <= set(Phase) - {play.phase}:
            raise ValueError(f"{module}: two plays of one phase never stack")
        check_card(play.card)
        found[play.card.code] = play
    return found


def play_of(code: str) -> Play:
    """The play a campaign runs. Raises PlayUnknown, also for one whose folder has been taken out."""
    found = plays().get(code)
    if found is None:
        raise PlayUnknown(play=code)
    return found


def price_play(code: str) -> PricePlay[object]:
    """As `play_of`, for what an order can ask for. Raises PlayUnknown."""
    found = play_of(code)
    if not isinstance(found, PricePlay):
        raise PlayUnknown(play=code)
    return found
