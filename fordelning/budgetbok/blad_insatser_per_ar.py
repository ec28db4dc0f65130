"""Insatser per år: insats by insats in the budget year and the plan years."""

from __future__ import annotations

from fordelning.blad import ANDEL, JA_NEJ, MINST_NOLL, Blad, Kolumn, Tabell, Tal
from fordelning.blad.formler import sla_upp, summa_dar
from fordelning.budget.berakning import compute_cost
from fordelning.budgetbok.blad_insatser import ANDELEN, INRIKTNING, KORS, Insatser, cost, list_running, make_sums
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import KR

INSATSARSBLAD = "Insatser per år"
DELTAR = "Deltagare"


class InsatserPerAr(Tabell):
    """Whether each insats runs, the förbund's share of its cost, participants and cost. Plan years may be changed."""

    def __init__(self, innehall: Innehall, x: Insatser) -> None:
        super().__init__("InsatserPerÅr")
        planer = innehall.underlag.insatser
        kod = self.data("Kod", [plan.kod for plan in planer])
        self.data("Insats", [plan.insats.namn for plan in planer], "lang")
        self.inriktning = self.data("Inriktning", [INRIKTNING[plan.insats.inriktning] for plan in planer])
        self.deltagare, self.kostnad = list[Kolumn](), list[Kolumn]()

        def find(k: Kolumn) -> Tal:
            return sla_upp(k, (x.kod, kod))

        deltar = [not plan.ar_struktur for plan in planer]
        krav = [MINST_NOLL if d else None for d in deltar]
        for nr, ar in enumerate(innehall.underlag.budgetaren):
            rubriker = (f"{KORS} {ar}", f"{ANDELEN} {ar}", f"{DELTAR} {ar}", f"Kostnad {ar}")
            if nr == 0:
                self.rakna(rubriker[0], find(x.kors), "text", linje=True)
                self.rakna(rubriker[1], find(x.trappning), "andel")
                deltagare = self.rakna(rubriker[2], find(x.planerade), innehall.deltagarform)
                kostnad = find(x.budget)
            else:
                kors = self.data(rubriker[0], list_running(planer, nr), bla=True, krav=JA_NEJ, linje=True)
                andelar = [plan.trappning[nr] for plan in planer]
                andel = self.data(rubriker[1], andelar, "andel", bla=True, krav=ANDEL)
                antal = [plan.deltagare_antal[nr] if d else 0 for plan, d in zip(planer, deltar, strict=True)]
                deltagare = self.data(rubriker[2], antal, innehall.deltagarform, bla=deltar, krav=krav)
                kostnad = cost(kors, andel, find(x.fast), find(x.rorlig), deltagare)
            self.deltagare.append(deltagare)
            motorns = [compute_cost(plan, nr) for plan in planer]
            self.kostnad.append(self.rakna(rubriker[3], kostnad, KR, lika=motorns))

    def add_costs(self, t: int, vilka: str) -> Tal:
        """The cost of one inriktning in year t."""
        return summa_dar(self.kostnad[t], (self.inriktning, INRIKTNING[vilka]))


def make_insatser_per_ar_blad(innehall: Innehall, x: InsatserPerAr) -> Blad:
    """The sheet; sums by inriktning below."""
    fran = "står planens insatser där" if innehall.underlag.planen else "fortsätter dagens insatser sin period ut"
    text = f"Budgetåret kommer från Insatser. Planåren kan ändras i de blå cellerna; från början {fran}."
    vad = "Vilka insatser som körs planåren, med hur många deltagare (blå)"
    summor = make_sums("Årssummor", x, x.inriktning, [k.rubrik for k in (*x.deltagare, *x.kostnad)])
    return innehall.make_years_sheet(INSATSARSBLAD, "Insatser", text, vad, x, summor)
