"""Data with other figures: a column of the förbund, one figure for a förbund or many scenarios of the whole column.

One figure per förbund, (F,), is also written to the records that the column comes from, so that everything which reads
the records (years ahead, plans, need, parties) follows. Scenarios, (S, F), live in the vectors only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from fordelning.begrepp import Omrade, Underlag, Utfastelse, Vektor
from fordelning.fel import Anmarkning
from fordelning.medfinansiering import weigh_parties
from fordelning.pengar import dela_heltal
from fordelning.underlag.sammanstallning import make_vectors

RAM = "ram_kr"


@dataclass(frozen=True, slots=True)
class Uppgift:
    """What a column may hold: its bounds, whether inf (= does not limit) may stand there, and if a country needs it."""

    minst: float = 0.0
    hogst: float = np.inf
    kan_saknas: bool = False
    nagot: bool = False


KOLUMNER: Mapping[str, Uppgift] = {
    "invanare_antal": Uppgift(nagot=True),
    "forsorjningsmatt": Uppgift(nagot=True),
    "tilldelning_fjol_kr": Uppgift(),
    "eget_kapital_kr": Uppgift(minst=-np.inf),
    "bidrag_fjol_kr": Uppgift(),
    "askande_kr": Uppgift(kan_saknas=True),
    "manader_andel": Uppgift(minst=1 / 12, hogst=1.0),
    "kommuner_utlovat_kr": Uppgift(kan_saknas=True),
    "regioner_utlovat_kr": Uppgift(kan_saknas=True),
}
"""The columns that may be changed: the vectors of Underlag, (F,) or (S, F)."""


def read_column(u: Underlag, namn: str, varde: Any) -> tuple[Vektor, list[Anmarkning]]:
    """A column as the user gives it: {förbund: figure}, one figure for all, (F,) per förbund, or (S, F) or (S, 1)."""
    nu: Vektor = getattr(u, namn)
    varde = _go_by_code(varde, u.koder)
    plats = f"ändringen, {namn}"
    if isinstance(varde, Mapping):
        okanda = [str(kod) for kod in varde if kod not in u.koder]
        if okanda:
            return nu, [Anmarkning(plats, f"förbund {kod} finns inte", f"t.ex. {u.koder[0]}") for kod in okanda]
        tal = [_as_numbers(v) for v in varde.values()]
        if any(t is None or t.ndim > 1 for t in tal):
            return nu, [Anmarkning(plats, "är inte bara tal", "ett tal per förbund, eller (S,) tal")]
        ny = np.broadcast_to(nu, np.broadcast_shapes(*((*t.shape, 1) for t in tal if t is not None), nu.shape)).copy()
        for kod, t in zip(varde, tal, strict=True):
            ny[..., u.koder.index(kod)] = t
    else:
        hela = _as_numbers(varde)
        if hela is None or hela.ndim > 2 or (hela.ndim and hela.shape[-1] not in (1, len(u.koder))) or not hela.size:
            form = "" if hela is None else f" (formen är {hela.shape})"
            vantat = f"ett tal per förbund, ({len(u.koder)},), eller per scenario och förbund, (S, {len(u.koder)})"
            return nu, [Anmarkning(plats, f"går inte att använda{form}", vantat)]
        ny = np.broadcast_to(hela, (*hela.shape[:-1], len(u.koder))).copy()
    return ny, list(_find_faults(u, namn, ny))


def _go_by_code(varde: Any, koder: tuple[str, ...]) -> Any:
    """A pandas Series that is indexed by förbund code, as {förbund: figure}; everything else as it is."""
    index = getattr(varde, "index", None)
    if index is None or callable(index) or not set(index) & set(koder):
        return varde
    return dict(varde.items())


def _as_numbers(varde: Any) -> Vektor | None:
    """Figures as float64; None (in a list too) is inf: not given, so it does not limit. None for what is no figure."""
    try:
        tal = np.asarray(varde)
        if tal.dtype == object:
            tal = np.asarray(np.frompyfunc(lambda v: np.inf if v is None else v, 1, 1)(tal), np.float64)
        return None if tal.dtype.kind in "bSUmM" else np.asarray(tal, np.float64)
    except (TypeError, ValueError):
        return None


def _find_faults(u: Underlag, namn: str, ny: Vektor) -> Iterator[Anmarkning]:
    """Figures outside what the column can hold, the first of them; a country without any inhabitants or need."""
    k = KOLUMNER[namn]
    duger = (ny >= k.minst) & (ny <= k.hogst) & (k.kan_saknas | np.isfinite(ny))
    if not duger.all():
        varst = np.argwhere(~duger)[0].tolist()
        scenario = f", scenario {varst[0]}" if len(varst) == 2 else ""
        granser = (
            "ett tal" if np.isinf(k.minst) else f"minst {k.minst:g}" + ("" if np.isinf(k.hogst) else " och högst 1")
        )
        plats = f"ändringen, {namn}, förbund {u.koder[varst[-1]]}{scenario}"
        yield Anmarkning(plats, f"«{ny[tuple(varst)]:g}» går inte att använda", granser)
    elif k.nagot and (ny.sum(axis=-1) <= 0).any():
        yield Anmarkning(f"ändringen, {namn}", "är 0 i hela landet", "något över 0")


def read_pot(varde: Any) -> tuple[Vektor, list[Anmarkning]]:
    """The pot, kr: one, or one per scenario (S,)."""
    ram = _as_numbers(varde)
    if ram is not None and ram.ndim == 2 and ram.shape[1] == 1:
        ram = ram[:, 0]
    if ram is None or ram.ndim > 1 or not ram.size or not (np.isfinite(ram) & (ram > 0)).all():
        vantat = "kronor, mer än 0: ett tal, eller (S,) tal"
        return np.array(1.0), [Anmarkning(f"ändringen, {RAM}", f"«{varde}» går inte att använda", vantat)]
    return ram, []


def change_columns(u: Underlag, kolumner: Mapping[str, Vektor]) -> Underlag:
    """The Underlag with other columns, or pot. A contribution of last year that is not given stays twice the grant."""
    ny = replace(u, **make_vectors(u.forbund, u.omraden, u.utfastelser))
    for namn, kolumn in kolumner.items():
        if namn in SKRIV and kolumn.ndim == 1:
            ny = SKRIV[namn](ny, kolumn)
    vektorer = make_vectors(ny.forbund, ny.omraden, ny.utfastelser)
    kvar = {n: getattr(u, n) for n in KOLUMNER if getattr(u, n).ndim == 2 or n not in kolumner}
    if "tilldelning_fjol_kr" in kolumner and "bidrag_fjol_kr" not in kolumner:
        ej_given = np.array([f.bidrag_fjol_kr is None for f in u.forbund])
        foljer = ej_given & (u.bidrag_fjol_kr == 2 * u.tilldelning_fjol_kr)
        kvar["bidrag_fjol_kr"] = np.where(foljer, 2 * kolumner["tilldelning_fjol_kr"], u.bidrag_fjol_kr)
    return replace(ny, **{**vektorer, **kvar, **kolumner})


def _write_forbund(falt: str) -> Callable[[Underlag, Vektor], Underlag]:
    """The column of forbund.csv, whole kronor; inf is an empty cell."""

    def skriv(u: Underlag, kolumn: Vektor) -> Underlag:
        varden = [None if np.isinf(v) else round(v) for v in kolumn.tolist()]
        andrade: list[dict[str, Any]] = [{falt: v} for v in varden]
        return replace(u, forbund=tuple(replace(f, **a) for f, a in zip(u.forbund, andrade, strict=True)))

    return skriv


def _write_months(u: Underlag, kolumn: Vektor) -> Underlag:
    manader = [max(1, round(12 * andel)) for andel in kolumn.tolist()]
    return replace(u, forbund=tuple(replace(f, manader=m) for f, m in zip(u.forbund, manader, strict=True)))


def _write_inhabitants(u: Underlag, kolumn: Vektor) -> Underlag:
    """The areas' inhabitants, whole, in the proportions they had."""
    return _write_areas(u, kolumn, "invanare_antal", lambda summa, vikter: dela_heltal(round(summa), vikter))


