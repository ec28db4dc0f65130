"""Between two cases: some causes as they were, the others as they have become, every mixture allocated at once."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from fordelning.analys.forbundsfoljd import follow_figures, group_forbund
from fordelning.analys.lage import Fall
from fordelning.begrepp import Omrade, Underlag, Vektor
from fordelning.modell import Modell
from fordelning.regionmedel import freeze_regions
from fordelning.regler import REGLER
from fordelning.regler.sjukpenningtak import KRONOR_PER_ENHET
from fordelning.schema import Avsnitt

ORSAKER = {
    "ram": "ramen",
    "forsorjningsmatt": "försörjningsmåttet",
    "invanare": "antalet invånare",
    "indelning": "indelningen i förbund",
    "grund_och_nyckel": "grundbeloppet och nyckelns vikter",
    "eget_kapital": "eget kapital",
    "sparr": "spärren",
    "medfinansiering": "medfinansiering och äskanden",
    "modellvarden": "modellens övriga värden",
    "avrundning": "avrundningen",
}
"""The causes of a change, in the order they are told, with their words (Swedish). Together they are every input."""

REGELAVSNITT = {
    "grund_och_nyckel": ("grundtilldelning", "fordelningsnyckel"),
    "eget_kapital": ("eget_kapital",),
    "sparr": ("sparr",),
    "medfinansiering": ("medfinansiering",),
    "modellvarden": ("sjukpenningtak", "aterfordelning"),
    "avrundning": ("avrundning",),
}
"""The sections of the model that are each cause's, with their steps."""

FORBUNDETS = {
    "eget_kapital": ("eget_kapital_kr", "bidrag_fjol_kr"),
    "sparr": ("tilldelning_fjol_kr",),
    "medfinansiering": ("askande_kr", "kommuner_utlovat_kr", "regioner_utlovat_kr"),
    "modellvarden": ("frisam_kr",),
}
"""The columns per förbund that are each cause's, and are seen by its rule only."""

UTAN = {"manader_andel": 0.0, "askande_kr": np.inf, "kommuner_utlovat_kr": np.inf, "regioner_utlovat_kr": np.inf}
"""What stands for a förbund that is not there: no month, nothing that limits; every other column is 0."""

Matt = Literal["invanare_antal", "forsorjningsmatt"]
STATISTIK: Mapping[str, Matt] = {"invanare": "invanare_antal", "forsorjningsmatt": "forsorjningsmatt"}
"""The causes that are figures per area."""


@dataclass(frozen=True, slots=True, eq=False)
class Mellanlage:
    """Two cases over the förbund of both, N in code order. Index 0 is the first case, 1 the second.

    `finns` (2, N). `statistik` and `kolumner`: by column (2, 2, N), the first index whose areas or förbund, the second
    whose figures. `andrade`: the causes that differ.
    """

    fran: Fall
    till: Fall
    koder: tuple[str, ...]
    finns: NDArray[np.bool_]
    statistik: Mapping[str, Vektor]
    kolumner: Mapping[str, Vektor]
    andrade: tuple[str, ...]

    def mix_data(self, tagna: Mapping[str, NDArray[np.bool_]]) -> Underlag:
        """The data of S mixtures, vectors (S, N): `tagna` (S,) by cause says where the second case's are taken."""
        antal = next(iter(tagna.values()), np.zeros(1, bool)).size
        val = {orsak: tagna.get(orsak, np.zeros(antal, bool)).astype(int) for orsak in ORSAKER}
        finns = self.finns[val["indelning"]]
        vektorer: dict[str, Any] = {
            namn: self.statistik[namn][val["indelning"], val[orsak]] for orsak, namn in STATISTIK.items()
        }
        for namn, varden in self.kolumner.items():
            orsak = next((o for o, egna in FORBUNDETS.items() if namn in egna), "indelning")
            vektorer[namn] = np.where(finns, varden[val["indelning"], val[orsak]], UTAN.get(namn, 0.0))
        a, b = self.fran.underlag, self.till.underlag
        alla = {f.forbund_kod: f for f in (*a.forbund, *b.forbund)}
        utan_region = vektorer.pop("utan_region").astype(bool)
        ram_kr = np.where(val["ram"], b.ram_kr, a.ram_kr)
        enhet = "kr" if _are_money(a, b) else b.statistik.forsorjningsmatt_enhet
        statistik = replace(b.statistik, forsorjningsmatt_enhet=enhet)
        forbund = tuple(alla[kod] for kod in self.koder)
        blandat: dict[str, Any] = {"utan_region": utan_region, "ram_kr": ram_kr, "statistik": statistik, **vektorer}
        return replace(b, forbund=forbund, **blandat)

    def mix_models(self, tagna: Collection[str]) -> Modell:
        """The model whose sections and steps are the second case's for these causes, else the first's."""
        vems = {
            avsnitt: (self.till if orsak in tagna else self.fran).modell
            for orsak, egna in REGELAVSNITT.items()
            for avsnitt in egna
        }
        steg = tuple(namn for namn in REGLER if namn in vems[namn].steg)
        return self.fran.modell.model_copy(
            update={"steg": steg, **{namn: getattr(modell, namn) for namn, modell in vems.items()}}
        )


