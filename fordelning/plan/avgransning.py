"""From the records of a data set to one Problem per förbund: what each year's row, insats and effect row means for the
plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fordelning.begrepp import Insats, Underlag
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.kapital.ar import find_rule
from fordelning.metod import Insatsplan
from fordelning.modell import Modell
from fordelning.plan.poster import (
    Poster,
    Ram,
    collect,
    find_faults,
    find_planering,
    list_notices,
    list_without_effect,
)
from fordelning.plan.problem import Problem
from fordelning.regler.eget_kapital import compute_reasonable_level
from fordelning.trappning import find_share_of_cost


def make_problem(
    underlag: Underlag,
    modell: Modell,
    insatsplan: Insatsplan,
    forbund_kod: str,
    totalt_kr: float | None,
    antal_ar: int = 3,
) -> Problem:
    """The problem of one förbund; `totalt_kr` is the allocation's total for years without `bidrag_kr` in planering.

    Raises UnderlagFel with what is missing.
    """
    totaler = {} if totalt_kr is None else {forbund_kod: totalt_kr}
    return make_problems(underlag, modell, insatsplan, totaler, antal_ar, (forbund_kod,))[0]


def make_problems(
    underlag: Underlag,
    modell: Modell,
    insatsplan: Insatsplan,
    totalt_kr: Mapping[str, float],
    antal_ar: int = 3,
    koder: Sequence[str] | None = None,
) -> tuple[Problem, ...]:
    """The problems of the förbund in `koder` (default: every förbund that has insatser), in code order.

    Raises UnderlagFel with everything that is missing, for all of them at once.
    """
    poster = collect(underlag, totalt_kr)
    valda = [kod for kod in sorted(poster) if (kod in koder if koder is not None else poster[kod].insatser)]
    ram = Ram(
        tuple(range(underlag.budgetar, underlag.budgetar + antal_ar)),
        tuple(sorted(underlag.malgrupper, key=lambda m: m.malgrupp_kod)),
        find_rule(modell),
        insatsplan,
    )
    fel = [
        Anmarkning("forbund.csv", f"«{kod}» finns inte", "en kod ur forbund.csv")
        for kod in koder or ()
        if kod not in poster
    ]
    fel += [a for kod in valda for a in find_faults(kod, poster[kod], ram.budgetar)]
    if fel:
        raise UnderlagFel(fel)
    return tuple(_make(kod, poster[kod], ram) for kod in valda)


def _make(kod: str, poster: Poster, ram: Ram) -> Problem:
    insatser = sorted(poster.insatser, key=lambda i: i.insats_kod)
    return Problem(
        forbund_kod=kod,
        budgetar=ram.budgetar,
        eget_kapital_kr=poster.eget_kapital_kr,
        notiser=tuple(list_notices(poster, insatser, ram)),
        **_describe_insatser(insatser, ram.budgetar),
        **_describe_effects(insatser, poster, ram),
        **_describe_money(poster, ram),
        diskontering_andel=ram.metod.diskontering_andel,
        segment_bredd_andel=_frozen([np.inf if s.bredd_andel is None else s.bredd_andel for s in ram.metod.segment]),
        segment_lutning=_frozen([s.lutning for s in ram.metod.segment]),
        heltal=ram.metod.heltal,
    )


def _describe_insatser(insatser: Sequence[Insats], budgetar: tuple[int, ...]) -> dict[str, Any]:
    """Costs, volumes and years. A strukturövergripande insats has no participants: only its fixed cost."""
    individ = [i.inriktning == "individ" for i in insatser]
    return {
        "insatser": tuple(i.insats_kod for i in insatser),
        "insatsnamn": tuple(i.namn for i in insatser),
        "struktur": _mask([not ja for ja in individ]),
        "fast_kr": _frozen([i.fast_kostnad_kr for i in insatser]),
        "per_deltagare_kr": _frozen([i.kostnad_per_deltagare_kr * ja for i, ja in zip(insatser, individ, strict=True)]),
        "minst_antal": _frozen([i.minst_antal * ja for i, ja in zip(insatser, individ, strict=True)]),
        "hogst_antal": _frozen([i.hogst_antal * ja for i, ja in zip(insatser, individ, strict=True)]),
        "kan_koras": _mask([[(i.fran_ar or 0) <= year <= (i.till_ar or 9999) for year in budgetar] for i in insatser]),
        "ett_beslut": _mask([i.fran_ar is not None and i.till_ar is not None for i in insatser]),
        "beslutad": _mask([i.beslutad for i in insatser]),
        "trappning": _frozen([[find_share_of_cost(i, year, budgetar[0]) for year in budgetar] for i in insatser]),
        "idag_antal": _frozen([np.nan if i.idag_antal is None else i.idag_antal for i in insatser]),
    }


def _describe_effects(insatser: Sequence[Insats], poster: Poster, ram: Ram) -> dict[str, Any]:
    """Need per målgrupp, and what each insats gives in it.

    An individinriktad insats takes participants from the målgrupper it has an effect row for; a row without målgrupp
    stands for every målgrupp that has no row of its own. One without any row takes participants from all and gives no
    nytta. A strukturövergripande insats gives `effekt_antal`: with a målgrupp inside its segments, without
    one beside them.
    """
    rad_j = {insats.insats_kod: j for j, insats in enumerate(insatser)}
    kolumn_g = {malgrupp.malgrupp_kod: g for g, malgrupp in enumerate(ram.malgrupper)}
    form = (len(insatser), len(ram.malgrupper))
    tar_emot = np.zeros(form, np.bool_)
    andel, osakerhet, struktur_antal = np.zeros(form), np.zeros(form), np.zeros(form)
    fri_antal = np.zeros(form[0])
    tar_emot[[rad_j[kod] for kod in list_without_effect(poster)]] = True
    for e in sorted(poster.effekter, key=lambda e: e.malgrupp_kod is not None):
        j = rad_j[e.insats_kod]
        g = slice(None) if e.malgrupp_kod is None else kolumn_g[e.malgrupp_kod]
        if insatser[j].inriktning == "individ":
            tar_emot[j, g], andel[j, g], osakerhet[j, g] = True, e.effekt_andel, e.osakerhet or 0.0
        elif e.malgrupp_kod is None:
            fri_antal[j] = e.effekt_antal or 0.0
        else:
            struktur_antal[j, g] = e.effekt_antal or 0.0
    return {
        "malgrupper": tuple(kolumn_g),
        "malgruppsnamn": tuple(m.namn for m in ram.malgrupper),
        "behov_antal": _frozen(
            [poster.personer_antal.get(m.malgrupp_kod, 0.0) * m.andel_i_behov for m in ram.malgrupper]
        ),
        "vikt": _frozen([m.vikt for m in ram.malgrupper]),
        "tar_emot": _mask(tar_emot),
        "effekt_andel": _frozen(andel),
        "osakerhet": _frozen(osakerhet),
        "struktur_antal": _frozen(struktur_antal),
        "struktur_fri_antal": _frozen(fri_antal),
    }


def _describe_money(poster: Poster, ram: Ram) -> dict[str, Any]:
    """Contributions, administration, limits, and what the rule on eget kapital takes back.

    The reasonable level is that of the year's contributions before any cut for excess; the matched shares follow the
    state's, so all parties' contributions fall by twice the state's part.
    """
    planering = find_planering(poster, ram.budgetar)
    bidrag = _frozen([poster.totalt_kr if rad.bidrag_kr is None else rad.bidrag_kr for rad in planering])
    rimlig = np.full_like(bidrag, np.inf) if ram.regel is None else compute_reasonable_level(ram.regel, bidrag)
    return {
        "bidrag_kr": bidrag,
        "tillskott_kr": _frozen([0.0] * len(bidrag)),
        "administration_kr": _frozen([rad.administration_kr for rad in planering]),
        "lagsta_kapital_kr": _frozen([rad.lagsta_kapital_kr for rad in planering]),
        "struktur_minst_andel": _frozen([rad.struktur_minst_andel for rad in planering]),
        "struktur_hogst_andel": _frozen([rad.struktur_hogst_andel for rad in planering]),
        "rimlig_niva_kr": _frozen(rimlig),
        "avdrag_andel": 0.0 if ram.regel is None else 2 * ram.regel.statens_andel_av_overskott,
    }


def _frozen(varden: Any) -> NDArray[np.float64]:
    tal = np.array(varden, np.float64)
    tal.flags.writeable = False
    return tal


def _mask(varden: Any) -> NDArray[np.bool_]:
    mask = np.array(varden, np.bool_)
    mask.flags.writeable = False
    return mask
