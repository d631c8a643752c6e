"""How long a run takes: as asked by environment, or what a quiet machine needs for steady medians."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effort:
    """`rounds` of product and floor in turn, each of `seconds`; nothing of the `warm_up` is counted."""

    quick: bool
    rounds: int
    seconds: float
    warm_up_seconds: float
    floor_seconds: float


def asked() -> Effort:
    """QUICK=1 is for trying whether it works; ROUNDS and SECONDS change what is measured."""
    quick = os.environ.get("QUICK") == "1"
    return Effort(
        quick,
        rounds=int(os.environ.get("ROUNDS", "1" if quick else "3")),
        seconds=float(os.environ.get("SECONDS", "1" if quick else "10")),
        warm_up_seconds=1 if quick else 4,
        floor_seconds=1 if quick else 4,
    )
