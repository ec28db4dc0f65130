"""The sheet Medfinansiering: what every party pays in whole kronor, by pledges or inhabitants, largest remainder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from fordelning.medfinansiering import Bidrag
from fordelning.pengar import compute_tolerance, order_remainders
from fordelning.rapport.excel.granser import NARA
from fordelning.rapport.excel.rubriker import MEDFINANSIERING
from fordelning.rapport.excel.tabell import Blad, Form, Kolumn, Tabell
from fordelning.rapport.excel.underlag import list_parties, name_parties
from fordelning.resultat import Resultat


@dataclass(frozen=True, slots=True)
class Rad:
    """One party's row: its number, its förbund's, its group's first and last + 1, and its pledge's row.

    `till_kommun` leads from a kommun's row in the region's place to its own: one pledge stands for both. 0 elsewhere.
    """

    bidrag: Bidrag
    nummer: int
    forbund: int
    fran: int
    till: int
    utfast: int | None
    invanare: int
    delas_kr: int
    till_kommun: int
    utan_region: bool


@dataclass(frozen=True, slots=True)
class Uppdelning:
    """How one party's share is split: weight, exact amount, accuracy, whole kronor, remainder, and place in turn."""

    vikt: float
    exakt_kr: float
    noggrannhet: float
    hela_kr: float
    rest_kr: float
    fore_i_tur: float


def make_medfinansiering_sheet(r: Resultat) -> Blad:
    """One row per förbund and party; the state's row is the grant itself."""
    rader, namn, kolumn = _make_rows(r), name_parties(r.underlag), MEDFINANSIERING.kolumn
    bidrag = [rad.bidrag for rad in rader]
    kolumner = (
        kolumn("kod", [b.forbund_kod for b in bidrag]),
        kolumn("part", [b.part for b in bidrag]),
        kolumn("motpart", [b.motpart_kod for b in bidrag]),
        kolumn("motpart_namn", [namn[b.part, b.motpart_kod] for b in bidrag]),
        kolumn("belopp", [b.belopp_kr for b in bidrag], "kr", [_formula_amount(rad) for rad in rader]),
        *_pledge_columns(rader),
        *_share_columns(rader),
        *_split_columns(rader),
    )
    return Blad(
        "Medfinansiering",
        f"Medfinansiering per part {r.underlag.budgetar}",
        "Staten hälften, region(er) en fjärdedel, kommun(er) en fjärdedel. Flera i samma part delar efter utfästelser, "
        "annars efter invånare. En kommun utan region betalar båda fjärdedelarna.",
        (Tabell("medfinansiering", kolumner),),
        fasta=4,
    )


def _make_rows(r: Resultat) -> list[Rad]:
    """Every contribution with where its figures are."""
    forbund = {kod: i for i, kod in enumerate(r.underlag.koder)}
    utan_region = r.underlag.utan_region
    utfasta = {(b.forbund_kod, b.part, b.motpart_kod): i for i, b in enumerate(list_parties(r))}
    rader: list[Rad] = []
    for _, grupp in groupby(r.bidrag, key=lambda b: (b.forbund_kod, b.part)):
        parter = list(grupp)
        fran, delas = len(rader), sum(b.belopp_kr for b in parter)
        for b in parter:
            nyckel, i = (b.forbund_kod, b.part, b.motpart_kod), forbund[b.forbund_kod]
            rader.append(
                Rad(
                    b,
                    len(rader),
                    i,
                    fran,
                    fran + len(parter),
                    utfasta.get(nyckel),
                    _count(r, b),
                    delas,
                    len(parter) if b.part == "region" and utan_region[i] else 0,
                    bool(utan_region[i]),
                )
            )
    return rader


def _count(r: Resultat, b: Bidrag) -> int:
    """The inhabitants of a party's areas in the förbund."""
    egna = [o for o in r.underlag.omraden if o.forbund_kod == b.forbund_kod]
    if b.part == "region":
        return sum(o.invanare_antal for o in egna if (o.region_kod or o.kommun_kod) == b.motpart_kod)
    return sum(o.invanare_antal for o in egna if b.part == "stat" or o.kommun_kod == b.motpart_kod)


def _formula_amount(rad: Rad) -> str:
    if rad.bidrag.part == "stat":
        return f"{{tilldelning.tilldelning[{rad.forbund}]}}"
    return f"{{hela}}+IF({{fore}}<{{delas}}-SUM({{hela[{rad.fran}:{rad.till}]}}),1,0)"


def _pledge_columns(rader: Sequence[Rad]) -> list[Kolumn]:
    """Pledges, and what they hold beyond the match."""
    bidrag, kolumn = [rad.bidrag for rad in rader], MEDFINANSIERING.kolumn
    over = [None if b.utlovat_kr is None else b.over_matchning_kr for b in bidrag]
    hamtas = 'IF({utfastelser.utlovat[%d]}="","",{utfastelser.utlovat[%d]})'
    utlovat = ["" if rad.utfast is None else hamtas % (rad.utfast, rad.utfast) for rad in rader]
    return [
        kolumn("utlovat", [b.utlovat_kr for b in bidrag], "kr", utlovat),
        kolumn("over", over, "kr", ["" if rad.utfast is None else _formula_above(rad) for rad in rader]),
    ]


