"""Carriers with the codes of WeChat (`/cgi-bin/express/delivery/open_msg/get_delivery_list`) and their usual names."""

import re
from dataclasses import dataclass

from lianyi.orders.errors import CarrierUnknown, TrackingNumberInvalid

PARCELS_MAX = 10  # what upload_shipping_info takes in one call everywhere (newer versions: 15)


@dataclass(frozen=True, slots=True)
class Carrier:
    code: str
    name: str
    name_en: str
    also: tuple[str, ...] = ()


CARRIERS: tuple[Carrier, ...] = (
    Carrier("SF", "顺丰速运", "SF Express", ("顺丰", "顺丰快递")),
    Carrier("ZTO", "中通快递", "ZTO Express", ("中通", "中通速递")),
    Carrier("YTO", "圆通速递", "YTO Express", ("圆通", "圆通快递")),
    Carrier("STO", "申通快递", "STO Express", ("申通",)),
    Carrier("YD", "韵达速递", "Yunda Express", ("韵达", "韵达快递")),
    Carrier("JTSD", "极兔速递", "J&T Express", ("极兔", "极兔快递")),
    Carrier("JD", "京东快递", "JD Logistics", ("京东", "京东物流")),
    Carrier("EMS", "EMS", "EMS", ("邮政特快", "中国邮政速递", "ems快递")),
    Carrier("YZPY", "邮政快递包裹", "China Post", ("邮政", "中国邮政", "邮政包裹")),
    Carrier("DBL", "德邦快递", "Deppon Express", ("德邦", "德邦物流")),
    Carrier("HTKY", "百世快递", "Best Express", ("百世", "百世汇通")),
    Carrier("UC", "优速快递", "UC Express", ("优速",)),
    Carrier("ZJS", "宅急送", "ZJS Express"),
    Carrier("DNWL", "丹鸟", "Danniao", ("丹鸟物流", "菜鸟")),
    Carrier("FWX", "丰网速运", "Fengwang Express", ("丰网",)),
    Carrier("ANE", "安能物流", "ANE Logistics", ("安能",)),
)

# What has nothing to carry (a member card) is handed over at once; WeChat calls it virtual goods. Nobody ships with it.
VIRTUAL = Carrier("VIRTUAL", "无需物流", "Nothing to carry")

_BY_WORD = {
    word.casefold(): carrier
    for carrier in CARRIERS
    for word in (carrier.code, carrier.name, carrier.name_en, *carrier.also)
}
_TRACKING = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{4,38})[A-Z0-9]")


def carrier_of(word: str) -> Carrier:
    """The carrier by code or name, Chinese or English. Raises CarrierUnknown."""
    carrier = _BY_WORD.get("".join(word.split()).casefold()) or _BY_WORD.get(word.strip().casefold())
    if carrier is None:
        raise CarrierUnknown(field="carrier_code", value=word[:20])
    return carrier


def carrier_name(code: str, language: str = "zh") -> str:
    """The name for people; the code itself when it is not ours (an older row)."""
    carrier = VIRTUAL if code == VIRTUAL.code else _BY_WORD.get(code.casefold())
    if carrier is None:
        return code
    return carrier.name_en if language == "en" else carrier.name


def tracking_number(text: str) -> str:
    """Upper case, without blanks. Raises TrackingNumberInvalid unless 6–40 letters, digits or inner hyphens."""
    cleaned = "".join(text.split()).upper()
    if not _TRACKING.fullmatch(cleaned):
        raise TrackingNumberInvalid(field="tracking_no")
    return cleaned
