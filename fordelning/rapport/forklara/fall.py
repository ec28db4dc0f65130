"""One förbund's case: its numbers out of the ledger, and lines and numbers that can be recomputed by hand."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from fordelning.begrepp import Vektor
from fordelning.erbjudande import divide_offer, find_offer_ceilings, find_offer_floors
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

    `omraden` = its own areas, in code order; `manader` = those of the budget year in which it exists; `grund_kr` = the
    base grant, 0 in a model without one; `beraknad_kr` = base and key alone; `golv_kr` = the floor as the spärr sets
    it, 0 when there is none; `taken_kr` = the ceilings that are there, by who sets them; `i_omgangar` = what is left is
    shared in rounds, on top of the offer; `avdrag_kr` = what eget kapital takes from the final amount, None in a model
    that sets a ceiling instead.
    """

    def __init__(self, resultat: Resultat, i: int) -> None:
        m, u, bok = resultat.modell, resultat.underlag, resultat.bok
        self.resultat, self.i, self.modell, self.underlag, self.bok = resultat, i, m, u, bok
        self.forbund, self.enhet_kr = u.forbund[i], bok.enhet_kr
        self.omraden = [o for o in u.omraden if o.forbund_kod == self.forbund.forbund_kod]
        self.manader = round(float(u.manader_andel[i]) * 12)
        self.tilldelning_kr, self.begransas_av = float(resultat.tilldelning_kr[i]), str(resultat.begransas_av[i])
        self.grund_kr, self.beraknad_kr = self.post("grundtilldelning"), float(bok.beraknad_kr[i])
        self.golv_kr = max((float(golv[i]) for golv in bok.golv.values()), default=0.0)
        self.taken_kr = {vem: float(tak[i]) for vem, tak in bok.tak.items() if math.isfinite(tak[i])}
        self.i_omgangar = m.aterfordelning is not None and m.aterfordelning.ordning == "omgangar"
        dras = "avdrag_kr" in bok.sett.get("eget_kapital", {})
        self.avdrag_kr = self.saw("eget_kapital", "avdrag_kr") if dras else None

    def post(self, steg: str) -> float:
        """The amount that a step posts; 0 when the model does not have it."""
        return float(self.bok.poster[steg][self.i]) if steg in self.bok.poster else 0.0

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
class Utdelning:
    """A pot shared out: what λ × key is added to, the bounds, and the amounts before rounding, (F,) kr; and λ."""

    bas_kr: Vektor
    nyckel: Vektor
    golv_kr: Vektor
    tak_kr: Vektor
    belopp_kr: Vektor
    lambda_kr: float


@dataclass(frozen=True, slots=True, eq=False)
class Lage:
    """How a pot was shared out: who stands at a bound with how much, and who shares the rest."""

    delat: Utdelning
    antal_fasta: int
    fast_kr: float
    antal_fria: int
    bas_fria_kr: float
    nyckel_fria: float
    belopp_kr: float
    """The own amount before rounding."""
    turordning: Turordning
    """The rounding of all amounts."""


def find_position(fall: Forbundsfall) -> Lage:
    """Where the division ended, seen from one förbund."""
    bok = fall.bok
    sett: dict[str, Vektor] = {namn: np.asarray(v, np.float64) for namn, v in bok.sett["aterfordelning"].items()}
    x = bok.saldo_kr - bok.poster["avrundning"]
    golv_kr, lambda_kr = sett["golv_kr"], float(sett["lambda_kr"])
    return _find_place(fall, Utdelning(sett["bas_kr"], sett["nyckel_andel"], golv_kr, bok.tak_kr, x, lambda_kr))


def find_offer_position(fall: Forbundsfall) -> Lage:
    """The same of the offer."""
    bok, delning = fall.bok, divide_offer(fall.underlag.ram_kr, fall.bok)
    nyckel = np.asarray(bok.sett["fordelningsnyckel"]["nyckel_andel"], np.float64)
    granser = find_offer_floors(bok), find_offer_ceilings(bok)
    return _find_place(fall, Utdelning(bok.bas_kr, nyckel, *granser, delning.belopp_kr, float(delning.lambda_kr)))


def _find_place(fall: Forbundsfall, d: Utdelning) -> Lage:
    """An amount nearer a bound than MARGINAL_KR is at it."""
    x = np.where(d.belopp_kr >= d.tak_kr - MARGINAL_KR, d.tak_kr, d.belopp_kr)
    x = np.where(d.belopp_kr <= d.golv_kr + MARGINAL_KR, d.golv_kr, x)
    fri = (x > d.golv_kr) & (x < d.tak_kr) & (d.nyckel > 0)
    return Lage(
        d,
        antal_fasta=int((~fri).sum()),
        fast_kr=float(x[~fri].sum()),
        antal_fria=int(fri.sum()),
        bas_fria_kr=float(d.bas_kr[fri].sum()),
        nyckel_fria=float(d.nyckel[fri].sum()),
        belopp_kr=float(x[fall.i]),
        turordning=order_remainders(d.belopp_kr, fall.bok.enhet_kr),
    )
