"""Disturbances ordered by a test: on a call to WeChat, or on a delivery from it.

A fault that names `path_prefix` means calls, one that names `event` means deliveries; one that names neither
means what its kind suggests. `times` counts down to nothing; None stays until deleted.
"""

import json
from dataclasses import dataclass
from typing import Any

from wechat_sandbox.database import Database

ON_CALLS = frozenset({"http_5xx", "rate_limited", "slow", "timeout", "lost", "answer_lost", "forged"})
ON_DELIVERIES = frozenset({"late", "doubled", "lost", "reordered", "forged"})
_AMBIGUOUS_MEANS_DELIVERY = frozenset({"lost", "forged"})
MATCH_KEYS = frozenset({"path_prefix", "event", "out_trade_no", "mchid"})
FAULTS_MAX = 1000


@dataclass(slots=True)
class Fault:
    id: int
    match: dict[str, str]
    kind: str
    value: int | str | None
    times: int | None

    def number(self, default: int) -> int:
        return self.value if isinstance(self.value, int) else default

    def means_calls(self) -> bool:
        if "path_prefix" in self.match:
            return self.kind in ON_CALLS
        return (
            "event" not in self.match and self.kind in ON_CALLS and self.kind not in _AMBIGUOUS_MEANS_DELIVERY
        )

    def means_deliveries(self) -> bool:
        return "path_prefix" not in self.match and self.kind in ON_DELIVERIES

    def shown(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "match": self.match,
            "kind": self.kind,
            "value": self.value,
            "times": self.times,
        }


class Faults:
    """All faults in force: in memory because every call asks for them, in the state to survive a restart."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._faults = [
            Fault(row["id"], json.loads(row["match"]), row["kind"], json.loads(row["value"]), row["times"])
            for row in db.all("select id, match, kind, value, times from faults order by id")
        ]

    def all(self) -> list[Fault]:
        return list(self._faults)

    def add(self, match: dict[str, str], kind: str, value: int | str | None, times: int | None) -> Fault:
        number = self._db.insert(
            "insert into faults (match, kind, value, times) values (?, ?, ?, ?)",
            (json.dumps(match), kind, json.dumps(value), times),
        )
        fault = Fault(number, match, kind, value, times)
        self._faults.append(fault)
        return fault

    def delete(self, number: int) -> bool:
        found = [fault for fault in self._faults if fault.id == number]
        for fault in found:
            self._faults.remove(fault)
            self._db.run("delete from faults where id = ?", (number,))
        return bool(found)

    def clear(self) -> None:
        self._faults.clear()
        self._db.run("delete from faults")

    def take_for_call(self, path: str, mchid: str, out_trade_no: str) -> Fault | None:
        """The oldest fault meant for this call, used once."""
        for fault in self._faults:
            match = fault.match
            if (
                fault.means_calls()
                and path.startswith(match.get("path_prefix", ""))
                and match.get("mchid", mchid) == mchid
                and match.get("out_trade_no", out_trade_no) == out_trade_no
            ):
                return self._use(fault)
        return None

    def take_for_delivery(
        self, event: str, owner: str, out_trade_no: str, kinds: frozenset[str]
    ) -> Fault | None:
        """The oldest fault of these kinds meant for this delivery, used once."""
        for fault in self._faults:
            match = fault.match
            if (
                fault.kind in kinds
                and fault.means_deliveries()
                and match.get("event", event) == event
                and match.get("mchid", owner) == owner
                and match.get("out_trade_no", out_trade_no) == out_trade_no
            ):
                return self._use(fault)
        return None

    def _use(self, fault: Fault) -> Fault:
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self.delete(fault.id)
            else:
                self._db.run("update faults set times = ? where id = ?", (fault.times, fault.id))
        return fault
