"""The monthly sheets: outcome (to fill in), own forecast (to fill in), budget, forecast and deviation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fordelning.blad import Blad, Kolumn, Rad, Tabell, Tal
from fordelning.blad.formler import ar_tal, avrunda, om, sla_upp, tomt_som_noll
from fordelning.budget.uppfoljning import TOMT, Manadsvarden
from fordelning.budgetbok.blad_insatser import Insatser
from fordelning.budgetbok.blad_medel import Medel
from fordelning.budgetbok.blad_om import DELTAGARE, UTFALL
from fordelning.budgetbok.blad_planar import Planar
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import (
    ARSBREDD,
    KODBREDD,
    KR,
    MANADER,
    MANADSBREDD,
    NAMNBREDD,
    PERIODER,
    Manadstabell,
    add_periods,
)

UTFALLSBLAD, PROGNOSBLAD, BUDGETBLAD = "Utfall per månad", "Egen prognos", "Budget per månad"
RAPPORTERAD, MANADSVIKT = "RAPPORTERAD", "MANADSVIKT"


@dataclass(frozen=True, slots=True, eq=False)
class Utfall:
    """The outcome by month, and which months are reported: the last row of its table."""

    manader: Manadstabell

    def find_flag(self, m: int) -> Tal:
        """1 where month m is reported, else 0."""
        return self._cell(self.manader.manader[m])

    @property
    def antal_manader(self) -> Tal:
        """How many months are reported."""
        return self._cell(self.manader.ar)

    def _cell(self, k: Kolumn) -> Tal:
        return self.manader.tabell.cell(k, self.manader.tabell.antal_rader - 1)


def _make_input(innehall: Innehall, namn: str, ifyllt: Mapping[str, Manadsvarden], flaggor: bool) -> Manadstabell:
    """Months to fill in; with `flaggor` a last row says which are reported: something is filled in."""
    plan = innehall.rader
    t = plan.make_table(namn, [(RAPPORTERAD, "Rapporterad månad (1 = ja)")] if flaggor else [])
    n, summor = len(plan.rader), plan.summarader
    former = [KR] * (n + 4) + ["antal"] * flaggor
    gul = [i not in summor and i < n + 4 for i in range(t.antal_rader)]

    def count(k: Kolumn) -> Tal:
        fyllda = t.antal_av(k, 0, plan.intakter) + t.antal_av(k, plan.huvuden, plan.summa_insatser)
        return om(fyllda > 0, 1, 0)

    manader = []
    for m, manad in enumerate(MANADER):
        rader = plan.add_sum_rows(t, [ifyllt.get(rad.kod, TOMT)[m] for rad in plan.rader])
        krav = [UTFALL if g else None for g in gul]
        manader.append(t.rader(manad, [*rader, *[count] * flaggor], former, gul=gul, krav=krav, bredd=MANADSBREDD))
    return add_periods(t, manader, utan=int(flaggor))


def make_utfall(innehall: Innehall) -> Utfall:
    """The outcome by row and month."""
    return Utfall(_make_input(innehall, "Utfall", innehall.lage.ifyllt.utfall, True))


def make_egen_prognos(innehall: Innehall) -> Manadstabell:
    """The förbund's own forecast by row and month, where the budget is not what is expected."""
    return _make_input(innehall, "EgenPrognos", innehall.lage.ifyllt.egen_prognos, False)


@dataclass(frozen=True, slots=True, eq=False)
class Vikter:
    """The months' weights, and their sums so far."""

    tabell: Tabell
    manader: tuple[Kolumn, ...]

    def find_weight(self, m: int) -> Tal:
        """The weight of month m."""
        return self.tabell.cell(self.manader[m], 0)

    def find_sum(self, m: int) -> Tal:
        """The weights up to month m."""
        return self.tabell.cell(self.manader[m], 1)


def make_vikter(innehall: Innehall) -> Vikter:
    """The months' weights, to change."""
    t, kolumner = Tabell("Månadsvikter", sorteras=False), list[Kolumn]()
    t.data("Kod", [MANADSVIKT, "VIKT-HITTILLS"], bredd=KODBREDD)
    t.data("Benämning", ["Månadens vikt", "Vikt till och med månaden"], bredd=NAMNBREDD)
    for manad, vikt in zip(MANADER, innehall.underlag.manadsvikter, strict=True):
        fore = kolumner[-1] if kolumner else None

        def add(k: Kolumn, fore: Kolumn | None = fore) -> Tal:
            return t.cell(k, 0) + (t.cell(fore, 1) if fore else 0)

        kolumner.append(t.rader(manad, [vikt, add], "antal", bla=[True, False], krav=[DELTAGARE, None]))
    return Vikter(t, tuple(kolumner))


