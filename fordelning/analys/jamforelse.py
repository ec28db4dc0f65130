"""Allocations beside each other, förbund by förbund; a förbund that only one of them has is new, or has closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from fordelning.begrepp import Underlag, Vektor
from fordelning.pengar import divide
from fordelning.resultat import Resultat, format_span
from fordelning.underlag.lan import name_lan

if TYPE_CHECKING:
    import pandas as pd

UTAN_REGION = "utan region"
KVAR, NYTT, UPPHORT, SAKNAS = "kvar", "nytt", "upphört", ""
"""Whether a förbund is in both allocations, in the second only, in the first only, or in neither."""


@dataclass(frozen=True, slots=True, eq=False)
class Sida:
    """One allocation in the order of all förbund compared, N: whole kronor, inhabitants and försörjningsmått.

    Each (N,), or (S, N) over scenarios; 0 where the allocation does not have the förbund.
    """

    resultat: Resultat
    belopp_kr: Vektor
    invanare_antal: Vektor
    forsorjningsmatt: Vektor

    @property
    def kr_per_invanare(self) -> Vektor:
        """kr per inhabitant; nan where there is none."""
        return divide(self.belopp_kr, self.invanare_antal)

    @property
    def kr_per_behov(self) -> Vektor:
        """kr per unit of need (försörjningsmått); nan where there is none."""
        return divide(self.belopp_kr, self.forsorjningsmatt)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Jamforelse:
    """The grants of two allocations, whole kronor (N,), or (S, N) where either has scenarios; N förbund in code order.

    A förbund has 0 kr in an allocation that does not have it, so that `a_kr` + `andring_kr` = `b_kr` in every row and
    in every sum. `slag` (N,): kvar, nytt or upphört. `lan` and `region` (N,): those of its areas, several with
    commas between.
    """

    koder: tuple[str, ...]
    namn: tuple[str, ...]
    lan: tuple[str, ...]
    region: tuple[str, ...]
    slag: tuple[str, ...]
    a: Sida
    b: Sida

    @property
    def a_kr(self) -> Vektor:
        """The first allocation, whole kronor (N,), or (S, N)."""
        return self.a.belopp_kr

    @property
    def b_kr(self) -> Vektor:
        """The second allocation, whole kronor (N,), or (S, N)."""
        return self.b.belopp_kr

    @property
    def andring_kr(self) -> Vektor:
        """What the second gives more than the first, whole kronor (N,), or (S, N)."""
        return self.b_kr - self.a_kr

    @property
    def andring_andel(self) -> Vektor:
        """The change as a share of the first, (N,), or (S, N); nan where the first is 0 kr."""
        return divide(self.andring_kr, self.a_kr)

    def tabell(self) -> pd.DataFrame:
        """The columns of jamforelse.csv, and `slag`: a row per förbund in code order.

        `forbund_kod, namn, a_kr, b_kr, andring_kr, andring_andel, lan, a_kr_per_invanare, b_kr_per_invanare, slag`.
        Over scenarios S × N rows, with a first column `scenario` (0 … S − 1).
        """
        import pandas as pd

        form = np.broadcast_shapes(self.a_kr.shape, self.b_kr.shape)
        antal = form[0] if len(form) == 2 else 1

        def spread(varden: Vektor) -> Vektor:
            return np.broadcast_to(varden, form).ravel()

        def make_whole(belopp_kr: Vektor) -> NDArray[np.int64]:
            return np.round(spread(belopp_kr)).astype(np.int64)

        kolumner: dict[str, Any] = {"scenario": np.repeat(np.arange(antal), form[-1])} if len(form) == 2 else {}
        kolumner |= {"forbund_kod": [*self.koder] * antal, "namn": [*self.namn] * antal}
        kolumner |= {"a_kr": make_whole(self.a_kr), "b_kr": make_whole(self.b_kr)}
        kolumner |= {"andring_kr": make_whole(self.andring_kr), "andring_andel": spread(self.andring_andel)}
        kolumner |= {"lan": [*self.lan] * antal, "a_kr_per_invanare": spread(self.a.kr_per_invanare)}
        kolumner |= {"b_kr_per_invanare": spread(self.b.kr_per_invanare)}
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
    return compare_all([a, b])[0]


def compare_all(resultat: Sequence[Resultat]) -> tuple[Jamforelse, ...]:
    """Every other allocation against the first, all over the same förbund: those that any of them has.

    A förbund is named, and lies, as the last that has it says.
    """
    namn = {f.forbund_kod: f.namn for r in resultat for f in r.underlag.forbund}
    lan = {kod: lan for r in resultat for kod, lan in zip(r.koder, name_lan(r.underlag), strict=True)}
    regioner = {kod: region for r in resultat for kod, region in _name_regions(r.underlag).items()}
    koder = tuple(sorted(namn))
    forst, *andra = (_line_up(r, koder) for r in resultat)
    om = tuple(namn[k] for k in koder), tuple(lan[k] for k in koder), tuple(regioner[k] for k in koder)
    return tuple(Jamforelse(koder, *om, tuple(_judge(k, forst, b) for k in koder), forst, b) for b in andra)


def _name_regions(u: Underlag) -> dict[str, str]:
    """The region of every förbund: that of its areas, or several in code order; «utan region» where it has none."""
    namn = {region.region_kod: region.namn for region in u.regioner}
    koder: dict[str, set[str]] = {kod: set() for kod in u.koder}
    for o in u.omraden:
        if o.forbund_kod in koder:
            koder[o.forbund_kod].add(o.region_kod or "")
    return {kod: ", ".join(namn.get(r, r) or UTAN_REGION for r in sorted(egna)) for kod, egna in koder.items()}


def _judge(kod: str, a: Sida, b: Sida) -> str:
    i_a, i_b = kod in a.resultat.koder, kod in b.resultat.koder
    return KVAR if i_a and i_b else NYTT if i_b else UPPHORT if i_a else SAKNAS


def _line_up(r: Resultat, koder: tuple[str, ...]) -> Sida:
    """An allocation in the order of `koder`, (..., N); 0 where it does not have the förbund."""
    platser = [koder.index(kod) for kod in r.koder]

    def spread(varden: Vektor) -> Vektor:
        alla = np.zeros((*varden.shape[:-1], len(koder)))
        alla[..., platser] = varden
        return alla

    u = r.underlag
    return Sida(r, spread(r.tilldelning_kr), spread(u.invanare_antal), spread(u.forsorjningsmatt))
