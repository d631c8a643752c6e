"""The register: for every operation of the document one call that works, by whoever may.

It stands for three things: that the answer is what the document says, that nobody else gets it, and where strange input
begins. `"@name"` is something of the town; a new operation without a line here fails the tests.
"""

from tests.access.call import anybody
from tests.access.console_calls import CONSOLE
from tests.access.shop_calls import SHOP_FRONT

PUSHED = {"MsgType": "event", "Event": "wxa_media_check", "FromUserName": "o1", "CreateTime": 1772700000}
# Addresses that anybody may ask for, because what they name is a secret of its own, or nothing.
OUTSIDE = {
    "GET /callbacks/push/{tenant_id}/{appid}": anybody(query=lambda town: town.tree["push"], tenant_id="@tenant", appid="@appid"),
    "POST /callbacks/push/{tenant_id}/{appid}": anybody(PUSHED, query=lambda town: town.tree["push"], tenant_id="@tenant", appid="@appid"),
    "GET /healthz": anybody(),
    "GET /readyz": anybody(status=(503, None)),
    "GET /pictures/evidence/{tenant}/{name}-{width}.webp": anybody(whole="@evidence_url"),
    "GET /pictures/{tenant}/{token}/{kind}-{version}.jpg": anybody(whole="@card_url"),
}  # fmt: skip


def _below(prefix, calls):
    return {f"{label.split(' ')[0]} {prefix}{label.split(' ', 1)[1]}": call for label, call in calls.items()}


CALLS = _below("/api/console", CONSOLE) | _below("/api/shop", SHOP_FRONT) | OUTSIDE
