"""The public figures of inputs/kallor/ as records, and the writing of the data set's tables."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

FORSORJNINGSFORMER_EFTER_ARBETSLOSA = (
    "arbetsloshet",
    "arbetsmarknadsatgarder",
    "ekonomiskt_bistand",
    "etableringsersattning",
)
FORSORJNINGSFORMER_EFTER_BEFOLKNING = ("sjukpenning",)
FORSORJNINGSFORMER_HALFTEN_AV_VARJE = ("sjuk_och_aktivitetsersattning",)
"""Half by inhabitants and half by unemployed: ill health follows both (assumed; Roslagen's figure is its test)."""
AR, AR_FORE = 2021, 2020
"""The year of the helårsekvivalenter, and the year before."""


@dataclass(frozen=True, slots=True)
class Kommun:
    """A kommun with its public figures. The figures a year before are interpolated between 2018 and 2022."""

    kod: str
    namn: str
    lanskod: str
    lan: str
    region: str
    har_regionens_uppgifter: bool
    invanare: int
    invanare_2018: int
    arbetslosa: int
    arbetslosa_2018: int

    @property
    def invanare_fjol(self) -> float:
        """Three quarters of the way from autumn 2018 to autumn 2022, at an even rate of growth (an estimate)."""
        return self.invanare * sqrt(sqrt(self.invanare_2018 / self.invanare))

    @property
    def arbetslosa_fjol(self) -> float:
        """Three quarters of the way from 2018 to 2022, at an even rate of change (an estimate)."""
        return self.arbetslosa * sqrt(sqrt(self.arbetslosa_2018 / self.arbetslosa))


@dataclass(frozen=True, slots=True)
class Kallor:
    """Everything that the example is built from.

    `forbund`: name of each known förbund → kommun codes. `askanden_kr`: name → the state's half of what the förbund has
    said in public that it asks for.
    """

    kommuner: tuple[Kommun, ...]
    forbund: dict[str, tuple[str, ...]]
    tillforlitlighet: dict[str, str]
    askanden_kr: dict[str, int]
    helarsekvivalenter: dict[int, dict[str, int]]
    malgrupper: tuple[dict[str, str], ...]
    riket: dict[str, float]


def _read(fil: Path) -> list[dict[str, str]]:
    with fil.open(encoding="utf-8", newline="") as strom:
        return list(csv.DictReader(strom))


def read_kallor(mapp: Path) -> Kallor:
    """Read every file of inputs/kallor/."""
    medlemmar: dict[str, list[str]] = {}
    tillforlitlighet: dict[str, str] = {}
    for rad in _read(mapp / "forbund.csv"):
        medlemmar.setdefault(rad["forbund"], []).append(rad["kommun_kod"])
        tillforlitlighet[rad["forbund"]] = rad["tillforlitlighet"]
    return Kallor(
        kommuner=_read_kommuner(mapp),
        forbund={namn: tuple(koder) for namn, koder in medlemmar.items()},
        tillforlitlighet=tillforlitlighet,
        askanden_kr=_read_askanden(mapp, medlemmar),
        helarsekvivalenter={
            int(rad["ar"]): {form: int(antal) for form, antal in rad.items() if form != "ar"}
            for rad in _read(mapp / "forsorjning_riket.csv")
        },
        malgrupper=tuple(_read(mapp / "malgrupper_skl_2016.csv")),
        riket={rad["matt"]: float(rad["varde"]) for rad in _read(mapp / "riket.csv")},
    )


def _read_askanden(mapp: Path, forbund: Iterable[str]) -> dict[str, int]:
    """The state's half of each published sum; a förbund's name may have a former name behind it."""
    halften = {rad["forbund"]: 1_000 * int(rad["alla_parter_tkr"]) // 2 for rad in _read(mapp / "askanden.csv")}
    return {hela: kr for hela in forbund for namn, kr in halften.items() if hela.split(" (")[0] == namn}


def _read_kommuner(mapp: Path) -> tuple[Kommun, ...]:
    befolkning = {rad["kommun_kod"]: rad for rad in _read(mapp / "befolkning.csv")}
    arbetslosa = {rad["kommun_kod"]: rad for rad in _read(mapp / "arbetslosa.csv")}
    return tuple(
        Kommun(
            kod=(kod := rad["kommun_kod"]),
            namn=rad["namn"],
            lanskod=rad["lanskod"],
            lan=rad["lan"],
            region=rad["region"],
            har_regionens_uppgifter=rad["kommunen_har_regionens_uppgifter"] == "ja",
            invanare=int(befolkning[kod]["invanare_16_64_hosten_2022"]),
            invanare_2018=int(befolkning[kod]["invanare_16_64_hosten_2018"]),
            arbetslosa=int(arbetslosa[kod]["inskrivna_arbetslosa_snitt_2022"]),
            arbetslosa_2018=int(arbetslosa[kod]["inskrivna_arbetslosa_snitt_2018"]),
        )
        for rad in _read(mapp / "kommuner.csv")
    )


def write_table(fil: Path, kolumner: Sequence[str], rader: Iterable[Sequence[object]]) -> None:
    """A table of the data set: UTF-8, comma, decimal point, LF, sorted by its leading columns; None = empty."""
    text = [tuple("" if cell is None else str(cell) for cell in rad) for rad in rader]
    with fil.open("w", encoding="utf-8", newline="") as strom:
        skrivare = csv.writer(strom, lineterminator="\n")
        skrivare.writerow(kolumner)
        skrivare.writerows(sorted(text))
