"""The scenarios as a part of analys.xlsx, as CSV files, and in words for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from fordelning.blad import Tabell
from fordelning.blad.terminal import format_table
from fordelning.pengar import format_kr
from fordelning.rapport.analys.blad_scenarier import (
    FLEST_KOLUMNER,
    FLEST_PUNKTER,
    Spanntabell,
    make_osakrast_blad,
    make_planer_blad,
    make_punkter_blad,
    make_rutnat_blad,
    make_spann_blad,
    make_varierat_blad,
)
from fordelning.rapport.analys.bok import Analysdel
from fordelning.resultat import Resultat
from fordelning.svep.resultat import Svepresultat
from fordelning.svep.sammanfattning import summarize_points
from fordelning.ursprung import Antaganderad, Kallrad, list_warnings

FILER = ("scenarier.csv", "scenarier_plan.csv", "scenarier_insatser.csv")


def make_scenariodel(s: Svepresultat) -> Analysdel:
    """The sheets and files of a sweep, and the terminal's answer."""
    t, punkter = Spanntabell(s.spann, len(s.rum) > 1), summarize_points(s.rum)
    blad, tabeller = [make_osakrast_blad(s, t), make_spann_blad(t)], list[Tabell]([t])
    if 1 < len(punkter) <= FLEST_PUNKTER:
        blad.append(make_rutnat_blad(s, punkter))
    if 1 < len(punkter) <= FLEST_KOLUMNER:
        blad.append(make_punkter_blad(s, t, punkter))
    if s.planer:
        planblad, plantabeller = make_planer_blad(s, {rad.forbund_kod: rad.namn for rad in s.spann})
        blad, tabeller = [*blad, *planblad], [*tabeller, *plantabeller]
    blad.append(make_varierat_blad(s))
    filer = dict(zip(FILER, tabeller, strict=False))
    return Analysdel(blad, filer, "\n".join(_tell(s, t)), _list_assumptions(s), _list_sources(s))


def list_bases(s: Svepresultat) -> list[Resultat]:
    """The allocations that the scenarios vary."""
    return [r.bas for r in s.rum if r.bas is not None]


def _list_assumptions(s: Svepresultat) -> list[Antaganderad]:
    rader = [rad for r in s.rum for rad in list_warnings(r.start.varningar)]
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


def _tell(s: Svepresultat, t: Spanntabell) -> Iterator[str]:
    """How many scenarios there were, which förbund are least certain, and who risks a floor or a ceiling."""
    fro = f", frö {s.fil.fro}" if s.fil.dragning else ""
    alternativ = f" i {len(s.rum)} alternativ ({', '.join(r.start.namn for r in s.rum)})" if s.fil.alternativ else ""
    yield f"{format_kr(s.antal)} scenarier{alternativ}{fro}"
    if s.obetalbara:
        yield f"  {format_kr(s.obetalbara)} går inte att besluta: golven är mer än ramen. De räknas inte med."
    if s.obetalbara == s.antal:
        return
    for vid, k in (("golv", t.golv), ("tak", t.tak)):
        alltid, ibland = (k.varden == 1).sum(), ((k.varden > 0) & (k.varden < 1)).sum()
        yield f"  Vid {vid}: {alltid} förbund alltid, {ibland} i en del av scenarierna"
    if s.planer:
        planer = [plan for scenario in s.planer for plan in scenario["planer"]]
        utan = sum(plan["nytta"] is None for plan in planer)
        yield f"  {format_kr(len(planer))} planer; i {format_kr(utan)} fall är ingen plan möjlig"
    kolumner = [k.take(t.find_widest()) for k in (t.kod, t.namn, *t.matt, t.golv, t.tak)]
    yield from (
        "",
        *format_table(kolumner, ("kod", "vidast spann", "10 %, kr", "median, kr", "90 %, kr", "golv", "tak")),
    )
