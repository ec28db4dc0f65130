"""A plan that was made before, read from plan.json: to compare with, and to build a budget from."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, Field

from fordelning.begrepp import Fil
from fordelning.fel import Anmarkning, AnmarkningarFel
from fordelning.filer.sigill import read_seal
from fordelning.infil import read_bytes
from fordelning.schema import Modellfil, Schema, validate
from fordelning.tecken import find_invisible_sign, make_printable

PLANFILER = ("plan.csv", "plan.xlsx", "plan.json")
"""The files of every plan; one that is compared with another also has plan_mot.csv."""


class PlanfilFel(AnmarkningarFel):
    """A plan file that cannot be used."""

    rubrik = "fel i planen, inget beräknat"


class _Del(Schema):
    """A part of plan.json; what we do not use of it is not looked at."""

    model_config = ConfigDict(extra="ignore")


class Planinsats(_Del):
    """An insats and a year in which it runs."""

    insats_kod: str
    namn: str
    inriktning: Literal["individ", "struktur"]
    ar: int
    deltagare_antal: float = Field(ge=0)
    kostnad_kr: float
    resultat_antal: float
    nytta: float


class Plankapital(_Del):
    """A year of eget kapital, kr."""

    ar: int
    ingaende_kr: float
    bidrag_kr: float
    avdrag_kr: float
    administration_kr: float
    insatser_kr: float
    utgaende_kr: float
    lagsta_kr: float


class Planforbund(_Del):
    """A förbund's plan; without a possible one nothing runs."""

    forbund_kod: str
    namn: str
    status: Literal["optimal", "tidsgrans", "omojlig"]
    nytta: float | None
    kostnad_kr: float | None
    insatser: tuple[Planinsats, ...]
    kapital: tuple[Plankapital, ...]


class Planmetod(_Del):
    """The method that the plan was made by."""

    fil: str
    sha256: str


class Planfil(Modellfil):
    """The file: its years and the plan of every förbund in it."""

    model_config = ConfigDict(extra="ignore")

    budgetar: tuple[int, ...] = Field(min_length=1)
    forbund: tuple[Planforbund, ...] = Field(min_length=1)
    metod: Planmetod | None = None
    andrad: bool = False
    """Changed since the program wrote it."""

    @property
    def beteckning(self) -> str:
        """The file's name and fingerprint, and whether it has been changed, as told (Swedish)."""
        andrad = ", ändrad efter att den skrevs" if self.andrad else ""
        return f"{self.fil.namn} (SHA-256 {self.fil.sha256[:12]}…{andrad})"

    def find(self, kod: str) -> Planforbund | None:
        """A förbund's plan; None where the file has none."""
        return next((f for f in self.forbund if f.forbund_kod == kod), None)

    def has_plan(self, kod: str) -> bool:
        """Whether the file has a possible plan for the förbund."""
        return (f := self.find(kod)) is not None and bool(f.kapital)


def read_planfil(fil: Path) -> Planfil:
    """The plan of plan.json. Raises PlanfilFel with every fault found."""
    if fil.is_dir():
        gor = f"Ange {fil / 'plan.json'}." if (fil / "plan.json").is_file() else "Kontrollera sökvägen."
        raise PlanfilFel([Anmarkning(str(fil), "är en mapp", "plan.json, som optimera skriver", gor)])
    data = read_bytes(fil, PlanfilFel)
    try:
        innehall = json.loads(data)
    except (ValueError, RecursionError):
        innehall = None
    if not isinstance(innehall, dict) or not all(isinstance(innehall.get(k), list) for k in ("forbund", "budgetar")):
        gor = "Ange plan.json ur mappen där fordelning optimera skrev den."
        raise PlanfilFel([Anmarkning(fil.name, "är ingen plan", "plan.json, som optimera skriver", gor)])
    marke = Fil(fil.name, hashlib.sha256(data).hexdigest())
    eget = {"fil": marke, "andrad": read_seal(fil, "plan.json").skick == "ändrad"}
    svar = validate(Planfil, innehall | eget, fil.name, PlanfilFel)
    texter = (text for f in svar.forbund for i in f.insatser for text in (f.forbund_kod, i.insats_kod, i.namn))
    if dolda := [make_printable(text) for text in texter if find_invisible_sign(text)]:
        raise PlanfilFel([Anmarkning(fil.name, f"«{text}» har tecken som inte syns") for text in dolda])
    return svar
