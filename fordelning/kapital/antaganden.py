"""What is assumed of the years ahead where no file says it: statistics, contributions, costs and the pot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from fordelning.begrepp import HOGSTA_RAM_KR, Omrade, Underlag, Vektor
from fordelning.fel import FordelningFel
from fordelning.kapital.ar import Arskapital
from fordelning.kapital.bok import RANGORDNING, Rader
from fordelning.resultat import Resultat

Kostnader = Literal["konstant", "trend", "bidrag", "plan"]


@dataclass(frozen=True, slots=True)
class Antaganden:
    """What is assumed of the years ahead where no file says it.

    statistik: the areas' figures stay (konstant) or go on changing as from the year before (trend).
    kostnader: stay in kronor (konstant), go on changing as between the last two known years (trend), equal the year's
    contributions (bidrag), or are what the förbund themselves plan, by code and year in `planerat_kr` (plan; else
    konstant).
    intakter: the row of kapital.csv where there is one (underlag), or the computed allocation; utfall always counts.
    ram_kr: the pot from a year on; without it the pot stays.
    """

    statistik: Literal["konstant", "trend"] = "konstant"
    kostnader: Kostnader = "konstant"
    intakter: Literal["underlag", "tilldelning"] = "underlag"
    ram_kr: Mapping[int, int] = field(default_factory=dict)
    planerat_kr: Mapping[tuple[str, int], int] = field(default_factory=dict)


def read_pots(angivna: Sequence[str]) -> dict[int, int]:
    """Pots by year from texts like 2027=345000000. Raises FordelningFel for a text that is anything else, a pot that
    no underlag could have, and a year with two pots.
    """
    ramar: dict[int, int] = {}
    for text in angivna:
        ar, _, kr = text.partition("=")
        kort = len(ar) == 4 and len(kr) <= len(str(HOGSTA_RAM_KR))
        if not (kort and ar.isdecimal() and kr.isdecimal() and 0 < int(kr) <= HOGSTA_RAM_KR):
            raise FordelningFel(f"--ram: «{text}» är inte ett år och en ram.\n  Väntat: t.ex. 2027=345000000.")
        if int(ar) in ramar:
            raise FordelningFel(f"--ram: {ar} står två gånger.\n  Väntat: en ram per år.")
        ramar[int(ar)] = int(kr)
    return ramar


def check_pots(antaganden: Antaganden, forst: int, sist: int) -> None:
    """Every pot is of a year that is computed: none is left out in silence. Raises FordelningFel."""
    if utanfor := sorted(ar for ar in antaganden.ram_kr if not forst <= ar <= sist):
        raise FordelningFel(
            f"--ram: {', '.join(map(str, utanfor))} räknas inte.\n  Väntat: ett år från {forst} till {sist}; "
            "fler år fås med --ar, och ett senare underlag med --senare."
        )


def get_pot(antaganden: Antaganden, bas: Underlag, ar: int) -> float:
    """The year's pot, kr: as given for the year or the latest year before it, else that of the underlag used."""
    givna = [fran for fran in antaganden.ram_kr if bas.budgetar <= fran <= ar]
    return float(antaganden.ram_kr[max(givna)]) if givna else float(bas.ram_kr)


def continue_trend(o: Omrade, steg: int) -> Omrade:
    """The area after `steg` more years of the change from the year before, never below 0; unchanged if not known."""
    invanare, matt = o.invanare_antal, o.forsorjningsmatt
    if o.invanare_fjol_antal is not None:
        invanare = max(0, invanare + steg * (invanare - o.invanare_fjol_antal))
    if o.forsorjningsmatt_fjol is not None:
        matt = max(0.0, matt + steg * (matt - o.forsorjningsmatt_fjol))
    return replace(o, invanare_antal=invanare, forsorjningsmatt=matt)


def assume_income(resultat: Resultat, rader: Rader, antaganden: Antaganden) -> Vektor:
    """All parties' contributions of the year, whole kronor (F,).

    Utfall as it was; else what planering says; else the allocation's total.
    """
    u = resultat.underlag
    typer = RANGORDNING if antaganden.intakter == "underlag" else ("utfall",)
    raknat = dict(zip(u.koder, resultat.matchning.totalt_kr.tolist(), strict=True))
    planerat = {p.forbund_kod: p.bidrag_kr for p in u.planering if p.ar == u.budgetar and p.bidrag_kr is not None}
    bokfort = {kod: rad.intakter_kr for (kod, ar), rad in rader.items() if ar == u.budgetar and rad.typ in typer}
    intakter = raknat | planerat | bokfort
    return np.asarray(np.round([float(intakter[kod]) for kod in u.koder]), np.float64)


def assume_costs(
    u: Underlag, intakter_kr: Vektor, rader: Rader, bok: Sequence[Arskapital], antaganden: Antaganden
) -> Vektor:
    """The costs of the year, whole kronor (F,): as kapital.csv says, else planned or assumed from the years before.

    A part of a year counts as a whole one the year after. A förbund whose costs no file knows spends its contributions.
    """
    forra_kr = {kod: kr for ar in bok for kod, kr in zip(ar.koder, ar.kostnader_kr / ar.manader_andel, strict=True)}
    kanda = {kod for kod, ar in rader if ar < u.budgetar}
    kostnader = []
    for kod, bidrag_kr in zip(u.koder, intakter_kr, strict=True):
        if (kod, u.budgetar) in rader:
            kostnader.append(rader[kod, u.budgetar].kostnader_kr)
        elif antaganden.kostnader == "plan" and (kod, u.budgetar) in antaganden.planerat_kr:
            kostnader.append(antaganden.planerat_kr[kod, u.budgetar])
        elif antaganden.kostnader == "bidrag" or kod not in kanda:
            kostnader.append(bidrag_kr)
        else:
            okning_kr = _find_change(rader, kod, u.budgetar) if antaganden.kostnader == "trend" else 0.0
            kostnader.append(max(0.0, forra_kr[kod] + okning_kr))
    return np.asarray(np.round(kostnader), np.float64)


def _find_change(rader: Rader, kod: str, fore_ar: int) -> float:
    """How a förbund's costs changed between its last two known years, kr; 0 when they do not follow on each other."""
    sista = max(ar for k, ar in rader if k == kod and ar < fore_ar)
    naest_sista = rader.get((kod, sista - 1))
    return float(rader[kod, sista].kostnader_kr - naest_sista.kostnader_kr) if naest_sista else 0.0
