"""Kontroller: what must hold in the budget, each with its figures and its result, live."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fordelning.budget.poster import Budget
from fordelning.rapport.budget.innehall import Innehall
from fordelning.rapport.budget.planar import KOSTNADER
from fordelning.rapport.budget.sida import Bit, Cell, Rubrik, Sida, Tabellrad, Villkor, make_sida, text
from fordelning.rapport.excel.tabell import Form

OK, SE_OVER = "OK", "Se över"

_RUBRIKER = (
    Rubrik("namn", "Kontroll", 66, ar_tal=False),
    Rubrik("varde", "Värde", 15),
    Rubrik("ska", "Jämförs med", 15),
    Rubrik("resultat", "Resultat", 12, ar_tal=False),
    Rubrik("gor", "Om den inte stämmer", 62, ar_tal=False),
)


@dataclass(frozen=True, slots=True)
class Kontroll:
    """A check: two figures with their templates, how they must relate, and what to do."""

    namn: str
    varde: float
    formel: str
    ska: float
    ska_formel: str
    relation: str
    """=, >= or <=."""
    gor: str
    form: Form = "kr"

    @property
    def haller(self) -> bool:
        if self.relation == "=":
            return abs(self.varde - self.ska) < 0.5
        return self.varde >= self.ska - 1e-9 if self.relation == ">=" else self.varde <= self.ska + 1e-9

    @property
    def villkor(self) -> str:
        """The template of whether it holds."""
        if self.relation == "=":
            return "ABS({varde}-{ska})<0.5"
        return "{varde}>={ska}-0.000000001" if self.relation == ">=" else "{varde}<={ska}+0.000000001"


def make_check_sheet(innehall: Innehall) -> Sida:
    """The sheet; the checks of what the inputs said come last as notes."""
    rader = [
        Tabellrad(
            (
                text(k.namn),
                Cell(k.varde, k.formel, k.form),
                Cell(k.ska, k.ska_formel, k.form),
                text(OK if k.haller else SE_OVER, f'IF({k.villkor},"{OK}","{SE_OVER}")'),
                Cell(k.gor, form="lang"),
            )
        )
        for k in list_checks(innehall)
    ]
    rader += [
        Tabellrad(
            (
                Cell(varning, form="lang"),
                Cell(None),
                Cell(None),
                text(SE_OVER),
                Cell("Rätta underlaget eller fyll i boken.", form="lang"),
            )
        )
        for varning in innehall.underlag.varningar
    ]
    antal = sum(rad.celler[3].varde == SE_OVER for rad in rader)
    rader.append(
        Tabellrad(
            (
                text("Kontroller att se över"),
                Cell(antal, f'COUNTIF({{resultat[0:{len(rader)}]}},"{SE_OVER}")', "antal"),
                Cell(None),
                text(""),
                text(""),
            ),
            True,
        )
    )
    villkor = (Villkor("ko", ("resultat",), "text", "gron", OK), Villkor("ko", ("resultat",), "text", "rod", SE_OVER))
    beskrivning = "Räknas om när något ändras i boken."
    return make_sida(
        "Kontroller",
        innehall.name_sheet("Kontroller"),
        beskrivning,
        [Bit("ko", _RUBRIKER, rader)],
        fasta=1,
        villkor=villkor,
    )


def list_checks(innehall: Innehall) -> list[Kontroll]:
    """Every check in order."""
    return [*_check_sums(innehall), *_check_capital(innehall), *_check_insatser(innehall), *_check_filled(innehall)]


def _check_sums(innehall: Innehall) -> Iterator[Kontroll]:
    budget, plan, n = innehall.budget, innehall.plan, len(innehall.underlag.motparter) + 1
    bidrag = sum(f.belopp_kr for f in budget.finansiarer)
    yield Kontroll("Parternas bidrag är staten, regionerna och kommunerna tillsammans", bidrag, f"SUM({{me.budget[0:{n}]}})",
                   bidrag, "statens_bidrag_kr+region_kr+kommuner_kr", "=", "Vikterna på Kommunfördelning är ofullständiga.")  # fmt: skip
    kostnader = budget.budgetaret.kostnader_kr
    yield Kontroll("Månadernas kostnader är årets", kostnader, f"SUM({{bm.t1[{plan.summa_kostnader}]}},{{bm.t2[{plan.summa_kostnader}]}},{{bm.t3[{plan.summa_kostnader}]}})",
                   kostnader, f"{{bm.ar[{plan.summa_kostnader}]}}", "=", "Månadsvikterna på Budget per månad ska inte alla vara 0.")  # fmt: skip
    yield Kontroll("Driftbudgetens kostnader är treårsplanens", kostnader, f"{{db.ar_budget[{plan.summa_kostnader}]}}",
                   kostnader, f"{{tp.a0[{KOSTNADER}]}}", "=", "Hör av dig: boken ska alltid stämma här.")  # fmt: skip
    resultat = budget.budgetaret.resultat_kr
    yield Kontroll("Alla intäkter är planerade (resultat högst 0 kr)", resultat, f"{{bm.ar[{plan.resultat}]}}", 0, "", "<=",
                   "Pengar som inte är planerade bygger upp eget kapital. Planera fler deltagare eller lägg dem på ej fördelade insatsmedel.")  # fmt: skip


def _check_capital(innehall: Innehall) -> Iterator[Kontroll]:
    u, lage = innehall.underlag, innehall.lage
    h = len(u.historik)
    for t, ar in enumerate(innehall.budget.ar):
        rad = h + (t + 1 if t else 0)
        yield Kontroll(f"Eget kapital {ar.ar} är minst det lägsta tillåtna", ar.utgaende_kr, f"{{ek.utgaende[{rad}]}}", ar.lagsta_kapital_kr,
                       f"{{pf.a{t}[3]}}", ">=", "Minska kostnaderna eller skjut till medel.")  # fmt: skip
        yield Kontroll(f"Eget kapital {ar.ar} är högst rimlig nivå", ar.overskott_kr, f"{{ek.overskott[{rad}]}}", 0, "", "<=",
                       "Överskottet minskar nästa års bidrag. Planera användningen.")  # fmt: skip
    yield Kontroll("Prognosens eget kapital är minst det lägsta tillåtna", lage.prognos_utgaende_kr, f"{{ek.utgaende[{h + 1}]}}",
                   u.ramar[0].lagsta_kapital_kr, "{pf.a0[3]}", ">=", "Minska kostnaderna under resten av året.")  # fmt: skip
    if u.historik and u.historik[-1].ar == u.budgetar - 1:
        yield Kontroll("Ingående eget kapital är förra årets utgående", u.eget_kapital_kr, "eget_kapital_kr", u.historik[-1].utgaende_kr,
                       f"{{ek.utgaende[{h - 1}]}}", "=", "Rätta kapital.csv eller forbund.csv.")  # fmt: skip


def _check_insatser(innehall: Innehall) -> Iterator[Kontroll]:
    u, budget = innehall.underlag, innehall.budget
    n = len(u.insatser)
    if n:
        ar, ram = budget.budgetaret, u.ramar[0]
        andel = f"IF({{tp.a0[11]}}=0,0,{{ti.c0[{n + 1}]}}/{{tp.a0[11]}})"
        for namn, grans, rad, relation in (
            ("minst", ram.struktur_minst_andel, 4, ">="),
            ("högst", ram.struktur_hogst_andel, 5, "<="),
        ):
            yield Kontroll(f"Strukturövergripande andel av insatserna är {namn} det som planeringen säger", ar.struktur_andel, andel, grans,
                           f"{{pf.a0[{rad}]}}", relation, "Ändra planen på Insatser.", "andel")  # fmt: skip
        formel = f'SUMPRODUCT(({{ins.kors[0:{n}]}}="ja")*({{ins.inriktning[0:{n}]}}="Individ")*((({{ins.planerade[0:{n}]}}<{{ins.minst[0:{n}]}})+({{ins.planerade[0:{n}]}}>{{ins.hogst[0:{n}]}}))>0))'
        yield Kontroll("Insatser med färre deltagare än minst eller fler än högst", count_outside(budget), formel, 0, "", "=",
                       "Ändra planerade deltagare på Insatser (gula celler).", "antal")  # fmt: skip


def count_outside(budget: Budget) -> int:
    """How many insatser run with participants outside what they take."""
    return sum(
        i.kors[0] and not i.ar_struktur and not i.insats.minst_antal <= i.deltagare_antal[0] <= i.insats.hogst_antal
        for i in budget.underlag.insatser
    )


def _check_filled(innehall: Innehall) -> Iterator[Kontroll]:
    plan, klara = innehall.plan, innehall.lage.rapporterade
    r = plan.resultat + 1
    fore = sum(vikt == 0 for vikt in innehall.underlag.manadsvikter)
    sista = max((m + 1 for m, ja in enumerate(klara) if ja), default=0)
    manader = f"{{um.m1[{r}]}}:{{um.m12[{r}]}}"
    formel = f"MAX(0,SUMPRODUCT(MAX({manader}*(COLUMN({manader})-2)))-{fore})"
    yield Kontroll("Rapporterade månader följer på varandra", max(0, sista - fore), formel, sum(klara), f"{{um.ar[{r}]}}", "=",
                   "Fyll i månaden som saknas på Utfall per månad, 0 där inget har hänt.", "antal")  # fmt: skip
    for tabell, blad in (("um", "Utfall per månad"), ("ep", "Egen prognos")):
        omraden = [
            f"{{{tabell}.m1[{a}]}}:{{{tabell}.m12[{b}]}}"
            for a, b in ((0, plan.intakter - 1), (plan.huvuden, plan.summa_insatser - 1))
        ]
        formel = "+".join(f"COUNTA({o})-COUNT({o})" for o in omraden)
        yield Kontroll(
            f"Celler på {blad} som inte är tal", 0, formel, 0, "", "=", "Skriv hela kronor i de gula cellerna.", "antal"
        )
