"""Everything the phones page shows at this moment, in one answer: it is asked for about twice a second."""

import hashlib
import json
from typing import Any

from wechat_sandbox.accounts.people import person_row
from wechat_sandbox.clock import exact
from wechat_sandbox.database import Database
from wechat_sandbox.mini.templates import label
from wechat_sandbox.phones import chats, codes, tour
from wechat_sandbox.phones.fronts import all_fronts, front_of
from wechat_sandbox.state import Sandbox
from wechat_sandbox.wire_log import shown_body, shown_path

PEOPLE_MAX = 200
FIRST_PHONES = 3
MOVEMENTS_SHOWN = 30
NOTICES_SHOWN = 40
CALLS_SHOWN = 120
CALL_BODY_SHOWN = 1500
NOTICES, MOMENTS = "notices", "moments"


def shown_now(sandbox: Sandbox, phones: list[str]) -> dict[str, Any]:
    """The world as the page draws it; `seen` names it, so that an unchanged world needs not be sent again.

    The clock runs by itself in the browser: its reading is no part of `seen`, its offset is.
    """
    db = sandbox.db
    people = db.all("select id, name from people order by rowid limit ?", (PEOPLE_MAX,))
    shown: dict[str, Any] = {
        "offset_seconds": sandbox.clock.offset_ms / 1000,
        "runs": sandbox.clock.runs,
        "auto": sandbox.settings.auto,
        "people": [{"id": row["id"], "name": row["name"]} for row in people],
        "fronts": [front.shown() for front in all_fronts(db)],
        "moments": chats.moments(db),
        "codes": codes.latest(db),
        "faults": [fault.shown() for fault in sandbox.faults.all()],
        "wire": _wire(sandbox),
        "tour": tour.configured(db),
        "first": first_people(db),
        "phones": {person: _phone(db, person) for person in phones},
    }
    text = json.dumps(shown, ensure_ascii=False, sort_keys=True)
    shown["seen"] = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
    shown["now"] = exact(sandbox.clock.now_ms())
    return shown


def first_people(db: Database) -> list[str]:
    """Whose phones are laid out when nobody has chosen: those of the tour, else of a group, else whoever is there."""
    configured = tour.configured(db)
    if configured and len(configured["people"]) > 1:
        return list(configured["people"])
    group = db.one("select id from chats where kind = 'group' order by created_at_ms limit 1")
    rows = db.all(
        "select person_id as id from chat_members where chat_id = ? order by rowid limit ?"
        if group
        else "select id from people where ? is null order by rowid limit ?",
        (group["id"] if group else None, FIRST_PHONES),
    )
    return [row["id"] for row in rows]


def _phone(db: Database, person: str) -> dict[str, Any]:
    row = person_row(db, person)
    movements = db.all(
        "select id, at_ms, delta_fen, kind, reference from movements where owner = ? order by id desc limit ?",
        (row["id"], MOVEMENTS_SHOWN),
    )
    return {
        "name": row["name"],
        "phone": row["phone"],
        "balance_fen": row["balance_fen"],
        "movements": [
            {
                "id": one["id"],
                "at": exact(one["at_ms"]),
                "delta_fen": one["delta_fen"],
                "kind": one["kind"],
                "what": _what_for(db, one["reference"]),
            }
            for one in movements
        ],
        "chats": chats.chats_of(db, row["id"]),
        "notices": notices_of(db, row["id"]),
        "notices_read": chats.read_until(db, row["id"], NOTICES),
        "moments_read": chats.read_until(db, row["id"], MOMENTS),
    }


def _what_for(db: Database, reference: str) -> str:
    """What a movement paid for: the description of its order, or a share's own."""
    row = (
        db.one("select description from orders where transaction_id = ?", (reference,))
        or db.one(
            "select o.description from refunds r join orders o on o.mchid = r.mchid and o.out_trade_no ="
            " r.out_trade_no where r.out_refund_no = ?",
            (reference,),
        )
        or db.one("select remark as description from transfers where out_bill_no = ?", (reference,))
        or db.one(
            "select description from share_lines where order_id = ? order by rowid limit 1", (reference,)
        )
    )
    return str(row["description"]) if row else ""


def notices_of(db: Database, person: str) -> list[dict[str, Any]]:
    """The subscribe messages that reached a person in any app, newest first, with the address they open."""
    rows = db.all(
        "select m.*, a.name as app_name, a.kind, t.title from messages m join openids o on o.openid = m.openid"
        " join apps a on a.appid = m.appid left join templates t on t.appid = m.appid and t.template_id ="
        " m.template_id where o.person_id = ? order by m.id desc limit ?",
        (person, NOTICES_SHOWN),
    )
    return [
        {
            "id": row["id"],
            "appid": row["appid"],
            "app": row["app_name"],
            "title": row["title"] or "",
            "lines": [
                {"key": key, "label": label(row["title"] or "", key), "value": value}
                for key, value in json.loads(row["data"]).items()
            ],
            "page": row["page"],
            "url": _address(db, row["appid"], row["page"]),
            "mini": row["appid"] if row["kind"] == "mini" else None,
            "at": exact(row["at_ms"]),
        }
        for row in rows
    ]


def _address(db: Database, appid: str, page: str) -> str | None:
    front = front_of(db, appid)
    return front.address(page) if front and page else None


def _wire(sandbox: Sandbox) -> list[dict[str, Any]]:
    """The latest calls, newest first, each with its number since the start."""
    newest = sandbox.wire.count
    return [
        {
            "number": newest - back,
            "at": exact(call.at_ms),
            "direction": call.direction,
            "method": call.method,
            "path": shown_path(call.path),
            "about": call.about,
            "status": call.status,
            "request": shown_body(call.request)[:CALL_BODY_SHOWN],
            "response": shown_body(call.response)[:CALL_BODY_SHOWN],
            "milliseconds": call.milliseconds,
        }
        for back, call in enumerate(sandbox.wire.latest(CALLS_SHOWN))
    ]
