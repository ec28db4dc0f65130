"""The tables that every sheet, file and text of the plans stands on: plan, participants, målgrupper, eget kapital."""

from __future__ import annotations

from fordelning.plan.bild import Plansamling
from fordelning.rapport.plan.blad_deltagare import Deltagartabell
from fordelning.rapport.plan.blad_kapital import Plankapital
from fordelning.rapport.plan.blad_malgrupper import Grupptabell
from fordelning.rapport.plan.blad_parametrar import Planparametrar
from fordelning.rapport.plan.blad_plan import Planval


class Plangrund:
    """The tables of the förbund that have a plan, each row by its keys, so that any of them may be sorted."""

    def __init__(self, pl: Plansamling) -> None:
        self.parametrar, self.val = Planparametrar(pl), Planval(pl)
        self.deltagare = Deltagartabell(pl, self.val)
        self.malgrupper = m = Grupptabell(pl, self.deltagare, self.parametrar)
        self.deltagare.add_nytta(m, m.malgrupp, m.ar, m.resultat, m.nytta)
        self.val.add_figures(*self.deltagare.add_up(self.val))
        self.kapital = Plankapital(pl, self.val, self.parametrar)
