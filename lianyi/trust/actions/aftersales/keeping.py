"""Evidence that only the two sides see, and the shop's return addresses."""

import hmac
import re
from datetime import datetime, timedelta
from uuid import UUID

from lianyi.identity import actions as identity
from lianyi.identity.types import Change, Shopper, Staff, check_phone
from lianyi.kit import wire
from lianyi.kit.db import Session
from lianyi.kit.errors import Invalid
from lianyi.kit.ids import TenantId, encode, new_id
from lianyi.kit.secrets import vault
from lianyi.media import actions as media
from lianyi.media.types import Encoded
from lianyi.trust.errors.aftersales import (
    EvidenceGone,
    ReturnAddressesFull,
    ReturnAddressUnknown,
    ReturnPhoneInvalid,
    TooManyPictures,
)
from lianyi.trust.queries import keeping as queries
from lianyi.trust.queries.keeping import ADDRESSES_MAX, address_context
from lianyi.trust.store import keeping as store
from lianyi.trust.types.aftersales import Address, Evidence, PictureId, ReturnAddress, ReturnAddressId

identity.name_acts(
    {
        "return_address.put": ("修改退货地址", "Return address put"),
        "return_address.dropped": ("删除退货地址", "Return address deleted"),
    }
)
LOOSE_MAX = 30
LOOSE_LIFE = timedelta(days=1)
_LANDLINE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?|(400|800)-?[0-9]{3}-?[0-9]{4}")


async def keep_picture(session: Session, owner: Shopper | Staff, encoded: Encoded) -> Evidence:
    """Keep an encoded picture of one's own until a case takes it, a day at most. Raises TooManyPictures."""
    owner_id = owner.person if isinstance(owner, Shopper) else owner.staff
    await session.later(store.LOCK_LOOSE, owner_id=owner_id)
    if await queries.loose_pictures(session, owner_id, session.now - LOOSE_LIFE) >= LOOSE_MAX:
        raise TooManyPictures
    name = await media.keep_private(session.tenant, encoded)
    picture = Evidence(PictureId(new_id()), None, name, encoded.width, encoded.height, encoded.preview)
    await session.later(
        store.ADD_PICTURE, id=picture.id, owner_id=owner_id, name=name, width=picture.width, height=picture.height,
        preview=picture.preview,
    )  # fmt: skip
    return picture


async def drop_loose_pictures(session: Session, limit: int) -> int:
    """Forget pictures that no case took within a day; how many. A file whose row stays is dropped the next time."""
    names = await session.all(store.DROP_LOOSE, before=session.now - LOOSE_LIFE, limit=limit)
    for name in names:
        await media.drop_private(session.tenant, name)
    return len(names)


def picture_url(tenant: TenantId, name: str, width: int, now: datetime) -> str:
    """An address of a picture for whoever was let in, good for one to two hours: `img` sends no token."""
    until = (int(now.timestamp()) // 3600 + 2) * 3600
    return (
        f"/pictures/evidence/{tenant.hex}/{name}-{width}.webp?until={until}&mark={_mark(tenant, name, until)}"
    )


async def picture_bytes(
    tenant: TenantId, name: str, width: int, until: int, mark: str, now: datetime
) -> bytes:
    """The bytes behind an address. Raises EvidenceGone when it was not given by us or has run out."""
    known = hmac.compare_digest(_mark(tenant, name, until), mark)
    data = await media.private(tenant, name, width) if known and until >= now.timestamp() else None
    if data is None:
        raise EvidenceGone
    return data


def _mark(tenant: TenantId, name: str, until: int) -> str:
    return vault().blind(f"{tenant}:{name}:{until}", "trust_picture.url").hex()[:32]


async def put_return_address(
    session: Session, staff: Staff, address: Address, *, is_default: bool, address_id: UUID | None = None
) -> ReturnAddress:
    """Add or replace a return address; the first one is the default, and the default stays until another takes its place.

    Goods go there: the audit names who put it and which district, never the person or the street.

    Raises ReturnPhoneInvalid, ReturnAddressUnknown, ReturnAddressesFull.
    """
    _check_phone(address.phone)
    await session.later(store.LOCK_ADDRESSES)
    known = await queries.return_addresses(session)
    was = next((one for one in known if one.id == address_id), None)
    if address_id is not None and was is None:
        raise ReturnAddressUnknown
    if was is None and len(known) >= ADDRESSES_MAX:
        raise ReturnAddressesFull(limit=ADDRESSES_MAX)
    kept = ReturnAddress(
        ReturnAddressId(address_id or new_id()),
        address,
        is_default or not known or (was is not None and was.is_default),
    )
    if kept.is_default:
        await session.later(store.CLEAR_DEFAULT, id=kept.id)
    sealed = vault().seal(wire.dumps(address).decode(), address_context(kept.id))
    await session.later(store.PUT_ADDRESS, id=kept.id, sealed=sealed, is_default=kept.is_default)
    act = Change("return_address.put", encode("rta", kept.id), _shown(was) if was else None, _shown(kept))
    await identity.note_change(session, staff, act)
    return kept


def _shown(one: ReturnAddress) -> dict[str, object]:
    return {"region_code": one.address.region_code, "is_default": one.is_default}


async def drop_return_address(session: Session, staff: Staff, address_id: UUID) -> None:
    """Delete a return address; cases keep their copy. Raises ReturnAddressUnknown."""
    await session.later(store.LOCK_ADDRESSES)
    was_default = await session.maybe(store.DROP_ADDRESS, id=address_id)
    if was_default is None:
        raise ReturnAddressUnknown
    if was_default:
        await session.later(store.NEXT_DEFAULT)
    await identity.note_change(session, staff, Change("return_address.dropped", encode("rta", address_id)))


def _check_phone(phone: str) -> None:
    if _LANDLINE.fullmatch(phone):
        return
    try:
        check_phone(phone)
    except Invalid:
        raise ReturnPhoneInvalid(field="phone") from None
