"""What is told on stderr: how far the work has come (on a terminal, nothing in a pipe), and warnings."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TypeVar

from fordelning.fel import Anmarkning, shorten
from fordelning.kommandon.utskrift import say

T = TypeVar("T")


@contextmanager
def show_progress(text: str) -> Iterator[None]:
    """A spinner on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(text):
        yield


def show_count(delar: Iterator[T], antal: int, text: str) -> Iterator[T]:
    """The parts as they are done, with a bar on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield from delar
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(delar, text, antal, console=Console(stderr=True))


@contextmanager
def show_steps() -> Iterator[Callable[[str, int, int], None] | None]:
    """What is told of counted work (what, how many of how many) as bars on a terminal; None in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    # no refreshing thread of its own: worker processes are forked while the bars are up
    with Progress(console=Console(stderr=True), transient=True, auto_refresh=False) as rad:
        nummer = cache(lambda text: rad.add_task(text))
        yield lambda text, klara, alla: rad.update(nummer(text), completed=klara, total=alla, refresh=True)


def show_warnings(varningar: Iterable[Anmarkning]) -> None:
    """Warnings go to stderr; they do not stop the work."""
    visade, dolda = shorten(varningar)
    for varning in visade:
        say(f"Varning: {varning}", err=True)
    if dolda:
        say(f"… och {dolda} varningar till, som inte visas.", err=True)
