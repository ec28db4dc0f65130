"""Medfinansiering: what every party pays, 50 : 25 : 25 by law, and who limits each förbund."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from fordelning.begrepp import Omrade, Underlag, Vektor
from fordelning.bok import Huvudbok
from fordelning.modell import Medfinansiering, Modell
from fordelning.pengar import dela_heltal
from fordelning.regionmedel import limit_regions, list_region_pledges

Part = Literal["stat", "region", "kommun"]
Utfast = Mapping[tuple[str, str, str], int]
"""Pledges by förbund, part and motpart, kr."""

ORDNING = ("eget kapital", "askande", "kommuner", "region", "modellen")
"""Who is named first when two ceilings are equal."""

SPARR = len(ORDNING)
"""The number of a floor, beside the places in ORDNING."""

MARGINAL_KR = 1e-4
"""An amount this near a bound is at it: float64 dust, far below an öre."""


@dataclass(frozen=True, slots=True)
class Bidrag:
    """What one party pays to a förbund, whole kronor, and what it had pledged (None = no pledge, it matches). A
    region's part of its one sum for all its förbund is a pledge.

    A kommun without a region pledges once, for both quarters: `som_region_kr` is what it pays in the region's place.
    """

    forbund_kod: str
    part: Part
    motpart_kod: str
    belopp_kr: int
    utlovat_kr: int | None = None
    som_region_kr: int = 0

    @property
    def over_matchning_kr(self) -> int:
        """How much of the pledge is above what the match needs."""
        return 0 if self.utlovat_kr is None else max(0, self.utlovat_kr - self.belopp_kr - self.som_region_kr)


@dataclass(frozen=True, slots=True, eq=False)
class Matchning:
    """State, region(s), kommun(er) and total per förbund, whole kronor, (..., F)."""

    tilldelning_kr: Vektor
    region_kr: Vektor
    kommuner_kr: Vektor

    @property
    def totalt_kr(self) -> Vektor:
        return self.tilldelning_kr + self.region_kr + self.kommuner_kr


def compute_match(m: Medfinansiering, tilldelning_kr: Vektor) -> Matchning:
    """The match to a grant (..., F): the region's share rounded down, so that an odd krona falls on the kommuner.

    Source: LFS 5 §; who bears the odd krona is an assumption.
    """
    lokalt_kr = np.round(tilldelning_kr * (1 - m.stat_andel) / m.stat_andel)
    region_kr = _take_region(m, lokalt_kr)
    return Matchning(tilldelning_kr, region_kr, lokalt_kr - region_kr)


def compute_contributions(modell: Modell, underlag: Underlag, tilldelning_kr: Vektor) -> Matchning:
    """What the parties pay beside a grant (..., F): the match, or in a model with free shares the pledges there are.

    A kommun without a region pledges once, for both parts: its pledge is divided between them as their shares are.
    """
    m, match = modell.medfinansiering, compute_match(modell.medfinansiering, tilldelning_kr)
    if m.lagsta_andel is None:
        return match
    regioner_kr, kommuner_kr, utan = limit_regions(modell, underlag), underlag.kommuner_utlovat_kr, underlag.utan_region
    lovat_kr = np.where(np.isfinite(kommuner_kr), kommuner_kr, 0.0)
    i_stallet_kr = np.where(np.isfinite(kommuner_kr), _take_region(m, lovat_kr), match.region_kr)
    egen_kr = np.where(np.isfinite(regioner_kr), regioner_kr, match.region_kr)
    region_kr = np.where(utan, i_stallet_kr, egen_kr)
    kommunerna_kr = np.where(utan, lovat_kr - region_kr, lovat_kr)
    return Matchning(tilldelning_kr, region_kr, np.where(np.isfinite(kommuner_kr), kommunerna_kr, match.kommuner_kr))


def _take_region(m: Medfinansiering, lokalt_kr: Vektor) -> Vektor:
    """The regions' part of what the local parties pay, whole kronor downwards."""
    return np.floor(lokalt_kr * m.region_andel / (m.region_andel + m.kommun_andel) + 1e-6)


