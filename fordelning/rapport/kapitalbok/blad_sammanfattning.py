"""The sheet Sammanfattning of kapital.xlsx: the country year by year, and how concentrated eget kapital is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fordelning.kapital.ar import Arskapital
from fordelning.kapital.framskrivning import Framskrivning, find_return_years
from fordelning.kapital.koncentration import KVART, measure
from fordelning.rapport.excel.rubriker import Rubrik, Rubriker
from fordelning.rapport.excel.tabell import Blad, Diagram, Kolumn, Tabell
from fordelning.rapport.kapitalbok.blad_tillbaka import INTE

RUBRIKER = Rubriker(
    ar=Rubrik("År", "", 26),
    antal=Rubrik("Förbund", "", 10),
    utgaende=Rubrik("Utgående, kr", "", 15),
    intakter=Rubrik("Intäkter, kr", "", 15),
    kostnader=Rubrik("Kostnader, kr", "", 15),
    over=Rubrik("Förbund över rimlig nivå", "", 12),
    overskott=Rubrik("Över rimlig nivå, kr", "", 15),
    under=Rubrik("Förbund under lägsta", "", 12),
    negativa=Rubrik("Förbund under 0", "", 12),
    kvart=Rubrik("Rikaste fjärdedelens andel", "", 14),
    gini=Rubrik("Gini", "", 8),
    statens_andel=Rubrik("Statens andel av överskott", "", 14),
)

EGNA = "{kapital.ar.alla},{ar}"
SUMMA = f"SUMIFS({{kapital.positivt.alla}},{EGNA})"


def make_sammanfattning_sheet(f: Framskrivning) -> Blad:
    """The years in rows, live from Eget kapital; below when those above the reasonable level are back."""
    riket = Tabell("riket", tuple(_make_years(f.bok)), rad=3)
    tabeller = [riket]
    if find_return_years(f):
        tabeller.append(_make_return(f, riket.rubrikrad + riket.antal + 3))
    forsta, modeller = f.ar[0].kapital.ar, dict.fromkeys(ar.resultat.modell.namn for ar in f.ar)
    under = tabeller[-1].rubrikrad + tabeller[-1].antal + 3
    return Blad(
        "Sammanfattning",
        f"Eget kapital {f.bok[0].ar}–{f.bok[-1].ar}, framskrivet från {forsta}",
        f"Modell: {', '.join(modeller)}. Åren framåt vilar på antaganden, se Antaganden. Gini: 0 = alla lika mycket.",
        tuple(tabeller),
        diagram=tuple(_make_charts(under)),
        filter=False,
    )


def _make_years(bok: Sequence[Arskapital]) -> Iterator[Kolumn]:
    """Sums, counts and concentration per year."""
    kolumn, matt = RUBRIKER.kolumn, [measure(a.utgaende_kr) for a in bok]
    summera, rakna = f"SUMIFS({{kapital.%s.alla}},{EGNA})", f'COUNTIFS({EGNA},{{kapital.%s.alla}},"%s0")'
    yield kolumn("ar", [a.ar for a in bok])
    yield kolumn("antal", [k.forbund_antal for k in matt], "antal", f"COUNTIFS({EGNA})")
    yield kolumn("utgaende", [k.summa_kr for k in matt], "kr", summera % "utgaende")
    yield kolumn("intakter", [a.intakter_kr.sum() for a in bok], "kr", summera % "intakter")
    yield kolumn("kostnader", [a.kostnader_kr.sum() for a in bok], "kr", summera % "kostnader")
    over = [int((a.overskott_kr > 0).sum()) for a in bok]
    yield kolumn("over", over, "antal", rakna % ("overskott", ">"))
    yield kolumn("overskott", [a.overskott_kr.sum() for a in bok], "kr", summera % "overskott")
    under = [int((a.under_lagsta_kr > 0).sum()) for a in bok]
    yield kolumn("under", under, "antal", rakna % ("under", ">"))
    yield kolumn("negativa", [k.negativa_antal for k in matt], "antal", rakna % ("utgaende", "<"))
    yield kolumn("kvart", [k.rikaste_kvartens_andel for k in matt], "andel", _formula_quarter())
    yield kolumn("gini", [k.gini for k in matt], "ore", _formula_gini())
    yield kolumn("statens_andel", [a.statens_andel for a in bok], "andel", inmatning=True)


def _formula_quarter() -> str:
    """The capital of the whole förbund in the richest quarter and the part of the next, of all capital."""
    hela, rikast = f"INT({KVART}*{{antal}})", f"SUMIFS({{kapital.positivt.alla}},{EGNA},{{kapital.plats.alla}},%s)"
    del_ = f"({KVART}*{{antal}}-{hela})*{rikast % f'{hela}+1'}"
    platser = f'"<="&{hela}'
    return f'IF({SUMMA}=0,"",({rikast % platser}+{del_})/{SUMMA})'


def _formula_gini() -> str:
    """((n + 1)·Σx − 2·Σ place·x) / (n·Σx), places from the richest down."""
    vagd = "SUMPRODUCT(({kapital.ar.alla}={ar})*{kapital.plats.alla}*{kapital.positivt.alla})"
    return f'IF({SUMMA}=0,"",(({{antal}}+1)*{SUMMA}-2*{vagd})/({{antal}}*{SUMMA}))'


def _make_return(f: Framskrivning, rad: int) -> Tabell:
    """How many are back at the reasonable level when."""
    nar = [ar or INTE for ar in find_return_years(f).values()]
    svar: list[int | str] = [*(ar.kapital.ar for ar in f.ar), INTE]
    kolumner = (
        Kolumn("nar", "Tillbaka på rimlig nivå vid utgången av", svar),
        Kolumn("antal", "Förbund", [nar.count(s) for s in svar], "antal", "COUNTIF({tillbaka.tillbaka.alla},{nar})"),
    )
    return Tabell("nar_tillbaka", kolumner, rad=rad)


def _make_charts(rad: int) -> Iterator[Diagram]:
    ar = "{riket.ar.alla}"
    yield Diagram(
        "column", "Eget kapital vid årets slut, alla förbund", ar, "{riket.utgaende.alla}", f"A{rad}", (560, 320)
    )
    yield Diagram("column", "Förbund över rimlig nivå", ar, "{riket.over.alla}", f"F{rad}", (560, 320), form="antal")