def _write_need(u: Underlag, kolumn: Vektor) -> Underlag:
    """The areas' försörjningsmått in the proportions they had."""

    def share(summa: float, vikter: list[float]) -> list[float]:
        return [summa * v / sum(vikter) if sum(vikter) else summa / len(vikter) for v in vikter]

    return _write_areas(u, kolumn, "forsorjningsmatt", share)


def _write_areas(u: Underlag, kolumn: Vektor, falt: str, share: Callable[[float, list[float]], Any]) -> Underlag:
    omraden: dict[str, Omrade] = {o.omrade_kod: o for o in u.omraden}
    for kod, summa, fore in zip(u.koder, kolumn.tolist(), getattr(u, falt).tolist(), strict=True):
        egna = [o for o in u.omraden if o.forbund_kod == kod]
        if summa != fore:
            delar = share(summa, [float(getattr(o, falt)) for o in egna])
            omraden |= {o.omrade_kod: replace(o, **{falt: d}) for o, d in zip(egna, delar, strict=True)}
    return replace(u, omraden=tuple(omraden.values()))


def _write_pledges(part: Literal["kommun", "region"]) -> Callable[[Underlag, Vektor], Underlag]:
    """The part's pledges, whole kronor, as they were divided, else by weights; inf takes them away."""

    def skriv(u: Underlag, kolumn: Vektor) -> Underlag:
        falt = "kommuner_utlovat_kr" if part == "kommun" else "regioner_utlovat_kr"
        rader = {(p.forbund_kod, p.part, p.motpart_kod): p for p in u.utfastelser}
        for kod, summa, fore in zip(u.koder, kolumn.tolist(), getattr(u, falt).tolist(), strict=True):
            if summa == fore:
                continue
            parter = _weigh_parties(u, kod, part)
            lovat = {m: rader[kod, part, m].utlovat_kr for m in parter if (kod, part, m) in rader}
            rader = {nyckel: p for nyckel, p in rader.items() if nyckel[:2] != (kod, part)}
            if np.isfinite(summa):
                vikter = [lovat.get(m, 0) for m in parter] if any(lovat.values()) else list(parter.values())
                for m, kr in zip(parter, dela_heltal(round(summa), vikter), strict=True):
                    rader[kod, part, m] = Utfastelse(kod, part, m, kr)
        return replace(u, utfastelser=tuple(rader[nyckel] for nyckel in sorted(rader)))

    return skriv


def _weigh_parties(u: Underlag, kod: str, part: Literal["kommun", "region"]) -> dict[str, float]:
    """The weights of the kommuner, or regions, of a förbund, by code; a kommun in a region's place is none."""
    return weigh_parties([o for o in u.omraden if o.forbund_kod == kod and (part == "kommun" or o.region_kod)], part)


SKRIV: Mapping[str, Callable[[Underlag, Vektor], Underlag]] = {
    "invanare_antal": _write_inhabitants,
    "forsorjningsmatt": _write_need,
    "tilldelning_fjol_kr": _write_forbund("tilldelning_fjol_kr"),
    "eget_kapital_kr": _write_forbund("eget_kapital_kr"),
    "bidrag_fjol_kr": _write_forbund("bidrag_fjol_kr"),
    "askande_kr": _write_forbund("askande_kr"),
    "manader_andel": _write_months,
    "kommuner_utlovat_kr": _write_pledges("kommun"),
    "regioner_utlovat_kr": _write_pledges("region"),
}
"""How one figure per förbund is written to the records its column comes from."""
