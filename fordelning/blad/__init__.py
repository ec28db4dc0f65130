"""Sheets without FINSAM: seven nouns (Tal, Kolumn, Tabell, Lista, Diagram, Blad, Bok), one writer, one look.

A column is one expression over other columns. The expression gives the stored value, the Excel formula and the line in
words (`tal`, `uppslag`); a `Tabell` of columns gives the sheet (`bok`, `excel`), the CSV and the records (`csv`) and
the rows of a terminal (`terminal`). References to other tables go by key, so that a reader may sort any table.
"""
