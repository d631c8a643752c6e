"""The cryptography of the wire: RSA-SHA256 signatures, AES-256-GCM resources, OAEP fields, message-push AES.

Sources: pay-v3 2.1 to 2.4 (signatures, decryption, sensitive fields) and mini-program 8 (message push).
"""

import os
import struct
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha1

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_PKCS1 = padding.PKCS1v15()
_SHA256 = hashes.SHA256()
_OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA1()), algorithm=hashes.SHA1(), label=None)  # noqa: S303  WeChat fixes SHA-1 here
PUSH_BLOCK = 32


def new_private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def private_pem(key: rsa.RSAPrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def public_pem(key: rsa.RSAPublicKey) -> str:
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()


@lru_cache(maxsize=64)
def load_private(pem: str) -> rsa.RSAPrivateKey:
    # That its primes are primes is proved at each load, which takes as long as many signatures: kept for who asks again.
    key = serialization.load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("an RSA key is needed")
    return key


def load_certificate(pem: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pem.encode())


def certificate_key(pem: str) -> rsa.RSAPublicKey:
    key = load_certificate(pem).public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise TypeError("an RSA certificate is needed")
    return key


def new_certificate(key: rsa.RSAPrivateKey, common_name: str) -> tuple[str, str]:
    """A self-signed certificate of five years; returns its serial (40 hex, upper case) and its PEM."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name)])
    # The first hex digit stays between 4 and 7 so that the serial is a positive 20-byte number with 40
    # digits.
    serial = int.from_bytes(os.urandom(20)) >> 2 | 1 << 158
    start = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=5 * 365))
        .sign(key, hashes.SHA256())
    )
    return f"{serial:040X}", certificate.public_bytes(serialization.Encoding.PEM).decode()


def sign(key: rsa.RSAPrivateKey, message: bytes) -> str:
    return b64encode(key.sign(message, _PKCS1, _SHA256)).decode()


def verify(key: rsa.RSAPublicKey, message: bytes, signature: str) -> bool:
    try:
        key.verify(b64decode(signature, validate=True), message, _PKCS1, _SHA256)
    except (InvalidSignature, ValueError):
        return False
    return True


def seal_resource(apiv3_key: str, nonce: str, associated_data: str, plain: bytes) -> str:
    """AEAD_AES_256_GCM, base64 of ciphertext and tag (pay-v3 2.3)."""
    return b64encode(
        AESGCM(apiv3_key.encode()).encrypt(nonce.encode(), plain, associated_data.encode())
    ).decode()


def decrypt_field(key: rsa.RSAPrivateKey, ciphertext: str) -> str | None:
    """A sensitive field of a request (pay-v3 2.4); None when it was encrypted for another key."""
    try:
        return key.decrypt(b64decode(ciphertext), _OAEP).decode()
    except ValueError:
        return None


def encrypt_field(key: rsa.RSAPublicKey, plain: str) -> str:
    """A sensitive field of an answer, for whoever holds the certificate's private key (pay-v3 2.4)."""
    return b64encode(key.encrypt(plain.encode(), _OAEP)).decode()


def sorted_sha1(*parts: str) -> str:
    """The signature of message push: SHA-1 over the sorted parts (mini-program 8)."""
    return sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324  WeChat fixes SHA-1 here


def seal_push(encoding_aes_key: str, receive_id: str, message: bytes, prefix: bytes | None = None) -> str:
    """Safe mode: AES-256-CBC over 16 random bytes, length, message, appid, padded to 32 (mini-program 8)."""
    key = b64decode(encoding_aes_key + "=")
    body = (prefix or os.urandom(16)) + struct.pack(">I", len(message)) + message + receive_id.encode()
    count = PUSH_BLOCK - len(body) % PUSH_BLOCK
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return b64encode(encryptor.update(body + bytes([count]) * count) + encryptor.finalize()).decode()
