"""Nyckeltal: what a board compares, for the budget, its forecast and the plan years, with a chart of participants."""

from __future__ import annotations

from dataclasses import dataclass

from fordelning.blad import Blad, Del, Diagram, Rad, Serie, Tabell, Tal
from fordelning.blad.formler import kvot, och, sla_upp, summa, summa_dar, tomt_som_noll
from fordelning.budgetbok.blad_insatser import INRIKTNING, PLANERADE, Insatser, Insatsutfall
from fordelning.budgetbok.blad_insatser_per_ar import InsatserPerAr
from fordelning.budgetbok.blad_kapital import Kapital
from fordelning.budgetbok.blad_medel import EFTER, FORE
from fordelning.budgetbok.blad_planar import PLATS, Planar, head_year
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import KR, Manadstabell

_OVER = "Eget kapital över rimlig nivå"
_NYCKELTAL = (
    ("Bidrag per invånare", "kr", "tal"),
    ("Insatser, andel av kostnaderna", "%", "andel"),
    ("Styrelse, administration och revision, andel av kostnaderna", "%", "andel"),
    ("Strukturövergripande, andel av insatserna", "%", "andel"),
    ("Eget kapital vid årets slut, andel av bidragen", "%", "andel"),
    ("Rimlig nivå, andel av bidragen", "%", "andel"),
    ("Planerade deltagare per 1 000 invånare", "antal", "tal"),
    ("Individinriktade insatser per planerad deltagare", "kr", KR),
    ("Alla kostnader per planerad deltagare", "kr", KR),
    ("Planerade deltagare (prognos: hittills i år)", "antal", "antal"),
    (_OVER, "kr", KR),
)


@dataclass(frozen=True, slots=True, eq=False)
class _Lage:
    """What the key figures of one column are made of: a year of the plan, or the forecast.

    `individ` is None in the forecast: its participants are of the months so far, its costs of the whole year.
    """

    bidrag: Tal
    insatser: Tal
    administration: Tal
    struktur: Tal
    kostnader: Tal
    utgaende: Tal
    rimlig: Tal
    overskott: Tal
    deltagare: Tal
    individ: Tal | None = None

    def list_rows(self, invanare: Tal) -> list[Rad]:
        """The key figures in their order; empty where there is nothing to divide by."""
        per_deltagare: list[Rad] = [None, None, None]
        if self.individ is not None:
            per_deltagare = [
                kvot(1000 * self.deltagare, invanare),
                kvot(self.individ, self.deltagare),
                kvot(self.kostnader, self.deltagare),
            ]
        return [
            kvot(self.bidrag, invanare),
            kvot(self.insatser, self.kostnader),
            kvot(self.administration, self.kostnader),
            kvot(self.struktur, self.insatser),
            kvot(self.utgaende, self.bidrag),
            kvot(tomt_som_noll(self.rimlig), self.bidrag),
            *per_deltagare,
            self.deltagare,
            self.overskott,
        ]


def make_nyckeltal(innehall: Innehall, invanare: Tal, aren: list[_Lage], prognos: _Lage) -> Tabell:
    """The key figures per year, the forecast after the budget."""
    t = Tabell("Nyckeltal", sorteras=False)
    namn = t.data("Nyckeltal", [namn for namn, _, _ in _NYCKELTAL], bredd=52)
    t.data("Enhet", [enhet for _, enhet, _ in _NYCKELTAL], bredd=17)
    rubriker = [head_year(nr, ar) for nr, ar in enumerate(innehall.underlag.budgetaren)]
    lagen = {rubriker[0]: aren[0], f"Prognos {innehall.underlag.budgetar}": prognos}
    for rubrik, lage in (lagen | dict(zip(rubriker, aren, strict=True))).items():
        k = t.rader(rubrik, lage.list_rows(invanare), [form for _, _, form in _NYCKELTAL], bredd=14)
        t.farga(och(namn.lika(_OVER), tomt_som_noll(k) > 0), "gul", k)
    return t


def describe_year(p: Planar, per_ar: InsatserPerAr, nr: int) -> _Lage:
    """A year of the plan, from Treårsplan and Insatser per år."""
    return _Lage(
        bidrag=p.post("BIDRAG", nr),
        insatser=p.post("SUMMA-INSATSER", nr),
        administration=p.plan.tabell.summa_av(p.ar[nr], PLATS["STYRELSE"], PLATS["INSATSER-INDIVID"]),
        struktur=p.post("INSATSER-STRUKTUR", nr),
        kostnader=p.post("SUMMA-KOSTNADER", nr),
        utgaende=p.post("UTGAENDE", nr),
        rimlig=p.post("RIMLIG", nr),
        overskott=p.post("OVERSKOTT", nr),
        deltagare=summa(per_ar.deltagare[nr]),
        individ=p.post("INSATSER-INDIVID", nr),
    )


def describe_forecast(innehall: Innehall, pm: Manadstabell, x: Insatser, utfall: Insatsutfall, ek: Kapital) -> _Lage:
    """The forecast, from Prognos per månad, Eget kapital and Insatser."""
    rader, t = innehall.rader, pm.tabell
    return _Lage(
        bidrag=ek.tabell.cell(ek.bidrag, ek.prognos),
        insatser=t.cell(pm.ar, rader.summa_insatser),
        administration=t.summa_av(pm.ar, rader.huvuden, rader.insatser),
        struktur=summa_dar(utfall.prognos, (x.inriktning, INRIKTNING["struktur"])),
        kostnader=t.cell(pm.ar, rader.summa_kostnader),
        utgaende=ek.tabell.cell(ek.utgaende, ek.prognos),
        rimlig=ek.tabell.cell(ek.rimlig, ek.prognos),
        overskott=ek.tabell.cell(ek.overskott, ek.prognos),
        deltagare=summa(utfall.verkliga),
    )


def _make_chart(innehall: Innehall, x: Insatser, utfall: Insatsutfall) -> list[Del]:
    """Participants planned and actual in every individinriktad insats, as a table and a chart; nothing without any."""
    deltar = [plan for plan in innehall.underlag.insatser if not plan.ar_struktur]
    if not deltar:
        return []
    t = Tabell("DeltagarePerInsats", sorteras=False)
    namn = t.data("Insats", [plan.insats.namn for plan in deltar])
    kod = t.data("Kod", [plan.kod for plan in deltar], bredd=18)
    planerade, verkliga = (
        t.rakna(rubrik, sla_upp(k, (x.kod, kod)), "antal")
        for rubrik, k in ((PLANERADE, x.planerade), ("Deltagare i år", utfall.verkliga))
    )
    serier = [Serie(planerade, farg=FORE), Serie(verkliga, farg=EFTER)]
    return [t, Diagram("Deltagare per insats", namn, serier, "antal", "antal", True, bredd=900)]


def make_nyckeltal_blad(innehall: Innehall, t: Tabell, x: Insatser, utfall: Insatsutfall) -> Blad:
    """The sheet, with participants planned and actual, insats by insats."""
    delar: list[Del] = [t, *_make_chart(innehall, x, utfall)]
    text = "Räknade ur bokens egna blad. Prognosen är hela årets, utom deltagare som är hittills i år."
    return Blad("Nyckeltal", innehall.name_sheet("Nyckeltal"), text, delar, fasta=1, frys=True,
                innehall="Det som jämförs mellan år")  # fmt: skip
