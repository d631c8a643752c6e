"""What the programs cost: CPU seconds by role from /proc/<pid>/stat, memory from /proc/<pid>/smaps_rollup."""

import os
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

OURS = ("server", "worker", "database")
ROLES = (*OURS, "sandbox", "load")
SERVING = ("prefork", "server", "worker")  # the first only waits, but it holds what all share
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Stat:
    """One line of /proc/<pid>/stat; `reaped` is the CPU of children that ended and were waited for."""

    parent: int
    own_seconds: float
    reaped_seconds: float
    started_at: float


class Programs:
    """The programs of one instance, told apart by their command lines: children of this process, and children of prefork."""

    def __init__(self) -> None:
        self.by_role: dict[str, list[int]] = defaultdict(list)
        seen = _everything()
        self._add_children(seen, os.getpid())
        for prefork in list(self.by_role["prefork"]):
            self._add_children(seen, prefork)

    def _add_children(self, seen: dict[int, Stat], parent: int) -> None:
        for pid, stat in seen.items():
            role = _role(pid) if stat.parent == parent else None
            if role is not None:
                self.by_role[role].append(pid)

    def cpu_seconds(self) -> dict[str, float]:
        """User and system seconds by role until now; `load` is this process, without its children."""
        seen = _everything()
        found = {
            role: sum(_seconds(seen, pid) for pid in self.by_role[role]) for role in ROLES if role != "load"
        }
        return found | {"load": time.process_time()}

    def machine_seconds(self) -> float:
        """CPU seconds of everything on the machine until now, whoever it belongs to."""
        told = Path("/proc/stat").read_text("utf-8").split("\n", 1)[0].split()[1:9]
        user, nice, system, _idle, _waiting, irq, soft, _stolen = map(int, told)
        return (user + nice + system + irq + soft) / _TICKS

    def memory_mib(self, *roles: str) -> float:
        """Proportional set size of the roles' programs together: what shared pages cost is shared out."""
        return sum(_pss_kib(pid) for role in roles for pid in self.by_role[role]) / 1024

    def seconds_since_start(self, role: str) -> float:
        """How long ago the first program of the role was started."""
        seen = _everything()
        return time.clock_gettime(time.CLOCK_BOOTTIME) - min(
            seen[pid].started_at for pid in self.by_role[role]
        )


def _seconds(seen: dict[int, Stat], pid: int) -> float:
    """A program with its family: PostgreSQL's backends are children, and the ended ones stand in its own line."""
    stat = seen[pid]
    children = [child for child, one in seen.items() if one.parent == pid]
    return stat.own_seconds + stat.reaped_seconds + sum(_seconds(seen, child) for child in children)


def _everything() -> dict[int, Stat]:
    found = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            line = (folder / "stat").read_text("utf-8")
        except OSError:  # it has ended meanwhile
            continue
        part = line.rpartition(")")[2].split()
        found[int(folder.name)] = Stat(
            parent=int(part[1]),
            own_seconds=(int(part[11]) + int(part[12])) / _TICKS,
            reaped_seconds=(int(part[13]) + int(part[14])) / _TICKS,
            started_at=int(part[19]) / _TICKS,
        )
    return found


def _role(pid: int) -> str | None:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    if "wechat_sandbox" in words:
        return "sandbox"
    if "bench.frame.profiled" in words:
        return "server"
    if "lianyi.app" in words:
        command = words[words.index("lianyi.app") + 1]
        return {"serve": "server", "worker": "worker", "prefork": "prefork"}.get(command)
    return "database" if Path(words[0]).name.startswith("postgres") else None


def _pss_kib(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    raise LookupError(f"no Pss of {pid}")
