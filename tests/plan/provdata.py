"""Data for the plan's tests: small problems by hand, and a seeded set of förbund shaped like the published figures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from fordelning.begrepp import Behov, Effekt, Fil, Forbund, Insats, Malgrupp, Planering, Underlag
from fordelning.metod import Insatsplan, Segment
from fordelning.modell import EgetKapital, Trappsteg
from fordelning.plan.avgransning import make_problems
from fordelning.plan.problem import Problem
from fordelning.schema import Modellkalla

KALLA = Modellkalla(text="Påhittat för provet.")
TRAPPA = EgetKapital(trappa=(Trappsteg(andel=0.2),), statens_andel_av_overskott=0.5, kalla=KALLA)


def make_metod(
    segment: tuple[tuple[float | None, float], ...] = ((None, 1.0),), diskontering: float = 0.0, heltal: bool = False
) -> Insatsplan:
    """A method; by default every result counts one, whenever it comes."""
    return Insatsplan(
        diskontering_andel=diskontering,
        segment=tuple(Segment(bredd_andel=b, lutning=v) for b, v in segment),
        heltal=heltal,
        kalla=KALLA,
        fil=Fil("prov.toml", ""),
    )


STANDARD = make_metod(((0.05, 1.0), (0.10, 0.7), (None, 0.4)), 0.03)


def make_underlag(
    insatser: list[Insats],
    effekter: list[Effekt],
    planering: list[Planering],
    behov: dict[str, float],
    eget_kapital_kr: int = 0,
    vikt: dict[str, float] | None = None,
) -> Underlag:
    """A data set with one förbund, F1, whose whole need is given."""
    tom = np.zeros(1)
    return Underlag(
        budgetar=2026,
        beskrivning="Prov",
        ram_kr=np.float64(0.0),  # type: ignore[arg-type]
        forbund=(Forbund("F1", "Provförbundet", 0, eget_kapital_kr),),
        omraden=(),
        regioner=(),
        invanare_antal=tom,
        forsorjningsmatt=tom,
        tilldelning_fjol_kr=tom,
        eget_kapital_kr=tom,
        bidrag_fjol_kr=tom,
        askande_kr=tom,
        manader_andel=tom,
        kommuner_utlovat_kr=tom,
        regioner_utlovat_kr=tom,
        utan_region=np.zeros(1, np.bool_),
        malgrupper=tuple(Malgrupp(g, f"Grupp {g}", 1.0, (vikt or {}).get(g, 1.0)) for g in behov),
        behov=tuple(Behov("F1", g, antal) for g, antal in behov.items()),
        insatser=tuple(insatser),
        effekter=tuple(effekter),
        planering=tuple(planering),
    )


def insats(
    kod: str, fast: float = 0.0, per: float = 10_000.0, minst: float = 0.0, hogst: float = 100.0, **mer: Any
) -> Insats:
    """An individinriktad insats of F1."""
    return Insats("F1", kod, f"Insats {kod}", mer.pop("inriktning", "individ"), fast, per, minst, hogst, **mer)


def effekt(
    kod: str, grupp: str | None, andel: float | None, osakerhet: float | None = None, antal: float | None = None
) -> Effekt:
    return Effekt("F1", kod, grupp, andel, osakerhet, antal)


def ar(
    year: int,
    bidrag: float,
    administration: float = 0.0,
    lagst: float = 0.0,
    s_minst: float = 0.0,
    s_hogst: float = 1.0,
) -> Planering:
    return Planering("F1", year, administration, lagst, s_minst, s_hogst, bidrag)


class _Modell:
    """Of a fördelningsmodell the plan reads only the rule on eget kapital."""

    def __init__(self, eget_kapital: EgetKapital | None) -> None:
        self.eget_kapital = eget_kapital
        self.steg = ("eget_kapital",)


def problem_of(
    underlag: Underlag, metod: Insatsplan | None = None, antal_ar: int = 1, regel: EgetKapital | None = None
) -> Problem:
    """The problem of F1; without a rule nothing is taken back for an excess."""
    return make_problems(underlag, _Modell(regel), metod or make_metod(), {}, antal_ar)[0]  # type: ignore[arg-type]


GRUPPER = ("arbetslosa", "bistand", "sjukskrivna", "uvas", "aktivitetsersattning", "sjukersattning")


def make_random_problem(seed: int, antal_ar: int = 3, metod: Insatsplan = STANDARD, insatser: int = 14) -> Problem:
    """The problem of `make_random_underlag`, under the model's rule on eget kapital."""
    p = problem_of(make_random_underlag(seed, antal_ar, insatser), metod, antal_ar, TRAPPA)
    return replace(p, forbund_kod=f"F{seed:03d}")


