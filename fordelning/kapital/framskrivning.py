"""Rolling the country forward: each year's allocation by the model in force, fed with the state of the year before.

State of year t: eget_kapital_kr(t) = utgående(t − 1), bidrag_fjol_kr(t) = intäkter(t − 1), tilldelning_fjol_kr(t) =
the grant of t − 1. What is neither computed nor read is an assumption (`antaganden`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from fordelning.begrepp import Forbund, Underlag, Vektor
from fordelning.fel import Anmarkning, FordelningFel, GolvFel, UnderlagFel
from fordelning.kapital.antaganden import Antaganden, assume_costs, assume_income, check_pots, continue_trend, get_pot
from fordelning.kapital.ar import Arskapital, judge
from fordelning.kapital.bok import (
    Rader,
    ValjModell,
    choose_rows,
    find_breaks,
    find_ended,
    find_modell,
    find_shortfalls,
    get_lowest,
    make_history,
)
from fordelning.modell import Modell
from fordelning.modellkontroll import meet
from fordelning.pengar import format_kr
from fordelning.resultat import Resultat, allocate
from fordelning.underlag.sammanstallning import make_vectors

FRAMSKRIVNING = "framskrivning"
"""The `typ` of a year whose costs are an assumption."""


@dataclass(frozen=True, slots=True, eq=False)
class Framskrivetar:
    """One year ahead: its allocation, and what it does to eget kapital.

    `budgeterat_kr` (F,): the year's contributions by kapital.csv, nan where there is no row.
    """

    resultat: Resultat
    kapital: Arskapital
    budgeterat_kr: Vektor


@dataclass(frozen=True, slots=True, eq=False)
class Framskrivning:
    """The ledger before the budget year, every year from it on, what it rests on, and what it found.

    `avbrott`: where the chain of years breaks; `brister`: years ahead that end below the lowest eget kapital allowed.
    """

    historik: tuple[Arskapital, ...]
    ar: tuple[Framskrivetar, ...]
    antaganden: Antaganden
    underlag: tuple[Underlag, ...]
    avbrott: tuple[Anmarkning, ...]
    brister: tuple[Anmarkning, ...]

    @property
    def bok(self) -> tuple[Arskapital, ...]:
        """Every year of eget kapital, in order."""
        return (*self.historik, *(ar.kapital for ar in self.ar))


def roll_forward(
    underlag: Sequence[Underlag], valj_modell: ValjModell, antal_ar: int, antaganden: Antaganden
) -> Framskrivning:
    """`antal_ar` years from the first underlag's budget year; a later underlag gives figures from its own year on.

    Raises FordelningFel with the year when a year cannot be allocated or a pot is given for a year that is not
    computed, UnderlagFel when two underlag have one year.
    """
    givna = _order_by_year(underlag)
    forsta = givna[0]
    check_pots(antaganden, forsta.budgetar, forsta.budgetar + antal_ar - 1)
    rader = choose_rows(rad for u in givna for rad in u.kapital)
    historik = make_history(forsta, rader, valj_modell)
    bok, framat = list(historik), list[Framskrivetar]()
    for ar in range(forsta.budgetar, forsta.budgetar + antal_ar):
        bas = next(u for u in reversed(givna) if u.budgetar <= ar)
        nu = _begin_year(bas, ar, framat[-1], antaganden) if framat else bas
        nu = replace(nu, ram_kr=np.array(get_pot(antaganden, bas, ar)))
        framat.append(_close_year(_allocate(valj_modell(ar), nu), valj_modell, rader, bok, antaganden))
        bok.append(framat[-1].kapital)
    avbrott = (*find_breaks(bok, rader), *_find_lost_forbund(framat), *_find_model_warnings(framat, givna))
    brister = (a for ar in framat for a in find_shortfalls(ar.kapital))
    return Framskrivning(historik, tuple(framat), antaganden, tuple(givna), avbrott, tuple(brister))


def close_budget_year(resultat: Resultat, valj_modell: ValjModell) -> Framskrivetar:
    """The budget year as `roll_forward` closes it: the state that the next year begins with."""
    rader = choose_rows(resultat.underlag.kapital)
    return _close_year(resultat, valj_modell, rader, make_history(resultat.underlag, rader, valj_modell), Antaganden())


def find_return_years(f: Framskrivning) -> dict[str, int | None]:
    """For each förbund above the reasonable level when the first year begins: the first year that ends at or below it.

    None = not within the years computed. Empty where the first year's model has no rule on eget kapital.
    """
    bok = f.ar[0].resultat.bok
    if "eget_kapital" not in bok.sett:
        return {}
    ar_over = bok.sett["eget_kapital"]["over_rimlig_niva"]
    tillbaka: dict[str, int | None] = {kod: None for kod, over in zip(bok.koder, ar_over, strict=True) if over}
    for ar in reversed([a.kapital for a in f.ar]):
        inom = {kod for kod, kr in zip(ar.koder, ar.overskott_kr, strict=True) if kr == 0}
        tillbaka |= dict.fromkeys(inom & tillbaka.keys(), ar.ar)
    return tillbaka


def _order_by_year(underlag: Sequence[Underlag]) -> list[Underlag]:
    ordnade = sorted(underlag, key=lambda u: u.budgetar)
    for a, b in pairwise(ordnade):
        if a.budgetar == b.budgetar:
            raise UnderlagFel([Anmarkning("INPUTS", f"två underlag har budgetår {a.budgetar}", "ett underlag per år")])
    return ordnade


def _begin_year(bas: Underlag, ar: int, fore: Framskrivetar, antaganden: Antaganden) -> Underlag:
    """The underlag of a later year: figures from the latest underlag there is, state from the year before.

    A förbund that the year before does not have keeps the state of its own underlag. After the underlag's own year
    one that ended in it is gone, and every other exists the whole year; pledges and äskanden stay in kronor.
    """
    if ar > bas.budgetar:
        bas = _leave_out(bas, find_ended(bas.forbund, bas.kapital, bas.budgetar))
    plats = {kod: i for i, kod in enumerate(fore.kapital.koder)}
    forbund = tuple(_carry_state(f, fore, plats.get(f.forbund_kod)) for f in bas.forbund)
    omraden = bas.omraden
    if ar > bas.budgetar:
        forbund = tuple(replace(f, manader=None) for f in forbund)
        if antaganden.statistik == "trend":
            omraden = tuple(continue_trend(o, ar - bas.budgetar) for o in omraden)
    vektorer = make_vectors(forbund, omraden, bas.utfastelser)
    for namn in ("invanare_antal", "forsorjningsmatt"):
        if vektorer[namn].sum() == 0:
            raise FordelningFel(f"Budgetår {ar}: trenden gör {namn} till 0 i hela landet, inget beräknat.")
    return replace(bas, budgetar=ar, forbund=forbund, omraden=omraden, **vektorer)


def _leave_out(u: Underlag, borta: frozenset[str]) -> Underlag:
    """The underlag without some förbund: their areas lie outside."""
    return replace(
        u,
        forbund=tuple(f for f in u.forbund if f.forbund_kod not in borta),
        omraden=tuple(replace(o, forbund_kod=None) if o.forbund_kod in borta else o for o in u.omraden),
        utfastelser=tuple(lofte for lofte in u.utfastelser if lofte.forbund_kod not in borta),
    )


def _carry_state(f: Forbund, fore: Framskrivetar, i: int | None) -> Forbund:
    """The förbund with what it carries over from the year before, where it has number i."""
    if i is None:
        return f
    return replace(
        f,
        tilldelning_fjol_kr=int(fore.resultat.tilldelning_kr[i]),
        eget_kapital_kr=int(fore.kapital.utgaende_kr[i]),
        bidrag_fjol_kr=int(fore.kapital.intakter_kr[i]),
    )


def _allocate(modell: Modell, underlag: Underlag) -> Resultat:
    try:
        return allocate(modell, meet(modell, underlag))
    except (GolvFel, UnderlagFel) as fel:
        raise FordelningFel(f"Budgetår {underlag.budgetar}: {fel}") from fel


def _close_year(
    resultat: Resultat, valj_modell: ValjModell, rader: Rader, bok: Sequence[Arskapital], antaganden: Antaganden
) -> Framskrivetar:
    """The year's ledger: contributions by the allocation, costs by kapital.csv or by assumption."""
    u = resultat.underlag
    arets = [rader.get((kod, u.budgetar)) for kod in u.koder]
    intakter_kr = assume_income(resultat, rader, antaganden)
    rimlig_kr, statens_andel = judge(_choose_next(valj_modell, resultat), intakter_kr)
    kapital = Arskapital(
        ar=u.budgetar,
        koder=u.koder,
        typ=tuple(FRAMSKRIVNING if rad is None else rad.typ for rad in arets),
        ingaende_kr=u.eget_kapital_kr,
        intakter_kr=intakter_kr,
        kostnader_kr=assume_costs(u, intakter_kr, rader, bok, antaganden),
        lagsta_kr=get_lowest(u.planering, u.koder, u.budgetar),
        rimlig_kr=rimlig_kr,
        manader_andel=u.manader_andel,
        statens_andel=statens_andel,
    )
    budgeterat_kr = np.array([np.nan if rad is None else float(rad.intakter_kr) for rad in arets])
    return Framskrivetar(resultat, kapital, budgeterat_kr)