def make_between(fran: Fall, till: Fall) -> Mellanlage:
    """Two cases made ready to be mixed, and the causes that differ between them. A region's one sum is what it gives
    each förbund in its own case.
    """
    fran, till = (replace(fall, underlag=freeze_regions(fall.modell, fall.underlag)) for fall in (fran, till))
    a, b = fran.underlag, till.underlag
    koder = tuple(sorted({*a.koder, *b.koder}))
    finns = np.array([[kod in u.koder for kod in koder] for u in (a, b)])
    grupper, egna = group_forbund(a, b), [n for delar in FORBUNDETS.values() for n in delar]
    kolumner = {n: follow_figures(a, b, koder, grupper, n) for n in egna}
    hemma = {n: np.array([_spread(u, koder, n) for u in (a, b)]) for n in ("manader_andel", "utan_region")}
    kolumner |= {n: np.repeat(varden[:, None], 2, axis=1) for n, varden in hemma.items()}
    statistik: dict[str, Vektor] = {}
    andrade = {orsak for orsak, n in STATISTIK.items() if _differ(a, b, n)}
    for n in STATISTIK.values():
        skala = [KRONOR_PER_ENHET[u.statistik.forsorjningsmatt_enhet] if _are_money(a, b) else 1 for u in (a, b)]
        skala = skala if n == "forsorjningsmatt" else [1, 1]
        statistik[n] = np.array([[s * _add_areas(i, tal, n, koder) for s, tal in zip(skala, (a, b), strict=True)]
                                 for i in (a, b)])  # fmt: skip
    if skala[0] != skala[1]:
        andrade.add("forsorjningsmatt")
    if a.ram_kr != b.ram_kr:
        andrade.add("ram")
    lika = all(np.array_equal(*varden) for varden in hemma.values())
    if _list_members(a) != _list_members(b) or not (lika and finns.all()):
        andrade.add("indelning")
    for orsak, avsnitt in REGELAVSNITT.items():
        anvands = [namn for namn in avsnitt if namn in fran.modell.steg or namn in till.modell.steg]
        lika = all(_describe(fran.modell, n) == _describe(till.modell, n) for n in anvands)
        if anvands and not (lika and _same(kolumner, *FORBUNDETS.get(orsak, ()))):
            andrade.add(orsak)
    return Mellanlage(fran, till, koder, finns, statistik, kolumner, tuple(o for o in ORSAKER if o in andrade))


def _are_money(a: Underlag, b: Underlag) -> bool:
    """Whether both cases' försörjningsmått are amounts, which then can be told in kronor."""
    return all(u.statistik.forsorjningsmatt_enhet in KRONOR_PER_ENHET for u in (a, b))


def _spread(u: Underlag, koder: tuple[str, ...], namn: str) -> Vektor:
    """A column of one case over the förbund of both, (N,); 0 for one that it does not have."""
    egna = dict(zip(u.koder, getattr(u, namn).tolist(), strict=True))
    return np.array([egna.get(kod, 0.0) for kod in koder], np.float64)


def _same(kolumner: Mapping[str, Vektor], *namn: str) -> bool:
    return all(np.array_equal(kolumner[n][:, 0], kolumner[n][:, 1]) for n in namn)


def _describe(modell: Modell, namn: str) -> dict[str, Any] | None:
    """What a step of the model computes with; None where the model does not take it."""
    avsnitt: Avsnitt | None = getattr(modell, namn)
    if namn not in modell.steg or avsnitt is None:
        return None if namn not in modell.steg else {}
    return {n: getattr(avsnitt, n) for n in type(avsnitt).model_fields if n not in Avsnitt.model_fields}


def _list_members(u: Underlag) -> dict[str, str | None]:
    """Every area that some förbund has, and whose it is."""
    return {o.omrade_kod: o.forbund_kod for o in u.omraden if o.forbund_kod is not None}


def _differ(a: Underlag, b: Underlag, namn: Matt) -> bool:
    """Whether the figures of any area that a förbund has in either case are others in the other case."""
    return any(_take_figures(i, tal, namn) != _take_figures(i, i, namn) for i, tal in ((a, b), (b, a)))


def _add_areas(indelning: Underlag, tal: Underlag, namn: Matt, koder: tuple[str, ...]) -> Vektor:
    """The areas of one case summed per förbund, (N,), with the figures of the same case or the other.

    A country without any is no country to divide by: then the case's own.
    """
    if indelning is tal:
        return _spread(tal, koder, namn)
    figurer, summor = _take_figures(indelning, tal, namn), defaultdict[str | None, list[float]](list)
    for o in indelning.omraden:
        summor[o.forbund_kod].append(figurer.get(o.omrade_kod, 0.0))
    svar = np.array([math.fsum(summor[kod]) for kod in koder])
    return svar if svar.any() else _add_areas(indelning, indelning, namn, koder)


def _take_figures(indelning: Underlag, tal: Underlag, namn: Matt) -> dict[str, float]:
    """The figures of one case for the areas of the other that a förbund has.

    An area that both have has its figure. Where a kommun is divided otherwise, its total is divided as it was; where it
    has gone, or come, the figure is the only one there is: then it is not the figure that has changed.
    """
    egna, andras = _group(indelning.omraden), _group(tal.omraden)
    figurer: dict[str, float] = {}
    for kommun, omraden in egna.items():
        nya = {o.omrade_kod: float(getattr(o, namn)) for o in andras.get(kommun, ())}
        gamla = {o.omrade_kod: float(getattr(o, namn)) for o in omraden}
        if nya and nya.keys() != gamla.keys():
            summa, hela = math.fsum(nya.values()), math.fsum(gamla.values())
            nya = {kod: summa * (v / hela if hela else 1 / len(gamla)) for kod, v in gamla.items()}
        figurer |= {o.omrade_kod: (nya or gamla)[o.omrade_kod] for o in omraden if o.forbund_kod is not None}
    return figurer


def _group(omraden: tuple[Omrade, ...]) -> dict[str, list[Omrade]]:
    per_kommun: dict[str, list[Omrade]] = {}
    for o in omraden:
        per_kommun.setdefault(o.kommun_kod, []).append(o)
    return per_kommun
