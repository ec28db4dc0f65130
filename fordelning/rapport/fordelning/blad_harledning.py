"""The sheet Härledning, and harledning.csv: the ledger, every post of every grant."""

from __future__ import annotations

from collections.abc import Sequence

from fordelning.blad import Blad, Kolumn, Operand, Tabell, Tal
from fordelning.blad.formler import avrunda, sla_upp, valj
from fordelning.rapport.fordelning.blad_berakning import Berakning
from fordelning.rapport.poster.forklaring import explain_posts
from fordelning.regler.rubriker import RUBRIKER
from fordelning.resultat import Resultat

ORE = 2
"""Decimals of a post."""
ETT_ORE = 0.0101
"""A half öre is rounded up by a spreadsheet, and as float64 holds it by the ledger."""


class Harledning(Tabell):
    """One row per post, in the order of the steps; a förbund's posts sum to its grant.

    A post is the change of the balance rounded to öre, so that the posts sum exactly.
    """

    def __init__(self, r: Resultat, b: Berakning) -> None:
        super().__init__("Härledning")
        rader = [(f, post) for i, f in enumerate(r.underlag.forbund) for post in explain_posts(r, i)]
        self.kod = self.data("Kod", [f.forbund_kod for f, _ in rader], nyckel="forbund_kod")
        self.data("Förbund", [f.namn for f, _ in rader], "lang")
        self.data("", [post.steg for _, post in rader], nyckel="steg")
        steg = self.data("Steg", [RUBRIKER[post.steg] for _, post in rader])
        self.data("", [str(post.belopp_kr) for _, post in rader], nyckel="belopp_kr")
        saldon = {"grundtilldelning": b.grund, "fordelningsnyckel": b.beraknad, **b.efter, "avrundning": b.tilldelning}
        namn = list(r.bok.poster)
        efter = [sla_upp(saldon[ett], (b.kod, self.kod)) for ett in namn]
        fore = self.rakna("Före steget, kr", avrunda(_choose(steg, namn, [0, *efter]), ORE), "ore", bara_skarm=True)
        saldo = self.rakna("Saldo efter steget, kr", avrunda(_choose(steg, namn, efter), ORE), "ore", bara_skarm=True)
        self.belopp = self.rakna("Belopp, kr", avrunda(saldo - fore, ORE), "ore", inom=ETT_ORE, summa=True,
                                 lika=[float(post.belopp_kr) for _, post in rader])  # fmt: skip
        self.data("Förklaring", [post.forklaring for _, post in rader], "lang", nyckel="forklaring")
        self.ordna(*self.kolumner[:6], self.belopp)


def _choose(steg: Kolumn, namn: Sequence[str], belopp: Sequence[Operand]) -> Tal:
    """The amount of the row's step."""
    fall = [(steg.lika(RUBRIKER[ett]), kr) for ett, kr in zip(namn[:-1], belopp, strict=False)]
    return valj(fall, belopp[len(namn) - 1])


def make_harledning_blad(h: Harledning) -> Blad:
    text = (
        "En rad per post; ett förbunds poster är tillsammans dess tilldelning. Beloppen räknas om när något ändras, "
        "förklaringarna gäller boken som den skrevs."
    )
    return Blad("Härledning", "Härledning: varje krona i varje tilldelning", text, [h], fasta=3)
