"""One's own account: profile, consents, sessions, own data."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from pydantic import BaseModel, StringConstraints

from lianyi.identity import actions, queries, rules
from lianyi.identity.edges import ConsentOut, CurrentShopper, Me, Version, consents_of, me_of
from lianyi.identity.errors import DeletionNotConfirmed
from lianyi.identity.types import (
    ConsentKind,
    SessionId,
)
from lianyi.kit.http import Own, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.limits import rate_limit

me = edge("/api/shop", tags=["shop: identity"])
phone = edge("/api/shop", tags=["shop: identity"], own=True)

SessionRef = Annotated[UUID, as_word("ses")]
# WeChat's codes are plain ASCII; of anything else it says that our request was malformed, which it was not.
Code = Annotated[str, StringConstraints(min_length=1, max_length=256, pattern=r"^[!-~]+$")]


async def _channel(request: Request) -> str:
    return rules.channel_of(request.headers.get("user-agent", ""))


Channel = Annotated[str, Depends(_channel)]


@me.get("/me")
async def readme_of(session: Read, shopper: CurrentShopper) -> Me:
    return await me_of(session, shopper.person)


class MeChange(BaseModel):
    """What is left out stays."""

    nickname: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=32)] | None = (
        None
    )
    elder_mode: bool | None = None
    personalised: bool | None = None


@me.put("/me")
async def change_me(wanted: MeChange, session: Write, shopper: CurrentShopper, channel: Channel) -> Me:
    await actions.change_me(
        session, shopper, nickname=wanted.nickname, elder_mode=wanted.elder_mode, personalised=wanted.personalised,
        channel=channel,
    )  # fmt: skip
    return await me_of(session, shopper.person)


class PhoneCode(BaseModel):
    code: Code


@phone.post("/me/phone/wechat", dependencies=[rate_limit("10/minute", name="phone-wechat")])
async def bind_phone(wanted: PhoneCode, db: Own, shopper: CurrentShopper) -> Me:
    """The person may turn out to be an older record of the same one; the token stays good."""
    person = await actions.bind_phone_wechat(db, shopper, wanted.code)
    async with db.read(shopper.tenant) as session:
        return await me_of(session, person)


class ConsentList(BaseModel):
    items: list[ConsentOut]


@me.get("/me/consents")
async def readconsents_of(session: Read, shopper: CurrentShopper) -> ConsentList:
    return ConsentList(items=await consents_of(session, shopper.person))


class ConsentIn(BaseModel):
    kind: ConsentKind
    version: Version
    granted: bool


@me.post("/me/consents")
async def set_consent(
    wanted: ConsentIn, session: Write, shopper: CurrentShopper, channel: Channel
) -> ConsentList:
    await actions.set_consent(
        session, shopper, wanted.kind, wanted.version, granted=wanted.granted, channel=channel
    )
    return ConsentList(items=await consents_of(session, shopper.person))


class SessionOut(BaseModel):
    id: SessionRef
    device: str
    created_at: datetime
    last_seen_at: datetime
    current: bool


class SessionList(BaseModel):
    items: list[SessionOut]


@me.get("/me/sessions")
async def read_sessions(session: Read, shopper: CurrentShopper) -> SessionList:
    return SessionList(
        items=[
            SessionOut(
                id=one.id, device=one.label, created_at=one.created_at, last_seen_at=one.touched_at, current=one.current
            )
            for one in await queries.shopper_sessions(session, shopper)
        ]
    )  # fmt: skip


@me.delete("/me/sessions/{session_id}", status_code=204)
async def end_session(session_id: SessionRef, session: Write, shopper: CurrentShopper) -> None:
    await actions.revoke_shopper_session(session, shopper, SessionId(session_id))


@me.post("/logout", status_code=204)
async def log_out(session: Write, shopper: CurrentShopper) -> None:
    await actions.revoke_shopper_session(session, shopper, shopper.session)


@me.get("/me/export", dependencies=[rate_limit("10/hour", name="export")])
async def exportme_of(session: Read, shopper: CurrentShopper) -> dict[str, Any]:
    """Everything the shop keeps of the person, as JSON (PIPL, article 45)."""
    return await queries.export_person(session, shopper)


class Deletion(BaseModel):
    confirm: Annotated[str, StringConstraints(max_length=20)]


@me.post("/me/delete", status_code=204)
async def delete_me(wanted: Deletion, session: Write, shopper: CurrentShopper) -> None:
    if wanted.confirm != "DELETE":
        raise DeletionNotConfirmed(field="confirm")
    await actions.delete_person(session, shopper)
