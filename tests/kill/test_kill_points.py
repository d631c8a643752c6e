"""The process is killed at every named point, started again, and nothing is lost, doubled or stuck."""

import pytest

from tests.kill.shop import KillShop
from tests.kill.stories import STORIES

# One of the server and one of the worker run with every `make test`; all of them take minutes.
ALWAYS = {"payments.prepay.asked", "payments.refund.answered"}


def _named(point, story, who):
    marks = () if point in ALWAYS else pytest.mark.slow
    return pytest.param(point, story, who, id=f"{point}-{story.__name__}", marks=marks)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("point", "story", "who"), [_named(*one) for one in STORIES])
async def test_nothing_is_lost_doubled_or_stuck(instance, point, story, who):
    async def light():
        await instance.until(
            instance.rests
        )  # what dies is what the story does next, nothing that was still under way
        instance.light(point)

    async with KillShop(instance) as shop:
        await story(shop, light)
    assert instance.burnt(point), f"the story does not come to {point}"
    assert instance.killed() == [who]
