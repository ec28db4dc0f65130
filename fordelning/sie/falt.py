"""The fields of one record, read in the order of the format; every fault becomes a finding.

A field that an amount depends on (konto, objekt, year, period, date, amount) is refused when it cannot be read; any
other is left empty with a warning. What is read loosely: a plus sign, an amount without the nought before its point or
with noughts after the öre, and a date with dashes. None of them can mean anything else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from fordelning.sie.poster import Objektlista
from fordelning.sie.rader import Falt, Rad
from fordelning.sie.tecken import find_control

_BELOPP = re.compile(r"([-+]?)(\d*)(?:\.(\d{0,2})0*)?", re.ASCII)
_KVANTITET = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_ARSNR = re.compile(r"-?\d{1,2}", re.ASCII)
_DATUM = re.compile(r"(\d{4})(-?)(\d\d)\2(\d\d)", re.ASCII)
_PERIOD = re.compile(r"([12]\d{3})-?(0[1-9]|1[0-2])", re.ASCII)
_STORST_ORE = 10**17
"""The largest amount we take, öre: the format has no limit, but asks the reader to have one it knows."""

_INGET_DATUM = date(1, 1, 1)
_UTAN_DATUM = frozenset(("", "0", "00000000"))

Fel = tuple[str, str]
"""What is wrong, and what was expected."""


class Faltlasare:
    """Reads a record's fields from left to right. A faulty field leaves a finding, and its value is never used.

    Unknown fields at the end of a record are allowed by the format, and left unread.
    """

    def __init__(self, rad: Rad) -> None:
        self.rad = rad
        self.fel: list[Fel] = []
        """Faults that an amount depends on."""
        self.varningar: list[Fel] = []
        """Faults in what no amount depends on."""
        self._kvar: Sequence[Falt] = rad.falt

    def refuse(self, vad: str, vantat: str = "") -> None:
        """Keep a fault that an amount depends on."""
        self.fel.append((f"{self.rad.etikett}: {vad}", vantat))

    def warn(self, vad: str, vantat: str = "") -> None:
        """Keep a fault that no amount depends on."""
        self.varningar.append((f"{self.rad.etikett}: {vad}", vantat))

    def _take(self, namn: str, kravs: bool, viktigt: bool) -> Falt | None:
        """The next field, None when there is none. One that an amount depends on must not stand in a damaged part."""
        nr = len(self.rad.falt) - len(self._kvar)
        if not self._kvar:
            if kravs:
                self.refuse(f"fältet {namn} saknas", f"{namn} på den platsen i posten")
            return None
        falt, self._kvar = self._kvar[0], self._kvar[1:]
        if viktigt and falt and self.rad.skada and nr >= self.rad.skadad_fran:
            self.refuse(*self.rad.skada)
            return None
        return falt

    def _take_word(self, namn: str, kravs: bool = True, viktigt: bool = True) -> str:
        """The next field as it is; "" when it is missing. `viktigt`: an amount depends on it."""
        falt = self._take(namn, kravs, viktigt)
        if isinstance(falt, tuple):
            (self.refuse if viktigt else self.warn)(f"en objektlista står där {namn} väntades", namn)
            return ""
        if kravs and falt == "":
            self.refuse(f"fältet {namn} är tomt", namn)
        return falt or ""

    def take_text(self, namn: str, kravs: bool = True) -> str:
        """The next field as text, control characters taken away."""
        text = self._take_word(namn, kravs, viktigt=False)
        if (tecken := find_control(text)) is None:
            return text
        self.warn(f"styrtecknet {ord(tecken)} (ASCII) står i {namn}", "bara skrivbara tecken")
        return "".join(t for t in text if find_control(t) is None)

    def take_rest(self) -> tuple[str, ...]:
        """The fields that are left, as text, without empty ones at the end."""
        falt = [self.take_text("text", kravs=False) for _ in range(len(self._kvar))]
        while falt and not falt[-1]:
            falt.pop()
        return tuple(falt)

    def take_konto(self) -> str:
        """A konto number: digits."""
        text = self._take_word("kontonr").strip()
        if text and not (text.isascii() and text.isdigit()):
            self.refuse(f"kontot «{text}» är inte numeriskt", "bara siffror, t.ex. 5010")
        return text

    def take_number(self, namn: str) -> int:
        """A whole number that is not negative."""
        text = self._take_word(namn)
        if text and not (text.isascii() and text.isdigit() and len(text) < 10):
            self.refuse(f"{namn} «{text}» är inget heltal", "ett heltal, t.ex. 6")
            return 0
        return int(text or 0)

    def take_arsnr(self) -> int:
        """0 = the current accounting year, -1 = the one before, and so on."""
        text = self._take_word("årsnr")
        if not _ARSNR.fullmatch(text):
            if text:
                self.refuse(f"årsnr «{text}» kan inte tolkas", "0 för innevarande år, -1 för föregående")
            return 0
        return int(text)

    def take_belopp(self) -> int:
        """An amount as whole öre, exactly as written."""
        text = self._take_word("belopp")
        traff = _BELOPP.fullmatch(text)
        if not traff or not any(t.isdigit() for t in text):
            if text:
                self.refuse(f"beloppet «{text}» kan inte tolkas", "högst två decimaler efter en punkt, t.ex. -1250.50")
            return 0
        tecken, kr, ore = traff[1], traff[2].lstrip("0"), traff[3] or ""
        if len(kr) > 15:
            self.refuse(f"beloppet «{text}» är orimligt stort", f"högst {_STORST_ORE // 100} kr")
            return 0
        belopp = int(kr or 0) * 100 + int(ore.ljust(2, "0"))
        return -belopp if tecken == "-" else belopp

    def take_kvantitet(self) -> Decimal | None:
        """A quantity, which may be left out."""
        text = self._take_word("kvantitet", kravs=False, viktigt=False)
        if text and not _KVANTITET.fullmatch(text):
            self.warn(f"kvantiteten «{text}» kan inte tolkas", "siffror med decimalpunkt, t.ex. 12.5")
            return None
        return Decimal(text) if text else None

    def take_datum(self, namn: str) -> date:
        """A date that must be there."""
        text = self._take_word(namn)
        return _INGET_DATUM if not text else self._parse_datum(text, namn, viktigt=True) or _INGET_DATUM

    def take_valfritt_datum(self, namn: str, viktigt: bool = True) -> date | None:
        """A date, or none. `viktigt`: an amount's month depends on it, so that one that is there must be readable."""
        text = self._take_word(namn, kravs=False, viktigt=viktigt)
        return None if text in _UTAN_DATUM else self._parse_datum(text, namn, viktigt)

    def _parse_datum(self, text: str, namn: str, viktigt: bool) -> date | None:
        traff = parse_datum(text)
        if traff is None:
            (self.refuse if viktigt else self.warn)(f"{namn} «{text}» är inget datum", "ÅÅÅÅMMDD, t.ex. 20260131")
        elif "-" in text:
            self.warn(f"{namn} «{text}» skrivs med streck", "ÅÅÅÅMMDD, t.ex. 20260131")
        return traff

    def take_period(self) -> str:
        """A month as yyyymm."""
        text = self._take_word("period")
        traff = _PERIOD.fullmatch(text)
        if text and traff is None:
            self.refuse(f"perioden «{text}» är ingen månad", "ÅÅÅÅMM, t.ex. 202601")
        return traff[1] + traff[2] if traff else text

    def take_objekt(self) -> Objektlista:
        """The object list; a record without one concerns the konto as a whole."""
        if not self._kvar or isinstance(self._kvar[0], str):
            return ()
        delar = self._take("objektlista", kravs=True, viktigt=True) or ()
        talen = delar[::2]
        if len(delar) % 2 or not all(d.isascii() and d.isdigit() and len(d) < 10 for d in talen):
            text = f"objektlistan {{{' '.join(delar)}}} kan inte tolkas"
            self.refuse(text, 'par av dimension och objekt, t.ex. {6 "P1"}')
            return ()
        par = tuple((int(d), o) for d, o in zip(talen, delar[1::2], strict=True))
        if "" in delar:
            self.warn("en dimension i objektlistan saknar objekt", "{} för kontot som helhet")
        return tuple((d, o) for d, o in par if o)

    def put_in_missing_field(self) -> None:
        """An empty first field, which the writer left out, so that the others stand in their places."""
        self._kvar = ("", *self._kvar)


def parse_datum(text: str) -> date | None:
    """A date as yyyymmdd, or with dashes; None for anything else."""
    traff = _DATUM.fullmatch(text)
    try:
        return date(int(traff[1]), int(traff[3]), int(traff[4])) if traff else None
    except ValueError:
        return None
