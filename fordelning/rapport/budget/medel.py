"""Medelstillgångar per finansiär, and Kommunfördelning: how regions and kommuner share their parts, live."""

from __future__ import annotations

import math

from fordelning.budget.berakning import choose_weights
from fordelning.budget.poster import Finansiar
from fordelning.budget.underlag import Motpart
from fordelning.rapport.budget.innehall import Innehall
from fordelning.rapport.budget.rader import add_periods
from fordelning.rapport.budget.sida import Bit, Cell, Rubrik, Sida, Tabellrad, Villkor, make_sida, text

_PARTER = {"stat": "Stat", "region": "Region", "kommun": "Kommun", "ovrigt": "Övrigt"}

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
    lage, finansiarer = innehall.lage, innehall.budget.finansiarer
    n = len(finansiarer)
    bidrag_kr = sum(f.belopp_kr for f in finansiarer)
    rader = [_make_payer_row(innehall, i, f, bidrag_kr) for i, f in enumerate(finansiarer)]
    intakter = [x for x in lage.lagen if x.rad.ar_intakt]
    perioder = [sum(kolumn) for kolumn in zip(*(add_periods(x.utfall_kr)[12:] for x in intakter), strict=True)]
    avvikelse, prognos = sum(sum(x.avvikelse_kr) for x in intakter), lage.prognos_intakter_kr
    utlovat = sum(f.utlovat_kr or 0 for f in finansiarer)
    summor = (utlovat, bidrag_kr, *perioder, avvikelse, prognos, prognos - bidrag_kr)
    nycklar = [r.nyckel for r in _MEDEL[4:]]
    celler = [Cell(v, f"SUM({{{k}[0:{n}]}})") for v, k in zip(summor, nycklar, strict=True)]
    rader.append(
        Tabellrad(
            (
                text("SUMMA-INTAKTER"),
                text("Summa årets intäkter"),
                text(""),
                Cell(1.0, f"SUM({{andel[0:{n}]}})", "andel"),
                *celler,
            ),
            True,
        )
    )
    kapital = innehall.underlag.eget_kapital_kr
    tomt = Cell(None)
    rader.append(
        Tabellrad((text("EGET-KAPITAL"), text("Eget kapital vid årets början"), text("Eget kapital"), tomt, tomt,
                   Cell(kapital, "eget_kapital_kr"), tomt, tomt, tomt, Cell(kapital, "eget_kapital_kr"), tomt,
                   Cell(kapital, "eget_kapital_kr"), tomt))
    )  # fmt: skip
    medel = {"budget": bidrag_kr, "utfall": perioder[-1], "prognos": prognos}
    sista = [Cell(medel[k] + kapital, f"SUM({{{k}[{n}:{n + 2}]}})") if k in medel else tomt for k in nycklar]
    rader.append(Tabellrad((text("SUMMA-MEDEL"), text("Summa medelstillgångar"), text(""), tomt, *sista), True))
    villkor = tuple(
        Villkor("me", ("avvikelse", "prognosavvikelse"), nar, farg)
        for nar, farg in (("under 0", "rod"), ("over 0", "gron"))
    )
    beskrivning = "Vem som betalar, hela kronor. Utfallet fylls i per månad. Vem som betalar vad av regionernas och kommunernas delar räknas på Kommunfördelning."
    return make_sida(
        "Medelstillgångar",
        innehall.name_sheet("Medelstillgångar"),
        beskrivning,
        [Bit("me", _MEDEL, rader)],
        villkor=villkor,
    )


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
            text(_PARTER[f.part]),
            Cell(andel, f"IF({{budget[{n}]}}=0,0,{{budget}}/{{budget[{n}]}})", "andel"),
            Cell(f.utlovat_kr),
            Cell(f.belopp_kr, formel),
            *utfallsceller,
            Cell(sum(lage.avvikelse_kr), "{am.ar}"),
            Cell(prognos, "{pm.ar}"),
            Cell(prognos - f.belopp_kr, "{prognos}-{budget}"),
        )
    )


_DELNING = (
    Rubrik("kod", "Kod", 17, ar_tal=False),
    Rubrik("namn", "Region eller kommun", 38, ar_tal=False),
    Rubrik("part", "Part", 10, ar_tal=False),
    Rubrik("invanare", "Invånare", 11),
    Rubrik("andel", "Andel av invånare", 10),
    Rubrik("utlovat", "Utlovat", 12),
    Rubrik("egen", "Egen överens- kommelse (vikt)", 12),
    Rubrik("grund", "Vikt som används", 12),
    Rubrik("summa", "Partens summa", 12),
    Rubrik("exakt", "Del före avrundning", 14),
    Rubrik("hela", "Hela kronor", 12),
    Rubrik("rest", "Rest", 9),
    Rubrik("rang", "Turordning för rest", 10),
    Rubrik("belopp", "Bidrag", 12),
    Rubrik("per_invanare", "Kr per invånare", 10),
)


