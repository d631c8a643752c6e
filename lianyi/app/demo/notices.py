"""The demo shop may tell its customers: templates of the library chosen for both apps, mapped to the kinds of notices."""

from typing import Any

from lianyi.app.demo.opening import Staffed
from lianyi.app.demo.sandbox import Sandbox
from lianyi.kit.db import Database
from lianyi.messages import actions as messages
from lianyi.messages.types import KindSetting, TemplateUse

# The kind → the title of WeChat's library and the template's key of each field; the number is the keyword's place there.
TEMPLATES: dict[str, tuple[str, dict[str, str]]] = {
    "order_shipped": ("订单发货通知", {
        "title": "thing1", "number": "character_string2", "carrier": "thing3", "tracking_no": "character_string4",
        "at": "time5",
    }),
    "refund_arrived": ("退款到账通知", {
        "title": "thing1", "amount": "amount2", "number": "character_string3", "at": "time4",
    }),
    "payment_reminder": ("订单待付款提醒", {
        "title": "thing1", "amount": "amount2", "until": "time3", "number": "character_string4",
    }),
    "team_filled": ("拼团成功通知", {"title": "thing1", "people": "number3"}),
    "team_failed": ("拼团失败通知", {"title": "thing1", "amount": "amount2", "why": "thing3"}),
}  # fmt: skip


async def choose(db: Database, sandbox: Sandbox, shop: Staffed, merchant: dict[str, Any]) -> None:
    """What a merchant does in WeChat's console and in ours, once."""
    for kind, (title, keys) in TEMPLATES.items():
        uses = [
            TemplateUse(await sandbox.template(merchant[app], title, list(keys.values())), keys)
            for app in ("mini_appid", "oa_appid")
        ]
        async with db.write(shop.tenant) as session:
            await messages.set_kind(session, shop.owner, kind, KindSetting(True, *uses))
