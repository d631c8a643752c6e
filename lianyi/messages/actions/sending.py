"""Sending a notice: take it and a consent (commit), ask WeChat, record what came of it (commit)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from lianyi.identity import queries as identity
from lianyi.identity.types import PersonId
from lianyi.kit.clock import business_day
from lianyi.kit.config import config
from lianyi.kit.db import Database, ReadSession, Session
from lianyi.kit.ids import TenantId
from lianyi.kit.log import get_logger
from lianyi.messages.queries import arrangement, kinds
from lianyi.messages.rules import fitting, hours
from lianyi.messages.store import consents
from lianyi.messages.store import notices as store
from lianyi.messages.types import KindSetting, NoticeKind, NoticeState, Reason, TemplateUse
from lianyi.wechat import mini, official
from lianyi.wechat.errors import WeChatRefused, WeChatUnreachable
from lianyi.wechat.types import App, AppKind

# errcodes that another time may not give: busy, quota of the day, quota of the minute
PASSING = frozenset({-1, 45009, 45011})
USED_UP = 43101
log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Route:
    """One way to a person: their openid at an app, and the shop's template there."""

    app: AppKind
    openid: str
    use: TemplateUse


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice on its way: everything that the call to WeChat needs, and what was taken for it."""

    taken: store.Taken
    route: Route
    app: App
    page: str
    budget_day: date | None

    @property
    def values(self) -> dict[str, str]:
        """The template's keys with texts that fit them."""
        data = self.taken.data
        return {key: fitting.fit(key, str(data.get(field, ""))) for field, key in self.route.use.keys.items()}


async def send(db: Database, tenant: TenantId, notice_id: UUID) -> None:
    """Send one notice if its time has come; safe to run twice and at the same moment.

    A consent and a place in the budget are taken before WeChat is asked and given back when it refuses for another
    reason. Silence is retried with back-off, TRIES_MAX times; a refusal never, except where WeChat itself says that it
    may pass.
    """
    async with db.write(tenant) as session:
        letter = await _take(session, notice_id)
    if letter is None:
        return
    try:
        msg_id = await _hand_over(letter)
    except WeChatRefused as refusal:
        async with db.write(tenant) as session:
            await _refused(session, letter, refusal.errcode)
    except WeChatUnreachable:
        async with db.write(tenant) as session:
            await _try_again(session, letter, None)
    else:
        async with db.write(tenant) as session:
            await session.run(store.SENT, id=notice_id, taken=letter.taken.tries, msg_id=msg_id or None)


async def _take(session: Session, notice_id: UUID) -> Letter | None:
    """Make the notice this sender's own with a consent and a place in the budget; None when nothing is to be sent now.

    Locks: the notice, the consent, the budget.
    """
    taken = await session.maybe(store.TAKE, id=notice_id, lease_until=session.now + hours.LEASE)
    if taken is None:
        return None
    kind = kinds.DECLARED.get(taken.kind)
    setting = await arrangement.kind_setting(session, taken.kind)
    settings = await arrangement.settings(session)
    reason = await _obstacle(session, taken, kind, setting)
    if reason is not None or kind is None:
        await _skip(session, taken, reason or Reason.KIND_GONE)
        return None
    quiet = hours.quiet_until(session.now, settings.quiet_from, settings.quiet_to)
    if kind.quiet == "wait" and quiet is not None:
        await _wait(session, taken, NoticeState.WAITING, quiet, tries=taken.tries - 1)
        return None
    routes = await _routes(session, taken.person_id, setting)
    if isinstance(routes, Reason):
        await _skip(session, taken, routes)
        return None
    return await _allowed(session, taken, routes, None if kind.exempt else settings.daily_budget)


async def _obstacle(
    session: ReadSession, taken: store.Taken, kind: NoticeKind | None, setting: KindSetting
) -> Reason | None:
    if kind is None:
        return Reason.KIND_GONE
    if taken.until_at is not None and taken.until_at <= session.now:
        return Reason.OUTDATED
    if not setting.is_on:
        return Reason.KIND_OFF
    if kind.code in await arrangement.switched_off(session, taken.person_id):
        return Reason.SWITCHED_OFF
    return Reason.UNREACHABLE if taken.tries > hours.TRIES_MAX else None


async def _routes(session: ReadSession, person_id: UUID, setting: KindSetting) -> list[Route] | Reason:
    """The ways to a person, the mini program first; or why there is none."""
    appids = await identity.wechat_appids(session)
    uses = {AppKind.MINI: setting.mini, AppKind.OFFICIAL: setting.official}
    found, has_template = [], False
    for app, use in uses.items():
        if use is None or app not in appids:
            continue
        has_template = True
        openid = await identity.openid_of(session, PersonId(person_id), appids[app])
        if openid is not None:
            found.append(Route(app, openid, use))
    return found or (Reason.NO_OPENID if has_template else Reason.NO_TEMPLATE)


