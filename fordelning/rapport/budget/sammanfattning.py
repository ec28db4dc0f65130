"""Sammanfattning: the figures a board asks for first, charts, and what is on which sheet."""

from __future__ import annotations

from fordelning.rapport.budget.innehall import Innehall
from fordelning.rapport.budget.kapital import make_capital_chart
from fordelning.rapport.budget.kontroller import SE_OVER, count_to_see_over, list_checks
from fordelning.rapport.budget.planar import INGEN_GRANS
from fordelning.rapport.budget.sida import Bit, Cell, Diagram, Rubrik, Serie, Sida, Tabellrad, Villkor, make_sida, text

_RUBRIKER = (
    Rubrik("namn", "Uppgift", 40, ar_tal=False),
    Rubrik("budget", "Budget", 16),
    Rubrik("prognos", "Prognos", 16),
    Rubrik("skillnad", "Prognos mot budget", 16),
    Rubrik("text", "Att veta", 70, ar_tal=False),
)
_BLADRUBRIKER = (
    Rubrik("namn", "Blad", 40, ar_tal=False),
    Rubrik("vad", "Innehåll", 16, ar_tal=False),
    *(Rubrik(f"tom{j}", "", 16, ar_tal=False) for j in range(3)),
)
"""What a sheet holds runs out over the empty columns."""

_BLADEN = (
    ("Medelstillgångar", "Vem som betalar: staten, regioner, kommuner en och en, och eget kapital"),
    ("Driftbudget", "Styrelse, administration, revision och varje insats: budget, utfall, avvikelse och prognos"),
    ("Insatser", "Inriktning, planerade deltagare (blå) och verkliga (gula), kr per deltagare"),
    ("Eget kapital", "År för år, mot rimlig nivå, och vad det gör med nästa års bidrag"),
    ("Treårsplan", "Budgetåret och planåren, och vad de vilar på (blå)"),
    ("Insatser per år", "Vilka insatser som körs planåren, med hur många deltagare (blå)"),
    ("Kommunfördelning", "Hur regioner och kommuner delar sina delar (vikter, blå)"),
    ("Nyckeltal", "Det som jämförs mellan år"),
    ("Utfall per månad", "Fyll i utfallet här (gula)"),
    ("Egen prognos", "Fyll i det som väntas bli en annan än budget (gula)"),
    ("Budget, Prognos och Avvikelse per månad", "Räknas av boken"),
    ("Kontroller, Antaganden, Källor", "Vad som stämmer, vad som är antaget, och var talen kommer ifrån"),
)
_OVER = "Eget kapital över rimlig nivå"
_HUVUDEN = slice(4, 8)
"""The rows of the budget heads in the table sm."""


def make_summary_sheet(innehall: Innehall) -> Sida:
    """The first sheet, on one page."""
    rader = [*_make_head_rows(innehall), *_make_result_rows(innehall), *_make_capital_rows(innehall)]
    rader += _make_state_rows(innehall)
    blad = [Tabellrad((text(namn), text(vad), *(Cell(None),) * 3)) for namn, vad in _BLADEN]
    diagramrad = len(rader) + 6
    bitar = [
        Bit("sm", _RUBRIKER, rader, definierade={"forbund_kod": ("budget", 0), "budgetar": ("budget", 1)}),
        Bit("bl", _BLADRUBRIKER, blad, rad=diagramrad + 17),
    ]
    return make_sida(
        "Sammanfattning",
        f"Budget {innehall.underlag.budgetar} – {innehall.underlag.namn}",
        "Blå celler på bladen är planen och gula är uppföljning; resten räknas av boken och är skyddat utan lösenord.",
        bitar,
        fasta=1,
        villkor=(
            Villkor("sm", ("budget", "prognos"), "formel", "gul", f'AND({{namn}}="{_OVER}",N({{budget}})>0)'),
            Villkor("sm", ("skillnad",), "under 0", "rod"),
            Villkor("sm", ("skillnad",), "over 0", "gron"),
        ),
        diagram=(_make_head_chart(diagramrad), make_capital_chart(f"D{diagramrad}", (610, 310))),
        en_sida=True,
    )


def _make_head_rows(innehall: Innehall) -> list[Tabellrad]:
    """Whose budget it is, and the income."""
    u, lage, ar = innehall.underlag, innehall.lage, innehall.budget.budgetaret
    intakter = _compare(innehall.plan.summa_intakter, ar.intakter_kr, lage.prognos_intakter_kr)
    return [
        _make_row("Förbundets kod", text(u.forbund_kod)),
        _make_row("Budgetår", Cell(u.budgetar, form="ar")),
        _make_row(
            "Statens bidrag",
            Cell(u.statens_bidrag_kr, "statens_bidrag_kr"),
            att_veta="Tilldelningen enligt fördelningsmodellen",
        ),
        _make_row("Intäkter, alla parter", *intakter),
    ]


