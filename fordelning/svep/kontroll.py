"""The scenarios against the model and the data: every name, code and value, before anything is computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from fordelning.analys.lage import Fall
from fordelning.analys.storhet import find_model_value
from fordelning.analys.uppgifter import KOLUMNER, RAM
from fordelning.ar.andringar import name_section
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.svep.scenariofil import FLEST, FLEST_PLANER, Osakert, Rutnat, ScenarieFel
from fordelning.svep.varden import Varden, list_values
from fordelning.underlag.ratext import suggest

BRUSIGA = ("invanare_antal", "forsorjningsmatt")
"""The columns that SCB's noise may stand in."""


def check_scenarios(alla: Sequence[Varden], filnamn: str) -> None:
    """Raises ScenarieFel with everything that cannot be varied as it is asked. One Varden per alternative."""
    fil, fall = alla[0].fil, alla[0].fall
    fel = list[Anmarkning]()
    avsnitt: dict[str, Sequence[Rutnat | Osakert]] = {"rutnat": fil.rutnat, "dragning": fil.dragning}
    for slag, poster in avsnitt.items():
        for nummer, post in enumerate(poster, start=1):
            plats = name_section(filnamn, slag, nummer)
            funna = [*_check_name(fall, post, plats)]
            fel += funna or [*_check_codes(alla, post, plats), *_check_kind(fall, post, plats)]
        fel += _find_doubles(fall, poster, filnamn, slag)
    antal, flest = sum(v.antal for v in alla), FLEST_PLANER if fil.plan else FLEST
    if antal > flest:
        gor = "Ta färre värden, dragningar eller alternativ."
        fel.append(Anmarkning(filnamn, f"det blir {antal:_} scenarier", f"högst {flest:_}", gor))
    if fel:
        raise ScenarieFel(list(dict.fromkeys(fel)))


def _check_name(fall: Fall, post: Rutnat | Osakert, plats: str) -> Iterator[Anmarkning]:
    """A name that nothing has, or whose value is no number."""
    m = find_model_value(fall.modell, post.vad)
    if m is not None:
        if not m.ar_tal:
            vantat = "ett modellvärde som är ett tal" + (
                ", t.ex. trappa.1.andel" if post.vad.endswith("trappa") else ""
            )
            yield Anmarkning(f"{plats}, nyckel vad", f"«{post.vad}» är inget tal", vantat)
    elif post.vad not in KOLUMNER and post.vad != RAM:
        yield from _try(fall, post.vad, 0, f"{plats}, nyckel vad")


def _check_codes(alla: Sequence[Varden], post: Rutnat | Osakert, plats: str) -> Iterator[Anmarkning]:
    """Förbund that no alternative has, or that are named for what is one figure."""
    if post.forbund is not None and post.vad not in KOLUMNER:
        vad = f"«{post.vad}» är ett enda tal"
        yield Anmarkning(
            f"{plats}, nyckel forbund", vad, "förbund bara till en kolumn i underlaget", "Ta bort forbund."
        )
        return
    kanda = {kod for v in alla for kod in v.fall.koder}
    for kod in post.forbund or ():
        if kod not in kanda:
            vad, gor = f"förbundet «{kod}» finns inte", suggest(kod, kanda) or "Skriv en kod ur forbund."
            yield Anmarkning(f"{plats}, nyckel forbund", vad, gor=gor)


def _check_kind(fall: Fall, post: Rutnat | Osakert, plats: str) -> Iterator[Anmarkning]:
    """A way of varying that does not fit what is varied, and values that cannot be."""
    if isinstance(post, Rutnat):
        yield from _try_values(fall, post.vad, list_values(post), plats, bool(post.faktorer))
    elif post.celler_antal is not None:
        if post.vad not in BRUSIGA:
            vantat = " eller ".join(BRUSIGA)
            yield Anmarkning(f"{plats}, nyckel celler_antal", f"«{post.vad}» har inget brus från SCB", vantat)
    elif post.minst is not None and post.hogst is not None:
        if post.vad in KOLUMNER:
            vad, gor = f"«{post.vad}» är en kolumn", "Ange spridning_andel."
            yield Anmarkning(f"{plats}, nyckel minst", vad, "ett modellvärde, eller ram_kr", gor)
        else:
            yield from _try_values(fall, post.vad, np.array([post.minst, post.hogst]), plats, False)
    elif post.vad not in KOLUMNER and post.vad != RAM:
        vad, gor = f"«{post.vad}» är ett modellvärde", "Ange minst och hogst."
        yield Anmarkning(f"{plats}, nyckel spridning_andel", vad, "en kolumn i underlaget, eller ram_kr", gor)


def _try_values(fall: Fall, vad: str, varden: Any, plats: str, faktorer: bool) -> Iterator[Anmarkning]:
    """Every value of a model value, the ends of a column's."""
    if vad in KOLUMNER:
        egna = np.array([[varden.min()], [varden.max()]])
        nu = np.where(np.isfinite(getattr(fall.underlag, vad)), getattr(fall.underlag, vad), 1.0)
        yield from _try(fall, vad, egna * nu if faktorer else egna, plats)
        return
    m = find_model_value(fall.modell, vad)
    nu = fall.underlag.ram_kr if m is None else m.varde
    yield from _try(fall, vad, varden * nu if faktorer else varden, plats)


def _try(fall: Fall, vad: str, varde: Any, plats: str) -> Iterator[Anmarkning]:
    """What the case says of the value, at the place in the file where it stands."""
    try:
        fall.change({vad: varde})
    except UnderlagFel as fel:
        yield from (replace(a, plats=plats) for a in fel.anmarkningar)


def _find_doubles(fall: Fall, poster: Sequence[Rutnat | Osakert], filnamn: str, slag: str) -> Iterator[Anmarkning]:
    """A model value, or the pot, that varies in two ways, under whatever names."""
    namn = [_name(fall, post.vad) for post in poster if post.vad not in KOLUMNER]
    for vad, antal in Counter(namn).items():
        if antal > 1:
            yield Anmarkning(f"{filnamn}, [[{slag}]]", f"«{vad}» står {antal} gånger", "en gång")


def _name(fall: Fall, vad: str) -> str:
    """A model value by its name in full."""
    m = find_model_value(fall.modell, vad)
    return vad if m is None else f"{m.hela}.{m.steg + 1}.{m.falt}" if m.steg is not None else m.hela
