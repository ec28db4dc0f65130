"""The gate: figures against the year before, against each other, and against control totals."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from statistics import median
from typing import NamedTuple

from fordelning.fel import Anmarkning
from fordelning.underlag.inlast import Inlast, show
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.riket import find_known_inhabitants
from fordelning.underlag.tolkning import Rad

UTMARKANDE = 10
"""A figure stands out when its change is this many times the usual change (the median of the others)."""

SUMMERBARA = {
    "omraden": ("invanare_antal", "forsorjningsmatt", "invanare_fjol_antal", "forsorjningsmatt_fjol"),
    "forbund": ("tilldelning_fjol_kr", "eget_kapital_kr", "bidrag_fjol_kr", "askande_kr"),
}
"""The columns that can have a control total."""


class Ombytt(NamedTuple):
    """Two areas that seem to have each other's figure: what each ought to have, and how near the other's it is."""

    a: Rad
    b: Rad
    vantat_a: float
    vantat_b: float
    avstand: float


def check_swapped_figures(inlast: Inlast) -> Iterator[Anmarkning]:
    """Two areas whose figures have changed places: each is far from what it was and lands on the other's."""
    par: defaultdict[tuple[str, str], dict[str, Ombytt]] = defaultdict(dict)
    for kolumn, _, _ in _watched_columns(inlast):
        for ombytt in find_swaps(inlast, kolumn):
            par[ombytt.a.post.omrade_kod, ombytt.b.post.omrade_kod][kolumn] = ombytt
    for (kod_a, kod_b), kolumner in par.items():
        namn = " och ".join(kolumner)
        kolumn, (a, b, vantat_a, vantat_b, _) = next(iter(kolumner.items()))
        vad = f"«{a.post.namn}» och «{b.post.namn}» ({b.at(kolumn)}) verkar ha bytt {namn} med varandra"
        vantat = f"omkring {show(round(vantat_a))} och {show(round(vantat_b))}, inte tvärtom"
        gor = f"Kontrollera uttaget och byt tillbaka, eller godkänn: {_approve(inlast, kod_a, kod_b)}."
        yield Anmarkning(a.at(kolumn), vad, vantat, gor)


def check_jumps(inlast: Inlast) -> Iterator[Anmarkning]:
    """No area's figure jumps more than a set share from the year before, unless the jump is approved."""
    for kolumn, fjol, hopp_andel in _watched_columns(inlast):
        for rad in _find_jumps(inlast, kolumn, fjol, hopp_andel):
            if getattr(rad.post, kolumn) == 0 and kolumn == "invanare_antal" and rad.post.forbund_kod:
                continue  # has a finding of its own
            nu, fore = show(getattr(rad.post, kolumn)), show(getattr(rad.post, fjol))
            vad = f"«{rad.post.namn}» går från {fore} till {nu}, mer än {hopp_andel * 100:.0f} %"
            gor = f"Rätta talet, eller godkänn det: {_approve(inlast, rad.post.omrade_kod)}."
            yield Anmarkning(rad.at(kolumn), vad, f"ett tal nära årets före, {fore}", gor)


def check_approved(inlast: Inlast) -> Iterator[Anmarkning]:
    """An approved jump belongs to an area that exists."""
    koder = {rad.post.omrade_kod for rad in inlast.rader("omraden", "omrade_kod")}
    if inlast.installningar is None or not inlast.is_whole("omraden", "omrade_kod"):
        return
    for kod in inlast.installningar.undantag.hopp:
        if kod not in koder:
            vad = f"«{kod}» finns inte i omraden"
            yield Anmarkning(inlast.at_key("undantag", "hopp"), vad, "en omrade_kod", "Rätta koden eller ta bort den.")


def check_control_totals(inlast: Inlast) -> Iterator[Anmarkning]:
    """Control totals match the sums of their columns, to the digits they are given with."""
    if inlast.installningar is None:
        return
    for kolumn, summa in inlast.installningar.kontrollsummor.items():
        plats = inlast.at_key("kontrollsummor", kolumn)
        tabell = next((t for t, kolumner in SUMMERBARA.items() if kolumn in kolumner), None)
        if tabell is None:
            vantat = ", ".join(k for kolumner in SUMMERBARA.values() for k in kolumner)
            yield Anmarkning(plats, f"kontrollsumman «{kolumn}» är okänd", vantat, "Rätta eller ta bort den.")
        elif inlast.is_whole(tabell, kolumn, TABELLER[tabell].nyckel[-1]):
            varden = [getattr(rad.post, kolumn) or 0 for rad in inlast.rader(tabell)]
            avvikelse = math.fsum(varden) - summa
            ental = summa.is_integer() and not all(float(v).is_integer() for v in varden)
            if abs(avvikelse) > (0.5 if ental else 0.005) and not _explain_by_jumps(inlast, kolumn, avvikelse):
                vad = f"{kolumn} i {inlast.at_table(tabell)} har summan {show(summa + avvikelse)}, inte {show(summa)}"
                gor = "Kontrollera att inga rader saknas eller är ändrade, och att kontrollsumman är rätt."
                yield Anmarkning(plats, vad, f"{show(summa)}, skillnaden är {show(avvikelse)}", gor)


