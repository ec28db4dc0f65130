"""Treårsplan: the budget year and the plan years, and below what they are planned on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fordelning.budget.poster import Arsbudget
from fordelning.budget.underlag import Budgetunderlag
from fordelning.rapport.budget.innehall import Innehall
from fordelning.rapport.budget.sida import Bit, Cell, Rubrik, Sida, Tabellrad, Villkor, make_sida, text


@dataclass(frozen=True, slots=True)
class Planrad:
    """A row of Treårsplan and its template, with one of its own for the budget year where that differs.

    In a template %t is the year's number, %e and %f the rows of the year and of the year before in the table ek, %n the
    number of those who contribute, %i and %s the rows of individinriktade and strukturövergripande in the table ti.
    """

    kod: str
    namn: str
    varde: Callable[[Arsbudget], float | None]
    formel: str
    budgetformel: str = ""
    ar_summa: bool = False


PLANRADER = (
    Planrad(
        "BIDRAG-FORE",
        "Bidrag från alla parter före avdrag",
        lambda a: a.bidrag_fore_avdrag_kr,
        "{pf.a%t[0]}",
        "SUM({me.budget[0:%n]})",
    ),
    Planrad(
        "AVDRAG",
        "Avdrag för eget kapital över rimlig nivå året före",
        lambda a: a.avdrag_kr,
        "MIN({a%t[0]},ROUND(2*{ek.minskning[%f]},0))",
        "0",
    ),
    Planrad("BIDRAG", "Bidrag från alla parter", lambda a: a.bidrag_kr, "{a%t[0]}-{a%t[1]}", ar_summa=True),
    Planrad("OVRIGT", "Övriga intäkter", lambda a: a.ovriga_intakter_kr, "0", "{me.budget[%n]}"),
    Planrad("SUMMA-INTAKTER", "Summa intäkter", lambda a: a.intakter_kr, "{a%t[2]}+{a%t[3]}", ar_summa=True),
    Planrad("STYRELSE", "Styrelse", lambda a: a.styrelse_kr, "ROUND({pf.a%t[1]}*styrelse_andel,0)"),
    Planrad("ADMINISTRATION", "Administration", lambda a: a.administration_kr, "{pf.a%t[1]}-{a%t[5]}-{a%t[7]}"),
    Planrad("REVISION", "Revision", lambda a: a.revision_kr, "ROUND({pf.a%t[1]}*revision_andel,0)"),
    Planrad("INSATSER-INDIVID", "Individinriktade insatser", lambda a: a.individ_kr, "{ti.c%t[%i]}"),
    Planrad("INSATSER-STRUKTUR", "Strukturövergripande insatser", lambda a: a.struktur_kr, "{ti.c%t[%s]}"),
    Planrad("EJ-FORDELAT", "Insatsmedel, ej fördelade", lambda a: a.insatser_kr[-1], "{pf.a%t[2]}"),
    Planrad("SUMMA-INSATSER", "Summa insatser", lambda a: sum(a.insatser_kr), "SUM({a%t[8:11]})", ar_summa=True),
    Planrad("SUMMA-KOSTNADER", "Summa kostnader", lambda a: a.kostnader_kr, "SUM({a%t[5:8]})+{a%t[11]}", ar_summa=True),
    Planrad("RESULTAT", "Resultat", lambda a: a.resultat_kr, "{a%t[4]}-{a%t[12]}", ar_summa=True),
    Planrad("INGAENDE", "Eget kapital vid årets början", lambda a: a.ingaende_kr, "{ek.ingaende[%e]}"),
    Planrad("UTGAENDE", "Eget kapital vid årets slut", lambda a: a.utgaende_kr, "{ek.utgaende[%e]}"),
    Planrad("RIMLIG", "Rimlig nivå på eget kapital", lambda a: a.rimlig_kr, "{ek.rimlig[%e]}"),
    Planrad("OVERSKOTT", "Eget kapital över rimlig nivå", lambda a: a.overskott_kr, "{ek.overskott[%e]}"),
    Planrad(
        "MINSKNING",
        "Minskning av statens bidrag nästa år",
        lambda a: a.minskning_nasta_ar_kr,
        "{ek.minskning[%e]}",
    ),
)
"""The rows of the table tp; templates refer to each other by their number."""

PLATS = {rad.kod: i for i, rad in enumerate(PLANRADER)}
"""Row code → row of the table tp, from 0."""

INGEN_GRANS = "ingen gräns"


def find_capital_row(u: Budgetunderlag, t: int) -> int:
    """The row of year t in the table ek: history, the budget year, its forecast, the plan years."""
    return len(u.historik) + (t + 1 if t else 0)


def _fill(rad: Planrad, u: Budgetunderlag, t: int) -> str:
    """The template of a row's cell in year t."""
    mall = rad.budgetformel if t == 0 and rad.budgetformel else rad.formel
    n = len(u.insatser)
    tal = {"%t": t, "%e": find_capital_row(u, t), "%n": len(u.motparter) + 1, "%i": n, "%s": n + 1}
    if t:
        tal["%f"] = find_capital_row(u, t - 1)
    for tecken, varde in tal.items():
        mall = mall.replace(tecken, str(varde))
    return mall


