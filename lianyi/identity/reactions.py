"""What identity does about facts: the duties that come with WeChat's user-data pushes."""

from lianyi.identity.actions.privacy import erase_person
from lianyi.identity.events import WeChatPushed
from lianyi.identity.store import people
from lianyi.identity.types import PersonId
from lianyi.kit.db import Session
from lianyi.kit.outbox import on

PHONE = "8"
PROFILE = frozenset({"6", "19", "20"})


@on(WeChatPushed)
async def obey_withdrawal(session: Session, pushed: WeChatPushed) -> None:
    """A person withdrew an authorisation or closed the account at WeChat: what stood on it is deleted.

    Source: mini-program documentation, user_authorization_revoke and user_authorization_cancellation.
    """
    if pushed.kind not in {"user_authorization_revoke", "user_authorization_cancellation"}:
        return
    found = await people.person_by_openid(session, pushed.appid, pushed.fields.get("OpenID", ""))
    if found is None:
        return
    person = PersonId(found.id)
    withdrawn = pushed.fields.get("RevokeInfo", "")
    if pushed.kind == "user_authorization_cancellation":
        await erase_person(session, person)
    elif withdrawn == PHONE:
        await people.drop_phone(session, person)
    elif withdrawn in PROFILE:
        await people.drop_profile(session, person)
