"""Floors and ceilings: their columns on Beräkning, before and after they are whole units, and the sheet Gränser."""

from __future__ import annotations

import numpy as np

from fordelning.begrepp import Vektor
from fordelning.medfinansiering import MARGINAL_KR, ORDNING
from fordelning.modell import EgetKapital
from fordelning.pengar import snap_up
from fordelning.rapport.excel.mellanled import Mellanled
from fordelning.rapport.excel.rubriker import BERAKNING, GRANSER
from fordelning.rapport.excel.tabell import Blad, Kolumn, Tabell
from fordelning.regler.eget_kapital import MINSTA_OVERSKOTT_KR

VISAS = {
    "modellen": "modellen",
    "eget kapital": "eget kapital",
    "askande": "äskande",
    "kommuner": "kommuner",
    "region": "region",
    "sparr": "spärr",
}
"""Who limits, as a reader sees it."""

NARA = "2^-49"
"""What one amount can be trusted to, as a share: 8 of float64's smallest steps, as in the engine's rounding."""

NARA_SUMMA = "2^-47"
"""The same for a sum of some hundred amounts: 32 steps."""

kolumn = BERAKNING.kolumn


def key_of(vem: str) -> str:
    """The column of a ceiling in whole units."""
    return f"tak_{vem.replace(' ', '_')}"


def make_other_bounds(led: Mellanled) -> list[Kolumn]:
    """Tak av sjukpenning, rimlig nivå and tak av eget kapital, and the spärr, as the model has them."""
    steg, m = led.r.modell.steg, led.r.modell.eget_kapital
    har_trappa = m is not None and "eget_kapital" in steg
    return [
        *(_make_tak(led, "modellen", "hogsta_andel*{matt}*kr_per_enhet") if "sjukpenningtak" in steg else ()),
        *(_make_eget_kapital(led, m) if m is not None and har_trappa else ()),
        *_make_sparr(led, har_trappa),
    ]


def _make_eget_kapital(led: Mellanled, m: EgetKapital) -> list[Kolumn]:
    """The trappa's share, the reasonable level, what lies above it, and the ceiling."""
    sett, bidrag = led.r.bok.sett["eget_kapital"], led.r.underlag.bidrag_fjol_kr
    granser = np.array([steg.upp_till_kr for steg in m.trappa if steg.upp_till_kr is not None], np.float64)
    andelar = np.array([steg.andel for steg in m.trappa])[np.searchsorted(granser, bidrag)]
    ar_over = f"{{kapital}}-{{rimlig}}>{MINSTA_OVERSKOTT_KR:.4f}"
    tak = 'IF({overskott}>0,MAX(0,{beraknad}-statens_andel_av_overskott*{overskott}),"")'
    return [
        kolumn("rimlig_andel", andelar, "andel", 'INDEX(trappa_andel,1+COUNTIF(trappa_upp_till_kr,"<"&{bidrag}))'),
        kolumn("rimlig", sett["rimlig_kr"], "ore", "{rimlig_andel}*{bidrag}"),
        kolumn("overskott", sett["overskott_kr"], "ore", f"IF({ar_over},{{kapital}}-{{rimlig}},0)"),
        *_make_tak(led, "eget kapital", tak),
    ]


def _make_sparr(led: Mellanled, har_trappa: bool) -> list[Kolumn]:
    """The spärr's floor. Without a share in its cell there is none."""
    utan = 'OR(hogsta_minskning_andel="",{overskott}>0)' if har_trappa else 'hogsta_minskning_andel=""'
    hela_kr = snap_up(led.golv_fore_kr, led.r.modell.avrundning.enhet_kr)
    uppat = f"-INT(-({{golv_fore}}/enhet_kr-MAX(1E-8,{NARA}*{{golv_fore}}/enhet_kr)))*enhet_kr"
    return [
        kolumn("golv_fore", led.golv_fore_kr, "ore", f"IF({utan},0,{{fjol}}*(1-hogsta_minskning_andel))"),
        kolumn("golv_enhet", hela_kr, "kr", uppat),
    ]


def make_match_bounds(led: Mellanled) -> list[Kolumn]:
    """Medfinansiering: what kommuner and regions have pledged, and the ceilings of äskande, kommuner and region."""
    if "medfinansiering" not in led.r.modell.steg:
        return []
    u, andel = led.r.underlag, led.r.bok.sett["medfinansiering"]["kommunens_andel"]
    vems = '{utfastelser.forbund.alla},{kod},{utfastelser.part.alla},"%s"'
    antal, summa = f'COUNTIFS({vems},{{utfastelser.utlovat.alla}},"<>")', f"SUMIFS({{utfastelser.utlovat.alla}},{vems})"
    lovat = f'IF({antal}=0,"",{summa})'
    tak_kommuner = 'IF({kommun_utlovat}="","",stat_andel/{kommunens_andel}*{kommun_utlovat})'
    tak_region = 'IF(OR({utan_region}="ja",{region_utlovat}=""),"",stat_andel/region_andel*{region_utlovat})'
    return [
        kolumn("kommun_utlovat", blank_inf(u.kommuner_utlovat_kr), "kr", lovat.replace("%s", "kommun")),
        kolumn("region_utlovat", blank_inf(u.regioner_utlovat_kr), "kr", lovat.replace("%s", "region")),
        kolumn("kommunens_andel", andel, "andel", 'IF({utan_region}="ja",kommun_andel+region_andel,kommun_andel)'),
        *_make_tak(led, "askande", "{askande}"),
        *_make_tak(led, "kommuner", tak_kommuner),
        *_make_tak(led, "region", tak_region),
    ]


