"""The columns of a program: which there are, what each stands for, how high it can be and what it costs.

Which there are follows from which insatser can run, who can take part and where an excess is possible, not from any
figure of theirs: it is settled once for all the problems that are alike in that.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fordelning.plan.problem import Mask, Problem, Tal
from fordelning.plan.program import TKR

Kolumnnyckel = tuple[str, Any]
"""What a column is, the same in every program that has it: kind, and the numbers it stands for."""
Nyckel = tuple[str, int, int]
"""What a whole-number column decides: kind, insats (-1 where none), year."""

_BOKSTAV = {
    "kors": "y", "antal": "x", "resultat": "e", "forlust": "f",
    "kapital": "k", "avdrag": "a", "utan_bidrag": "z", "med_avdrag": "u",
}  # fmt: skip
_JA_OCH_NEJ = ("kors", "utan_bidrag", "med_avdrag")


@dataclass(frozen=True, slots=True, eq=False)
class Kolumner:
    """Every column by what it stands for. j = insats, g = målgrupp, t = year, k = segment; keys that do not exist have
    no column. n columns.
    """

    kors: dict[tuple[int, int], int]
    """y[j, t] ∈ {0, 1}: the insats runs."""
    antal: dict[tuple[int, int, int], int]
    """x[j, g, t] ≥ 0: participants."""
    resultat: dict[tuple[int, int, int], int]
    """e[g, t, k] ≥ 0: results in a segment, persons."""
    forlust: dict[tuple[int, int], int]
    """Results below zero, where an insats may do harm; each counts as the first segment."""
    kapital: dict[int, int]
    """Eget kapital at the end of the year, tkr."""
    avdrag: dict[int, int]
    """What the excess of the year before takes from the year's contributions, tkr."""
    utan_bidrag: dict[int, int]
    """z[t] ∈ {0, 1}: the excess takes all the year's contributions."""
    med_avdrag: dict[int, int]
    """u[t] ∈ {0, 1}: there is an excess; only where a krona of excess takes more than a krona."""
    antal_insats: dict[tuple[int, int], dict[int, float]]
    """Σ_g x[j, g, t] as terms, by insats and year; for each in `kors`."""
    antal_malgrupp: dict[tuple[int, int], dict[int, float]]
    """Σ_j x[j, g, t] as terms, by målgrupp and year."""
    resultat_malgrupp: dict[tuple[int, int], dict[int, float]]
    """Σ_k e[g, t, k] less what is lost, as terms, by målgrupp and year."""
    verkar: dict[tuple[int, int], dict[int, tuple[str, int]]]
    """The columns with an effect, by målgrupp and year: kind and insats."""
    kostar: dict[int, dict[int, tuple[str, int]]]
    """The columns with a cost, by year: kind and insats; insats by insats, y and then x."""
    struktur: frozenset[int]
    """y of the strukturövergripande insatser."""
    kolumnnycklar: tuple[Kolumnnyckel, ...]
    """(n,)"""
    nycklar: tuple[Nyckel, ...]
    """What each yes-and-no column decides, in column order."""
    namn: tuple[str, ...]
    """(n,) a key of its own (x0001, y0002, …): names from data could collide."""
    nedre: Tal
    ovre: Tal
    heltal: Mask
    kostnad: tuple[dict[int, float], ...] = ()
    """(H,) the insats cost of each year as terms, tkr."""


def make_kolumner(p: Problem) -> Kolumner:
    """The columns of a problem: only those that can be other than zero."""
    mottar = p.tar_emot & (p.behov_antal > 0)
    skadar = np.minimum(p.effekt_andel, p.struktur_antal) < 0
    masker = p.kan_koras, p.struktur, mottar, p.struktur_antal != 0, skadar
    drag = tuple((mask.shape, mask.tobytes()) for mask in masker)
    k = _lay_out(drag, len(p.segment_lutning), tuple(_list_cuts(p)), p.heltal)
    return replace(k, ovre=_find_highest(p, k), kostnad=_list_costs(p, k))


@functools.lru_cache
def _lay_out(
    drag: tuple[tuple[tuple[int, ...], bytes], ...], segment: int, avdrag: tuple[Kolumnnyckel, ...], heltal: bool
) -> Kolumner:
    """The columns of all problems that are alike in these, so far without their bounds and costs."""
    kan_koras, struktur, mottar, nar, skadar = (np.frombuffer(mask, np.bool_).reshape(form) for form, mask in drag)
    nycklar = (*_list_columns(kan_koras, mottar, mottar | nar, skadar, segment), *avdrag)
    slag: dict[str, dict[Any, int]] = {namn: {} for namn in _BOKSTAV}
    for i, (namn, nummer) in enumerate(nycklar):
        slag[namn][nummer] = i
    return Kolumner(
        **slag,  # type: ignore[arg-type]
        **_sum_up(slag, nar),
        struktur=frozenset(y for (j, _), y in slag["kors"].items() if struktur[j]),
        kolumnnycklar=nycklar,
        nycklar=tuple((n, *(i if n == "kors" else (-1, i))) for n, i in nycklar if n in _JA_OCH_NEJ),
        namn=tuple(f"{_BOKSTAV[namn]}{i:04d}" for i, (namn, _) in enumerate(nycklar, 1)),
        nedre=_frozen([-np.inf if namn == "kapital" else 0.0 for namn, _ in nycklar], np.float64),
        ovre=_frozen([1.0 if namn in _JA_OCH_NEJ else np.inf for namn, _ in nycklar], np.float64),
        heltal=_frozen([namn in _JA_OCH_NEJ or (heltal and namn == "antal") for namn, _ in nycklar], np.bool_),
    )


