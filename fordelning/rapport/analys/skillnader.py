"""What differs between the cases that are compared: the data, the pot, and every parameter of the models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from fordelning.analys.jamforelse import Sida
from fordelning.analys.parametrar import list_parameters
from fordelning.blad import Blad, Tabell
from fordelning.blad.form import show_plain
from fordelning.modell import Modell
from fordelning.rapport.analys.blad_jamforelse import BOKSTAVER


def make_skillnader_blad(sidor: Sequence[Sida]) -> Blad:
    """A row for what is not the same in every case; texts, as each case has them."""
    egna = [_describe(s) for s in sidor]
    rader = [namn for namn in dict.fromkeys(n for e in egna for n in e) if len({e.get(namn) for e in egna}) > 1]
    t = Tabell("Skillnader", sorteras=False)
    t.data("Uppgift", rader or ["Inget skiljer"], "lang", bredd=46)
    for x, e in zip(BOKSTAVER, egna, strict=False):
        t.data(x, [e.get(namn, "–") for namn in rader] or [""], "lang", bredd=34)
    text = (
        "Det som inte är lika i alla: underlagens summor och modellernas parametrar. – betyder att regeln inte finns."
    )
    return Blad("Vad som skiljer", "Vad som skiljer", text, [t], "om")


def _describe(s: Sida) -> dict[str, str]:
    """A case as words by name."""
    u, modell = s.resultat.underlag, s.resultat.modell
    om = {
        "Modell": f"{modell.namn} ({modell.fil.namn})",
        "Underlag": u.beskrivning.strip(),
        "Budgetår": str(u.budgetar),
        "Ram, kr": show_plain(float(u.ram_kr)),
        "Förbund": show_plain(len(u.koder)),
        "Invånare": show_plain(float(u.invanare_antal.sum())),
        "Försörjningsmått": show_plain(round(float(u.forsorjningsmatt.sum()), 6)),
        "Tilldelning året före, kr": show_plain(float(u.tilldelning_fjol_kr.sum())),
        "Eget kapital, kr": show_plain(float(u.eget_kapital_kr.sum())),
    }
    return om | dict(_list_values(modell))


def _list_values(modell: Modell) -> dict[str, str]:
    """Every parameter of a model by section and key."""
    return {p.hela: _show(p.read(modell)) for p in list_parameters(modell).values()}


def _show(varde: Any) -> str:
    """A value in words: Swedish figures, lists with commas between."""
    if isinstance(varde, BaseModel):
        varde = varde.model_dump(exclude_none=True)
    if isinstance(varde, Mapping):
        return " ".join(f"{nyckel} {_show(v)}" for nyckel, v in varde.items())
    if isinstance(varde, list | tuple):
        return "; ".join(_show(v) for v in varde)
    return show_plain(varde) if isinstance(varde, int | float | str) else str(varde)
