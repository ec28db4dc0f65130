"""Sliders: two model values, a row of steps for each, and the grants of every pair of steps, by the engine itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fordelning.analys.betalbart import fill_payable
from fordelning.analys.lage import Fall, read_modell
from fordelning.analys.parametrar import RESTEN, AndringFel, list_parameters, suggest_name
from fordelning.analys.uppgifter import RAM
from fordelning.begrepp import Vektor
from fordelning.berakning import compute, get_grants
from fordelning.fel import Anmarkning, BladFel
from fordelning.modell import Modell, Trappsteg
from fordelning.regler.rubriker import VARDEN

FORVALDA = ("andel_forsorjningsmatt", "hogsta_minskning_andel")
"""The two that a page has when none are chosen: need against inhabitants, and the spärr."""

SPARR = "hogsta_minskning_andel"
UTAN_SPARR = 1.0
"""A förbund that may lose all has no floor."""
MODELL_MED_SPARR = "forslag/sparr_kvar"
"""Where the section is from when the model has no spärr."""

STEG = 20
MEST_STEG = 60
FLEST_TILLSTAND = 250_000
"""Grants in all pairs of steps: more would make a page too large to mail."""

_ANDRA_NAMN = {"sparr": SPARR, "ram": RAM, "grundtilldelning": "belopp_kr", "avrundning": "enhet_kr"}
"""A section with one number may stand for it."""
_MELLAN = re.compile(r"\s*[×;]\s*|,(?=\s*[a-z])")
"""What stands between two sliders in one text; a comma before a digit is a decimal's."""
_LEDIGA = "bcdehjkm"
"""Letters for the others; f is the förbund's."""
_BOKSTAVER = {"andel_forsorjningsmatt": "a", "andel_invanare": "i", SPARR: "s", RAM: "r", "belopp_kr": "g",
               "trappa.1.andel": "n"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reglage:
    """A slider: the value's key, its letter in a link, what it is called, and its steps in rising order.

    `valt`: the step that is the value of the case itself.
    """

    namn: str
    bokstav: str
    etikett: str
    varden: tuple[float, ...]
    valt: int


@dataclass(frozen=True, slots=True, eq=False)
class Tillstand:
    """Two sliders and the grants of each pair of steps, whole kronor (A, S, F); nan where the floors exceed the pot."""

    reglage: tuple[Reglage, Reglage]
    tilldelning_kr: Vektor


def compute_states(fall: Fall, val: Sequence[str] = ()) -> Tillstand:
    """Every pair of steps of two sliders, allocated by the engine.

    `val`: up to two of `namn`, `namn=från:till` or `namn=från:till:antal`, also as `ett × annat`; what is not chosen is
    the usual. A value is a parameter of the model or the pot; the spärr can be tried on a model without one. Raises
    AndringFel for what cannot be varied, and BladFel if the pair that is the case itself gives another allocation.
    """
    fall = add_sparr(fall)
    ett, tva = (make_reglage(fall, text) for text in _choose_two(val))
    if ett.namn == tva.namn:
        raise _refuse(ett.namn, "två reglage är samma värde", "två olika värden")
    if ett.bokstav == tva.bokstav:
        tva = replace(tva, bokstav=next(b for b in _LEDIGA if b != ett.bokstav))
    antal = len(ett.varden) * len(tva.varden) * len(fall.koder)
    if antal > FLEST_TILLSTAND:
        vad = f"{len(ett.varden)} × {len(tva.varden)} lägen för {len(fall.koder)} förbund är för många"
        raise _refuse(ett.namn, vad, f"högst {FLEST_TILLSTAND // len(fall.koder)} lägen", "Ange färre: namn=0:1:11.")
    a, s = (v.ravel() for v in np.meshgrid(ett.varden, tva.varden, indexing="ij"))
    belopp_kr = _allocate(fall, ett.namn, tva.namn, a, s).reshape(len(ett.varden), len(tva.varden), -1)
    if not np.array_equal(belopp_kr[ett.valt, tva.valt], get_grants(compute(fall.modell, fall.underlag))):
        raise BladFel("reglagens mittläge är inte fördelningen")
    return Tillstand((ett, tva), belopp_kr)


def _choose_two(val: Sequence[str]) -> list[str]:
    val = [del_.strip() for text in val for del_ in _MELLAN.split(text)]
    if len(val) > 2:
        raise _refuse("", f"{len(val)} reglage", "högst två")
    valda = {_ANDRA_NAMN.get(namn := v.partition("=")[0].strip(), namn) for v in val}
    foljer = {RESTEN.get(namn) for namn in valda}  # moves with the one that is chosen
    return [*val, *(namn for namn in FORVALDA if namn not in valda | foljer)][:2]


def add_sparr(fall: Fall) -> Fall:
    """The case with a spärr that holds nobody, where its model has none: the same grants, and a value to vary."""
    m = fall.modell
    if m.sparr is not None and "sparr" in m.steg:
        return fall
    fore = next(namn for namn in ("medfinansiering", "aterfordelning") if namn in m.steg)
    plats, lanad = m.steg.index(fore), m.sparr or read_modell(MODELL_MED_SPARR).sparr
    assert lanad is not None
    sparr = lanad.model_copy(update={SPARR: UTAN_SPARR})
    steg = (*m.steg[:plats], "sparr", *m.steg[plats:])
    return replace(fall, modell=m.model_copy(update={"sparr": sparr, "steg": steg}))


def make_reglage(fall: Fall, text: str) -> Reglage:
    """A slider from `namn`, `namn=från:till` or `namn=från:till:antal` (decimal point or comma). Raises AndringFel."""
    givet, _, granser = (del_.strip() for del_ in text.partition("="))
    kanda = list_parameters(fall.modell)
    givet = _ANDRA_NAMN.get(givet, givet)
    namn = kanda[givet].nyckel if givet in kanda and kanda[givet].nyckel in kanda else givet  # without its section
    valt = find_value(fall, namn)
    varden = _read_steps(namn, granser) if granser else _make_steps(namn, valt)
    varden = np.round(varden) if namn.endswith("_kr") else varden
    utan = [UTAN_SPARR] if namn == SPARR else []
    steg = tuple(sorted({*np.round(varden, 9).tolist(), *utan, valt}))
    etikett = VARDEN.get(namn, namn.replace("_", " "))
    return Reglage(namn, _BOKSTAVER.get(namn, _LEDIGA[0]), etikett, steg, steg.index(valt))


def _make_steps(namn: str, valt: float) -> NDArray[np.float64]:
    """The steps of a value for which none are given: the pot ± 10 %, an amount up to the double, a share in all."""
    if namn == RAM:
        return valt * np.linspace(0.9, 1.1, STEG + 1)
    if namn.endswith("_kr"):
        return valt * np.linspace(0.1 if namn.endswith("enhet_kr") else 0.0, 2.0, STEG + 1)
    return np.linspace(0.0, 0.2 if namn == SPARR else 1.0, STEG + 1)


def find_value(fall: Fall, namn: str) -> float:
    """The value that the case has of a parameter or of the pot. Raises AndringFel where it is no single number."""
    tal = list_numbers(fall)
    if namn not in tal:
        raise _refuse("", f"«{namn}» är inget tal som kan varieras", f"ett av {', '.join(sorted(tal))}",
                      suggest_name(fall.modell, namn, list(tal)))  # fmt: skip
    return tal[namn]


def list_numbers(fall: Fall) -> dict[str, float]:
    """What a slider can vary and its value: the pot, the model's numbers, and the shares of the trappa's steps.

    A step of the trappa is called `trappa.1.andel`, counted from 1.
    """
    tal = {RAM: float(fall.underlag.ram_kr)}
    for namn, p in list_parameters(fall.modell).items():
        varde = p.read(fall.modell)
        if isinstance(varde, int | float) and not isinstance(varde, bool) and namn == p.nyckel:
            tal[namn] = float(varde)
    return tal | {f"trappa.{i}.andel": steg.andel for i, steg in enumerate(_list_trappa(fall.modell), 1)}


def _list_trappa(m: Modell) -> tuple[Trappsteg, ...]:
    return m.eget_kapital.trappa if m.eget_kapital is not None else ()


def _read_steps(namn: str, granser: str) -> NDArray[np.float64]:
    """`från:till` or `från:till:antal` as the steps."""
    delar = [d.strip().replace(",", ".") for d in granser.split(":")]
    tal = r"-?\d{1,15}(\.\d{1,9})?"
    giltigt = len(delar) in (2, 3) and all(re.fullmatch(tal, d) for d in delar[:2])
    if giltigt and len(delar) == 3:
        giltigt = delar[2].isdecimal() and 2 <= int(delar[2]) <= MEST_STEG
    if not giltigt or float(delar[0]) >= float(delar[1]):
        raise _refuse(namn, f"«{granser}» går inte att läsa", f"från:till:antal, 2–{MEST_STEG} steg, t.ex. 0,5:1:11")
    return np.linspace(float(delar[0]), float(delar[1]), int(delar[2]) if len(delar) == 3 else STEG + 1)


def _allocate(fall: Fall, ett: str, tva: str, a: Vektor, s: Vektor) -> Vektor:
    """The grants of the pairs (a, s), (N, F); nan where the floors exceed the pot."""

    def allocate(kvar: NDArray[np.int64]) -> Vektor:
        andrat = fall.change({ett: a[kvar], tva: s[kvar]})
        return get_grants(compute(andrat.modell, andrat.underlag))

    return fill_payable(a.size, len(fall.koder), allocate)


def _refuse(namn: str, vad: str, vantat: str, gor: str = "") -> AndringFel:
    return AndringFel([Anmarkning(f"--reglage {namn}".strip(), vad, vantat, gor)])
