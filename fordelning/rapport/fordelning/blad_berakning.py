"""The sheet Beräkning: every förbund's way from inputs to grant, one column per figure, in the order of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np

from fordelning.blad.bok import Blad
from fordelning.blad.funktioner import TOMT, eller, hogst, minst, och, om, tom
from fordelning.blad.kolumn import Kolumn
from fordelning.blad.tabell import Tabell
from fordelning.blad.tal import Operand, Tal
from fordelning.medfinansiering import MARGINAL_KR
from fordelning.rapport.fordelning.berakning_erbjudande import Erbjudande, add_offer
from fordelning.rapport.fordelning.berakning_granser import (
    VISAS,
    Granser,
    Kapitalniva,
    add_match_bounds,
    add_model_bounds,
    add_total_bounds,
    name_limit,
)
from fordelning.rapport.fordelning.berakning_nyckel import (
    NARA_KR,
    Forbundsrad,
    Nyckel,
    add_base_and_key,
    gather_inputs,
)
from fordelning.rapport.fordelning.blad_aterfordelning import Losning, Spelrum, add_rest, find_lambda, make_losning
from fordelning.rapport.fordelning.blad_avrundning import Avrundning, add_grants
from fordelning.rapport.fordelning.blad_parametrar import Parametrar
from fordelning.rapport.fordelning.blad_underlag import Inmatning
from fordelning.resultat import Resultat

GRANSSTEG = ("sjukpenningtak", "eget_kapital", "sparr", "medfinansiering")
"""The steps with floors and ceilings."""


@dataclass(frozen=True, slots=True, eq=False)
class Berakning:
    """The whole calculation. `grupper` = its columns by the part they belong to; `efter` = the balance after a step.

    `rest_kr` = what the ceilings keep back of the pot. `fri` = what a förbund would have without its own bounds.
    """

    tabell: Tabell
    grupper: Mapping[str, list[Kolumn]]
    rad: Forbundsrad
    nyckel: Nyckel
    granser: Granser
    tak_i_rakningen: Kolumn
    losning: Losning
    rest_kr: Tal
    efter: Mapping[str, Kolumn]
    fri: Kolumn
    avrundning: Avrundning
    erbjudande: Erbjudande
    begransas: Kolumn

    @property
    def kod(self) -> Kolumn:
        return self.rad.kod

    @property
    def tilldelning(self) -> Kolumn:
        return self.avrundning.tilldelning


def make_berakning(r: Resultat, p: Parametrar, u: Inmatning) -> Berakning:
    """The columns in the order of the rules; λ and the rounding go by way of their own tables."""
    t, grupper = Tabell("Beräkning"), dict[str, list[Kolumn]]()

    def close(namn: str) -> None:
        grupper[namn] = t.kolumner[sum(map(len, grupper.values())) :]

    rad = gather_inputs(t, r, u)
    close("Underlag")
    n = add_base_and_key(t, r, p, rad)
    close("Grundtilldelning och nyckel")
    niva, sparr, tak = add_model_bounds(t, r, p, rad, n, u.omraden)
    close("Eget kapital och spärr")
    rakning = replace(n, grund=_deduct(t, n, niva))
    erbjudande = add_offer(t, r, p, rad, rakning, (sparr, *tak.values()))
    close("Erbjudande")
    tak |= add_match_bounds(t, r, p, rad, u.utfastelser)
    close("Medfinansiering")
    g = Granser(niva, sparr, tak, *add_total_bounds(t, r, sparr, tak))
    close("Golv och tak")
    efter = _add_balances(t, r, n, g)
    close("Saldo efter varje steg")
    golv, forst = g.golv, None
    if r.modell.aterfordelning is not None and r.modell.aterfordelning.ordning == "omgangar":
        forst, (rakning, golv) = erbjudande.fri, _start_from_offer(t, r, rad, n, g, erbjudande)
    losning, i_rakningen, fri = _share_out(t, r, p, rakning, golv, g.tak)
    efter["aterfordelning"] = t.rakna(
        "Efter återfördelning, kr", minst(golv, hogst(i_rakningen, fri)), "ore", bredd=17, summa=True, inom=NARA_KR,
        lika=_balance_after(r)["aterfordelning"], forklaring="Hållen inom golv och tak.",
    )  # fmt: skip
    close("Återfördelning")
    rest_kr = add_rest(losning, r, p["ram_kr"], rakning.grund, efter["aterfordelning"])
    avrundning = add_grants(t, r, p["enhet_kr"], rad.ordning, efter["aterfordelning"])
    close("Avrundning")
    begransas = _name_limits(t, r, rakning.nyckel, g, (fri, fri if forst is None else forst), rest_kr)
    grupper["Golv och tak"].append(begransas)
    t.ordna(*(k for kolumner in grupper.values() for k in kolumner))
    return Berakning(
        t, grupper, rad, n, g, i_rakningen, losning, rest_kr, efter, fri, avrundning, erbjudande, begransas
    )  # fmt: skip


def _balance_after(r: Resultat) -> dict[str, np.ndarray]:
    """The engine's balance after each step."""
    return dict(zip(r.bok.poster, accumulate(r.bok.poster.values()), strict=True))


