"""The keys of each merchant, parsed once and kept in memory because every signed call needs them."""

import json
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import rsa

from wechat_sandbox.crypto import certificate_key, load_private
from wechat_sandbox.database import Database


@dataclass(slots=True, frozen=True)
class MerchantKeys:
    mchid: str
    serial_no: str
    public_key: rsa.RSAPublicKey  # of the merchant certificate: verifies what the merchant signs
    apiv3_key: str
    public_key_id: str
    public_key_private: rsa.RSAPrivateKey  # signs in public-key mode
    platform_serial_no: str
    platform_certificate: str
    platform_private: rsa.RSAPrivateKey  # signs in certificate mode
    callback_mode: str

    def signer(self, serial: str | None) -> tuple[str, rsa.RSAPrivateKey] | None:
        """Which key answers a request naming `serial`; without a name the platform certificate [U]."""
        if serial == self.public_key_id:
            return serial, self.public_key_private
        if serial is None or serial.upper() == self.platform_serial_no:
            return self.platform_serial_no, self.platform_private
        return None

    def callback_signer(self) -> tuple[str, rsa.RSAPrivateKey]:
        if self.callback_mode == "public_key":
            return self.public_key_id, self.public_key_private
        return self.platform_serial_no, self.platform_private


class KeyRing:
    def __init__(self, db: Database) -> None:
        self._db = db
        self._keys: dict[str, MerchantKeys] = {}

    def of(self, mchid: str) -> MerchantKeys | None:
        known = self._keys.get(mchid)
        if known is None:
            row = self._db.one("select keys, callback_mode from merchants where mchid = ?", (mchid,))
            if row is None:
                return None
            known = self._keys[mchid] = _parse(mchid, json.loads(row["keys"]), row["callback_mode"])
        return known

    def forget(self, mchid: str) -> None:
        self._keys.pop(mchid, None)


def _parse(mchid: str, keys: dict[str, str], callback_mode: str) -> MerchantKeys:
    return MerchantKeys(
        mchid=mchid,
        serial_no=keys["merchant_serial_no"],
        public_key=certificate_key(keys["merchant_certificate"]),
        apiv3_key=keys["apiv3_key"],
        public_key_id=keys["public_key_id"],
        public_key_private=load_private(keys["public_key_private_key"]),
        platform_serial_no=keys["platform_certificate_serial_no"],
        platform_certificate=keys["platform_certificate"],
        platform_private=load_private(keys["platform_private_key"]),
        callback_mode=callback_mode,
    )
