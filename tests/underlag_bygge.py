"""Small data sets for tests: one line per förbund gives an Underlag, or the folder of CSV files it is read from."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

from fordelning.begrepp import Forbund, Omrade, Region, Regionmedel, Underlag, Utfastelse
from fordelning.underlag.installningar import Installningar
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.sammanstallning import make_underlag

REGION = "R1"
"""The region of an area when nothing else is said."""


@dataclass(frozen=True, slots=True)
class Bygge:
    """A data set being built. Every method returns a new one; regions and control figures follow from the areas."""

    ram_kr: int
    forbund: tuple[Forbund, ...] = ()
    omraden: tuple[Omrade, ...] = ()
    utfastelser: tuple[Utfastelse, ...] = ()
    budgetar: int = 2026
    enhet: str = "helårsekvivalenter"
    beskrivning: str = "Påhittat för provet."
    ovriga: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    """Records of further tables (kapital, malgrupper, …) by table name."""

    def add(
        self,
        kod: str,
        invanare: int | Sequence[int] = 1_000,
        matt: float | Sequence[float] = 100.0,
        fjol: int = 0,
        kapital: int = 0,
        regioner: Sequence[str | None] = (REGION,),
        vikter: Sequence[float] = (),
        frisam_kr: Sequence[int] = (),
        **mer: int | None,
    ) -> Bygge:
        """One förbund more, with one area per number of inhabitants; `mer`: bidrag_fjol_kr, askande_kr, manader.

        `vikter`: the weight of each area in the kommuner's own key; none = inhabitants.
        `frisam_kr`: what Frisam uses, by area.

        The areas have the codes `<kod>1`, `<kod>2` … and area j lies in the j:th region given (the last one holds on).
        """
        antal = [invanare] if isinstance(invanare, int) else list(invanare)
        matten = [float(matt)] * len(antal) if isinstance(matt, int | float) else [float(m) for m in matt]
        nya = tuple(
            Omrade(
                f"{kod}{j}",
                f"{kod}{j}",
                f"Ort {kod}{j}",
                regioner[min(j, len(regioner)) - 1],
                kod,
                n,
                m,
                medfinansiering_vikt=vikter[j - 1] if vikter else None,
                frisam_kr=frisam_kr[j - 1] if frisam_kr else None,
            )
            for j, (n, m) in enumerate(zip(antal, matten, strict=True), 1)
        )
        forbund = Forbund(kod, f"Förbundet {kod}", fjol, kapital, **mer)
        return replace(self, forbund=(*self.forbund, forbund), omraden=(*self.omraden, *nya))

    def add_outside(self, kod: str, invanare: int, matt: float) -> Bygge:
        """A kommun outside every förbund."""
        utanfor = Omrade(kod, kod, f"Ort {kod}", REGION, None, invanare, matt)
        return replace(self, omraden=(*self.omraden, utanfor))

    def pledge(self, forbund_kod: str, *kommuner_kr: int, regioner_kr: Mapping[str, int] | None = None) -> Bygge:
        """What the kommuner of a förbund pledge, area by area, and its regions by code."""
        nya = [Utfastelse(forbund_kod, "kommun", f"{forbund_kod}{j}", kr) for j, kr in enumerate(kommuner_kr, 1)]
        nya += [Utfastelse(forbund_kod, "region", kod, kr) for kod, kr in (regioner_kr or {}).items()]
        return replace(self, utfastelser=(*self.utfastelser, *nya))

    def fund(self, **summor: tuple[int, Literal["nyckel", "lika", "lista"]]) -> Bygge:
        """Regions that have one sum for all their förbund, by code, and how it is shared out."""
        medel = tuple(Regionmedel(kod, kr, hur) for kod, (kr, hur) in summor.items())
        return replace(self, ovriga={**self.ovriga, "regionmedel": medel})

    @property
    def regioner(self) -> tuple[Region, ...]:
        return tuple(
            Region(kod, f"Region {kod}") for kod in sorted({o.region_kod for o in self.omraden if o.region_kod})
        )

    @property
    def poster(self) -> dict[str, tuple[Any, ...]]:
        """The records of every table."""
        egna = {
            "forbund": self.forbund,
            "omraden": self.omraden,
            "regioner": self.regioner,
            "medfinansiering": self.utfastelser,
        }
        return {namn: () for namn in TABELLER} | egna | dict(self.ovriga)

    @property
    def installningar(self) -> dict[str, Any]:
        """underlag.toml as data."""
        return {
            "budgetar": self.budgetar,
            "ram_kr": self.ram_kr,
            "beskrivning": self.beskrivning,
            "statistik": {"forsorjningsmatt_enhet": self.enhet},
        }

    def make(self) -> Underlag:
        """The Underlag, without passing the gate."""
        return make_underlag(self.poster, Installningar.model_validate(self.installningar))

    def write(self, mapp: Path) -> Path:
        """The folder of CSV files; tables without records are left out."""
        mapp.mkdir(parents=True, exist_ok=True)
        installningar = self.installningar
        statistik = installningar.pop("statistik")
        rader = [f"{k} = {_quote(v)}" for k, v in installningar.items()]
        rader += ["", "[statistik]", *(f"{k} = {_quote(v)}" for k, v in statistik.items())]
        (mapp / "underlag.toml").write_text("\n".join(rader) + "\n", encoding="utf-8")
        for namn, poster in self.poster.items():
            if poster or TABELLER[namn].kravs:
                _write_table(mapp / f"{namn}.csv", TABELLER[namn].kolumnnamn, poster)
        return mapp


def _quote(varde: str | int) -> str:
    """A value as TOML (a JSON string is a TOML string)."""
    return json.dumps(varde, ensure_ascii=False)


def _write_table(fil: Path, kolumner: Sequence[str], poster: Sequence[Any]) -> None:
    with fil.open("w", encoding="utf-8", newline="") as ut:
        skrivare = csv.writer(ut, lineterminator="\n")
        skrivare.writerow(kolumner)
        for post in poster:
            varden = {f.name: getattr(post, f.name) for f in fields(post)}
            skrivare.writerow([_as_cell(varden[k]) for k in kolumner])


def _as_cell(varde: Any) -> str:
    """A value as a cell; None is empty, and a text does not begin as a formula: the gate would refuse it."""
    if varde is None:
        return ""
    if isinstance(varde, bool):
        return "ja" if varde else "nej"
    if isinstance(varde, tuple):
        return ";".join(str(v) for v in varde)
    return varde.lstrip("=+-@") if isinstance(varde, str) else str(varde)
