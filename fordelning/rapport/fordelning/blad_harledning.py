"""The sheet Härledning, and harledning.csv: the ledger, every post of every grant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fordelning.blad.bok import Blad
from fordelning.blad.funktioner import avrunda, valj
from fordelning.blad.kolumn import Kolumn
from fordelning.blad.tabell import Tabell
from fordelning.blad.tal import Operand, Tal
from fordelning.blad.uppslag import sla_upp
from fordelning.rapport.fordelning.blad_berakning import Berakning
from fordelning.rapport.forklara.forklaring import explain_posts
from fordelning.regler.rubriker import RUBRIKER
from fordelning.resultat import Resultat

ORE = 2
"""Decimals of a post."""
ETT_ORE = 0.0101
"""A half öre is rounded up by a spreadsheet, and as float64 holds it by the ledger."""


@dataclass(frozen=True, slots=True, eq=False)
class Harledning:
    """The ledger, and the columns that are summed."""

    tabell: Tabell
    kod: Kolumn
    belopp: Kolumn


def make_harledning(r: Resultat, b: Berakning) -> Harledning:
    """One row per post, in the order of the steps; a förbund's posts sum to its grant.

    A post is the change of the balance rounded to öre, so that the posts sum exactly.
    """
    rader = [(f, post) for i, f in enumerate(r.underlag.forbund) for post in explain_posts(r, i)]
    t = Tabell("Härledning")
    kod = t.data("Kod", [f.forbund_kod for f, _ in rader], nyckel="forbund_kod")
    t.data("Förbund", [f.namn for f, _ in rader], "lang", bredd=30)
    t.data("", [post.steg for _, post in rader], nyckel="steg")
    steg = t.data("Steg", [RUBRIKER[post.steg] for _, post in rader], bredd=18)
    t.data("", [str(post.belopp_kr) for _, post in rader], nyckel="belopp_kr")
    n = b.nyckel
    saldon = {"grundtilldelning": n.grund, "fordelningsnyckel": n.beraknad, **b.efter, "avrundning": b.tilldelning}
    namn = list(r.bok.poster)
    efter = [sla_upp(saldon[ett], (b.kod, kod)) for ett in namn]
    fore = t.rakna("Före steget, kr", avrunda(_choose(steg, namn, [0, *efter]), ORE), "ore", bredd=13)
    saldo = t.rakna("Saldo efter steget, kr", avrunda(_choose(steg, namn, efter), ORE), "ore", bredd=13)
    belopp = t.rakna("Belopp, kr", avrunda(saldo - fore, ORE), "ore", lika=[float(post.belopp_kr) for _, post in rader],
                     inom=ETT_ORE, bredd=13, summa=True)  # fmt: skip
    t.data("Förklaring", [post.forklaring for _, post in rader], "lang", bredd=62, nyckel="forklaring")
    t.ordna(*t.kolumner[:6], belopp)
    return Harledning(t, kod, belopp)


def _choose(steg: Kolumn, namn: Sequence[str], belopp: Sequence[Operand]) -> Tal:
    """The amount of the row's step."""
    fall = [(steg.lika(RUBRIKER[ett]), kr) for ett, kr in zip(namn[:-1], belopp, strict=False)]
    return valj(fall, belopp[len(namn) - 1])


def make_harledning_blad(h: Harledning) -> Blad:
    """The sheet Härledning."""
    text = (
        "En rad per post; ett förbunds poster är tillsammans dess tilldelning. Beloppen räknas om när något ändras, "
        "förklaringarna gäller boken som den skrevs."
    )
    return Blad("Härledning", "Härledning: varje krona i varje tilldelning", text, [h.tabell], fasta=3)
