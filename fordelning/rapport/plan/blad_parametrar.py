"""The sheet Parametrar: the plan's method, live: discounting, the rule on eget kapital, and the falling benefit."""

from __future__ import annotations

from dataclasses import dataclass

from fordelning.blad import Blad, Kolumn, Lista, Tabell, Tal
from fordelning.plan.bild import Planering
from fordelning.rapport.plan.urval import ANDRA


@dataclass(frozen=True, slots=True, eq=False)
class Parametrar:
    """The method's figures. `rimlig_andel` is None where the reasonable level is no single share."""

    lista: Lista
    segment: Tabell
    diskontering: Tal
    avdrag_andel: Tal
    rimlig_andel: Tal | None
    kolumner: tuple[Kolumn, Kolumn, Kolumn]

    @property
    def antal(self) -> int:
        return self.segment.antal_rader

    def lutning(self, k: int) -> Tal:
        """What a result in a segment counts."""
        return self.segment.cell(self.kolumner[0], k)

    def fran(self, k: int) -> Tal:
        """Where a segment begins, as a share of the need."""
        return self.segment.cell(self.kolumner[1], k)

    def bredd(self, k: int) -> Tal:
        """How wide a segment is, as a share of the need."""
        return self.segment.cell(self.kolumner[2], k)


def make_parametrar(pl: Planering) -> Parametrar:
    """What the reader may change of the method."""
    modell = pl.resultat.modell
    regel = modell.eget_kapital if "eget_kapital" in modell.steg else None
    lista = Lista("Parametrar", ("Parameter", "Värde"), ("Namn i formler",), (56, 18, 22))

    def add(text: str, namn: str, andel: float) -> Tal:
        return lista.data(text, andel, "andel", (namn,), gul=True, namn=namn)

    diskontering = add("Ett resultat ett år senare räknas lägre", "diskontering_andel", pl.metod.diskontering_andel)
    andel = 0.0 if regel is None else 2 * regel.statens_andel_av_overskott
    avdrag = add("Överskott minskar nästa års bidrag från alla parter med", "avdrag_andel", andel)
    rimlig = None
    if regel is not None and len(regel.trappa) == 1:
        rimlig = add("Rimlig nivå på eget kapital, andel av årets bidrag", "rimlig_andel", regel.trappa[0].andel)
    return Parametrar(lista, *_make_segments(pl, diskontering, avdrag, rimlig))


def _make_segments(
    pl: Planering, diskontering: Tal, avdrag: Tal, rimlig: Tal | None
) -> tuple[Tabell, Tal, Tal, Tal | None, tuple[Kolumn, Kolumn, Kolumn]]:
    """What a result counts, by how much of the need has been met before it."""
    segment = pl.metod.segment
    t = Tabell("Segment", sorteras=False)
    t.data("Segment av en målgrupps resultat", [f"Segment {k + 1}" for k in range(len(segment))])
    lutning = t.data("Ett resultat räknas", [s.lutning for s in segment], "ore", gul=True)
    bredd = t.data("Bredd, andel av behovet", [s.bredd_andel for s in segment], "andel", gul=True, bredd=24)
    fran = t.foljd("Från, andel av behovet", 0, lambda fore: fore + t.fore(bredd), "andel")
    t.ordna(*t.kolumner[:2], fran)
    return t, diskontering, avdrag, rimlig, (lutning, fran, bredd)


def make_parametrar_blad(par: Parametrar) -> Blad:
    """The sheet."""
    text = f"{ANDRA} Planen själv söks inte om: det gör fordelning optimera."
    return Blad("Parametrar", "Planens metod", text, [par.lista, par.segment], "inmatning")
