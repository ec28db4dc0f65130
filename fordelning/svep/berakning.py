"""Every scenario allocated by the engine, block by block: the grants, and where a floor or a ceiling limits."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fordelning.analys.betalbart import compute_payable
from fordelning.analys.lage import Fall
from fordelning.analys.matt import count_limited
from fordelning.begrepp import Vektor
from fordelning.fel import GolvFel
from fordelning.resultat import Resultat
from fordelning.svep.utgang import Utgangslage
from fordelning.svep.varden import Index, Varden

BLOCK = 2_000
"""Scenarios at once: as much as the processor's memory near at hand holds."""


@dataclass(frozen=True, slots=True, eq=False)
class Utfallsrum:
    """The scenarios of one alternative. `nummer` (S,): those whose floors the pot can pay; arrays are theirs, (S, F).

    `bas` is the allocation before anything varies; None where its floors exceed the pot. Grants in whole kronor.
    """

    start: Utgangslage
    varden: Varden
    bas: Resultat | None
    nummer: Index
    tilldelning_kr: Vektor
    vid_golv: NDArray[np.bool_]
    vid_tak: NDArray[np.bool_]
    ej_fordelat_kr: Vektor

    @property
    def obetalbara(self) -> int:
        """How many scenarios have floors above the pot."""
        return self.varden.antal - self.nummer.size


@dataclass(slots=True)
class _Insamling:
    """What the blocks have given so far."""

    nummer: list[Index] = field(default_factory=list)
    tilldelning: list[Vektor] = field(default_factory=list)
    golv: list[NDArray[np.bool_]] = field(default_factory=list)
    tak: list[NDArray[np.bool_]] = field(default_factory=list)
    kvar: list[Vektor] = field(default_factory=list)

    def add(self, nummer: Index, r: Resultat) -> None:
        form = (nummer.size, len(r.koder))
        golv, tak = count_limited(r)
        self.nummer.append(nummer)
        self.tilldelning.append(np.broadcast_to(r.tilldelning_kr, form))
        self.golv.append(np.broadcast_to(golv, form))
        self.tak.append(np.broadcast_to(tak, form))
        self.kvar.append(np.broadcast_to(np.asarray(r.ej_fordelat_kr, np.float64), nummer.shape))


def allocate_all(start: Utgangslage, varden: Varden) -> Utfallsrum:
    """Every scenario of an alternative. Raises UnderlagFel for values that do not go together."""
    svar = _Insamling()
    for fran in range(0, varden.antal, BLOCK):
        nummer = np.arange(fran, min(fran + BLOCK, varden.antal), dtype=np.int64)
        _allocate(varden, nummer, svar)
    tomma = np.empty((0, len(start.fall.koder)))
    return Utfallsrum(
        start,
        varden,
        _allocate_base(start.fall),
        np.concatenate([np.empty(0, np.int64), *svar.nummer]),
        np.concatenate([tomma, *svar.tilldelning]),
        np.concatenate([tomma.astype(bool), *svar.golv]),
        np.concatenate([tomma.astype(bool), *svar.tak]),
        np.concatenate([np.empty(0), *svar.kvar]),
    )


def _allocate(varden: Varden, nummer: Index, svar: _Insamling) -> None:
    """A block; where floors exceed the pot, the scenarios that can be paid."""
    betalas, r = compute_payable(nummer.size, lambda kvar: varden.change(nummer[kvar]).allocate())
    if r is not None:
        svar.add(nummer[betalas], r)


def _allocate_base(fall: Fall) -> Resultat | None:
    try:
        return fall.allocate()
    except GolvFel:
        return None
