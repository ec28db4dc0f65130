"""Sheets without FINSAM: seven nouns, one writer, one look.

A figure is one expression: it gives the stored value, the Excel formula and the line in words. Nothing is said twice.

    Tal       an expression of figures              tal, in words ord; what it may call: formler (funktioner, uppslag)
    Kolumn    a Tal with heading, form, input mark  kolumn, form, krav
    Tabell    columns over rows                     tabell
    Lista     named figures under each other        lista
    Diagram   a chart of columns                    diagram
    Blad      a sheet of tables, lists and charts   bok
    Bok       a workbook of sheets                  bok

A Tal refers to cells by marks (hanvisning) until it is known where their table stands, and to other tables by key
(villkor), so that a reader may sort any table.

They know no file. `excel.write_bok` makes the workbook (utseende: colours and letters; adresser: where all stands; matt
and excel_vy: widths and heights; excel_diagram: charts; excel_utskrift: paper); `csv`, `terminal` and `html` (figures:
svg) take the same tables.

    >>> p, t = Lista("Parametrar"), Tabell("Bidrag")
    >>> ram = p.data("Ram att dela", 1_000_000, namn="ram_kr", gul=True)
    >>> vem = t.data("Förbund", ["Ale", "Bo"])
    >>> behov = t.data("Behov", [30, 10], "antal", gul=True, krav=ANTAL)
    >>> kr = t.rakna("Bidrag, kr", avrunda(ram * behov / summa(behov)), lika=[750_000, 250_000], summa=True)
    >>> t.farga(kr > ram / 2, "gul", kr)
    >>> blad = Blad("Bidrag", "Bidrag efter behov", "Ändra det gula.", [p, t, Diagram("Bidrag", vem, [kr])])
    >>> write_bok(Bok("Bidrag", [blad]), fil)
"""

from fordelning.blad.bok import Blad, Bok, Del, Slag
from fordelning.blad.diagram import UTAN_FARG, Diagram, Serie
from fordelning.blad.form import Form
from fordelning.blad.kolumn import Farg, Kolumn
from fordelning.blad.krav import ANDEL, ANTAL, HELA_KR, JA_NEJ, MINST_NOLL, Krav
from fordelning.blad.lista import Lista
from fordelning.blad.tabell import Rad, Tabell
from fordelning.blad.tal import Operand, Tal, i_form, med_ord, som_tal

__all__ = [
    "ANDEL", "ANTAL", "HELA_KR", "JA_NEJ", "MINST_NOLL", "UTAN_FARG", "Blad", "Bok", "Del", "Diagram", "Farg", "Form",
    "Kolumn", "Krav", "Lista", "Operand", "Rad", "Serie", "Slag", "Tabell", "Tal", "i_form", "med_ord", "som_tal",
]  # fmt: skip
