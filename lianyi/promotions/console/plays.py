"""The plays there are, for the console's forms."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from lianyi.identity.edges import require
from lianyi.identity.types import Channel, Staff
from lianyi.kit.http import Language, edge
from lianyi.promotions import registry, rules
from lianyi.promotions.play import Play, PricePlay

plays_router = edge("/api/console", tags=["console: campaigns"])
Reader = Annotated[Staff, require("campaigns.read")]


class VerdictOut(BaseModel):
    channels: list[Channel]
    rewarded_act: str
    outcome_known: bool
    source: str


class ChannelRuling(BaseModel):
    """Whether a play may run in a channel at all, with the reason in both languages."""

    channel: Channel
    allowed: bool
    zh: str
    en: str


class PlayOut(BaseModel):
    """A play as its forms need it; the schemas are JSON schemas with `x-zh`, `x-en`, `x-unit`, `x-widget`.

    `shelf`: whether a campaign names goods, may name some, or none. `gives`: whether other campaigns can pay in its kind.
    """

    code: str
    title: str
    title_zh: str
    title_en: str
    about: str
    about_zh: str
    about_en: str
    kind: Literal["price", "grant"]
    phase: str | None
    stacks_with: list[str]
    shelf: Literal["goods", "some", "none"]
    gives: bool
    schema_: dict[str, Any] = Field(serialization_alias="schema")
    sku_schema: dict[str, Any]
    verdict: VerdictOut
    channel_words: list[ChannelRuling]


@plays_router.get("/plays")
async def plays(_staff: Reader, language: Language) -> list[PlayOut]:
    """The plays of this system: what their forms ask, and where each may run."""
    return [_play_out(play, language) for play in registry.plays().values()]


def _play_out(play: Play, language: str) -> PlayOut:
    card = play.card
    is_price = isinstance(play, PricePlay)
    return PlayOut(
        code=card.code, title=card.title_en if language == "en" else card.title_zh, title_zh=card.title_zh,
        title_en=card.title_en, about=card.about_en if language == "en" else card.about_zh, about_zh=card.about_zh,
        about_en=card.about_en, kind="price" if is_price else "grant",
        phase=play.phase.value if isinstance(play, PricePlay) else None,
        stacks_with=sorted(play.stacks_with) if isinstance(play, PricePlay) else [],
        shelf=card.shelf, gives=isinstance(play, PricePlay) and play.give is not None,
        schema_=card.settings.model_json_schema(), sku_schema=card.sku_settings.model_json_schema(),
        verdict=VerdictOut(
            channels=sorted(card.verdict.channels), rewarded_act=card.verdict.rewarded_act,
            outcome_known=card.verdict.outcome_known, source=card.verdict.source,
        ),
        channel_words=[
            ChannelRuling(channel=channel, allowed=ruling.allowed, zh=ruling.zh, en=ruling.en)
            for channel, ruling in rules.rulings(card.verdict).items()
        ],
    )  # fmt: skip
