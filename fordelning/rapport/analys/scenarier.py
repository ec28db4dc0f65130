"""The scenarios as a part of analys.xlsx, as CSV files, and in words for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from fordelning.blad import Tabell
from fordelning.blad.terminal import format_table
from fordelning.pengar import format_kr
from fordelning.rapport.analys.blad_scenarier import (
    FLEST_KOLUMNER,
    FLEST_PUNKTER,
    make_osakrast_blad,
    make_planer_blad,
    make_punkter_blad,
    make_rutnat_blad,
    make_spann,
    make_spann_blad,
    make_varierat_blad,
)
from fordelning.rapport.analys.bok import Analysdel
from fordelning.resultat import Resultat
from fordelning.svep.resultat import Svepresultat, count_insatser, summarize_plans
from fordelning.svep.sammanfattning import Spannrad, find_medians, summarize_points
from fordelning.ursprung import Antaganderad, Kallrad

FILER = ("scenarier.csv", "scenarier_plan.csv", "scenarier_insatser.csv")
VISADE = 10
"""How many förbund the terminal shows."""


def make_scenariodel(s: Svepresultat, spann: Sequence[Spannrad]) -> Analysdel:
    """The sheets and files of a sweep."""
    t, punkter = make_spann(spann, len(s.rum) > 1), summarize_points(s.rum)
    blad = [make_osakrast_blad(s, spann, t), make_spann_blad(t)]
    tabeller = {FILER[0]: t.tabell}
    if 1 < len(punkter) <= FLEST_PUNKTER:
        blad.append(make_rutnat_blad(s, punkter))
    if 1 < len(punkter) <= FLEST_KOLUMNER:
        blad.append(make_punkter_blad(s, spann, punkter, find_medians(s.rum)))
    if s.planer:
        namn = {rad.forbund_kod: rad.namn for rad in spann}
        planblad = make_planer_blad(namn, summarize_plans(s.planer), [*count_insatser(s.planer)])
        blad += planblad
        tabeller |= {fil: ett.delar[0] for fil, ett in zip(FILER[1:], planblad, strict=True)}  # type: ignore[misc]
    blad.append(make_varierat_blad(s))
    return Analysdel(blad, tabeller, _list_assumptions(s), _list_sources(s))


def list_bases(s: Svepresultat) -> list[Resultat]:
    """The allocations that the scenarios vary."""
    return [r.bas for r in s.rum if r.bas is not None]


def _list_assumptions(s: Svepresultat) -> list[Antaganderad]:
    rader = [Antaganderad("Varning", a.plats, a.vad) for r in s.rum for a in r.start.varningar]
    if s.fil.dragning:
        text = "Spridningarna och fördelningarna är scenariofilens. Varje kolumns dragningar är oberoende av de andras."
        rader.append(Antaganderad("Scenarierna", s.filnamn, text))
    if any(o.celler_antal for o in s.fil.dragning):
        brus = s.rum[0].varden.brus
        rader.append(Antaganderad("Scenarierna", "SCB:s brus", brus.anmarkning, brus.kalla.text))
    if s.metod is not None and s.metod.antagande:
        rader.append(Antaganderad("Planerna", s.metod.fil.namn, s.metod.anmarkning, s.metod.kalla.text))
    return rader


def _list_sources(s: Svepresultat) -> list[Kallrad]:
    rader = [Kallrad("Scenarier", s.filnamn, s.fil.beskrivning or "Vad som varierar", sha256=s.fil_sha256)]
    if s.metod is not None:
        rader.append(Kallrad("Metod", s.metod.fil.namn, s.metod.kalla.text, sha256=s.metod.fil.sha256))
    return rader


def summarize_scenarios(s: Svepresultat, spann: Sequence[Spannrad]) -> str:
    """How many scenarios there were, which förbund are least certain, and who risks a floor or a ceiling."""
    fro = f", frö {s.fil.fro}" if s.fil.dragning else ""
    rader = [f"{format_kr(s.antal)} scenarier{_tell_alternatives(s)}{fro}"]
    if s.obetalbara:
        rader.append(f"  {format_kr(s.obetalbara)} går inte att besluta: golven är mer än ramen. De räknas inte med.")
    if not any(rad.antal for rad in spann):
        return "\n".join(rader)
    for vid, andel in (("golv", "andel_golv"), ("tak", "andel_tak")):
        ibland = sum(0 < getattr(rad, andel) < 1 for rad in spann)
        alltid = sum(getattr(rad, andel) == 1 for rad in spann)
        rader.append(f"  Vid {vid}: {alltid} förbund alltid, {ibland} i en del av scenarierna")
    vidast = sorted((r for r in spann if r.median_kr > 0), key=lambda r: (r.p10_kr - r.p90_kr) / r.median_kr)
    t = Tabell("Spann")
    t.data("Vidast spann", [f"{r.forbund_kod} {r.namn}" for r in vidast[:VISADE]])
    for rubrik, falt in (("10 %, kr", "p10_kr"), ("median, kr", "median_kr"), ("90 %, kr", "p90_kr")):
        t.data(rubrik, [getattr(r, falt) for r in vidast[:VISADE]], "kr")
    t.data("golv", [r.andel_golv for r in vidast[:VISADE]], "andel")
    t.data("tak", [r.andel_tak for r in vidast[:VISADE]], "andel")
    return "\n".join([*rader, *_tell_plans(s), "", *format_table(t.kolumner)])


def _tell_plans(s: Svepresultat) -> list[str]:
    """How many plans there are, and how many scenarios leave a förbund without one."""
    if not s.planer:
        return []
    planer = [plan for scenario in s.planer for plan in scenario["planer"]]
    utan = sum(plan["nytta"] is None for plan in planer)
    return [f"  {format_kr(len(planer))} planer; i {format_kr(utan)} fall är ingen plan möjlig"]


def _tell_alternatives(s: Svepresultat) -> str:
    return f" i {len(s.rum)} alternativ ({', '.join(r.start.namn for r in s.rum)})" if s.fil.alternativ else ""
