"""Reads of evidence and return addresses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.kit import wire
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.secrets import vault
from lianyi.trust.errors.aftersales import ReturnAddressUnknown
from lianyi.trust.types.aftersales import Address, Case, Evidence, ReturnAddress, ReturnAddressId

ADDRESSES_MAX = 10
PICTURES = Statement(
    """
    select id, case_id, name, width, height, preview from trust_picture
    where tenant_id = %(tenant)s and id = any(%(ids)s::uuid[])
    """,
    Evidence,
)
LOOSE = Statement(
    """
    select count(*)::int from trust_picture
    where tenant_id = %(tenant)s and owner_id = %(owner_id)s and case_id is null and created_at > %(since)s
    """,
    int,
)
OF_CASE = Statement(
    "select count(*)::int from trust_picture where tenant_id = %(tenant)s and case_id = %(case_id)s", int
)


@dataclass(frozen=True, slots=True)
class SealedAddress:
    id: UUID
    sealed: bytes
    is_default: bool


ADDRESSES = Statement(
    """
    select id, sealed, is_default from trust_return_address
    where tenant_id = %(tenant)s order by is_default desc, created_at, id limit 100
    """,
    SealedAddress,
)


async def pictures(session: ReadSession, ids: Iterable[UUID]) -> dict[UUID, Evidence]:
    """Pictures by id; unknown ids are left out. One statement, none for no ids."""
    wanted = list(dict.fromkeys(ids))
    return {row.id: row for row in await session.all(PICTURES, ids=wanted)} if wanted else {}


async def loose_pictures(session: ReadSession, owner_id: UUID, since: datetime) -> int:
    """How many pictures of an owner belong to no case yet."""
    return await session.one(LOOSE, owner_id=owner_id, since=since)


async def pictures_of_case(session: ReadSession, case_id: UUID) -> int:
    """How many pictures a case has; the caller holds its order, so that none comes meanwhile."""
    return await session.one(OF_CASE, case_id=case_id)


async def return_addresses(session: ReadSession) -> list[ReturnAddress]:
    """The shop's return addresses, the default first."""
    return [
        ReturnAddress(ReturnAddressId(row.id), _open(row.sealed, address_context(row.id)), row.is_default)
        for row in await session.all(ADDRESSES)
    ]


async def return_address(session: ReadSession, address_id: UUID | None) -> ReturnAddress | None:
    """The asked address, or the default for None; None when there is none at all. Raises ReturnAddressUnknown."""
    known: Sequence[ReturnAddress] = await return_addresses(session)
    if address_id is None:
        return next((one for one in known if one.is_default), None)
    for one in known:
        if one.id == address_id:
            return one
    raise ReturnAddressUnknown


def address_context(address_id: UUID) -> str:
    """What a return address is sealed for. Pure."""
    return f"trust_return_address:{address_id}"


def case_context(case_id: UUID) -> str:
    """What a case's copy of its return address is sealed for. Pure."""
    return f"trust_case.return_to:{case_id}"


def return_to(case: Case) -> Address | None:
    """Where the goods of a case go, opened; None until it was told."""
    return None if case.return_to_sealed is None else _open(case.return_to_sealed, case_context(case.id))


def _open(sealed: bytes, context: str) -> Address:
    known: Address = wire.typed(wire.loads(vault().open(sealed, context)), Address)
    return known
