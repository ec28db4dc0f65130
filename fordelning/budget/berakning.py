"""Compute a förbund's budget from its underlag: the same rules as the workbook's formulas, to the krona."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from fordelning.bokforing import Huvud
from fordelning.budget.poster import Arsbudget, Budget, Budgetrad
from fordelning.budget.underlag import EJ_FORDELAT, Budgetunderlag, Motpart, PlaneradInsats, Ram
from fordelning.medfinansiering import compute_match
from fordelning.modell import EgetKapital
from fordelning.pengar import dela_heltal
from fordelning.regler.eget_kapital import compute_reasonable_level

NARA_HALVA = 2.0**-50
"""How much too small a half may be, as a share."""


def compute_budget(u: Budgetunderlag) -> Budget:
    """The budget of the year and the plan years. Contributions 50 : 25 : 25 (LFS 5 §); costs as planned."""
    intakter = tuple(_split_contributions(u))
    ar = tuple(_compute_years(u, sum(rad.belopp_kr for rad in intakter)))
    return Budget(u, (*intakter, *_make_costs(u, ar[0])), ar)


def round_kr(belopp_kr: float) -> int:
    """The nearest whole krona, a half up, as a spreadsheet rounds (never a negative amount).

    A half that float64 has made too small, 0.145 · 100 = 14.499999999999998, is a half there.
    """
    return math.floor(belopp_kr * (1 + NARA_HALVA) + 0.5)


def _make_row(u: Budgetunderlag, kod: str, namn: str, huvud: Huvud, belopp_kr: int) -> Budgetrad:
    return Budgetrad(kod, namn, huvud, spread(belopp_kr, u.manadsvikter))


def _split_contributions(u: Budgetunderlag) -> Iterator[Budgetrad]:
    """The state, the region(s), the kommun(er) one by one, and other income (budget 0)."""
    matchning = compute_match(u.delning, np.array([float(u.statens_bidrag_kr)]))
    yield _make_row(u, "STAT", "Staten (Försäkringskassan)", "stat", u.statens_bidrag_kr)
    for part, summa_kr in (("region", matchning.region_kr), ("kommun", matchning.kommuner_kr)):
        parter = [m for m in u.motparter if m.part == part]
        for m, belopp_kr in zip(parter, dela_heltal(int(summa_kr[0]), choose_weights(parter)), strict=True):
            yield _make_row(u, m.kod, m.namn, m.part, belopp_kr)
    yield _make_row(u, "OVRIGT", "Övriga intäkter", "ovrigt", 0)


def choose_weights(motparter: Sequence[Motpart]) -> list[float]:
    """How a part's members share: as they have agreed themselves, else by pledges, else by inhabitants."""
    for vikter in ([m.egen_vikt or 0.0 for m in motparter], [float(m.utlovat_kr or 0) for m in motparter]):
        if any(vikter):
            return vikter
    return [float(m.invanare_antal) for m in motparter]


def _compute_years(u: Budgetunderlag, arets_bidrag_kr: int) -> Iterator[Arsbudget]:
    """Year by year: what is left is carried in the next, and an excess cuts its contributions."""
    ingaende_kr, avdrag_kr = u.eget_kapital_kr, 0.0
    for t, ram in enumerate(u.ramar):
        bidrag_kr = arets_bidrag_kr if t == 0 else ram.bidrag_kr
        ar = _compute_year(u, t, ram, bidrag_kr, min(bidrag_kr, round_kr(avdrag_kr)), ingaende_kr)
        yield ar
        ingaende_kr, avdrag_kr = ar.utgaende_kr, 2 * ar.minskning_nasta_ar_kr


def _compute_year(u: Budgetunderlag, t: int, ram: Ram, bidrag_kr: int, avdrag_kr: int, ingaende_kr: int) -> Arsbudget:
    styrelse_kr = round_kr(ram.administration_kr * u.styrelse_andel)
    revision_kr = round_kr(ram.administration_kr * u.revision_andel)
    insatser_kr = tuple(compute_cost(i, t) for i in u.insatser)
    return Arsbudget(
        ar=ram.ar,
        bidrag_fore_avdrag_kr=bidrag_kr,
        avdrag_kr=avdrag_kr,
        styrelse_kr=styrelse_kr,
        administration_kr=ram.administration_kr - styrelse_kr - revision_kr,
        revision_kr=revision_kr,
        insatser_kr=(*insatser_kr, ram.ej_fordelat_kr),
        struktur_kr=sum(kr for kr, i in zip(insatser_kr, u.insatser, strict=True) if i.ar_struktur),
        ingaende_kr=ingaende_kr,
        lagsta_kapital_kr=ram.lagsta_kapital_kr,
        rimlig_kr=compute_reasonable(u.regel, bidrag_kr - avdrag_kr),
        statens_andel=u.regel.statens_andel_av_overskott if u.regel else 0.0,
    )


def compute_reasonable(regel: EgetKapital | None, bidrag_kr: int) -> float | None:
    """The reasonable eget kapital of a year's contributions, kr; None where no rule limits it."""
    return None if regel is None else float(compute_reasonable_level(regel, np.array([float(bidrag_kr)]))[0])


def compute_cost(insats: PlaneradInsats, t: int) -> int:
    """An insats' cost in year t, whole kronor: trappning · (fixed + per participant), 0 when it does not run."""
    i = insats.insats
    rorlig_kr = 0.0 if insats.ar_struktur else i.kostnad_per_deltagare_kr * insats.deltagare_antal[t]
    return round_kr(insats.trappning[t] * (i.fast_kostnad_kr + rorlig_kr)) if insats.kors[t] else 0


def _make_costs(u: Budgetunderlag, ar: Arsbudget) -> Iterator[Budgetrad]:
    """The budget year's heads, then insats by insats."""
    yield _make_row(u, "STYRELSE", "Styrelse", "styrelse", ar.styrelse_kr)
    yield _make_row(u, "ADMINISTRATION", "Administration", "administration", ar.administration_kr)
    yield _make_row(u, "REVISION", "Revision", "revision", ar.revision_kr)
    koder = [(i.kod, i.insats.namn) for i in u.insatser] + [(EJ_FORDELAT, "Insatsmedel, ej fördelade")]
    for (kod, namn), belopp_kr in zip(koder, ar.insatser_kr, strict=True):
        yield _make_row(u, kod, namn, "insatser", belopp_kr)


def spread(belopp_kr: int, vikter: Sequence[int]) -> tuple[int, ...]:
    """A year's amount by month, whole kronor that sum to it: sums so far are rounded, months are differences."""
    summa = sum(vikter)
    hittills = [round_kr(belopp_kr * sum(vikter[: m + 1]) / summa) for m in range(len(vikter))]
    return tuple(nu - fore for nu, fore in zip(hittills, [0, *hittills], strict=False))
