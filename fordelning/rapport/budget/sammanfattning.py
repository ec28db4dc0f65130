"""Sammanfattning: the figures a board asks for first, charts, and what is on which sheet."""

from __future__ import annotations

from fordelning.rapport.budget.innehall import Innehall
from fordelning.rapport.budget.kontroller import SE_OVER, list_checks
from fordelning.rapport.budget.sida import Bit, Cell, Diagram, Rubrik, Serie, Sida, Tabellrad, Villkor, make_sida, text

_RUBRIKER = (
    Rubrik("namn", "Uppgift", 40, ar_tal=False),
    Rubrik("budget", "Budget", 16),
    Rubrik("prognos", "Prognos", 16),
    Rubrik("skillnad", "Prognos mot budget", 16),
    Rubrik("text", "Att veta", 70, ar_tal=False),
)

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


def make_summary_sheet(innehall: Innehall) -> Sida:
    """The first sheet."""
    rader = _make_rows(innehall)
    blad = [Tabellrad((text(namn), text(vad), *(Cell(None),) * 3)) for namn, vad in _BLADEN]
    tomma = (Rubrik(f"tom{j}", "", bredd, ar_tal=False) for j, bredd in enumerate((16, 16, 70)))
    rubriker = (Rubrik("namn", "Blad", 40, ar_tal=False), Rubrik("vad", "Innehåll", 16, ar_tal=False), *tomma)
    diagramrad = 4 + len(rader) + 2
    bitar = [
        Bit("sm", _RUBRIKER, rader, definierade={"forbund_kod": ("budget", 0), "budgetar": ("budget", 1)}),
        Bit("bl", rubriker, blad, rad=diagramrad + 17),
    ]
    villkor = (
        Villkor(
            "sm", ("budget", "prognos"), "formel", "gul", 'AND({namn}="Eget kapital över rimlig nivå",N({budget})>0)'
        ),
        Villkor("sm", ("skillnad",), "under 0", "rod"),
        Villkor("sm", ("skillnad",), "over 0", "gron"),
    )
    beskrivning = (
        "Blå celler på bladen är planen och gula är uppföljning; resten räknas av boken och är skyddat utan lösenord."
    )
    titel = f"Budget {innehall.underlag.budgetar} – {innehall.underlag.namn}"
    return make_sida(
        "Sammanfattning",
        titel,
        beskrivning,
        bitar,
        fasta=1,
        villkor=villkor,
        en_sida=True,
        diagram=_make_charts(innehall, diagramrad),
    )


