"""HTTP for merchants' staff.

The door (opening, sign-in, one's own account), the office (settings, people), colleagues, what waits for a second
person, and the archive of what was done.
"""

from lianyi.identity.console.approvals import approvals
from lianyi.identity.console.archive import archive
from lianyi.identity.console.colleagues import colleagues
from lianyi.identity.console.door import door, threshold
from lianyi.identity.console.office import office, vault_room

__all__ = ["approvals", "archive", "colleagues", "door", "office", "threshold", "vault_room"]
