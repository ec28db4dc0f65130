"""The states of the sliders as data for the page: every grant of every state, written as small differences.

A grant is told in units (the greatest that divides them all) as the difference from what its neighbours lead one to
expect, the step before on one slider plus the step before on the other less the step before on both; a difference is
one sign where it is small, and many that are 0 are one. The page adds them up again and knows no rule.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fordelning.analys.modelltext import Modellmall
from fordelning.analys.reglage import SPARR, UTAN_SPARR, Reglage, Tillstand
from fordelning.blad.form import show
from fordelning.blad.html import Markup, tag
from fordelning.pengar import format_kr

TECKEN = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
_BAS = 16
"""A sign holds four bits of a number and whether more follow, or, in the upper half, up to 32 zeros in a row."""
_NOLLOR = 2 * _BAS


def make_states(t: Tillstand, mall: Modellmall) -> dict[str, Any]:
    """The states, and the model file of each, as the page's script reads them."""
    kr, saknas = fill_gaps(t.tilldelning_kr)
    enhet = int(np.gcd.reduce(kr, axis=None)) or 1
    return {
        "enhet": enhet,
        "reglage": [
            {"bokstav": r.bokstav, "valt": r.valt, "steg": [show_step(r, v) for v in r.varden]} for r in t.reglage
        ],
        "saknas": saknas,
        "modellfil": {"rader": mall.rader, "varianter": mall.varianter, "former": mall.former},
        "tillstand": encode(kr // enhet),
    }


def fill_gaps(kr: NDArray[np.float64]) -> tuple[NDArray[np.int64], list[int]]:
    """The grants with a state that cannot be paid told as the state before it, and the numbers of those states."""
    rader = kr.reshape(-1, kr.shape[-1])
    saknas = np.flatnonzero(np.isnan(rader[:, 0]))
    hela = np.nan_to_num(rader).round().astype(np.int64)
    for n in saknas:
        hela[n] = hela[n - 1] if n else 0
    return hela.reshape(kr.shape), saknas.tolist()


def encode(varden: NDArray[np.int64]) -> str:
    """Whole numbers (A, S, F) as signs, förbund by förbund: most are what their neighbours lead one to expect."""
    skillnad = np.diff(np.diff(varden, axis=0, prepend=0), axis=1, prepend=0).transpose(2, 0, 1).ravel()
    vikta = np.where(skillnad < 0, -2 * skillnad - 1, 2 * skillnad)
    delar: list[str] = []
    for ar_noll, grupp in groupby(vikta.tolist(), key=lambda tal: tal == 0):
        tal = list(grupp)
        delar += _write_zeros(len(tal)) if ar_noll else map(_write_number, tal)
    return "".join(delar)


def _write_zeros(antal: int) -> list[str]:
    hela, rest = divmod(antal, _NOLLOR)
    return [TECKEN[-1] * hela, TECKEN[_NOLLOR + rest - 1] if rest else ""]


def _write_number(tal: int) -> str:
    delar = []
    while tal >= _BAS:
        delar.append(TECKEN[tal % _BAS + _BAS])
        tal //= _BAS
    return "".join([*delar, TECKEN[tal]])


def show_step(r: Reglage, varde: float) -> str:
    """A step of a slider in words."""
    if r.namn == SPARR and varde == UTAN_SPARR:
        return "ingen spärr"
    return f"{format_kr(varde)} kr" if r.namn.endswith("_kr") else show(varde, "andel")


def make_panel(t: Tillstand) -> Markup:
    """The sliders at the case itself, the sentence that tells what a state changes, and its model file to save."""
    fil = tag("a", "Spara läget som modellfil", id="modellfil", download="lage.toml")
    kommando = tag("code", "fordelning fordela UNDERLAG --modell lage.toml")
    return tag(
        "div",
        [_make_slider(r) for r in t.reglage],
        tag("button", "Tillbaka till fördelningen", type="button", id="ater"),
        tag("div", tag("p", "", id="svar"), tag("p", "", id="svar-forbund"), class_="svar", role="status"),
        tag("p", fil, ": samma belopp med ", kommando, class_="liten", id="spara", hidden=True),
        id="panel",
        hidden=True,
    )


def _make_slider(r: Reglage) -> Markup:
    id_ = f"reglage-{r.bokstav}"
    valt = show_step(r, r.varden[r.valt])
    return tag(
        "div",
        tag("label", r.etikett, for_=id_),
        tag("input", type="range", id=id_, min=0, max=len(r.varden) - 1, step=1, value=r.valt, aria_valuetext=valt),
        tag("output", valt, for_=id_, id=f"{id_}-varde"),
        class_="reglage",
    )