def find_swaps(inlast: Inlast, kolumn: str) -> list[Ombytt]:
    """The pairs of areas that have changed places in a column, the nearest first; an area is in one pair at most."""
    fjol = next(f for k, f, _ in _watched_columns(inlast) if k == kolumn)
    rader = [r for r in inlast.rader("omraden", "omrade_kod", kolumn, fjol) if getattr(r.post, kolumn) > 0]
    kallor = [{r.post.omrade_kod: getattr(r.post, fjol) or 0.0 for r in rader}]
    if kolumn == "invanare_antal":
        kallor.append(dict(find_known_inhabitants(inlast)))
    traff, godkanda = math.log1p(inlast.grind.ombytt_traff_andel), _approved(inlast)
    funna = [par for fore in kallor for par in _compare_pairs(rader, kolumn, fore, traff)]
    valda: list[Ombytt] = []
    upptagna: set[str] = set()
    for par in sorted(funna, key=lambda par: par.avstand):
        koder = {par.a.post.omrade_kod, par.b.post.omrade_kod}
        if not koder & upptagna and not koder <= godkanda:
            valda.append(par)
            upptagna |= koder
    return valda


def _compare_pairs(rader: list[Rad], kolumn: str, fore: Mapping[str, float], traff: float) -> Iterator[Ombytt]:
    """Pairs in which each lands on the other's earlier figure and stands out from everyone's usual change.

    Changes are logarithms, freed from the change that all have in common.
    """
    kanda = [r for r in rader if fore.get(r.post.omrade_kod, 0) > 0]
    nu = [math.log(getattr(r.post, kolumn)) for r in kanda]
    forr = [math.log(fore[r.post.omrade_kod]) for r in kanda]
    alla = median(n - f for n, f in zip(nu, forr, strict=True)) if kanda else 0.0
    vantat = [f + alla for f in forr]
    andring = [abs(n - v) for n, v in zip(nu, vantat, strict=True)]
    hoppar = [i for i, a in enumerate(andring) if a > traff]
    for i, j in combinations(hoppar, 2):
        korsvis = max(abs(nu[i] - vantat[j]), abs(nu[j] - vantat[i]))
        minst = min(andring[i], andring[j])
        if korsvis <= traff and korsvis < minst / 2:
            ovriga = [a for k, a in enumerate(andring) if k not in (i, j)]
            if minst > UTMARKANDE * (median(ovriga) if ovriga else 0.0):
                yield Ombytt(kanda[i], kanda[j], math.exp(vantat[i]), math.exp(vantat[j]), korsvis)


def _find_jumps(inlast: Inlast, kolumn: str, fjol: str, hopp_andel: float) -> list[Rad]:
    """The areas whose figure jumps, is not approved, and has not changed places with another's."""
    ombytta = {r.post.omrade_kod for par in find_swaps(inlast, kolumn) for r in (par.a, par.b)}
    undantagna = ombytta | _approved(inlast)
    return [
        rad
        for rad in inlast.rader("omraden", "omrade_kod", kolumn, fjol)
        if rad.post.omrade_kod not in undantagna
        and (fore := getattr(rad.post, fjol))
        and abs(getattr(rad.post, kolumn) - fore) > hopp_andel * fore
    ]


def _explain_by_jumps(inlast: Inlast, kolumn: str, avvikelse: float) -> bool:
    """Whether a sum is wrong by what the reported jumps in its column make: then it is the same fault."""
    for k, fjol, hopp_andel in _watched_columns(inlast):
        if k == kolumn and (hopp := _find_jumps(inlast, kolumn, fjol, hopp_andel)):
            hopp_summa = sum(getattr(r.post, kolumn) - getattr(r.post, fjol) for r in hopp)
            storlek = sum(getattr(r.post, fjol) for r in hopp)
            return bool(abs(avvikelse - hopp_summa) <= hopp_andel * storlek)
    return False


def _watched_columns(inlast: Inlast) -> tuple[tuple[str, str, float], ...]:
    """Column, the same a year before, and the largest change as a share."""
    return (
        ("invanare_antal", "invanare_fjol_antal", inlast.grind.invanare_hopp_andel),
        ("forsorjningsmatt", "forsorjningsmatt_fjol", inlast.grind.forsorjningsmatt_hopp_andel),
    )


def _approved(inlast: Inlast) -> frozenset[str]:
    return frozenset(inlast.installningar.undantag.hopp) if inlast.installningar else frozenset()


def _approve(inlast: Inlast, *koder: str) -> str:
    """How to approve the areas' change."""
    lista = ", ".join(f'"{kod}"' for kod in koder)
    if inlast.installningar_plats.startswith("blad "):
        return f"nyckeln undantag.hopp på bladet underlag, värde [{lista}]"
    return f"[undantag] hopp = [{lista}] i underlag.toml"
