"""The tables that every sheet, file and text of the plans stands on: plan, participants, målgrupper, eget kapital.

They are made once, when the plans are known: a closer look at a plan changes none of them.
"""

from __future__ import annotations

from fordelning.plan.bild import Plansamling
from fordelning.rapport.plan.blad_deltagare import Deltagartabell
from fordelning.rapport.plan.blad_kapital import Plankapital
from fordelning.rapport.plan.blad_malgrupper import Grupptabell
from fordelning.rapport.plan.blad_mot import Motplan
from fordelning.rapport.plan.blad_parametrar import Planparametrar
from fordelning.rapport.plan.blad_plan import Planval


class Plangrund:
    """The tables of the förbund that have a plan, each row by its keys, so that any of them may be sorted.

    `mot` = another plan beside these, insats by insats. Raises PlanfilFel where it has no förbund or year of these.
    """

    def __init__(self, pl: Plansamling) -> None:
        self.parametrar, self.val = Planparametrar(pl), Planval(pl)
        self.deltagare = Deltagartabell(pl, self.val)
        self.malgrupper = m = Grupptabell(pl, self.deltagare, self.parametrar)
        self.deltagare.add_nytta(m, m.malgrupp, m.ar, m.resultat, m.nytta)
        self.val.add_figures(*self.deltagare.add_up(self.val))
        self.kapital = Plankapital(pl, self.val, self.parametrar)
        self.mot = None if pl.mot is None else Motplan(pl, self.val, pl.mot)


def make_grund(pl: Plansamling) -> Plangrund | None:
    """The tables of the plans; None where no förbund has one. Raises PlanfilFel."""
    return Plangrund(pl) if pl.med_plan else None