def head_year(t: int, ar: int) -> str:
    """The heading of a year."""
    return f"{'Plan' if t else 'Budget'} {ar}"


def make_plan_sheet(innehall: Innehall) -> Sida:
    """The sheet: the table tp, and below it pf, what each year is planned on."""
    u, aren = innehall.underlag, innehall.budget.ar
    nycklar = tuple(f"a{t}" for t in range(len(aren)))
    rubriker = (
        Rubrik("kod", "Kod", 20, ar_tal=False),
        Rubrik("namn", "Post", 52, ar_tal=False),
        *(Rubrik(nyckel, head_year(t, ar.ar), 15) for t, (nyckel, ar) in enumerate(zip(nycklar, aren, strict=True))),
    )
    rader = []
    for rad in PLANRADER:
        varden = [rad.varde(ar) for ar in aren]
        celler = [Cell(INGEN_GRANS if v is None else v, _fill(rad, u, t)) for t, v in enumerate(varden)]
        rader.append(Tabellrad((text(rad.kod), text(rad.namn), *celler), rad.ar_summa))
    over = (Villkor("tp", (n,), "formel", "gul", f'AND({{kod}}="OVERSKOTT",N({{{n}}})>0)') for n in nycklar)
    under = (Villkor("tp", (n,), "formel", "rod", f'AND({{kod}}="UTGAENDE",N({{{n}}})<{{pf.{n}[3]}})') for n in nycklar)
    return make_sida(
        "Treårsplan",
        f"Treårsplan {aren[0].ar}–{aren[-1].ar} – {u.namn}",
        "Budgetåret och planåren, hela kronor. Det som planen vilar på står underst och kan ändras (blå celler).",
        [Bit("tp", rubriker, rader), Bit("pf", rubriker, _make_frame_rows(u), rad=len(rader) + 6)],
        villkor=(*over, *under),
    )


def _make_frame_rows(u: Budgetunderlag) -> list[Tabellrad]:
    """What each year is planned on, to change; the budget year's contributions are the parties'."""

    def plan(belopp: float) -> Cell:
        return Cell(belopp, inmatning="plan", krav="kr")

    def andel(andel: float) -> Cell:
        return Cell(andel, form="andel", inmatning="plan", krav="andel")

    bidrag = Cell(u.ramar[0].bidrag_kr, f"SUM({{me.budget[0:{len(u.motparter) + 1}]}})")
    rader = (
        ("BIDRAG", "Bidrag från alla parter före avdrag", [bidrag, *(plan(r.bidrag_kr) for r in u.ramar[1:])]),
        ("ADMINISTRATION", "Styrelse, administration och revision", [plan(r.administration_kr) for r in u.ramar]),
        ("EJ-FORDELAT", "Insatsmedel, ej fördelade på insatser", [plan(r.ej_fordelat_kr) for r in u.ramar]),
        ("LAGSTA", "Lägsta eget kapital vid årets slut", [plan(r.lagsta_kapital_kr) for r in u.ramar]),
        ("STRUKTUR-MINST", "Minsta andel strukturövergripande", [andel(r.struktur_minst_andel) for r in u.ramar]),
        ("STRUKTUR-HOGST", "Högsta andel strukturövergripande", [andel(r.struktur_hogst_andel) for r in u.ramar]),
    )
    return [Tabellrad((text(kod), text(namn), *celler)) for kod, namn, celler in rader]
