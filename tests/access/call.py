"""How a line of the register is written: who calls, and what with."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.access.town import picture


@dataclass(frozen=True)
class Call:
    """`who`: a role, `buyer`, or `anybody` where no one needs to be known. `needs`: what is not the path's, from the town."""

    who: str
    json: Any = None
    query: dict = field(default_factory=dict)
    path: dict = field(default_factory=dict)
    files: dict | None = None
    data: dict | None = None
    headers: dict = field(default_factory=dict)
    status: int | None = (
        None  # where it cannot work in the town: what it is answered instead, with why in a comment
    )


def staff(json=None, *, who="owner", query=None, **more):
    return _call(who, json, query, more)


def buyer(json=None, *, query=None, **more):
    return _call("buyer", json, query, more)


def anybody(json=None, *, query=None, **more):
    return _call("anybody", json, query, more)


def _call(who, json, query, more):
    known = {name: more.pop(name) for name in ("files", "data", "headers", "status") if name in more}
    return Call(who, json, query or {}, more, **known)


def a_file(name="a.png", kind="image/png", data=None):
    return {"file": (name, data or picture(), kind)}


def fresh(town):
    """A code of this moment, as an act for two people asks for."""
    return {"Lianyi-Code": town.staff["finance"].code(1)}


def alone(town):
    """One of the owner's recovery codes, where nobody else could decide; what it spent is put back with the rest."""
    return {"Lianyi-Code": town.staff["owner"].recovery[-1]}


def campaign(town):
    now = town.shop.db.clock.now()
    return town.tree["campaign"] | {"title": "换个名字", "ends_at": (now + timedelta(days=3)).isoformat()}