def split_match(modell: Modell, underlag: Underlag, matchning: Matchning) -> tuple[Bidrag, ...]:
    """The match of one decision party by party: by pledges where there are any, else by weights, in whole kronor.

    A kommun outside every region has the region's tasks and pays that quarter too (I: Gotland), under `region`; its
    one pledge stands for both quarters.
    """
    omraden: defaultdict[str, list[Omrade]] = defaultdict(list)
    for omrade in underlag.omraden:
        omraden[omrade.forbund_kod or ""].append(omrade)
    lovat: Utfast = {
        **{(u.forbund_kod, u.part, u.motpart_kod): u.utlovat_kr for u in underlag.utfastelser if u.part == "kommun"},
        **{(kod, "region", region): kr for (kod, region), kr in list_region_pledges(modell, underlag).items()},
    }
    bidrag: list[Bidrag] = []
    for i, kod in enumerate(underlag.koder):
        kommuner = weigh_parties(omraden[kod], "kommun")
        regioner = weigh_parties(omraden[kod], "kommun" if underlag.utan_region[i] else "region")
        kommuner_lovat = {k: lovat.get((kod, "kommun", k)) for k in kommuner}
        regioner_lovat = {r: lovat.get((kod, "region", r)) for r in regioner}
        delas_efter = kommuner_lovat if underlag.utan_region[i] else regioner_lovat
        region_kr = _split(int(matchning.region_kr[i]), regioner, delas_efter)
        kommun_kr = _split(int(matchning.kommuner_kr[i]), kommuner, kommuner_lovat)
        som_region_kr = region_kr if underlag.utan_region[i] else {}
        bidrag.append(Bidrag(kod, "stat", "staten", int(matchning.tilldelning_kr[i])))
        bidrag.extend(Bidrag(kod, "region", r, kr, regioner_lovat[r]) for r, kr in region_kr.items())
        bidrag.extend(
            Bidrag(kod, "kommun", k, kr, kommuner_lovat[k], som_region_kr.get(k, 0)) for k, kr in kommun_kr.items()
        )
    return tuple(bidrag)


def has_own_key(omraden: Iterable[Omrade]) -> bool:
    """Whether the kommuner of a förbund have agreed a key of their own, which its areas then have."""
    return any(o.medfinansiering_vikt for o in omraden)


def list_weights(omraden: Sequence[Omrade], part: Part) -> dict[str, list[float]]:
    """What a förbund's regions, or kommuner, share by where none has pledged: area by area, by party in code order.

    Kommuner share by the key they have agreed; without one, and between regions, by inhabitants (assumptions).
    """
    vikter: defaultdict[str, list[float]] = defaultdict(list)
    egen = part == "kommun" and has_own_key(omraden)
    for o in omraden:
        kod = (o.region_kod or o.kommun_kod) if part == "region" else o.kommun_kod
        vikter[kod].append(o.medfinansiering_vikt or 0.0 if egen else o.invanare_antal)
    return dict(sorted(vikter.items()))


def weigh_parties(omraden: Sequence[Omrade], part: Part) -> dict[str, float]:
    """The weights of a förbund's regions, or kommuner: see `list_weights`."""
    return {kod: math.fsum(delar) for kod, delar in list_weights(omraden, part).items()}


def _split(belopp_kr: int, vikter: Mapping[str, float], utfast: Mapping[str, int | None]) -> dict[str, int]:
    """One part's share over its members, in code order; when some have pledged, one without a pledge pays nothing."""
    efter = [utfast[m] or 0 for m in vikter] if any(utfast.values()) else list(vikter.values())
    return dict(zip(vikter, dela_heltal(belopp_kr, efter), strict=True))


def find_limits(bok: Huvudbok) -> NDArray[np.str_]:
    """Who limits each förbund by name, (..., F): a ceiling of ORDNING, modellen or sparr; see `number_limits`."""
    return np.asarray([*ORDNING, "sparr"])[number_limits(bok)]


def number_limits(bok: Huvudbok) -> NDArray[np.int8]:
    """Who limits each förbund, (..., F): the place in ORDNING of a ceiling, or of modellen, and SPARR for a floor.

    A ceiling limits when base and key would give more, when money is left that only ceilings keep back, or when it
    holds back a floor; the lowest ceiling is named. Eget kapital limits also by what it takes from the final amount.
    """
    sett, tak_kr, noll = bok.sett["aterfordelning"], bok.tak_kr, np.zeros(len(bok.koder))
    fri_kr, forst_kr, pengar_over = sett["fri_kr"], sett["forst_kr"], sett["rest_kr"][..., np.newaxis] > 0
    golv_kr = reduce(np.maximum, bok.golv.values(), noll)
    tar_mer = fri_kr > tak_kr + MARGINAL_KR
    if forst_kr is not fri_kr:
        tar_mer = tar_mer | (forst_kr > tak_kr + MARGINAL_KR)
    vid_tak = np.isfinite(tak_kr) & (tar_mer | (pengar_over & (sett["nyckel_andel"] > 0)) | (golv_kr > tak_kr))
    vid_golv = (golv_kr > 0) & (forst_kr < golv_kr - MARGINAL_KR)
    far_avdrag = bok.sett.get("eget_kapital", {}).get("avdrag_kr", noll) > 0
    satta = [n for n, vem in enumerate(ORDNING) if vem in bok.tak]
    villkor = [*(vid_tak & (bok.tak[ORDNING[n]] <= tak_kr) for n in satta), vid_golv, far_avdrag]
    svar = [*satta, SPARR, ORDNING.index("eget kapital")]
    return np.select(villkor, [np.int8(n) for n in svar], np.int8(ORDNING.index("modellen")))
