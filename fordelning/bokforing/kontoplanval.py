"""Which kontoplan a förbund's books are read by: the program's own, another for all, or one of the förbund's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fordelning.begrepp import Fil
from fordelning.bokforing.kontoplan import Kontoplan, read_kontoplan
from fordelning.fel import Anmarkning, ModellFel
from fordelning.underlag.ratext import suggest


@dataclass(frozen=True, slots=True, eq=False)
class Kontoplaner:
    """The kontoplan of every förbund: its own, else the one for all. `filer` are those that the user named."""

    alla: Kontoplan
    egna: Mapping[str, Kontoplan] = field(default_factory=dict)
    filer: tuple[Fil, ...] = ()

    def find(self, kod: str) -> Kontoplan:
        """The kontoplan of a förbund."""
        return self.egna.get(kod, self.alla)


def read_kontoplaner(standard: Path, angivna: Sequence[str], koder: Sequence[str]) -> Kontoplaner:
    """The kontoplaner as the user named them: `FIL` for all förbund, `KOD=FIL` for one.

    Raises ModellFel with every fault: of the files, of codes that are not in the inputs, and of what is named twice.
    """
    fel: list[Anmarkning] = []
    lasta: dict[str, Kontoplan] = {}
    for text in angivna:
        kod, skilje, namn = text.partition("=")
        kod, namn = (kod, namn) if skilje and not Path(text).is_file() else ("", text)
        if kod and kod not in koder:
            vad = f"«{kod}» finns inte i underlaget"
            fel.append(Anmarkning("--kontoplan", vad, "FIL, eller KOD=FIL", suggest(kod, koder)))
        elif kod in lasta:
            vem = kod or "alla förbund"
            fel.append(Anmarkning("--kontoplan", f"«{text}»: {vem} har redan en kontoplan", "en kontoplan per förbund"))
        else:
            try:
                lasta[kod] = read_kontoplan(Path(namn))
            except ModellFel as ett:
                fel.extend(ett.anmarkningar)
    if fel:
        raise ModellFel(fel)
    egna = {kod: plan for kod, plan in lasta.items() if kod}
    return Kontoplaner(lasta.get("") or read_kontoplan(standard), egna, tuple(plan.fil for plan in lasta.values()))
