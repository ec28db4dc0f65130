"""The sheet Beräkning: every förbund's way from inputs to grant, one column per figure, in the order of the rules."""

from __future__ import annotations

from itertools import accumulate

from fordelning.blad import Blad, Kolumn, Operand, Tal, som_tal
from fordelning.blad.formler import TOMT, eller, hogst, minst, och, om, rakna_ifyllda, summa, tom, valj
from fordelning.medfinansiering import MARGINAL_KR, ORDNING
from fordelning.rapport.fordelning.berakning_granser import VISAS, Gransberakning
from fordelning.rapport.fordelning.berakning_nyckel import NARA_KR, NARA_SUMMA, blank_inf
from fordelning.rapport.fordelning.blad_aterfordelning import Losning, Spelrum, find_lambda
from fordelning.rapport.fordelning.blad_avrundning import Avrundning
from fordelning.rapport.fordelning.blad_parametrar import Modellparametrar
from fordelning.rapport.fordelning.blad_underlag import Underlagstabeller
from fordelning.resultat import Resultat

GRANSSTEG = {
    "sjukpenningtak": "tak av sjukpenning",
    "eget_kapital": "eget kapital",
    "sparr": "spärr",
    "medfinansiering": "medfinansiering",
}
"""The steps with floors and ceilings, as headings name them."""


