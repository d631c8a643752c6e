"""What the operator sees: one line a step, with the seconds it took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console


class Screen:
    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=True)

    @contextmanager
    def step(self, doing: str, done: str) -> Iterator[None]:
        began = time.monotonic()
        with self._console.status(f"{doing} …"):
            yield
        self._console.print(f"[green]✓[/] {done} [dim]{time.monotonic() - began:.1f} s[/]")

    def say(self, text: str) -> None:
        self._console.print(text)

    def trouble(self, text: str) -> None:
        self._console.print(f"[red]✗[/] {text}")
