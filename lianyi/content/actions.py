"""The verbs of content: sharing with words and pictures, and drawing those."""

import asyncio
import hashlib
from dataclasses import replace

from lianyi.content import queries, rules
from lianyi.content.errors import DrawingBusy
from lianyi.content.types import Drawing, Made, PictureKind, ShareWords
from lianyi.identity import queries as identity
from lianyi.kit.db import Database, Session
from lianyi.kit.errors import Refusal
from lianyi.kit.fetch import fetch
from lianyi.kit.ids import TenantId
from lianyi.media import actions as media
from lianyi.social import actions as social
from lianyi.social.types import Sharing
from lianyi.wechat import mini
from lianyi.wechat.types import App, AppKind

# Two at a time leave a core to those who only look; who waits behind twenty others is asked to come again.
_DRAWING_MAX = asyncio.Semaphore(2)
WAITING_MAX = 20
AVATAR_BYTES_MAX = 512 * 1024
AVATAR_SECONDS_MAX = 2.0
CODE_SECONDS_MAX = 4.0
_waiting: set[object] = set()


async def share(session: Session, sharing: Sharing) -> ShareWords:
    """Make or find the share and say what travels with it. Raises TargetGone, NobodyShares; nothing is kept then."""
    campaign_id = await queries.campaign_for(session, sharing.target, sharing.campaign_id)
    made = await social.share(session, replace(sharing, campaign_id=campaign_id))
    return await queries.share_words(session, made)


async def picture(db: Database, tenant: TenantId, token: str, kind: PictureKind) -> Made:
    """The card or poster of a share as it stands now: kept from before, or drawn in a thread.

    Raises:
        PictureUnknown, TargetGone: the token is not of this shop, or what was shared is gone.
        DrawingBusy: too many wait already.
    """
    async with db.read(tenant) as session:
        drawing = await queries.drawing_by_token(session, token)
        is_poster_of_mini = kind == "poster" and drawing.mini_appid is not None
        app = await identity.wechat_app(session, AppKind.MINI) if is_poster_of_mini else None
    version = rules.version_of(kind, drawing)
    name = f"{kind}-{version}.jpg"
    kept = await media.drawn(tenant, name)
    if kept is not None:
        return Made(kept, version, lasting=True)
    if len(_waiting) >= WAITING_MAX:
        raise DrawingBusy(retry_after_seconds=2)
    turn = object()
    _waiting.add(turn)
    try:
        data, lasting = await _draw(tenant, kind, drawing, app)
    finally:
        _waiting.discard(turn)
    if lasting:
        await media.keep_drawn(tenant, name, data)
    return Made(data, version, lasting)


async def _draw(tenant: TenantId, kind: PictureKind, drawing: Drawing, app: App | None) -> tuple[bytes, bool]:
    """The picture, and whether it is whole: a poster that had to do without WeChat's code is drawn again next time."""
    url = drawing.facts.picture_url
    shown = await media.picture_bytes(tenant, url) if url else None
    if kind == "card":
        async with _DRAWING_MAX:
            return await asyncio.to_thread(rules.card, drawing, shown), True
    code = await _code(tenant, app, drawing.token) if app else None
    avatar = await _avatar(tenant, drawing.sharer.avatar_url) if drawing.sharer.avatar_url else None
    async with _DRAWING_MAX:
        data = await asyncio.to_thread(rules.poster, drawing, shown, code, avatar)
    return data, app is None or code is not None


async def _code(tenant: TenantId, app: App, token: str) -> bytes | None:
    """WeChat's code for a share, asked for once; None while WeChat does not give it: then a QR stands in."""
    name = f"code-{hashlib.sha256(f'{app.appid}:{token}'.encode()).hexdigest()[:20]}.png"
    kept = await media.drawn(tenant, name)
    if kept is not None:
        return kept
    try:
        async with asyncio.timeout(CODE_SECONDS_MAX):
            code = await mini.unlimited_code(app, token, rules.HOME_PAGE, rules.CODE_ASKED)
    except (Refusal, TimeoutError):  # WeChat said no or nothing, and its client has logged which
        return None
    await media.keep_drawn(tenant, name, code)
    return code


async def _avatar(tenant: TenantId, url: str) -> bytes | None:
    """The sharer's picture; None when it does not come soon: the first letter stands in."""
    own = await media.picture_bytes(tenant, url)
    if own is not None:
        return own
    try:
        async with asyncio.timeout(AVATAR_SECONDS_MAX):
            return await fetch(url, AVATAR_BYTES_MAX)
    except (Refusal, TimeoutError):
        return None
