"""The sheet Beräkning: every förbund's way from inputs to grant, one column per figure, in the order of the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from fordelning.rapport.excel.granser import (
    blank_inf,
    make_match_bounds,
    make_other_bounds,
    make_total_bounds,
)
from fordelning.rapport.excel.mellanled import Mellanled
from fordelning.rapport.excel.rubriker import BERAKNING
from fordelning.rapport.excel.tabell import Blad, Kolumn, Tabell

TAK_I_STEG: dict[str, list[str]] = {
    "sjukpenningtak": ["{tak_modellen}"],
    "eget_kapital": ["{tak_eget_kapital}"],
    "sparr": [],
    "medfinansiering": ["{tak_askande}", "{tak_kommuner}", "{tak_region}"],
}
"""The ceilings that each step with bounds adds."""

kolumn = BERAKNING.kolumn


def list_groups(led: Mellanled) -> dict[str, list[Kolumn]]:
    """The columns of Beräkning, by the part of the calculation they belong to."""
    return {
        "Underlag": _gather_inputs(led),
        "Grundtilldelning och nyckel": _base_and_key(led),
        "Eget kapital och spärr": make_other_bounds(led),
        "Medfinansiering": make_match_bounds(led),
        "Golv och tak": make_total_bounds(led),
        "Saldo efter varje steg": _balances(led),
        "Återfördelning": _share_out(led),
        "Avrundning": _round(led),
    }


def make_berakning_sheet(grupper: Mapping[str, Sequence[Kolumn]]) -> Blad:
    """The sheet: inputs gathered, base and key, floors and ceilings, λ, and the rounding."""
    return Blad(
        "Beräkning",
        "Beräkning per förbund",
        "Läses från vänster till höger i reglernas ordning. Varje tal är en formel på Underlag, Områden, Utfästelser "
        "och Parametrar. Bladet Ett förbund visar samma rad uppifrån och ned.",
        (Tabell("berakning", tuple(kolumn for kolumner in grupper.values() for kolumn in kolumner)),),
        slag="rakning",
        sidbredd=5,
        fasta=2,
    )


def _gather_inputs(led: Mellanled) -> list[Kolumn]:
    """What the data sheets say of each förbund. `rad` finds the förbund's row, whatever order Underlag is sorted in."""
    u = led.r.underlag
    nummer = list(range(1, len(u.koder) + 1))
    summa = "SUMIFS({omraden.%s.alla},{omraden.forbund.alla},{kod})"
    ur = "INDEX({underlag.%s.alla},{rad})"
    har_region = 'COUNTIFS({omraden.forbund.alla},{kod},{omraden.region.alla},"<>")'
    bidrag, askande, manader = (ur % namn for namn in ("bidrag", "askande", "manader"))
    utan_region = ["ja" if utan else "nej" for utan in u.utan_region]
    return [
        kolumn("kod", u.koder),
        kolumn("namn", [f.namn for f in u.forbund]),
        kolumn("ordning", nummer, "antal"),
        kolumn("rad", nummer, "antal", "MATCH({kod},{underlag.kod.alla},0)"),
        kolumn("invanare", u.invanare_antal, "antal", summa % "invanare"),
        kolumn("matt", u.forsorjningsmatt, "tal", summa % "matt"),
        kolumn("utan_region", utan_region, "text", f'IF({har_region}=0,"ja","nej")'),
        kolumn("manader", u.manader_andel, "fin", f'IF({manader}="",1,{manader}/12)'),
        kolumn("fjol", u.tilldelning_fjol_kr, "kr", ur % "fjol"),
        kolumn("kapital", u.eget_kapital_kr, "kr", ur % "kapital"),
        kolumn("bidrag", u.bidrag_fjol_kr, "kr", f'IF({bidrag}="",2*{{fjol}},{bidrag})'),
        kolumn("askande", blank_inf(u.askande_kr), "kr", f'IF({askande}="","",{askande})'),
    ]


