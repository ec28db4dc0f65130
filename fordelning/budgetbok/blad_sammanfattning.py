"""Sammanfattning: the figures a board asks for first, with charts, on one page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fordelning.blad import Blad, Diagram, Kolumn, Rad, Serie, Tabell
from fordelning.blad.formler import och, tomt_som_noll
from fordelning.budgetbok.blad_kapital import Kapital, make_kapital_diagram
from fordelning.budgetbok.blad_kontroller import SE_OVER, Bokens, Kontroller
from fordelning.budgetbok.blad_medel import EFTER, FORE
from fordelning.budgetbok.blad_nyckeltal import OVER_NIVAN
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import KR, RESULTAT, SUMMA_INSATSER, SUMMA_INTAKTER, SUMMA_KOSTNADER


@dataclass(frozen=True, slots=True, eq=False)
class _Rad:
    """A row: what it is, the budget's figure, the forecast's, and whether more is better (1), worse (-1) or neither."""

    namn: str
    budget: Rad
    prognos: Rad = None
    tecken: int = 0
    att_veta: str = ""
    form: str = KR


def make_sammanfattning_blad(innehall: Innehall, b: Bokens, kontroller: Kontroller) -> Blad:
    """The first sheet."""
    rader = [*_list_drift(innehall, b), *_list_capital(b.kapital), *_list_state(b, kontroller)]
    t = Tabell("Sammanfattning", sorteras=False)
    t.summarader = {i for i, rad in enumerate(rader) if rad.namn in ("Kostnader", "Resultat")}
    namn = t.data("Uppgift", [rad.namn for rad in rader])
    former = [rad.form for rad in rader]
    budget = t.rader("Budget", [rad.budget for rad in rader], former)
    prognos = t.rader("Prognos", [rad.prognos for rad in rader], former)
    skillnader: dict[int, Rad] = {1: prognos - budget, -1: budget - prognos, 0: None}
    skillnad = t.rader("Prognos mot budget", [skillnader[rad.tecken] for rad in rader], KR)
    t.data("Att veta", [rad.att_veta for rad in rader], "lang")
    t.namnge("forbund_kod", budget, 0)
    t.namnge("budgetar", budget, 1)
    t.farga(och(namn.lika(OVER_NIVAN), tomt_som_noll(budget) > 0), "gul", budget, prognos)
    t.farga_tecken(skillnad)
    text = (
        "Blå celler på bladen är planen och gula är uppföljning; resten räknas av boken och är skyddat utan lösenord."
    )
    serier, huvuden = [Serie(budget, farg=FORE), Serie(prognos, farg=EFTER)], (4, 8)
    diagram = (
        Diagram("Kostnader per budgethuvud", namn, serier, "kr", rader=huvuden),
        make_kapital_diagram(b.kapital),
    )
    return innehall.make_sheet("Sammanfattning", text, "Det som styrelsen frågar efter först", t, diagram,
                               rubrik="Budget", fasta=1)  # fmt: skip


def _list_drift(innehall: Innehall, b: Bokens) -> Iterator[_Rad]:
    """Whose budget it is, and Driftbudget's sums."""
    u, drift = innehall.underlag, b.drift

    def compare(namn: str, kod: str, att_veta: str = "") -> _Rad:
        budget, prognos = (drift.post(k, kod) for k in (drift.budget, drift.prognos))
        return _Rad(namn, budget, prognos, 1 if kod in (SUMMA_INTAKTER, RESULTAT) else -1, att_veta)

    yield _Rad("Förbundets kod", u.forbund_kod, form="text")
    yield _Rad("Budgetår", u.budgetar, form="ar")
    tilldelning = "Tilldelningen enligt fördelningsmodellen"
    yield _Rad("Statens bidrag", b.tal["statens_bidrag_kr"], att_veta=tilldelning)
    yield compare("Intäkter, alla parter", SUMMA_INTAKTER)
    for namn in ("Styrelse", "Administration", "Revision"):
        yield compare(namn, namn.upper())
    yield compare("Insatser", SUMMA_INSATSER)
    yield compare("Kostnader", SUMMA_KOSTNADER)
    vad = "Minus använder eget kapital; plus är inte planerat och bygger upp det"
    yield compare("Resultat", RESULTAT, vad)


def _list_capital(ek: Kapital) -> Iterator[_Rad]:
    """Eget kapital and what is reasonable."""

    def row(namn: str, k: Kolumn, tecken: int = 0, att_veta: str = "") -> _Rad:
        return _Rad(namn, ek.cell(k, ek.budget), ek.cell(k, ek.prognos), tecken, att_veta)

    yield row("Eget kapital vid årets början", ek.ingaende)
    yield row("Eget kapital vid årets slut", ek.utgaende, 1)
    yield row("Rimlig nivå på eget kapital", ek.rimlig)
    yield row(OVER_NIVAN, ek.overskott, 0, "Minskar nästa års bidrag, se Eget kapital")


def _list_state(b: Bokens, kontroller: Kontroller) -> Iterator[_Rad]:
    """How far the year has come, and what to see over."""
    manader = "Månader med utfall på Utfall per månad"
    yield _Rad("Rapporterade månader", b.utfall.antal_manader, att_veta=manader, form="antal")
    vad = f"Rader med «{SE_OVER}» på Kontroller"
    yield _Rad("Kontroller att se över", kontroller.att_se_over, att_veta=vad, form="antal")