def make_kommun_sheet(innehall: Innehall) -> Sida:
    """The parts of regions and kommuner shared by inhabitants, by pledges where there are any, or as agreed."""
    motparter = innehall.underlag.motparter
    n = len(motparter)
    rader = [_make_share_row(innehall, m, n) for m in motparter]
    summa = sum(f.belopp_kr for f in innehall.budget.finansiarer if f.part in ("region", "kommun"))
    tomt = Cell(None)
    celler = [tomt] * 10 + [Cell(summa, f"SUM({{belopp[0:{n}]}})"), tomt]
    rader.append(Tabellrad((text("SUMMA"), text("Summa regioner och kommuner"), text(""), *celler), True))
    beskrivning = (
        "Varje parts summa delas efter invånare; efter utfästelser om det finns några; efter egna vikter om de fylls i (blå celler). "
        "Hela kronor, största rest först."
    )
    return make_sida(
        "Kommunfördelning",
        innehall.name_sheet("Kommunfördelning"),
        beskrivning,
        [Bit("kf", _DELNING, rader)],
        "rakning",
    )


def _make_share_row(innehall: Innehall, m: Motpart, n: int) -> Tabellrad:
    """One member's share; the formulas do what `pengar.dela_heltal` does, ties in code order."""
    egna = [x for x in innehall.underlag.motparter if x.part == m.part]
    finansiarer = [f for f in innehall.budget.finansiarer if f.part == m.part]
    vikter, plats = choose_weights(egna), egna.index(m)
    summa = sum(f.belopp_kr for f in finansiarer)
    exakta = [round(summa * v / sum(vikter), 6) if sum(vikter) else round(summa / len(egna), 6) for v in vikter]
    rester = [round(x - math.floor(x), 6) for x in exakta]
    rang = sum(r > rester[plats] for r in rester) + sum(r == rester[plats] for r in rester[:plats])
    invanare = sum(x.invanare_antal for x in egna)
    belopp = finansiarer[plats].belopp_kr
    i_part = {
        k: f"SUMIFS({{{k}[0:{n}]}},{{part[0:{n}]}},{{part}})" for k in ("invanare", "utlovat", "egen", "grund", "hela")
    }
    lika = f"COUNTIF({{part[0:{n}]}},{{part}})"
    rangformel = (
        f"SUMPRODUCT(({{part[0:{n}]}}={{part}})*({{rest[0:{n}]}}>{{rest}}))"
        f"+SUMPRODUCT(({{part[0:{n}]}}={{part}})*({{rest[0:{n}]}}={{rest}})*(ROW({{rest[0:{n}]}})<ROW()))"
    )
    return Tabellrad(
        (
            text(m.kod),
            text(m.namn),
            text(_PARTER[m.part]),
            Cell(m.invanare_antal, form="antal", inmatning="plan", krav="antal"),
            Cell(
                m.invanare_antal / invanare if invanare else 0,
                f"IF({i_part['invanare']}=0,0,{{invanare}}/{i_part['invanare']})",
                "andel",
            ),
            Cell(m.utlovat_kr, inmatning="plan", krav="kr"),
            Cell(m.egen_vikt, form="tal", inmatning="plan", krav="vikt"),
            Cell(
                vikter[plats],
                f"IF({i_part['egen']}>0,N({{egen}}),IF({i_part['utlovat']}>0,N({{utlovat}}),{{invanare}}))",
                "antal",
            ),
            Cell(summa, "region_kr" if m.part == "region" else "kommuner_kr"),
            Cell(
                exakta[plats],
                f"ROUND(IF({i_part['grund']}=0,{{summa}}/{lika},{{summa}}*{{grund}}/{i_part['grund']}),6)",
                "ore",
            ),
            Cell(math.floor(exakta[plats]), "INT({exakt})"),
            Cell(rester[plats], "ROUND({exakt}-{hela},6)", "ore"),
            Cell(rang, rangformel, "antal"),
            Cell(belopp, f"{{hela}}+IF({{rang}}<{{summa}}-{i_part['hela']},1,0)"),
            Cell(
                belopp / m.invanare_antal if m.invanare_antal else "", 'IF({invanare}=0,"",{belopp}/{invanare})', "tal"
            ),
        )
    )
