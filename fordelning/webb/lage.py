"""A link is a scenario: the query string as a case, the case as a query string, and the sliders between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from starlette.datastructures import QueryParams

from fordelning.analys.lage import Fall
from fordelning.analys.parametrar import AndringFel, find_nearest, list_parameters, suggest_name
from fordelning.analys.reglage import find_value, list_numbers
from fordelning.analys.storhet import is_whole
from fordelning.analys.uppgifter import RAM
from fordelning.fel import Anmarkning
from fordelning.modell import Modell, read_modell
from fordelning.modellkontroll import meet, part
from fordelning.platser import find_modeller, list_models
from fordelning.underlag.tal import parse_number

FOLJER = "andel_invanare"
"""Has no slider: it is what is left of `andel_forsorjningsmatt`."""
ORDNINGAR = {"namn": "namn", "kr": "belopp", "skillnad": "störst skillnad först"}
VAL = ("modell", "mot", "f", "ordning")
"""What a link holds besides values: the model, what it is set against, the förbund, and the order of the table."""


@dataclass(frozen=True)
class Start:
    """What the server was started with: it holds nothing else, so that a link means the same to everyone."""

    fall: Fall

    @cached_property
    def modeller(self) -> dict[str, Path]:
        """The models that can be chosen, by name: only those of the program, whatever a link says."""
        return list_models(find_modeller())

    def open(self, modell: str) -> Fall:
        """The data with the model of that name; with "" as it was started."""
        return _open(self, modell)

    def use(self, modell: Modell) -> Fall:
        """The data with a model."""
        return Fall(meet(modell, part(self.fall.modell, self.fall.underlag)), modell)


@lru_cache
def _open(start: Start, modell: str) -> Fall:
    """The models of the program do not change while it runs."""
    if not modell:
        return start.fall
    return start.use(read_modell(start.modeller[modell]))


@dataclass(frozen=True)
class Lage:
    """A link: which model, with which values, against which, and what is looked at."""

    start: Start
    modell: str
    mot: str
    forbund: str
    ordning: str
    varden: dict[str, float]

    @cached_property
    def grund(self) -> Fall:
        """The chosen model as it stands."""
        return self.start.open(self.modell)

    @cached_property
    def fall(self) -> Fall:
        """The case of the link. Raises AndringFel for values that the model does not allow."""
        return self.grund.change(self.andrade) if self.andrade else self.grund

    @cached_property
    def andrade(self) -> dict[str, float]:
        """The values that are others than the model's own."""
        return {n: v for n, v in self.varden.items() if v != find_value(self.grund, n)}

    @property
    def query(self) -> dict[str, str]:
        """What the link says, and nothing that would be so anyway: one case, one link."""
        val = {"modell": self.modell, "mot": self.mot, "f": self.forbund}
        val |= {} if self.ordning == "namn" else {"ordning": self.ordning}
        return {n: v for n, v in val.items() if v} | {n: f"{v:.12g}" for n, v in sorted(self.andrade.items())}

    def link(self, adress: str) -> str:
        """The address of something in this state."""
        return f"{adress}?{QueryParams(self.query)}" if self.query else adress


def read_lage(start: Start, query: QueryParams) -> Lage:
    """The link's scenario. Raises AndringFel with every fault found: a name, a number, a model, a förbund."""
    modell, mot, forbund, ordning = (query.get(namn, "") for namn in VAL)
    fel = [
        Anmarkning(namn, f"«{vald}» finns inte", "ett namn ur listan", find_nearest(vald, [*kanda]))
        for namn, vald, kanda in (
            ("modell", modell, start.modeller),
            ("mot", mot, start.modeller),
            ("f", forbund, start.fall.koder),
            ("ordning", ordning, ORDNINGAR),
        )
        if vald and vald not in kanda
    ]
    if fel:
        raise AndringFel(fel)
    return Lage(start, modell, mot, forbund, ordning or "namn", _read_values(start.open(modell), query))


def _read_values(grund: Fall, query: QueryParams) -> dict[str, float]:
    """The link's numbers by name. Raises AndringFel with every fault found."""
    fel, varden, kanda = list[Anmarkning](), dict[str, float](), list_values(grund)
    for namn, text in query.items():
        if len(query.getlist(namn)) > 1:
            fel.append(Anmarkning(namn, f"står {len(query.getlist(namn))} gånger", "varje namn en gång"))
        elif namn in VAL:
            continue
        elif namn not in kanda:
            gor = suggest_name(grund.modell, namn, kanda)
            fel.append(Anmarkning(namn, "finns inte att ändra", "ett tal i modellen", gor))
        elif (tal := parse_number(text.strip())) is None:
            fel.append(Anmarkning(namn, f"«{text}» är inget tal", "ett tal, t.ex. 0,5 eller 340 000 000"))
        elif not tal.is_integer() and is_whole(grund.modell, namn):
            fel.append(Anmarkning(namn, f"«{text}» är inte hela kronor", "hela kronor, t.ex. 340 000 000"))
        else:
            varden[namn] = tal
    if fel:
        raise AndringFel(fel)
    return varden


def list_values(fall: Fall) -> list[str]:
    """Every number that can be varied and that the model uses: the pot first."""
    kanda, m = list_parameters(fall.modell), fall.modell
    anvands = {*m.steg, "medfinansiering"}
    agare = {namn: kanda[namn].avsnitt if namn in kanda else "eget_kapital" for namn in list_numbers(fall)}
    return [RAM, *(namn for namn, avsnitt in agare.items() if avsnitt in anvands and namn not in (RAM, FOLJER))]
