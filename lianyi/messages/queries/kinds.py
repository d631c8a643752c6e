"""The kinds of notices that the domains above declared; every process that imports their reactions knows them all."""

from lianyi.messages.errors import NoticeKindUnknown
from lianyi.messages.rules.fitting import FITS
from lianyi.messages.types import FieldKind, NoticeKind

DECLARED: dict[str, NoticeKind] = {}


def kinds() -> list[NoticeKind]:
    """Every declared kind, in the order of declaration."""
    return list(DECLARED.values())


def kind(code: str) -> NoticeKind:
    """One kind. Raises NoticeKindUnknown."""
    found = DECLARED.get(code)
    if found is None:
        raise NoticeKindUnknown(field="code")
    return found


def fitting_keys(field: FieldKind) -> tuple[str, ...]:
    """The kinds of template keys that can carry a field."""
    return FITS[field]
