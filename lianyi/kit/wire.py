"""JSON as bytes, by msgspec: for the outbox, jsonb columns and hot answers."""

from typing import Any

import msgspec

dumps = msgspec.json.encode
loads = msgspec.json.decode


def plain(value: object) -> Any:
    """Dataclasses, UUIDs and instants as what JSON knows."""
    return msgspec.to_builtins(value)


def typed(value: object, shape: type[Any]) -> Any:
    """What JSON knows as the shape. Raises msgspec.ValidationError."""
    return msgspec.convert(value, shape, strict=False)
