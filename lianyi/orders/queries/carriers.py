"""What other domains may know of carriers. Pure."""

from lianyi.orders.rules import carriers as rules


def carrier(word: str) -> str:
    """The code of a carrier named by code or name. Raises CarrierUnknown."""
    return rules.carrier_of(word).code


def tracking_number(text: str) -> str:
    """A tracking number in upper case, without blanks. Raises TrackingNumberInvalid."""
    return rules.tracking_number(text)


def carrier_words(code: str, language: str) -> str:
    """The name of a carrier for people."""
    return rules.carrier_name(code, language)


def carriers() -> list[tuple[str, str, str]]:
    """Every carrier: code, Chinese and English name."""
    return [(one.code, one.name, one.name_en) for one in rules.CARRIERS]
