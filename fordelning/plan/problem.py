"""One förbund's planning problem as frozen numbers: years, insatser and målgrupper in code order, so input row order
never matters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Tal = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """A förbund's plan to be made. J insatser, G målgrupper (both in code order), H years; money in kr, people in
    antal.

    `rimlig_niva_kr` is inf where no rule takes back an excess; `avdrag_andel` is what a krona of excess takes from all
    parties' contributions the year after. `tillskott_kr` is extra money in a year that leaves the reasonable level as
    it is.
    """

    forbund_kod: str
    budgetar: tuple[int, ...]
    insatser: tuple[str, ...]
    insatsnamn: tuple[str, ...]
    malgrupper: tuple[str, ...]
    malgruppsnamn: tuple[str, ...]
    behov_antal: Tal
    """(G,) persons in need: personer_antal × andel_i_behov."""
    vikt: Tal
    """(G,)"""
    tar_emot: Mask
    """(J, G) målgrupper that an individinriktad insats takes participants from: those it has an effect for."""
    effekt_andel: Tal
    """(J, G) expected share of participants that reach work or studies, net; 0 where `tar_emot` is false."""
    osakerhet: Tal
    """(J, G) standard deviation of `effekt_andel`."""
    struktur: Mask
    """(J,)"""
    struktur_antal: Tal
    """(J, G) persons in the målgrupp that a strukturövergripande insats reaches a year; counted in the målgrupp's
    segments.
    """
    struktur_fri_antal: Tal
    """(J,) persons that it reaches without a målgrupp; weight 1, first segment's slope."""
    fast_kr: Tal
    """(J,)"""
    per_deltagare_kr: Tal
    """(J,)"""
    minst_antal: Tal
    """(J,)"""
    hogst_antal: Tal
    """(J,)"""
    kan_koras: Mask
    """(J, H) years in which the insats exists."""
    ett_beslut: Mask
    """(J,) decided once for all its years, not year by year."""
    beslutad: Mask
    """(J,) already decided: runs in all its years."""
    trappning: Tal
    """(J, H) the förbund's share of the cost."""
    idag_antal: Tal
    """(J,) participants today; nan = not given."""
    eget_kapital_kr: float
    bidrag_kr: Tal
    """(H,) all parties' contributions, before any cut for excess."""
    tillskott_kr: Tal
    """(H,)"""
    administration_kr: Tal
    """(H,)"""
    lagsta_kapital_kr: Tal
    """(H,)"""
    struktur_minst_andel: Tal
    """(H,)"""
    struktur_hogst_andel: Tal
    """(H,)"""
    rimlig_niva_kr: Tal
    """(H,)"""
    avdrag_andel: float
    diskontering_andel: float
    segment_bredd_andel: Tal
    """(K,) share of the need; the last is inf."""
    segment_lutning: Tal
    """(K,) falling."""
    heltal: bool
    notiser: tuple[str, ...] = ()
    """What the reader of the plan should know about its inputs (Swedish)."""

    @property
    def diskontering(self) -> Tal:
        """(H,) what a result in each year counts: 1, 1/(1+r), 1/(1+r)², …"""
        return (1 + self.diskontering_andel) ** -np.arange(len(self.budgetar), dtype=np.float64)

    @property
    def hogsta_kostnad_kr(self) -> Tal:
        """(J, H) what each insats costs at most: full, in every year that it can run."""
        return self.kan_koras * self.trappning * (self.fast_kr + self.per_deltagare_kr * self.hogst_antal)[:, None]


def put(falt: NDArray[Any], index: Any, varde: Any) -> Any:
    """The same array with some values changed: what a variant of a problem is made of, with `dataclasses.replace`."""
    nytt = falt.copy()
    nytt[index] = varde
    return nytt
