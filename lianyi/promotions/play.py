"""The protocol of a play: everything the frame asks of one folder under `plays/`.

A price play changes what an order costs; a grant play gives something for an act and spends a budget. A play never
places an order: checkout takes an intent {campaign, run} and calls the frame, which calls the play.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Literal, Protocol, TypeVar
from uuid import UUID

from pydantic import BaseModel
from pydantic.config import JsonDict

from lianyi.identity.types import Shopper
from lianyi.kit.db import ReadSession, Session
from lianyi.promotions.types import (
    Adjustment,
    Asking,
    Campaign,
    Claimed,
    Claiming,
    Figure,
    Phase,
    PlayLine,
    ShareFacts,
    Usable,
    Verdict,
)
from lianyi.rulebook.campaigns import CampaignFacts

RUNS_MAX = 50
State = TypeVar("State")
SettingsT = TypeVar("SettingsT", bound=BaseModel)
SkuSettingsT = TypeVar("SkuSettingsT", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Run:
    """What a person has begun or holds, as a line of their list: a team, a coupon, a row of days.

    `key` tells it from others of its campaign. `state`: open while something of it is still to come, done when it came
    to its good end, over otherwise. `until_at`: when what is open ends. `at`: when it began.
    """

    key: str
    campaign_id: UUID
    state: Literal["open", "done", "over"]
    title: str
    line_zh: str
    line_en: str
    picture_url: str | None
    page: str
    until_at: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True)
class LivePieces:
    """What is left of a SKU now (None: no limit) and how many wait for payment; `opens_at`: of which slot, if of one."""

    sku_id: UUID
    left: int | None
    waiting: int = 0
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Live:
    """The numbers of a run or a campaign that move while somebody looks: the same for everybody, and nobody's name.

    `joined` of `need` people; both None where it is not about people.
    """

    state: str
    joined: int | None = None
    need: int | None = None
    pieces: tuple[LivePieces, ...] = ()


class WorstClaim(Protocol):
    """What a piece may cost the merchant at worst, in fen below its list price."""

    def __call__(self, settings: Any, sku: Any, price_fen: int) -> int: ...


class RulesText(Protocol):
    """The whole set of rules in plain words: (Chinese lines, English lines). Snapshotted when published."""

    def __call__(self, campaign: Campaign) -> tuple[tuple[str, ...], tuple[str, ...]]: ...


class Declares(Protocol):
    """What only the play knows of a campaign in the eyes of the law: prizes, chance, virtual goods, who else gains."""

    def __call__(self, facts: CampaignFacts, settings: Any, skus: Sequence[Any]) -> CampaignFacts: ...


@dataclass(frozen=True, slots=True)
class PlayCard(Generic[SettingsT, SkuSettingsT]):
    """What both kinds declare. `settings` and `sku_settings` draw the merchant's form from their JSON schemas.

    `shelf`: "goods" names the goods it is for, and an order may hold no others; "some" may name goods, and other lines of
    an order take no part; "none" names none. `reach`: of campaigns of the play those whose worst case touches other SKUs
    than the shelf's, with these SKUs; the shelf for those it leaves out. `assert_ready`: what keeps a campaign from
    running that its settings alone do not show; raises a refusal. It is asked in the transaction that publishes, so it may
    take there what only one campaign can have (a date), and again when the campaign is to last longer; what it has is no
    reason against it. `verdict_of`: what WeChat judges of one campaign, where its settings decide that; it claims no more
    channels than the rulebook lets it, as `verdict` does.

    For shoppers: `page` is where all of the play's campaigns stand; `listed` says which of them the play centre names
    (None: all). `mine` is what a person has of it, the newest first, RUNS_MAX at most, four statements. `live` answers
    those ids of its runs and campaigns that it knows, two statements; the frame knows runs that others help, and what is
    left of any campaign's quota. For the calendar: `tells` are the instants of a span at which it writes to people by itself;
    `spans` are the parts of a span in which one can buy by it, in order, where that is not its whole window (slots).
    """

    code: str
    title_zh: str
    title_en: str
    about_zh: str
    about_en: str
    settings: type[SettingsT]
    sku_settings: type[SkuSettingsT]
    verdict: Verdict
    worst_claim: WorstClaim
    rules_text: RulesText
    check: Callable[[SettingsT, Sequence[tuple[PlayLine, SkuSettingsT]]], None]
    share_facts: Callable[[ReadSession, UUID], Awaitable[ShareFacts | None]]
    campaign_facts: Callable[[ReadSession, Campaign], Awaitable[ShareFacts | None]]
    figures: Callable[[ReadSession, UUID], Awaitable[Sequence[Figure]]]
    declares: Declares | None = None
    shelf: Literal["goods", "some", "none"] = "goods"
    reach: Callable[[ReadSession, Sequence[Campaign]], Awaitable[Mapping[UUID, Sequence[UUID]]]] | None = None
    assert_ready: Callable[[Session, Campaign], Awaitable[None]] | None = None
    page: str | None = None
    listed: Callable[[Campaign], bool] | None = None
    mine: Callable[[ReadSession, UUID], Awaitable[Sequence[Run]]] | None = None
    live: Callable[[ReadSession, Sequence[UUID]], Awaitable[Mapping[UUID, Live]]] | None = None
    tells: Callable[[Campaign, datetime, datetime], Sequence[datetime]] | None = None
    spans: Callable[[Campaign, datetime, datetime], Sequence[tuple[datetime, datetime]]] | None = None
    verdict_of: Callable[[Any], Verdict] | None = None


@dataclass(frozen=True, slots=True)
class PricePlay(Generic[State]):
    """A play that changes what a cart costs.

    `load`: one query, raises the play's refusals (team full, not on this shelf). `quote`: pure. `claim`: one guarded
    statement in the order's transaction, before the order's row is written; it locks the run only. `release`: the order
    closed unpaid; safe to replay.

    What only some plays have: `retake` takes the run again for an order paid after it had closed, or refuses; `paid`
    hears of the payment of its own orders, so that nobody else's cost a statement; safe to replay. `offers` proposes
    what the shopper could use for lines without having come for it, three queries at most. `give` lets another campaign
    pay in this one's kind: so many fen to a person, once a key; answers the run; `gives_most` is the most it gives at a
    time, 0 for nothing. `open_runs`: runs may be used after the campaign's end; how many still can. Its worst case is
    held until there are none. `reserves`: a run holds its worth of the budget and its place of the quota before it is
    ordered (`grant`, `keep_place`), so that an order takes neither; the play gives them back.
    """

    card: PlayCard[Any, Any]
    phase: Phase
    stacks_with: frozenset[Phase]
    load: Callable[[ReadSession, Campaign, Asking], Awaitable[State]]
    quote: Callable[[State, Sequence[PlayLine]], tuple[Adjustment, ...]]
    claim: Callable[[Session, Campaign, State, Claiming], Awaitable[Claimed]]
    release: Callable[[Session, UUID], Awaitable[None]]
    retake: Callable[[Session, UUID], Awaitable[None]] | None = None
    paid: Callable[[Session, UUID], Awaitable[None]] | None = None
    offers: Callable[[ReadSession, Shopper, Sequence[PlayLine]], Awaitable[Sequence[Usable]]] | None = None
    give: Callable[[Session, Campaign, UUID, int, str], Awaitable[UUID]] | None = None
    gives_most: Callable[[Campaign], int] | None = None
    open_runs: Callable[[ReadSession, UUID], Awaitable[int]] | None = None
    reserves: bool = False


@dataclass(frozen=True, slots=True)
class GrantPlay:
    """A play that gives something for an act.

    Its own verb enters by `actions.admit` and spends by `actions.grant`, in the act's transaction.
    """

    card: PlayCard[Any, Any]


Play = PricePlay[Any] | GrantPlay


def at_prices(
    source: str, label: tuple[str, str], prices_fen: Mapping[UUID, int], lines: Sequence[PlayLine]
) -> tuple[Adjustment, ...]:
    """Each line at its SKU's price in a campaign, where that is below its own; `label` in Chinese and English. Pure."""
    return tuple(
        Adjustment(Phase.ACTIVITY, source, *label, -off_fen * line.quantity, line.sku_id)
        for line in lines
        if (off_fen := line.price_fen - prices_fen.get(line.sku_id, line.price_fen)) > 0
    )


def hints(
    zh: str, en: str, *, unit: str = "", widget: str = "", help_zh: str = "", help_en: str = "",
    choices: JsonDict | None = None,
) -> JsonDict:  # fmt: skip
    """What the console draws a field of settings with beside its schema (decision 0018). Pure.

    Its names, its unit, what it is chosen with, a line of help, and words for each choice.
    """
    words: JsonDict = {
        "x-zh": zh, "x-en": en, "x-unit": unit, "x-widget": widget, "x-help-zh": help_zh, "x-help-en": help_en,
    }  # fmt: skip
    found: JsonDict = {key: value for key, value in words.items() if value}
    return found if choices is None else {**found, "x-choices": choices}
