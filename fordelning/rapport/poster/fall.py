"""One förbund's case: its numbers out of the ledger, and lines and numbers that can be recomputed by hand."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from fordelning.begrepp import Vektor
from fordelning.medfinansiering import MARGINAL_KR
from fordelning.pengar import Turordning, compute_tolerance, order_remainders
from fordelning.resultat import Resultat


def show_number(tal: float) -> str:
    """A number with the decimals it has, Swedish: 0,75 · 3 991,7 · 400 000."""
    return _group(_trim(f"{Decimal(f'{tal:.15g}'):f}"))


def show_percent(andel: float, decimaler: int = 15) -> str:
    """A share as per cent: 75 %, or with so many decimals."""
    return f"{show_number(round(andel * 100, decimaler))}\u00a0%"


def _trim(text: str) -> str:
    """Without the zeros that end the decimals."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def _group(text: str) -> str:
    """A plain decimal number as Swedish text: non-breaking space between thousands, decimal comma, minus sign."""
    hela, _, decimaler = text.lstrip("-").partition(".")
    svensk = f"{int(hela):,}".replace(",", "\u00a0") + (f",{decimaler}" if decimaler else "")
    return f"\u2212{svensk}" if text.startswith("-") and svensk.strip("0,") else svensk


@dataclass(frozen=True, slots=True)
class Stegrad:
    """One line: a fact in words, or what is computed, how, and what it gives (Swedish)."""

    text: str
    uttryck: str = ""
    resultat: str = ""
    enhet: str = "kr"
    efter: str = ""


class Forbundsfall:
    """Förbund number `i` of a result. Amounts are kr before rounding unless they are grants.

    `omraden` = its own areas, in code order; `bidrag` = what each party pays; `manader` = those of the budget year in
    which it exists; `golv_kr` = the floor as the spärr sets it, 0 when there is none; `taken_kr` = the ceilings that
    are there, by who sets them; `i_omgangar` = what is left is shared in rounds, on top of the offer; `avdrag_kr` =
    what eget kapital takes from the final amount, None in a model that sets a ceiling instead.
    """

    def __init__(self, resultat: Resultat, i: int) -> None:
        m, u, bok = resultat.modell, resultat.underlag, resultat.bok
        self.resultat, self.i, self.modell, self.underlag, self.bok = resultat, i, m, u, bok
        self.forbund, self.enhet_kr = u.forbund[i], bok.enhet_kr
        self.omraden = [o for o in u.omraden if o.forbund_kod == self.forbund.forbund_kod]
        self.bidrag = [b for b in resultat.bidrag if b.forbund_kod == self.forbund.forbund_kod]
        self.manader = round(float(u.manader_andel[i]) * 12)
        self.tilldelning_kr, self.begransas_av = float(resultat.tilldelning_kr[i]), str(resultat.begransas_av[i])
        self.golv_kr = max((float(golv[i]) for golv in bok.golv.values()), default=0.0)
        self.taken_kr = {vem: float(tak[i]) for vem, tak in bok.tak.items() if math.isfinite(tak[i])}
        self.i_omgangar = m.aterfordelning is not None and m.aterfordelning.ordning == "omgangar"
        dras = "avdrag_kr" in bok.sett.get("eget_kapital", {})
        self.avdrag_kr = self.saw("eget_kapital", "avdrag_kr") if dras else None

    def saw(self, steg: str, namn: str) -> float:
        """What a step saw: the förbund's own figure, or the figure that is the same for all."""
        sett = np.asarray(self.bok.sett[steg][namn])
        return float(sett[self.i] if sett.ndim else sett)

    def kr(self, belopp_kr: float) -> str:
        """Kronor in öre, or finer where öre would make them whole: rounding to units can be repeated on the text."""
        if abs(belopp_kr - round(belopp_kr)) <= self._tolerance():
            return _group(str(round(belopp_kr)))
        for decimaler in (2, 4, 6):
            text = f"{belopp_kr:.{decimaler}f}"
            if Decimal(text) % 1:
                return _group(text)
        return _group(f"{belopp_kr:.9f}")

    def andel(self, andel: float) -> str:
        """A share with so many digits that the pot times it is right to a thousandth of a krona."""
        siffror = min(max(len(str(int(self.underlag.ram_kr))) + 3, 12), 16)
        return _group(_trim(f"{Decimal(f'{andel:.{siffror}g}'):f}"))

    def _tolerance(self) -> float:
        """How near a whole krona the engine takes an amount to be one."""
        return float(compute_tolerance(self.bok.saldo_kr / self.enhet_kr)[0]) * self.enhet_kr


@dataclass(frozen=True, slots=True, eq=False)
class Lage:
    """Where the division ended, seen from one förbund: how many stand at a bound and how many share the rest.

    `belopp_kr`: the own amount before rounding; `turordning`: the rounding of all amounts.
    """

    antal_fasta: int
    antal_fria: int
    belopp_kr: float
    turordning: Turordning


def find_position(fall: Forbundsfall) -> Lage:
    """The division, and the rounding of it."""
    bok, sett = fall.bok, fall.bok.sett["aterfordelning"]
    fore_kr = bok.saldo_kr - bok.poster["avrundning"]
    golv_kr, nyckel = (np.asarray(sett[namn], np.float64) for namn in ("golv_kr", "nyckel_andel"))
    x, fri = find_free(fore_kr, golv_kr, bok.tak_kr, nyckel)
    return Lage(int((~fri).sum()), int(fri.sum()), float(x[fall.i]), order_remainders(fore_kr, bok.enhet_kr))


def find_free(belopp_kr: Vektor, golv_kr: Vektor, tak_kr: Vektor, nyckel: Vektor) -> tuple[Vektor, NDArray[np.bool_]]:
    """The amounts, (F,), those nearer a bound than MARGINAL_KR at it; and who has a key and stands at none."""
    x = np.where(belopp_kr >= tak_kr - MARGINAL_KR, tak_kr, belopp_kr)
    x = np.where(x <= golv_kr + MARGINAL_KR, golv_kr, x)
    return x, (x > golv_kr) & (x < tak_kr) & (nyckel > 0)