def _make_rows(innehall: Innehall) -> list[Tabellrad]:
    u, lage, plan = innehall.underlag, innehall.lage, innehall.plan
    ar, h = innehall.budget.budgetaret, len(u.historik)
    antal = sum(not k.haller for k in list_checks(innehall)) + len(u.varningar)
    kontrollrad = len(list_checks(innehall)) + len(u.varningar)
    dt, p = "{db.ar_budget[%d]}", "{db.ar_prognos[%d]}"
    rapporterade = sum(lage.rapporterade)
    rimlig = "ingen gräns" if ar.rimlig_kr is None else ar.rimlig_kr
    prognosrimlig = "ingen gräns" if lage.prognos_rimlig_kr is None else lage.prognos_rimlig_kr
    rader = [
        _row("Förbundets kod", text(u.forbund_kod)),
        _row("Budgetår", Cell(u.budgetar, form="ar")),
        _row(
            "Statens bidrag",
            Cell(u.statens_bidrag_kr, "statens_bidrag_kr"),
            vad="Tilldelningen enligt fördelningsmodellen",
        ),
        _amounts(
            "Intäkter, alla parter",
            ar.intakter_kr,
            lage.prognos_intakter_kr,
            dt % plan.summa_intakter,
            p % plan.summa_intakter,
        ),
    ]
    for namn, plats, huvud in (("Styrelse", plan.huvuden, ar.styrelse_kr), ("Administration", plan.huvuden + 1, ar.administration_kr),
                               ("Revision", plan.huvuden + 2, ar.revision_kr), ("Insatser", plan.summa_insatser, sum(ar.insatser_kr))):  # fmt: skip
        vad = sum(sum(x.prognos_kr) for x in lage.lagen if x.rad.huvud == namn.lower())
        rader.append(_amounts(namn, huvud, vad, dt % plats, p % plats, kostnad=True))
    k = plan.summa_kostnader
    rader += [
        _amounts("Kostnader", ar.kostnader_kr, lage.prognos_kostnader_kr, dt % k, p % k, kostnad=True, summa=True),
        _amounts("Resultat", ar.resultat_kr, lage.prognos_intakter_kr - lage.prognos_kostnader_kr, dt % plan.resultat, p % plan.resultat, summa=True,
                 vad="Minus använder eget kapital, plus är inte planerat och bygger upp det"),
        _amounts("Eget kapital vid årets början", u.eget_kapital_kr, u.eget_kapital_kr, "eget_kapital_kr", "eget_kapital_kr"),
        _amounts("Eget kapital vid årets slut", ar.utgaende_kr, lage.prognos_utgaende_kr, f"{{ek.utgaende[{h}]}}", f"{{ek.utgaende[{h + 1}]}}"),
        _row("Rimlig nivå på eget kapital", Cell(rimlig, f"{{ek.rimlig[{h}]}}"), Cell(prognosrimlig, f"{{ek.rimlig[{h + 1}]}}")),
        _row("Eget kapital över rimlig nivå", Cell(ar.overskott_kr, f"{{ek.overskott[{h}]}}"), Cell(lage.prognos_overskott_kr, f"{{ek.overskott[{h + 1}]}}"),
             vad="Minskar nästa års bidrag, se Eget kapital"),
        _row("Rapporterade månader", Cell(rapporterade, f"{{um.ar[{plan.resultat + 1}]}}", "antal"), vad="Månader med utfall på Utfall per månad"),
        _row("Kontroller att se över", Cell(antal, f"{{ko.varde[{kontrollrad}]}}", "antal"), vad=f"Rader med «{SE_OVER}» på Kontroller"),
    ]  # fmt: skip
    return rader


def _row(namn: str, budget: Cell, prognos: Cell | None = None, vad: str = "") -> Tabellrad:
    return Tabellrad((text(namn), budget, prognos or Cell(None), Cell(None), text(vad)))


def _amounts(
    namn: str, budget: float, prognos: float, b: str, p: str, kostnad: bool = False, summa: bool = False, vad: str = ""
) -> Tabellrad:
    """A row of budget, forecast and their difference (positive is good)."""
    formel = "{budget}-{prognos}" if kostnad else "{prognos}-{budget}"
    skillnad = Cell(budget - prognos if kostnad else prognos - budget, formel)
    return Tabellrad((text(namn), Cell(budget, b), Cell(prognos, p), skillnad, text(vad)), summa)


def _make_charts(innehall: Innehall, rad: int) -> tuple[Diagram, ...]:
    """The heads as budget and forecast, and eget kapital against the reasonable level."""
    huvuden = (
        Serie("Budget", "{sm.budget[4:8]}", farg="#9DC3E6"),
        Serie("Prognos", "{sm.prognos[4:8]}", farg="#1F4E79"),
    )
    kapital = (
        Serie("Eget kapital vid årets slut", "{ek.utgaende.alla}"),
        Serie("Rimlig nivå", "{ek.rimlig.alla}", "line", "#C55A11"),
    )
    return (
        Diagram("Kostnader per budgethuvud", "{sm.namn[4:8]}", huvuden, f"A{rad}", (520, 310)),
        Diagram("Eget kapital och rimlig nivå", "{ek.etikett.alla}", kapital, f"D{rad}", (610, 310)),
    )