async def _allowed(
    session: Session, taken: store.Taken, routes: list[Route], daily_budget: int | None
) -> Letter | None:
    """Claim a consent and, unless `daily_budget` is None, a place in the person's day; a later try keeps what it has."""
    for route in routes:
        if (route.app.value, route.use.template_id) == (taken.app, taken.template_id):
            return await _letter(session, taken, route, taken.budget_day)
    taken = await _let_go(session, taken)
    for route in routes:
        whose: dict[str, Any] = {
            "person_id": taken.person_id, "app": route.app.value, "template_id": route.use.template_id,
        }  # fmt: skip
        if not await session.run(consents.CLAIM, **whose):
            continue
        day = None if daily_budget is None else business_day(session.now)
        spent = day is None or await session.run(
            consents.SPEND, person_id=taken.person_id, day=day, daily_budget=daily_budget
        )
        if not spent:
            await session.later(consents.GIVE_BACK, **whose)
            await _skip(session, taken, Reason.OVER_BUDGET)
            return None
        await session.later(
            store.HOLD, id=taken.id, app=whose["app"], template_id=whose["template_id"], budget_day=day
        )
        return await _letter(session, taken, route, day)
    await _skip(session, taken, Reason.NO_CONSENT)
    return None


async def _letter(session: ReadSession, taken: store.Taken, route: Route, day: date | None) -> Letter:
    page = taken.page
    if route.app is AppKind.OFFICIAL:
        shop = await identity.tenant(session)
        page = f"{config().public_url}/s/{shop.slug}/#/{taken.page}"
    held = replace(taken, app=route.app.value, template_id=route.use.template_id, budget_day=day)
    return Letter(held, route, await identity.wechat_app(session, route.app), page, day)


async def _hand_over(letter: Letter) -> str:
    route = letter.route
    if route.app is AppKind.MINI:
        return await mini.send_subscribe(
            letter.app, openid=route.openid, template_id=route.use.template_id, values=letter.values,
            page=letter.page or None,
        )  # fmt: skip
    return await official.send_subscribe(
        letter.app,
        openid=route.openid,
        template_id=route.use.template_id,
        values=letter.values,
        url=letter.page,
    )


async def _refused(session: Session, letter: Letter, errcode: int) -> None:
    """Keep what WeChat said. 43101 tells that our count was wrong: nothing is left of it."""
    if errcode in PASSING:
        await _try_again(session, letter, errcode)
        return
    taken = letter.taken
    log.warning("notice.refused", notice=str(taken.id), kind=taken.kind, errcode=errcode)
    if errcode == USED_UP:
        await session.later(
            consents.EMPTY, person_id=taken.person_id, app=taken.app, template_id=taken.template_id
        )
        taken = replace(taken, app=None, template_id=None)
    if await _end(session, taken, NoticeState.FAILED, Reason.REFUSED, errcode):
        await _let_go(session, taken)


async def _try_again(session: Session, letter: Letter, errcode: int | None) -> None:
    """Wait longer each time; the consent stays taken, because a lost answer may have used it."""
    taken = letter.taken
    if taken.tries < hours.TRIES_MAX:
        await _wait(
            session, taken, NoticeState.QUEUED, session.now + hours.again_in(taken.tries), tries=taken.tries
        )
        return
    log.warning("notice.given_up", notice=str(taken.id), kind=taken.kind, errcode=errcode)
    if await _end(session, taken, NoticeState.FAILED, Reason.UNREACHABLE, errcode):
        await _let_go(session, taken)


async def _let_go(session: Session, taken: store.Taken) -> store.Taken:
    """Give back the consent and the place in the budget that the notice holds."""
    if taken.template_id is not None:
        await session.later(
            consents.GIVE_BACK, person_id=taken.person_id, app=taken.app, template_id=taken.template_id
        )
    if taken.budget_day is not None:
        await session.later(consents.UNSPEND, person_id=taken.person_id, day=taken.budget_day)
    await session.later(store.HOLD, id=taken.id, app=None, template_id=None, budget_day=None)
    return replace(taken, app=None, template_id=None, budget_day=None)


async def _skip(session: Session, taken: store.Taken, reason: Reason) -> None:
    state = NoticeState.FAILED if reason is Reason.UNREACHABLE else NoticeState.SKIPPED
    if await _end(session, taken, state, reason, None):
        await _let_go(session, taken)


async def _end(
    session: Session, taken: store.Taken, state: NoticeState, reason: Reason, errcode: int | None
) -> bool:
    """False when the notice is no longer this sender's."""
    return bool(
        await session.run(
            store.END, id=taken.id, taken=taken.tries, state=state, reason=reason, errcode=errcode
        )
    )


async def _wait(session: Session, taken: store.Taken, state: NoticeState, try_at: Any, *, tries: int) -> None:
    await session.run(store.WAIT, id=taken.id, taken=taken.tries, state=state, try_at=try_at, tries=tries)
