"""The tables that every sheet, file and text of the plans stands on: plan, participants, målgrupper, eget kapital."""

from __future__ import annotations

from dataclasses import dataclass

from fordelning.plan.bild import Planering
from fordelning.rapport.plan.blad_deltagare import Deltagartabell, add_nytta, make_deltagare
from fordelning.rapport.plan.blad_kapital import Kapitaltabell, make_kapital
from fordelning.rapport.plan.blad_malgrupper import Grupptabell, make_malgrupper
from fordelning.rapport.plan.blad_parametrar import Parametrar, make_parametrar
from fordelning.rapport.plan.blad_plan import Plansiffror, Planval, add_figures, make_plan


@dataclass(frozen=True, slots=True, eq=False)
class Grund:
    """The tables of the förbund that have a plan."""

    parametrar: Parametrar
    val: Planval
    siffror: Plansiffror
    deltagare: Deltagartabell
    malgrupper: Grupptabell
    kapital: Kapitaltabell


def make_grund(pl: Planering) -> Grund:
    """The tables, each row by its keys, so that any of them may be sorted."""
    par, val = make_parametrar(pl), make_plan(pl)
    d = make_deltagare(pl, val)
    m = make_malgrupper(pl, d, par)
    nytta = add_nytta(d, (m.forbund, m.malgrupp, m.ar), m.resultat, m.nytta)
    siffror = add_figures(pl, val, d.nycklar, (d.antal, d.resultat, nytta))
    return Grund(par, val, siffror, d, m, make_kapital(pl, val, siffror.kostnad, par))
