"""Message push of WeChat: the proof of who sent it, and what it says.

Pure. Source: mini-program documentation, message push (plain, compatible and safe mode). SHA-1 and the fixed IV are WeChat's.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
from typing import Any
from xml.etree import ElementTree as ET

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32
HEAD = 20  # 16 random bytes and the length
AES_KEY_CHARS = 43
DEPTH_MAX = 8


class PushForged(ValueError):
    """The signature or the ciphertext is not what the shop's own token and key give."""


def signature(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def check(expected: str, *parts: str) -> None:
    """Compare in constant time. Raises PushForged."""
    if not hmac.compare_digest(signature(*parts).encode(), expected.encode()):
        raise PushForged("signature")


def open_envelope(encrypted: str, aes_key: str, appid: str) -> bytes:
    """Open the `Encrypt` field of safe mode.

    Raises:
        PushForged: not decryptable with this key, or meant for another app.
    """
    try:
        key = base64.b64decode(aes_key + "=")
        cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
        padded = cipher.update(base64.b64decode(encrypted, validate=True)) + cipher.finalize()
    except (ValueError, binascii.Error) as error:
        raise PushForged("ciphertext") from error
    plain = padded[: -padded[-1]] if padded and 1 <= padded[-1] <= BLOCK else b""
    length = int.from_bytes(plain[16:HEAD], "big")
    message, receiver = plain[HEAD : HEAD + length], plain[HEAD + length :]
    if len(message) != length or not hmac.compare_digest(receiver, appid.encode()):
        raise PushForged("receiver")
    return message


def read(body: bytes) -> dict[str, Any]:
    """Read a JSON or XML push into a dictionary; raises PushForged when it is neither.

    An XML element with children becomes a dictionary, one that comes several times a list, as JSON pushes spell them.

    XML with a document type is refused: entities have no place in a push and expand without end.
    """
    text = body.decode("utf-8", "strict").strip()
    try:
        if text.startswith("{"):
            data = json.loads(text)
            return data if isinstance(data, dict) else {}
        if re.search(r"<!DOCTYPE|<!ENTITY", text, re.IGNORECASE):
            raise PushForged("document type")
        return _elements(ET.fromstring(text))  # noqa: S314  no document type, checked above
    except (ValueError, ET.ParseError) as error:
        raise PushForged("body") from error


def _elements(parent: ET.Element, depth: int = 0) -> dict[str, Any]:
    if depth > DEPTH_MAX:
        raise PushForged("depth")
    found: dict[str, Any] = {}
    for child in parent:
        value = _elements(child, depth + 1) if len(child) else (child.text or "")
        if child.tag not in found:
            found[child.tag] = value
        elif isinstance(found[child.tag], list):
            found[child.tag].append(value)
        else:
            found[child.tag] = [found[child.tag], value]
    return found
