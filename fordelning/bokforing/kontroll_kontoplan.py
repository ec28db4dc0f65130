"""A SIE file beside the kontoplan: whether the file's chart of accounts is another one, and its eget kapital."""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import date

from fordelning.bokforing.kontoplan import INTAKTER, KOSTNADER, Huvud, Kontoplan
from fordelning.fel import Anmarkning
from fordelning.sie.poster import Konto, Rakenskapsar, SieFil

_VISADE = 5


def check_chart(sie: SieFil, kontoplan: Kontoplan) -> Iterator[Anmarkning]:
    """A file that says (#KPTYP) that its konton follow another chart than the one the kontoplan is written for."""
    for uppgift in sie.uppgifter:
        typ = "".join(uppgift.falt[:1]).strip()
        if uppgift.etikett == "KPTYP" and typ.upper().startswith(kontoplan.andra_kontoplaner):
            vad = f"filens kontoplan (#KPTYP) är {typ}, men {kontoplan.fil.namn} är «{kontoplan.namn}»"
            gor = f"Kontrollera att {kontoplan.fil.namn} stämmer med förbundets konton"
            yield Anmarkning(sie.namn, vad, gor=gor, allvar="varning")


def check_types(sie: SieFil, kontoplan: Kontoplan, anvanda: Set[str]) -> Iterator[Anmarkning]:
    """The konton with amounts whose type in the file (#KTYP) is not what the kontoplan takes them for, all in one."""
    motsagda = [k for k in sie.konton if k.kontonr in anvanda and _contradicts(k, kontoplan.find(k.kontonr))]
    if motsagda:
        visade = ", ".join(_describe(k, kontoplan.find(k.kontonr)) for k in motsagda[:_VISADE])
        mer = f" och {len(motsagda) - _VISADE} till" if len(motsagda) > _VISADE else ""
        vad = f"kontotypen i filen (#KTYP) säger emot {kontoplan.fil.namn}: {visade}{mer}"
        yield Anmarkning(sie.namn, vad, gor="Rätta kontoplanen om filen har rätt", allvar="varning")


def _contradicts(konto: Konto, huvud: Huvud | None) -> bool:
    """Result konton are K or I, the others T or S; outside the budget the year's result (class 8) is either."""
    if not konto.typ or huvud is None:
        return False
    if huvud == "utanfor" and konto.kontonr.startswith("8"):
        return False
    vantat = "K" if huvud in KOSTNADER else "I" if huvud in INTAKTER else "TS"
    return konto.typ not in vantat


def _describe(konto: Konto, huvud: Huvud | None) -> str:
    annat = {"utanfor": "utanför budgeten", "eget_kapital": "eget kapital"}
    ord_ = "intäkter" if huvud in INTAKTER else annat.get(huvud or "", huvud)
    namn = f" ({konto.namn})" if konto.namn else ""
    return f"konto {konto.kontonr}{namn} är {konto.typ} i filen men räknas som {ord_}"


def sum_capital(sie: SieFil, kontoplan: Kontoplan, ar: Rakenskapsar, budgetar: int) -> int | None:
    """Eget kapital when the budget year began, credit turned positive; None when the file does not say.

    The opening balances of its konton. Where the year has none at all: the closing ones of the year before, with the
    result that has not been closed to eget kapital. Nothing is said of a year that began earlier.
    """
    if ar.start < date(budgetar, 1, 1):
        return None
    egna = [s for s in sie.saldon if kontoplan.find(s.konto) == "eget_kapital"]
    if ib := [s.belopp_ore for s in egna if s.slag == "IB" and s.arsnr == ar.arsnr]:
        return -sum(ib)
    if any(s.slag == "IB" and s.arsnr == ar.arsnr for s in sie.saldon):
        return None
    ub = [s.belopp_ore for s in egna if s.slag == "UB" and s.arsnr == ar.arsnr - 1]
    resultat = sum(s.belopp_ore for s in sie.saldon if s.slag == "RES" and s.arsnr == ar.arsnr - 1)
    return -sum(ub) - resultat if ub else None
