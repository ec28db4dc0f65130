"""The fields of one record, read in the order of the format; every fault becomes a finding with file and row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from fordelning.fel import Anmarkning
from fordelning.sie.poster import Objektlista
from fordelning.sie.rader import Falt, Rad
from fordelning.sie.tecken import plats

_BELOPP = re.compile(r"-?\d+(?:\.\d{1,2})?")
_KVANTITET = re.compile(r"-?\d+(?:\.\d+)?")
_ARSNR = re.compile(r"0|-[1-9]\d?")
_STORST_ORE = 10**17
"""The largest amount we take, öre: the format has no limit, but asks the reader to have one it knows."""

_INGET_DATUM = date(1, 1, 1)


class Faltlasare:
    """Reads a record's fields from left to right. A faulty field leaves a finding, and its value is never used.

    Unknown fields at the end of a record are allowed by the format, and left unread.
    """

    def __init__(self, rad: Rad, filnamn: str) -> None:
        self.rad = rad
        self.anmarkningar: list[Anmarkning] = []
        self._plats = plats(filnamn, rad.nr)
        self._kvar: Sequence[Falt] = rad.falt

    def refuse(self, vad: str, vantat: str = "", gor: str = "") -> None:
        """Keep a finding about this record."""
        self.anmarkningar.append(Anmarkning(self._plats, f"{self.rad.etikett}: {vad}", vantat, gor))

    def take_text(self, namn: str, kravs: bool = True) -> str:
        """The next field as text."""
        if not self._kvar:
            if kravs:
                self.refuse(f"fältet {namn} saknas", f"{namn} på den platsen i posten")
            return ""
        falt, self._kvar = self._kvar[0], self._kvar[1:]
        if isinstance(falt, tuple):
            self.refuse(f"en objektlista står där {namn} väntades", namn)
            return ""
        if kravs and not falt:
            self.refuse(f"fältet {namn} är tomt", namn)
        return falt

    def take_rest(self) -> tuple[str, ...]:
        """The fields that are left, as text, without empty ones at the end."""
        falt = [self.take_text("text", kravs=False) for _ in range(len(self._kvar))]
        while falt and not falt[-1]:
            falt.pop()
        return tuple(falt)

    def take_konto(self) -> str:
        """A konto number: digits."""
        text = self.take_text("kontonr")
        if text and not (text.isascii() and text.isdigit()):
            self.refuse(f"kontot «{text}» är inte numeriskt", "bara siffror, t.ex. 5010")
        return text

    def take_number(self, namn: str) -> int:
        """A whole number that is not negative."""
        text = self.take_text(namn)
        if text and not (text.isascii() and text.isdigit() and len(text) < 10):
            self.refuse(f"{namn} «{text}» är inget heltal", "ett heltal, t.ex. 6")
            return 0
        return int(text or 0)

    def take_arsnr(self) -> int:
        """0 = the current accounting year, -1 = the one before, and so on."""
        text = self.take_text("årsnr")
        if not _ARSNR.fullmatch(text):
            if text:
                self.refuse(f"årsnr «{text}» kan inte tolkas", "0 för innevarande år, -1 för föregående")
            return 0
        return int(text)

    def take_belopp(self) -> int:
        """An amount as whole öre, exactly as written."""
        text = self.take_text("belopp")
        if not _BELOPP.fullmatch(text):
            if text:
                self.refuse(f"beloppet «{text}» kan inte tolkas", "högst två decimaler efter en punkt, t.ex. -1250.50")
            return 0
        kr, _, ore = text.lstrip("-").partition(".")
        if len(kr) > 15:
            self.refuse(f"beloppet «{text}» är orimligt stort", f"högst {_STORST_ORE // 100} kr")
            return 0
        belopp = int(kr) * 100 + int(ore.ljust(2, "0"))
        return -belopp if text.startswith("-") else belopp

    def take_kvantitet(self) -> Decimal | None:
        """A quantity, which may be left out."""
        text = self.take_text("kvantitet", kravs=False)
        if not text:
            return None
        if not _KVANTITET.fullmatch(text):
            self.refuse(f"kvantiteten «{text}» kan inte tolkas", "siffror med decimalpunkt, t.ex. 12.5")
            return None
        return Decimal(text)

    def take_datum(self, namn: str) -> date:
        """A date that must be there."""
        return self.take_valfritt_datum(namn, kravs=True) or _INGET_DATUM

    def take_valfritt_datum(self, namn: str, kravs: bool = False) -> date | None:
        """A date as yyyymmdd, or none."""
        text = self.take_text(namn, kravs)
        if not text:
            return None
        if len(text) == 8 and text.isascii() and text.isdigit():
            try:
                return datetime.strptime(text, "%Y%m%d").date()
            except ValueError:
                pass
        self.refuse(f"{namn} «{text}» är inget datum", "ÅÅÅÅMMDD, t.ex. 20260131")
        return None

    def take_period(self) -> str:
        """A month as yyyymm."""
        text = self.take_text("period")
        if text and not re.fullmatch(r"[12]\d{3}(?:0[1-9]|1[0-2])", text):
            self.refuse(f"perioden «{text}» är ingen månad", "ÅÅÅÅMM, t.ex. 202601")
        return text

    def take_objekt(self) -> Objektlista:
        """The object list; a record without one concerns the konto as a whole."""
        if not self._kvar or isinstance(self._kvar[0], str):
            return ()
        delar, self._kvar = self._kvar[0], self._kvar[1:]
        if len(delar) % 2 or not all(d.isascii() and d.isdigit() and len(d) < 10 for d in delar[::2]) or "" in delar:
            self.refuse(
                f"objektlistan {{{' '.join(delar)}}} kan inte tolkas", 'par av dimension och objekt, t.ex. {6 "P1"}'
            )
            return ()
        return tuple((int(d), o) for d, o in zip(delar[::2], delar[1::2], strict=True))