def make_random_underlag(seed: int, antal_ar: int = 3, insatser: int = 14) -> Underlag:
    """A förbund like the published ones: about 8 mkr a year, every other insats struktur, 20 tkr per participant."""
    r = np.random.default_rng(seed)
    bidrag = float(np.round(r.lognormal(15.8, 0.6), -3))
    behov = {g: float(np.round(bidrag / 8e6 * r.uniform(100, 900))) for g in GRUPPER}
    rader: list[Insats] = []
    effekter: list[Effekt] = []
    for i in range(insatser):
        make = _add_struktur if i % 2 else _add_individ
        make(r, f"I{i:02d}", bidrag, rader, effekter)
    planering = [ar(2026 + t, bidrag, round(0.13 * bidrag), round(0.05 * bidrag), 0.05, 0.4) for t in range(antal_ar)]
    return make_underlag(rader, effekter, planering, behov, int(bidrag * r.uniform(0.05, 0.6)))


def _draw_years(r: np.random.Generator) -> dict[str, Any]:
    """Some insatser are one decision for a few years, some of those with falling financing."""
    if r.random() > 0.4:
        return {}
    fran = 2026 + int(r.integers(-1, 2))
    trappning = (1.0, 0.75, 0.5) if r.random() < 0.5 else ()
    return {"fran_ar": fran, "till_ar": fran + int(r.integers(1, 3)), "trappning": trappning}


def _add_struktur(r: np.random.Generator, kod: str, bidrag: float, rader: list[Insats], effekter: list[Effekt]) -> None:
    fast = float(np.round(bidrag * r.uniform(0.01, 0.07), -3))
    tid = _draw_years(r)
    rader.append(insats(kod, fast, 0, 0, 0, inriktning="struktur", beslutad=bool(r.random() < 0.1), **tid))
    effekter.append(effekt(kod, None, None, antal=float(np.round(fast / r.uniform(60_000, 400_000), 1))))


def _add_individ(r: np.random.Generator, kod: str, bidrag: float, rader: list[Insats], effekter: list[Effekt]) -> None:
    fast = float(np.round(bidrag * r.uniform(0.01, 0.07), -3))
    hogst = float(np.round(bidrag / 8e6 * r.uniform(20, 120)) + 5)
    minst = float(np.floor(hogst * r.uniform(0.1, 0.4)))
    per = float(np.round(r.uniform(6_000, 25_000), -2))
    idag = float(np.round(hogst * r.random()))
    beslutad = bool(r.random() < 0.15)
    rader.append(insats(kod, fast, per, minst, hogst, beslutad=beslutad, idag_antal=idag, **_draw_years(r)))
    for g in r.choice(GRUPPER, size=int(r.integers(1, 5)), replace=False):
        effekter.append(effekt(kod, str(g), float(np.round(r.uniform(0.03, 0.45), 3)), 0.05))


def make_tied_problem(seed: int, heltal: bool = False) -> Problem:
    """A small förbund whose figures come from so few values that many plans are equally good."""
    r = np.random.default_rng(seed)
    rader: list[Insats] = []
    effekter: list[Effekt] = []
    for i in range(6):
        kod = f"I{i}"
        tid: dict[str, Any] = {"fran_ar": 2026, "till_ar": 2026 + int(r.integers(0, 2))} if r.random() < 0.3 else {}
        if r.random() < 0.25:
            rader.append(insats(kod, float(r.choice([100_000, 200_000])), inriktning="struktur", **tid))
            effekter.append(effekt(kod, None, None, antal=float(r.choice([1, 2]))))
            continue
        fast, per = float(r.choice([0, 100_000])), float(r.choice([10_000, 20_000]))
        rader.append(insats(kod, fast, per, float(r.choice([0, 5])), float(r.choice([10, 20])), **tid))
        effekter += [effekt(kod, f"g{g}", float(r.choice([0.2, 0.4]))) for g in range(3) if r.random() < 0.7]
    planering = [ar(2026 + t, float(r.choice([300_000, 600_000, 2_000_000]))) for t in range(2)]
    behov = {f"g{g}": float(r.choice([10, 20, 40])) for g in range(3)}
    underlag = make_underlag(rader, effekter, planering, behov, int(r.choice([0, 500_000])))
    metod = make_metod(((0.05, 1.0), (0.1, 0.5), (None, 0.25)), 0.0 if r.random() < 0.5 else 0.03, heltal)
    return problem_of(underlag, metod, 2, TRAPPA if r.random() < 0.5 else None)
