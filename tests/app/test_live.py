"""A server that is asked to end lets nobody who listens to live numbers hold it up."""

import http.client
import signal
from contextlib import suppress
from datetime import timedelta

from lianyi.identity.types import Channel
from lianyi.kit.ids import encode
from lianyi.promotions import actions
from lianyi.promotions.types import CampaignDraft
from tests.app.test_prefork import listening, member, prefork, ready, told

__all__ = ["listening", "member", "prefork", "ready", "told"]


async def test_open_streams_end_with_the_server(member, listening, db, clerk):
    # the server's clock is the real one: a campaign of its time need not run to be looked at
    now = db.clock.now()
    draft = CampaignDraft(
        play="coupon", title="立减", starts_at=now, ends_at=now + timedelta(days=1), channels=tuple(Channel),
        settings={"kind": "fixed", "off_fen": 100}, skus=(),
    )  # fmt: skip
    async with db.write(clerk.tenant) as session:
        campaign_id = await actions.create(session, clerk, draft)
        await actions.publish(session, clerk, campaign_id, accept_unknown_cost=True)
    line = http.client.HTTPConnection("127.0.0.1", listening.getsockname()[1], timeout=30)
    line.request(
        "GET", f"/api/shop/plays/coupon/live/{encode('cmp', campaign_id)}",
        headers={"Lianyi-Shop": f"s{clerk.tenant.hex[-12:]}", "Accept": "text/event-stream"},
    )  # fmt: skip
    answer = line.getresponse()
    assert answer.status == 200
    assert answer.readline().startswith(b"data: ")
    ended = member._process
    member.stop()
    with suppress(http.client.IncompleteRead):  # it is cut, and the page asks anew
        answer.read()
    line.close()
    assert ended.returncode == -signal.SIGTERM  # it went as it was asked, and was not killed
    words = member.last_words()
    assert "graceful shutdown exceeded" not in words, words  # nobody was waited for
    assert "Traceback" not in words, words
