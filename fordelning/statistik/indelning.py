"""The division: which texts are kommuner. A code alone, code and name in one cell, or a name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fordelning.underlag.kommuner import UPPHORDA, find_by_name, read_kommuner

RIKET = "00"
_RIKET = re.compile(r"(?i)(00|all|riket|hela riket|sverige|00 .*riket.*|se)")
_KOD = re.compile(r"([0-9]{3,4})(?![0-9A-Za-zÅÄÖåäö_-])[\s,.:]*(.*)")


@dataclass(frozen=True, slots=True)
class Indelning:
    """The kommuner that a download may hold: those of the data set (`egna`, code → name), and Sweden's."""

    egna: Mapping[str, str]

    def find(self, text: str) -> str | None:
        """The code of the kommun that a text is; "00" for the country; None for anything else."""
        text = text.strip()
        if text in self.egna or text in read_kommuner() or text in UPPHORDA:
            return text
        if _RIKET.fullmatch(text):
            return RIKET
        if (traff := _KOD.fullmatch(text)) and (traff[1] in self.egna or traff[1] in read_kommuner()):
            return traff[1]
        forst = text.split(" ")[0]
        return forst if forst in self.egna else None

    def recognize(self, text: str) -> str | None:
        """As `find`, also for a code that has lost its zero: such a column is one of codes, and is told so."""
        traff = _KOD.fullmatch(text.strip())
        return self.find(text) or (self.find(f"0{traff[1]}") if traff and len(traff[1]) == 3 else None)

    def find_name(self, text: str) -> str | None:
        """As `find`, and by name alone."""
        if not text.strip():
            return None
        return self.find(text) or find_by_name(text) or next((k for k, n in self.egna.items() if n == text), None)

    def describe_fault(self, text: str) -> str:
        """What is wrong with a code of digits that is no kommun's, or "": it has lost its zero, or is unknown."""
        traff = _KOD.fullmatch(text.strip())
        if traff is None or self.find(text) is not None:
            return ""
        if len(traff[1]) == 3:
            hel = f"0{traff[1]}"
            ar_kommun = hel in read_kommuner() or hel in self.egna
            return f"koden «{traff[1]}» har tappat sin första nolla" if ar_kommun else ""
        return f"«{text.strip()}» är ingen kommuns kod"

    def describe_name(self, kod: str, namn: str) -> str:
        """What is wrong with a kommun's name, or "": it is another kommun's."""
        rest = _KOD.fullmatch(namn.strip())
        namn = rest[2] if rest else namn
        annan = find_by_name(namn)
        if annan is None or annan == kod or kod not in read_kommuner():
            return ""
        return f"«{namn}» har kod {annan}, inte {kod} ({read_kommuner()[kod].namn})"

    def name(self, kod: str) -> str:
        """A kommun as findings name it: 0114 Upplands Väsby."""
        kommuner = read_kommuner()
        return f"{kod} {self.egna.get(kod) or (kommuner[kod].namn if kod in kommuner else '')}".strip()
