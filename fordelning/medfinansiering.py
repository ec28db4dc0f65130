"""Medfinansiering: what every party pays, 50 : 25 : 25 by law, and who limits each förbund."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from fordelning.begrepp import Omrade, Underlag, Vektor
from fordelning.bok import Bok
from fordelning.modell import Medfinansiering
from fordelning.pengar import dela_heltal

Part = Literal["stat", "region", "kommun"]
Utfast = Mapping[tuple[str, str, str], int]
"""Pledges by förbund, part and motpart, kr."""

ORDNING = ("eget kapital", "askande", "kommuner", "region", "modellen")
"""Who is named first when two ceilings are equal."""

MARGINAL_KR = 1e-4
"""An amount this near a bound is at it: float64 dust, far below an öre."""


@dataclass(frozen=True, slots=True)
class Bidrag:
    """What one party pays to a förbund, whole kronor, and what it had pledged (None = no pledge, it matches)."""

    forbund_kod: str
    part: Part
    motpart_kod: str
    belopp_kr: int
    utlovat_kr: int | None = None

    @property
    def over_matchning_kr(self) -> int:
        """How much of the pledge is above what the match needs."""
        return 0 if self.utlovat_kr is None else max(0, self.utlovat_kr - self.belopp_kr)


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
    region_kr = np.floor(lokalt_kr * m.region_andel / (m.region_andel + m.kommun_andel) + 1e-6)
    return Matchning(tilldelning_kr, region_kr, lokalt_kr - region_kr)


def split_match(underlag: Underlag, matchning: Matchning) -> tuple[Bidrag, ...]:
    """The match of one decision party by party: by pledges where there are any, else by inhabitants, in whole kronor.

    A kommun outside every region has the region's tasks and pays that quarter too (I: Gotland), under `region`.
    """
    omraden: defaultdict[str, list[Omrade]] = defaultdict(list)
    for omrade in underlag.omraden:
        omraden[omrade.forbund_kod or ""].append(omrade)
    lovat: Utfast = {(u.forbund_kod, u.part, u.motpart_kod): u.utlovat_kr for u in underlag.utfastelser}
    bidrag: list[Bidrag] = []
    for i, kod in enumerate(underlag.koder):
        bidrag.append(Bidrag(kod, "stat", "staten", int(matchning.tilldelning_kr[i])))
        regioner = _count_inhabitants((o.region_kod or o.kommun_kod, o) for o in omraden[kod])
        kommuner = _count_inhabitants((o.kommun_kod, o) for o in omraden[kod])
        bidrag.extend(_split(kod, "region", int(matchning.region_kr[i]), regioner, lovat))
        bidrag.extend(_split(kod, "kommun", int(matchning.kommuner_kr[i]), kommuner, lovat))
    return tuple(bidrag)


def _count_inhabitants(omraden: Iterator[tuple[str, Omrade]] | Sequence[tuple[str, Omrade]]) -> dict[str, int]:
    antal: defaultdict[str, int] = defaultdict(int)
    for kod, omrade in omraden:
        antal[kod] += omrade.invanare_antal
    return dict(sorted(antal.items()))


def _split(
    kod: str,
    part: Literal["region", "kommun"],
    belopp_kr: int,
    invanare: Mapping[str, int],
    lovat: Utfast,
) -> Iterator[Bidrag]:
    """One party's share over its members, in code order."""
    utfast = {motpart: lovat.get((kod, part, motpart)) for motpart in invanare}
    har_lovat = any(utfast.values())
    vikter = [utfast[motpart] or 0 for motpart in invanare] if har_lovat else list(invanare.values())
    for motpart, del_kr in zip(invanare, dela_heltal(belopp_kr, vikter), strict=True):
        yield Bidrag(kod, part, motpart, del_kr, utfast[motpart])


def find_limits(bok: Bok) -> NDArray[np.str_]:
    """Who limits each förbund, (..., F): modellen, askande, kommuner, region, eget kapital or sparr.

    A ceiling limits when base and key would give more, or when it holds back a floor; the lowest ceiling is named.
    """
    fri_kr, tak_kr, golv_kr = bok.sett["aterfordelning"]["fri_kr"], bok.tak_kr, bok.golv_kr
    vid_tak = (fri_kr > tak_kr + MARGINAL_KR) | (golv_kr >= tak_kr)
    vid_golv = fri_kr < golv_kr - MARGINAL_KR
    namn = [vem for vem in ORDNING if vem in bok.tak]
    villkor = [vid_tak & (bok.tak[vem] <= tak_kr) for vem in namn]
    return np.select([*villkor, vid_golv], [*namn, "sparr"], "modellen")
