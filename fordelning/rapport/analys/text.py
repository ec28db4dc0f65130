"""What the analyses say in words, on the terminal, the sheets and the page."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fordelning.analys.brygga import Brygga
from fordelning.analys.mellanlage import ORSAKER
from fordelning.pengar import format_kr
from fordelning.regler.rubriker import VARDEN
from fordelning.tecken import join_words

UPPGIFTER = {
    "invanare_antal": "antalet invånare",
    "forsorjningsmatt": "försörjningsmåttet",
    "tilldelning_fjol_kr": "fjolårets tilldelning",
    "eget_kapital_kr": "eget kapital",
    "bidrag_fjol_kr": "fjolårets bidrag",
    "askande_kr": "äskandet",
    "kommuner_utlovat_kr": "kommunernas utfästelser",
    "regioner_utlovat_kr": "regionernas utfästelser",
}
"""The columns in words."""


def capitalize(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def format_change(belopp_kr: float) -> str:
    """Kronor with their sign: +1 000 or −1 000."""
    return f"{'+' if belopp_kr > 0 else ''}{format_kr(belopp_kr)}"


def name_figure(namn: str) -> str:
    """What a model value, the pot or a column of the data is called in a heading."""
    return VARDEN.get(namn) or capitalize(UPPGIFTER.get(namn, namn.replace("_", " ")))


def find_largest(belopp_kr: NDArray[Any], antal: int) -> list[int]:
    """The places of the largest amounts, up or down, that are not 0; equal ones in order."""
    return [int(i) for i in np.argsort(-np.abs(belopp_kr), kind="stable")[:antal] if belopp_kr[i]]


def tell_largest(b: Brygga, i: int) -> str:
    """The three causes that moved förbund number i the most, in words; "" where nothing did."""
    storst = [f"{ORSAKER[orsak]} ({format_change(kr)} kr)" for orsak, kr in b.list_largest(i)]
    return capitalize(join_words(storst)) + "." if storst else ""
