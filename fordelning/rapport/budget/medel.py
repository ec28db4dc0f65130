"""Medelstillgångar: the budget year's money per finansiär."""

from __future__ import annotations

from fordelning.budget.poster import Finansiar
from fordelning.rapport.budget.innehall import Innehall
from fordelning.rapport.budget.rader import add_periods
from fordelning.rapport.budget.sida import Bit, Cell, Diagram, Rubrik, Serie, Sida, Tabellrad, Villkor, make_sida, text

PARTER = {"stat": "Stat", "region": "Region", "kommun": "Kommun", "ovrigt": "Övrigt"}

_MEDEL = (
    Rubrik("kod", "Kod", 17, ar_tal=False),
    Rubrik("namn", "Finansiär", 38, ar_tal=False),
    Rubrik("part", "Part", 12, ar_tal=False),
    Rubrik("andel", "Andel av bidragen", 10),
    Rubrik("utlovat", "Utlovat", 12),
    Rubrik("budget", "Budget", 12),
    Rubrik("t1", "Utfall tertial 1", 12),
    Rubrik("t2", "Utfall tertial 2", 12),
    Rubrik("t3", "Utfall tertial 3", 12),
    Rubrik("utfall", "Utfall året", 12),
    Rubrik("avvikelse", "Avvikelse rapporterade månader", 13),
    Rubrik("prognos", "Prognos året", 12),
    Rubrik("prognosavvikelse", "Avvikelse prognos", 12),
)


def make_medel_sheet(innehall: Innehall) -> Sida:
    """Who pays what: the state, region(s), kommun(er) one by one, other income, and eget kapital as its own line."""
    finansiarer = innehall.budget.finansiarer
    n = len(finansiarer)
    bidrag_kr = sum(f.belopp_kr for f in finansiarer)
    rader = [_make_payer_row(innehall, i, f, bidrag_kr) for i, f in enumerate(finansiarer)]
    rader += _make_sum_rows(innehall, bidrag_kr)
    villkor = (
        Villkor("me", ("avvikelse", "prognosavvikelse"), "under 0", "rod"),
        Villkor("me", ("avvikelse", "prognosavvikelse"), "over 0", "gron"),
    )
    serier = (
        Serie("Budget", f"{{me.budget[0:{n - 1}]}}", farg="#9DC3E6"),
        Serie("Utfall hittills", f"{{me.utfall[0:{n - 1}]}}", farg="#1F4E79"),
    )
    diagram = Diagram("Bidrag per finansiär", f"{{me.namn[0:{n - 1}]}}", serier, f"A{len(rader) + 7}", (1000, 330))
    beskrivning = (
        "Vem som betalar, hela kronor. Utfallet fylls i på Utfall per månad; hur regionerna och kommunerna delar sina "
        "delar står på Kommunfördelning."
    )
    return make_sida(
        "Medelstillgångar",
        innehall.name_sheet("Medelstillgångar"),
        beskrivning,
        [Bit("me", _MEDEL, rader)],
        villkor=villkor,
        diagram=(diagram,),
    )


def _make_sum_rows(innehall: Innehall, bidrag_kr: int) -> list[Tabellrad]:
    """The year's income, eget kapital when the year begins, and what there is in all."""
    lage, n, tomt = innehall.lage, len(innehall.budget.finansiarer), Cell(None)
    kapital_kr, prognos_kr = innehall.underlag.eget_kapital_kr, lage.prognos_intakter_kr
    intakter = [x for x in lage.lagen if x.rad.ar_intakt]
    utfall = [sum(kolumn) for kolumn in zip(*(add_periods(x.utfall_kr)[12:] for x in intakter), strict=True)]
    summor = {
        "utlovat": sum(f.utlovat_kr or 0 for f in innehall.budget.finansiarer),
        "budget": bidrag_kr,
        **dict(zip(("t1", "t2", "t3", "utfall"), utfall, strict=True)),
        "avvikelse": sum(sum(x.avvikelse_kr) for x in intakter),
        "prognos": prognos_kr,
        "prognosavvikelse": prognos_kr - bidrag_kr,
    }
    arets = [Cell(v, f"SUM({{{k}[0:{n}]}})") for k, v in summor.items()]
    medel = ("budget", "utfall", "prognos")
    kapital = [Cell(kapital_kr, "eget_kapital_kr") if k in medel else tomt for k in summor]
    allt = [Cell(summor[k] + kapital_kr, f"SUM({{{k}[{n}:{n + 2}]}})") if k in medel else tomt for k in summor]
    andel = Cell(1.0 if bidrag_kr else 0.0, f"SUM({{andel[0:{n}]}})", "andel")
    return [
        Tabellrad((text("SUMMA-INTAKTER"), text("Summa årets intäkter"), text(""), andel, *arets), True),
        Tabellrad((text("EGET-KAPITAL"), text("Eget kapital vid årets början"), text("Eget kapital"), tomt, *kapital)),
        Tabellrad((text("SUMMA-MEDEL"), text("Summa medelstillgångar"), text(""), tomt, *allt), True),
    ]


def _make_payer_row(innehall: Innehall, i: int, f: Finansiar, bidrag_kr: int) -> Tabellrad:
    lage = innehall.lage.lagen[i]
    n = len(innehall.budget.finansiarer)
    formel = {"stat": "statens_bidrag_kr", "ovrigt": ""}.get(f.part, f"{{kf.belopp[{i - 1}]}}")
    utfall = add_periods(lage.utfall_kr)[12:]
    utfallsceller = [Cell(v, f"{{um.{p}}}") for v, p in zip(utfall, ("t1", "t2", "t3", "ar"), strict=True)]
    prognos = sum(lage.prognos_kr)
    andel = f.belopp_kr / bidrag_kr if bidrag_kr else 0
    return Tabellrad(
        (
            text(f.kod),
            text(f.namn),
            text(PARTER[f.part]),
            Cell(andel, f"IF({{budget[{n}]}}=0,0,{{budget}}/{{budget[{n}]}})", "andel"),
            Cell(f.utlovat_kr or 0, f"N({{kf.utlovat[{i - 1}]}})" if f.part in ("region", "kommun") else ""),
            Cell(f.belopp_kr, formel),
            *utfallsceller,
            Cell(sum(lage.avvikelse_kr), "{am.ar}"),
            Cell(prognos, "{pm.ar}"),
            Cell(prognos - f.belopp_kr, "{prognos}-{budget}"),
        )
    )
