"""A folder of results, read back: only what was computed from this very data set, and that nobody has changed."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fordelning.fel import Anmarkning, AnmarkningarFel
from fordelning.filer.sigill import hash_file, read_seal
from fordelning.infil import read_bytes
from fordelning.underlag import Granskat
from fordelning.underlag.kolumner import TABELLER

RANGEN = {"framskrivning": "prognos"}
"""What a year that was rolled forward is in kapital."""


class MappFel(AnmarkningarFel):
    """A folder of results cannot be used; nothing has been written."""

    rubrik = "fel i resultatmappen, inget skrivet"


@dataclass(frozen=True, slots=True)
class Tilldelat:
    """A förbund's row of tilldelning.csv, whole kronor."""

    tilldelning_kr: int
    region_kr: int
    kommuner_kr: int


@dataclass(frozen=True, slots=True)
class Arsrad:
    """A förbund's row of kapital.csv for the budget year, whole kronor."""

    typ: str
    ingaende_kr: int
    intakter_kr: int
    kostnader_kr: int
    tilldelning_kr: int


@dataclass(frozen=True, slots=True)
class Mappresultat:
    """What a folder says of the budget year, by förbund; empty where it has no such file."""

    namn: str
    modell: str
    tilldelningar: Mapping[str, Tilldelat] = field(default_factory=dict)
    kapital: Mapping[str, Arsrad] = field(default_factory=dict)
    varningar: tuple[Anmarkning, ...] = ()


def read_results(mapp: Path, granskat: Granskat) -> Mappresultat:
    """The files of `fordela` and `kapital` in a folder. Raises MappFel with every finding.

    A file counts when its head (resultat.json, kapital.json) is as the program wrote it, speaks for it, is of the same
    budget year, and was computed from these very files.
    """
    fel: list[Anmarkning] = []
    ar, koder = granskat.installningar.budgetar, {rad.post.forbund_kod for rad in granskat.tabeller["forbund"].rader}
    resultat = _read_head(mapp / "resultat.json", "tilldelning.csv", granskat, fel)
    kapital = _read_head(mapp / "kapital.json", "kapital.csv", granskat, fel)
    if not fel and resultat is None and kapital is None:
        gor = "Kör fordelning fordela eller fordelning kapital dit, eller utelämna --resultat."
        fel.append(Anmarkning(str(mapp), "mappen har inget resultat", "resultat.json eller kapital.json", gor))
    if fel:
        raise MappFel(fel)
    tilldelat = {} if resultat is None else _read_grants(mapp / "tilldelning.csv")
    arsrader = {} if kapital is None else _read_capital(mapp / "kapital.csv", ar)
    for fil, rader in (("tilldelning.csv", tilldelat), ("kapital.csv", arsrader)):
        fel += _compare_codes(mapp / fil, rader, koder) if rader else ()
    fel += _compare_grants(mapp, tilldelat, arsrader)
    if fel:
        raise MappFel(fel)
    huvud = resultat if resultat is not None else next(a for a in (kapital or {})["ar"] if a["ar"] == ar)
    modell = huvud["modell"]
    varningar = list(_warn_proposal(mapp, modell))
    grants = tilldelat or {k: _from_capital(r) for k, r in arsrader.items()}
    return Mappresultat(mapp.name, f"räknat med {modell['namn']}", grants, arsrader, tuple(varningar))


def _read_head(fil: Path, tabell: str, granskat: Granskat, fel: list[Anmarkning]) -> dict[str, Any] | None:
    """The head of a set of results, None when it is not there or wrong; what is wrong with it goes to `fel`."""
    if not fil.exists():
        return None
    sigill, plats = read_seal(fil), fil.with_name(tabell)
    if sigill.skick != "orord":
        vad = "filen är inte så som programmet skrev den"
        fel.append(Anmarkning(str(fil), vad, "ett orört resultat", "Räkna om det."))
        return None
    if not plats.is_file() or sigill.kanda.get(tabell) != hash_file(plats):
        vad = "filen saknas eller är ändrad sedan programmet skrev den"
        fel.append(Anmarkning(str(plats), vad, "ett orört resultat", "Räkna om det."))
        return None
    huvud: dict[str, Any] = json.loads(read_bytes(fil, MappFel))
    funna = list(_compare_head(fil, huvud, granskat))
    fel += funna
    return None if funna else huvud


