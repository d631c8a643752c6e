"""Return addresses of the shop: ten at most, one of them the default."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.kit.http import Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.trust.actions import aftersales as actions
from lianyi.trust.queries import keeping
from lianyi.trust.types.aftersales import Address, ReturnAddress

router = edge("/api/console", tags=["console: after-sales"])
AddressRef = Annotated[UUID, as_word("rta")]


class ReturnAddressIn(BaseModel):
    """`region_code` is the district's six digits of GB/T 2260; `phone` a mobile number or a landline with area code."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=32)]
    phone: Annotated[str, StringConstraints(strip_whitespace=True, min_length=7, max_length=20)]
    region_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    province: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=32)]
    city: Annotated[str, StringConstraints(strip_whitespace=True, max_length=32)]
    district: Annotated[str, StringConstraints(strip_whitespace=True, max_length=32)]
    detail: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    is_default: bool = False

    def address(self) -> Address:
        """As the actions take it."""
        return Address(**self.model_dump(exclude={"is_default"}))


class ReturnAddressOut(ReturnAddressIn):
    id: AddressRef
    full_text: str


class ReturnAddresses(BaseModel):
    items: list[ReturnAddressOut]


def _out(one: ReturnAddress) -> ReturnAddressOut:
    to = one.address
    return ReturnAddressOut(
        id=one.id, name=to.name, phone=to.phone, region_code=to.region_code, province=to.province, city=to.city,
        district=to.district, detail=to.detail, full_text=to.full_text, is_default=one.is_default,
    )  # fmt: skip


@router.get("/return-addresses")
async def read_addresses(
    session: Read, _staff: Annotated[Staff, require("aftersales.read")]
) -> ReturnAddresses:
    """The shop's return addresses, the default first."""
    return ReturnAddresses(items=[_out(one) for one in await keeping.return_addresses(session)])


@router.post("/return-addresses", status_code=201)
async def add_address(
    session: Write, staff: Annotated[Staff, require("aftersales.write")], given: ReturnAddressIn
) -> ReturnAddressOut:
    """Add a return address; the first one is the default."""
    return _out(
        await actions.put_return_address(session, staff, given.address(), is_default=given.is_default)
    )


@router.put("/return-addresses/{address_id}")
async def change_address(
    session: Write, staff: Annotated[Staff, require("aftersales.write")], address_id: AddressRef,
    given: ReturnAddressIn,
) -> ReturnAddressOut:  # fmt: skip
    """Replace a return address; cases keep their copy."""
    return _out(
        await actions.put_return_address(
            session, staff, given.address(), is_default=given.is_default, address_id=address_id
        )
    )


@router.delete("/return-addresses/{address_id}", status_code=204)
async def drop_address(
    session: Write, staff: Annotated[Staff, require("aftersales.write")], address_id: AddressRef
) -> None:
    """Delete a return address."""
    await actions.drop_return_address(session, staff, address_id)
