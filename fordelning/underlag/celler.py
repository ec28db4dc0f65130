"""The sheets of an input workbook: the cells as `infil` has read them, their text cleaned as in a CSV file."""

from __future__ import annotations

from dataclasses import replace

from fordelning.infil.arbetsbok import TOM, Bladdata, Cell, cell_name, find_covered, read_book
from fordelning.underlag.ratext import clean, find_invisible

__all__ = ["TOM", "Bladdata", "Cell", "cell_name", "find_covered", "read_sheets"]


def read_sheets(filnamn: str, data: bytes) -> list[Bladdata]:
    """Every sheet of an .xlsx file, from its bytes. Raises UnderlagFel when it cannot be read whole."""
    bok = read_book(filnamn, data)
    return [replace(blad, rader=tuple(tuple(map(_look, rad)) for rad in blad.rader)) for blad in bok.blad]


def _look(cell: Cell) -> Cell:
    """The cell with its text cleaned of what surrounds it; a sign that cannot be seen is what is wrong with it."""
    text = cell.text
    enkel = text.isprintable() and text.isascii() and not text.startswith(" ") and not text.endswith(" ")
    if enkel or cell.brist[0]:
        return cell
    text = clean(cell.text)
    brist = find_invisible(text)
    return cell._replace(text=text, visad=clean(cell.visad), brist=(brist, "Skriv om cellen.") if brist else ("", ""))
