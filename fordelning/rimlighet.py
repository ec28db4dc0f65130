"""Whether the pot and the amounts are of the size that the model makes likely: tkr for kr, a digit too many, öre."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from fordelning.begrepp import Underlag, Utfastelse, Vektor
from fordelning.bok import Huvudbok
from fordelning.fel import Anmarkning
from fordelning.infil import BOCKER
from fordelning.metod import Grind, read_grind
from fordelning.modell import Modell
from fordelning.pengar import format_kr
from fordelning.platser import find_modeller
from fordelning.regler import REGLER


def compute_formula(modell: Modell, underlag: Underlag) -> Vektor:
    """Base and key alone, before floors and ceilings, (..., F), kr."""
    bok = Huvudbok(underlag.koder, modell.avrundning.enhet_kr)
    for namn in modell.steg:
        if namn in ("grundtilldelning", "fordelningsnyckel"):
            bok = bok.add(namn, REGLER[namn](modell, underlag, bok))
    return bok.saldo_kr


def check_base_grants(modell: Modell, underlag: Underlag) -> Iterator[Anmarkning]:
    """The pot holds every base grant; otherwise the key would divide what is not there, most from the neediest."""
    if modell.grundtilldelning is None or "grundtilldelning" not in modell.steg:
        return
    grunder = np.ravel(modell.grundtilldelning.belopp_kr) * np.array(
        [math.fsum(manader) for manader in np.atleast_2d(underlag.manader_andel)]
    )
    ramar, grunder = np.broadcast_arrays(np.ravel(underlag.ram_kr), grunder)
    if (for_sma := np.flatnonzero(ramar < grunder)).size:
        ram_kr, grund_kr = float(ramar[for_sma[0]]), float(grunder[for_sma[0]])
        vad = f"ramen räcker inte till grundtilldelningarna ({format_kr(grund_kr)} kr); den är {format_kr(ram_kr)} kr"
        yield Anmarkning(_at_pot(underlag), vad, f"minst {format_kr(grund_kr)} kr", "Är ram_kr skriven i kronor?")


def warn_pot(modell: Modell, underlag: Underlag) -> Iterator[Anmarkning]:
    """The pot is not far from last year's grants, as far as the förbund that had one go."""
    fjol = underlag.tilldelning_fjol_kr
    if _compare_pot(compute_formula(modell, underlag), fjol) != 1.0:
        ram, fore = format_kr(float(underlag.ram_kr)), format_kr(math.fsum(fjol))
        vad = f"ramen är {ram} kr, men förra årets tilldelningar är tillsammans {fore} kr"
        yield Anmarkning(_at_pot(underlag), vad, gor="Kontrollera att båda är i kronor.", allvar="varning")


def _compare_pot(formel_kr: Vektor, fjol_kr: Vektor) -> float:
    """Last year's grants as a multiple of what base and key give those that had one; 1 unless it is far from 1.

    It is 1 also where a few of last year's grants are what is wrong: they are told one by one.
    """
    if _holds_scenarios(formel_kr, fjol_kr) or not (fjol_kr > 0).any():
        return 1.0
    g = _read_limits()
    par = [(float(f), float(v)) for f, v in zip(fjol_kr, formel_kr, strict=True) if f > 0 < v]
    fore_kr, nu_kr = math.fsum(f for f, _ in par), math.fsum(v for _, v in par)
    if not _is_far(nu_kr, fore_kr, g.ram_fjol_kvot) or not nu_kr:
        return 1.0
    skilda, langt = ([_is_far(v, f, kvot) for f, v in par] for kvot in (g.ram_fjol_kvot, g.belopp_kvot))
    return 1.0 if any(langt) and 2 * sum(skilda) <= len(par) else fore_kr / nu_kr


