"""A person's delivery addresses: at most thirty, one of them the default."""

from dataclasses import replace

from lianyi.identity import rules
from lianyi.identity.errors import AddressesFull, AddressUnknown
from lianyi.identity.store import people as store
from lianyi.identity.types import AddressDraft, AddressId, Shopper, check_phone
from lianyi.kit.db import Session
from lianyi.kit.ids import new_id


async def add_address(session: Session, shopper: Shopper, draft: AddressDraft) -> AddressId:
    """Add an address; the first one is the default. Raises PhoneInvalid, AddressesFull."""
    draft = replace(draft, phone=check_phone(draft.phone))
    await store.lock_person(session, shopper.person)
    count = await store.count_addresses(session, shopper.person)
    if count >= rules.ADDRESSES_MAX:
        raise AddressesFull(limit=rules.ADDRESSES_MAX)
    address = AddressId(new_id())
    await store.put_address(
        session, shopper.person, address, replace(draft, is_default=draft.is_default or not count)
    )
    return address


async def change_address(session: Session, shopper: Shopper, address: AddressId, draft: AddressDraft) -> None:
    """Replace an address of one's own. The default stays the default until another one takes its place.

    Raises:
        PhoneInvalid, AddressUnknown
    """
    draft = replace(draft, phone=check_phone(draft.phone))
    await store.lock_person(session, shopper.person)
    was_default = await store.is_default(session, shopper.person, address)
    if was_default is None:
        raise AddressUnknown
    await store.put_address(
        session, shopper.person, address, replace(draft, is_default=draft.is_default or was_default)
    )


async def drop_address(session: Session, shopper: Shopper, address: AddressId) -> None:
    """Delete an address of one's own; orders keep their copy. Raises AddressUnknown."""
    await store.lock_person(session, shopper.person)
    if not await store.drop_address(session, shopper.person, address):
        raise AddressUnknown
