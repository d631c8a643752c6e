"""Switches of the imitation, changed by the control API and kept in the state."""

import json
from dataclasses import asdict, dataclass, fields

from wechat_sandbox.database import Database


@dataclass(slots=True)
class Settings:
    auto: bool = True  # the background loop delivers by itself
    refund_delay_seconds: int = 3  # WeChat needs minutes; nobody wants to wait for them
    sharing_delay_seconds: int = 3  # a split, an unfreezing or a return is accepted first and executed later
    transfer_delay_seconds: int = 1  # between the person's confirmation (or a cancellation) and its end
    refund_gap_strict: bool = True  # pay-v3 6.1: at least one minute between partial refunds of one order
    trade_order_delay_seconds: int = 10  # mini-program 7: a paid order reaches the shipping system late
    h5_loopback_ip_refused: bool = (
        False  # pay-v3 4.1: real H5 pay refuses 127.0.0.1, which is all a loopback shopper has
    )
    remind_shipping_after_seconds: int = 172_800  # mini-program E: ordinary goods ship within 48 hours


def load(db: Database) -> Settings:
    row = db.one("select value from meta where key = 'settings'")
    return Settings(**json.loads(row["value"])) if row else Settings()


def change(db: Database, settings: Settings, values: dict[str, object]) -> None:
    """Set the named switches. Raises ValueError naming the first one that is unknown or of the wrong type."""
    kinds = {field.name: type(getattr(settings, field.name)) for field in fields(settings)}
    for name, value in values.items():
        wanted = kinds.get(name)
        if (
            wanted is None
            or type(value) is not wanted
            or (wanted is int and not 0 <= int(str(value)) <= 10**9)
        ):
            raise ValueError(name)
    for name, value in values.items():
        setattr(settings, name, value)
    db.run(
        "insert into meta (key, value) values ('settings', ?) on conflict (key) do update set value ="
        " excluded.value",
        (json.dumps(asdict(settings)),),
    )
