"""Verbs of media."""

import asyncio

from lianyi.identity.types import Staff, System
from lianyi.kit.db import Session
from lianyi.media import queries, rules, storage, store
from lianyi.media.types import Encoded, Picture

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
