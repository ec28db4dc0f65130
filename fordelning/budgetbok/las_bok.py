"""A filled budget workbook, opened and read once: whose it is, and its tables {table: {code: {heading: cell}}}."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fordelning.budgetbok.blad_insatser import ANDELEN, INSATSBLAD, INSATSFALT, KORS, NYA, PLANERADE
from fordelning.budgetbok.blad_insatser_per_ar import DELTAR, INSATSARSBLAD
from fordelning.budgetbok.blad_kommuner import KOMMUNBLAD, PARTSFALT
from fordelning.budgetbok.blad_manader import BUDGETBLAD, MANADSVIKT, PROGNOSBLAD, UTFALLSBLAD
from fordelning.budgetbok.blad_planar import PLANBLAD, RAMORD, head_year
from fordelning.budgetbok.rader import MANADER
from fordelning.fel import Anmarkning, FrammandeFel, UnderlagFel
from fordelning.infil import read_bytes
from fordelning.infil.arbetsbok import Bokdata, read_book
from fordelning.infil.ifyllt import Celltext, Rader, Sokt, read_named, read_tables
from fordelning.underlag.ifyllda_celler import show_value

UTFALL, EGEN_PROGNOS, INSATSER = "utfall", "egen prognos", "insatser"
PER_AR, RAMAR, PARTER, VIKTER = "insatser per år", "ramar", "parter", "vikter"
_PLANERAT = (KORS, PLANERADE, ANDELEN, *(f.rubrik for f in INSATSFALT))
IFYLLDA: Mapping[str, Sokt] = {
    UTFALL: Sokt(UTFALLSBLAD, ("Kod", "Benämning"), MANADER),
    EGEN_PROGNOS: Sokt(PROGNOSBLAD, ("Kod", "Benämning"), MANADER),
    INSATSER: Sokt(INSATSBLAD, ("Kod", "Insats"), (*_PLANERAT, *NYA)),
}
"""The tables with yellow cells."""
BOKENS = {"forbund_kod", "budgetar", "statens_bidrag_kr"}
"""The names that every budget book has, whatever has been filled in."""
_INGEN_BOK = ("filen är ingen budgetbok", "en bok som fordelning budget har skrivit")
SUMMARAD = re.compile("SUMMA|RESULTAT|RAPPORTERAD")


def list_sought(budgetaren: Sequence[int]) -> dict[str, Sokt]:
    """Every table that may be filled in or changed."""
    aren = tuple(head_year(t, ar) for t, ar in enumerate(budgetaren))
    framat = tuple(f"{vad} {ar}" for ar in budgetaren[1:] for vad in (KORS, ANDELEN, DELTAR))
    return {
        **IFYLLDA,
        PER_AR: Sokt(INSATSARSBLAD, ("Kod", "Insats"), framat),
        PARTER: Sokt(KOMMUNBLAD, ("Kod", "Region eller kommun"), tuple(f.rubrik for f in PARTSFALT)),
        RAMAR: Sokt(PLANBLAD, ("Kod", aren[0]), aren, tuple(RAMORD)),
        VIKTER: Sokt(BUDGETBLAD, ("Kod", "Benämning"), MANADER, (MANADSVIKT,)),
    }


@dataclass(frozen=True, slots=True, eq=False)
class Ifylldbok:
    """An opened budget workbook."""

    fil: str
    bok: Bokdata

    def find_name(self, namn: str) -> Celltext:
        """The cell of a defined name. Raises UnderlagFel when the workbook does not have it."""
        cell = read_named(self.bok, self.fil, namn)
        if cell is None:
            raise UnderlagFel([Anmarkning(self.fil, *_INGEN_BOK)])
        return cell

    def read_head(self, budgetar: int, koder: Sequence[str]) -> str:
        """The code of whose it is. Raises UnderlagFel when it is not of the year and of a förbund of the inputs."""
        fel = []
        kod, ar = self.find_name("forbund_kod"), self.find_name("budgetar")
        if kod.varde not in koder:
            vad = f"«{show_value(kod.varde)}» är inget förbund i underlaget"
            fel.append(Anmarkning(kod.plats, vad, "en kod ur forbund"))
        if ar.varde != budgetar:
            vad = f"boken gäller {show_value(ar.varde)}, underlaget {budgetar}"
            fel.append(Anmarkning(ar.plats, vad, str(budgetar), "Läs boken med underlaget för samma år."))
        if fel:
            raise UnderlagFel(fel)
        return str(kod.varde)

    def read_tables(self, budgetaren: Sequence[int], fel: list[Anmarkning]) -> dict[str, Rader]:
        """Every table that may be filled in or changed; what is missing is added to `fel`."""
        return read_tables(self.bok, self.fil, list_sought(budgetaren), fel)


def open_workbook(fil: Path) -> Ifylldbok:
    """The workbook. Raises UnderlagFel when the file cannot be read whole."""
    return Ifylldbok(fil.name, read_book(fil.name, read_bytes(fil, UnderlagFel)))


def open_budget(fil: Path) -> Ifylldbok:
    """As `open_workbook`. Raises FrammandeFel when the workbook is no budget book."""
    bok = open_workbook(fil)
    if not bok.bok.namn.keys() >= BOKENS:
        raise FrammandeFel([Anmarkning(fil.name, *_INGEN_BOK)])
    return bok


def find_filled_cell(fil: Path) -> str:
    """Where a budget workbook has something filled in (sheet and cell); "" when nothing is, or it is no such book."""
    if not fil.is_file():
        return ""
    try:
        bok = open_workbook(fil)
    except UnderlagFel:
        return ""
    for namn, rader in read_tables(bok.bok, bok.fil, IFYLLDA, []).items():
        kolumner = NYA if namn == INSATSER else MANADER
        celler = (rad[k] for kod, rad in rader.items() if not SUMMARAD.match(kod) for k in kolumner)
        if cell := next((cell for cell in celler if cell.varde is not None), None):
            return cell.plats.split(", ", 1)[1]
    return ""
