"""What a person allows: answers of the client, WeChat's pushes, switches of kinds."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lianyi.identity import queries as identity
from lianyi.identity.events import WeChatPushed
from lianyi.identity.types import Shopper
from lianyi.kit.db import Session
from lianyi.messages.queries import arrangement, kinds
from lianyi.messages.rules import reports
from lianyi.messages.store import consents
from lianyi.messages.store import notices as store
from lianyi.messages.types import Answer
from lianyi.wechat.types import AppKind


async def take_answers(
    session: Session, shopper: Shopper, app: AppKind, answers: Mapping[str, Answer]
) -> int:
    """Count what the person just accepted in the client; how many accepts counted.

    Templates the shop does not use are left out. WeChat's push tells of the same accepts and is counted apart, so
    nothing counts twice; somebody who makes accepts up only gets a 43101 from WeChat.
    """
    known = {
        use.template_id
        for setting in (await arrangement.kind_settings(session)).values()
        if (use := setting.mini if app is AppKind.MINI else setting.official) is not None
    }
    accepted = sorted(
        template for template, answer in answers.items() if answer is Answer.ACCEPT and template in known
    )
    for template_id in accepted:
        await session.later(
            consents.COUNT_BY_CLIENT, person_id=shopper.person, app=app, template_id=template_id
        )
    return len(accepted)


async def take_report(session: Session, pushed: WeChatPushed) -> None:
    """Count what WeChat says a person accepted, empty what they turned off, and keep the fate of messages sent."""
    found = reports.reports(pushed.kind, pushed.fields)
    if not found:
        return
    person = await identity.person_of_openid(session, pushed.appid, pushed.fields.get("FromUserName", ""))
    if person is None:
        return
    for report in found:
        whose: dict[str, Any] = {
            "person_id": person, "app": pushed.app_kind, "template_id": report.template_id,
        }  # fmt: skip
        if pushed.kind == reports.SENT:
            await session.later(store.REPORTED, msg_id=report.msg_id, errcode=report.errcode, **whose)
        elif report.answer == Answer.REJECT and pushed.kind == reports.CHANGE:
            await session.later(consents.EMPTY, **whose)
        elif report.answer == Answer.ACCEPT and pushed.kind == reports.POPUP:
            await session.later(consents.COUNT_BY_PUSH, **whose)


async def set_switches(session: Session, shopper: Shopper, switches: Mapping[str, bool]) -> None:
    """Turn kinds on or off for oneself; the inbox shows them all the same. Raises NoticeKindUnknown."""
    for code in switches:
        kinds.kind(code)
    for statement, wanted in ((consents.SWITCH_ON, True), (consents.SWITCH_OFF, False)):
        codes = sorted(code for code, is_on in switches.items() if is_on is wanted)
        if codes:
            await session.later(statement, person_id=shopper.person, kinds=codes)


async def read(session: Session, shopper: Shopper, ids: list[UUID] | None) -> int:
    """Mark one's own notices as read, all of them without `ids`; how many were unread."""
    return await session.run(store.READ, person_id=shopper.person, ids=ids)