def _base_and_key(led: Mellanled) -> list[Kolumn]:
    """Grundtilldelning and fördelningsnyckel."""
    sett = led.r.bok.sett["fordelningsnyckel"]
    enligt_nyckel = led.r.bok.poster["fordelningsnyckel"]
    vagd = "andel_forsorjningsmatt*{matt_andel}+andel_invanare*{invanare_andel}"
    nyckel = "{manader}*{vagd}/SUMPRODUCT({manader.alla},{vagd.alla})"
    return [
        kolumn("grund", led.grund_kr, "ore", "belopp_kr*{manader}"),
        kolumn("matt_andel", sett["forsorjningsmatt_andel"], "andel_fin", "{matt}/SUM({matt.alla})"),
        kolumn("invanare_andel", sett["invanare_andel"], "andel_fin", "{invanare}/SUM({invanare.alla})"),
        kolumn("vagd", sett["vagd_andel"], "andel_fin", vagd),
        kolumn("nyckel", led.nyckel_andel, "andel_fin", nyckel),
        kolumn("enligt_nyckel", enligt_nyckel, "ore", "(ram_kr-SUM({grund.alla}))*{nyckel}"),
        kolumn("beraknad", led.grund_kr + enligt_nyckel, "ore", "{grund}+{enligt_nyckel}"),
    ]


def _balances(led: Mellanled) -> list[Kolumn]:
    """The balance after each step with a bound: the balance before, held within the floors and ceilings so far."""
    kolumner, fore, tak, golv = [], "{beraknad}", list[str](), "0"
    for steg in [s for s in led.r.modell.steg if s in TAK_I_STEG]:
        tak += TAK_I_STEG[steg]
        golv = "{golv_enhet}" if steg == "sparr" else golv
        lyft = f"MAX(MIN({','.join([golv, *tak])}),{fore})"
        kolumner.append(kolumn(f"efter_{steg}", led.efter_kr[steg], "ore", f"MIN({','.join([*tak, lyft])})"))
        fore = f"{{efter_{steg}}}"
    return kolumner


def _share_out(led: Mellanled) -> list[Kolumn]:
    """Återfördelning: the break points of λ, and the amount that λ gives, within floor and ceiling."""
    fri, efter = led.r.bok.sett["aterfordelning"]["fri_kr"], led.efter_kr["aterfordelning"]
    punkt = 'IF({nyckel}>0,({%s}-{grund})/{nyckel},"")'
    return [
        kolumn("tak_i_rakningen", led.tak_i_rakningen_kr, "kr", 'IF({tak}="",ram_kr,{tak})'),
        kolumn("lyfts_till", led.lyfts_till, "kr", punkt % "golv"),
        kolumn("stoppas_vid", led.stoppas_vid, "kr", punkt % "tak_i_rakningen"),
        kolumn("fri", fri, "ore", "{grund}+lambda_kr*{nyckel}"),
        kolumn("efter_aterfordelning", efter, "ore", "MAX({golv},MIN({tak_i_rakningen},{fri}))"),
    ]


def _round(led: Mellanled) -> list[Kolumn]:
    """Avrundning by largest remainder."""
    avrundning = led.avrundning
    plats, upp = avrundning.plats.astype(np.float64), (avrundning.plats < avrundning.antal_upp).astype(np.float64)
    grupp = "INDEX({rester.grupp.alla},MATCH({rest},{rester.rest.alla},0))"
    storre = 'COUNTIF({restgrupp.alla},"<"&{restgrupp})'
    lika_tidigare = 'COUNTIFS({restgrupp.alla},{restgrupp},{ordning.alla},"<"&{ordning})'
    return [
        kolumn("enheter", led.enheter, "fin", "{efter_aterfordelning}/enhet_kr"),
        kolumn("hela", avrundning.hela_antal, "antal", "INT({enheter}+lika_inom_enheter)"),
        kolumn("rest", led.rester, "fin", "MAX({enheter}-{hela},0)"),
        kolumn("restgrupp", led.restgrupp, "antal", grupp),
        kolumn("turordning", plats, "antal", f"{storre}+{lika_tidigare}"),
        kolumn("upp", upp, "antal", "IF({turordning}<rundas_upp_antal,1,0)"),
        kolumn("tilldelning", led.r.tilldelning_kr, "kr", "({hela}+{upp})*enhet_kr"),
    ]
