"""Verbs of media."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable

from lianyi.identity.types import Staff, System
from lianyi.kit.db import Session
from lianyi.kit.ids import TenantId, new_id
from lianyi.media import queries, rules, storage, store
from lianyi.media.errors import PictureTooLarge
from lianyi.media.types import WIDTHS, Encoded, Picture

# A picture of 40 megapixels takes 160 MB while it is decoded.
_DECODING_MAX = asyncio.Semaphore(2)


async def encode_picture(data: bytes, name: str) -> Encoded:
    """Decode and encode in a thread, two at a time. Holds no connection. Raises PictureTooLarge, PictureUnreadable."""
    async with _DECODING_MAX:
        return await asyncio.to_thread(rules.encode, data, name)


async def read_picture(read: Callable[[int], Awaitable[bytes]], name: str) -> Encoded:
    """Read an upload up to the limit and encode it. Holds no connection. Raises PictureTooLarge, PictureUnreadable."""
    data = await read(rules.BYTES_MAX + 1)
    if len(data) > rules.BYTES_MAX:
        raise PictureTooLarge(
            field="file", megabytes=rules.BYTES_MAX // 1024 // 1024, megapixels=rules.PIXELS_MAX // 1_000_000
        )
    return await encode_picture(data, name)


async def accept_picture(
    session: Session, by: Staff | System, data: bytes | Encoded, name: str = ""
) -> Picture:
    """Keep a picture; the same bytes again give the same picture.

    Give bytes, or what `encode_picture` made of them outside the transaction. Raises PictureTooLarge, PictureUnreadable.
    """
    encoded = data if isinstance(data, Encoded) else await encode_picture(data, name)
    for width, variant in encoded.variants.items():
        await asyncio.to_thread(storage.put, session.tenant, rules.file_name(encoded.sha256, width), variant)
    asset_id = await store.keep(session, encoded, by.staff if isinstance(by, Staff) else None)
    return (await queries.pictures(session, [asset_id]))[asset_id]


async def picture_bytes(tenant: TenantId, url: str) -> bytes | None:
    """The largest variant behind an address of `Picture`, for whoever draws with it; None when it is not the shop's."""
    folder, _, name = url.rpartition("/")
    if folder != f"/media/{tenant.hex}" or not rules.FILE_NAME.fullmatch(name):
        return None
    return await asyncio.to_thread(storage.read, tenant, rules.file_name(name.partition("-")[0], WIDTHS[-1]))


async def drawn(tenant: TenantId, name: str) -> bytes | None:
    """A picture that was drawn before, by the hash of what it shows; None when it has to be drawn again."""
    _check_drawn(name)
    return await asyncio.to_thread(storage.read_drawn, tenant, name)


async def keep_drawn(tenant: TenantId, name: str, data: bytes) -> None:
    """Keep a drawn picture under a name made of a hash; nothing is lost when it is swept."""
    _check_drawn(name)
    await asyncio.to_thread(storage.put_drawn, tenant, name, data)


async def sweep_drawn(tenant: TenantId, before_seconds: int, limit: int) -> int:
    """Remove drawn pictures nobody asked for since a Unix time of the machine, and the oldest beyond 5,000."""
    return await asyncio.to_thread(storage.sweep_drawn, tenant, before_seconds, rules.DRAWN_MAX, limit)


async def keep_private(tenant: TenantId, encoded: Encoded) -> str:
    """Keep a picture that no address leads to; gives the name that its owner remembers it by."""
    name = new_id().hex[:12] + secrets.token_hex(10)
    for width in rules.PRIVATE_WIDTHS:
        await asyncio.to_thread(storage.put_private, tenant, f"{name}-{width}.webp", encoded.variants[width])
    return name


async def private(tenant: TenantId, name: str, width: int) -> bytes | None:
    """A private picture, for whoever has checked who asks; None when it is gone."""
    if not rules.PRIVATE_NAME.fullmatch(name) or width not in rules.PRIVATE_WIDTHS:
        return None
    return await asyncio.to_thread(storage.read_private, tenant, f"{name}-{width}.webp")


async def drop_private(tenant: TenantId, name: str) -> None:
    """Remove a private picture for good."""
    for width in rules.PRIVATE_WIDTHS:
        await asyncio.to_thread(storage.drop_private, tenant, f"{name}-{width}.webp")


def _check_drawn(name: str) -> None:
    if not rules.DRAWN_NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not a kind and a hash")
