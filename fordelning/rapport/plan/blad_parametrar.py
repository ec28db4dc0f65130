"""The sheet Parametrar: the plan's method, live: discounting, the rule on eget kapital, and the falling benefit."""

from __future__ import annotations

from fordelning.blad import Blad, Lista, Tabell, Tal
from fordelning.kapital.ar import find_rule
from fordelning.plan.bild import Plansamling
from fordelning.rapport.plan.urval import ANDRA


class Planparametrar(Tabell):
    """What the reader may change of the method: figures in `lista`, and what a result counts by how much of the need
    has been met before it, in segments. `rimlig_andel` is None where the reasonable level is no single share.
    """

    def __init__(self, pl: Plansamling) -> None:
        super().__init__("Segment", sorteras=False)
        regel, segment = find_rule(pl.resultat.modell), pl.metod.segment
        self.lista = Lista("Parametrar", ("Parameter", "Värde"), ("Namn i formler",), (56, 18, 22))
        vad, hur_mycket = "Ett resultat ett år senare räknas lägre", pl.metod.diskontering_andel
        self.diskontering = self._add_share(vad, "diskontering_andel", hur_mycket)
        andel = 0.0 if regel is None else 2 * regel.statens_andel_av_overskott
        vad = "Överskott minskar nästa års bidrag från alla parter med"
        self.avdrag_andel = self._add_share(vad, "avdrag_andel", andel)
        self.rimlig_andel: Tal | None = None
        if regel is not None and len(regel.trappa) == 1:
            vad = "Rimlig nivå på eget kapital, andel av årets bidrag"
            self.rimlig_andel = self._add_share(vad, "rimlig_andel", regel.trappa[0].andel)
        self.data("Segment av en målgrupps resultat", [f"Segment {k + 1}" for k in range(len(segment))])
        self._lutning = self.data("Ett resultat räknas", [s.lutning for s in segment], "ore", gul=True)
        self._bredd = bredd = self.data("Bredd, andel av behovet", [s.bredd_andel for s in segment], "andel", gul=True,
                                        bredd=24)  # fmt: skip
        self._fran = self.foljd("Från, andel av behovet", 0, lambda fore: fore + self.fore(bredd), "andel")
        self.ordna(*self.kolumner[:2], self._fran)

    def _add_share(self, text: str, namn: str, andel: float) -> Tal:
        return self.lista.data(text, andel, "andel", (namn,), gul=True, namn=namn)

    def lutning(self, k: int) -> Tal:
        """What a result in a segment counts."""
        return self.cell(self._lutning, k)

    def fran(self, k: int) -> Tal:
        """Where a segment begins, as a share of the need."""
        return self.cell(self._fran, k)

    def bredd(self, k: int) -> Tal:
        """How wide a segment is, as a share of the need."""
        return self.cell(self._bredd, k)


def make_parametrar_blad(par: Planparametrar) -> Blad:
    text = f"{ANDRA} Planen själv söks inte om: det gör fordelning optimera."
    return Blad("Parametrar", "Planens metod", text, [par.lista, par], "inmatning")
