"""The verbs of content: sharing with words and pictures."""

from lianyi.content import queries
from lianyi.content.types import ShareWords
from lianyi.kit.db import Session
from lianyi.social import actions as social
from lianyi.social.types import Sharing


async def share(session: Session, sharing: Sharing) -> ShareWords:
    """Make or find the share and say what travels with it. Raises TargetGone, NobodyShares; nothing is kept then."""
    await queries.facts_of(session, sharing.target, await queries.shop_of(session))
    return await queries.share_words(session, await social.share(session, sharing))
