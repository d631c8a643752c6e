"""Verbs of media."""

import asyncio

from lianyi.identity.types import Staff, System
from lianyi.kit.db import Session
from lianyi.kit.ids import TenantId
from lianyi.media import queries, rules, storage, store
from lianyi.media.types import WIDTHS, Encoded, Picture

# A picture of 40 megapixels takes 160 MB while it is decoded.
_DECODING_MAX = asyncio.Semaphore(2)


async def encode_picture(data: bytes, name: str) -> Encoded:
    """Decode and encode in a thread, two at a time. Holds no connection. Raises PictureTooLarge, PictureUnreadable."""
    async with _DECODING_MAX:
        return await asyncio.to_thread(rules.encode, data, name)


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


def _check_drawn(name: str) -> None:
    if not rules.DRAWN_NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not a kind and a hash")
