"""How a command begins and ends: inputs are read, and a message of ours is an exit code, not a traceback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import typer

from fordelning.fel import AnmarkningarFel, FordelningFel
from fordelning.kommandon.framsteg import show_warnings
from fordelning.kommandon.utskrift import say

if TYPE_CHECKING:
    from fordelning.begrepp import Underlag
    from fordelning.modell import Modell


def show_errors(kommando: Callable[..., None]) -> Callable[..., None]:
    """A message of ours goes to stderr and gives exit code 1."""

    @wraps(kommando)
    def kor(*args: Any, **kwargs: Any) -> None:
        try:
            kommando(*args, **kwargs)
        except FordelningFel as fel:
            say(str(fel), err=True)
            raise typer.Exit(1) from None

    return kor


@contextmanager
def tell_also(fel: AnmarkningarFel | None) -> Iterator[None]:
    """Faults that do not stop the rest are told last, with exit code 1; or before what stops the rest after all."""
    try:
        yield
    except FordelningFel:
        if fel is not None:
            say(f"{fel}\n", err=True)
        raise
    if fel is not None:
        raise fel


def load(inputs: str, val: str | None, flagga: str = "--modell") -> tuple[Modell, Underlag]:
    """The model and the inputs, checked each and together; warnings are printed. `flagga`: where `val` was given."""
    return choose(load_underlag(inputs), val, flagga)


def choose(underlag: Underlag, val: str | None, flagga: str = "--modell") -> tuple[Modell, Underlag]:
    """The model, and the inputs checked with it; what it says of them is printed."""
    from fordelning.modell import choose_modell
    from fordelning.modellkontroll import meet
    from fordelning.platser import find_modeller

    modell = choose_modell(find_modeller(), underlag.budgetar, val, flagga)
    matt = meet(modell, underlag)
    show_warnings(matt.varningar[len(underlag.varningar) :])
    return modell, matt


def load_underlag(inputs: str) -> Underlag:
    """The checked inputs; warnings are printed."""
    from fordelning.platser import find_underlag
    from fordelning.underlag import read_underlag

    underlag = read_underlag(find_underlag(inputs))
    show_warnings(underlag.varningar)
    return underlag
