"""What happened to a campaign. The subject is the campaign."""

from dataclasses import dataclass
from uuid import UUID

from lianyi.kit.outbox import event


@event("promotions.campaign_published", subject="campaign_id")
@dataclass(frozen=True, slots=True)
class CampaignPublished:
    campaign_id: UUID
    play: str


@event("promotions.campaign_stopped", subject="campaign_id")
@dataclass(frozen=True, slots=True)
class CampaignStopped:
    """Taken off at once, by the staff or by WeChat; runs that were begun go on by their rules, new ones do not."""

    campaign_id: UUID
    play: str
    reason: str


@event("promotions.campaign_ended", subject="campaign_id")
@dataclass(frozen=True, slots=True)
class CampaignEnded:
    """Its window has passed, or the staff ended it."""

    campaign_id: UUID
    play: str


@event("promotions.claim_settled", subject="order_id")
@dataclass(frozen=True, slots=True)
class ClaimSettled:
    """What was open of an order's discount is known: `given_fen` went back by rule. A play tells it, the frame hears it."""

    order_id: UUID
    given_fen: int


@event("promotions.claim_lost", subject="order_id")
@dataclass(frozen=True, slots=True)
class ClaimLost:
    """An order was paid after it had closed, and meanwhile its campaign has given its place to somebody else."""

    order_id: UUID
    campaign_id: UUID


@event("promotions.claim_over", subject="order_id")
@dataclass(frozen=True, slots=True)
class ClaimOver:
    """An order that took something of a campaign has closed: it is given back in a transaction of its own."""

    order_id: UUID
    refunded: bool


@event("promotions.help_counted", subject="run_id")
@dataclass(frozen=True, slots=True)
class HelpCounted:
    """Somebody helped; `full`: nobody is missing any more."""

    run_id: UUID
    play: str
    person_id: UUID
    full: bool


@event("promotions.help_run_held", subject="run_id")
@dataclass(frozen=True, slots=True)
class HelpRunHeld:
    """Its helps look made up: nothing of it is given until the staff have looked."""

    run_id: UUID
    play: str


@event("promotions.help_run_reviewed", subject="run_id")
@dataclass(frozen=True, slots=True)
class HelpRunReviewed:
    """The staff released a held run, or refused it for good."""

    run_id: UUID
    play: str
    released: bool


@event("promotions.help_run_ended", subject="run_id")
@dataclass(frozen=True, slots=True)
class HelpRunEnded:
    """Its time passed and nothing was made of it."""

    run_id: UUID
    play: str


@event("promotions.prize_due", subject="grant_id")
@dataclass(frozen=True, slots=True)
class PrizeDue:
    """A campaign owes somebody money, `gross_fen` before tax. Who pays asks the person to confirm, and withholds the tax.

    `channel`: where they stood, so that they can confirm there. `title`: the campaign's name, which WeChat is told.
    """

    grant_id: UUID
    campaign_id: UUID
    person_id: UUID
    gross_fen: int
    channel: str
    title: str
