"""The monthly sheets: outcome (to fill in), own forecast (to fill in), budget, forecast and deviation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fordelning.blad import ANTAL, Blad, Kolumn, Krav, Rad, Tal
from fordelning.blad.formler import ar_tal, avrunda, om, sla_upp, tomt_som_noll
from fordelning.budget.uppfoljning import TOMT, Manadsvarden
from fordelning.budgetbok.blad_insatser import Insatser
from fordelning.budgetbok.blad_medel import Medel
from fordelning.budgetbok.blad_planar import Planar
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import (
    KR,
    MANADER,
    PERIODER,
    SUMMA_INSATSER,
    SUMMA_INTAKTER,
    Kodtabell,
    Manadstabell,
)
from fordelning.underlag.tal import STORST

UTFALLSBLAD, PROGNOSBLAD, BUDGETBLAD = "Utfall per månad", "Egen prognos", "Budget per månad"
RAPPORTERAD, MANADSVIKT = "RAPPORTERAD", "MANADSVIKT"
_SKRIV = "Skriv kronor, gärna med ören; minus för en återföring. Lämna cellen tom om inget är känt."
UTFALL = Krav("tal", "Kronor", _SKRIV, -float(STORST), float(STORST))


class Inmatning(Manadstabell):
    """Months to fill in; with `flaggor` a last row says which are reported: those where something is filled in."""

    def __init__(
        self, innehall: Innehall, namn: str, ifyllt: Mapping[str, Manadsvarden], flaggor: bool = False
    ) -> None:
        plan = innehall.rader
        super().__init__(namn, plan, {RAPPORTERAD: "Rapporterad månad (1 = ja)"} if flaggor else {})
        n = len(plan.koder)
        gul = [i not in self.summarader and i < n for i in range(self.antal_rader)]
        krav, former = [UTFALL if g else None for g in gul], [KR] * n + ["antal"] * flaggor

        def count(k: Kolumn) -> Tal:
            omraden = (("STAT", SUMMA_INTAKTER), ("STYRELSE", SUMMA_INSATSER))
            intakter, kostnader = (self.antal_av(k, self.plats[forst], self.plats[till]) for forst, till in omraden)
            return om(intakter + kostnader > 0, 1, 0)

        for m, manad in enumerate(MANADER):
            rader = [*self.add_sums([ifyllt.get(rad.kod, TOMT)[m] for rad in plan.rader]), *[count] * flaggor]
            self.manader.append(self.rader(manad, rader, former, gul=gul, krav=krav))
        self.add_periods(utan=int(flaggor))

    def find_flag(self, m: int) -> Tal:
        """1 where month m is reported, else 0."""
        return self.post(self.manader[m], RAPPORTERAD)

    @property
    def antal_manader(self) -> Tal:
        """How many months are reported."""
        return self.post(self.ar, RAPPORTERAD)


class Vikter(Kodtabell):
    """The months' weights, to change, and their sums so far."""

    def __init__(self, innehall: Innehall) -> None:
        rader = {MANADSVIKT: "Månadens vikt", "VIKT-HITTILLS": "Vikt till och med månaden"}
        super().__init__("Månadsvikter", rader, "Benämning")
        self.manader: list[Kolumn] = []

        def add(k: Kolumn) -> Tal:
            return self.post(k, MANADSVIKT) + (self.find_sum(len(self.manader) - 1) if self.manader else 0)

        for manad, vikt in zip(MANADER, innehall.underlag.manadsvikter, strict=True):
            self.manader.append(self.rader(manad, [vikt, add], "antal", bla=[True, False], krav=[ANTAL, None]))

    def find_weight(self, m: int) -> Tal:
        """The weight of month m."""
        return self.post(self.manader[m], MANADSVIKT)

    def find_sum(self, m: int) -> Tal:
        """The weights up to month m."""
        return self.post(self.manader[m], "VIKT-HITTILLS")


