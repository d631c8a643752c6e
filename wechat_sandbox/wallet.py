"""Money in the imitated world: it leaves one pocket and arrives in another, each step written down."""

from wechat_sandbox.database import Database
from wechat_sandbox.state import Sandbox

FEES, BANK = "outside/fees", "outside/bank"  # pockets without a floor: WeChat's own, and everybody's bank


def move_person(sandbox: Sandbox, person_id: str, delta_fen: int, kind: str, reference: str) -> bool:
    """Change a person's balance; False (and nothing changed) when the wallet does not hold enough."""
    row = sandbox.db.one(
        "update people set balance_fen = balance_fen + ? where id = ? and balance_fen + ? >= 0 returning"
        " balance_fen",
        (delta_fen, person_id, delta_fen),
    )
    if row is None:
        return False
    _write_down(sandbox, (person_id, row["balance_fen"]), delta_fen, kind, reference)
    return True


def move_unsettled(sandbox: Sandbox, mchid: str, delta_fen: int, kind: str, reference: str) -> bool:
    """Change a merchant's money that is not settled yet; False when it does not hold enough."""
    row = sandbox.db.one(
        "update merchants set unsettled_fen = unsettled_fen + ? where mchid = ? and unsettled_fen + ? >= 0"
        " returning unsettled_fen",
        (delta_fen, mchid, delta_fen),
    )
    if row is None:
        return False
    _write_down(sandbox, (f"{mchid}/unsettled", row["unsettled_fen"]), delta_fen, kind, reference)
    return True


def move_available(sandbox: Sandbox, mchid: str, delta_fen: int, kind: str, reference: str) -> bool:
    """Change a merchant's settled money; False when it does not hold enough."""
    row = sandbox.db.one(
        "update merchants set available_fen = available_fen + ? where mchid = ? and available_fen + ? >= 0"
        " returning available_fen",
        (delta_fen, mchid, delta_fen),
    )
    if row is None:
        return False
    _write_down(sandbox, (f"{mchid}/available", row["available_fen"]), delta_fen, kind, reference)
    return True


def move_outside(sandbox: Sandbox, owner: str, delta_fen: int, kind: str, reference: str) -> None:
    """Change a pocket that lies outside of people and merchants; it may be any number."""
    row = sandbox.db.one(
        "select balance_fen from movements where owner = ? order by id desc limit 1", (owner,)
    )
    balance_fen = (row["balance_fen"] if row else 0) + delta_fen
    _write_down(sandbox, (owner, balance_fen), delta_fen, kind, reference)


def difference_fen(db: Database) -> int:
    """What every pocket gained and lost, with the refunds that are on the way: always zero.

    A refund on the way has left the merchant less the fee that it gives back.
    """
    row = db.one(
        "select (select coalesce(sum(delta_fen), 0) from movements)"
        " + (select coalesce(sum(r.refund_fen - coalesce(f.fee_fen, 0)), 0) from refunds r left join refund_fees f"
        " on f.mchid = r.mchid and f.out_refund_no = r.out_refund_no where r.status in ('PROCESSING',"
        " 'ABNORMAL')) as fen"
    )
    return int(row["fen"]) if row else 0


def _write_down(sandbox: Sandbox, pocket: tuple[str, int], delta_fen: int, kind: str, reference: str) -> None:
    owner, balance_fen = pocket
    sandbox.db.run(
        "insert into movements (owner, at_ms, delta_fen, balance_fen, kind, reference) values (?, ?, ?,"
        " ?, ?, ?)",
        (owner, sandbox.clock.now_ms(), delta_fen, balance_fen, kind, reference),
    )
