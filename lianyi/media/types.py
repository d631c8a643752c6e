"""What media speaks of: pictures as others show them."""

from dataclasses import dataclass
from typing import NewType
from uuid import UUID

MediaId = NewType("MediaId", UUID)

WIDTHS = (200, 480, 960)


@dataclass(frozen=True, slots=True)
class Picture:
    """Addresses of the variants, size of the original in pixels, and the preview as a data address."""

    id: MediaId
    url_200: str
    url_480: str
    url_960: str
    width: int
    height: int
    preview: str


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture decoded and encoded again, not yet anybody's: variants by width, hash of what was uploaded."""

    sha256: str
    width: int
    height: int
    size: int
    name: str
    preview: str
    variants: dict[int, bytes]