def warn_amounts(modell: Modell, underlag: Underlag) -> Iterator[Anmarkning]:
    """No amount of a förbund is far from what base and key give it. When most of a column is far it is one warning.

    A pot far from last year's grants is one fault, in one of the two: then only what is far from both is told.
    """
    g, u = _read_limits(), underlag
    stat_kr = compute_formula(modell, underlag)
    alla_kr = stat_kr / modell.medfinansiering.stat_andel
    if _holds_scenarios(alla_kr, u.tilldelning_fjol_kr, u.askande_kr, u.eget_kapital_kr):
        return
    kvot = _compare_pot(stat_kr, u.tilldelning_fjol_kr)
    kr = _Granser(g.belopp_kvot, g.belopp_kvot, kvot)
    bidrag = np.array([np.nan if f.bidrag_fjol_kr is None else float(f.bidrag_fjol_kr) for f in underlag.forbund])
    yield from _compare("tilldelning_fjol_kr", underlag.tilldelning_fjol_kr, stat_kr, kr, underlag)
    yield from _compare("bidrag_fjol_kr", bidrag, alla_kr, kr, underlag)
    yield from _compare("askande_kr", underlag.askande_kr, stat_kr, kr, underlag)
    granser = _Granser(g.eget_kapital_minst_kvot, g.eget_kapital_hogst_kvot, kvot)
    yield from _compare("eget_kapital_kr", underlag.eget_kapital_kr, stat_kr, granser, underlag)
    loften = _Granser(g.utfastelse_kvot, g.utfastelse_kvot, kvot)
    yield from _compare_pledges(modell, underlag, alla_kr, loften)
    yield from _compare_sums(modell, underlag, alla_kr, loften)
    for kolumn in ("administration_kr", "lagsta_kapital_kr"):
        yield from _compare_planning(kolumn, underlag, alla_kr, granser)
    yield from _compare_planning("bidrag_kr", underlag, alla_kr, kr)
    for kolumn in ("fast_kostnad_kr", "kostnad_per_deltagare_kr"):
        yield from _compare_insatser(kolumn, underlag, alla_kr, _Granser(g.insatser_bidrag_kvot, math.inf, kvot))


@dataclass(frozen=True, slots=True)
class _Granser:
    """How many times smaller or larger than expected an amount may be; `kvot`: of the other figure it may be near."""

    minst: float
    hogst: float
    kvot: float

    def is_far(self, belopp: float, vantat: float) -> bool:
        """Whether an amount, either sign, is far from what was expected, and from that times `kvot`."""
        mojliga = (vantat, vantat * self.kvot)
        return all(not v / self.minst <= abs(belopp) <= v * self.hogst for v in mojliga)


def _holds_scenarios(*vektorer: Vektor) -> bool:
    """Scenarios are nobody's file: there is no cell to warn of."""
    return any(vektor.ndim > 1 for vektor in vektorer)


def _compare(
    kolumn: str, belopp: Vektor, vantat: Vektor, granser: _Granser, underlag: Underlag
) -> Iterator[Anmarkning]:
    """Amounts of förbund against what is likely. 0 and what is not given say nothing."""
    par = [
        (f"förbund {f.forbund_kod}", float(b), float(v))
        for f, b, v in zip(underlag.forbund, belopp, vantat, strict=True)
        if np.isfinite(b) and b
    ]
    yield from _report(f"{_at_table(underlag, 'forbund')}", kolumn, par, granser)


def _compare_pledges(modell: Modell, underlag: Underlag, alla_kr: Vektor, granser: _Granser) -> Iterator[Anmarkning]:
    """Pledges against each party's part, shared by inhabitants."""
    plats = {kod: i for i, kod in enumerate(underlag.koder)}
    delar = {"kommun": modell.medfinansiering.kommun_andel, "region": modell.medfinansiering.region_andel}
    par = []
    for u in underlag.utfastelser:
        i = plats[u.forbund_kod]
        vantat = float(alla_kr[i]) * delar[u.part] * _share_of_inhabitants(underlag, u)
        if u.utlovat_kr and vantat:
            par.append((f"förbund {u.forbund_kod}, {u.part} {u.motpart_kod}", float(u.utlovat_kr), vantat))
    yield from _report(_at_table(underlag, "medfinansiering"), "utlovat_kr", par, granser)


def _compare_planning(kolumn: str, underlag: Underlag, alla_kr: Vektor, granser: _Granser) -> Iterator[Anmarkning]:
    """A year's planned amounts against what all parties contribute."""
    vantat = dict(zip(underlag.koder, alla_kr.tolist(), strict=True))
    par = [
        (f"förbund {rad.forbund_kod}, {rad.ar}", float(belopp), vantat[rad.forbund_kod])
        for rad in underlag.planering
        if (belopp := getattr(rad, kolumn))
    ]
    yield from _report(_at_table(underlag, "planering"), kolumn, par, granser)