def make_manadsbudget(
    innehall: Innehall, vikter: Vikter, medel: Medel, plan: Planar, insatser: Insatser
) -> Manadstabell:
    """The year spread by weights; a month is the difference of rounded sums, so that the months sum to the year."""
    rader, kalla = innehall.rader, plan.plan.tabell
    t = rader.make_table("Budget")
    kod, antal = t.kolumner[0], len(innehall.underlag.insatser)
    varifran: list[Rad] = [
        *[sla_upp(medel.budget, (medel.kod, kod), delvis=True)] * rader.intakter,
        *[sla_upp(plan.ar[0], (kalla.kolumner[0], kod), delvis=True)] * 3,
        *[sla_upp(insatser.budget, (insatser.kod, kod), delvis=True)] * antal,
        plan.ram("EJ-FORDELAT", 0),
    ]
    motorns = rader.add_sums([rad.belopp_kr for rad in rader.rader])
    ar = t.rader(PERIODER[3], rader.add_sum_rows(t, varifran), KR, lika=motorns, bredd=ARSBREDD, linje=True)
    manader = []
    for m, manad in enumerate(MANADER):
        nu = avrunda(ar * vikter.find_sum(m) / vikter.find_sum(11))
        uttryck = nu - avrunda(ar * vikter.find_sum(m - 1) / vikter.find_sum(11)) if m else nu
        motorns = rader.add_sums([rad.manader_kr[m] for rad in rader.rader])
        manader.append(
            t.rader(manad, rader.add_sum_rows(t, [uttryck] * len(rader.rader)), KR, lika=motorns, bredd=MANADSBREDD)
        )
    return add_periods(t, manader, ar)


def make_prognos(innehall: Innehall, um: Utfall, ep: Manadstabell, bm: Manadstabell) -> Manadstabell:
    """The forecast: outcome in reported months, else the own forecast, else the budget."""
    rader = innehall.rader
    t = rader.make_table("Prognos")
    kod, manader = t.kolumner[0], []
    for m, manad in enumerate(MANADER):
        egen = ep.find(ep.manader[m], kod)
        vantat = om(ar_tal(egen), egen, bm.find(bm.manader[m], kod))
        utfall = tomt_som_noll(um.manader.find(um.manader.manader[m], kod))
        uttryck = om(um.find_flag(m).lika(1), utfall, vantat)
        motorns = rader.add_sums([lage.prognos_kr[m] for lage in innehall.lage.lagen])
        manader.append(
            t.rader(manad, rader.add_sum_rows(t, [uttryck] * len(rader.rader)), KR, lika=motorns, bredd=MANADSBREDD)
        )
    return add_periods(t, manader)


def make_avvikelse(innehall: Innehall, um: Utfall, bm: Manadstabell) -> Manadstabell:
    """The deviation of reported months: positive is good for the förbund."""
    rader = innehall.rader
    t = rader.make_table("Avvikelse")
    kod, manader, n = t.kolumner[0], [], len(rader.rader) - rader.intakter
    for m, manad in enumerate(MANADER):
        utfall, budget = tomt_som_noll(um.manader.find(um.manader.manader[m], kod)), bm.find(bm.manader[m], kod)
        klar = um.find_flag(m).lika(1)
        varden: list[Rad] = [*[om(klar, utfall - budget, 0)] * rader.intakter, *[om(klar, budget - utfall, 0)] * n]
        motorns = rader.add_sums([lage.avvikelse_kr[m] for lage in innehall.lage.lagen], plus=True)
        egna = rader.add_sum_rows(t, varden, plus=True)
        manader.append(t.rader(manad, egna, KR, lika=motorns, bredd=MANADSBREDD))
    svar = add_periods(t, manader)
    for k in (*svar.manader, *svar.perioder):
        t.farga(k < 0, "rod", k)
        t.farga(k > 0, "gron", k)
    return svar


def make_inmatning_blad(innehall: Innehall, um: Utfall, ep: Manadstabell) -> tuple[Blad, Blad]:
    """The two sheets to fill in."""
    utfall = (
        "Fyll i de gula cellerna: kronor, plus även för kostnader; en återföring eller kreditering är minus. En månad "
        "räknas som rapporterad när något är ifyllt i den; tomt i en rapporterad månad är 0 kr."
    )
    prognos = (
        "Fyll i de gula cellerna där månaden väntas bli en annan än budget. Tomt = budget. "
        "När månaden är rapporterad gäller utfallet."
    )
    return (
        Blad(UTFALLSBLAD, innehall.name_sheet(UTFALLSBLAD), utfall, [um.manader.tabell], "inmatning", fasta=2,
             innehall="Fyll i utfallet här (gula)"),
        Blad(PROGNOSBLAD, innehall.name_sheet("Egen prognos per månad"), prognos, [ep.tabell], "inmatning", fasta=2,
             innehall="Fyll i det som väntas bli en annan än budget (gula)"),
    )  # fmt: skip


def make_manader_blad(
    innehall: Innehall, bm: Manadstabell, vikter: Vikter, pm: Manadstabell, am: Manadstabell
) -> tuple[Blad, ...]:
    """The three sheets that the book works out."""
    budget = "Årets belopp fördelade efter månadernas vikter, hela kronor. Vikterna (blå celler, underst) kan ändras."
    prognos = "Utfall i rapporterade månader, annars egen prognos om den är ifylld, annars budget."
    avvikelse = "Rapporterade månader. Plus är bra för förbundet: mer intäkter eller mindre kostnader än budget."
    return (
        Blad(BUDGETBLAD, innehall.name_sheet(BUDGETBLAD), budget, [bm.tabell, vikter.tabell], "rakning", fasta=2,
             frys=True, innehall="Årets budget månad för månad, och månadernas vikter (blå)"),
        Blad("Prognos per månad", innehall.name_sheet("Prognos per månad"), prognos, [pm.tabell], "rakning", fasta=2,
             innehall="Hela året månad för månad, som det nu väntas bli"),
        Blad("Avvikelse per månad", innehall.name_sheet("Avvikelse per månad"), avvikelse, [am.tabell], "rakning",
             fasta=2, innehall="Rapporterade månader mot budget"),
    )  # fmt: skip
