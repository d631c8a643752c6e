"""What other domains and the plays may know of campaigns. Money in fen, instants aware UTC."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, NewType
from uuid import UUID

from lianyi.identity.types import Channel, Shopper

CampaignId = NewType("CampaignId", UUID)
CampaignState = Literal["draft", "published", "paused", "stopped", "ended"]
Audience = Literal["everyone", "new_customers", "returning"]
HelpRunState = Literal["open", "ordered", "used", "over", "refused"]
HelpReview = Literal["waiting", "released", "refused"]
HelpState = Literal["counted", "held", "refused"]
HelpPhase = Literal["open", "full", "ordered", "used", "over", "refused"]


class Phase(StrEnum):
    """The order in which a quote is worked out; a later phase sees what the earlier ones left."""

    ACTIVITY = "activity"
    DISCOUNT = "discount"
    COUPON = "coupon"
    CREDIT = "credit"
    FREIGHT = "freight"
    GIFT = "gift"


@dataclass(frozen=True, slots=True)
class Intent:
    """What a shopper wants a campaign to do for an order: `run_id` names a run (a team, a coupon), None opens one."""

    campaign_id: UUID
    run_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PlayLine:
    """A line as a play sees it: list price before any play, and what campaigns of earlier phases took off all of it."""

    sku_id: UUID
    product_id: UUID
    title: str
    price_fen: int
    quantity: int
    off_fen: int = 0

    @property
    def left_fen(self) -> int:
        """What is left to pay for the whole line."""
        return self.price_fen * self.quantity - self.off_fen


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One reason why a line costs less; negative is in the shopper's favour.

    `source` is `<play>:<campaign word>`, so that every fen of a quote can be asked why.
    """

    phase: Phase
    source: str
    label_zh: str
    label_en: str
    amount_fen: int
    sku_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CampaignSku:
    """A SKU on a campaign's shelf; `settings` is the play's own per-SKU model, dumped. `quota` None: no limit of its own."""

    sku_id: UUID
    product_id: UUID
    quota: int | None
    taken: int
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign as its play reads it; `settings` is the play's own model, dumped. Limits None: none."""

    id: CampaignId
    play: str
    title: str
    state: CampaignState
    starts_at: datetime
    ends_at: datetime
    channels: tuple[Channel, ...]
    settings: dict[str, Any]
    skus: tuple[CampaignSku, ...]
    orders_per_person_max: int | None
    pieces_per_person_max: int | None
    budget_fen: int | None
    spent_fen: int
    rules_zh: tuple[str, ...]
    rules_en: tuple[str, ...]
    version: int
    audience: Audience = "everyone"
    bears_loss: bool = False

    def running(self, now: datetime) -> bool:
        return self.state == "published" and self.starts_at <= now < self.ends_at


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks a price play for what, through which door."""

    shopper: Shopper
    channel: Channel
    intent: Intent
    lines: Sequence[PlayLine]


@dataclass(frozen=True, slots=True)
class Claiming:
    """An order about to be opened. `share_id` is the share its person last came by to this campaign, if any."""

    order_id: UUID
    person_id: UUID
    asking: Asking
    discount_fen: int
    share_id: UUID | None


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a play asks of the order it joins: pay by then at the latest; `waits` keeps it in `forming` once paid.

    `pay_deadline_at` None: whatever the order's own is. `run_id` names the run the order joined or opened, for the
    campaign's figures. `more_fen`: what the order may at most be given back by rule after it was paid (the last step of
    a ladder); the budget holds it until ClaimSettled. `covered`: a grant has taken the discount out of the budget before.
    """

    pay_deadline_at: datetime | None
    waits: bool
    run_id: UUID | None = None
    more_fen: int = 0
    covered: bool = False


@dataclass(frozen=True, slots=True)
class LineTotal:
    """A line after every phase: amount before, what was taken off (negative), left = both together, never below zero."""

    sku_id: UUID
    amount_fen: int
    adjust_fen: int

    @property
    def left_fen(self) -> int:
        return self.amount_fen + self.adjust_fen


@dataclass(frozen=True, slots=True)
class Quoted:
    """Lines after every phase, and the adjustments as they really took effect; they sum to the lines' adjustments."""

    lines: tuple[LineTotal, ...]
    adjustments: tuple[Adjustment, ...]

    @property
    def left_fen(self) -> int:
        return sum(line.left_fen for line in self.lines)

    @property
    def adjust_fen(self) -> int:
        return sum(line.adjust_fen for line in self.lines)


@dataclass(frozen=True, slots=True)
class Priced:
    """What one campaign does for an order, on what earlier phases left; `state` is its play's own."""

    campaign: Campaign
    asking: Asking
    state: object
    quoted: Quoted


@dataclass(frozen=True, slots=True)
class Promised:
    """What campaigns (and a level's prices, in their phase) do for an order together: each campaign alone, and the sum.

    `leaves_open`: the phases in which something may come on top of it.
    """

    each: tuple[Priced, ...]
    quoted: Quoted
    leaves_open: frozenset[Phase] = frozenset(Phase)


