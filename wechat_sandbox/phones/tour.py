"""The guided tour as its shop configures it: where it begins, and by which words its buttons are found."""

import json
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from wechat_sandbox.accounts.merchants import app_row
from wechat_sandbox.database import Database

META_KEY = "tour"
HOURS_MAX = 24 * 30


class Tour(BaseModel):
    """The pages are paths as in a mini program (`pages/x/index?id=1`).

    `hours` is how long the second team waits before it fails. `people` are the phones of the tour in their order:
    who begins, who joins. `buttons` are the words on the shop's own buttons, by what they do; "do it for me" looks
    for the first of them that can be seen.
    """

    model_config = ConfigDict(extra="forbid")

    appid: str = Field(max_length=64)
    start_page: str = Field(max_length=512)
    second_page: str = Field(max_length=512)
    hours: int = Field(24, ge=1, le=HOURS_MAX)
    people: list[str] = Field(default_factory=list, max_length=4)
    buttons: dict[str, list[str]] = Field(default_factory=dict)


def configure(db: Database, tour: Tour | None) -> None:
    """Set the tour, or take it away. Raises ControlRefusal 404 for an unknown app."""
    if tour is None:
        db.run("delete from meta where key = ?", (META_KEY,))
        return
    app_row(db, tour.appid)
    db.run(
        "insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value",
        (META_KEY, tour.model_dump_json()),
    )


def configured(db: Database) -> dict[str, Any] | None:
    row = db.one("select value from meta where key = ?", (META_KEY,))
    found: dict[str, Any] | None = json.loads(row["value"]) if row else None
    return found
