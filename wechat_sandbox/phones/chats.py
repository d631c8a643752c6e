"""Chats of two, groups, and Moments: text and cards, and what each person has read."""

import json
import secrets
import sqlite3
from typing import Any

from wechat_sandbox.accounts.people import person_row
from wechat_sandbox.clock import exact
from wechat_sandbox.database import Database
from wechat_sandbox.refusals import ControlRefusal
from wechat_sandbox.state import Sandbox

GROUP_MAX = 500
MESSAGES_SHOWN = 60
MOMENTS_SHOWN = 60
CHATS_SHOWN = 50


def open_chat(sandbox: Sandbox, people: list[str], name: str = "", key: str | None = None) -> str:
    """The chat of these people, made when it is not there; two people without a name have one of their own.

    Raises ControlRefusal 404 for a stranger, 400 for a chat with oneself.
    """
    members = list(dict.fromkeys(person_row(sandbox.db, person)["id"] for person in people))
    if len(members) < 2:
        raise ControlRefusal(400, "TOO_FEW", "a chat needs two people", "people")
    is_pair = len(members) == 2 and not name
    key = "pair:" + "+".join(sorted(members)) if is_pair else key
    with sandbox.db.transaction():
        known = sandbox.db.one("select id from chats where key = ?", (key,)) if key else None
        chat = str(known["id"]) if known else "c_" + secrets.token_hex(6)
        if known is None:
            sandbox.db.run(
                "insert into chats (id, key, kind, name, created_at_ms) values (?, ?, ?, ?, ?)",
                (chat, key, "person" if is_pair else "group", name or "群聊", sandbox.clock.now_ms()),
            )
        for person in members:
            sandbox.db.run(
                "insert or ignore into chat_members (chat_id, person_id) values (?, ?)", (chat, person)
            )
    return chat


def chat_row(db: Database, chat: str) -> sqlite3.Row:
    """Raises ControlRefusal 404."""
    row = db.one("select * from chats where id = ?", (chat,))
    if row is None:
        raise ControlRefusal(404, "CHAT_NOT_EXISTS", "no such chat", "chat")
    return row


def say(sandbox: Sandbox, chat: str, person: str, text: str, card: dict[str, Any] | None) -> int:
    """A message of a member; the writer has read everything before it. Raises ControlRefusal 403 for others."""
    chat_row(sandbox.db, chat)
    writer = person_row(sandbox.db, person)["id"]
    with sandbox.db.transaction():
        if not sandbox.db.one(
            "select 1 from chat_members where chat_id = ? and person_id = ?", (chat, writer)
        ):
            raise ControlRefusal(403, "NOT_A_MEMBER", "only members write", "person")
        number = sandbox.db.insert(
            "insert into chat_messages (chat_id, person_id, text, card, at_ms) values (?, ?, ?, ?, ?)",
            (chat, writer, text, _kept(card), sandbox.clock.now_ms()),
        )
        read_chat(sandbox, chat, writer)
    return number


def read_chat(sandbox: Sandbox, chat: str, person: str) -> None:
    sandbox.db.run(
        "update chat_members set read_id = coalesce((select max(id) from chat_messages where chat_id = ?), 0)"
        " where chat_id = ? and person_id = ?",
        (chat, chat, person),
    )


def post_moment(sandbox: Sandbox, person: str, text: str, card: dict[str, Any] | None) -> int:
    """Something for all friends to see; in this small world everybody is everybody's friend."""
    return sandbox.db.insert(
        "insert into moments (person_id, text, card, at_ms) values (?, ?, ?, ?)",
        (person_row(sandbox.db, person)["id"], text, _kept(card), sandbox.clock.now_ms()),
    )


def mark_read(sandbox: Sandbox, person: str, what: str, last: int) -> None:
    """Moments or notices up to number `last` were looked at; reading never goes back."""
    sandbox.db.run(
        "insert into readings (person_id, what, read_id) values (?, ?, ?) on conflict (person_id, what)"
        " do update set read_id = max(read_id, excluded.read_id)",
        (person, what, last),
    )


def read_until(db: Database, person: str, what: str) -> int:
    row = db.one("select read_id from readings where person_id = ? and what = ?", (person, what))
    return int(row["read_id"]) if row else 0


def chats_of(db: Database, person: str) -> list[dict[str, Any]]:
    """A person's chats, the latest first, each with its latest messages in the order they were written."""
    rows = db.all(
        "select c.*, m.read_id, (select max(id) from chat_messages where chat_id = c.id) as last_id"
        " from chat_members m join chats c on c.id = m.chat_id where m.person_id = ?"
        " order by coalesce(last_id, 0) desc, c.created_at_ms desc limit ?",
        (person, CHATS_SHOWN),
    )
    return [_shown_chat(db, row, person) for row in rows]


def shown_chat(db: Database, chat: str) -> dict[str, Any]:
    """A chat as nobody in particular sees it."""
    return _shown_chat(db, chat_row(db, chat), None)


def _shown_chat(db: Database, row: sqlite3.Row, reader: str | None) -> dict[str, Any]:
    members = db.all(
        "select p.id, p.name from chat_members m join people p on p.id = m.person_id where m.chat_id = ?"
        " order by m.rowid limit ?",
        (row["id"], GROUP_MAX),
    )
    others = [member["name"] for member in members if member["id"] != reader]
    messages = db.all(
        "select * from (select * from chat_messages where chat_id = ? order by id desc limit ?) order by id",
        (row["id"], MESSAGES_SHOWN),
    )
    shown = {
        "id": row["id"],
        "kind": row["kind"],
        "name": row["name"] if row["kind"] == "group" else "、".join(others),
        "people": [member["id"] for member in members],
        "messages": [shown_message(message) for message in messages],
    }
    if reader is not None:
        unread = db.one(
            "select count(*) as count from chat_messages where chat_id = ? and id > ? and person_id <> ?",
            (row["id"], row["read_id"], reader),
        )
        shown["unread"] = int(unread["count"]) if unread else 0
    return shown


def shown_message(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "person": row["person_id"],
        "text": row["text"],
        "card": json.loads(row["card"]) if row["card"] else None,
        "at": exact(row["at_ms"]),
    }


def moments(db: Database) -> list[dict[str, Any]]:
    """Newest first."""
    rows = db.all("select * from moments order by id desc limit ?", (MOMENTS_SHOWN,))
    return [shown_message(row) for row in rows]


def _kept(card: dict[str, Any] | None) -> str | None:
    return None if card is None else json.dumps(card, ensure_ascii=False)