@dataclass(frozen=True, slots=True)
class Usable:
    """Something a shopper could use for an order without having come for it, as a play proposes it (a coupon they have).

    `reason_zh`, `reason_en` are empty when it can be used for these lines now.
    """

    intent: Intent
    title: str
    label_zh: str
    label_en: str
    until_at: datetime | None
    reason_zh: str = ""
    reason_en: str = ""

    @property
    def ok(self) -> bool:
        return not self.reason_zh


@dataclass(frozen=True, slots=True)
class Offered:
    """A `Usable` with what it would take off these lines, in fen; 0 when it cannot be used."""

    usable: Usable
    off_fen: int


@dataclass(frozen=True, slots=True)
class Grant:
    """What a campaign gave somebody for an act, outside of an order. `held_fen`: what of the budget it holds now."""

    id: UUID
    campaign_id: UUID
    person_id: UUID
    held_fen: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """What a campaign holds for an order about to be written, and the share its person last came by, if any."""

    claimed: Claimed
    share_id: UUID | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How WeChat judges a play (platform rules 1.1, 1.2, 1.6; 1.6 is the table).

    `channels`: where it may run. `rewarded_act`: what somebody invited must have done before anybody gains by it; never
    a share or a mere opening. `outcome_known`: everybody knows beforehand what they get.
    """

    channels: frozenset[Channel]
    rewarded_act: Literal["none", "purchase", "registration_with_consent", "confirmed_help"]
    outcome_known: bool
    source: str


@dataclass(frozen=True, slots=True)
class ShareFacts:
    """What a card or poster says of a run or campaign, live: all of it true when it was read.

    A share of a run counts for its `campaign_id`. Price and goods are None where nothing is sold. Cards are Chinese;
    `line_en` is for the shop's pages, empty where the line is the shop's own words or no page says it.
    """

    title: str
    line: str
    price_fen: int | None
    market_price_fen: int | None
    product_id: UUID | None
    picture_url: str | None
    badge: str
    page: str
    ends_at: datetime | None
    campaign_id: UUID | None = None
    line_en: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One declared figure of the result page; `unit` is count, fen, bp (1/100 of a percent) or seconds."""

    key: str
    zh: str
    en: str
    value: int
    unit: Literal["count", "fen", "bp", "seconds"]


@dataclass(frozen=True, slots=True)
class SkuDraft:
    """A SKU as staff put it on a campaign's shelf; `settings` for the play's per-SKU model."""

    sku_id: UUID
    quota: int | None
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CampaignDraft:
    """A campaign as staff wrote it; `settings` for the play's model. Limits None: none.

    `bears_loss`: it may sell below cost and floor, because its budget covers the most that can come to.
    """

    play: str
    title: str
    starts_at: datetime
    ends_at: datetime
    channels: tuple[Channel, ...]
    settings: dict[str, Any]
    skus: tuple[SkuDraft, ...]
    audience: Audience = "everyone"
    orders_per_person_max: int | None = None
    pieces_per_person_max: int | None = None
    budget_fen: int | None = None
    bears_loss: bool = False


@dataclass(frozen=True, slots=True)
class HelpTerms:
    """Who may help a run and how often, as its play's settings say; kept with the run, so that nobody changes them later.

    `need` steps in all; a new customer's help counts for `weight_new` of them. `runs_max`: runs each in the campaign.
    `per_person_max`, `per_day_max`: helps each in the campaign. `early`: its owner may use it before it is full.
    """

    need: int
    runs_max: int
    per_person_max: int
    per_day_max: int
    weight_new: int = 1
    only_new: bool = False
    early: bool = False


@dataclass(frozen=True, slots=True)
class HelpRun:
    """A run that others help. `taken` steps of `need`, by `people`; helped until `closes_at`, of use until `ends_at`.

    `about`: what it is about (a SKU). `reasons`: why the staff were asked to look at it. `order_id`: its last order.
    """

    id: UUID
    campaign_id: UUID
    play: str
    person_id: UUID
    about: UUID | None
    need: int
    taken: int
    people: int
    weight_new: int
    only_new: bool
    per_person_max: int
    per_day_max: int
    early: bool
    state: HelpRunState
    review: HelpReview | None
    reasons: list[str]
    review_words: str
    opened_at: datetime
    closes_at: datetime
    ends_at: datetime
    filled_at: datetime | None
    order_id: UUID | None

    @property
    def missing(self) -> int:
        """Steps until it is full."""
        return self.need - self.taken


@dataclass(frozen=True, slots=True)
class Marks:
    """What is known of the phone in somebody's hand: its own number, and its network as a keyed word (empty: unknown)."""

    device: UUID
    network: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    """A confirmed help: `steps` of the run from `first` (0 is the first). `device` None: its marks are forgotten.

    `is_new`: has never bought here; `fresh`: joined within the hour; `others`: people who helped on this device before.
    """

    run_id: UUID
    person_id: UUID
    device: UUID | None
    network: str
    is_new: bool
    fresh: bool
    others: int
    first: int
    steps: int
    state: HelpState
    at: datetime
