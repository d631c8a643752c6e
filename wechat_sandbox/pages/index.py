"""The index: who exists, what time it is, what is disturbed, what went over the wire; and the avatars."""

from datetime import datetime
from html import escape
from pathlib import Path
from zlib import crc32

from fastapi import APIRouter, Depends
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from wechat_sandbox.accounts.people import add_person, person_row
from wechat_sandbox.clock import CHINA
from wechat_sandbox.control.access import Box, loopback_only
from wechat_sandbox.control.world import latest_sms, shown_calls
from wechat_sandbox.pages.look import page, yuan
from wechat_sandbox.state import Sandbox

router = APIRouter(include_in_schema=False, dependencies=[Depends(loopback_only)])
MANUAL = Path(__file__).parent.parent / "API.md"
SHOWN_MAX = 50
AVATAR_COLOURS = ("#1F6F78", "#D9482B", "#8A6D1D", "#4F6390", "#4E7D57", "#7A5590")
_FIGURE, _SHORT = ' class="figure"', ' class="short"'
_COLUMNS = dict.fromkeys(("元", "用时"), _FIGURE) | dict.fromkeys(
    ("时间", "方向", "名字", "号码", "手机号", "剩余"), _SHORT
)
NAMES = ("林晓", "周宁", "陈一", "何苗", "许安", "沈禾", "顾言", "方糖")


@router.get("/")
async def index(sandbox: Box) -> Response:
    sections = (_merchants(sandbox), _people(sandbox), _clock(sandbox), _faults(sandbox), _sms(sandbox))
    body = (
        "<h1>微信沙箱</h1><p>它说微信的线上协议，但没有真的钱和真的人。"
        '<a href="/manual">控制接口说明</a></p>'
        f'<div class="columns">{"".join(sections)}</div>{_wire(sandbox)}'
    )
    return HTMLResponse(page("微信沙箱", body))


@router.get("/manual")
async def manual() -> Response:
    return PlainTextResponse(MANUAL.read_text(encoding="utf-8"))


@router.post("/people")
async def one_more_person(sandbox: Box) -> Response:
    count = sandbox.db.one("select count(*) as count from people")
    number = count["count"] if count else 0
    add_person(sandbox, NAMES[number % len(NAMES)], avatar_seed=str(number))
    return RedirectResponse("/", 303)


@router.get("/avatars/{person}.svg")
async def avatar(person: str, sandbox: Box) -> Response:
    """A plain drawn face: the first character on a colour chosen by the seed."""
    row = person_row(sandbox.db, person)
    colour = AVATAR_COLOURS[crc32(row["avatar_seed"].encode()) % len(AVATAR_COLOURS)]
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">'
        f'<rect width="96" height="96" fill="{colour}"/><text x="48" y="62" font-size="40" fill="#fff" text-anchor="middle"'
        f' font-family="PingFang SC,Noto Sans SC,Noto Sans CJK SC,sans-serif">{escape(row["name"][:1])}</text></svg>'
    )
    return Response(drawn, media_type="image/svg+xml")


def _card(title: str, inner: str) -> str:
    return f'<section class="card"><h2>{title}</h2>{inner}</section>'


def _table(heads: list[str], lines: list[list[str]], empty: str) -> str:
    """A table of trusted cells."""
    if not lines:
        return f'<p class="hint">{empty}</p>'
    kinds = [_COLUMNS.get(head.split()[-1], "") for head in heads]
    top = "".join(f"<th{kind}>{head}</th>" for head, kind in zip(heads, kinds, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{kind}>{cell}</td>" for cell, kind in zip(line, kinds, strict=True)) + "</tr>"
        for line in lines
    )
    return f'<div class="wide"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def _merchants(sandbox: Sandbox) -> str:
    rows = sandbox.db.all(
        "select m.mchid, m.name, m.available_fen, m.unsettled_fen, group_concat(b.appid, ' ') as appids"
        " from merchants m"
        " left join bindings b on b.mchid = m.mchid group by m.mchid order by m.rowid limit ?",
        (SHOWN_MAX,),
    )
    lines = [
        [
            f"{escape(row['name'])}<br><code>{row['mchid']}</code>",
            "<br>".join(f"<code>{escape(appid)}</code>" for appid in (row["appids"] or "").split()),
            yuan(row["unsettled_fen"]),
            yuan(row["available_fen"]),
        ]
        for row in rows
    ]
    return _card(
        "商户", _table(["商户", "应用", "待结算 元", "可用 元"], lines, "还没有商户。用控制接口创建一个。")
    )


def _people(sandbox: Sandbox) -> str:
    rows = sandbox.db.all("select * from people order by rowid limit ?", (SHOWN_MAX,))
    lines = [
        [
            f'<img class="face" src="/avatars/{row["id"]}.svg" alt=""> {escape(row["name"])}',
            escape(row["phone"]),
            yuan(row["balance_fen"]),
        ]
        for row in rows
    ]
    more = '<form method="post" action="/people"><button class="calm">添加一个人</button></form>'
    return _card("人", _table(["名字", "手机号", "零钱 元"], lines, "还没有人。") + more)


def _clock(sandbox: Sandbox) -> str:
    now = datetime.fromtimestamp(sandbox.clock.now_ms() / 1000, CHINA)
    offset = sandbox.clock.offset_ms // 1000
    moved = f"比真实时间{'快' if offset > 0 else '慢'} {abs(offset)} 秒" if offset else "与真实时间一致"
    auto = "到期的事自动发生" if sandbox.settings.auto else "到期的事等待 run-due"
    return _card("时钟", f"<p>{now:%Y-%m-%d %H:%M:%S}</p><p class='hint'>{moved}，{auto}</p>")


def _faults(sandbox: Sandbox) -> str:
    lines = [
        [
            f"<code>{escape(fault.kind)}</code>",
            "<br>".join(f"<code>{escape(name)}={escape(value)}</code>" for name, value in fault.match.items())
            or "全部",
            "一直" if fault.times is None else f"{fault.times} 次",
        ]
        for fault in sandbox.faults.all()[:SHOWN_MAX]
    ]
    return _card("故障", _table(["种类", "对象", "剩余"], lines, "没有故障，一切照常。"))


def _sms(sandbox: Sandbox) -> str:
    lines = [
        [escape(message["phone"]), escape(message["text"]), message["at"][11:19]]
        for message in latest_sms(sandbox, None, 20)
    ]
    return _card("短信", _table(["号码", "内容", "时间"], lines, "还没有短信。"))


def _wire(sandbox: Sandbox) -> str:
    lines = [
        [
            call["at"][11:19],
            "收到" if call["direction"] == "in" else "发出",
            f"<code>{call['method']} {escape(call['path'][:160])}</code>",
            f'<span class="{"good" if 200 <= call["status"] < 300 else "bad"}">{call["status"] or "无应答"}</span>',
            f"{call['milliseconds']} ms",
        ]
        for call in shown_calls(sandbox, SHOWN_MAX)
    ]
    return _card("最近的调用", _table(["时间", "方向", "调用", "状态", "用时"], lines, "还没有调用。"))
