"""HTTP for merchants' staff: the door (opening, sign-in, one's own account) and the office (settings, staff, people)."""

from lianyi.identity.console.door import door, threshold
from lianyi.identity.console.office import office, vault_room

__all__ = ["door", "office", "threshold", "vault_room"]