def _choose_next(valj_modell: ValjModell, resultat: Resultat) -> Modell:
    """The model of the year after, whose grant the year's excess limits; where none is in force, the year's own."""
    return find_modell(valj_modell, resultat.underlag.budgetar + 1) or resultat.modell


def _find_model_warnings(framat: Sequence[Framskrivetar], givna: Sequence[Underlag]) -> Iterator[Anmarkning]:
    """What the models say of years that no underlag was read for, once each: that they are not in force, above all.

    Of amounts that are computed, and not read, the size is no finding.
    """
    sagda = {varning for u in givna for varning in u.varningar}
    for resultat, varning in ((ar.resultat, v) for ar in framat for v in ar.resultat.underlag.varningar):
        if varning not in sagda and varning.plats.startswith(resultat.modell.fil.namn):
            sagda.add(varning)
            yield varning


def _find_lost_forbund(framat: Sequence[Framskrivetar]) -> Iterator[Anmarkning]:
    """Förbund that end, or that a later underlag no longer has: their eget kapital goes nowhere by itself."""
    for fore, nu in pairwise(ar.kapital for ar in framat):
        for kod, kr in zip(fore.koder, fore.utgaende_kr, strict=True):
            if kod not in nu.koder:
                vad = f"finns inte längre; eget kapital {format_kr(kr)} kr räknas inte vidare"
                gor = "Lägg beloppet på det förbund som tar över."
                yield Anmarkning(f"förbund {kod}, {nu.ar}", vad, gor=gor, allvar="varning")