def make_manadsbudget(
    innehall: Innehall, vikter: Vikter, medel: Medel, plan: Planar, insatser: Insatser
) -> Manadstabell:
    """The year spread by weights; a month is the difference of rounded sums, so that the months sum to the year."""
    rader, t = innehall.rader, Manadstabell("Budget", innehall.rader)
    varifran: list[Rad] = [
        *[sla_upp(medel.budget, (medel.kod, t.kod), delvis=True)] * rader.intakter,
        *[sla_upp(plan.ar[0], (plan.kod, t.kod), delvis=True)] * 3,
        *[sla_upp(insatser.budget, (insatser.kod, t.kod), delvis=True)] * len(innehall.underlag.insatser),
        plan.ram("EJ-FORDELAT", 0),
    ]
    motorns = rader.add_sums([rad.belopp_kr for rad in rader.rader])
    ar = t.rader(PERIODER[3], t.add_sums(varifran), KR, lika=motorns, linje=True)
    for m, _ in enumerate(MANADER):
        nu = avrunda(ar * vikter.find_sum(m) / vikter.find_sum(11))
        uttryck = nu - avrunda(ar * vikter.find_sum(m - 1) / vikter.find_sum(11)) if m else nu
        t.add_month([uttryck] * len(rader.rader), [rad.manader_kr[m] for rad in rader.rader])
    t.add_periods(ar)
    return t


def make_prognos(innehall: Innehall, um: Inmatning, ep: Manadstabell, bm: Manadstabell) -> Manadstabell:
    """The forecast: outcome in reported months, else the own forecast, else the budget."""
    t, lagen = Manadstabell("Prognos", innehall.rader), innehall.lage.lagen
    for m, _ in enumerate(MANADER):
        egen = ep.find(ep.manader[m], t.kod)
        vantat = om(ar_tal(egen), egen, bm.find(bm.manader[m], t.kod))
        uttryck = om(um.find_flag(m).lika(1), tomt_som_noll(um.find(um.manader[m], t.kod)), vantat)
        t.add_month([uttryck] * len(lagen), [lage.prognos_kr[m] for lage in lagen])
    t.add_periods()
    return t


def make_avvikelse(innehall: Innehall, um: Inmatning, bm: Manadstabell) -> Manadstabell:
    """The deviation of reported months: positive is good for the förbund."""
    t, lagen = Manadstabell("Avvikelse", innehall.rader), innehall.lage.lagen
    for m, _ in enumerate(MANADER):
        utfall, budget = tomt_som_noll(um.find(um.manader[m], t.kod)), bm.find(bm.manader[m], t.kod)
        mer, mindre = (om(um.find_flag(m).lika(1), x, 0) for x in (utfall - budget, budget - utfall))
        rader: list[Rad] = [mer if lage.rad.ar_intakt else mindre for lage in lagen]
        t.add_month(rader, [lage.avvikelse_kr[m] for lage in lagen], plus=True)
    t.add_periods()
    t.farga_tecken(*t.manader, *t.perioder)
    return t


def make_inmatning_blad(innehall: Innehall, um: Inmatning, ep: Inmatning) -> tuple[Blad, Blad]:
    """The two sheets to fill in."""
    utfall = (
        "Fyll i de gula cellerna: kronor, plus även för kostnader; en återföring eller kreditering är minus. En månad "
        "räknas som rapporterad när något är ifyllt i den; tomt i en rapporterad månad är 0 kr."
    )
    prognos = (
        "Fyll i de gula cellerna där månaden väntas bli en annan än budget. Tomt = budget. "
        "När månaden är rapporterad gäller utfallet."
    )
    vad = "Fyll i det som väntas bli en annan än budget (gula)"
    return (
        innehall.make_sheet(UTFALLSBLAD, utfall, "Fyll i utfallet här (gula)", um, slag="inmatning"),
        innehall.make_sheet(PROGNOSBLAD, prognos, vad, ep, rubrik="Egen prognos per månad", slag="inmatning"),
    )


def make_manader_blad(
    innehall: Innehall, bm: Manadstabell, vikter: Vikter, pm: Manadstabell, am: Manadstabell
) -> Iterator[Blad]:
    """The three sheets that the book works out."""
    text = "Årets belopp fördelade efter månadernas vikter, hela kronor. Vikterna (blå celler, underst) kan ändras."
    vad = "Årets budget månad för månad, och månadernas vikter (blå)"
    yield innehall.make_sheet(BUDGETBLAD, text, vad, bm, vikter, slag="rakning")
    text = "Utfall i rapporterade månader, annars egen prognos om den är ifylld, annars budget."
    vad = "Hela året månad för månad, som det nu väntas bli"
    yield innehall.make_sheet("Prognos per månad", text, vad, pm, slag="rakning")
    text = "Rapporterade månader. Plus är bra för förbundet: mer intäkter eller mindre kostnader än budget."
    yield innehall.make_sheet("Avvikelse per månad", text, "Rapporterade månader mot budget", am, slag="rakning")
