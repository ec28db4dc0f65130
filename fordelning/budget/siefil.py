"""A budget as a SIE file of type 3: #PBUDGET per konto and month, and beside it per insats or party.

Sign: amounts are SIE's, credit negative, so an income of 100 kr is -10000 öre.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from fordelning.bokforing import INTAKTER, KOSTNADER, Kontoplan
from fordelning.budget.poster import Budget
from fordelning.budget.underlag import EJ_FORDELAT
from fordelning.fel import Anmarkning
from fordelning.sie import Dimension, Konto, Objekt, Objektlista, Periodbudget, Program, Rakenskapsar, SieFil
from fordelning.sie.tecken import make_pc8
from fordelning.version import __version__

PROGRAM = Program("fordelning", __version__)


def make_sie(budget: Budget, kontoplan: Kontoplan, skapad: date) -> SieFil:
    """The budget, with insatser and parties as objekt. `skapad` is given: the same budget is the same file on any day.

    #OMFATTN is the year's last day: the budget is for the whole year. Typographic characters that CP437 lacks are
    replaced, and every replacement is among the warnings. Raises ModellFel where the kontoplan names no budgetkonto for
    a head.
    """
    u, d, varningar = budget.underlag, kontoplan.dimensioner, list[Anmarkning]()
    budgetkonton = {konto.nr: konto.namn for konto in map(kontoplan.find_budgetkonto, (*INTAKTER, *KOSTNADER))}
    objekt = {(d.insats, i.insats.insats_kod): i.insats.namn for i in u.insatser}
    objekt |= {(d.motpart, m.motpart_kod): m.namn for m in u.motparter}
    poster, slut = _sum_posts(budget, kontoplan), date(u.budgetar, 12, 31)
    return SieFil(
        sietyp="3",
        foretagsnamn=_clean(u.namn, varningar),
        rakenskapsar=(Rakenskapsar(0, date(u.budgetar, 1, 1), slut),),
        program=PROGRAM,
        skapad=skapad,
        omfattning=slut,
        dimensioner=(Dimension(d.insats, "Insats"), Dimension(d.motpart, "Motpart")),
        objekt=tuple(Objekt(*nyckel, _clean(namn, varningar)) for nyckel, namn in objekt.items()),
        konton=tuple(Konto(nr, _clean(budgetkonton[nr], varningar)) for nr in sorted({konto for konto, *_ in poster})),
        periodbudget=tuple(Periodbudget(0, period, konto, b, o) for (konto, period, o), b in sorted(poster.items())),
        varningar=tuple(varningar),
    )


def _sum_posts(budget: Budget, kontoplan: Kontoplan) -> dict[tuple[str, str, Objektlista], int]:
    """Öre per konto, period (yyyymm) and objekt, and the konto's total, which the format wants; nothing where 0 kr."""
    d, summor = kontoplan.dimensioner, defaultdict[tuple[str, str, Objektlista], int](int)
    for rad in budget.rader:
        konto = kontoplan.find_budgetkonto(rad.huvud).nr
        dimension, ore = (d.motpart, -100) if rad.ar_intakt else (d.insats, 100)
        har_objekt = rad.huvud in ("region", "kommun", "insatser") and rad.kod != EJ_FORDELAT
        objekt: Objektlista = ((dimension, rad.kod.partition("-")[2]),) if har_objekt else ()
        for manad, belopp_kr in enumerate(rad.manader_kr, start=1):
            for vilket in {(), objekt}:
                summor[konto, f"{budget.underlag.budgetar}{manad:02d}", vilket] += ore * belopp_kr
    return {nyckel: ore for nyckel, ore in summor.items() if ore}


def _clean(text: str, varningar: list[Anmarkning]) -> str:
    """The text with typographic characters replaced, and a warning when it was changed."""
    ren = make_pc8(text)
    if ren != text:
        vad = f"«{text}» skrivs «{ren}»: SIE-formatets teckentabell saknar något av tecknen"
        varningar.append(Anmarkning("budgeten", vad, allvar="varning"))
    return ren