class Berakning(Gransberakning):
    """The whole calculation in the order of the rules; λ and the rounding go by way of their own tables.

    `efter` = the balance after a step; `rest_kr` = what the ceilings keep back of the pot; `fri` = what a förbund would
    have without its own bounds.
    """

    def __init__(self, r: Resultat, p: Modellparametrar, inmatning: Underlagstabeller) -> None:
        super().__init__(r, p, inmatning)
        self._saldon = dict(zip(r.bok.poster, accumulate(r.bok.poster.values()), strict=True))
        self.efter: dict[str, Kolumn] = {}
        self._add_total_bounds()
        self.close_group("Golv och tak")
        self._add_balances()
        self.close_group("Saldo efter varje steg")
        self._forst: Tal | None = None
        efter = self._share_out(self._start())
        self.close_group("Återfördelning")
        self.rest_kr = self._find_rest(efter)
        self.avrundning = Avrundning(self, efter)
        self.tilldelning = self.rakna("Tilldelning, kr", self.avrundning.helt_kr, summa=True, lika=r.tilldelning_kr,
                                      inom=0, forklaring="(Hela enheter + uppåt) × enheten.")  # fmt: skip
        self.close_group("Avrundning")
        self.begransas = self._name_limits()
        self.grupper["Golv och tak"].append(self.begransas)
        self.ordna(*(k for kolumner in self.grupper.values() for k in kolumner))

    def _add_total_bounds(self) -> None:
        """The lowest ceiling; and the floor, never above it."""
        bok, taken = self.r.bok, self.tak_av.values()
        lagst = om(rakna_ifyllda(*taken).lika(0), TOMT, hogst(*taken)) if taken else TOMT
        self.tak = self.rakna("Tak, kr", lagst, lika=blank_inf(bok.tak_kr), forklaring="Lägsta taket. Tomt = inget.")
        golv = om(tom(self.tak), self.sparr, hogst(self.sparr, self.tak))
        self.golv = self.rakna("Golv, kr", golv, summa=True, lika=bok.golv_kr, forklaring="Spärren, högst taket.")

    def _add_balances(self) -> None:
        """The balance after each step with a bound: the balance before, held within the floors and ceilings so far."""
        fore: Tal = self.beraknad
        tak, golv = list[Kolumn](), som_tal(0)
        for steg in (s for s in self.r.modell.steg if s in GRANSSTEG):
            tak += self.list_ceilings(steg) if steg != "sparr" else []
            if steg == "eget_kapital" and self.avdrag is not None:
                fore = minst(0, fore - self.avdrag)
            golv = self.sparr if steg == "sparr" else golv
            lyft = minst(hogst(golv, *tak), fore)
            fore = self._add_balance(steg, GRANSSTEG[steg], hogst(*tak, lyft) if tak else lyft)

    def _add_balance(self, steg: str, namn: str, saldo: Tal, summa: bool = False) -> Kolumn:
        self.efter[steg] = self.rakna(f"Efter {namn}, kr", saldo, "ore", inom=NARA_KR, summa=summa,
                                      lika=self._saldon[steg], forklaring="Hållen inom golv och tak.")  # fmt: skip
        return self.efter[steg]

    def _start(self) -> tuple[Kolumn, Kolumn, Kolumn]:
        """What λ × the key is added to, the key, and the floor.

        In rounds the sharing starts from what is taken of the offer, and goes to those who may have more.
        """
        a, sett, e = self.r.modell.aterfordelning, self.r.bok.sett["aterfordelning"], self.erbjudande
        if a is None or a.ordning != "omgangar":
            return self.fran, self.nyckel, self.golv
        self._forst, nyckel, text = e.fri, self.nyckel, "Omgång 1: erbjudandet, högst taket."
        tas = self.rakna("Tas av erbjudandet, kr", hogst(e.fore, self.tak), "ore", summa=True, inom=NARA_KR,
                         lika=sett["golv_kr"], forklaring=text)  # fmt: skip
        if a.delas_av == "askande":
            egen = om(tom(self.askande), 0, self.nyckel)
            nyckel = self.rakna("Nyckel i omgångarna", egen, "andel_fin", inom=1e-12, lika=sett["nyckel_andel"],
                                forklaring="Bara de som har äskat delar det som lämnas.")  # fmt: skip
        return e.fore, nyckel, tas

    def _share_out(self, start: tuple[Kolumn, Kolumn, Kolumn]) -> Kolumn:
        """The break points of λ, and what λ gives before, and within, a förbund's own floor and ceiling."""
        taket = om(tom(self.tak), self.p["ram_kr"], self.tak)
        self.tak_i_rakningen = tak = self.rakna("Tak i räkningen, kr", taket, forklaring="Utan tak: hela ramen.")
        self._spelrum = s = Spelrum(*start, tak)
        fran, golv = (k.rubrik.removesuffix(", kr") for k in (s.grund, s.golv))
        facit = find_lambda(self.r)
        namn = ("Brytpunkter", "Lösning", "lambda_kr")
        self.losning = Losning(self, s, namn, ord_=(golv, fran.casefold()), facit=facit)
        self.fri = self.rakna("Utan eget golv och tak, kr", s.grund + self.losning.lambda_kr * s.nyckel, "ore",
                              inom=facit[1],
                              lika=None if facit[0] is None else self.r.bok.sett["aterfordelning"]["fri_kr"],
                              forklaring=f"{fran} + λ × nyckel. λ står på Återfördelning.")  # fmt: skip
        return self._add_balance("aterfordelning", "återfördelning", minst(s.golv, hogst(tak, self.fri)), True)

    def _find_rest(self, efter: Kolumn) -> Tal:
        """What the ceilings keep back of the pot."""
        ram_kr, facit = self.p["ram_kr"], float(self.r.bok.sett["aterfordelning"]["rest_kr"])
        kvar = ram_kr - summa(efter)
        rest, lista = om(kvar > NARA_SUMMA * (ram_kr + summa(self._spelrum.grund)), kvar, 0), self.losning.lista
        return lista.rakna("Rest som taken håller kvar, kr", rest, "ore", namn="rest_kr", lika=facit, inom=NARA_KR)

    def _name_limits(self) -> Kolumn:
        """Who limits: the ceiling that holds down, the first of the lowest; the spärr that lifts; or the deduction.

        What a förbund would have without its own bounds is compared in the end, and in the first of several rounds.
        """
        tak, sparr, forst = self.tak, self.sparr, self._forst or self.fri
        over = self.fri if self._forst is None else minst(self.fri, self._forst)
        vid_tak = eller(over > tak + MARGINAL_KR, och(self.rest_kr > 0, self._spelrum.nyckel > 0), sparr > tak)
        annars: Operand = VISAS["modellen"]
        if self.avdrag is not None:
            annars = om(self.avdrag > 0, VISAS["eget kapital"], annars)
        annars = om(och(sparr > 0, forst < sparr - MARGINAL_KR), VISAS["sparr"], annars)
        vems = valj([(self.tak_av[vem].lika(tak), VISAS[vem]) for vem in ORDNING if vem in self.tak_av], "")
        vem = om(om(tom(tak), 0, om(vid_tak, 1, 0)), vems, annars)
        return self.rakna("Begränsas av", vem, "text", lika=[VISAS[str(v)] for v in self.r.begransas_av],
                          forklaring="Taket som håller nere, eller spärren som lyfter.")  # fmt: skip


def make_berakning_blad(b: Berakning) -> Blad:
    """The sheet. Rows may be sorted."""
    text = (
        "Läses från vänster till höger i reglernas ordning. Varje tal är en formel på Underlag, Områden, Utfästelser "
        "och Parametrar. Bladet Ett förbund visar samma rad uppifrån och ned."
    )
    return Blad("Beräkning", "Beräkning per förbund", text, [b], "rakning", fasta=2)
