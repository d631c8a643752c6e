"""Templates of subscribe messages: the public library, and those an app has chosen (mini-program 4.3)."""

import json
import secrets
from typing import Any

from wechat_sandbox.mini.door import MiniCall
from wechat_sandbox.mini.refusals import MiniRefusal

CHOSEN_MAX, KEYS_LEAST, KEYS_MOST, SCENE_CHARS_MAX, TITLES_MAX = 50, 2, 5, 15, 30
CATEGORIES = ((307, "商家自营"),)
# tid → title and its keywords; a keyword's number is its place, the prefix names the kind of its value
LIBRARY: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "1856": ("订单发货通知", (
        ("thing", "商品名称"), ("character_string", "订单编号"), ("thing", "快递公司"), ("character_string", "快递单号"),
        ("time", "发货时间"),
    )),
    "1451": ("退款到账通知", (
        ("thing", "商品名称"), ("amount", "退款金额"), ("character_string", "订单编号"), ("time", "到账时间"),
    )),
    "1701": ("订单待付款提醒", (
        ("thing", "商品名称"), ("amount", "待付金额"), ("time", "付款截止时间"), ("character_string", "订单编号"),
    )),
    "980": ("拼团成功通知", (
        ("thing", "商品名称"), ("amount", "拼团价"), ("number", "成团人数"), ("time", "成团时间"), ("thing", "温馨提示"),
    )),
    "977": ("拼团失败通知", (
        ("thing", "商品名称"), ("amount", "退款金额"), ("thing", "失败原因"), ("time", "结束时间"),
    )),
    "5206": ("进度提醒", (
        ("thing", "事项名称"), ("phrase", "当前状态"), ("time", "更新时间"), ("thing", "备注"),
    )),
}  # fmt: skip
EXAMPLES = {
    "thing": "棉麻围巾", "character_string": "SO20260101000001", "time": "2026-01-01 08:00", "amount": "99.00元",
    "number": "3", "phrase": "已完成",
}  # fmt: skip


def categories(_call: MiniCall) -> dict[str, Any]:
    """`GET /wxaapi/newtmpl/getcategory`."""
    return {
        "errcode": 0,
        "errmsg": "ok",
        "data": [{"id": number, "name": name} for number, name in CATEGORIES],
    }


def titles(call: MiniCall) -> dict[str, Any]:
    """`GET /wxaapi/newtmpl/getpubtemplatetitles?ids=&start=&limit=`."""
    start, limit = call.query.get("start", "0"), call.query.get("limit", "30")
    if not start.isdecimal() or not limit.isdecimal() or int(limit) > TITLES_MAX:
        raise MiniRefusal(40097)
    shown = list(LIBRARY.items())[int(start) : int(start) + int(limit)]
    data = [
        {"tid": int(tid), "title": title, "type": 2, "categoryId": str(CATEGORIES[0][0])}
        for tid, (title, _) in shown
    ]
    return {"errcode": 0, "errmsg": "ok", "count": len(LIBRARY), "data": data}


def keywords(call: MiniCall) -> dict[str, Any]:
    """`GET /wxaapi/newtmpl/getpubtemplatekeywords?tid=`."""
    found = LIBRARY.get(call.query.get("tid", ""))
    if found is None:
        raise MiniRefusal(200014)
    data = [
        {"kid": number, "name": name, "example": EXAMPLES[rule], "rule": rule}
        for number, (rule, name) in enumerate(found[1], 1)
    ]
    return {"errcode": 0, "errmsg": "ok", "count": len(data), "data": data}


def choose(call: MiniCall) -> dict[str, Any]:
    """`POST /wxaapi/newtmpl/addtemplate` {tid, kidList, sceneDesc}: the keywords become the template's keys, in order."""
    found = LIBRARY.get(str(call.body.get("tid", "")))
    if found is None:
        raise MiniRefusal(200014)
    wanted, scene = call.body.get("kidList"), call.body.get("sceneDesc", "")
    title, words = found
    if not isinstance(wanted, list) or not KEYS_LEAST <= len(wanted) <= KEYS_MOST:
        raise MiniRefusal(200020)
    if any(type(kid) is not int or not 1 <= kid <= len(words) for kid in wanted) or len(set(wanted)) < len(
        wanted
    ):
        raise MiniRefusal(200020)
    if not isinstance(scene, str) or not scene or len(scene) > SCENE_CHARS_MAX:
        raise MiniRefusal(200021)
    db = call.sandbox.db
    count = db.one("select count(*) as n from templates where appid = ?", (call.appid,))
    if count is not None and count["n"] >= CHOSEN_MAX:
        raise MiniRefusal(200012)
    keys = [f"{words[kid - 1][0]}{kid}" for kid in wanted]
    template_id = secrets.token_urlsafe(32)[:43]
    db.run(
        "insert into templates (appid, template_id, title, keys) values (?, ?, ?, ?)",
        (call.appid, template_id, title, json.dumps(keys)),
    )
    return {"errcode": 0, "errmsg": "ok", "priTmplId": template_id}


def drop(call: MiniCall) -> dict[str, Any]:
    """`POST /wxaapi/newtmpl/deltemplate` {priTmplId}."""
    dropped = call.sandbox.db.run(
        "delete from templates where appid = ? and template_id = ?", (call.appid, call.text("priTmplId", 64))
    )
    if not dropped:
        raise MiniRefusal(40037)
    return {"errcode": 0, "errmsg": "ok"}


def label(title: str, key: str) -> str:
    """The words before a value: the library's, or the key itself for a template that a test made up."""
    words = next((words for known, words in LIBRARY.values() if known == title), ())
    number = int(key[len(key.rstrip("0123456789")) :] or 0)
    return words[number - 1][1] if 0 < number <= len(words) else key


def chosen(call: MiniCall) -> dict[str, Any]:
    """`GET /wxaapi/newtmpl/gettemplate`: a line a key, the words before it as the library has them."""
    rows = call.sandbox.db.all(
        "select * from templates where appid = ? order by rowid limit ?", (call.appid, CHOSEN_MAX)
    )
    data = []
    for row in rows:
        lines, examples = [], []
        for key in json.loads(row["keys"]):
            words = label(row["title"], key)
            lines.append(f"{words}:{{{{{key}.DATA}}}}\n")
            examples.append(f"{words}:{EXAMPLES.get(key.rstrip('0123456789'), '')}\n")
        data.append(
            {
                "priTmplId": row["template_id"], "title": row["title"], "content": "".join(lines),
                "example": "".join(examples), "type": 2,
            }
        )  # fmt: skip
    return {"errcode": 0, "errmsg": "ok", "data": data}
