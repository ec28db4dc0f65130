"""Tables of a book that someone has filled in, read by their headings: {row code: {heading: cell}}.

Columns may have been moved or put in, rows sorted or lines left empty. A table is what stands under a row of headings,
up to the next such row; tables of a sheet with the same headings are one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fordelning.fel import Anmarkning
from fordelning.infil.arbetsbok import Bladdata, Bokdata, cell_name

SOM_DET_SKREVS = "bladet som det skrevs"
_NY_BOK = "Fyll i en ny bok, så som programmet skrev den."
_EN_RAD = ("en rad för varje kod", "Ta bort den ena raden.")


@dataclass(frozen=True, slots=True)
class Celltext:
    """What a cell holds, and where it is (Swedish). `ar_formel`: a formula was typed in it."""

    varde: Any
    plats: str
    ar_formel: bool = False

    @property
    def tom(self) -> bool:
        """Whether nothing stands in the cell."""
        return not self.ar_formel and (self.varde is None or (isinstance(self.varde, str) and not self.varde.strip()))


Rader = dict[str, dict[str, Celltext]]
"""Row code → heading → cell."""


@dataclass(frozen=True, slots=True)
class Sokt:
    """A table to find: its sheet, the headings it is known by (that of the codes first), and what it must have."""

    blad: str
    kannetecken: tuple[str, ...]
    kolumner: tuple[str, ...] = ()
    rader: tuple[str, ...] = ()


def read_named(bok: Bokdata, fil: str, namn: str) -> Celltext | None:
    """The cell of a defined name; None where the book has none."""
    bladnamn, rad, kolumn = bok.namn.get(namn, ("", 0, 0))
    blad = next((b for b in bok.blad if b.namn == bladnamn), None)
    return None if blad is None else _get(blad, fil, rad, kolumn)


def read_tables(bok: Bokdata, fil: str, sokta: Mapping[str, Sokt], fel: list[Anmarkning]) -> dict[str, Rader]:
    """The tables by name. What is missing or stands twice is added to `fel`; a table that lacks a column is empty."""
    blad = {b.namn: b for b in bok.blad}
    svar: dict[str, Rader] = {namn: {} for namn in sokta}
    for namn, sokt in sokta.items():
        if sokt.blad not in blad:
            fel.append(Anmarkning(f"{fil}, blad {sokt.blad}", "bladet saknas", "bokens alla blad", _NY_BOK))
        else:
            svar[namn] = _read_table(blad[sokt.blad], fil, sokt, fel)
    return svar


def _read_table(blad: Bladdata, fil: str, sokt: Sokt, fel: list[Anmarkning]) -> Rader:
    plats = f"{fil}, blad {blad.namn}"
    huvuden = [(i, kolumner) for i, kolumner in _find_headings(blad, sokt.kannetecken[0])
               if set(sokt.kannetecken) <= kolumner.keys()]  # fmt: skip
    hela = [(i, kolumner) for i, kolumner in huvuden if set(sokt.kolumner) <= kolumner.keys()]
    if not huvuden:
        vad = f"rubrikraden «{' · '.join(sokt.kannetecken)}» saknas"
        fel.append(Anmarkning(plats, vad, SOM_DET_SKREVS, _NY_BOK))
    elif not hela:
        saknas = [text for text in sokt.kolumner if text not in huvuden[0][1]]
        vad = f"kolumnen «{'», «'.join(saknas)}» saknas"
        fel.append(Anmarkning(f"{plats}, rad {huvuden[0][0]}", vad, SOM_DET_SKREVS, _NY_BOK))
    rader: Rader = {}
    for i, kolumner in hela:
        egna = _read_rows(blad, fil, i, kolumner, sokt, fel)
        if not sokt.rader or set(sokt.rader) & egna.keys() == set(sokt.rader) or len(hela) == 1:
            fel += [Anmarkning(egna[kod][sokt.kannetecken[0]].plats, f"raden «{kod}» står två gånger",
                               *_EN_RAD) for kod in egna.keys() & rader.keys()]  # fmt: skip
            rader |= egna
    if hela and (borta := [kod for kod in sokt.rader if kod not in rader]):
        fel += [Anmarkning(plats, f"raden «{kod}» saknas", "bokens alla rader", _NY_BOK) for kod in borta]
        return {}
    return rader


def _find_headings(blad: Bladdata, nyckel: str) -> Iterator[tuple[int, dict[str, int]]]:
    """Every row of headings: its number from 1, and its headings with their columns from 1."""
    for i, rad in enumerate(blad.rader, 1):
        texter = [cell.varde.strip() if isinstance(cell.varde, str) else "" for cell in rad]
        if nyckel in texter:
            yield i, {text: j for j, text in reversed(list(enumerate(texter, 1))) if text}


def _read_rows(
    blad: Bladdata, fil: str, rubrikrad: int, kolumner: Mapping[str, int], sokt: Sokt, fel: list[Anmarkning]
) -> Rader:
    """The rows down to the next row of headings. One that is filled in but has no code is a finding."""
    rader: Rader = {}
    nyckel = sokt.kannetecken[0]
    for i in range(rubrikrad + 1, len(blad.rader) + 1):
        celler = {text: _get(blad, fil, i, j) for text, j in kolumner.items()}
        kod = "" if celler[nyckel].tom else str(celler[nyckel].varde).strip()
        if kod == nyckel:
            break
        if kod in rader:
            fel.append(Anmarkning(celler[nyckel].plats, f"raden «{kod}» står två gånger", *_EN_RAD))
        elif kod:
            rader[kod] = celler
        elif ifyllda := [celler[k] for k in sokt.kolumner if not celler[k].tom]:
            fel.append(Anmarkning(ifyllda[0].plats, "raden är ifylld men har ingen kod", SOM_DET_SKREVS, _NY_BOK))
    return rader


def _get(blad: Bladdata, fil: str, rad: int, kolumn: int) -> Celltext:
    """The cell at a row and column from 1; empty outside what is written."""
    plats = f"{fil}, blad {blad.namn}, cell {cell_name(kolumn, rad)}"
    celler: Sequence[Any] = blad.rader[rad - 1] if rad <= len(blad.rader) else ()
    if kolumn > len(celler):
        return Celltext(None, plats)
    return Celltext(celler[kolumn - 1].varde, plats, celler[kolumn - 1].formel)
