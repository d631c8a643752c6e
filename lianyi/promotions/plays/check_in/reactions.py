"""What check-ins do when people merge, and who is reminded of a day. Each is safe to replay."""

from lianyi.identity.events import PersonMerged
from lianyi.kit.clock import business_day, day_bounds
from lianyi.kit.db import Session
from lianyi.kit.outbox import on
from lianyi.messages.actions import declare, notify
from lianyi.messages.types import NoticeField, NoticeKind
from lianyi.promotions import queries as promotions
from lianyi.promotions.actions import due_to_remind
from lianyi.promotions.plays.check_in import queries, store

CHECK_IN_DUE = declare(
    NoticeKind(
        code="check_in_due",
        zh="签到提醒",
        en="Check-in reminder",
        exempt=False,
        quiet="wait",
        moment="remind",
        fields=(
            NoticeField("title", "活动", "Campaign", "thing"),
            NoticeField("until", "今天截止", "Until", "time"),
        ),
        text_zh="你要的签到提醒:「{title}」今天还没签,{until} 截止。",
        text_en="You asked to be reminded: you have not checked in today with “{title}”; it closes at {until}.",
    )
)


@on(PersonMerged)
async def merge_days(session: Session, fact: PersonMerged) -> None:
    people = {"from_person_id": fact.from_person_id, "into_person_id": fact.into_person_id}
    await session.later(store.MERGE, **people)


async def remind(session: Session, limit: int) -> int:
    """Tell who asked for today and has not come, at most `limit`; nobody for a campaign that does not run any more."""
    due = await due_to_remind(session, queries.PLAY, session.now, limit)
    today = business_day(session.now)
    campaigns = await promotions.campaigns(session, sorted({one.campaign_id for one in due}))
    here = await queries.came(session, today, [one.person_id for one in due]) if due else set()
    for one in due:
        campaign = campaigns.get(one.campaign_id)
        if campaign is None or not campaign.running(session.now) or (one.campaign_id, one.person_id) in here:
            continue
        if business_day(one.opens_at) != today:
            continue  # the worker was away: a day that has passed is no news
        until = min(day_bounds(today)[1], campaign.ends_at)
        await notify(
            session, CHECK_IN_DUE, one.person_id, key=f"check_in_due:{one.campaign_id}:{today:%Y%m%d}",
            page=queries.PAGE, values={"title": campaign.title, "until": until}, until=until,
        )  # fmt: skip
    return len(due)
