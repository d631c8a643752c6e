"""What shoppers ask of all plays at once: what runs, what is theirs, which numbers move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from lianyi.identity.types import Channel
from lianyi.kit.db import ReadSession
from lianyi.promotions import registry, rules
from lianyi.promotions.errors import LiveUnknown
from lianyi.promotions.play import Live, LivePieces, Play, Run
from lianyi.promotions.queries.campaigns import campaigns, running
from lianyi.promotions.queries.helping import help_runs
from lianyi.promotions.types import Campaign, ShareFacts

EACH_MAX = 12


@dataclass(frozen=True, slots=True)
class Offering:
    """A running campaign in the play centre. `facts` None: it sells nothing. `not_here`: why not through this door."""

    campaign: Campaign
    facts: ShareFacts | None
    not_here: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """A play with what runs of it, the first to end first, EACH_MAX at most; `count` is how many there are."""

    play: Play
    count: int
    offerings: tuple[Offering, ...]


async def centre(session: ReadSession, channel: Channel) -> list[Shelf]:
    """Everything that runs now, by play. One statement, and one or two for each campaign shown."""
    found: dict[str, list[Campaign]] = {code: [] for code in registry.plays()}
    for campaign in await running(session):
        card = registry.plays()[campaign.play].card if campaign.play in found else None
        if card is not None and (card.listed is None or card.listed(campaign)):
            found[campaign.play].append(campaign)
    shelves = []
    for code, each in found.items():
        play = registry.play_of(code)
        offerings = [await _offering(session, play, one, channel) for one in each[:EACH_MAX]]
        if offerings:
            shelves.append(Shelf(play, len(each), tuple(offerings)))
    return shelves


async def _offering(session: ReadSession, play: Play, campaign: Campaign, channel: Channel) -> Offering:
    return Offering(
        campaign, await play.card.campaign_facts(session, campaign),
        rules.reason_against(rules.verdict_of(play.card, campaign.settings), campaign.channels, channel),
    )  # fmt: skip


async def mine(session: ReadSession, person_id: UUID) -> list[tuple[Play, Run]]:
    """What a person has in every play, the newest first. At most four statements a play that keeps runs."""
    found = [
        (play, run)
        for play in registry.plays().values()
        if play.card.mine is not None
        for run in await play.card.mine(session, person_id)
    ]
    return sorted(found, key=_newest, reverse=True)


def _newest(one: tuple[Play, Run]) -> tuple[float, str]:
    return one[1].at.timestamp(), one[1].key


async def live(session: ReadSession, code: str, ids: Sequence[UUID]) -> dict[UUID, Live]:
    """The moving numbers of runs and campaigns of one play; what there is not, or is a draft, is left out.

    A run that others help tells its steps. Four statements however many. Raises PlayUnknown.
    """
    play = registry.play_of(code)
    known: Mapping[UUID, Live] = await play.card.live(session, ids) if play.card.live is not None else {}
    found = dict(known)
    for run in (await help_runs(session, [one for one in ids if one not in found])).values():
        if run.play == code:
            found[run.id] = Live(run.state, run.taken, run.need)
    rest = [one for one in ids if one not in found]
    for campaign in (await campaigns(session, rest)).values():
        if campaign.play == code and campaign.state != "draft":
            found[campaign.id] = _left_of(campaign)
    return found


def _left_of(campaign: Campaign) -> Live:
    return Live(
        campaign.state,
        pieces=tuple(
            LivePieces(sku.sku_id, None if sku.quota is None else max(sku.quota - sku.taken, 0))
            for sku in campaign.skus
        ),
    )


async def live_one(session: ReadSession, code: str, run_id: UUID) -> Live:
    """As `live`, of one. Raises PlayUnknown, LiveUnknown."""
    found = (await live(session, code, [run_id])).get(run_id)
    if found is None:
        raise LiveUnknown
    return found
