"""Columns nobody reads by accident: AES-256-GCM with key versions, and blind indexes to search them.

The master keys come from the environment, newest first: `1:base64,2:base64…`; each is 32 bytes. A value sealed by an
older key opens as long as that key is listed, so keys rotate without downtime. No backup holds them.
"""

import base64
import hmac
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lianyi.kit.config import config


class Vault:
    """Seals text for a context (`identity_address.phone`), so that a value cannot be moved to another column."""

    def __init__(self, master_keys: tuple[str, ...]) -> None:
        if not master_keys:
            raise RuntimeError("LIANYI_MASTER_KEY is not set; without it nothing personal can be stored")
        self._keys = dict(_parse(key) for key in master_keys)
        self._newest = max(self._keys)

    def seal(self, plain: str, context: str) -> bytes:
        """Version (1 byte), nonce (12), ciphertext and tag."""
        nonce = os.urandom(12)
        sealed = self._cipher(self._newest).encrypt(nonce, plain.encode(), context.encode())
        return bytes([self._newest]) + nonce + sealed

    def open(self, sealed: bytes, context: str) -> str:
        """The text again. Raises ValueError when the key is gone, the value was changed or belongs elsewhere."""
        sealed = bytes(sealed)
        try:
            return self._cipher(sealed[0]).decrypt(sealed[1:13], sealed[13:], context.encode()).decode()
        except (InvalidTag, KeyError, IndexError) as problem:
            raise ValueError(f"a sealed value of {context} does not open: {type(problem).__name__}") from None

    def blind(self, plain: str, purpose: str) -> bytes:
        """A keyed hash for equality search; the oldest key makes it, so that rotation does not lose the index."""
        return hmac.digest(self._derive(min(self._keys), f"blind:{purpose}"), plain.encode(), "sha256")

    def _cipher(self, version: int) -> AESGCM:
        return AESGCM(self._derive(version, "seal"))

    @cache  # noqa: B019  a vault lives as long as its process, and there are a handful of purposes
    def _derive(self, version: int, info: str) -> bytes:
        return HKDF(SHA256(), 32, None, f"lianyi:{info}".encode()).derive(self._keys[version])


def _parse(text: str) -> tuple[int, bytes]:
    version, _, key = text.partition(":")
    raw = base64.b64decode(key)
    if len(raw) != 32 or not 0 < int(version) < 256:
        raise ValueError("a master key is `<1–255>:<base64 of 32 bytes>`")
    return int(version), raw


def new_master_key(version: int = 1) -> str:
    """A fresh key in the form the environment takes."""
    return f"{version}:{base64.b64encode(os.urandom(32)).decode()}"


@cache
def _vault(master_keys: tuple[str, ...]) -> Vault:
    return Vault(master_keys)


def vault() -> Vault:
    """The process's vault."""
    return _vault(config().master_keys)
