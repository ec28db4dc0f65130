"""How a command begins and ends: inputs are read, and a message of ours is an exit code, not a traceback."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any

import typer

from fordelning.fel import Anmarkning, AnmarkningarFel, FordelningFel, UnderlagFel
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


def load(inputs: str, val: str | None, flagga: str = "--modell", bland_flera: bool = False) -> tuple[Modell, Underlag]:
    """The model and the inputs, checked each and together; warnings are printed. `flagga`: where `val` was given.

    `bland_flera`: other inputs are read too, so each finding says in which it is.
    """
    return choose(load_underlag(inputs, bland_flera), val, flagga, inputs if bland_flera else "")


def choose(underlag: Underlag, val: str | None, flagga: str = "--modell", namn: str = "") -> tuple[Modell, Underlag]:
    """The model, and the inputs checked with it; what it says of them is printed. `namn`: as `_tell_place`."""
    from fordelning.modell import choose_modell
    from fordelning.modellkontroll import meet
    from fordelning.platser import find_modeller

    modell = choose_modell(find_modeller(), underlag.budgetar, val, flagga)
    with _tell_place(namn) as place:
        matt = meet(modell, underlag)
    show_warnings(place(matt.varningar[len(underlag.varningar) :]))
    return modell, matt


def load_underlag(inputs: str, bland_flera: bool = False) -> Underlag:
    """The checked inputs; warnings are printed. `bland_flera`: as `load`."""
    from fordelning.platser import find_underlag
    from fordelning.underlag import read_underlag

    with _tell_place(inputs if bland_flera else "") as place:
        underlag = read_underlag(find_underlag(inputs))
    show_warnings(place(underlag.varningar))
    return underlag


@contextmanager
def _tell_place(namn: str) -> Iterator[Callable[[Sequence[Anmarkning]], list[Anmarkning]]]:
    """What puts a data set's name in the place of its findings; those that stop the work have it too."""

    def place(anmarkningar: Sequence[Anmarkning]) -> list[Anmarkning]:
        return [a if a.plats.startswith(namn) else replace(a, plats=f"{namn}, {a.plats}") for a in anmarkningar]

    try:
        yield place
    except UnderlagFel as fel:
        raise UnderlagFel(place(fel.anmarkningar)) from None
