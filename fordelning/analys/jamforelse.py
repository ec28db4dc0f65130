"""Two allocations beside each other, förbund by förbund; a förbund that only one of them has is new, or has closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from fordelning.begrepp import Vektor
from fordelning.resultat import Resultat, format_span

if TYPE_CHECKING:
    import pandas as pd

KVAR, NYTT, UPPHORT = "kvar", "nytt", "upphört"
"""Whether a förbund is in both allocations, in the second only, or in the first only."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Jamforelse:
    """The grants of two allocations, whole kronor (N,), or (S, N) where either has scenarios; N förbund in code order.

    A förbund has 0 kr in an allocation that does not have it, so that `a_kr` + `andring_kr` = `b_kr` in every row and
    in every sum. `slag` (N,): kvar, nytt or upphört.
    """

    koder: tuple[str, ...]
    namn: tuple[str, ...]
    slag: tuple[str, ...]
    a_kr: Vektor
    b_kr: Vektor

    @property
    def andring_kr(self) -> Vektor:
        """What the second gives more than the first, whole kronor (N,), or (S, N)."""
        return self.b_kr - self.a_kr

    @property
    def andring_andel(self) -> Vektor:
        """The change as a share of the first, (N,), or (S, N); nan where the first is 0 kr."""
        fore, andring = np.broadcast_arrays(self.a_kr, self.andring_kr)
        return np.asarray(np.divide(andring, fore, out=np.full(fore.shape, np.nan), where=fore != 0), np.float64)

    def tabell(self) -> pd.DataFrame:
        """`forbund_kod, namn, a_kr, b_kr, andring_kr, andring_andel, slag`: a row per förbund in code order.

        Over scenarios S × N rows, with a first column `scenario` (0 … S − 1).
        """
        import pandas as pd

        form = np.broadcast_shapes(self.a_kr.shape, self.b_kr.shape)
        antal = form[0] if len(form) == 2 else 1

        def make_whole(belopp_kr: Vektor) -> NDArray[np.int64]:
            return np.round(np.broadcast_to(belopp_kr, form).ravel()).astype(np.int64)

        kolumner: dict[str, Any] = {"scenario": np.repeat(np.arange(antal), form[-1])} if len(form) == 2 else {}
        kolumner |= {"forbund_kod": [*self.koder] * antal, "namn": [*self.namn] * antal}
        kolumner |= {"a_kr": make_whole(self.a_kr), "b_kr": make_whole(self.b_kr)}
        kolumner |= {"andring_kr": make_whole(self.andring_kr), "andring_andel": self.andring_andel.ravel()}
        return pd.DataFrame({**kolumner, "slag": [*self.slag] * antal})

    def __repr__(self) -> str:
        summor = " → ".join(format_span(v.sum(axis=-1)) for v in (self.a_kr, self.b_kr))
        andrade = int((self.andring_kr != 0).reshape(-1, len(self.koder)).any(axis=0).sum())
        return f"<Jamforelse: {summor}; {andrade} av {len(self.koder)} förbund får ett annat belopp>"


def compare(a: Resultat, b: Resultat) -> Jamforelse:
    """Allocation `b` against allocation `a`: the change of every förbund's grant, whole kronor.

    The two may have different förbund, years and models; either may have scenarios (as many in both, or one decision
    against scenarios).
    """
    namn = {f.forbund_kod: f.namn for r in (a, b) for f in r.underlag.forbund}
    koder = tuple(sorted(namn))
    slag = tuple(KVAR if k in a.koder and k in b.koder else NYTT if k in b.koder else UPPHORT for k in koder)
    return Jamforelse(koder, tuple(namn[k] for k in koder), slag, _spread(a, koder), _spread(b, koder))


def _spread(r: Resultat, koder: tuple[str, ...]) -> Vektor:
    """The grants in the order of `koder`, (..., N); 0 where the allocation does not have the förbund."""
    belopp_kr = np.zeros((*r.tilldelning_kr.shape[:-1], len(koder)))
    belopp_kr[..., [koder.index(kod) for kod in r.koder]] = r.tilldelning_kr
    return belopp_kr