def _compare_insatser(kolumn: str, underlag: Underlag, alla_kr: Vektor, granser: _Granser) -> Iterator[Anmarkning]:
    """What a förbund's insatser cost by one column, at their most participants, against what all parties contribute."""
    kostar: dict[str, float] = {}
    for j in underlag.insatser:
        antal = j.hogst_antal if kolumn == "kostnad_per_deltagare_kr" else 1
        kostar[j.forbund_kod] = kostar.get(j.forbund_kod, 0) + getattr(j, kolumn) * antal
    vad = "alla insatser" if kolumn == "fast_kostnad_kr" else "alla insatser med högsta antal"
    forbund = zip(underlag.koder, alla_kr.tolist(), strict=True)
    par = [(f"förbund {kod}, {vad}", kostar[kod], kr) for kod, kr in forbund if kostar.get(kod)]
    yield from _report(_at_table(underlag, "insatser"), kolumn, par, granser)


def _compare_sums(modell: Modell, underlag: Underlag, alla_kr: Vektor, granser: _Granser) -> Iterator[Anmarkning]:
    """A region's one sum against its parts of all its förbund, shared by inhabitants."""
    par = []
    for m in underlag.regionmedel:
        delar = [
            float(kr) * _share_of_inhabitants(underlag, Utfastelse(kod, "region", m.region_kod, 0))
            for kod, kr in zip(underlag.koder, alla_kr, strict=True)
        ]
        par.append(
            (f"region {m.region_kod}", float(m.utlovat_kr), modell.medfinansiering.region_andel * math.fsum(delar))
        )
    yield from _report(_at_table(underlag, "regionmedel"), "utlovat_kr", [p for p in par if p[1]], granser)


def _share_of_inhabitants(underlag: Underlag, u: Utfastelse) -> float:
    """The share of a förbund's inhabitants that live in the kommun or region of a pledge."""
    egna = [o for o in underlag.omraden if o.forbund_kod == u.forbund_kod]
    kod = {o.omrade_kod: o.kommun_kod if u.part == "kommun" else o.region_kod or o.kommun_kod for o in egna}
    alla = sum(o.invanare_antal for o in egna)
    return sum(o.invanare_antal for o in egna if kod[o.omrade_kod] == u.motpart_kod) / alla if alla else 0.0


_ALLAS = "modellen ger i bidrag från alla parter"
_MOT_ALLAS = ("administration_kr", "lagsta_kapital_kr", "fast_kostnad_kr", "kostnad_per_deltagare_kr")
_GER = {"eget_kapital_kr": "modellen ger i tilldelning", **dict.fromkeys(_MOT_ALLAS, _ALLAS)}
"""What an amount is held against, where it is not the same thing itself."""


def _report(
    plats: str, kolumn: str, par: Sequence[tuple[str, float, float]], granser: _Granser
) -> Iterator[Anmarkning]:
    """A warning per amount that is far from what is likely, or one for the column when most of it is."""
    langt = [(vem, b, v) for vem, b, v in par if v > 0 and granser.is_far(b, v)]
    gor = "Kontrollera att beloppet är i kronor."
    ger = _GER.get(kolumn, "modellen ger")
    if len(langt) > 2 and len(langt) > len(par) / 2:
        vem, b, v = langt[0]
        vad = f"{len(langt)} av {len(par)} belopp är långt från vad {ger}, t.ex. {vem}: "
        vad += f"{format_kr(b)} kr mot {format_kr(v)} kr"
        yield Anmarkning(f"{plats}, kolumn {kolumn}", vad, gor=gor.replace("beloppet", "kolumnen"), allvar="varning")
        return
    for vem, b, v in langt:
        vad = f"{format_kr(b)} kr är långt från vad {ger}, {format_kr(v)} kr"
        yield Anmarkning(f"{plats}, {vem}, kolumn {kolumn}", vad, gor=gor, allvar="varning")


def _is_far(a: float, b: float, kvot: float) -> bool:
    return not b / kvot <= a <= b * kvot


@cache
def _read_limits() -> Grind:
    return read_grind(find_modeller() / "grind.toml")


def _is_workbook(underlag: Underlag) -> bool:
    return any(fil.namn.lower().endswith(BOCKER) for fil in underlag.filer)


def _at_table(underlag: Underlag, namn: str) -> str:
    return f"blad {namn}" if _is_workbook(underlag) else f"{namn}.csv"


def _at_pot(underlag: Underlag) -> str:
    return f"{'blad underlag' if _is_workbook(underlag) else 'underlag.toml'}, nyckel ram_kr"
