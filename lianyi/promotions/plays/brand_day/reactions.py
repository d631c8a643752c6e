"""What brand days do when campaigns are over, and who is told when one begins. Each is safe to replay."""

from datetime import timedelta

from lianyi.kit.db import Session
from lianyi.kit.ids import encode
from lianyi.kit.outbox import on
from lianyi.messages.actions import declare, notify
from lianyi.messages.types import NoticeField, NoticeKind
from lianyi.promotions import queries as promotions
from lianyi.promotions.actions import due_to_remind
from lianyi.promotions.events import CampaignEnded, CampaignStopped
from lianyi.promotions.plays.brand_day import actions, queries, rules

REMIND_BEFORE = timedelta(minutes=10)
BRAND_DAY_SOON = declare(
    NoticeKind(
        code="brand_day_soon",
        zh="品牌日开始",
        en="A brand day begins",
        exempt=False,
        quiet="wait",
        moment="remind",
        fields=(
            NoticeField("title", "品牌", "Brand", "thing"),
            NoticeField("at", "开始时间", "Begins", "time"),
        ),
        text_zh="你关注的「{title}」品牌日 {at} 开始,只有一天。",
        text_en="The brand day of “{title}” that you asked for begins at {at}, for one day.",
    )
)


@on(CampaignEnded)
async def free_when_ended(session: Session, fact: CampaignEnded) -> None:
    if fact.play == queries.PLAY:
        await actions.let_go(session, fact.campaign_id)


@on(CampaignStopped)
async def free_when_stopped(session: Session, fact: CampaignStopped) -> None:
    if fact.play == queries.PLAY:
        await actions.let_go(session, fact.campaign_id)


async def remind(session: Session, limit: int) -> int:
    """Tell who asked for a day that begins now, at most `limit`; nobody for one that does not take place any more."""
    due = await due_to_remind(session, queries.PLAY, session.now + REMIND_BEFORE, limit)
    campaigns = await promotions.campaigns(session, sorted({one.campaign_id for one in due}))
    for one in due:
        campaign = campaigns.get(one.campaign_id)
        if campaign is None or campaign.state != "published" or rules.closes_at(campaign) <= session.now:
            continue
        word = encode("cmp", one.campaign_id)
        await notify(
            session, BRAND_DAY_SOON, one.person_id, key=f"brand_day_soon:{word}", page=f"{queries.PAGE}?id={word}",
            values={"title": rules.settings_of(campaign).brand, "at": one.opens_at}, until=rules.closes_at(campaign),
        )  # fmt: skip
    return len(due)