def _make_result_rows(innehall: Innehall) -> list[Tabellrad]:
    """The budget heads, their sum and the result."""
    lage, plan, ar = innehall.lage, innehall.plan, innehall.budget.budgetaret
    prognos = {huvud: sum(sum(x.prognos_kr) for x in lage.lagen if x.rad.huvud == huvud) for huvud in
               ("styrelse", "administration", "revision", "insatser")}  # fmt: skip
    k, resultat = plan.summa_kostnader, lage.prognos_intakter_kr - lage.prognos_kostnader_kr
    return [
        _make_row("Styrelse", *_compare(plan.huvuden, ar.styrelse_kr, prognos["styrelse"], True)),
        _make_row("Administration", *_compare(plan.huvuden + 1, ar.administration_kr, prognos["administration"], True)),
        _make_row("Revision", *_compare(plan.huvuden + 2, ar.revision_kr, prognos["revision"], True)),
        _make_row("Insatser", *_compare(plan.summa_insatser, sum(ar.insatser_kr), prognos["insatser"], True)),
        _make_row("Kostnader", *_compare(k, ar.kostnader_kr, lage.prognos_kostnader_kr, True), ar_summa=True),
        _make_row(
            "Resultat",
            *_compare(plan.resultat, ar.resultat_kr, resultat),
            att_veta="Minus använder eget kapital; plus är inte planerat och bygger upp det",
            ar_summa=True,
        ),
    ]


def _make_capital_rows(innehall: Innehall) -> list[Tabellrad]:
    """Eget kapital and what is reasonable."""
    u, lage, ar = innehall.underlag, innehall.lage, innehall.budget.budgetaret
    h = len(u.historik)

    def par(nyckel: str, budget: float | None, prognos: float | None) -> tuple[Cell, Cell]:
        varden = (INGEN_GRANS if v is None else v for v in (budget, prognos))
        b, p = (Cell(v, f"{{ek.{nyckel}[{h + i}]}}") for i, v in enumerate(varden))
        return b, p

    utgaende = par("utgaende", ar.utgaende_kr, lage.prognos_utgaende_kr)
    skillnad = Cell(lage.prognos_utgaende_kr - ar.utgaende_kr, "{prognos}-{budget}")
    over = par("overskott", ar.overskott_kr, lage.prognos_overskott_kr)
    return [
        _make_row("Eget kapital vid årets början", *par("ingaende", ar.ingaende_kr, u.eget_kapital_kr)),
        _make_row("Eget kapital vid årets slut", *utgaende, skillnad),
        _make_row("Rimlig nivå på eget kapital", *par("rimlig", ar.rimlig_kr, lage.prognos_rimlig_kr)),
        _make_row(_OVER, *over, att_veta="Minskar nästa års bidrag, se Eget kapital"),
    ]


def _make_state_rows(innehall: Innehall) -> list[Tabellrad]:
    """How far the year has come, and what to see over."""
    lage, plan = innehall.lage, innehall.plan
    manader = Cell(sum(lage.rapporterade), f"{{um.ar[{plan.resultat + 1}]}}", "antal")
    rad = len(list_checks(innehall)) + len(innehall.varningar)
    kontroller = Cell(count_to_see_over(innehall), f"{{ko.varde[{rad}]}}", "antal")
    return [
        _make_row("Rapporterade månader", manader, att_veta="Månader med utfall på Utfall per månad"),
        _make_row("Kontroller att se över", kontroller, att_veta=f"Rader med «{SE_OVER}» på Kontroller"),
    ]


def _make_row(
    namn: str,
    budget: Cell,
    prognos: Cell | None = None,
    skillnad: Cell | None = None,
    att_veta: str = "",
    ar_summa: bool = False,
) -> Tabellrad:
    tomt = Cell(None)
    return Tabellrad((text(namn), budget, prognos or tomt, skillnad or tomt, text(att_veta)), ar_summa)


def _compare(plats: int, budget_kr: float, prognos_kr: float, kostnad: bool = False) -> tuple[Cell, Cell, Cell]:
    """A row of Driftbudget as budget, forecast, and their difference (positive is good)."""
    skillnad = budget_kr - prognos_kr if kostnad else prognos_kr - budget_kr
    return (
        Cell(budget_kr, f"{{db.ar_budget[{plats}]}}"),
        Cell(prognos_kr, f"{{db.ar_prognos[{plats}]}}"),
        Cell(skillnad, "{budget}-{prognos}" if kostnad else "{prognos}-{budget}"),
    )


def _make_head_chart(rad: int) -> Diagram:
    """The budget heads as budget and forecast."""
    rader = f"[{_HUVUDEN.start}:{_HUVUDEN.stop}]"
    serier = (
        Serie("Budget", f"{{sm.budget{rader}}}", farg="#9DC3E6"),
        Serie("Prognos", f"{{sm.prognos{rader}}}", farg="#1F4E79"),
    )
    return Diagram("Kostnader per budgethuvud", f"{{sm.namn{rader}}}", serier, f"A{rad}", (520, 310))
