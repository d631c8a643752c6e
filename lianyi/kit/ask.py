"""Questions that a lower domain asks and domains above answer, so that imports still go down only.

The lower domain owns the question (`own_data = Ask("own_data")`); a domain above registers its answer in its own
queries (`@own_data.answer("orders")`). Nothing is guessed: a name nobody answers is simply absent.
"""

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from lianyi.kit.db import ReadSession

About = TypeVar("About")
Answer = TypeVar("Answer")
Answerer = Callable[[ReadSession, About], Awaitable[Answer]]


class Ask(Generic[About, Answer]):
    """One question; the answers come one after the other, each in the asker's transaction."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._answers: dict[str, Answerer[About, Answer]] = {}

    def answer(self, name: str) -> Callable[[Answerer[About, Answer]], Answerer[About, Answer]]:
        """Register an answer `async def f(session, about)`. Raises ValueError when two functions claim one name."""

        def register(function: Answerer[About, Answer]) -> Answerer[About, Answer]:
            if name in self._answers:
                raise ValueError(f"{self.name}: two answers are called {name}")
            self._answers[name] = function
            return function

        return register

    async def all(self, session: ReadSession, about: About) -> dict[str, Answer]:
        """Every answer by name, in order of name."""
        return {name: await self._answers[name](session, about) for name in sorted(self._answers)}
