"""The sheet Parametrar: the model's numbers and the pot, in cells with the names that the formulas use."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import sub
from typing import NamedTuple

from fordelning.blad import Blad, Del, Form, Lista, Tabell, Tal, som_tal
from fordelning.modell import Trappsteg
from fordelning.regler.rubriker import VARDEN
from fordelning.regler.sjukpenningtak import KRONOR_PER_ENHET
from fordelning.resultat import Resultat

ANVANDS_INTE = "Används inte i modellen. Fyll i ett tal för att pröva."
LEDIGA_TRAPPSTEG = 2


class Parameter(NamedTuple):
    """A number of the model: its key (the defined name), its form, and the section of the model file."""

    nyckel: str
    form: Form
    avsnitt: str

    @property
    def text(self) -> str:
        """What it is, with its unit, and whether it is what others leave."""
        rest = " (resten)" if self.nyckel in RESTER else ""
        return f"{VARDEN[self.nyckel]}{rest}{', kr' if self.form == 'kr' else ''}"


_PARAMETRAR = (
    Parameter("belopp_kr", "kr", "grundtilldelning"),
    Parameter("andel_forsorjningsmatt", "andel", "fordelningsnyckel"),
    Parameter("andel_invanare", "andel", "fordelningsnyckel"),
    Parameter("hogsta_andel", "andel", "sjukpenningtak"),
    Parameter("kr_per_enhet", "kr", "sjukpenningtak"),
    Parameter("statens_andel_av_overskott", "andel", "eget_kapital"),
    Parameter("hogsta_minskning_andel", "andel", "sparr"),
    Parameter("stat_andel", "andel", "medfinansiering"),
    Parameter("region_andel", "andel", "medfinansiering"),
    Parameter("kommun_andel", "andel", "medfinansiering"),
    Parameter("lagsta_andel", "andel", "medfinansiering"),
    Parameter("enhet_kr", "kr", "avrundning"),
)
_ALLTID = ("grundtilldelning", "fordelningsnyckel", "sparr", "medfinansiering", "avrundning")
"""The sections whose parameters stand there whether the model has the step or not, to be tried."""

RESTER = {"andel_invanare": ("andel_forsorjningsmatt",), "kommun_andel": ("stat_andel", "region_andel")}
"""The parameters that are what others leave of a whole."""


class Trappa(Tabell):
    """The steps of the reasonable level; the first whose limit holds the year's contributions decides.

    There are spare rows, to try more steps.
    """

    def __init__(self, steg: Sequence[Trappsteg]) -> None:
        super().__init__("Trappa", sorteras=False)
        tomma = [None] * LEDIGA_TRAPPSTEG
        namn = [f"Trappa, steg {n}" for n in range(1, len(steg) + len(tomma) + 1)]
        self.data("Rimlig nivå på eget kapital", namn)
        andel, grans = [*(s.andel for s in steg), *tomma], [*(s.upp_till_kr for s in steg), *tomma]
        self.andel = self.data("Andel av bidragen", andel, "andel", gul=True, namn="trappa_andel")
        self.upp_till = self.data("Bidrag upp till, kr (tomt = ingen gräns)", grans, "kr", gul=True,
                                  namn="trappa_upp_till_kr")  # fmt: skip


class Modellparametrar:
    """Every parameter by its key: `p["ram_kr"]`; and the trappa of a model that has one.

    One parameter a row with its source, in the order of the rules. What is left of a whole is a formula.
    """

    def __init__(self, r: Resultat) -> None:
        m, ovriga = r.modell, ("Namn i formler", "Antagande", "Källa")
        self.lista = lista = Lista("Parametrar", ("Parameter", "Värde"), ovriga)
        text, ram_kr = "Ram: statens medel att fördela, kr", float(r.underlag.ram_kr)
        ram = lista.data(text, ram_kr, "kr", ("ram_kr", "", "Underlaget"), namn="ram_kr", gul=True)
        self._tal = tal = {"ram_kr": ram}
        utan = "lagsta_andel" if m.medfinansiering.lagsta_andel is None else ""
        for p in (p for p in _PARAMETRAR if (p.avsnitt in m.steg or p.avsnitt in _ALLTID) and p.nyckel != utan):
            varde, *kalla = _look_up(r, p)
            ovrigt = (p.nyckel, *kalla)
            if p.nyckel in RESTER:
                rest = reduce(sub, (tal[nyckel] for nyckel in RESTER[p.nyckel]), som_tal(1))
                tal[p.nyckel] = lista.rakna(p.text, rest, p.form, ovrigt, lika=varde, namn=p.nyckel)
            else:
                tal[p.nyckel] = lista.data(p.text, varde, p.form, ovrigt, namn=p.nyckel, gul=True)
        regel = m.eget_kapital if "eget_kapital" in m.steg else None
        self.trappa = None if regel is None else Trappa(regel.trappa)

    def __getitem__(self, nyckel: str) -> Tal:
        return self._tal[nyckel]


def _look_up(r: Resultat, p: Parameter) -> tuple[float | None, str, str]:
    """The number in the model (None where the model lacks the step), whether it is an assumption (ja), its source."""
    if p.nyckel == "kr_per_enhet":
        return KRONOR_PER_ENHET[r.underlag.statistik.forsorjningsmatt_enhet], "", "Underlaget"
    har, avsnitt = p.avsnitt in r.modell.steg or p.avsnitt == "medfinansiering", r.modell.avsnitt.get(p.avsnitt)
    varde = float(getattr(getattr(r.modell, p.avsnitt), p.nyckel)) if har else None
    return (varde, "", ANVANDS_INTE) if avsnitt is None else (varde, "ja" * avsnitt.antagande, avsnitt.kalla.text)


def make_parametrar_blad(p: Modellparametrar) -> Blad:
    """The sheet: the list, and the trappa as a table of its own below."""
    text = "Ändra ett gult fält, så räknas hela fördelningen om. Källorna gäller de tal som boken skrevs med."
    delar: list[Del] = [p.lista, *([p.trappa] if p.trappa else [])]
    return Blad("Parametrar", "Parametrar", text, delar, "inmatning")
