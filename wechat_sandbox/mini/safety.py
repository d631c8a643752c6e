"""Content safety of texts (mini-program 6.1): a few words are risky so that refusals can be tried."""

import secrets
from typing import Any

from wechat_sandbox.accounts.people import person_behind
from wechat_sandbox.mini.door import MiniCall
from wechat_sandbox.mini.refusals import MiniRefusal

CONTENT_MAX = 2500
ACTIVE_MS = 2 * 3_600_000
# Word → what WeChat would say about it, label. Everything else passes; the sandbox is no judge of texts.
WORDS = {
    "赌博": ("risky", 20006),
    "色情": ("risky", 20002),
    "代开发票": ("risky", 20008),
    "傻瓜": ("risky", 20003),
    "加V返现": ("review", 10001),
}


def check_text(call: MiniCall) -> dict[str, Any]:
    """`POST /wxa/msg_sec_check`: the author must have used the mini program within two hours."""
    if call.whole("version") != 2:
        raise MiniRefusal(40097, "version")
    if call.whole("scene") not in (1, 2, 3, 4):
        raise MiniRefusal(40129)
    content = call.text("content", CONTENT_MAX)
    person = person_behind(call.sandbox.db, call.appid, str(call.body.get("openid", "")))
    if person is None:
        raise MiniRefusal(40003)
    if person["active_at_ms"] is None or call.sandbox.clock.now_ms() - person["active_at_ms"] > ACTIVE_MS:
        raise MiniRefusal(61010)
    texts = [content, *(str(call.body.get(name, "")) for name in ("nickname", "title", "signature"))]
    found = [(word, *verdict) for word, verdict in WORDS.items() if any(word in text for text in texts)]
    suggest, label = (found[0][1], found[0][2]) if found else ("pass", 100)
    detail = [
        {"strategy": "content_model", "errcode": 0, "suggest": suggest, "label": label, "prob": 90},
        *(
            {
                "strategy": "keyword",
                "errcode": 0,
                "suggest": verdict,
                "label": number,
                "level": 20,
                "keyword": word,
            }
            for word, verdict, number in found
        ),
    ]
    result = {"suggest": suggest, "label": label}
    return {
        "errcode": 0,
        "errmsg": "ok",
        "trace_id": secrets.token_hex(16),
        "result": result,
        "detail": detail,
    }
