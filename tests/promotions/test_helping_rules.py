"""Which helps look made up: several signs together, never one alone; and what a network is."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.kit.ids import new_id
from lianyi.promotions import rules
from lianyi.promotions.types import Help
from tests.conftest import NOW


def helps(*gaps_seconds, fresh=True, is_new=True, network="", others=0):
    """So many helps, each so long after the one before."""
    found, at = [], NOW
    for number, gap in enumerate(gaps_seconds):
        at += timedelta(seconds=gap)
        found.append(
            Help(new_id(), new_id(), new_id(), network, is_new, fresh, others, number, 1, "counted", at)
        )
    return found


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (helps(0, 3, 3, 3), ["burst"]),
        (helps(0, 3, 3, 60, 3, 3), []),
        (helps(0, 3, 3), []),
        (helps(0, 3, 3, 3, 3, fresh=False), []),
        (helps(0, 3, 3, 3, 3, is_new=False), []),
        (helps(0, 600, 600, 600, network="n1"), ["network"]),
        (helps(0, 600, 600, 600, network="n1", fresh=False), []),
        (helps(0, 600, 600, 600), []),
        (helps(0, 600, 600, 600, network="n1") + helps(0, 900, fresh=False), []),
        (helps(0, 600, fresh=False, others=1), ["phones"]),
        (helps(0, fresh=False, others=3), []),
        (helps(0, 2, 2, 2, network="n1", others=1), ["phones", "burst", "network"]),
    ],
)
def test_several_signs_together_hold_a_run(given, found):
    assert rules.suspicions(given) == found


@given(st.lists(st.integers(6, 100_000), max_size=30), st.booleans())
def test_people_who_take_their_time_on_phones_of_their_own_are_never_held(gaps, fresh):
    assert rules.suspicions(helps(*gaps, fresh=fresh)) == []


@given(st.lists(st.integers(0, 20), max_size=12), st.booleans())
def test_more_helps_never_take_a_burst_back(gaps, fresh):
    found = helps(*gaps, fresh=fresh)
    held = ["burst" in rules.suspicions(found[:count]) for count in range(len(found) + 1)]
    assert held == sorted(held)


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("223.104.3.77", "223.104.3.0/24"),
        ("2409:8a00:1234:5678::1", "2409:8a00:1234::/48"),
        ("127.0.0.1", ""),
        ("10.1.2.3", ""),
        ("192.168.1.9", ""),
        ("::1", ""),
        ("testclient", ""),
        ("", ""),
    ],
)
def test_a_network_is_256_addresses_and_a_proxy_is_none(host, network):
    assert rules.network_of(host) == network


def test_names_of_others_are_masked():
    assert [rules.mask_name(name) for name in ("欧阳娜娜", "A", "")] == ["欧**", "A**", "**"]
