"""Sheets without FINSAM: seven nouns (Tal, Kolumn, Tabell, Lista, Diagram, Blad, Bok), one writer, one look.

A column is one expression over other columns. The expression gives the stored value, the Excel formula and the line in
words (`tal`, `formler`); a `Tabell` of columns gives the sheet (`bok`, `excel`), the CSV and the records (`csv`) and
the rows of a terminal (`terminal`). References to other tables go by key, so that a reader may sort any table.
"""

from fordelning.blad.bok import Blad, Bok, Del, Slag
from fordelning.blad.diagram import UTAN_FARG, Diagram, Serie
from fordelning.blad.form import Form
from fordelning.blad.kolumn import Farg, Kolumn
from fordelning.blad.krav import ANDEL, ANTAL, HELA_KR, JA_NEJ, MINST_NOLL, Krav
from fordelning.blad.lista import Lista
from fordelning.blad.tabell import Rad, Tabell
from fordelning.blad.tal import Operand, Tal, som_tal

__all__ = [
    "ANDEL", "ANTAL", "HELA_KR", "JA_NEJ", "MINST_NOLL", "UTAN_FARG", "Blad", "Bok", "Del", "Diagram", "Farg", "Form",
    "Kolumn", "Krav", "Lista", "Operand", "Rad", "Serie", "Slag", "Tabell", "Tal", "som_tal",
]  # fmt: skip
