"""One's own delivery addresses."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from lianyi.identity import actions, queries
from lianyi.identity.edges import CurrentShopper
from lianyi.identity.types import (
    Address,
    AddressDraft,
    AddressId,
)
from lianyi.kit.http import Read, Write, edge
from lianyi.kit.ids import as_word

addresses = edge("/api/shop", tags=["shop: identity"])

AddressRef = Annotated[UUID, as_word("adr")]


class AddressIn(BaseModel):
    """A delivery address; `region_code` is the district's six digits of GB/T 2260."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=32)]
    phone: Annotated[str, StringConstraints(max_length=20)]
    region_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    province: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=32)]
    city: Annotated[str, StringConstraints(strip_whitespace=True, max_length=32)]
    district: Annotated[str, StringConstraints(strip_whitespace=True, max_length=32)]
    detail: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    postcode: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")] | None = None
    is_default: bool = False

    def draft(self) -> AddressDraft:
        return AddressDraft(**self.model_dump())


class AddressOut(AddressIn):
    id: AddressRef


class AddressList(BaseModel):
    items: list[AddressOut]


def _address(address: Address) -> AddressOut:
    return AddressOut(
        id=address.id, name=address.name, phone=address.phone, region_code=address.region_code,
        province=address.province, city=address.city, district=address.district, detail=address.detail,
        postcode=address.postcode, is_default=address.is_default,
    )  # fmt: skip


@addresses.get("/addresses")
async def read_addresses(session: Read, shopper: CurrentShopper) -> AddressList:
    return AddressList(items=[_address(one) for one in await queries.addresses_of(session, shopper)])


@addresses.post("/addresses", status_code=201)
async def add_address(wanted: AddressIn, session: Write, shopper: CurrentShopper) -> AddressOut:
    address = await actions.add_address(session, shopper, wanted.draft())
    return _address(await queries.address_for(session, shopper, address))


@addresses.put("/addresses/{address_id}")
async def change_address(
    address_id: AddressRef, wanted: AddressIn, session: Write, shopper: CurrentShopper
) -> AddressOut:
    address = AddressId(address_id)
    await actions.change_address(session, shopper, address, wanted.draft())
    return _address(await queries.address_for(session, shopper, address))


@addresses.delete("/addresses/{address_id}", status_code=204)
async def drop_address(address_id: AddressRef, session: Write, shopper: CurrentShopper) -> None:
    await actions.drop_address(session, shopper, AddressId(address_id))