def _formula_above(rad: Rad) -> str:
    """A kommun in the region's place pays both quarters of its one pledge."""
    som_region = f"-{{belopp[{rad.nummer - (rad.till - rad.fran)}]}}" if rad.utan_region else ""
    return f'IF({{utlovat}}="","",MAX(0,{{utlovat}}-{{belopp}}{som_region}))'


def _share_columns(rader: Sequence[Rad]) -> list[Kolumn]:
    """What a party's members share, and the inhabitants they share it by."""
    del_av = {"region": "{tilldelning.region[%d]}", "kommun": "{tilldelning.kommuner[%d]}"}
    i_omraden = "SUMIFS({omraden.invanare.alla},{omraden.forbund.alla},{kod},{omraden.%s.alla},{motpart})"
    invanare = {"region": i_omraden % "regionuppgift", "kommun": i_omraden % "kommun", "stat": ""}
    lokala = [rad.bidrag.part != "stat" for rad in rader]
    return [
        MEDFINANSIERING.kolumn(
            "delas",
            [rad.delas_kr if lokal else None for rad, lokal in zip(rader, lokala, strict=True)],
            "kr",
            [del_av[rad.bidrag.part] % rad.forbund if rad.bidrag.part in del_av else "" for rad in rader],
        ),
        MEDFINANSIERING.kolumn(
            "invanare",
            [rad.invanare if lokal else None for rad, lokal in zip(rader, lokala, strict=True)],
            "antal",
            [invanare[rad.bidrag.part] for rad in rader],
        ),
    ]


def _split_columns(rader: Sequence[Rad]) -> list[Kolumn]:
    """The split: by which weights, and the rounding to whole kronor."""
    delar = _split_rows(rader)

    def kolumn(nyckel: str, falt: str, form: Form, mall: str) -> Kolumn:
        varden = [None if d is None else getattr(d, falt) for d in delar]
        formler = ["" if rad.bidrag.part == "stat" else _fill_group(mall, rad) for rad in rader]
        return MEDFINANSIERING.kolumn(nyckel, varden, form, formler)

    vikt = 'IF(SUM({utlovat[LOVAR]})>0,IF({utlovat[EGEN]}="",0,{utlovat[EGEN]}),{invanare})'
    exakt = "IF(SUM({vikt[GRUPP]})=0,{delas}/ROWS({vikt[GRUPP]}),{delas}*{vikt}/SUM({vikt[GRUPP]}))"
    storre = "SUMPRODUCT(--({rest[GRUPP]}>{rest}+{noggrannhet}))"
    lika_tidigare = "SUMPRODUCT(--(ABS({rest[HITTILLS]}-{rest})<={noggrannhet}))-1"
    return [
        kolumn("vikt", "vikt", "antal", vikt),
        kolumn("exakt", "exakt_kr", "fin", exakt),
        kolumn("noggrannhet", "noggrannhet", "nara", f"MAX(1E-9,{NARA}*MAX({{exakt[GRUPP]}}))"),
        kolumn("hela", "hela_kr", "kr", "INT({exakt}+{noggrannhet})"),
        kolumn("rest", "rest_kr", "fin", "MAX({exakt}-{hela},0)"),
        kolumn("fore", "fore_i_tur", "antal", f"{storre}+{lika_tidigare}"),
    ]


def _fill_group(mall: str, rad: Rad) -> str:
    """The template with rows written in: the party's group, those up to its own, and those whose pledges count."""
    k = rad.till_kommun
    rader = {
        "GRUPP": f"{rad.fran}:{rad.till}",
        "HITTILLS": f"{rad.fran}:{rad.nummer + 1}",
        "LOVAR": f"{rad.fran + k}:{rad.till + k}",
        "EGEN": f"{rad.nummer + k}",
    }
    for ord_, vilka in rader.items():
        mall = mall.replace(ord_, vilka)
    return mall


def _split_rows(rader: Sequence[Rad]) -> list[Uppdelning | None]:
    """The figures of the split for every row, group by group; none for the state."""
    delar: list[Uppdelning | None] = []
    for _, grupp in groupby(rader, key=lambda rad: rad.fran):
        parter = list(grupp)
        lovat = [rader[rad.nummer + rad.till_kommun].bidrag.utlovat_kr or 0 for rad in parter]
        vikter = np.array(lovat if any(lovat) else [rad.invanare for rad in parter], np.float64)
        andelar = vikter / vikter.sum() if vikter.sum() > 0 else np.full(len(vikter), 1 / len(vikter))
        exakt = parter[0].delas_kr * andelar
        tolerans = float(compute_tolerance(exakt)[0])
        turordning = order_remainders(exakt, 1)
        rest = np.maximum(exakt - turordning.hela_antal, 0.0)
        delar += [
            None
            if rad.bidrag.part == "stat"
            else Uppdelning(*map(float, (vikter[i], exakt[i], tolerans, turordning.hela_antal[i], rest[i], plats)))
            for i, (rad, plats) in enumerate(zip(parter, turordning.plats, strict=True))
        ]
    return delar
