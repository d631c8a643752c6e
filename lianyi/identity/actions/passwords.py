"""Passwords by argon2id, off the event loop: two threads, so that a burst of sign-ins cannot eat the machine."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION

# 19 MiB, two passes, one lane: OWASP's first recommendation for argon2id, about 30 ms here.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")
# The hash of nobody's password, salt and digest all zero bits: an unknown login costs the same time as a wrong password.
_NOBODY = (
    f"$argon2id$v={ARGON2_VERSION}$m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    f"${'A' * 22}${'A' * 43}"
)


async def hashed(password: str) -> str:
    """The argon2id hash, with its parameters and salt in it."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, password)


async def matches(password_hash: str | None, password: str) -> bool:
    """Compare; with no hash the work is done all the same and the answer is False."""
    right = await asyncio.get_running_loop().run_in_executor(
        _threads, _verify, password_hash or _NOBODY, password
    )
    return right and password_hash is not None


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