def _add_balances(t: Tabell, r: Resultat, n: Nyckel, g: Granser) -> dict[str, Kolumn]:
    """The balance after each step with a bound: the balance before, held within the floors and ceilings so far."""
    rubriker = dict(zip(GRANSSTEG, ("tak av sjukpenning", "eget kapital", "spärr", "medfinansiering"), strict=True))
    fore: Tal = n.beraknad
    tak, efter, saldon = list[Kolumn](), dict[str, Kolumn](), _balance_after(r)
    golv: Kolumn | float = 0
    for steg in (s for s in r.modell.steg if s in GRANSSTEG):
        tak += g.list_of(steg) if steg != "sparr" else []
        if steg == "eget_kapital" and g.niva is not None and g.niva.avdrag is not None:
            fore = minst(0, fore - g.niva.avdrag)
        golv = g.sparr if steg == "sparr" else golv
        lyft = minst(hogst(golv, *tak), fore)
        fore = efter[steg] = t.rakna(
            f"Efter {rubriker[steg]}, kr", hogst(*tak, lyft) if tak else lyft, "ore", bredd=17, inom=NARA_KR,
            lika=saldon[steg], forklaring="Hållen inom golv och tak.",
        )  # fmt: skip
    return efter


def _deduct(t: Tabell, n: Nyckel, niva: Kapitalniva | None) -> Kolumn:
    """What λ × key is added to: the base grant, less what eget kapital takes from the final amount."""
    if niva is None or niva.avdrag is None:
        return n.grund
    return t.rakna(
        "Grund − avdrag, kr", n.grund - niva.avdrag, "ore", bredd=16, forklaring="Det som λ × nyckel läggs till."
    )


def _start_from_offer(
    t: Tabell, r: Resultat, i: Forbundsrad, n: Nyckel, g: Granser, e: Erbjudande
) -> tuple[Nyckel, Kolumn]:
    """In rounds the sharing starts from what is taken of the offer, and goes to those who may have more."""
    tas = t.rakna("Tas av erbjudandet, kr", hogst(e.fore, g.tak), "ore", bredd=17, summa=True, inom=NARA_KR,
                  lika=r.bok.sett["aterfordelning"]["golv_kr"], forklaring="Omgång 1: erbjudandet, högst taket.",
                  )  # fmt: skip
    nyckel = n.nyckel
    if r.modell.aterfordelning is not None and r.modell.aterfordelning.delas_av == "askande":
        nyckel = t.rakna("Nyckel i omgångarna", om(tom(i.askande), 0, n.nyckel), "andel_fin", inom=1e-12,
                         lika=r.bok.sett["aterfordelning"]["nyckel_andel"],
                         forklaring="Bara de som har äskat delar det som lämnas.")  # fmt: skip
    return Nyckel(e.fore, nyckel, n.beraknad), tas


def _share_out(
    t: Tabell, r: Resultat, p: Parametrar, n: Nyckel, golv: Kolumn, taket: Kolumn
) -> tuple[Losning, Kolumn, Kolumn]:
    """Återfördelning: the break points of λ, and what λ gives before a förbund's own floor and ceiling."""
    tak = t.rakna("Tak i räkningen, kr", om(tom(taket), p["ram_kr"], taket), forklaring="Utan tak: hela ramen.")
    har, fran = n.nyckel > 0, n.grund.rubrik.removesuffix(", kr").casefold()
    lyfts = t.rakna("λ där golvet lämnas", om(har, (golv - n.grund) / n.nyckel, TOMT), bredd=16,
                    forklaring=f"({golv.rubrik.removesuffix(', kr')} − {fran}) ÷ nyckel.")  # fmt: skip
    stoppas = t.rakna("λ där taket nås", om(har, (tak - n.grund) / n.nyckel, TOMT), bredd=16,
                      forklaring=f"(Tak − {fran}) ÷ nyckel.")  # fmt: skip
    losning = make_losning(r, p["ram_kr"], n, Spelrum(golv, tak, lyfts, stoppas))
    facit, inom = find_lambda(r)
    fri = t.rakna("Utan eget golv och tak, kr", n.grund + losning.lambda_kr * n.nyckel, "ore", bredd=17,
                  lika=None if facit is None else r.bok.sett["aterfordelning"]["fri_kr"], inom=inom,
                  forklaring=f"{fran.capitalize()} + λ × nyckel. λ står på Återfördelning.")  # fmt: skip
    return losning, tak, fri


def _name_limits(t: Tabell, r: Resultat, nyckel: Kolumn, g: Granser, fria: tuple[Tal, Tal], rest_kr: Tal) -> Kolumn:
    """Who limits: the ceiling that holds down, the spärr that lifts, or the deduction for eget kapital.

    `fria` = what a förbund would have without its own bounds, in the end and in the first round.
    """
    fri, forst = fria
    over = fri if fri is forst else minst(fri, forst)
    vid_tak = eller(over > g.tak + MARGINAL_KR, och(rest_kr > 0, nyckel > 0), g.sparr > g.tak)
    vid_golv = och(g.sparr > 0, forst < g.sparr - MARGINAL_KR)
    annars: Operand = VISAS["modellen"]
    if g.niva is not None and g.niva.avdrag is not None:
        annars = om(g.niva.avdrag > 0, VISAS["eget kapital"], annars)
    annars = om(vid_golv, VISAS["sparr"], annars)
    vem = om(om(tom(g.tak), 0, om(vid_tak, 1, 0)), name_limit(g), annars)
    return t.rakna("Begränsas av", vem, "text", bredd=14, lika=[VISAS[str(v)] for v in r.begransas_av],
                   forklaring="Taket som håller nere, eller spärren som lyfter.")  # fmt: skip


def make_berakning_blad(b: Berakning) -> Blad:
    """The sheet. Rows may be sorted."""
    text = (
        "Läses från vänster till höger i reglernas ordning. Varje tal är en formel på Underlag, Områden, Utfästelser "
        "och Parametrar. Bladet Ett förbund visar samma rad uppifrån och ned."
    )
    return Blad("Beräkning", "Beräkning per förbund", text, [b.tabell], "rakning", fasta=2)