def _compare_head(fil: Path, huvud: Mapping[str, Any], granskat: Granskat) -> Iterator[Anmarkning]:
    """Whether a result is of this budget year and these files."""
    budgetar = granskat.installningar.budgetar
    if huvud["budgetar"] != budgetar:
        vad = f"resultatet är av budgetår {huvud['budgetar']}, underlaget av {budgetar}"
        yield Anmarkning(str(fil), vad, f"ett resultat av {budgetar}", "Ange en annan mapp med --resultat.")
        return
    lasta = {f["namn"]: f["sha256"] for f in huvud["filer"] if f.get("budgetar", budgetar) == budgetar}
    egna = {f.namn: f.sha256 for f in granskat.filer}
    andra = {namn for namn in lasta if Path(namn).stem in {*TABELLER, "underlag"}} - egna.keys()
    skilda = sorted({namn for namn, sha256 in egna.items() if lasta.get(namn) != sha256} | andra)
    if skilda:
        vad = f"resultatet är räknat på ett annat underlag: {', '.join(skilda)} är inte desamma"
        yield Anmarkning(str(fil), vad, "ett resultat av detta underlag", "Räkna om det, eller ange rätt mapp.")


def _read_grants(fil: Path) -> dict[str, Tilldelat]:
    kolumner = ("tilldelning_kr", "region_kr", "kommuner_kr")
    return {rad["forbund_kod"]: Tilldelat(*(int(rad[k]) for k in kolumner)) for rad in _read_rows(fil)}


def _read_capital(fil: Path, ar: int) -> dict[str, Arsrad]:
    kolumner = ("ingaende_kr", "intakter_kr", "kostnader_kr", "tilldelning_kr")
    return {
        rad["forbund_kod"]: Arsrad(RANGEN.get(rad["typ"], rad["typ"]), *(int(rad[k]) for k in kolumner))
        for rad in _read_rows(fil)
        if rad["ar"] == str(ar)
    }


def _from_capital(rad: Arsrad) -> Tilldelat:
    """The grant by kapital.csv; what the parties paid is its income, already known."""
    return Tilldelat(rad.tilldelning_kr, 0, 0)


def _read_rows(fil: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(read_bytes(fil, MappFel).decode("utf-8").splitlines()))


def _compare_codes(fil: Path, rader: Collection[str], koder: Collection[str]) -> Iterator[Anmarkning]:
    if skilda := sorted(set(rader) ^ set(koder)):
        vad = f"förbunden är inte underlagets: {', '.join(skilda[:5])}{' …' if len(skilda) > 5 else ''}"
        yield Anmarkning(str(fil), vad, "en rad per förbund i underlaget", "Räkna om resultatet.")


def _compare_grants(
    mapp: Path, tilldelat: Mapping[str, Tilldelat], arsrader: Mapping[str, Arsrad]
) -> Iterator[Anmarkning]:
    """The two results of a folder rest on the same grants."""
    gemensamma = sorted(tilldelat.keys() & arsrader.keys())
    if skilda := [k for k in gemensamma if tilldelat[k].tilldelning_kr != arsrader[k].tilldelning_kr]:
        vad = f"tilldelning.csv och kapital.csv har olika tilldelning för {len(skilda)} förbund, t.ex. {skilda[0]}"
        yield Anmarkning(str(mapp), vad, "resultat av samma modell", "Räkna om båda med samma modell.")


def _warn_proposal(mapp: Path, modell: Mapping[str, str]) -> Iterator[Anmarkning]:
    if modell["status"] != "faststalld":
        vad = f"resultatet är räknat med ett förslag, {modell['namn']}"
        gor = "Fjolårets tilldelning blir förslagets. Kontrollera att det är det som beslutades."
        yield Anmarkning(str(mapp), vad, gor=gor, allvar="varning")
