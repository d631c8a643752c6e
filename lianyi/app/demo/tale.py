"""Who and what the story of `make demo` is told about, and how its lines are said."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyotp
from rich.console import Console

from lianyi.app.demo.cast import OWNER
from lianyi.app.demo.doors import Door
from lianyi.app.demo.instance import Instance


@dataclass
class Tale:
    """What the acts hand on to each other."""

    here: Instance
    say: Console
    desk: Door
    since: datetime
    merchant: dict[str, Any] = field(default_factory=dict)
    slug: str = ""
    password: str = field(default="", repr=False)
    totp: str = field(default="", repr=False)
    person: str = ""
    address: str = ""
    orders: list[str] = field(default_factory=list)


async def come_back(tale: Tale) -> None:
    """Days later the session has ended: the owner signs in again, with the second factor."""
    await tale.desk.post("/sign-in", {"login": OWNER.login, "password": tale.password, "totp": code(tale)})


def code(tale: Tale) -> str:
    """What the owner's authenticator shows, by the story's clock."""
    return pyotp.TOTP(tale.totp).at(tale.here.clock.now())


def act(tale: Tale, number: str, zh: str, en: str) -> None:
    tale.say.print(f"\n[bold cyan]{number}  {zh}[/]  [dim]{en}[/]")


def line(tale: Tale, text: str) -> None:
    tale.say.print(f"   {text}")


def word(state: str) -> str:
    return {"succeeded": "支付成功", "pending": "等待结果", "closed": "已关闭", "completed": "已完成"}.get(
        state, state
    )
