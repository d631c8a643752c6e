"""Whatever happens in whatever order over a broken wire, all books keep agreeing to the fen."""

import pytest

from tests.walk_world import open_walk

STEPS = 60


async def walked(db, world, seed, steps):
    walk = await open_walk(db, world, seed)
    try:
        for _ in range(steps):
            await walk.step()
        await walk.end()
    except BaseException:
        print(f"seed {seed}", *walk.trace, sep="\n")  # noqa: T201  pytest shows it with the failure
        raise
    return walk


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", range(1))
async def test_books_agree_whatever_happens(db, world, app, seed):
    await walked(db, world, seed, STEPS)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(100, 103))
async def test_books_agree_whatever_happens_for_long(db, world, app, seed):
    await walked(db, world, seed, 2 * STEPS)