def _sum_up(slag: dict[str, dict[Any, int]], nar: Mask) -> dict[str, Any]:
    """The columns that are added up. `nar` (J, G) are the målgrupper that a strukturövergripande insats reaches."""
    kors, deltar, resultat = slag["kors"].items(), slag["antal"].items(), slag["resultat"].items()
    verkar = [(j, "antal", (g, t), x) for (j, g, t), x in deltar]
    verkar += [(j, "kors", (g, t), y) for (j, t), y in kors for g in np.flatnonzero(nar[j])]
    kostar = [(t, j, 0, y, "kors") for (j, t), y in kors] + [(t, j, 1, x, "antal") for (j, _, t), x in deltar]
    delar = [((g, t), e, 1.0) for (g, t, _), e in resultat] + [(gt, f, -1.0) for gt, f in slag["forlust"].items()]
    return {
        "antal_insats": _group([((j, t), x, 1.0) for (j, _, t), x in deltar], slag["kors"]),
        "antal_malgrupp": _group(sorted(((g, t), x, 1.0) for (_, g, t), x in deltar)),
        "resultat_malgrupp": _group(delar),
        "verkar": _group([(gt, i, (namn, j)) for j, namn, gt, i in sorted(verkar)], [gt for gt, _, _ in delar]),
        "kostar": _group([(t, i, (namn, j)) for t, j, _, i, namn in sorted(kostar)], slag["kapital"]),
    }


def _group(termer: Iterable[tuple[Any, int, Any]], nycklar: Iterable[Any] = ()) -> dict[Any, dict[int, Any]]:
    """Columns and what is said of them, by key; each of `nycklar` has its place though it may have no column."""
    svar: dict[Any, dict[int, Any]] = {nyckel: {} for nyckel in nycklar}
    for nyckel, kolumn, varde in termer:
        svar.setdefault(nyckel, {})[kolumn] = varde
    return svar


def _frozen(varden: Sequence[Any], slag: Any) -> NDArray[Any]:
    """An array that many problems share."""
    tal = np.array(varden, slag)
    tal.flags.writeable = False
    return tal


def _list_columns(kan_koras: Mask, mottar: Mask, nar: Mask, skadar: Mask, segment: int) -> Iterator[Kolumnnyckel]:
    """What can run and who can take part, segments for the målgrupper that some insats can reach, and eget kapital."""
    insatsar = np.argwhere(kan_koras).tolist()
    yield from (("kors", (j, t)) for j, t in insatsar)
    yield from (("antal", (j, g, t)) for j, t in insatsar for g in np.flatnonzero(mottar[j]).tolist())
    budgetar = range(kan_koras.shape[1])
    for g in np.flatnonzero(nar.any(axis=0)).tolist():
        for t in budgetar:
            yield from (("resultat", (g, t, s)) for s in range(segment))
            if skadar[:, g].any():
                yield "forlust", (g, t)
    yield from (("kapital", t) for t in budgetar)


def _list_cuts(p: Problem) -> Iterator[Kolumnnyckel]:
    """The cut of next year's contributions, where the excess can ever be above zero."""
    hogsta, rimlig, bidrag = compute_highest_kapital(p), p.rimlig_niva_kr.tolist(), p.bidrag_kr.tolist()
    for t in range(1, len(bidrag)):
        overskott = hogsta[t - 1] - rimlig[t - 1]
        if p.avdrag_andel > 0 and overskott > 0:
            yield "avdrag", t
            if p.avdrag_andel * overskott > bidrag[t]:
                yield "utan_bidrag", t
            if p.avdrag_andel > 1:
                yield "med_avdrag", t


def compute_highest_kapital(p: Problem) -> list[float]:
    """(H,) the most eget kapital that a year can end with, kr: nothing spent on insatser, nothing cut."""
    hogst: list[float] = (p.eget_kapital_kr + np.cumsum(p.bidrag_kr + p.tillskott_kr - p.administration_kr)).tolist()
    return hogst


def _find_highest(p: Problem, k: Kolumner) -> Tal:
    """(n,) the upper bounds."""
    ovre, behov, bredd = k.ovre.copy(), p.behov_antal.tolist(), p.segment_bredd_andel.tolist()
    most = np.minimum(p.behov_antal, p.hogst_antal[:, None])
    antal = (np.floor(most + 1e-9) if p.heltal else most).tolist()
    ovre[list(k.antal.values())] = [antal[j][g] for j, g, _ in k.antal]
    ovre[list(k.resultat.values())] = [bredd[s] * behov[g] if bredd[s] < np.inf else np.inf for g, _, s in k.resultat]
    ovre[list(k.avdrag.values())] = [p.bidrag_kr[t] / TKR for t in k.avdrag]
    return ovre


def _list_costs(p: Problem, k: Kolumner) -> tuple[dict[int, float], ...]:
    """(H,) trappning · (fast·y + per deltagare·x) of each year, tkr."""
    andel = p.trappning / TKR
    kr = {"kors": (andel * p.fast_kr[:, None]).tolist(), "antal": (andel * p.per_deltagare_kr[:, None]).tolist()}
    return tuple({i: kr[slag][j][t] for i, (slag, j) in kostar.items()} for t, kostar in k.kostar.items())
