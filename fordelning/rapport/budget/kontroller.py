"""Kontroller: what must hold in the budget, each with its figures and its result, live."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from fordelning.budget.poster import Budget
from fordelning.rapport.budget.innehall import Innehall
from fordelning.rapport.budget.insatser import INRIKTNING
from fordelning.rapport.budget.manader import PROGNOSBLAD, UTFALLSBLAD
from fordelning.rapport.budget.planar import PLATS, find_capital_row
from fordelning.rapport.budget.sida import Bit, Cell, Form, Rubrik, Sida, Tabellrad, Villkor, make_sida, text

OK, SE_OVER = "OK", "Se över"

_RUBRIKER = (
    Rubrik("namn", "Kontroll", 66, ar_tal=False),
    Rubrik("varde", "Värde", 15),
    Rubrik("ska", "Jämförs med", 15),
    Rubrik("resultat", "Resultat", 12, ar_tal=False),
    Rubrik("gor", "Om den inte stämmer", 62, ar_tal=False),
)
_HALVKRONA, _NARA = 0.5, 1e-9


@dataclass(frozen=True, slots=True)
class Tal:
    """A figure of a check, and its template ("" = the figure itself)."""

    varde: float
    formel: str = ""


@dataclass(frozen=True, slots=True)
class Kontroll:
    """A check: two figures, how the first must relate to the second, and what to do when it does not."""

    namn: str
    varde: Tal
    relation: Literal["=", ">=", "<="]
    ska: Tal
    gor: str
    form: Form = "kr"

    @property
    def haller(self) -> bool:
        skillnad = self.varde.varde - self.ska.varde
        if self.relation == "=":
            return abs(skillnad) < _HALVKRONA
        return skillnad >= -_NARA if self.relation == ">=" else skillnad <= _NARA

    @property
    def villkor(self) -> str:
        """The template of whether it holds."""
        if self.relation == "=":
            return f"ABS({{varde}}-{{ska}})<{_HALVKRONA}"
        return "{varde}-{ska}>=-0.000000001" if self.relation == ">=" else "{varde}-{ska}<=0.000000001"


def make_check_sheet(innehall: Innehall) -> Sida:
    """The sheet: the checks, then what the inputs left to see over, then how many there are."""
    rader = [_make_row(kontroll) for kontroll in list_checks(innehall)]
    for varning in innehall.varningar:
        gor = Cell("Rätta underlaget, eller fyll i boken.", form="lang")
        rader.append(Tabellrad((Cell(varning, form="lang"), Cell(None), Cell(None), text(SE_OVER), gor)))
    formel = f'COUNTIF({{resultat[0:{len(rader)}]}},"{SE_OVER}")'
    antal = Cell(count_to_see_over(innehall), formel, "antal")
    rader.append(Tabellrad((text("Kontroller att se över"), antal, Cell(None), text(""), text("")), ar_summa=True))
    return make_sida(
        "Kontroller",
        innehall.name_sheet("Kontroller"),
        "Räknas om när något ändras i boken.",
        [Bit("ko", _RUBRIKER, rader)],
        fasta=1,
        villkor=(
            Villkor("ko", ("resultat",), "text", "gron", OK),
            Villkor("ko", ("resultat",), "text", "rod", SE_OVER),
        ),
    )


def _make_row(k: Kontroll) -> Tabellrad:
    svar = text(OK if k.haller else SE_OVER, f'IF({k.villkor},"{OK}","{SE_OVER}")')
    tal = (Cell(t.varde, t.formel, k.form) for t in (k.varde, k.ska))
    return Tabellrad((Cell(k.namn, form="lang"), *tal, svar, Cell(k.gor, form="lang")))


def count_to_see_over(innehall: Innehall) -> int:
    """How many rows say that something should be seen over."""
    return sum(not k.haller for k in list_checks(innehall)) + len(innehall.varningar)


def list_checks(innehall: Innehall) -> list[Kontroll]:
    """Every check in order."""
    return [
        *_check_sums(innehall),
        *_check_capital(innehall),
        *_check_insatser(innehall),
        *_check_filled(innehall),
    ]


def _check_sums(innehall: Innehall) -> Iterator[Kontroll]:
    """The sheets agree, and no money is left without a plan."""
    budget, plan, n = innehall.budget, innehall.plan, len(innehall.underlag.motparter) + 1
    bidrag_kr, kostnader_kr = sum(f.belopp_kr for f in budget.finansiarer), budget.budgetaret.kostnader_kr
    yield Kontroll(
        "Parternas bidrag är staten, regionerna och kommunerna tillsammans",
        Tal(bidrag_kr, f"SUM({{me.budget[0:{n}]}})"),
        "=",
        Tal(bidrag_kr, "statens_bidrag_kr+region_kr+kommuner_kr"),
        "Se över vikterna på Kommunfördelning.",
    )
    k = plan.summa_kostnader
    yield Kontroll(
        "Månadernas kostnader är årets",
        Tal(kostnader_kr, f"{{bm.t1[{k}]}}+{{bm.t2[{k}]}}+{{bm.t3[{k}]}}"),
        "=",
        Tal(kostnader_kr, f"{{bm.ar[{k}]}}"),
        "Se över månadsvikterna på Budget per månad.",
    )
    yield Kontroll(
        "Driftbudgetens kostnader är treårsplanens",
        Tal(kostnader_kr, f"{{db.ar_budget[{k}]}}"),
        "=",
        Tal(kostnader_kr, f"{{tp.a0[{PLATS['SUMMA-KOSTNADER']}]}}"),
        "Skriv en ny bok: en formel har ändrats.",
    )
    yield Kontroll(
        "Alla intäkter är planerade (resultat högst 0 kr)",
        Tal(budget.budgetaret.resultat_kr, f"{{bm.ar[{plan.resultat}]}}"),
        "<=",
        Tal(0),
        "Det som inte är planerat bygger upp eget kapital. Planera fler deltagare, eller lägg beloppet på ej fördelade "
        "insatsmedel (Treårsplan).",
    )


def _check_capital(innehall: Innehall) -> Iterator[Kontroll]:
    """Eget kapital is neither below the lowest allowed nor above the reasonable level, and the chain of years holds."""
    u, lage, h = innehall.underlag, innehall.lage, len(innehall.underlag.historik)
    for t, ar in enumerate(innehall.budget.ar):
        rad = find_capital_row(u, t)
        utgaende, lagsta = Tal(ar.utgaende_kr, f"{{ek.utgaende[{rad}]}}"), Tal(ar.lagsta_kapital_kr, f"{{pf.a{t}[3]}}")
        gor = "Minska kostnaderna eller skjut till medel."
        yield Kontroll(f"Eget kapital {ar.ar} är minst det lägsta tillåtna", utgaende, ">=", lagsta, gor)
        over = Tal(ar.overskott_kr, f"{{ek.overskott[{rad}]}}")
        gor = "Det som är över minskar nästa års bidrag. Planera hur det används."
        yield Kontroll(f"Eget kapital {ar.ar} är högst rimlig nivå", over, "<=", Tal(0), gor)
    utgaende = Tal(lage.prognos_utgaende_kr, f"{{ek.utgaende[{h + 1}]}}")
    lagsta = Tal(u.ramar[0].lagsta_kapital_kr, "{pf.a0[3]}")
    gor = "Minska kostnaderna under resten av året."
    yield Kontroll("Prognosens eget kapital är minst det lägsta tillåtna", utgaende, ">=", lagsta, gor)
    if u.historik and u.historik[-1].ar == u.budgetar - 1:
        ingaende = Tal(u.eget_kapital_kr, "eget_kapital_kr")
        fjol = Tal(u.historik[-1].utgaende_kr, f"{{ek.utgaende[{h - 1}]}}")
        gor = "Rätta kapital.csv eller forbund.csv."
        yield Kontroll("Ingående eget kapital är förra årets utgående", ingaende, "=", fjol, gor)


def _check_insatser(innehall: Innehall) -> Iterator[Kontroll]:
    """The insatser keep within planering and within what each of them takes."""
    n = len(innehall.underlag.insatser)
    if not n:
        return
    ram, summa = innehall.underlag.ramar[0], f"{{tp.a0[{PLATS['SUMMA-INSATSER']}]}}"
    andel = Tal(innehall.budget.budgetaret.struktur_andel, f"IF({summa}=0,0,{{ti.c0[{n + 1}]}}/{summa})")
    minst, hogst = Tal(ram.struktur_minst_andel, "{pf.a0[4]}"), Tal(ram.struktur_hogst_andel, "{pf.a0[5]}")
    namn, gor = "Strukturövergripande andel av insatserna är", "Ändra planen på Insatser."
    yield Kontroll(f"{namn} minst den planerade", andel, ">=", minst, gor, "andel")
    yield Kontroll(f"{namn} högst den planerade", andel, "<=", hogst, gor, "andel")
    kors, inriktning, antal, lag, hog = (
        f"{{ins.{nyckel}[0:{n}]}}" for nyckel in ("kors", "inriktning", "planerade", "minst", "hogst")
    )
    individ = f'({kors}="ja")*({inriktning}="{INRIKTNING["individ"]}")'
    utanfor = Tal(count_outside(innehall.budget), f"SUMPRODUCT({individ}*((({antal}<{lag})+({antal}>{hog}))>0))")
    gor = "Ändra planerade deltagare på Insatser (gula celler)."
    yield Kontroll("Insatser med färre deltagare än minst, eller fler än högst", utanfor, "=", Tal(0), gor, "antal")


def count_outside(budget: Budget) -> int:
    """How many insatser run with participants outside what they take."""
    return sum(
        i.kors[0] and not i.ar_struktur and not i.insats.minst_antal <= i.deltagare_antal[0] <= i.insats.hogst_antal
        for i in budget.underlag.insatser
    )


def _check_filled(innehall: Innehall) -> Iterator[Kontroll]:
    """What is filled in is numbers, month after month."""
    plan, klara, r = innehall.plan, innehall.lage.rapporterade, innehall.plan.resultat + 1
    vikter = innehall.underlag.manadsvikter
    sista = max((m + 1 for m, ja in enumerate(klara) if ja), default=0)
    vantade = sum(bool(vikt) or ja for vikt, ja in zip(vikter[:sista], klara[:sista], strict=True))
    manader, vikt = f"{{um.m1[{r}]}}:{{um.m12[{r}]}}", f"{{bm.m1[{r}]}}:{{bm.m12[{r}]}}"
    nummer = f"(COLUMN({manader})-2)"
    formel = f"SUMPRODUCT(({nummer}<=SUMPRODUCT(MAX({manader}*{nummer})))*((({vikt}>0)+({manader}>0))>0))"
    gor = f"Fyll i månaden som saknas på {UTFALLSBLAD}, 0 där inget har hänt."
    rapporterade = Tal(sum(klara), f"{{um.ar[{r}]}}")
    yield Kontroll(
        "Inget utfall saknas till och med sista månaden", rapporterade, "=", Tal(vantade, formel), gor, "antal"
    )
    for tabell, blad in (("um", UTFALLSBLAD), ("ep", PROGNOSBLAD)):
        rader = ((0, plan.intakter - 1), (plan.huvuden, plan.summa_insatser - 1))
        omraden = [f"{{{tabell}.m1[{forst}]}}:{{{tabell}.m12[{sist}]}}" for forst, sist in rader]
        formel = "+".join(f"COUNTA({o})-COUNT({o})" for o in omraden)
        gor = "Skriv hela kronor i de gula cellerna."
        yield Kontroll(f"Celler på {blad} som inte är tal", Tal(0, formel), "=", Tal(0), gor, "antal")
