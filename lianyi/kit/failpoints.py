"""Named places at which a test kills the process, to prove that nothing is lost, doubled or stuck there.

`reach(name)` stands between two steps that no transaction holds together: after a commit and before the answer, after
WeChat's yes and before we write it down. Without the setting LIANYI_FAILPOINTS it is one comparison. The setting names a
folder; a file there that is called like a point is its fuse. Whoever reaches the point first takes the fuse away and dies
by SIGKILL, as by a power cut; who is started afterwards finds no fuse and passes. Why so: docs/decisions/0024.
"""

import os
import signal
from collections.abc import Mapping
from pathlib import Path

# What is true when the process dies there. tests/tidy holds this list, the code and tests/kill together.
POINTS: Mapping[str, str] = {
    "kit.edge.committed": "a request's transaction is committed, its answer has not left",
    "kit.batch.committed": "what waited together is committed, nobody has an answer",
    "kit.edge.done": "a request that speaks to the outside has done all of it, its answer has not left",
    "kit.relay.claimed": "the relay holds a batch of facts and has told none",
    "kit.relay.told": "every reaction of a batch has run, nothing is committed",
    "kit.relay.committed": "a batch of facts is told and committed",
    "kit.jobs.fetched": "the queue gave a job to this worker, which has not begun it",
    "kit.jobs.ran": "a job has done its work, the queue does not know",
    "kit.jobs.swept": "a sweep has served a shop, the queue does not know",
    "checkout.place.written": "an order with stock and payment is written, nothing is committed",
    "orders.close.unpayable": "nobody can pay an order any more, the order still waits for payment",
    "orders.upload.told": "WeChat knows of a parcel, we have not written that it does",
    "payments.prepay.begun": "an attempt to pay has its number, WeChat has not heard of it",
    "payments.prepay.asked": "WeChat has made the pay sheet, we have not written it down",
    "payments.notice.verified": "a notice of WeChat's is genuine, nothing of it is written",
    "payments.notice.acted": "what a notice says is booked, nothing is committed",
    "payments.notice.committed": "what a notice says is committed, WeChat has no answer",
    "payments.poll.answered": "WeChat has said what became of an attempt, nothing is written",
    "payments.close.asking": "an attempt is about to be closed, WeChat has not been asked",
    "payments.close.closed": "WeChat has closed an attempt, ours is still open",
    "payments.refund.asking": "a refund is promised and held, WeChat has not been asked",
    "payments.refund.answered": "WeChat has taken a refund, ours still waits to be sent",
    "payments.release.begun": "the shares of a release are fixed, WeChat has not been asked",
    "payments.release.split": "WeChat has taken a split, we have not written it down",
    "payments.release.unfrozen": "WeChat has been asked to let go of the rest, we have not written it down",
    "payments.return.answered": "WeChat has taken the return of a share, we have not written it down",
    "distribution.release.written": "a sweep has released one hand's part of what is due, nothing is committed",
    "distribution.payout.asking": "a pay-out has left its batch and is held, WeChat has not been asked",
    "distribution.payout.answered": "WeChat has taken a pay-out, we have not written it down",
    "distribution.payout.noticed": "what a notice says of a pay-out is booked, nothing is committed",
    "distribution.prize.asking": "somebody has asked for a prize and it is held, WeChat has not been asked",
    "distribution.prize.answered": "WeChat has taken the transfer of a prize, we have not written it down",
    "promotions.help.counted": "a help is counted in its run, what it brings is not, nothing is committed",
    "promotions.pack.answered": "WeChat has given a coupon of its own, we have not written it down",
    "promotions.pack.taken": "a piece of a pack is taken and paid, nothing is committed",
    "promotions.team.filled": "a team is full and its orders are told, nothing is committed",
    "promotions.team.ended": "a team whose time was up has ended, its orders do not know",
    "promotions.team.lost": "an order of a team that failed is given back, nothing is committed",
    "trust.case.given": "the money of a case is granted and asked for, nothing is committed",
    "reconciliation.fetch.answered": "a bill has come from WeChat, none of it is kept",
    "reconciliation.match.began": "the rows of a bill are held against the books, what follows from them is not",
    "supply.import.written": "a part of a file is written, the rest is not",
}

_fuses: Path | None = None


def arm(folder: Path | None) -> None:
    """Let points kill this process by the fuses in `folder`; None for a process that never dies of one."""
    global _fuses  # noqa: PLW0603  one per process, set by the composition root alone
    _fuses = folder


def reach(name: str) -> None:
    """Die here when there is a fuse for it; `name` is one of POINTS."""
    if _fuses is not None:
        _burn(_fuses / name)


def _burn(fuse: Path) -> None:
    try:
        fuse.unlink()
    except FileNotFoundError:  # not lit, or it has killed somebody already
        return
    os.kill(os.getpid(), signal.SIGKILL)