def _make_tak(led: Mellanled, vem: str, formel: str) -> list[Kolumn]:
    """A ceiling before and after it is made whole units; empty = none."""
    nyckel = key_of(vem)
    nedat = f"INT({{{nyckel}_fore}}/enhet_kr+MAX(1E-8,{NARA}*{{{nyckel}_fore}}/enhet_kr))*enhet_kr"
    return [
        kolumn(f"{nyckel}_fore", blank_inf(led.tak_fore_kr[vem]), "ore", formel),
        kolumn(nyckel, blank_inf(led.r.bok.tak[vem]), "kr", f'IF({{{nyckel}_fore}}="","",{nedat})'),
    ]


def make_total_bounds(led: Mellanled) -> list[Kolumn]:
    """The lowest ceiling; the floor, never above it; and who limits."""
    r, marginal = led.r, f"{MARGINAL_KR:.4f}"
    tak = ",".join(f"{{{key_of(vem)}}}" for vem in r.bok.tak)
    lagst = f'IF(COUNT({tak})=0,"",MIN({tak}))' if tak else '""'
    vem_satter = '""'
    for vem in reversed([vem for vem in ORDNING if vem in r.bok.tak]):
        vem_satter = f'IF({{{key_of(vem)}}}={{tak}},"{VISAS[vem]}",{vem_satter})'
    vid_tak = f"OR({{fri}}>{{tak}}+{marginal},AND(rest_kr>0,{{nyckel}}>0),{{golv_enhet}}>{{tak}})"
    vid_golv = f"AND({{golv_enhet}}>0,{{fri}}<{{golv_enhet}}-{marginal})"
    annars = f'IF({vid_golv},"{VISAS["sparr"]}","{VISAS["modellen"]}")'
    vem_begransar = f'IF(IF({{tak}}="",FALSE,{vid_tak}),{vem_satter},{annars})'
    return [
        kolumn("tak", blank_inf(r.bok.tak_kr), "kr", lagst),
        kolumn("golv", r.bok.golv_kr, "kr", 'IF({tak}="",{golv_enhet},MIN({golv_enhet},{tak}))'),
        kolumn("begransas", [VISAS[str(vem)] for vem in r.begransas_av], "text", vem_begransar),
    ]


def make_granser_sheet(led: Mellanled, hojda_kr: Vektor) -> Blad:
    """The sheet Gränser: who limits each förbund, by how much, and what it would receive had they given more."""
    r, k = led.r, GRANSER.kolumn
    fri = np.asarray(r.bok.sett["aterfordelning"]["fri_kr"], np.float64)
    golv = np.where(r.bok.golv_kr > 0, r.bok.golv_kr, np.nan)
    visa = 'IF({berakning.%s}="","",{berakning.%s})'
    tak = [(key_of(vem), blank_inf(r.bok.tak[vem])) for vem in ORDNING if vem in r.bok.tak]
    kolumner = (
        k("kod", r.underlag.koder),
        k("namn", [f.namn for f in r.underlag.forbund]),
        k("vem", [VISAS[str(v)] for v in r.begransas_av], "text", "{berakning.begransas}"),
        k("tilldelning", r.tilldelning_kr, "kr", "{berakning.tilldelning}"),
        k("utan", fri, "kr", "{berakning.fri}"),
        k("skillnad", led.efter_kr["aterfordelning"] - fri, "kr", "{berakning.efter_aterfordelning}-{utan}"),
        k("golv", golv, "kr", 'IF({berakning.golv}=0,"",{berakning.golv})'),
        *(k(nyckel, varden, "kr", visa % (nyckel, nyckel)) for nyckel, varden in tak),
        k("om_mer", hojda_kr, "kr"),
    )
    return Blad(
        "Gränser",
        f"Vem begränsar, och hur mycket {r.underlag.budgetar}",
        "Golv och tak per förbund i hela enheter. Det lägsta taket gäller; tomt = inget.",
        (Tabell("granser", kolumner),),
        fasta=2,
    )


def blank_inf(varden: Vektor) -> Vektor:
    """The amounts, with nan (an empty cell) where there is no limit."""
    return np.where(np.isfinite(varden), varden, np.nan)
