"""Insatser per år: insats by insats in the budget year and the plan years."""

from __future__ import annotations

from dataclasses import dataclass

from fordelning.blad import JA_NEJ, MINST_NOLL, Blad, Kolumn, Tabell, Tal
from fordelning.blad.formler import sla_upp, summa_dar
from fordelning.budget.berakning import compute_cost
from fordelning.budgetbok.blad_insatser import INRIKTNING, KORS, Insatser, cost, make_sums
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import KR

INSATSARSBLAD = "Insatser per år"
DELTAR = "Deltagare"


@dataclass(frozen=True, slots=True, eq=False)
class InsatserPerAr:
    """The insatser year by year: participants and cost, one column per year."""

    tabell: Tabell
    inriktning: Kolumn
    deltagare: tuple[Kolumn, ...]
    kostnad: tuple[Kolumn, ...]

    def add_costs(self, t: int, vilka: str) -> Tal:
        """The cost of one inriktning in year t."""
        return summa_dar(self.kostnad[t], (self.inriktning, INRIKTNING[vilka]))


def make_insatser_per_ar(innehall: Innehall, x: Insatser) -> InsatserPerAr:
    """Whether each insats runs, the förbund's share of its cost, participants and cost. Plan years may be changed."""
    u, t = innehall.underlag, Tabell("InsatserPerÅr")
    kod = t.data("Kod", [plan.kod for plan in u.insatser], bredd=18)
    t.data("Insats", [plan.insats.namn for plan in u.insatser], "lang", bredd=24)
    inriktning = t.data("Inriktning", [INRIKTNING[plan.insats.inriktning] for plan in u.insatser], bredd=9)

    def find(k: Kolumn) -> Tal:
        return sla_upp(k, (x.kod, kod))

    deltar, kostnader = [], []
    krav = [None if plan.ar_struktur else MINST_NOLL for plan in u.insatser]
    for nr, ar in enumerate(u.budgetaren):
        rubriker = (f"{KORS} {ar}", f"Förbundets andel {ar}", f"{DELTAR} {ar}", f"Kostnad {ar}")
        motorns = [compute_cost(plan, nr) for plan in u.insatser]
        if nr == 0:
            t.rakna(rubriker[0], find(x.kors), "text", bredd=6.5, linje=True)
            t.rakna(rubriker[1], find(x.trappning), "andel", bredd=9.5)
            deltagare = t.rakna(rubriker[2], find(x.planerade), innehall.deltagarform, bredd=9)
            kostnad = find(x.budget)
        else:
            kors = t.data(rubriker[0], ["ja" if plan.kors[nr] else "nej" for plan in u.insatser], bla=True, krav=JA_NEJ,
                          bredd=6.5, linje=True)  # fmt: skip
            andel = t.data(rubriker[1], [plan.trappning[nr] for plan in u.insatser], "andel", bredd=9.5)
            antal = [0 if plan.ar_struktur else plan.deltagare_antal[nr] for plan in u.insatser]
            deltagare = t.data(rubriker[2], antal, innehall.deltagarform, bla=[k is not None for k in krav],
                               krav=krav, bredd=9)  # fmt: skip
            kostnad = cost(kors, andel, find(x.fast), find(x.rorlig), deltagare)
        deltar.append(deltagare)
        kostnader.append(t.rakna(rubriker[3], kostnad, KR, lika=motorns, bredd=10.5))
    return InsatserPerAr(t, inriktning, tuple(deltar), tuple(kostnader))


def make_insatser_per_ar_blad(innehall: Innehall, x: InsatserPerAr) -> Blad:
    """The sheet; sums by inriktning below."""
    aren = innehall.underlag.budgetaren
    fran = "står planens insatser där" if innehall.underlag.planen else "fortsätter dagens insatser sin period ut"
    text = f"Budgetåret kommer från Insatser. Planåren kan ändras i de blå cellerna; från början {fran}."
    summeras = [k.rubrik for k in (*x.deltagare, *x.kostnad)]
    summor = make_sums("Årssummor", x.tabell, x.inriktning, summeras)
    titel = f"Insatser {aren[0]}–{aren[-1]} – {innehall.underlag.namn}"
    return Blad(INSATSARSBLAD, titel, text, [x.tabell, summor], fasta=2, frys=True,
                innehall="Vilka insatser som körs planåren, med hur många deltagare (blå)")  # fmt: skip
