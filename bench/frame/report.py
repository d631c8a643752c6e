"""A table for people, and one line of JSON for programs."""

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.frame import profile
from bench.frame.load import Lap
from bench.frame.processes import OURS, ROLES, SERVING
from bench.frame.stand import Stand


@dataclass(frozen=True)
class Measured:
    """Medians over the laps of one kind of load; `spread_pct` is how far the fastest lap lies above the slowest."""

    per_s: float
    p50_ms: float
    p99_ms: float
    cpu_ms_each: dict[str, float]
    settle_s: float
    spread_pct: float
    others_cores: float

    @classmethod
    def of(cls, laps: Sequence[Lap]) -> "Measured":
        """Raises statistics.StatisticsError without laps."""
        each = {
            role: statistics.median(lap.cpu_seconds[role] * 1000 / lap.done for lap in laps) for role in ROLES
        }
        each["ours"] = sum(each[role] for role in OURS)
        rates = [lap.per_s for lap in laps]
        return cls(
            per_s=statistics.median(rates),
            p50_ms=statistics.median(lap.ms(0.5) for lap in laps),
            p99_ms=statistics.median(lap.ms(0.99) for lap in laps),
            cpu_ms_each={role: round(ms, 3) for role, ms in each.items()},
            settle_s=statistics.median(lap.settle_seconds for lap in laps),
            spread_pct=100 * (max(rates) / min(rates) - 1),
            others_cores=statistics.median(lap.others_cores for lap in laps),
        )

    def figures(self) -> dict[str, Any]:
        return {
            "per_s": round(self.per_s, 1), "p50_ms": round(self.p50_ms, 2), "p99_ms": round(self.p99_ms, 2),
            "cpu_ms_each": self.cpu_ms_each, "settle_s": round(self.settle_s, 2),
            "spread_pct": round(self.spread_pct, 1), "others_cores": round(self.others_cores, 2),
        }  # fmt: skip


def milliseconds(taken: Sequence[float]) -> dict[str, float]:
    """p50 and p99 of some latencies in ms."""
    ordered = sorted(taken)
    last = len(ordered) - 1
    return {
        f"p{percent}_ms": round(ordered[min(last, len(ordered) * percent // 100)], 2) for percent in (50, 99)
    }


@dataclass
class Report:
    """Rows in the order shown; the first is the one the JSON's own figures are of. `goals` are words for people."""

    name: str
    title: str
    each: str
    goals: str
    rows: dict[str, Measured]
    floors: Mapping[str, Sequence[float]]
    stand: Stand
    more: dict[str, Any] = field(default_factory=dict)
    commit_ms: float = 0.0
    idle: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.memory_mib = self.stand.programs.memory_mib(*SERVING)

    def print(self) -> None:
        """Show the table, then the JSON as the last line."""
        console = Console(width=160)
        table = Table(title=self.title, title_justify="left", caption=self._caption(), caption_justify="left")
        heads = (
            "",
            f"{self.each}/s",
            "p50 ms",
            "p99 ms",
            *ROLES,
            "ours",
            "±",
            "others",
        )
        for number, head in enumerate(heads):
            table.add_column(
                head.removesuffix(" ms") if number > 3 else head,
                justify="right" if number else "left",
                no_wrap=True,
            )
        for name, row in self.rows.items():
            costs = [f"{row.cpu_ms_each[role]:.3f}" for role in (*ROLES, "ours")]
            table.add_row(
                name, f"{row.per_s:,.0f}", f"{row.p50_ms:.1f}", f"{row.p99_ms:.1f}", *costs,
                f"{row.spread_pct:.0f} %", f"{row.others_cores:.1f}",
            )  # fmt: skip
        for name, rates in self.floors.items():
            table.add_row(f"floor: {name}", f"{statistics.median(rates):,.0f}", style="dim")
        console.print(table)
        print(json.dumps(self.figures(), ensure_ascii=False))

    def figures(self) -> dict[str, Any]:
        """What the JSON line holds."""
        first, *others = self.rows
        found = {"bench": self.name} | self.rows[first].figures()
        found |= {_key(name): self.rows[name].figures() for name in others}
        floors = {name: round(statistics.median(rates), 1) for name, rates in self.floors.items()}
        found |= {"floor_per_s": next(iter(floors.values())), "floors_per_s": floors}
        found |= {"commit_ms": round(self.commit_ms, 2), "idle_cpu_ms_per_s": self.idle}
        found |= {"memory_mib": round(self.memory_mib, 1), "start_s": round(self.stand.start_s, 2)}
        return (
            found
            | self.more
            | {
                "rounds": self.stand.effort.rounds,
                "quick": self.stand.effort.quick,
                "profiled": profile.wanted(),
            }
        )

    def _caption(self) -> str:
        more = [f"{name} {value}" for name, value in self.more.items() if not isinstance(value, dict)]
        idle = ", ".join(f"{role} {ms:.0f}" for role, ms in self.idle.items())
        lines = [
            f"goal: {self.goals}",
            *([", ".join(more)] if more else []),
            f"memory {self.memory_mib:.0f} MiB (PSS of servers, worker and prefork), start {self.stand.start_s:.2f} s",
            f"one durable commit {self.commit_ms:.1f} ms on this disk",
            f"idle, CPU ms a second: {idle}",
            "CPU ms each: ours = server + worker + database; medians of interleaved rounds",
            "noise: ± the fastest round above the slowest, others the cores that were busy with what is not ours",
        ]
        return "\n".join(lines)


def _key(row: str) -> str:
    """`32 clients` is `at_32` in the JSON, `lists at 10,000` is `lists_at_10000`."""
    clients = row.removesuffix(" clients")
    return f"at_{clients}" if clients.isdigit() else row.replace(",", "").replace(" ", "_")
