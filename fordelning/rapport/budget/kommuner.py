"""Kommunfördelning: how regions and kommuner share their parts, live, in whole kronor by largest remainder."""

from __future__ import annotations

import math
from dataclasses import dataclass

from fordelning.budget.berakning import choose_weights
from fordelning.budget.underlag import Motpart
from fordelning.rapport.budget.innehall import Innehall
from fordelning.rapport.budget.insatser import make_ratio
from fordelning.rapport.budget.medel import PARTER
from fordelning.rapport.budget.sida import Bit, Cell, Rubrik, Sida, Tabellrad, make_sida, text

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
        "Varje parts summa delas efter invånare; efter utfästelser om det finns några; efter egna vikter om de fylls i "
        "(blå celler). Hela kronor, största rest först."
    )
    return make_sida(
        "Kommunfördelning",
        innehall.name_sheet("Kommunfördelning"),
        beskrivning,
        [Bit("kf", _DELNING, rader)],
        "rakning",
    )


@dataclass(frozen=True, slots=True)
class _Del:
    """A member's share before rounding, its remainder, the remainder's place among the part's, and the part's sums."""

    vikt: float
    summa_kr: int
    exakt_kr: float
    rest_kr: float
    rang: int
    belopp_kr: int
    partens_invanare: int


def _share_out(innehall: Innehall, m: Motpart) -> _Del:
    """What `pengar.dela_heltal` does, step by step as the sheet shows it; ties in code order."""
    egna = [x for x in innehall.underlag.motparter if x.part == m.part]
    belopp = [f.belopp_kr for f in innehall.budget.finansiarer if f.part == m.part]
    vikter, plats, summa = choose_weights(egna), egna.index(m), sum(belopp)
    alla = math.fsum(vikter)
    delar = [v / alla if alla else 1 / len(egna) for v in vikter]
    exakta = [round(summa * d, 6) for d in delar]
    rester = [round(x - math.floor(x), 6) for x in exakta]
    rang = sum(r > rester[plats] for r in rester) + sum(r == rester[plats] for r in rester[:plats])
    invanare = sum(x.invanare_antal for x in egna)
    return _Del(vikter[plats], summa, exakta[plats], rester[plats], rang, belopp[plats], invanare)


def _make_share_row(innehall: Innehall, m: Motpart, n: int) -> Tabellrad:
    d = _share_out(innehall, m)
    delar = ("invanare", "utlovat", "egen", "grund", "hela")
    part = {k: f"SUMIFS({{{k}[0:{n}]}},{{part[0:{n}]}},{{part}})" for k in delar}
    egen = f"IF({part['egen']}>0,N({{egen}}),IF({part['utlovat']}>0,N({{utlovat}}),{{invanare}}))"
    lika = f"COUNTIF({{part[0:{n}]}},{{part}})"
    i_part, rest = f"({{part[0:{n}]}}={{part}})", f"{{rest[0:{n}]}}"
    rang = f"SUMPRODUCT({i_part}*({rest}>{{rest}}))+SUMPRODUCT({i_part}*({rest}={{rest}})*(ROW({rest})<ROW()))"
    exakt = f"ROUND(IF({part['grund']}=0,{{summa}}/{lika},{{summa}}*{{grund}}/{part['grund']}),6)"
    andel = m.invanare_antal / d.partens_invanare if d.partens_invanare else 0
    return Tabellrad(
        (
            text(m.kod),
            text(m.namn),
            text(PARTER[m.part]),
            Cell(m.invanare_antal, form="antal", inmatning="plan", krav="antal"),
            Cell(andel, f"IF({part['invanare']}=0,0,{{invanare}}/{part['invanare']})", "andel"),
            Cell(m.utlovat_kr, inmatning="plan", krav="kr"),
            Cell(m.egen_vikt, form="tal", inmatning="plan", krav="vikt"),
            Cell(d.vikt, egen, "antal"),
            Cell(d.summa_kr, "region_kr" if m.part == "region" else "kommuner_kr"),
            Cell(d.exakt_kr, exakt, "ore"),
            Cell(math.floor(d.exakt_kr), "INT({exakt})"),
            Cell(d.rest_kr, "ROUND({exakt}-{hela},6)", "ore"),
            Cell(d.rang, rang, "antal"),
            Cell(d.belopp_kr, f"{{hela}}+IF({{rang}}<{{summa}}-{part['hela']},1,0)"),
            make_ratio(d.belopp_kr, m.invanare_antal, "{belopp}", "{invanare}", "tal"),
        )
    )
